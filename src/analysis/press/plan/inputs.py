"""The files that a report is made from, by their sha256. Only the standard library is imported,
but for a package with restricted sources.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.package.files import DESCRIPTOR, restricts, table_files

if TYPE_CHECKING:
    from analysis.parameters import Restricted


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def file_hashes(files: Iterable[Path], root: Path) -> dict[str, str]:
    """Path from `root`, with forward slashes -> sha256, in order of path."""
    hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in files}
    return dict(sorted(hashes.items()))


def combined(hashes: Mapping[str, str]) -> str:
    """One sha256 for many files: of the lines that ``sha256sum`` prints for them, by path."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return sha256(lines.encode())


def code_hashes() -> dict[str, str]:
    """Every file of the ``analysis`` package: code, templates, fonts, styles.

    Not what an installed one carries for ``backchannel init``, which no report is made from.
    """
    package = Path(__file__).resolve().parents[2]
    files = (
        path
        for path in package.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.name[0] != "."
        and not path.is_relative_to(package / "start")
    )
    return file_hashes(files, package.parent)


def package_hashes(package: Path, restricted: Restricted = "left-out") -> dict[str, str]:
    """``datapackage.json`` of a data package and the files of its tables.

    What else lies in the folder (the sources' texts, a README) is not read for a report. Of a
    package with restricted sources these are the files of its published form: a checksum of what
    is hidden would tell whoever guesses at it that he is right.

    Parameters
    ----------
    restricted : as the parameter of that name.

    Raises
    ------
    OSError, ValueError : one of them cannot be read, or is no file of the package.
    Refused : the package has restricted sources, and cannot be published as it is.
    """
    if restricted != "shown" and restricts(package):
        from analysis.package.published.package import files_of

        if (published := files_of(package, restricted)) is not None:
            return {name: sha256(content) for name, content in published.items()}
    files = (DESCRIPTOR, *table_files(package).values())
    return file_hashes([package / name for name in files], package)
