"""Chapters that came with a file are read, and nothing of them is run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from analysis.measures import measures
from analysis.package.tables import load
from analysis.proof.chapters import NotAChapter, Reader

CHOSEN = {"start": "1997-06-01", "end": "1998-02-01"}


@pytest.fixture(scope="module")
def reader(lakeland: Path) -> Reader:
    data = load(lakeland)
    return Reader(data, measures(data, **CHOSEN), CHOSEN)


def shown(reader: Reader, *cells: str, tags: tuple[str, ...] = ()) -> list[str]:
    """What a chapter of these cells shows, as plain text; the reader's list starts anew."""
    reader.unread.clear()
    v4 = nbformat.v4
    made = [v4.new_code_cell(cell, metadata={"tags": list(tags)}) for cell in cells]
    chapter = reader.chapter("01_one.ipynb", nbformat.writes(v4.new_notebook(cells=made)))
    return [
        output.data.get("text/markdown") or output.data["text/plain"]
        for cell in chapter.cells
        for output in cell.get("outputs", ())
    ]


def test_calls_of_this_package_are_made(reader: Reader) -> None:
    (said,) = shown(reader, "said = sentences.on_stalls(m) + sentences.on_truces(m)\nsay(said)")
    assert "halt" in said
    assert len(shown(reader, "m", "data.tidy", "show_table(tables.of_sources(m))")) == 1
    other = 'n = measures(data, start="1997-06-01", end="1997-06-30")\nsay(sentences.on_read(n))'
    assert shown(reader, other)
    assert not reader.unread


def test_cells_that_only_prepare_show_nothing(reader: Reader) -> None:
    assert shown(reader, "say(sentences.on_read(m))", tags=("setup",)) == []
    assert shown(reader, "import os\nevents = data.tidy\nevents.head()\n%time 1") == []
    assert not reader.unread


@pytest.mark.parametrize(
    "cell",
    [
        "say(open('mark', 'w').name)",
        "say(__import__('os').getcwd())",
        "say(m.__class__.__name__)",
        "say(data.codebook)",
        "for n in (1, 2):\n    say(sentences.on_read(m))",
        "say(sentences.brief.re)",
        "say(charts.base.Path)",
        "say([].append(1))",
        "say(sentences.on_read(m, 1, 2, 3, 4))",
        "x = __import__('os')\nsay(x)",
        "def say(text):\n    pass\nwarn(text)",
        "say('a'\n",
    ],
)
def test_anything_else_is_named_and_not_run(
    cell: str, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(reader, cell) == []
    assert [one.cell for one in reader.unread] == [1]
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_notebook_is_refused(reader: Reader) -> None:
    with pytest.raises(NotAChapter):
        reader.chapter("01_one.ipynb", "[]")
