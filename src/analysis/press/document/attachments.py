"""The files that a report carries: its data, its chapters, and the record of what made them.

A PDF has them attached. A page has them in one archive behind a link, which a reader can save and
any program can unpack; no script reads it.
"""

from __future__ import annotations

import bz2
import io
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROVENANCE = "provenance.json"


class AttachmentError(FileNotFoundError):
    """A file that the report promises to carry is not there."""


@dataclass(frozen=True)
class Attachment:
    """A file inside a report: `stored` is its name in the file system of the PDF's compiler."""

    name: str
    mime: str
    description: str
    stored: str
    content: bytes


def attached(
    listed: list[dict[str, Any]], provenance: str, folders: Sequence[Path]
) -> list[Attachment]:
    """The files to carry, by name.

    Parameters
    ----------
    listed : each with its name, and its `text` or the `path` that it lies at.
    folders : a file lies in one of them; relative paths start at the first.
    """
    carried: dict[str, Attachment] = {}
    for file in listed:
        if file["name"] in carried:
            raise ValueError(f'attachment "{file["name"]}" is listed twice')
        carried[file["name"]] = Attachment(
            name=file["name"],
            mime=file.get("mime") or "application/octet-stream",
            description=file.get("description") or file["name"],
            stored=f"attachments/{len(carried)}",
            content=str(file["text"]).encode() if "text" in file else _read(file, folders),
        )
    if provenance and PROVENANCE not in carried:
        carried[PROVENANCE] = Attachment(
            name=PROVENANCE,
            mime="application/json",
            description="Parameters, checksums of the inputs and versions behind this report",
            stored=f"attachments/{len(carried)}",
            content=provenance.encode(),
        )
    return [carried[name] for name in sorted(carried)]


def _read(file: dict[str, Any], folders: Sequence[Path]) -> bytes:
    path = (folders[0] / str(file["path"])).resolve()
    if not any(path.is_relative_to(folder.resolve()) for folder in folders):
        raise AttachmentError(
            f'attachment "{file["name"]}": {file["path"]} lies outside the notebook\'s folder'
        )
    if not path.is_file():
        raise AttachmentError(f'attachment "{file["name"]}": there is no file {file["path"]}')
    return path.read_bytes()


def archive(files: Sequence[Attachment]) -> bytes:
    """The files as one tar archive, compressed: the same bytes for the same files.

    By bzip2, whose output has been the same for decades; that of zlib is not that of its
    successors, which some systems have in its place.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for file in files:
            told = tarfile.TarInfo(file.name)
            told.size = len(file.content)
            tar.addfile(told, io.BytesIO(file.content))
    return bz2.compress(packed.getvalue())
