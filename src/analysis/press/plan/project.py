"""Where a checkout keeps what the press reads and writes, so that no other module spells a path.

Only names of folders and files belong here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.problems import Refused

EDITIONS = Path("notebooks") / "editions.yaml"


class NoProject(Refused):
    """There is no checkout here whose notebooks could be run."""


@dataclass(frozen=True)
class Project:
    """A checkout, by its root folder (absolute)."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """The checkout that holds `start`; where there is none, the one this code belongs to.

        Raises
        ------
        NoProject : neither has ``notebooks/editions.yaml``.
        """
        own = Path(__file__).resolve().parents[4]
        for folder in (start.resolve(), *start.resolve().parents, own):
            if (folder / EDITIONS).is_file():
                return cls(folder)
        raise NoProject(
            f"no {EDITIONS} in {start} or above it: nothing to make a report from;"
            " `backchannel init FOLDER` makes a folder to start from"
        )

    @property
    def notebooks(self) -> Path:
        """The chapters, and the editions that they are made in."""
        return self.root / "notebooks"

    @property
    def editions(self) -> Path:
        """The file of the named parameter sets."""
        return self.root / EDITIONS

    @property
    def seeds(self) -> Path:
        """The data package of a report that names no other."""
        return (self.notebooks / "../seeds").resolve()

    @property
    def lock(self) -> Path:
        """The file that fixes every dependency."""
        return self.root / "requirements.txt"

    @property
    def reports(self) -> Path:
        """Where finished reports go."""
        return self.root / "reports"

    def shown(self, path: Path) -> str:
        """`path` as a report may show it: from the root, or its bare name if it lies outside."""
        path = path.resolve()
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return path.name
