"""``backchannel diff``: forms, exit status, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import LAKELAND, Checkout
from tests.report_reader import Report

from analysis.commands.cli import main
from analysis.press.document.allowed import faults_of_page


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """The invented package without its last piece of evidence and the event that rests on it."""
    folder = tmp_path / "shorter"
    shutil.copytree(LAKELAND, folder)
    for table, gone in (("events", "mood-1998-01-30,"), ("evidence", "E038,")):
        path = folder / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if not x.startswith(gone)), encoding="utf-8")
    path = folder / "participants.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(x for x in rows if not x.startswith("mood-1998-01-30,"))
    path.write_text(kept, encoding="utf-8")
    return folder


def test_the_exit_status_is_that_of_diff(shorter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(shorter), str(shorter)]) == 0
    assert "no difference" in capsys.readouterr().out
    assert main(["diff", str(shorter), str(LAKELAND)]) == 1
    out = capsys.readouterr().out
    assert "Key figures of 2 June 1997 – 1 February 1998, from the first" in out
    assert "1 event added:" in out
    assert "mood-1998-01-30: state of talks" in out
    assert main(["diff", str(shorter), "nowhere"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err.startswith("nowhere is no report")


@pytest.mark.slow
def test_as_markdown_and_as_a_page(
    shorter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "--markdown", str(shorter), str(LAKELAND)]) == 1
    markdown = capsys.readouterr().out
    assert "## 1 event added\n\n- mood-1998-01-30: state of talks" in markdown
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        assert main(["diff", "--html", str(page), str(shorter), str(LAKELAND)]) == 1
        assert "1 event and 1 piece of evidence added" in capsys.readouterr().out
    text = pages[0].read_text(encoding="utf-8")
    assert faults_of_page(text) == []
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert pages[0].read_bytes() == pages[1].read_bytes()


@pytest.mark.slow
def test_the_page_the_pdf_and_the_folder_of_a_report_are_one_edition(
    lakeland_report: Report, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = lakeland_report.folder
    assert main(["diff", str(folder / "report.html"), str(folder / "report.pdf")]) == 0
    assert main(["diff", str(folder), str(LAKELAND)]) == 0
    capsys.readouterr()
    assert main(["diff", str(shorter), str(folder / "report.html")]) == 1
    assert "mood-1998-01-30" in capsys.readouterr().out


@pytest.mark.slow
def test_a_report_made_anew_says_what_moved_and_keeps_the_edition_before(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout.root)
    assert main(["report"]) == 0
    assert "since the edition before" not in capsys.readouterr().out
    rows = {
        "events": "call-3,contact,phone,actual,,,,process,Birch telephoned Alder.,,\n",
        "participants": "call-3,alder,recipient\ncall-3,birch,initiator\n",
        "evidence": "E003,call-3,courier,2,Birch called,the source,asserts,,2031-03-24,stated"
        ",,,,,,,,,,\n",
    }
    for table, more in rows.items():
        with (checkout.root / "seeds" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(more)
    assert main(["report"]) == 0
    out = capsys.readouterr().out
    assert "since the edition before: 1 event and 1 piece of evidence added" in out
    assert "calls reported: at least 2 → at least 3" in out
    assert main(["diff", "reports/.before/default", "reports/default"]) == 1
    assert main(["report"]) == 0
    assert main(["diff", "reports/.before/default/report.pdf", "reports/default"]) == 1
