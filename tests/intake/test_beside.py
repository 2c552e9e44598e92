"""A source's text with what is coded at each paragraph, once or whenever a file is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.fourth import filled

from analysis.commands.beside import watch
from analysis.commands.cli import main


def test_each_paragraph_has_its_passages_and_uncoded_ones_are_marked(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(package), "--source", "account-1997-06"]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = lines.index("  1  How the ferry talks came about")
    assert lines[place + 1] == "     ! nothing is coded of this paragraph"
    text = " ".join(" ".join(lines).split())
    assert (
        "- E015 call-1997-06-20-corde-quill (contact phone; 1997-06-20; the source): "
        '"Corde telephoned Quill on June 20"'
    ) in text
    assert "13 of 15 paragraphs coded, 21 passages" in lines
    assert "nothing is coded of: 1, 2" in lines


@pytest.mark.slow
def test_what_is_likely_coded_twice_is_warned_of(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = package / "events.csv"
    text = events.read_text(encoding="utf-8")
    events.write_text(text.replace("corde-reave,contact,phone", "corde-reave,contact,video"))
    for table in ("events", "participants", "evidence"):
        path = package / f"{table}.csv"
        rows = path.read_text(encoding="utf-8").splitlines()
        again = [
            row.replace("call-1997-06-20-corde-quill", "once-more").replace("E015", "E090")
            for row in rows
            if "call-1997-06-20-corde-quill" in row
        ]
        path.write_text("\n".join([*rows, *again]) + "\n", encoding="utf-8")
    assert main(["check", str(package), "--source", "account-1997-06"]) == 0
    assert "once-more may be the same as call-1997-06-20-corde-quill" in capsys.readouterr().out


def test_a_worksheet_shows_what_would_be_accepted(
    package: Path, worksheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worksheet.write_text(filled(worksheet.read_text(encoding="utf-8")), encoding="utf-8")
    assert main(["check", str(package), "--source", "lake-talks-1998-03"]) == 0
    said = capsys.readouterr().out
    assert "     + E049 call-1998-03-16-corde-quill (contact phone; 1998-03-16;" in said
    assert "8 of 12 paragraphs coded, 13 passages, of which 13 stand in the worksheet" in said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("acount-1997-06", 'no such source; did you mean "account-1997-06"?'),
        ("review-1998-02", "the text of review-1998-02 is not in"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    package: Path, capsys: pytest.CaptureFixture[str], source: str, said: str
) -> None:
    (package / "texts/review.txt").unlink()
    assert main(["check", str(package), "--source", source]) == 1
    assert said in capsys.readouterr().err


def test_watch_needs_a_source(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(package), "--watch"]) == 2
    assert "--watch needs --source" in capsys.readouterr().err


@pytest.mark.slow
def test_it_is_shown_again_when_a_file_was_saved_and_faults_do_not_end_it(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = package / "evidence.csv"
    whole = evidence.read_text(encoding="utf-8")
    saved = iter([whole, whole.replace("asserts,,1997-06-03", "asserts,,1997-06-31"), whole])

    def wait() -> None:
        text = next(saved, None)
        if text is None:
            raise KeyboardInterrupt
        if text != evidence.read_text(encoding="utf-8"):
            evidence.write_text(text, encoding="utf-8")

    assert watch(package, "account-1997-06", None, wait) == 0
    said = capsys.readouterr().out
    assert said.count("13 of 15 paragraphs coded") == 2  # and not after the save that changed none
    assert said.count('"1997-06-31" is not an EDTF date') == 1
