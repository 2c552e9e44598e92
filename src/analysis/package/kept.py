"""A package that was loaded before a process was forked: its children need not load it again.

What is kept is used as long as every file of the package is what it was, byte for byte.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from analysis.package.files import DESCRIPTOR, SECOND_CODING, table_files
from analysis.package.tables import Tables, load
from analysis.parameters import LEFT_OUT, Restricted

_kept: dict[tuple[Path, Restricted], tuple[str, Tables]] = {}


def keep(package: Path, restricted: Restricted = LEFT_OUT) -> None:
    """Load a package for the processes that will be forked from this one.

    Raises
    ------
    OSError, ValueError : it has no descriptor, or one that names what is no file of it.
    DataProblems, NothingPublic : as :func:`analysis.package.tables.load`.
    """
    before = _state(package)
    data = load(package, restricted)
    data.tidy  # noqa: B018  # kept with the tables once it was asked for
    _kept[package.resolve(), restricted] = before, data


def loaded(package: Path, restricted: Restricted = LEFT_OUT) -> Tables:
    """The tables of a package: those that are kept, or loaded now.

    Raises
    ------
    DataProblems, NothingPublic : as :func:`analysis.package.tables.load`.
    """
    known = _kept.get((package.resolve(), restricted))
    if known is not None:
        with suppress(OSError, ValueError):  # `load` says what is wrong with it
            if known[0] == _state(package):
                return known[1]
    return load(package, restricted)


def _state(package: Path) -> str:
    """One sha256 over the files of a package; of one that cannot be read, as far as they can be."""
    found = hashlib.sha256()
    names = (DESCRIPTOR, *table_files(package).values(), SECOND_CODING)
    for name in names:
        path = package / name
        content = path.read_bytes() if path.is_file() else b""
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
