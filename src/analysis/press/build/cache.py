"""Keeps what was made under the sha256 of all that it was made from, so that it is made once.

An entry appears whole or not at all, is checked whenever it is read, and may vanish at any time:
whoever asks must be able to make it again. Nothing here knows what is kept, or what it depends on
(:mod:`analysis.press.build.record`).
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.problems import Refused

log = logging.getLogger(__name__)

FOLDER = Path(".cache") / "backchannel"
LIMIT = "BACKCHANNEL_CACHE_MB"  # environment variable with the greatest size, in megabytes
DEFAULT_LIMIT = 512

_KEY = re.compile(r"[0-9a-f]{64}")
_DIGEST = hashlib.sha256().digest_size
_LEFT_BEHIND = 3600  # seconds after which whoever was writing an entry is gone


class BadLimit(Refused):
    """The environment variable that bounds the cache is not a number of megabytes."""


@dataclass(frozen=True)
class Size:
    """How much a cache holds: `entries`, and `bytes` on disk."""

    entries: int
    bytes: int


@dataclass(frozen=True)
class _File:
    path: Path
    used: int  # nanoseconds
    bytes: int


class Cache:
    """A folder of entries, for any number of threads and processes at once.

    Times are read only to tell which entry was used least recently, never whether one is valid.

    Attributes
    ----------
    folder : where the entries are; made with the first of them.
    limit : bytes that they may take together.
    """

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self.folder = folder
        self.limit = limit_given() if limit is None else limit
        self._writable = True

    @classmethod
    def of(cls, root: Path) -> Cache:
        """The cache of a checkout, by its root folder."""
        return cls(root / FOLDER)

    def get(self, key: str) -> bytes | None:
        """The entry of that key; None when there is none, or none that is whole.

        An entry that cannot be read is one that is not there: what it held is made again.
        """
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, content = data[:_DIGEST], data[_DIGEST:]
        whole = hashlib.sha256(content).digest() == digest
        with suppress(OSError):
            if whole:
                os.utime(path)
            else:
                path.unlink()
        return content if whole else None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content`, in the place of what that key may have had.

        What was used least recently goes when there is too much; an entry that by itself is more
        than the limit is not kept. A folder that cannot be written to is said once: it costs time
        later, and is no reason to fail now.
        """
        path = self._path(key)
        if len(content) + _DIGEST > self.limit or not self._writable:
            return
        try:
            self._write(path, content)
            self._evict()
        except OSError as error:
            self._writable = False
            log.warning("%s: nothing can be kept for the next time (%s)", self.folder, error)

    def clear(self) -> int:
        """Remove every entry; how many they were."""
        removed = 0
        for file in self._files():
            removed += _KEY.fullmatch(file.path.name) is not None
            file.path.unlink(missing_ok=True)
        return removed

    def size(self) -> Size:
        """Entries and bytes; what is being written counts as bytes only."""
        files = list(self._files())
        entries = sum(1 for file in files if _KEY.fullmatch(file.path.name))
        return Size(entries, sum(file.bytes for file in files))

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:8]}.", dir=self.folder)
        aside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(content).digest())
                file.write(content)
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f'"{key}" is not a sha256')
        return self.folder / key

    def _files(self) -> Iterator[_File]:
        """Entries, and those being written; others may remove them at any time."""
        try:
            found = list(os.scandir(self.folder))
        except FileNotFoundError:
            return
        for entry in found:
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False):
                    told = entry.stat(follow_symlinks=False)
                    yield _File(Path(entry.path), told.st_mtime_ns, told.st_size)

    def _evict(self) -> None:
        files = sorted(self._files(), key=lambda file: (file.used, file.path.name))
        total = sum(file.bytes for file in files)
        abandoned = time.time_ns() - _LEFT_BEHIND * 10**9
        for file in files:
            whole = _KEY.fullmatch(file.path.name) is not None
            if (whole and total > self.limit) or (not whole and file.used < abandoned):
                # Another build may have removed it already: it is gone in either case.
                file.path.unlink(missing_ok=True)
                total -= file.bytes


def limit_given() -> int:
    """The greatest size of a cache in bytes, as the environment says or by default.

    Raises
    ------
    BadLimit : the variable holds something else than a number of megabytes.
    """
    text = os.environ.get(LIMIT, "").strip()
    if not text:
        return DEFAULT_LIMIT * 10**6
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise BadLimit(f'{LIMIT}: "{text}" is not a number of megabytes')
    return int(float(text) * 10**6)
