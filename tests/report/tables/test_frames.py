"""DataFrames as a cell shows them."""

from __future__ import annotations

import re

import lxml.html
import pandas as pd
import pytest

from analysis import screen
from analysis.package.amounts import Bounds
from analysis.report.tables.frames import FIRST, MOST, frame_html


@pytest.fixture(autouse=True)
def _one_piece_of_evidence() -> None:
    screen.remember({"E001": "“They spoke”"})


def tree(frame: pd.DataFrame) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(frame_html(frame), create_parent=True)


def body(frame: pd.DataFrame) -> list[list[str]]:
    rows = tree(frame).xpath("//tbody/tr")
    return [[cell.text_content() for cell in row] for row in rows]


def test_text_stands_left_and_numbers_right() -> None:
    frame = pd.DataFrame({"who": ["A"], "calls": [3], "rate": [0.25], "known": [True]})
    sides = [
        re.search(r"text-align:(\w+)", c.get("style"))[1] for c in tree(frame).xpath("//th|//td")
    ]  # type: ignore[index]
    assert sides == ["left", "right", "right", "left"] * 2


def test_values_are_said_as_plainly_as_they_can_be() -> None:
    values = {
        "day": [pd.Timestamp("2023-10-07")],
        "open": [pd.NaT],
        "count": [1200.0],
        "rate": [1 / 3],
        "amount": [Bounds(101, None)],
        "actors": [("a", "b")],
        "text": ["<b>x</b>"],
    }
    [row] = body(pd.DataFrame(values))
    assert row == ["2023-10-07", "", "1200", "0.3333", "at least 101", "a, b", "<b>x</b>"]


def test_ids_of_evidence_say_what_stands_there() -> None:
    frame = pd.DataFrame({"a": [1, 2], "evidence": [("E001",), ("E002", "E001")]})
    assert body(frame)[0][1] == "E001“They spoke”"
    joined = pd.DataFrame({"a": [1], "evidence_ids": ["E001; E002"]})
    assert body(joined)[0][1] == "E001“They spoke” E002"


def test_a_column_says_what_it_holds_where_the_frame_knows() -> None:
    frame = pd.DataFrame({"calls": [3], "other": [1]})
    frame.attrs["about"] = {"calls": "dated calls"}
    heads = tree(frame).xpath("//thead//th")
    assert [head.text_content() for head in heads] == ["callsdated calls", "other"]


def test_a_long_frame_is_cut_and_says_so_and_an_index_that_tells_something_is_shown() -> None:
    long = pd.DataFrame({"n": range(MOST + 1)})
    assert len(body(long)) == FIRST
    assert f"{MOST + 1} rows, 1 columns; the first {FIRST} rows" in tree(long).text_content()
    named = pd.DataFrame({"n": [1]}, index=pd.Index(["x"], name="name"))
    assert body(named) == [["x", "1"]]


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(index=range(3))])
def test_a_frame_without_columns_is_said_to_have_none(frame: pd.DataFrame) -> None:
    assert ", 0 columns" in tree(frame).text_content()


def test_of_many_ids_a_cell_names_the_first_and_how_many_more_there_are() -> None:
    ids = tuple(f"E{number:03}" for number in range(1, 16))
    cell = body(pd.DataFrame({"evidence": [ids]}))[0][0]
    assert cell.endswith("E012 and 3 more")
    assert "E013" not in cell
