"""Puts a finished folder in the place of an older one: whole, or not at all.

A report is written into a hidden folder beside its place. Whatever stops the build, what stood
there before stays; what a killed build left behind is cleared by the next one.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.problems import Refused

# Every report has one: a folder that has none is somebody's own and is not replaced.
MARK = "provenance.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class NotAReport(Refused):
    """The place named for a report is taken by something else."""


@contextmanager
def folder_for(place: Path) -> Iterator[Path]:
    """An empty folder to write into, which takes `place` when the block ends without an error.

    Raises
    ------
    NotAReport : before anything is written, when `place` holds something that is not a report.
    """
    place = place.absolute()
    check_place(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(place)
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name}.{os.getpid()}.", dir=place.parent))
    try:
        # mkdtemp lets nobody else read the folder; a report is made to be shared.
        mask = os.umask(0)
        os.umask(mask)
        aside.chmod(0o777 & ~mask)
        yield aside
        _swap(aside, place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def check_place(place: Path) -> None:
    """Refuse a place that holds something else than a report.

    Raises
    ------
    NotAReport : it is a file, or a folder with other things in it.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise NotAReport(f"{place} is a file; name a folder")
    if any(place.iterdir()) and not (place / MARK).is_file():
        raise NotAReport(f"{place} holds files that are not a report; name another folder")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _swap(aside: Path, place: Path) -> None:
    """Afterwards `place` is what `aside` was; what `place` was, if anything, is at `aside`."""
    if not place.exists():
        aside.rename(place)
        return
    if _exchange(aside, place):
        return
    # Two renames where the system has no exchange: put the old one back if the second fails.
    old = aside.with_name(f"{aside.name}.old")
    place.rename(old)
    try:
        aside.rename(place)
    except OSError:
        old.rename(place)
        raise
    old.rename(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where that is not possible."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    return done == 0


def _clear_leftovers(place: Path) -> None:
    """Remove what builds of this place left behind whose process is no longer there."""
    for folder in place.parent.glob(f".{place.name}.*"):
        number = folder.name.removeprefix(f".{place.name}.").split(".")[0]
        if not number.isdigit() or _runs(int(number)):
            continue
        if folder.name.endswith(".old") and not place.exists():
            # The build was killed between two renames: this is the last good report.
            folder.rename(place)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
