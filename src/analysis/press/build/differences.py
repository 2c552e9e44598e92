"""The first difference between two reports, in words that say where to look.

A byte offset helps nobody: named are the file and, in it, the cell, the figure, the section, the
line or the page at which two builds part.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ANCHOR = re.compile(r'\bid="([^"]+)"')
_SHOWN = 60  # characters of each side


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """Every file that differs between two folders or two files, and the first difference in each.

    Parameters
    ----------
    ours, theirs : two report folders, or two files of one kind.
    """
    if ours.is_file():
        said = _in_files(ours.read_bytes(), theirs.read_bytes(), ours.suffix)
        if said:
            yield said
        return
    one, other = _files(ours), _files(theirs)
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            yield f"{name}: only in the first"
        elif name not in one:
            yield f"{name}: only in the second"
        else:
            said = _in_files(one[name].read_bytes(), other[name].read_bytes(), one[name].suffix)
            if said:
                yield f"{name}: {said}"


def _files(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _in_files(one: bytes, other: bytes, suffix: str) -> str:
    if one == other:
        return ""
    said = ""
    if suffix == ".ipynb":
        said = _in_notebooks(json.loads(one), json.loads(other))
    elif suffix == ".json":
        said = _in_json(json.loads(one), json.loads(other), "")
    elif suffix == ".html":
        said = _in_page(one.decode("utf-8"), other.decode("utf-8"))
    elif suffix == ".pdf":
        said = _in_pdf(one, other)
    elif suffix in (".csv", ".txt", ".md"):
        said = _in_lines(one.decode("utf-8"), other.decode("utf-8"))
    at = _first(one, other)
    return said or f"the bytes part at {at:,} of {len(one):,} and {len(other):,}"


def _first(one: str | bytes | list[Any], other: str | bytes | list[Any]) -> int:
    """Index of the first item in which two sequences part."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _in_notebooks(one: dict[str, Any], other: dict[str, Any]) -> str:
    cells, others = one.get("cells", []), other.get("cells", [])
    for number, (a, b) in enumerate(zip(cells, others, strict=False), 1):
        for part in ("source", "outputs", "metadata", "id"):
            if a.get(part) != b.get(part):
                return f"cell {number}, {_in_json(a.get(part), b.get(part), part)}"
    if len(cells) != len(others):
        return f"{len(cells)} cells and {len(others)} cells"
    return _in_json(one.get("metadata"), other.get("metadata"), "metadata")


def _in_json(one: Any, other: Any, path: str) -> str:
    """The first place, by path, at which two JSON values part."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            here = f"{path} > {key}" if path else key
            if key not in one or key not in other:
                return f"{here} is only in the {'second' if key not in one else 'first'}"
            if one[key] != other[key]:
                return _in_json(one[key], other[key], here)
    if isinstance(one, list) and isinstance(other, list):
        at = _first(one, other)
        here = f"{path}, item {at + 1}"
        if at < min(len(one), len(other)):
            return _in_json(one[at], other[at], here)
        return f"{path}: {len(one)} and {len(other)} items"
    if isinstance(one, str) and isinstance(other, str):
        return f"{path}: {around(one, other)}"
    return f"{path}: {one!r} and {other!r}"


def _in_page(one: str, other: str) -> str:
    """The section, figure or table of the page before the first difference."""
    at = _first(one, other)
    before = _ANCHOR.findall(one[:at])
    where = f'after "#{before[-1]}"' if before else "at its head"
    return f"{where}: {around(one, other)}"


def _in_lines(one: str, other: str) -> str:
    lines, others = one.splitlines(), other.splitlines()
    at = _first(lines, others)
    ours = lines[at] if at < len(lines) else ""
    theirs = others[at] if at < len(others) else ""
    return f"line {at + 1}: {around(ours, theirs)}"


def _in_pdf(one: bytes, other: bytes) -> str:
    """The first page whose text differs, or the first attachment that does."""
    import pypdf

    first, second = (pypdf.PdfReader(io.BytesIO(data)) for data in (one, other))
    if len(first.pages) != len(second.pages):
        return f"{len(first.pages)} and {len(second.pages)} pages"
    for number, (a, b) in enumerate(zip(first.pages, second.pages, strict=True), 1):
        text, other_text = a.extract_text(), b.extract_text()
        if text != other_text:
            return f"page {number}: {around(text, other_text)}"
    attached, others = (
        {name: list(data) for name, data in reader.attachments.items()}
        for reader in (first, second)
    )
    for name in sorted(attached.keys() | others.keys()):
        if attached.get(name) != others.get(name):
            return f"the attachment {name}"
    for number, (a, b) in enumerate(zip(first.pages, second.pages, strict=True), 1):
        if _drawn(a) != _drawn(b):
            return f"page {number}: its text is the same, its drawing is not"
    return ""


def _drawn(page: Any) -> bytes:
    contents = page.get_contents()
    return b"" if contents is None else bytes(contents.get_data())


def around(one: str, other: str) -> str:
    """A little of both sides, from where they part."""
    at = _first(one, other)
    start = max(at - 20, 0)
    ours, theirs = one[start : at + _SHOWN], other[start : at + _SHOWN]
    return f"{_shown(ours)} and {_shown(theirs)}"


def _shown(text: str) -> str:
    return '"' + " ".join(text.split()) + '"' if text else "nothing"
