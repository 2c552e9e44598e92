"""A text file as lines that every engine numbers alike, looked at once from end to end.

An archive is unpacked, the checksum is made, and whatever the engines would read in ways of their
own is refused with its line: other bytes than UTF-8, other ends of lines, cells of several lines.
Memory holds a few megabytes of the file at a time.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analysis.importers.container import Content, check_is_file, form_of, is_spreadsheet, only_table
from analysis.importers.decisions import CannotImport, Decision

HEAD = 2**20
"""Bytes from which a form is recognised."""
_CHUNK = 2**23
_SPARE = 2**30  # bytes that unpacking leaves free on the disk
READS = "the engines for large files read lines of UTF-8 alone; --engine pandas reads this file"


@dataclass(frozen=True)
class Lines:
    """A file of lines of text, each a row.

    Attributes
    ----------
    name, sha256 : of the file as it was given.
    path : of the lines, unpacked.
    number : how many lines there are.
    ending : "\\n" or "\\r\\n".
    """

    name: str
    sha256: str
    path: Path
    number: int
    ending: str


def head_of(path: Path) -> Content:
    """The first whole lines of a file, unpacked; its checksum is not made yet.

    Raises
    ------
    CannotImport : it cannot be read, is empty, or is an archive of several tables or of none.
    """
    with _unpacked(path) as (file, said):
        data = file.read(HEAD)
        whole = not file.read(1)
    if not data.strip():
        raise CannotImport(f"{path}: is empty")
    if not whole and b"\n" in data:
        data = data[: data.rindex(b"\n") + 1]
    return Content(path.name, "", data, form_of(data), said)


def lines_of(path: Path, aside: Path, quoted: str | None) -> Lines:
    """Look at every line of a file, and unpack it into a folder where it is an archive.

    Parameters
    ----------
    quoted : the sign between the columns where cells may stand in quotes; None: they do not.

    Raises
    ------
    CannotImport : a line would not be read by every engine alike, or the disk is full.
    """
    with path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    look = _Look(path, quoted)
    with _unpacked(path) as (file, said):
        place = aside / f"{sha256}.txt" if said else path
        if said:
            room = shutil.disk_usage(aside).free - _SPARE
            with place.open("wb") as out:
                for chunk in look.through(file):
                    room -= len(chunk)
                    if room < 0:
                        raise CannotImport(f"{path}: there is no room on the disk to unpack it")
                    out.write(chunk)
        else:
            for _ in look.through(file):
                pass
    return Lines(path.name, sha256, place, look.number, "\r\n" if look.returns else "\n")


def blank_line(lines: Lines) -> int:
    """Number of the first line that is blank; 0: none is."""
    with lines.path.open("rb") as file:
        return next((number for number, line in enumerate(file, 1) if not line.strip(b"\r\n")), 0)


@contextmanager
def _unpacked(path: Path) -> Iterator[tuple[IO[bytes], tuple[Decision, ...]]]:
    """The bytes of the one table in a file, and what was unpacked."""
    check_is_file(path)
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as inside:
                yield inside, (Decision("archive", "gzip"),)  # type: ignore[misc]
                return
        if start == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                if not is_spreadsheet(archive):
                    member = only_table(path, archive)
                    with archive.open(member) as inside:
                        yield inside, (Decision("archive", f"zip, holding {member}"),)
                        return
        with path.open("rb") as file:
            yield file, ()
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise CannotImport(f"{path}: is a damaged archive ({error})") from error
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read ({error.strerror})") from error


class _Look:
    """What all lines of a file have in common, or the first that lacks it."""

    def __init__(self, path: Path, quoted: str | None) -> None:
        self.path, self.number, self.returns = path, 0, False
        self.quoting = None if quoted is None else _proper(quoted.encode())

    def through(self, file: IO[bytes]) -> Iterator[bytes]:
        """The file in pieces of whole lines."""
        while piece := file.read(_CHUNK):
            piece += file.readline(_CHUNK)
            if len(piece) >= 2 * _CHUNK:
                self._refuse(piece.count(b"\n"), f"is longer than {_CHUNK:,} bytes")
            end = b"" if piece.endswith(b"\n") else b"\r\n" if self.returns else b"\n"
            self._look(piece + end)
            yield piece

    def _look(self, piece: bytes) -> None:
        if not self.number:
            if piece.startswith(codecs.BOM_UTF8):
                self._refuse(0, "begins with a byte order mark")
            self.returns = piece.partition(b"\n")[0].endswith(b"\r")
        if not piece.isascii():
            try:
                piece.decode()
            except UnicodeDecodeError as error:
                at = piece.count(b"\n", 0, error.start)
                self._refuse(at, "is not UTF-8")
        for sign, told in ((b"\0", "holds a NUL"), (b"\r", "ends otherwise than the others")):
            if sign in piece and not (sign == b"\r" and self.returns):
                self._refuse(piece.count(b"\n", 0, piece.index(sign)), told)
        ends = piece.count(b"\n")
        if self.returns and not piece.count(b"\r") == piece.count(b"\r\n") == ends:
            odd = re.search(rb"\r(?!\n)|(?<!\r)\n", piece)
            assert odd is not None
            self._refuse(piece.count(b"\n", 0, odd.start()), "ends otherwise than the others")
        if self.quoting is not None and b'"' in piece:
            for at, line in enumerate(piece.splitlines()):
                if b'"' in line and not self.quoting.fullmatch(line):
                    self._refuse(at, "has a quoted cell that does not end in it, or goes on behind")
        self.number += ends

    def _refuse(self, at: int, told: str) -> None:
        raise CannotImport(f"{self.path}, line {self.number + at + 1:,}: {told}; {READS}")


def _proper(sign: bytes) -> re.Pattern[bytes]:
    """A line whose quoted cells are whole: a quote opens a cell and is doubled in it."""
    parted = re.escape(sign)
    quoted, bare = rb'"(?:[^"]|"")*"', rb'[^"\s' + parted + rb"][^" + parted + rb"]*"
    blank_first = rb"(?:(?!" + parted + rb')\s[^"' + parted + rb"]*)?"
    cell = rb"(?:" + quoted + rb"|" + bare + rb"|" + blank_first + rb")"
    return re.compile(cell + rb"(?:" + parted + cell + rb")*")
