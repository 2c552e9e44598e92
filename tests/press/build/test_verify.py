"""A report is compared first by what it was made from, then by its bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.commands.cli import main
from analysis.press.build.build import build
from analysis.press.build.verify import NoRecord, read_record, verify_edition, verify_file
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, new_checkout: Callable[[Path], Any]) -> Path:
    """A small checkout with its default report and a customised one made."""
    root: Path = new_checkout(tmp_path_factory.mktemp("verified")).root
    for assignments in ([], ["freq=D", "days_without_contact=5,9"]):
        build(make_plan(Project(root), "default", assignments, folder=root))
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy elsewhere, as of somebody who was sent the report."""
    return Path(shutil.copytree(original, tmp_path / "elsewhere"))


@pytest.mark.parametrize(
    ("edition", "name"), [("default", "report.html"), ("default+custom", "report.pdf")]
)
def test_another_checkout_says_that_it_makes_the_same(root: Path, edition: str, name: str) -> None:
    verdict = verify_file(Project(root), root / "reports" / edition / name)
    assert verdict.same
    assert verdict.inputs == verdict.found == ()


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_the_record_in_a_report_is_the_one_beside_it(root: Path, name: str) -> None:
    import json

    folder = root / "reports" / "default"
    assert read_record(folder / name) == json.loads((folder / "provenance.json").read_text())


def test_an_input_that_differs_is_named_and_nothing_is_built(root: Path) -> None:
    table = root / "seeds" / "evidence.csv"
    table.write_text(table.read_text().replace("2031-03-22", "2031-03-21"))
    (root / "requirements.txt").write_text("one==2\n")
    verdict = verify_file(Project(root), root / "reports" / "default" / "report.html")
    assert not verdict.same
    assert verdict.inputs == ("package evidence.csv differs",)
    assert verdict.state == ("lock: 1 file (requirements.txt)",)
    assert verdict.found == ()


def test_of_another_state_that_shows_the_same_it_is_said_which(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    (root / "requirements.txt").write_text("one==2\n")
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "made from another state; what a reader sees is the same" in told
    assert "lock: 1 file (requirements.txt)" in told
    notebook = root / "notebooks" / "02_words.ipynb"
    notebook.write_text(notebook.read_text().replace("Counted by", "Told by"))
    assert main(["verify", "reports/default/report.pdf"]) == 1
    told = capsys.readouterr().out
    assert "what a reader sees differs" in told
    assert "notebooks: 1 file (02_words.ipynb)" in told
    assert "Counted by" in told


def test_a_report_that_was_changed_by_hand_is_found_out(root: Path) -> None:
    page = root / "reports" / "default" / "report.html"
    page.write_text(page.read_text().replace("Counted by W", "Counted by X", 1))
    verdict = verify_file(Project(root), page)
    assert not verdict.same
    assert verdict.inputs == ()
    assert len(verdict.found) == 1
    assert "Counted by X" in verdict.found[0]


def test_an_edition_is_compared_file_by_file(root: Path) -> None:
    plan = make_plan(Project(root), "default", folder=root)
    assert verify_edition(plan).same
    csv = root / "reports" / "default" / "tables" / "calls.csv"
    csv.write_text(csv.read_text().replace("call-2", "call-9"))
    (found,) = verify_edition(plan).found
    assert found.startswith("tables/calls.csv: line 3: ")


def test_a_file_without_a_record_is_refused(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>x</title><p>x</p>")
    with pytest.raises(NoRecord, match="carries no record"):
        verify_file(Project(root), page)
    text = tmp_path / "page.txt"
    text.write_text("x")
    with pytest.raises(NoRecord, match="neither an HTML page nor a PDF"):
        verify_file(Project(root), text)


def test_an_edition_that_was_never_made_is_refused(root: Path) -> None:
    plan = make_plan(Project(root), "north", folder=root)
    with pytest.raises(NoRecord, match="make it first"):
        verify_edition(plan)


def test_the_command_tells_by_its_exit_status(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert main(["verify", "reports/default/report.pdf"]) == 0
    assert "this checkout makes the same bytes" in capsys.readouterr().out
    assert main(["verify"]) == 0
    capsys.readouterr()
    table = root / "seeds" / "evidence.csv"
    table.write_text(table.read_text().replace("2031-03-22", "2031-03-21"))
    assert main(["verify"]) == 1
    assert "package evidence.csv differs" in capsys.readouterr().out
    assert main(["verify", "no-such.pdf"]) == 1
