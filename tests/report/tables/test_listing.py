"""Tables for readers: escaped, with headings for rows and columns, links and anchors."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml import html

from analysis import marks
from analysis.marks import Run
from analysis.report.tables.listing import (
    MOST_BEHIND,
    Column,
    Listing,
    anchor,
    evidence_links,
    listing,
    text,
)
from analysis.table_html import table_html


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def calls() -> Listing:
    return listing(
        frame(
            day=["3 June 1997", "5 June 1997"],
            pair=["Corde – Quill", "A <b>&</b> B"],
            count=[1, 2],
            evidence=[("E003",), ("E004", "E003")],
        ),
        [
            Column("day", "Day", 30),
            Column("pair", "Pair", 42.5, description="who spoke"),
            Column("count", "Calls", 12, numeric=True, description="calls"),
            Column("evidence", "Evidence", 15.5, cell=evidence_links),
        ],
        id="tbl-calls",
        caption="Calls & days",
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        ("", ""),
        (0, "0"),
        (False, "False"),
    ],
)
def test_a_value_is_text_and_a_missing_one_is_empty(value: object, shown: str) -> None:
    assert text(value) == shown


def test_evidence_ids_are_links_to_their_rows() -> None:
    third, fourth = Run("E003", to="E003"), Run("E004", to="E004")
    assert evidence_links(("E003", "E004")) == (third, " ", fourth)
    assert evidence_links(()) == ()


def test_a_row_says_all_that_it_rests_on_or_nothing_where_that_is_very_much() -> None:
    assert calls().table.behind == (("E003",), ("E004", "E003"))
    much = tuple(f"E{n}" for n in range(MOST_BEHIND + 1))
    many = listing(
        frame(day=["1 May", "2 May"], evidence=[much, much[1:]]),
        [Column("day", "Day", 50), Column("evidence", "Evidence", 50, cell=evidence_links)],
        id="tbl",
        caption="Much",
    )
    assert many.table.behind == ((), much[1:])


def test_an_anchor_carries_the_value_that_others_link_to() -> None:
    assert anchor("E003") == (Run("E003", id="E003"),)


def test_the_smallest_table_is_written_as_said() -> None:
    made = listing(frame(a=["x"]), [Column("a", "A", 100)], id="tbl-a", caption="One.")
    assert table_html(made.table) == (
        '<table class="bc" id="tbl-a"><caption>One.</caption>'
        '<colgroup><col style="width:100%"/></colgroup>'
        '<thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><th scope="row">x</th></tr></tbody></table>'
    )


def test_columns_and_rows_have_headings_with_their_scope() -> None:
    table = html.fromstring(table_html(calls().table))
    assert [h.get("scope") for h in table.iterfind("thead//th")] == ["col"] * 4
    assert [h.text_content() for h in table.iterfind("tbody//th")] == ["3 June 1997", "5 June 1997"]
    assert {h.get("scope") for h in table.iterfind("tbody//th")} == {"row"}
    assert [len(row) for row in table.iterfind("tbody/tr")] == [4, 4]


def test_widths_are_those_of_the_columns() -> None:
    table = html.fromstring(table_html(calls().table))
    assert [c.get("style") for c in table.iterfind("colgroup/col")] == [
        "width:30%",
        "width:42.5%",
        "width:12%",
        "width:15.5%",
    ]


def test_figures_are_marked_in_the_heading_and_in_the_cells() -> None:
    table = html.fromstring(table_html(calls().table))
    marked = [e.text_content() for e in table.iterfind(".//*[@class='n']")]
    assert marked == ["Calls", "1", "2"]


def test_cells_caption_and_id_are_escaped() -> None:
    made = calls()
    assert "A &lt;b&gt;&amp;&lt;/b&gt; B" in table_html(made.table)
    assert "<caption>Calls &amp; days</caption>" in table_html(made.table)
    assert made.table.caption == "Calls & days"


def test_evidence_is_listed_once_in_the_order_of_the_rows() -> None:
    assert calls().table.evidence == ("E003", "E004")


def test_evidence_that_is_not_shown_is_not_the_tables() -> None:
    made = listing(
        frame(a=["x"], evidence=[("E001", "E002")]),
        [Column("a", "A", 100)],
        id="tbl-a",
        caption="",
    )
    assert made.table.evidence == ()
    assert list(made.frame.columns) == ["a"]


def test_where_a_row_is_shown_is_for_readers_and_not_in_the_file() -> None:
    made = listing(frame(a=["x"]), [Column("a", "A", 50)], id="t", caption="", shown_in=50)
    assert made.table.columns[-1] == marks.Column("Shown in", 50, "shown-in")
    assert made.table.rows == ((("x",), ()),)
    assert list(made.frame.columns) == list(made.table.fields) == ["a"]


def test_a_table_without_evidence_has_none() -> None:
    assert listing(frame(a=["x"]), [Column("a", "A", 1)], id="t", caption="").table.evidence == ()


def test_the_frame_beside_the_table_is_flat_and_has_its_columns_described() -> None:
    made = calls()
    assert list(made.frame["evidence"]) == ["E003", "E004 E003"]
    assert list(made.frame["count"]) == [1, 2]
    assert made.table.fields == {
        "day": "Day",
        "pair": "who spoke",
        "count": "calls",
        "evidence": "Evidence",
    }


def test_a_table_without_rows_keeps_its_heading_and_says_none() -> None:
    made = listing(
        pd.DataFrame({"a": pd.Series([], dtype="str")}),
        [Column("a", "A", 100)],
        id="tbl-a",
        caption="None.",
    )
    assert '<tbody><tr><th scope="row">none</th></tr></tbody>' in table_html(made.table)
    assert list(made.frame.columns) == ["a"]
    assert len(made.frame) == 0


def test_a_long_table_is_set_small() -> None:
    made = listing(frame(a=["x"]), [Column("a", "A", 1)], id="t", caption="", small=True)
    assert table_html(made.table).startswith('<table class="bc small" id="t">')


def test_a_column_that_the_frame_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="b"):
        listing(frame(a=["x"]), [Column("b", "B", 1)], id="t", caption="")


def test_listing_leaves_the_frame_as_it_was() -> None:
    given = frame(a=["x"], evidence=[("E001",)])
    listing(given, [Column("a", "A", 1), Column("evidence", "E", 1)], id="t", caption="")
    assert given["evidence"].iloc[0] == ("E001",)
