"""What becomes of quotes in a later copy of their text: found, moved, changed or gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import LAKELAND

from analysis.commands.cli import main
from analysis.package.later import fate

TEXT = ["How the talks came about", "Corde telephoned “Quill” on June 3.", "Boats came at noon."]


def test_a_quote_that_stands_in_its_paragraph_is_found_whatever_its_marks() -> None:
    assert fate(0, 'telephoned "Quill"', "2", TEXT).state == "found"


def test_a_quote_in_another_paragraph_moved_to_the_nearest_one() -> None:
    text = ["Boats came.", *TEXT, "Boats came again."]
    moved = fate(0, "Boats came", "5", [*text[:4], "x", "y", "Boats came again."])
    assert (moved.state, moved.paragraph) == ("moved", 4)


def test_a_quote_in_other_words_has_its_nearest_ones_and_how_near_they_are() -> None:
    changed = fate(0, "Corde phoned “Quill” on June 3", "2", TEXT)
    assert (changed.state, changed.paragraph) == ("changed", 2)
    assert changed.words == "Corde telephoned “Quill” on June 3."
    assert 80 < changed.likeness < 100


def test_a_quote_of_which_nothing_is_left_is_gone() -> None:
    assert fate(0, "its list held twelve names", "2", TEXT).state == "gone"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The texts of the invented package, one of them in a later copy."""
    folder = Path(shutil.copytree(LAKELAND / "texts", tmp_path / "texts"))
    path = folder / "review.txt"
    path.write_text("A correction\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_check_says_how_a_later_copy_bears_the_quotes_out(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(LAKELAND), "--texts", str(texts)]) == 0
    said = capsys.readouterr().out
    assert "review-1998-02, against a later copy (review.txt): 7 moved" in said
    assert said.count("warning: lakeland/evidence.csv") == 7
    assert "moved from paragraph 5 to 6 of review.txt" in said


def test_a_quote_that_was_changed_or_is_gone_decides_the_exit_status(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = texts / "review.txt"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("Ada Quill wrote to Ines Corde", "Ada Quill sent word to Ines Corde"),
        ("captives got away by boat in November", "xx"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(LAKELAND), "--texts", str(texts)]) == 1
    said = capsys.readouterr()
    assert "against a later copy (review.txt): 5 moved, 1 changed, 1 gone" in said.out
    assert "changed in review.txt; the nearest words are" in said.err
    assert "of 100 by characters)" in said.err
    assert "is gone from review.txt: nothing in it is near" in said.err
    assert "2 problems in 1 file" in said.err


@pytest.mark.slow
def test_every_quote_is_named_where_that_is_asked_for(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = texts / "review.txt"
    path.write_text((LAKELAND / "texts/review.txt").read_text(encoding="utf-8") + "\nMore.\n")
    assert main(["check", str(LAKELAND), "--texts", str(texts), "--verbose"]) == 0
    assert capsys.readouterr().out.count("is found in paragraph") == 7
