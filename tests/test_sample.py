"""A reader of the committed sample sees what this checkout makes.

By which state of the code it was made is not asked: it is renewed when what it shows changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report_reader import Report

from analysis.commands.cli import main
from analysis.press.build.seen import seen_difference
from analysis.press.build.verify import read_record

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "reports" / "sample"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_the_sample_shows_what_is_made_here(name: str, default_report: Report) -> None:
    assert not seen_difference(SAMPLE / name, default_report.folder / name), "run `make sample`"


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_the_sample_says_what_it_was_made_from(name: str) -> None:
    assert read_record(SAMPLE / name)["edition"] == "default"


@pytest.mark.slow
def test_the_sample_can_be_verified(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["verify", "reports/sample/report.html"]) == 0
    told = capsys.readouterr().out
    assert "the same bytes" in told or "what a reader sees is the same" in told


def test_the_image_of_the_first_page_is_there() -> None:
    assert (SAMPLE / "page-1.png").read_bytes().startswith(b"\x89PNG")


def test_the_readme_shows_the_sample() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("report.html", "report.pdf", "page-1.png"):
        assert f"reports/sample/{name}" in readme
