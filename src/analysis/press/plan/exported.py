"""What an export is, where it stands: its record, and how it is known again."""

from __future__ import annotations

from pathlib import Path

from analysis.exports import FORMS
from analysis.press.plan.place import Product, object_in

EXPORTED = "export.json"
"""Every export has one, in which it tells what it was made from, and its files by sha256."""


def _files_told(place: Path) -> frozenset[str]:
    record = object_in(place / EXPORTED)
    files = record.get("files")
    if not {"backchannel", "edition", "package", "parameters"} <= record.keys():
        return frozenset()
    return frozenset((EXPORTED, *files)) if isinstance(files, dict) else frozenset()


EXPORT = Product("an export", "exports", _files_told, frozenset({EXPORTED, *FORMS}))
