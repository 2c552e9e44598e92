"""Which marks of a row are drawn as one, where there is no room for each.

A row holds only so many marks that can be told apart. Beyond that, those of one stretch of the
calendar (a day, a week, a month, …) share a bar from the first day to the last, with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from analysis.charts.base import Link
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.report.wording import days_of

MOST_MARKS = 60
"""Marks of a row that are drawn one by one."""

MOST_LANES = 5
"""Lanes of a row in which marks that would meet lie under each other."""

STRETCHES = 18
"""Stretches of the calendar into which the marks of a row are gathered, at most."""

MOST_DAYS = 24
"""Days that the name of a mark for several tells one by one; the table of the figure has all."""

SAID = "Where there is no room for each, those of some days share a bar with their number."
"""What a caption says of gathered marks."""

LOOK = ("bar", "several, with their number")
"""How gathered marks look, and what a key says of them."""

_SIZE = 8.0  # points of the number

Days = NDArray[np.int64]
_STEPS: tuple[Callable[[Days, Days], Days], ...] = (
    lambda day, month: day,
    lambda day, month: (day + 3) // 7,  # weeks from Monday: 1970-01-01 was a Thursday
    lambda day, month: month,
    lambda day, month: month // 3,
    lambda day, month: month // 12,
    lambda day, month: month // 60,
    lambda day, month: month // 120,
    lambda day, month: month // 600,
)


@dataclass(frozen=True)
class Several:
    """What shares a mark: first and last day, how many, and where the first of them leads."""

    first: pd.Timestamp
    last: pd.Timestamp
    count: int
    name: str
    link: Link | None


def stretches(days: Iterable[pd.Timestamp], most: int = STRETCHES) -> list[int]:
    """The number of the calendar's stretch of each day, the finest of which there are few enough.

    Parameters
    ----------
    days : any order; a day that is not stated (NaT) has a stretch of its own.
    most : stretches in use, at most.
    """
    moments = pd.DatetimeIndex(list(days))
    missing = np.asarray(moments.isna())
    known = moments.fillna(pd.Timestamp("1970-01-01"))
    day = known.to_numpy().astype("datetime64[D]").astype("int64")
    month = known.to_numpy().astype("datetime64[M]").astype("int64")
    for step in _STEPS:
        found = step(day, month)
        if len(np.unique(found[~missing])) <= most:
            break
    return [int(n) for n in np.where(missing, -(1 << 40), found)]


def each_of(days: Iterable[pd.Timestamp]) -> str:
    """The days of what shares a mark, to stand behind its name; of very many nothing.

    >>> each_of([pd.Timestamp("2031-03-01"), pd.Timestamp("2031-03-04")])
    ' (1, 4 Mar)'
    """
    told = list(days)
    return f" ({days_of(told)})" if 1 < len(told) <= MOST_DAYS else ""


def crowded(count: int, lanes: int = 1) -> bool:
    """Whether there are more marks than can be told apart, on too many days or too near."""
    return count > MOST_MARKS or lanes > MOST_LANES


def draw_several(
    ax: Axes, labels: Labels, place: tuple[float, float], y: float, what: Several,
    *, height: float, look: str = "bar",
) -> None:  # fmt: skip
    """A bar from the first day to the last, and its number in it or beside it."""
    box = marks.bar(
        ax, *place, y, what.name, height=height, look=look, link=what.link, least=4.0
    )  # fmt: skip
    labels.block(box)


def say_several(
    labels: Labels, place: tuple[float, float], y: float, what: Several,
    *, height: float, inside: str | None = "paper",
) -> None:  # fmt: skip
    """The number of what shares a mark; words last, so that they keep off the marks of all rows."""
    labels.put(
        f"{what.count:,}", (place[0], y - height / 2, place[1], y + height / 2),
        sides=("inside", "right", "left"), gap=2, size=_SIZE, color="muted", inside=inside,
        link=what.link, gid="several",
    )  # fmt: skip
