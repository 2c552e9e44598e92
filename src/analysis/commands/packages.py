"""The data package that a command is about: the one named, or that of the checkout."""

from __future__ import annotations

from pathlib import Path


def package_at(folder: Path | None) -> Path:
    """The folder of the package.

    Raises
    ------
    Refused : there is none.
    """
    from analysis.press.plan.project import NoProject, Project
    from analysis.problems import Refused

    if folder is None:
        try:
            return Project.find(Path.cwd()).seeds
        except NoProject:
            raise Refused("no data package here; --package names its folder") from None
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder, and a data package is one")
    return folder
