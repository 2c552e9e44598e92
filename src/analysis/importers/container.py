"""What a file is, by its first bytes and not by its name, and what is inside an archive.

Nothing is interpreted here: what comes out are the bytes of one table and the form they have.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.importers.decisions import CannotImport, Decision

Form = Literal["text", "spreadsheet", "json", "parquet"]

_NOT_DATA = ("readme", "license", "licence", "__macosx", ".ds_store", "thumbs.db")
MOST_BYTES = 4 * 2**30
"""Unpacked bytes beyond which an archive is refused."""


@dataclass(frozen=True)
class Content:
    """The bytes of one table.

    Attributes
    ----------
    name : of the file, without its folder.
    sha256 : of the file as it was given, archive or not.
    data, form : what is in it.
    decisions : what was unpacked.
    """

    name: str
    sha256: str
    data: bytes
    form: Form
    decisions: tuple[Decision, ...] = ()


def opened(path: Path) -> Content:
    """The content of a file, unpacked where it is a gzip or zip archive of one table.

    Raises
    ------
    CannotImport : it cannot be read, is empty, or is an archive of several tables or of none.
    """
    check_is_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read ({error.strerror})") from error
    digest = hashlib.sha256(data).hexdigest()
    inside = data
    said: tuple[Decision, ...] = ()
    try:
        if data[:2] == b"\x1f\x8b":
            inside, said = _gunzipped(path, data), (Decision("archive", "gzip"),)
        if inside[:4] == b"PK\x03\x04" and not _is_spreadsheet(inside):
            inside, member = _unzipped(path, inside)
            said = (Decision("archive", f"zip, holding {member}"),)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise CannotImport(f"{path}: is a damaged archive ({error})") from error
    if not inside.strip():
        raise CannotImport(f"{path}: is empty")
    return Content(path.name, digest, inside, form_of(inside), said)


def check_is_file(path: Path) -> None:
    """Refuse what is no file: a pipe or a device would be waited for.

    Raises
    ------
    CannotImport : it is none.
    """
    if not path.is_file():
        raise CannotImport(f"{path}: is {'a folder' if path.is_dir() else 'no file'}")


def form_of(data: bytes) -> Form:
    """What the first bytes of a file say that it is."""
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "spreadsheet"
    if data[:4] == b"PAR1":
        return "parquet"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:2]
    if start[:1] == b"[" and start[1:2] in (b"", b"{", b"\n", b" ", b"\r", b"\t"):
        return "json"
    return "json" if start[:1] == b"{" else "text"


def _is_spreadsheet(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return is_spreadsheet(archive)


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether a zip archive is a spreadsheet, which is one inside."""
    return not {"[Content_Types].xml", "content.xml"}.isdisjoint(archive.namelist())


def _gunzipped(path: Path, data: bytes) -> bytes:
    with gzip.open(io.BytesIO(data)) as file:
        return _bounded(path, file.read(MOST_BYTES + 1))


def _unzipped(path: Path, data: bytes) -> tuple[bytes, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = only_table(path, archive)
        with archive.open(member) as file:
            return _bounded(path, file.read(MOST_BYTES + 1)), member


def only_table(path: Path, archive: zipfile.ZipFile) -> str:
    """Name of the one table in a zip archive.

    Raises
    ------
    CannotImport : it holds several, or none.
    """
    tables = [
        entry.filename
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.lower().startswith(_NOT_DATA)
    ]
    if len(tables) != 1:
        names = ", ".join(tables[:5]) or "nothing"
        rule = f"holds {len(tables)} files ({names}); unpack it and name the one to import"
        raise CannotImport(f"{path}: {rule}")
    return tables[0]


def _bounded(path: Path, data: bytes) -> bytes:
    if len(data) > MOST_BYTES:
        raise CannotImport(f"{path}: unpacks to more than {MOST_BYTES / 2**30:.0f} GiB")
    return data
