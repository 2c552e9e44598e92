"""Files and folders that appear whole or not at all, wherever a disk may be full or read-only.

What is written lies beside its place first, and is moved there when all of it is written: to move
needs no room. Only the standard library is imported.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_whole(path: Path, data: bytes) -> None:
    """Write one file, and the folder that it lies in; see :func:`write_all`."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files, all of them or none; folders that are missing are made.

    A link stays, and what it leads to is written; a file that was there keeps its mode.
    """
    places = {path: Path(os.path.realpath(path)) for path in files}
    before = {path: at.read_bytes() if at.exists() else None for path, at in places.items()}
    asides = {path: at.with_name(f".{at.name[:200]}.{os.getpid()}") for path, at in places.items()}
    done: list[Path] = []
    with _folders_made(places.values()):
        try:
            for path, data in files.items():
                asides[path].write_bytes(data)
                if before[path] is not None:
                    shutil.copymode(places[path], asides[path])
            for path, place in places.items():
                asides[path].replace(place)
                done.append(path)
        except BaseException:
            for path in done:
                if (old := before[path]) is None:
                    places[path].unlink()
                else:
                    places[path].write_bytes(old)
            raise
        finally:
            for aside in asides.values():
                with suppress(OSError):
                    aside.unlink(missing_ok=True)


@contextmanager
def folder_made(folder: Path) -> Iterator[None]:
    """A folder, made with those above it where they are missing, and only if the block succeeds.

    What was missing is taken away again when the block fails, as far as nobody put anything there.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


@contextmanager
def _folders_made(places: Iterable[Path]) -> Iterator[None]:
    with ExitStack() as stack:
        for folder in dict.fromkeys(place.parent for place in places):
            stack.enter_context(folder_made(folder))
        yield


def swap(aside: Path, place: Path) -> None:
    """Afterwards `place` is what `aside` was; what `place` was, if anything, is at `aside`.

    On an error everything is where it was. Both lie on one file system.
    """
    if not place.exists():
        aside.rename(place)
        return
    if _exchange(aside, place):
        return
    # Two renames where the system has no exchange: put the old one back if the second fails.
    old = aside.with_name(f"{aside.name[:200]}.old")
    with _held(place):
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


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Tell others that a running process needs a folder; its end, however it comes, tells too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
