"""Does everything that a file prints follow from the data that it carries?

What the file should print is made again (:mod:`analysis.proof.recompute`) and compared with what it
prints, text by text. What does not follow is listed, with its place and what the data give there.
This is no proof that the data are true, nor that they are somebody's: it is a proof that the file
says what its own data say, by the code that is installed here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.press.build.differences import around
from analysis.press.build.record import versions
from analysis.press.document.allowed import faults_of_page, faults_of_pdf
from analysis.press.plan.inputs import code_hashes, combined, sha256
from analysis.proof.carried import Carried, read_carried
from analysis.proof.printed import Printed, printed
from analysis.proof.recompute import Recomputed, recompute

_LONG = 160  # characters of a text that is shown whole


@dataclass(frozen=True)
class Finding:
    """Something that does not follow.

    Attributes
    ----------
    place : where it stands.
    says : what is printed, and what the data give, in words.
    """

    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}" if self.place else self.says


@dataclass(frozen=True)
class Audit:
    """What came out of it.

    Attributes
    ----------
    texts : how many texts of the file were compared.
    numbers : how many of these hold a number or a date.
    findings : what does not follow, in the order of the file.
    other_code : in words, how the code and packages differ that made the file; none where the file
        was made by what is installed here.
    """

    texts: int
    numbers: int
    findings: tuple[Finding, ...]
    other_code: tuple[str, ...]


def audit(file: Path) -> Audit:
    """Audit an HTML page or a PDF.

    Raises
    ------
    NoData, DataProblems : the file carries no data that could be computed from.
    """
    data, carried = file.read_bytes(), read_carried(file)
    again = recompute(carried)
    pdf = data.startswith(b"%PDF-")
    should = printed(again.pdf() if pdf else again.html())
    found = printed(data)
    findings = [
        *_of_record(carried),
        *_of_chapters(carried, again),
        *compared(found, should),
        *(Finding("", f"it holds {fault}, which no report may") for fault in _faults(data, pdf)),
    ]
    told = [one for one in found if not one.drawn]
    numbers = sum(one.counts for one in told)
    return Audit(len(told), numbers, tuple(findings), tuple(_other_code(carried.record)))


def _faults(data: bytes, pdf: bool) -> list[str]:
    return faults_of_pdf(data) if pdf else faults_of_page(data.decode("utf-8", "replace"))


def compared(found: Sequence[Printed], should: Sequence[Printed]) -> Iterator[Finding]:
    """What is printed and should not be, is missing, or is drawn otherwise; in the file's order."""
    if len(found) == len(should):
        for one, other in zip(found, should, strict=True):
            if (one.text, one.drawn) != (other.text, other.drawn):
                yield _finding(one, other)
        return
    texts, others = ([one.text for one in side] for side in (found, should))
    matcher = difflib.SequenceMatcher(None, texts, others, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(b - a, d - c)
        for one, other in zip(found[a : a + both], should[c : c + both], strict=True):
            yield _finding(one, other)
        for one in found[a + both : b]:
            yield Finding(one.place, f"{_told(one)} follows from nothing")
        for one in should[c + both : d]:
            yield Finding(one.place, f"{_told(one)} is missing")


def _told(one: Printed) -> str:
    if one.drawn:
        return "part of a drawing or of its look"
    return f'"{one.text[:_LONG]}…"' if len(one.text) > _LONG else f'"{one.text}"'


def _finding(one: Printed, other: Printed) -> Finding:
    if one.drawn or other.drawn:
        return Finding(one.place, "what is drawn there, or how it looks, is not what the data give")
    if len(one.text) > _LONG or len(other.text) > _LONG:
        return Finding(one.place, f"printed and given by the data: {around(one.text, other.text)}")
    return Finding(one.place, f"printed {_told(one)}, the data give {_told(other)}")


def _of_record(carried: Carried) -> Iterator[Finding]:
    """Whether the files that are carried are those that the record names, by their sha256."""
    record = carried.record
    own = {name: sha256(content) for name, content in carried.files.items()}
    chapters = {name: sha256(text.encode()) for name, text in carried.chapters.items()}
    reads = _hashes(record, "reads")
    for name, digest in own.items():
        told = [v for k, v in (_hashes(record, "package") | reads).items() if Path(k).name == name]
        tables = [v for v in _hashes(record, "package").values() if v == digest]
        if digest not in told and not tables:
            yield Finding("in what it carries", f"{name} is not the file that its record names")
    for name in sorted(chapters.keys() | _hashes(record, "notebooks").keys()):
        if chapters.get(name) != _hashes(record, "notebooks").get(name):
            yield Finding("in what it carries", f"{name} is not the chapter that its record names")
    for group in ("package", "notebooks", "code"):
        told = record.get(group, {})
        if combined(_hashes(record, group)) != (told or {}).get("sha256"):
            yield Finding("in its record", f"the checksum of {group} is not that of its files")


def _hashes(record: Mapping[str, Any], group: str) -> dict[str, str]:
    told = record.get(group)
    files = told.get("files") if isinstance(told, dict) else None
    return dict(files) if isinstance(files, dict) else {}


def _of_chapters(carried: Carried, again: Recomputed) -> Iterator[Finding]:
    """What a chapter shows without computing it: cells that are no call, numbers that are typed."""
    for one in again.unread:
        yield Finding(
            f"{one.chapter}, cell {one.cell}", f"shows what cannot be computed here ({one.line})"
        )
    for name, text in carried.chapters.items():
        for number, cell in enumerate(nbformat.reads(text, as_version=4).cells, 1):
            if cell.cell_type == "markdown" and (typed := re.search(r"\S*\d\S*", cell.source)):
                said = f'"{typed[0]}" is typed there, and computed from nothing'
                yield Finding(f"{name}, cell {number}", said)


def _other_code(record: Mapping[str, Any]) -> Iterator[str]:
    there, here = _hashes(record, "code"), code_hashes()
    names = sorted(n for n in there.keys() | here.keys() if there.get(n) != here.get(n))
    if names:
        yield f"code: {len(names)} files of {len(there)} differ"
    told, own = record.get("versions"), versions()
    for name, version in told.items() if isinstance(told, dict) else ():
        if own.get(name) != version:
            yield f"{name}: {version} there, {own.get(name, 'none')} here"
