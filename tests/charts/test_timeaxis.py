"""The time axis: what is compressed, what is not, and which dates stand under it."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.charts.base import house_style
from analysis.charts.layout.ticks import draw_dates, draw_gaps
from analysis.charts.layout.timeaxis import TimeAxis, middle, number_of


def window(start: str, end: str) -> SimpleNamespace:
    return SimpleNamespace(start=pd.Timestamp(start), end=pd.Timestamp(end))


def stretches(*pairs: tuple[str, str]) -> pd.DataFrame:
    rows = [(pd.Timestamp(a), pd.Timestamp(b)) for a, b in pairs]
    return pd.DataFrame(rows, columns=["start", "end"])


YEARS = window("1997-03-01", "1998-06-30")
TWO = stretches(("1997-03-03", "1997-03-30"), ("1998-06-04", "1998-06-12"))


def shares(axis: TimeAxis) -> list[float]:
    """Share of the axis that each stretch drawn to scale takes."""
    days, places = axis.knots
    at = dict(zip(days, places, strict=True))
    return [at[b] - at[a] for a, b in axis.segments]


def test_empty_months_become_a_narrow_break() -> None:
    axis = TimeAxis.of(YEARS, TWO)
    assert len(axis.breaks) == 1
    assert sum(shares(axis)) > 0.9
    first, last = axis.breaks[0]
    assert last - first > 400


def test_a_day_is_as_wide_on_either_side_of_a_break() -> None:
    axis = TimeAxis.of(YEARS, TWO)
    widths = [s / (b - a) for s, (a, b) in zip(shares(axis), axis.segments, strict=True)]
    assert widths[0] == pytest.approx(widths[1])


def test_an_event_that_no_source_covers_gets_room() -> None:
    when = pd.Timestamp("1997-10-10")
    axis = TimeAxis.of(YEARS, TWO, [when])
    assert not any(a <= middle(when) <= b for a, b in axis.breaks)
    assert len(axis.breaks) == 2


def test_covered_time_without_an_event_is_never_compressed() -> None:
    assert TimeAxis.of(YEARS, stretches(("1997-03-01", "1998-06-30"))).breaks == ()


def test_a_window_without_any_source_is_drawn_to_scale_and_hatched() -> None:
    axis = TimeAxis.of(window("1997-09-01", "1997-11-30"), TWO.iloc[:0])
    assert axis.breaks == ()
    assert axis.gaps == ((axis.low, axis.high),)


def test_two_weeks_have_no_break() -> None:
    short = TimeAxis.of(window("1997-03-20", "1997-04-02"), TWO.iloc[:1])
    assert short.breaks == ()
    assert short.gaps == ((number_of(pd.Timestamp("1997-03-31")), short.high),)


def test_many_breaks_leave_most_of_the_axis_to_the_days_between() -> None:
    pairs = [(f"{y}-01-01", f"{y}-01-20") for y in range(1990, 2010)]
    axis = TimeAxis.of(window("1990-01-01", "2010-12-31"), stretches(*pairs))
    assert len(axis.breaks) == 20
    assert sum(shares(axis)) >= 0.69


def test_bars_are_clipped_and_say_which_side_was_cut() -> None:
    axis = TimeAxis.of(window("1997-03-10", "1997-03-20"), TWO)
    assert axis.bar(pd.Timestamp("1997-03-01"), pd.Timestamp("1997-03-12")) == (
        axis.low, number_of(pd.Timestamp("1997-03-13")), True, False,
    )  # fmt: skip
    assert axis.bar(pd.NaT, pd.Timestamp("1997-03-01")) is None
    assert axis.bar(pd.Timestamp("1997-03-15"), pd.NaT) == (
        number_of(pd.Timestamp("1997-03-15")), axis.high, False, True,
    )  # fmt: skip


def labels(start: str, end: str, covered: pd.DataFrame, width: float = 7.2) -> list[str]:
    with house_style():
        figure = Figure(figsize=(width, 2))
        ax = figure.add_axes((0.2, 0.3, 0.75, 0.6))
        axis = TimeAxis.of(window(start, end), covered)
        axis.apply(ax)
        draw_gaps(ax, axis)
        draw_dates(ax, axis)
        return [t.get_text() for t in ax.get_xticklabels()]


def test_dates_read_as_day_and_month_with_the_year_once() -> None:
    found = labels("1997-03-03", "1997-03-30", stretches(("1997-03-03", "1997-03-30")))
    assert found[0].endswith("\n1997")
    assert found[0].startswith("3 Mar")
    assert all("\n" not in text for text in found[1:])


def test_the_year_is_said_again_after_a_break() -> None:
    found = labels("1997-03-01", "1998-06-30", TWO)
    assert [text.split("\n")[1] for text in found if "\n" in text] == ["1997", "1998"]


def test_long_windows_are_labelled_by_month_or_year() -> None:
    whole = stretches(("1990-01-01", "2009-12-31"))
    assert all(text.isdigit() for text in labels("1990-01-01", "2009-12-31", whole))
    two = labels("1997-01-01", "1998-12-31", whole)
    assert two[0] == "Jan\n1997"


@pytest.mark.parametrize("days", [1, 2, 5, 9, 14, 30, 61, 100, 200, 400, 900, 4000, 20000])
@pytest.mark.parametrize("width", [4.0, 7.2])
def test_dates_never_run_into_each_other(days: int, width: float) -> None:
    start = pd.Timestamp("1960-02-05")
    end = start + pd.Timedelta(days=days - 1)
    whole = stretches((f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}"))
    with house_style():
        figure = Figure(figsize=(width, 2))
        ax = figure.add_axes((0.2, 0.3, 0.75, 0.6))
        axis = TimeAxis.of(SimpleNamespace(start=start, end=end), whole)
        axis.apply(ax)
        draw_dates(ax, axis)
        found = ax.get_xticklabels()
        ends = [t.get_window_extent() for t in found]
    assert found
    assert all(a.x1 < b.x0 for a, b in pairwise(ends))
