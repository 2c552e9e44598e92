"""Which orders contradict themselves: the smallest circles of rows that cannot all be true."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.package.resolution.orders import FAR, NO_ROW, Constraints, Ints, joined, longest


def stated_bound(number: int) -> tuple[int, bool]:
    """The variable that a number below -1 in a circle stands for, and whether its lower bound."""
    return (-2 - number) // 2, number % 2 == 0


def without_circles(
    lower: Ints, upper: Ints, orders: Constraints, structure: Constraints
) -> tuple[Constraints, list[tuple[int, ...]]]:
    """The orders that can be true together, and the circle of rows for each set aside."""
    circles: list[tuple[int, ...]] = []
    while len(orders.row):
        edges = joined(orders, structure)
        component = _components(len(lower), edges)
        largest = int(np.bincount(component).max())
        restless = longest(np.zeros_like(lower), edges, largest + 1)[1]
        if not len(restless):
            reachable = longest(lower, edges)[0]
            restless = np.flatnonzero(reachable > upper)
            by_days = True
        else:
            by_days = False
        if not len(restless):
            break
        aside: set[int] = set()
        for number in np.unique(component[restless]):
            inside = component[edges.before] == number
            starts = [len(lower)] if by_days else restless[component[restless] == number].tolist()
            circle = _smallest_circle(
                edges.at(inside), np.flatnonzero(component == number), lower, upper, starts, by_days
            )
            assert circle, "what never comes to rest lies on a circle"
            circles.append(circle)
            aside.update(row for row in circle if row >= 0)
        orders = orders.at(~np.isin(orders.row, sorted(aside)))
    return orders, circles


def _components(size: int, edges: Constraints) -> Ints:
    ones = np.ones(len(edges.row), dtype="int8")
    graph = coo_array((ones, (edges.before, edges.after)), shape=(size, size))
    labels: Ints = connected_components(graph, directed=False)[1].astype("int64")
    return labels


def _smallest_circle(
    edges: Constraints,
    variables: Ints,
    lower: Ints,
    upper: Ints,
    starts: list[int],
    by_days: bool,
) -> tuple[int, ...]:
    """The rows of the circle with the fewest rows whose gaps add up to more than nothing.

    ``starts`` are variables of which each circle passes at least one; the origin, to which the
    stated days are tied, is the variable after the last.
    """
    origin = len(lower)
    stated = edges.row != NO_ROW
    steps = edges.at(stated)
    if by_days:
        low, high = variables[lower[variables] > -FAR], variables[upper[variables] < FAR]
        steps = joined(
            steps,
            Constraints(np.full(len(low), origin), low, lower[low], -2 - 2 * low),
        )
        steps = joined(
            steps,
            Constraints(high, np.full(len(high), origin), -upper[high], -3 - 2 * high),
        )
    # What no row states costs no row: a step may go on from a first day to the last at once.
    free = edges.at(~stated)
    goes_on = dict.fromkeys(zip(free.before.tolist(), free.after.tolist(), strict=True))
    onward = pd.DataFrame(list(goes_on), columns=["after", "then"], dtype="int64")
    frame = pd.DataFrame(
        {"before": steps.before, "after": steps.after, "gap": steps.gap, "row": steps.row}
    )
    further = frame.merge(onward, on="after").assign(after=lambda f: f["then"]).drop(columns="then")
    frame = pd.concat([frame, further]).sort_values(["after", "row", "before"], kind="stable")
    before, after, gap, row = (frame[c].to_numpy("int64") for c in frame.columns)
    best: tuple[int, ...] = ()
    for start in starts:
        opens = [start, *onward.loc[onward["after"] == start, "then"]]
        found = _circle_through(opens, before, after, gap, row, origin + 1, len(best) or len(row))
        if found and (not best or len(found) < len(best)):
            best = found
    return best


def _circle_through(
    opens: list[int], before: Ints, after: Ints, gap: Ints, row: Ints, size: int, shorter_than: int
) -> tuple[int, ...]:
    """Rows of the shortest circle with a positive sum through the first of ``opens``, or ().

    The others of ``opens`` are reached from it at no cost.
    """
    targets, opening = np.unique(after, return_index=True)
    counts = np.diff(np.append(opening, len(after)))
    value = np.full(size, -FAR, dtype="int64")
    value[opens] = 0
    ways: list[Ints] = []
    for _ in range(shorter_than):
        offered = np.where(value[before] > -FAR, value[before] + gap, -FAR)
        greatest = np.maximum.reduceat(offered, opening)
        hit = np.flatnonzero(offered == np.repeat(greatest, counts))
        way = np.full(size, -1, dtype="int64")
        chosen, first = np.unique(after[hit], return_index=True)
        way[chosen] = hit[first]
        ways.append(way)
        value = np.full(size, -FAR, dtype="int64")
        value[targets] = greatest
        if value[opens[0]] > 0:
            break
    else:
        return ()
    rows, here = [], opens[0]
    for way in reversed(ways):
        step = int(way[here])
        rows.append(int(row[step]))
        here = int(before[step])
    return tuple(dict.fromkeys(reversed(rows)))
