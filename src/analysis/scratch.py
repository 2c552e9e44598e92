"""Temporary folders that are gone when a run ends, and after the next run where it was killed.

A folder is held (locked) by the process that made it, so that its end, however it comes, tells that
nobody needs it any more; and a link to it lies in the user's cache, so that the next run finds it
wherever it is. Only the standard library is imported.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OF_REPORTS = r"\.backchannel-[0-9a-f]{8}-"
_NAME = re.compile(rf"(?:bc-[a-z]+-|pymp-|{OF_REPORTS})[a-z0-9_]{{8}}")
_cleared = False
_made: set[Path] = set()


@contextmanager
def scratch(purpose: str, folder: Path | None = None) -> Iterator[Path]:
    """A new folder for as long as the block lasts, in the system's place for such, or in `folder`.

    Parameters
    ----------
    purpose : a word of letters, for whoever finds it.
    """
    clear_left()
    with held(Path(tempfile.mkdtemp(prefix=f"bc-{purpose}-", dir=folder))) as made:
        yield made


@contextmanager
def held(made: Path, *, removed: bool = True) -> Iterator[Path]:
    """Hold a folder that was just made, and remove it at the end of the block.

    Where it is not to be `removed`, somebody else does so if this process ends in peace.

    What it is by then may be another than it was: a finished folder may have been given away for
    an older one.
    """
    descriptor = os.open(made, os.O_RDONLY)
    _made.add(made)
    link = _place() / made.name
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(OSError):  # no place of the user's own to write in
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(made.absolute())
        yield made
    finally:
        os.close(descriptor)
        if removed:
            shutil.rmtree(made, ignore_errors=True)
        _made.discard(made)
        with suppress(OSError):
            link.unlink()


def remove_all() -> None:
    """Remove every folder of this process, which is about to end."""
    for made in list(_made):
        shutil.rmtree(made, ignore_errors=True)
        with suppress(OSError):
            (_place() / made.name).unlink()


def is_held(folder: Path) -> bool:
    """Whether a running process needs a folder; so it is wherever that cannot be told."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def clear_left() -> None:
    """Remove the folders of runs that were killed; once in a process."""
    global _cleared
    if _cleared:
        return
    _cleared = True
    with suppress(OSError):
        for link in [path for path in _place().iterdir() if path.is_symlink()]:
            with suppress(OSError):
                _clear(link)


def _clear(link: Path) -> None:
    """Remove the folder that a link of ours leads to, and the link, unless a process needs it."""
    folder = link.readlink()
    if folder.name != link.name or not _NAME.fullmatch(link.name):
        return
    if folder.exists():
        if folder.is_symlink() or folder.stat().st_uid != os.getuid() or is_held(folder):
            return
        shutil.rmtree(folder, ignore_errors=True)
    link.unlink()


def _place() -> Path:
    own = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(own) if own and Path(own).is_absolute() else Path.home() / ".cache"
    return base / "backchannel" / "runs"
