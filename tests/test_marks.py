"""Marks: what a notebook says of its outputs is read back as it was written, and set as HTML."""

from __future__ import annotations

import json
from typing import Any

import nbformat.v4 as v4
import pytest

from analysis.marks import (
    Callout,
    Column,
    Figure,
    FigureCaption,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    Run,
    Table,
    marked,
    put,
    read,
    written,
)
from analysis.table_html import cell_html, table_html

MARKS: list[Mark] = [
    Figure(
        id="fig-calls",
        title="Two calls",
        caption="By *day*.",
        alt="Two dots.",
        evidence=("E001", "E002"),
        marks={"E001": "3 June 1997: Corde – Quill, call"},
        file="calls",
        fields={"day": "day of the call"},
        label="Figure 1",
    ),
    Figure(id="fig-bare"),
    FigureCaption(of="fig-calls"),
    Table(
        id="tbl-calls",
        caption="Calls <all>.",
        columns=(Column("Evidence", 12.5), Column("Calls", look="n"), Column("In", 5, "shown-in")),
        rows=(
            ((Run("E001", id="E001"),), ("2",), ()),
            (("plain ", Run("all", look="em")), (Run("1", to="fig-a", name="Figure 1"),), ()),
        ),
        small=True,
        evidence=("E001",),
    ),
    KeyFigures(
        figures=(
            KeyFigure("calls", "9", "calls", "in June", ("E001",), number=9, low=9, high=9),
            KeyFigure("held", "at most about 29.5", "held", "", high=29.5, about=True),
        )
    ),
    Prose(headings=("calls", "calls-2")),
    Callout(),
]


def holder(mark: Mark) -> Any:
    return v4.new_output("display_data", data={}, metadata=json.loads(json.dumps(written(mark))))


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.kind)
def test_a_mark_is_read_from_a_file_as_it_was_written(mark: Mark) -> None:
    assert read(holder(mark)) == mark


def test_whole_numbers_stay_whole() -> None:
    mark = read(holder(MARKS[4]))
    assert isinstance(mark, KeyFigures)
    assert [type(f.high) for f in mark.figures] == [int, float]


def test_what_has_no_mark_reads_as_none() -> None:
    assert read(v4.new_output("stream", text="x")) is None
    assert read(v4.new_markdown_cell("x")) is None
    assert read(v4.new_output("display_data", metadata={"isolated": True})) is None


@pytest.mark.parametrize(
    "told", [{"kind": "hologram"}, {"kind": "table"}, {"kind": "figure", "id": 3}, {"id": "a"}]
)
def test_a_mark_that_is_none_of_ours_is_refused(told: dict[str, Any]) -> None:
    output = v4.new_output("display_data", metadata={"backchannel": told})
    with pytest.raises(ValueError, match=r"kind|id"):
        read(output)


def test_a_mark_leaves_other_metadata_as_they_are() -> None:
    cell = v4.new_markdown_cell("x", metadata={"tags": ["a"]})
    put(cell, Prose(headings=("x",)))
    assert cell.metadata.tags == ["a"]
    assert read(cell) == Prose(headings=("x",))


def test_outputs_with_a_mark_are_found_in_reading_order() -> None:
    outputs = [holder(MARKS[0]), v4.new_output("stream", text="x"), holder(MARKS[3])]
    cells = [v4.new_code_cell(outputs=outputs), v4.new_markdown_cell("x")]
    cells.append(v4.new_code_cell(outputs=[holder(MARKS[5])]))
    notebook = v4.new_notebook(cells=cells)
    assert [mark for _, mark in marked(notebook)] == [MARKS[0], MARKS[3], MARKS[5]]


def test_the_table_as_html_has_scopes_widths_looks_and_row_headings() -> None:
    assert table_html(MARKS[3]) == (  # type: ignore[arg-type]
        '<table class="bc small" id="tbl-calls"><caption>Calls &lt;all&gt;.</caption>'
        '<colgroup><col style="width:12.5%"/><col/><col style="width:5%"/></colgroup>'
        '<thead><tr><th scope="col">Evidence</th><th scope="col" class="n">Calls</th>'
        '<th scope="col" class="shown-in">In</th></tr></thead><tbody>'
        '<tr><th scope="row"><span id="E001">E001</span></th><td class="n">2</td>'
        '<td class="shown-in"></td></tr><tr><th scope="row">plain <em>all</em></th>'
        '<td class="n"><a href="#fig-a" aria-label="Figure 1">1</a></td>'
        '<td class="shown-in"></td></tr></tbody></table>'
    )


def test_a_checksum_may_go_on_below_in_its_middle() -> None:
    assert cell_html((Run("abcd", look="checksum"),)) == (
        '<span class="checksum">ab<wbr/>cd</span>'
    )


@pytest.mark.parametrize("text", ["<script>alert('x')</script>", "Corde & Quill", 'say "><b>'])
def test_no_text_breaks_out_of_its_cell_link_or_anchor(text: str) -> None:
    shown = cell_html((text, Run(text, to=text, name=text), Run(text, id=text)))
    assert "<script" not in shown
    assert "<b>" not in shown
    assert shown.count('"') == 6
