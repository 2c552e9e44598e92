"""Orders between events as a simple temporal network, solved by longest paths.

"Two days after the call", "before the truce ended", "in the week before printing" say nothing
alone; together with the days that sources state they bound each other. This module knows
variables (the first and the last day of each node) and constraints between two of them, and
nothing of sources or tables; :mod:`analysis.package.resolution` gives it both.

Node ``i`` has the variables ``2 * i`` (its first day) and ``2 * i + 1`` (its last day). Days are
whole numbers, days since 1970-01-01; ``-FAR`` and ``FAR`` stand for a side that is not bounded.
The caller gives only nodes that have an order, so that a table in which most events have nothing
but stated days costs what reading those days costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

FAR = 1 << 40
RELATIONS = ("same_day", "after", "before", "not_after", "not_before")
NO_ROW = -1  # of a constraint that no row states: a first day is not after the last


@dataclass(frozen=True)
class Constraints:
    """(n,) constraints ``day[after] - day[before] >= gap`` between variables.

    Attributes
    ----------
    before, after : variables.
    gap : days.
    row : the row that states it, as numbered by the caller; rows with lower numbers are named
        first where several say the same.
    """

    before: Ints
    after: Ints
    gap: Ints
    row: Ints

    def at(self, chosen: Flags | Ints) -> Constraints:
        return Constraints(
            self.before[chosen], self.after[chosen], self.gap[chosen], self.row[chosen]
        )

    @property
    def reversed(self) -> Constraints:
        """The same constraints on the negated days: upper bounds become lower bounds."""
        return Constraints(self.after, self.before, self.gap, self.row)


def distances(days: pd.Series) -> tuple[Ints, Ints]:
    """Least and greatest number of days of each cell: "2", "2..4", "3..", "..5".

    Returns
    -------
    (n,) and (n,) days; -1 and ``FAR`` where the cell leaves that side open.

    Raises
    ------
    ValueError : a cell is neither a number nor a range of whole numbers, or ends before it starts.
    """
    codes, texts = pd.factorize(days.astype("str"))
    read = np.array([_distance(text) for text in texts], dtype="int64").reshape(-1, 2)
    return read[codes, 0], read[codes, 1]


def _distance(text: str) -> tuple[int, int]:
    if text == "":
        return -1, FAR
    ends = text.split("..")
    if len(ends) > 2 or text == ".." or not all(end == "" or end.isdecimal() for end in ends):
        raise ValueError(f'"{text}" is no number of days: write 2, 2..4, 3.. or ..5')
    if any(len(end) > 7 for end in ends):
        raise ValueError(f'"{text}" is no number of days: it is longer than the calendar')
    low = int(ends[0]) if ends[0] else -1
    high = int(ends[-1]) if ends[-1] else FAR
    if high < low:
        raise ValueError(f'"{text}" is no range of days: it ends before it starts')
    return low, high


def constraints_of(event: Ints, relation: pd.Series, anchor: Ints, days: pd.Series) -> Constraints:
    """What (n,) orders demand of the first and last days of their events and anchors.

    ``after`` (``before``) with days ``a..b``: every day of the event is a to b days after the
    last (before the first) day of the anchor; without days, at least one. ``not_before``
    (``not_after``) with a number k: no day of the event is more than k days before the first
    (after the last) day of the anchor; without days, none is. ``same_day``: both begin and end on
    the same days. ``row`` numbers the orders from 0.

    Raises
    ------
    ValueError : an unknown relation, or days that are neither a number nor a range.
    """
    low, high = distances(days)
    is_a = {name: (relation == name).to_numpy() for name in RELATIONS}
    stated, exact = (low >= 0) | (high < FAR), low == high
    bad = stated & (is_a["same_day"] | (~is_a["after"] & ~is_a["before"] & ~exact))
    unknown = ~np.logical_or.reduce(list(is_a.values()))
    for row in np.flatnonzero(bad | unknown):
        raise ValueError(f'"{relation.iloc[row]}" with days "{days.iloc[row]}" is no order')
    rows = np.arange(len(event), dtype="int64")
    first, last, anchor_first, anchor_last = event * 2, event * 2 + 1, anchor * 2, anchor * 2 + 1
    least = np.where(low >= 0, low, np.minimum(1, high))  # "..5" after: one to five days after
    most = np.where(stated, high, 0)
    zero = np.zeros_like(low)
    parts = (
        ("after", anchor_last, first, least, None),
        ("after", last, anchor_last, -high, high < FAR),
        ("before", last, anchor_first, least, None),
        ("before", anchor_first, first, -high, high < FAR),
        ("not_before", anchor_first, first, -most, None),
        ("not_after", last, anchor_last, -most, None),
        ("same_day", anchor_first, first, zero, None),
        ("same_day", first, anchor_first, zero, None),
        ("same_day", anchor_last, last, zero, None),
        ("same_day", last, anchor_last, zero, None),
    )
    kept = [
        tuple(
            array[is_a[name] if also is None else is_a[name] & also] for array in (u, v, gap, rows)
        )
        for name, u, v, gap, also in parts
    ]
    return Constraints(*(np.concatenate(columns) for columns in zip(*kept, strict=True)))


def joined(a: Constraints, b: Constraints) -> Constraints:
    """All constraints of both."""
    return Constraints(
        np.concatenate([a.before, b.before]),
        np.concatenate([a.after, b.after]),
        np.concatenate([a.gap, b.gap]),
        np.concatenate([a.row, b.row]),
    )


def longest(start: Ints, edges: Constraints, rounds: int | None = None) -> tuple[Ints, Ints]:
    """Lower bounds by longest paths from ``start``, and the variables that never came to rest.

    Bellman and Ford, one round at a time over the constraints of what changed in the last one.
    """
    value = start.copy()
    size = len(start)
    order = np.argsort(edges.before, kind="stable")
    after, gap = edges.after[order], edges.gap[order]
    where = np.searchsorted(edges.before[order], np.arange(size + 1))
    changed = np.flatnonzero(value > -FAR)
    for _ in range(size + 1 if rounds is None else rounds):
        counts = where[changed + 1] - where[changed]
        if not counts.sum():
            return value, changed[:0]
        skip = np.repeat(where[changed] - (np.cumsum(counts) - counts), counts)
        at = skip + np.arange(counts.sum())
        reached, offered = after[at], np.repeat(value[changed], counts) + gap[at]
        better = offered > value[reached]
        reached, offered = reached[better], offered[better]
        np.maximum.at(value, reached, offered)
        changed = np.unique(reached)
        if not len(changed):
            break
    return value, changed
