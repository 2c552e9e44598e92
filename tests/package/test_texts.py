"""Quotes and paragraphs against the texts, which are found by what they say and not by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from analysis.package.reading import RawTable
from analysis.package.texts import check_texts, later_copies, paragraphs, warnings_of_texts

TEXT = "How the talks came about\n\n  June 28, 1997\n\n\nCorde telephoned “Quill” on June 3.\n"


def raw(quote: str, paragraph: str, sha256: str) -> dict[str, RawTable]:
    def table(name: str, columns: dict[str, list[str]]) -> RawTable:
        frame = pd.DataFrame(columns, dtype="str")
        lines = pd.Series(range(2, len(frame) + 2), dtype="int64")
        return RawTable(frame, f"lakeland/{name}.csv", lines)

    return {
        "sources": table("sources", {"source_id": ["account"], "sha256": [sha256]}),
        "evidence": table(
            "evidence",
            {"source_id": ["account"], "paragraph": [paragraph], "quote": [quote]},
        ),
    }


def problems(
    folder: Path, quote: str, paragraph: str, text: str = TEXT, name: str = "any name.txt"
) -> list[str]:
    texts = folder / "texts"
    texts.mkdir()
    data = text.encode("utf-8")
    (texts / name).write_bytes(data)
    tables = raw(quote, paragraph, hashlib.sha256(data).hexdigest())
    return [str(p) for p in check_texts(tables, texts)]


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    assert paragraphs(TEXT) == [
        "How the talks came about",
        "June 28, 1997",
        "Corde telephoned “Quill” on June 3.",
    ]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_an_empty_text_has_no_paragraph(text: str) -> None:
    assert paragraphs(text) == []


def test_line_ends_of_any_system_part_paragraphs() -> None:
    assert paragraphs("a\r\n\r\nb\rc\n") == ["a", "b", "c"]


def test_a_text_that_is_not_there_is_named_by_its_checksum(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    tables = raw("Corde", "1", "0" * 64)
    assert [str(p) for p in check_texts(tables, tmp_path / "texts")] == [
        f'lakeland/sources.csv, line 2, sha256: "{"0" * 64}" is the sha256 of no text in texts/'
    ]


def changed(folder: Path, quote: str, paragraph: str, text: str) -> tuple[list[str], list[str]]:
    """Problems and warnings of a quote of TEXT, where the folder holds another text."""
    (folder / "copy.txt").write_text(text, encoding="utf-8")
    tables = raw(quote, paragraph, hashlib.sha256(TEXT.encode()).hexdigest())
    warnings = warnings_of_texts(tables, later_copies(tables, folder))
    return [str(p) for p in check_texts(tables, folder)], [str(p) for p in warnings]


def test_a_text_that_was_changed_by_one_byte_is_a_later_copy_and_a_warning(
    tmp_path: Path,
) -> None:
    problems, warnings = changed(tmp_path, "Corde", "3", TEXT + " ")
    assert problems == []
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert warnings == [
        f'lakeland/sources.csv, line 2, sha256: "{digest}" is not the sha256 of copy.txt, '
        "a later copy of account: 1 found"
    ]


def test_a_quote_that_moved_is_a_warning_with_its_paragraph_now(tmp_path: Path) -> None:
    problems, warnings = changed(tmp_path, "Corde telephoned", "3", f"A correction\n{TEXT}")
    assert problems == []
    assert warnings[1:] == [
        'lakeland/evidence.csv, line 2, quote: "Corde telephoned" moved from paragraph 3 to 4 '
        "of copy.txt"
    ]


def test_a_text_of_another_matter_is_no_later_copy(tmp_path: Path) -> None:
    problems, warnings = changed(tmp_path, "Corde telephoned", "3", "Boats with food.\n")
    assert (len(problems), warnings) == (1, [])
    assert f"is the sha256 of no text in {tmp_path.name}/" in problems[0]


@pytest.mark.parametrize("name", ["any name.txt", "000_renamed.txt"])
def test_a_text_is_found_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, "Corde telephoned “Quill”", "3", name=name) == []


def test_a_quote_that_does_not_stand_there_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, "Corde wrote to Quill", "3") == [
        'lakeland/evidence.csv, line 2, quote: "Corde wrote to Quill" does not stand in '
        "paragraph 3 of account"
    ]


def test_a_quote_in_another_paragraph_is_named_with_that_paragraph(tmp_path: Path) -> None:
    assert problems(tmp_path, "on June 3", "1") == [
        'lakeland/evidence.csv, line 2, quote: "on June 3" does not stand in paragraph 1 of '
        "account; it stands in paragraph 3"
    ]


def test_a_quote_does_not_change_the_signs_of_the_source(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, 'Corde telephoned "Quill"', "3")
    assert "does not stand in paragraph 3" in problem


@pytest.mark.parametrize("paragraph", ["0", "4", "99"])
def test_a_paragraph_that_is_not_there_is_named(tmp_path: Path, paragraph: str) -> None:
    assert problems(tmp_path, "Corde", paragraph) == [
        f'lakeland/evidence.csv, line 2, paragraph: "{paragraph}" is no paragraph of account, '
        "which has 3"
    ]


def test_a_paragraph_with_a_sign_is_checked_like_any_other(tmp_path: Path) -> None:
    # "+3" is a whole number by the schema.
    assert len(problems(tmp_path, "Corde wrote to Quill", "+3")) == 1


@pytest.mark.parametrize("paragraph", ["", "three", "²"])
def test_a_paragraph_that_is_no_number_is_left_to_the_schema(
    tmp_path: Path, paragraph: str
) -> None:
    assert problems(tmp_path, "Corde", paragraph) == []


def test_blanks_and_ways_of_writing_one_letter_do_not_matter(tmp_path: Path) -> None:
    text = "The  talks at the Cafe\u0301 went\u00a0on.\n"
    assert problems(tmp_path, "at the Café went on", "1", text=text) == []


def test_a_text_in_another_encoding_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    data = "Größe\n".encode("latin-1")
    (tmp_path / "account.txt").write_bytes(data)
    found = check_texts(raw("Größe", "1", hashlib.sha256(data).hexdigest()), tmp_path)
    assert [(p.column, p.line) for p in found] == [("sha256", 2)]
    assert "UTF-8" in str(found[0])


def test_only_text_files_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "account.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "texts" / "folder.txt").mkdir()
    tables = raw("Corde", "3", hashlib.sha256(TEXT.encode()).hexdigest())
    [problem] = check_texts(tables, tmp_path / "texts")
    assert problem.column == "sha256"
