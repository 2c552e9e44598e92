"""A time axis that gives room to the days that sources narrate.

Long stretches that no source covers and on which nothing happened are compressed to a narrow
break, marked with two strokes and the length of what is left out. Everywhere else a day is as
wide as any other day of the same axis, so lengths can be compared by eye.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from analysis.charts.base import Window

_DAY_0 = pd.Timestamp("1970-01-01").as_unit("s")  # finer units hold three centuries only
SHORTEST_BREAK = 21
"""Days: a shorter stretch is never compressed."""


def number_of(when: pd.Timestamp) -> float:
    """A day as the axes hold it: days since 1970, at its first hour."""
    return float(when.toordinal() - _DAY_0.toordinal())


def day_of(number: float) -> pd.Timestamp:
    """The day that an axis number falls on."""
    return _DAY_0 + dt.timedelta(days=int(np.floor(number)))


def middle(when: pd.Timestamp) -> float:
    """Where the mark of a single day stands: the middle of that day."""
    return number_of(when) + 0.5


def known_days(
    rows: pd.DataFrame, first: str = "earliest", last: str = "latest"
) -> list[pd.Timestamp]:
    """The days of the rows whose bounds are one day: they need room on an axis."""
    return list(rows.loc[rows[first] == rows[last], first])


@dataclass(frozen=True)
class TimeAxis:
    """The mapping from days to places, piecewise linear.

    Attributes
    ----------
    low, high : first hour of the first day, last hour of the last day (days since 1970).
    breaks : compressed stretches ``(from, to)``, in order.
    gaps : stretches that no source covers ``(from, to)``, in order; drawn hatched.
    """

    low: float
    high: float
    breaks: tuple[tuple[float, float], ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()
    break_share: float = 0.06

    @classmethod
    def of(
        cls, window: Window, covered: pd.DataFrame, days: Iterable[pd.Timestamp] = ()
    ) -> TimeAxis:
        """The axis for a window.

        Parameters
        ----------
        window : first and last day, both included.
        covered : stretches ``start``, ``end`` that some source covers, any order.
        days : days that need room although no source covers them, such as dated events.
        """
        low, high = number_of(window.start), number_of(window.end) + 1
        rooms = [
            (max(low, number_of(s)), min(high, number_of(e) + 1))
            for s, e in zip(covered["start"], covered["end"], strict=True)
        ]
        gaps = _rest(rooms, low, high)
        if len(gaps) == 1 and gaps[0] == (low, high):
            rooms = []
        rooms += [(n, n + 1) for n in map(number_of, days) if low <= n < high]
        if not rooms:
            return cls(low, high, (), gaps)
        breaks = _breaks(_rest(rooms, low, high), low, high)
        share = min(0.06, 0.3 / len(breaks)) if breaks else 0.06
        return cls(low, high, breaks, gaps, share)

    def with_broader_breaks(self, times: float) -> TimeAxis:
        """The same with more of it for each break, as far as they do not take it up."""
        if not self.breaks:
            return self
        most = max(self.break_share, 0.3 / len(self.breaks))
        return replace(self, break_share=min(self.break_share * times, most))

    @property
    def cut(self) -> list[int]:
        """Lengths of the breaks (days), in order."""
        return [round(last - first) for first, last in self.breaks]

    @property
    def knots(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Days and their places (0 to 1), between which the mapping is linear."""
        lost = sum(b - a for a, b in self.breaks)
        shown = (self.high - self.low - lost) / (1 - self.break_share * len(self.breaks))
        xs, us = [self.low], [0.0]
        for first, last in self.breaks:
            us.append(us[-1] + (first - xs[-1]) / shown)
            us.append(us[-1] + self.break_share)
            xs += [first, last]
        return np.array([*xs, self.high]), np.array([*us, 1.0])

    @property
    def segments(self) -> list[tuple[float, float]]:
        """The stretches that are drawn to scale, in order."""
        edges = [self.low, *(x for pair in self.breaks for x in pair), self.high]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def apply(self, ax: Axes) -> None:
        """Give the axes this scale and these limits."""
        if self.breaks:
            xs, us = self.knots
            ax.set_xscale("function", functions=(_line(xs, us), _line(us, xs)))
        ax.set_xlim(self.low, self.high)
        ax.xaxis.set_minor_locator(NullLocator())

    def bar(
        self, start: pd.Timestamp | None, end: pd.Timestamp | None
    ) -> tuple[float, float, bool, bool] | None:
        """A stretch of days clipped to the window, or None when it lies outside.

        Returns ``(from, to, cut at the left, cut at the right)``; an open side (NaT) is cut.
        """
        left = -np.inf if start is None or pd.isna(start) else number_of(start)
        right = np.inf if end is None or pd.isna(end) else number_of(end) + 1
        if right <= self.low or left >= self.high:
            return None
        return (
            max(left, self.low), min(right, self.high), left < self.low, right > self.high,
        )  # fmt: skip

    def by_coverage(self, first: float, last: float) -> list[tuple[float, float, bool]]:
        """A stretch cut at the edges of uncovered time: from, to, whether it is covered."""
        cuts = sorted({first, last, *(x for gap in self.gaps for x in gap if first < x < last)})
        return [
            (a, b, not any(g0 <= (a + b) / 2 < g1 for g0, g1 in self.gaps))
            for a, b in pairwise(cuts)
        ]

    def holds(self, when: pd.Timestamp) -> bool:
        """Whether the day lies in the window."""
        return not pd.isna(when) and self.low <= number_of(when) < self.high


def _line(
    xs: NDArray[np.float64], us: NDArray[np.float64]
) -> Callable[[object], NDArray[np.float64]]:
    """Linear interpolation through the knots, going on straight beyond the ends."""
    first = (us[1] - us[0]) / (xs[1] - xs[0])
    last = (us[-1] - us[-2]) / (xs[-1] - xs[-2])

    def forward(values: object) -> NDArray[np.float64]:
        x = np.asarray(values, dtype=float)
        inside = np.interp(x, xs, us)
        inside = np.where(x < xs[0], us[0] + (x - xs[0]) * first, inside)
        return np.asarray(np.where(x > xs[-1], us[-1] + (x - xs[-1]) * last, inside))

    return forward


def _rest(
    rooms: list[tuple[float, float]], low: float, high: float
) -> tuple[tuple[float, float], ...]:
    """What the rooms leave of the window."""
    out, at = [], low
    for first, last in sorted(rooms):
        if first > at:
            out.append((at, first))
        at = max(at, last)
    if at < high:
        out.append((at, high))
    return tuple(out)


def _breaks(
    empty: tuple[tuple[float, float], ...], low: float, high: float
) -> tuple[tuple[float, float], ...]:
    """The empty stretches that are worth a break, less a margin of days at each side."""
    kept = high - low - sum(b - a for a, b in empty)
    pad = max(2.0, np.floor(kept * 0.03))
    candidates = [(a + pad, b - pad) for a, b in empty]
    candidates = [(a, b) for a, b in candidates if b - a >= SHORTEST_BREAK]
    # A break takes room of its own: one that saves little only disturbs.
    while candidates:
        shown = high - low - sum(b - a for a, b in candidates)
        room = shown * 3 * min(0.06, 0.3 / len(candidates))
        worth = [(a, b) for a, b in candidates if b - a > room]
        if worth == candidates:
            break
        candidates = worth
    return tuple(candidates)
