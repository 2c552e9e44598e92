"""The narrowest bounds that stated days and orders leave, and what sets each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.package.resolution.circles import without_circles
from analysis.package.resolution.orders import FAR, NO_ROW, Constraints, Ints, joined, longest

LASTS = -2  # instead of a row: first and last day need not be the same


@dataclass(frozen=True)
class Solution:
    """Bounds of every variable, and the way to each.

    Attributes
    ----------
    lower, upper : (2n,) days, ``-FAR`` and ``FAR`` where not bounded.
    lower_from, upper_from : (2n,) position in ``constraints`` of the one that sets the bound;
        -1 where the variable's own day sets it, or nothing does.
    constraints : those that were used.
    circles : the rows of each circle that contradicts itself; the orders among them were set
        aside. A number below -1 is the stated bound of a variable: see :func:`stated_bound`.
    """

    lower: Ints
    upper: Ints
    lower_from: Ints
    upper_from: Ints
    constraints: Constraints
    circles: tuple[tuple[int, ...], ...]


def solve(lower: Ints, upper: Ints, one_day: Ints, orders: Constraints) -> Solution:
    """The narrowest bounds that the stated days and the orders leave, and what sets them.

    Parameters
    ----------
    lower, upper : (2n,) bounds of each variable by stated days alone; no lower one above its
        upper one.
    one_day : (n,) the row that says that the node's first and last day are the same, ``NO_ROW``
        where they are and no row says it, ``LASTS`` where they need not be.
    orders : any number; an order whose circle contradicts itself is set aside and named.
    """
    structure = _structure(one_day)
    orders, circles = without_circles(lower, upper, orders, structure)
    used = joined(orders, structure)
    low = longest(lower, used)[0]
    high = -longest(-upper, used.reversed)[0]
    return Solution(
        lower=low,
        upper=high,
        lower_from=_set_by(low, lower, used),
        upper_from=_set_by(-high, -upper, used.reversed),
        constraints=used,
        circles=tuple(circles),
    )


def _structure(one_day: Ints) -> Constraints:
    """No first day after its last day; and none before it where both are one day."""
    first = np.arange(len(one_day), dtype="int64") * 2
    same = one_day != LASTS
    both = first[same]
    before, after = np.concatenate([first, both + 1]), np.concatenate([first + 1, both])
    rows = np.concatenate([np.full(len(first), NO_ROW), one_day[same]])
    return Constraints(before, after, np.zeros(len(before), dtype="int64"), rows)


def _set_by(value: Ints, own: Ints, edges: Constraints) -> Ints:
    """For each variable, the constraint on the shortest way from a stated day to its bound.

    Of several ways with as few steps, the one whose row comes first: rows' order in the file
    does not matter, because the caller numbers them by their ids.
    """
    tight = (value[edges.before] > -FAR) & (value[edges.before] + edges.gap == value[edges.after])
    position = np.flatnonzero(tight)
    position = position[np.lexsort((edges.before[position], edges.row[position]))]
    found = np.full(len(value), -1, dtype="int64")
    reached = (value == own) | (value <= -FAR)
    while True:
        ahead = position[reached[edges.before[position]] & ~reached[edges.after[position]]]
        if not len(ahead):
            return found
        targets, first = np.unique(edges.after[ahead], return_index=True)
        found[targets] = ahead[first]
        reached[targets] = True
