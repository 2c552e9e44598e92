"""The narrow paper: labels above their rows, the axis and the key in the room that there is."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis.charts.base import house_style
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels, text_width
from analysis.charts.layout.paper import NARROW, WIDE
from analysis.charts.layout.sheet import Key, Panel, lay_out
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis

LONG = "Prime minister of the northern coast – Minister of the islands"


def test_a_label_stands_above_its_row_on_narrow_paper_alone() -> None:
    with house_style():
        assert WIDE.head("Anna – Bela") == 0
        assert WIDE.at_left(["Anna – Bela"]) == ("Anna – Bela",)
        assert NARROW.at_left(["Anna – Bela"]) == ()
        one, two = NARROW.head("Anna – Bela"), NARROW.head("Anna –\nBela")
    assert 0 < one < two < 2 * one


def test_a_label_is_broken_to_the_room_that_it_has() -> None:
    with house_style():
        for paper in (WIDE, NARROW):
            lines = paper.fitted(LONG).split("\n")
            assert len(lines) == 2
            assert all(text_width(line) <= paper.labels for line in lines)
        assert NARROW.fitted("contacts, day or\nnumber not stated") == (
            "contacts, day or number not stated"
        )
        assert WIDE.with_note("Release", "3 May 1997") == "Release\n3 May 1997"
        assert NARROW.with_note("Release", "3 May 1997") == "Release, 3 May 1997"


def narrow_axes(key: tuple[Key, ...] = ()) -> Axes:
    _, (ax,) = lay_out([Panel(1.0)], key=key, right=14, paper=NARROW)
    return ax


def test_words_keep_off_the_labels_of_rows() -> None:
    with house_style():
        ax = narrow_axes()
        ax.set_xlim(0, 10)
        marks.rows(ax, [marks.Place("Anna – Bela", 0, 2, 1)], top=2)
        labels = Labels(ax)
        assert labels.put("4 May", (0.5, 0.8, 0.5, 0.8), sides=("above-right",)) is None
        assert labels.put("4 May", (0.5, 1.5, 0.5, 1.5), sides=("right",)) is not None
    (row,) = [text for text in ax.texts if text.get_gid() == "row"]
    assert row.get_text() == "Anna – Bela"
    assert [t for t in ax.get_yticklabels() if t.get_text()] == []


def test_words_do_not_stand_where_they_would_be_of_another_mark() -> None:
    with house_style():
        ax = narrow_axes()
        ax.set_xlim(0, 10)
        ax.set_ylim(2, 0)
        labels = Labels(ax)
        box, other = (2.0, 1.2, 3.0, 1.8), (4.0, 0.0, 9.0, 1.5)
        words = "at most five days"
        assert labels.put(words, box, sides=("above-right",), off=[other], gap=1) is None
        assert labels.put(words, box, sides=("above-right",), gap=1) is not None


def test_an_entry_of_the_key_that_is_wider_than_the_page_goes_on_below() -> None:
    words = "the same, where it is not told as one that happened but as one that may yet"
    with house_style():
        ax = narrow_axes((Key("o", "stock", words),))
        figure = ax.get_figure(root=True)
        assert figure is not None
        lines = [text.get_text() for text in figure.texts]
        assert " ".join(lines) == words
        assert len(lines) == 2
        assert all(text_width(line, size=8.5) <= NARROW.width * 72 - 24 for line in lines)


def test_dates_stay_inside_the_page() -> None:
    with house_style():
        ax = narrow_axes()
        axis = TimeAxis(0.0, 40.0)
        axis.apply(ax)
        draw_dates(ax, axis)
        figure = ax.get_figure(root=True)
        assert figure is not None
        figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert boxes
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)


@pytest.mark.parametrize(("breaks", "share"), [(1, 0.081), (4, 0.075), (10, 0.03)])
def test_breaks_have_more_of_a_narrow_axis_as_far_as_they_do_not_take_it_up(
    breaks: int, share: float
) -> None:
    covered = pd.DataFrame(
        {
            "start": pd.to_datetime([f"{1990 + n}-01-01" for n in range(breaks + 1)]),
            "end": pd.to_datetime([f"{1990 + n}-02-01" for n in range(breaks + 1)]),
        }
    )

    class Window:
        start, end = covered["start"].iloc[0], covered["end"].iloc[-1]

    axis = TimeAxis.of(Window(), covered)
    assert len(axis.breaks) == breaks
    assert WIDE.axis(axis) == axis
    assert NARROW.axis(axis).break_share == pytest.approx(share)
    assert NARROW.axis(axis).breaks == axis.breaks
