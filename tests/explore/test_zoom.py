"""Steps of the window on an axis with a break: days worked out by hand.

The axis has ten days, a break of 100 days that takes as much room as six per cent, and ten more.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.charts.layout.timeaxis import TimeAxis
from analysis.explore.zoom import WAYS, Way, moved

START = dt.date(1997, 3, 1)


def day(number: int) -> dt.date:
    """The n-th day of the axis, from 1."""
    return START + dt.timedelta(days=number - 1)


def axis() -> TimeAxis:
    """Of 120 days, the first and the last ten of them covered."""
    stretches = [(day(1), day(10)), (day(111), day(120))]
    covered = pd.DataFrame(stretches, columns=["start", "end"]).astype("datetime64[s]")
    window = SimpleNamespace(start=pd.Timestamp(day(1)), end=pd.Timestamp(day(120)))
    return TimeAxis.of(window, covered)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "window", "expected"),
    [
        ("later", (1, 4), (3, 6)),
        ("earlier", (3, 6), (1, 4)),
        ("earlier", (2, 5), (1, 4)),
        ("closer", (1, 8), (3, 6)),
        ("wider", (3, 6), (1, 8)),
        ("wider", (1, 4), (1, 6)),
        ("closer", (5, 5), (5, 5)),
        ("whole", (3, 4), (1, 120)),
    ],
)
def test_a_step_moves_the_window(
    way: Way, window: tuple[int, int], expected: tuple[int, int]
) -> None:
    first, last = (day(number) for number in window)
    assert moved((first, last), way, axis()) == tuple(day(number) for number in expected)


def test_a_break_of_a_hundred_days_is_passed_in_a_few_short_steps() -> None:
    window = (day(5), day(10))
    for _ in range(4):
        window = moved(window, "later", axis())
    assert window == (day(111), day(116))


@pytest.mark.parametrize("way", WAYS)
def test_no_step_leaves_the_axis_or_loses_the_last_day(way: Way) -> None:
    for first in range(1, 121, 7):
        for length in (1, 2, 9, 60):
            window = day(first), day(min(first + length - 1, 120))
            for _ in range(4):
                window = moved(window, way, axis())
                assert day(1) <= window[0] <= window[1] <= day(120)
