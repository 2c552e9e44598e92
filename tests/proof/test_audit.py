"""Every printed number follows from the data that a file carries, and no other one does."""

from __future__ import annotations

import base64
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import html
from tests.conftest import ROOT
from tests.report_reader import Report

from analysis.commands.cli import main
from analysis.press.document.attachments import Attachment, archive
from analysis.proof.audit import audit, compared
from analysis.proof.carried import Carried, read_carried
from analysis.proof.printed import Printed, printed
from analysis.proof.recompute import Recomputed, recompute

MUTATED = 200

Place = tuple[int, int, int, str]


KNOWN: list[tuple[Carried, Recomputed]] = []


def recomputed(carried: Carried) -> Recomputed:
    """What a file should say: once for all files that carry the same, as a page and its PDF do."""
    same = replace(carried, name="")
    for one, made in KNOWN:
        if one == same:
            return made
    KNOWN.append((same, recompute(carried)))
    return KNOWN[-1][1]


@pytest.fixture(autouse=True)
def each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.proof.audit.recompute", recomputed)


@pytest.fixture
def again(lakeland_report: Report) -> Recomputed:
    return recomputed(read_carried(lakeland_report.folder / "report.html"))


def other_digit(digit: str) -> str:
    return str((int(digit) + 1) % 10)


def mutated(page: bytes, number: int, seed: int) -> bytes:
    """The page with one digit changed in each of so many of its texts."""
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    places = [
        (element, part)
        for element in tree.find("body").iter()
        for part in ("text", "tail")
        if re.search(r"\d", getattr(element, part) or "")
    ]
    chosen = random.Random(seed).sample(places, number)
    for element, part in chosen:
        text = getattr(element, part)
        at = re.search(r"\d", text)
        assert at is not None
        setattr(element, part, text[: at.start()] + other_digit(at[0]) + text[at.end() :])
    made: bytes = html.tostring(tree, doctype="<!DOCTYPE html>", encoding="utf-8")
    return made


@pytest.mark.slow
def test_all_that_a_page_prints_follows_and_no_changed_digit_does(
    lakeland_report: Report, again: Recomputed
) -> None:
    page = (lakeland_report.folder / "report.html").read_bytes()
    assert not again.unread
    should, found = printed(again.html()), printed(page)
    assert sum(one.counts for one in found) > 1000
    assert list(compared(found, should)) == []
    findings = list(compared(printed(mutated(page, MUTATED, 1)), should))
    assert len(findings) == MUTATED
    assert all("the data give" in one.says or "given by" in one.says for one in findings)


@pytest.mark.slow
def test_what_is_added_or_taken_away_is_found(again: Recomputed) -> None:
    should = [Printed("a", word) for word in ("one", "2", "three", "4")]
    added = [*should[:2], Printed("a", "5"), *should[2:]]
    assert [str(one) for one in compared(added, should)] == ['a: "5" follows from nothing']
    assert [str(one) for one in compared(should, added)] == ['a: "5" is missing']


def test_what_is_no_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path / "nowhere.html")]) == 2
    assert main(["audit", str(ROOT / "README.md")]) == 2
    assert "neither an HTML page nor a PDF" in capsys.readouterr().err


@pytest.mark.slow
def test_what_a_chapter_types_and_what_its_record_does_not_name_is_said(
    lakeland_report: Report, tmp_path: Path
) -> None:
    page = (lakeland_report.folder / "report.html").read_text(encoding="utf-8")
    carried = read_carried(lakeland_report.folder / "report.html")
    name = next(iter(carried.chapters))
    chapters = dict(carried.chapters) | {
        name: carried.chapters[name].replace("# In brief", "# In brief, of 1997")
    }
    files = {
        **carried.files,
        "provenance.json": json.dumps(carried.record).encode(),
        **{name: text.encode() for name, text in chapters.items()},
    }
    packed = archive([Attachment(name, "", "", "", files[name]) for name in sorted(files)])
    address = f"x-bzip2;base64,{base64.b64encode(packed).decode()}"
    file = tmp_path / "report.html"
    file.write_text(re.sub(r'x-bzip2;base64,[^"]*', address, page), encoding="utf-8")
    found = list(map(str, audit(file).findings))
    assert f"in what it carries: {name} is not the chapter that its record names" in found
    assert f'{name}, cell 1: "1997" is typed there, and computed from nothing' in found
    assert any('printed "In brief"' in one and 'give "In brief, of 1997"' in one for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["default", "by-source-account-2023-11"])
def test_each_edition_follows_from_its_data(
    edition: str,
    edition_report: Callable[[str], Report],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = edition_report(edition).folder
    for name in ("report.html", "report.pdf"):
        # Somewhere with nothing of the project around.
        file = tmp_path / name
        shutil.copy(folder / name, file)
        assert main(["audit", str(file)]) == 0
        assert "all follow from the data that it carries" in capsys.readouterr().out
    page = (folder / "report.html").read_bytes()
    (tmp_path / "report.html").write_bytes(mutated(page, MUTATED, 2))
    assert main(["audit", str(tmp_path / "report.html")]) == 1
    assert f"{MUTATED} things do not follow" in capsys.readouterr().out


def digits_of(page: pikepdf.Page) -> dict[str, dict[bytes, str]]:
    """Font -> code of a glyph -> the digit that it is, as the file itself says."""
    found = {}
    for name, font in page.resources.get("/Font", {}).items():
        table = font["/ToUnicode"].read_bytes().decode("latin-1")
        pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>", table)
        digits = {bytes.fromhex(code): chr(int(char, 16)) for code, char in pairs}
        found[str(name)] = {code: char for code, char in digits.items() if char in "0123456789"}
    return found


def drawn_digits(page: pikepdf.Page, instructions: list[Any]) -> Iterator[Place]:
    """Where texts of a page draw a digit: the line, the part of its text, the byte, its font."""
    digits, font, kept = digits_of(page), "", [""]
    for line, (operands, operator) in enumerate(instructions):
        if str(operator) == "q":
            kept.append(font)
        elif str(operator) == "Q":
            font = kept.pop()
        elif str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in ("Tj", "TJ"):
            for part, text in enumerate(operands[0] if str(operator) == "TJ" else operands):
                raw = bytes(text) if isinstance(text, pikepdf.String) else b""
                for at in range(0, len(raw), 2):
                    if raw[at : at + 2] in digits.get(font, {}):
                        yield line, part, at, font


def with_other_digits(pdf: Path, out: Path, number: int, seed: int) -> None:
    """A copy in which so many of the digits that a PDF draws are others."""
    choose = random.Random(seed)
    with pikepdf.open(pdf) as file:
        streams = [list(pikepdf.parse_content_stream(page)) for page in file.pages]
        places = [
            (index, *place)
            for index, page in enumerate(file.pages)
            for place in drawn_digits(page, streams[index])
        ]
        known = [digits_of(page) for page in file.pages]
        for index, line, part, at, font in choose.sample(places, number):
            operands, operator = streams[index][line]
            operands = list(operands)
            shown = operands[0] if str(operator) == "TJ" else operands
            raw = bytearray(bytes(shown[part]))
            codes = known[index][font]
            drawn = codes[bytes(raw[at : at + 2])]
            raw[at : at + 2] = choose.choice(sorted(c for c in codes if codes[c] != drawn))
            shown[part] = pikepdf.String(bytes(raw))
            streams[index][line] = pikepdf.ContentStreamInstruction(operands, operator)
        for page, instructions in zip(file.pages, streams, strict=True):
            page.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))
        file.save(out)


@pytest.mark.slow
def test_every_changed_digit_of_a_pdf_is_found(default_report: Report, tmp_path: Path) -> None:
    file = default_report.folder / "report.pdf"
    should = printed(recomputed(read_carried(file)).pdf())
    texts = [one for one in should if not one.drawn]
    other = tmp_path / "other.pdf"
    with_other_digits(file, other, MUTATED, 0)
    found = [one for one in printed(other.read_bytes()) if not one.drawn]
    assert len(found) == len(texts)
    differing = sum(
        a != b
        for one, two in zip(found, texts, strict=True)
        for a, b in zip(one.text, two.text, strict=True)
    )
    assert differing == MUTATED
    lines = [one for one, two in zip(found, texts, strict=True) if one.text != two.text]
    findings = list(compared(found, texts))
    assert len(findings) == len(lines)
    assert audit(other).findings
