"""The files that a PDF carries: the data of a report, and the record of what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROVENANCE = "provenance.json"


class AttachmentError(FileNotFoundError):
    """A file that the report promises to carry is not there."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: `stored` is its name in the compiler's own file system."""

    name: str
    mime: str
    description: str
    stored: str
    content: bytes


def attached(
    listed: list[dict[str, Any]], provenance: str, folders: Sequence[Path]
) -> list[Attachment]:
    """The files to carry, by name; each lies in one of the folders, and relative paths start at
    the first of them.
    """
    carried: dict[str, Attachment] = {}
    for file in listed:
        path = (folders[0] / file["path"]).resolve()
        if not any(path.is_relative_to(folder.resolve()) for folder in folders):
            raise AttachmentError(
                f'attachment "{file["name"]}": {file["path"]} lies outside the notebook\'s folder'
            )
        if not path.is_file():
            raise AttachmentError(f'attachment "{file["name"]}": there is no file {file["path"]}')
        if file["name"] in carried:
            raise ValueError(f'attachment "{file["name"]}" is listed twice')
        carried[file["name"]] = Attachment(
            name=file["name"],
            mime=file.get("mime") or "application/octet-stream",
            description=file.get("description") or file["name"],
            stored=f"attachments/{len(carried)}",
            content=path.read_bytes(),
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
