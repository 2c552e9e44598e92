"""A text gets a worksheet: its source's row begun, numbered paragraphs, and hints between them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.intake.fourth import TEXT

from analysis.commands.cli import main
from analysis.intake.worksheet import read_worksheet
from analysis.package.check import check
from analysis.package.texts import paragraphs


def add(package: Path, text: Path, *more: str) -> int:
    return main(["add", str(text), "--package", str(package), *more])


def test_the_row_of_the_source_is_begun(worksheet: Path) -> None:
    sheet = read_worksheet(worksheet.read_text(encoding="utf-8"), worksheet.name)
    assert sheet.problems == ()
    assert {key: value.text for key, value in sheet.source.items() if value.text} == {
        "source": "lake-talks-1998-03",
        "label": "Source 4",
        "headline": "How the lake talks came back to life",
        "publisher": "not stated",
        "published": "1998-03-20",
        "published_basis": "stated",
        "language": "en",
        "sha256": hashlib.sha256(TEXT.read_bytes()).hexdigest(),
    }


def test_every_paragraph_is_there_with_its_number(worksheet: Path) -> None:
    lines = worksheet.read_text(encoding="utf-8").splitlines()
    for number, paragraph in enumerate(paragraphs(TEXT.read_text(encoding="utf-8")), 1):
        assert f"> [{number}] {paragraph}" in lines


def test_days_and_numbers_are_offered_and_what_is_coded_for_those_days(
    package: Path, tmp_path: Path
) -> None:
    text = tmp_path / "again.txt"
    text.write_text("Again\nJune 30, 1997\nCorde telephoned Quill on June 20 about 62 people.\n")
    assert add(package, text) == 0
    [sheet] = (package / "texts/worksheets").iterdir()
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert '#   "on June 20": 1997-06-20' in lines
    assert "#   numbers: about 62" in lines
    assert any(
        line.startswith("#   coded: call-1997-06-20-corde-quill (contact;") for line in lines
    )


def test_kinds_come_with_parts_and_actors_with_names(worksheet: Path) -> None:
    text = worksheet.read_text(encoding="utf-8")
    assert "#   escape: subject, initiator; topic captivity" in text
    assert "#   Tomas Reave, chair of the Reed Council" in text


def test_kinds_come_with_what_they_mean_and_numbers_with_what_they_may_count(
    worksheet: Path,
) -> None:
    text = worksheet.read_text(encoding="utf-8")
    assert "#     A call, message, meeting or visit between named actors." in text
    assert "# What a number counts (of): hostages, " in text


def test_a_headline_may_stand_beneath_the_date_line(package: Path, tmp_path: Path) -> None:
    text = tmp_path / "wire.txt"
    text.write_text("date 1997-06-30\nTalks come back to life\nCorde telephoned Quill.\n")
    assert add(package, text) == 0
    [sheet] = (package / "texts/worksheets").iterdir()
    assert sheet.name == "talks-come-1997-06.txt"
    told = sheet.read_text(encoding="utf-8")
    assert "\nheadline: Talks come back to life\n" in told
    date_line = told[told.index("> [1]") : told.index("> [2]")]
    assert "#   coded:" not in date_line


def test_a_sentence_beneath_the_date_line_is_no_headline_and_the_file_names_the_source(
    package: Path, tmp_path: Path
) -> None:
    text = tmp_path / "lake-press-agency.txt"
    text.write_text("date 1997-06-30\nCorde telephoned Quill.\nThey agreed.\n")
    assert add(package, text) == 0
    [sheet] = (package / "texts/worksheets").iterdir()
    assert sheet.name == "lake-press-1997-06.txt"
    assert "\nheadline: not stated\n" in sheet.read_text(encoding="utf-8")


def test_what_is_coded_names_actors_in_short(package: Path, tmp_path: Path) -> None:
    text = tmp_path / "again.txt"
    text.write_text("Again\nJune 30, 1997\nCorde telephoned Quill on June 20.\n")
    assert add(package, text) == 0
    [sheet] = (package / "texts/worksheets").iterdir()
    assert "#   coded: call-1997-06-20-corde-quill (contact; Corde, Quill): " in sheet.read_text(
        encoding="utf-8"
    )


def test_texts_and_worksheets_stay_out_of_git_and_the_package_stays_whole(
    package: Path, worksheet: Path
) -> None:
    assert (package / "texts/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert (package / "texts/lake-talks-1998-03.txt").read_bytes() == TEXT.read_bytes()
    assert check(package) == []


def test_a_worksheet_that_is_there_is_not_written_over(
    package: Path, worksheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worksheet.write_text("mine", encoding="utf-8")
    assert add(package, TEXT) == 1
    assert "is there already" in capsys.readouterr().err
    assert worksheet.read_text(encoding="utf-8") == "mine"


def test_a_text_of_the_package_is_refused_by_its_name(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(package, package / "texts/account.txt") == 1
    assert 'the text of Account ("account-1997-06")' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "more", "said"),
    [
        ("Größe".encode("latin-1"), [], "is not UTF-8 (byte 2)"),
        (b" \n\n", [], "has no paragraph"),
        (b"A text", ["--published", "1998-02-30"], '--published "1998-02-30" is not an EDTF date'),
        (b"A text", ["--id", "account-1997-06"], "is the id of another source"),
    ],
)
def test_what_cannot_be_added_is_one_line_and_leaves_nothing(
    package: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    data: bytes,
    more: list[str],
    said: str,
) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(data)
    assert add(package, text, *more) == 1
    assert said in capsys.readouterr().err
    assert not (package / "texts/worksheets").exists()


def test_a_day_that_was_given_is_inferred_and_wants_its_reason(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "undated.txt"
    text.write_text("Talks\nThey met on Monday.\n", encoding="utf-8")
    assert add(package, text, "--published", "1998-03-20", "--id", "undated") == 0
    assert "published_reason" in capsys.readouterr().out
    told = (package / "texts/worksheets/undated.txt").read_text(encoding="utf-8")
    assert "published_basis: inferred" in told
    assert '#   "on Monday": 1998-03-16' in told
