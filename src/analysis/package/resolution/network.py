"""The orders among the rows as a network: what they bound, on which rows, and what contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.package.resolution.circles import stated_bound
from analysis.package.resolution.days import OwnDays
from analysis.package.resolution.orders import NO_ROW, Ints, constraints_of
from analysis.package.resolution.solve import LASTS, Solution, solve
from analysis.package.resolution.told import (
    PUBLISHED,
    Told,
    attains,
    one_day_rows,
    publication,
    set_by_dates,
)
from analysis.problems import Problem


@dataclass(frozen=True)
class Network:
    """The nodes that have an order, in the order of their names, and what the orders leave.

    Attributes
    ----------
    nodes : (k,) nodes; number i here has the variables 2 i and 2 i + 1.
    rows : (o,) the rows with an order, or that say that a node is one day, by their ids.
    """

    nodes: Ints
    rows: Ints
    solution: Solution


def network_of(told: Told, own: OwnDays) -> Network | None:
    """The nodes with orders, solved; None where no row has an order."""
    ordered = np.flatnonzero(told.rows["relation"] != "")
    if not len(ordered):
        return None
    order = told.rows.iloc[ordered]
    anchor = order["anchor"].where(order["anchor"] != PUBLISHED, publication(order["source_id"]))
    of, to = told.node[ordered], told.nodes.get_indexer(pd.Index(anchor)).astype("int64")
    if (to < 0).any():
        raise ValueError(f"no source for {', '.join(anchor[to < 0])}")
    nodes = np.unique(np.concatenate([of, to]))
    nodes = nodes[np.argsort(told.nodes.to_numpy(dtype=object)[nodes], kind="stable")]
    place = np.full(len(told.nodes), -1)
    place[nodes] = np.arange(len(nodes))
    single = one_day_rows(told, own, nodes)
    rows = np.unique(np.concatenate([ordered, single["row"].to_numpy("int64")]))
    rows = rows[np.argsort(told.rows["evidence_id"].to_numpy(dtype=object)[rows], kind="stable")]
    number = np.full(len(told.rows), -1)
    number[rows] = np.arange(len(rows))
    demands = constraints_of(place[of], order["relation"], place[to], order["days"])
    demands = replace(demands, row=number[ordered[demands.row]])
    one_day = np.where(own.windows.one_day[nodes], NO_ROW, LASTS)
    one_day[place[single["node"]]] = number[single["row"]]
    met = own.windows.at(nodes)
    return Network(nodes, rows, solve(met.low.ravel(), met.high.ravel(), one_day, demands))


def bounds_by_orders(told: Told, own: OwnDays, network: Network | None) -> list[pd.DataFrame]:
    """event, bound, row, rank: all rows on the way to each bound that an order sets."""
    if network is None:
        return []
    used, parts = network.solution.constraints, []
    for bound, side, last, way, back in (
        ("earliest", "low", 0, network.solution.lower_from, used.before),
        ("latest", "high", 1, network.solution.upper_from, used.after),
    ):
        target = np.flatnonzero(way[last::2] >= 0)
        at, ends, steps = target * 2 + last, [], []
        while len(target):
            step = way[at]
            rests = step < 0
            ends.append((target[rests], at[rests]))
            target, step = target[~rests], step[~rests]
            steps.append((target, used.row[step]))
            at = back[step]
        if not steps:
            continue
        target, number = (np.concatenate(c) for c in zip(*steps, strict=True))
        rows = network.rows[number[number != NO_ROW]]
        ordered = {"event": target[number != NO_ROW], "row": rows, "rank": told.rank[rows]}
        ended, at = (np.concatenate(c) for c in zip(*ends, strict=True))
        dated = _dated_ends(told, own, network, side, ended, at)
        frame = pd.concat([pd.DataFrame(ordered), dated]).drop_duplicates(["event", "row"])
        parts.append(frame.assign(event=network.nodes[frame["event"].to_numpy()], bound=bound))
    return parts


def _dated_ends(
    told: Told, own: OwnDays, network: Network, side: str, target: Ints, variable: Ints
) -> pd.DataFrame:
    """The dated rows that set the own bound of the variable on which each target rests."""
    parts = []
    for last in (0, 1):
        here = variable % 2 == last
        node = network.nodes[variable[here] // 2]
        dated = set_by_dates(told, own, node, side, last).rename(columns={"event": "node"})
        wanted = pd.DataFrame({"event": target[here], "node": node})
        parts.append(wanted.merge(dated, on="node")[["event", "row", "rank"]])
    return pd.concat(parts, ignore_index=True)


def problems_of(told: Told, own: OwnDays, network: Network, file: str) -> Iterator[Problem]:
    """Each circle that contradicts itself, with its rows, their lines and what they say."""
    lines = told.rows["line"] if "line" in told.rows else pd.Series(0, index=told.rows.index)
    for circle in network.solution.circles:
        rows: dict[int, str] = {}
        for number in circle:
            if number >= 0:
                row = int(network.rows[number])
                rows.setdefault(row, _in_words(told.rows.iloc[row]))
                continue
            variable, lower = stated_bound(number)
            node = network.nodes[variable // 2]
            dated = np.flatnonzero(
                attains(told, own, "low" if lower else "high", variable % 2)
                & (told.node[: len(told.rows)] == node)
            )
            for row in dated[:1]:
                rows.setdefault(int(row), _in_words(told.rows.iloc[row]))
        said = [
            f"{told.rows['evidence_id'].iloc[row]}"
            f"{f' (line {lines.iloc[row]})' if lines.iloc[row] else ''}: {words}"
            for row, words in rows.items()
        ]
        first = min((r for r in rows if told.rows["relation"].iloc[r]), key=lambda r: lines.iloc[r])
        yield Problem(
            file,
            int(lines.iloc[first]),
            "relation",
            told.rows["relation"].iloc[first],
            "closes a circle that cannot be true: " + "; ".join(said),
            "correct one of these rows; where sources differ, give the day as a date, not an order",
        )


def _in_words(row: pd.Series) -> str:
    days = f" by {row['days']} days" if row["days"] else ""
    order = f"{row['relation'].replace('_', ' ')} {row['anchor']}{days}" if row["relation"] else ""
    date = f"on {row['date']}" if row["date"] else ""
    return f"{row['event_id']} {', '.join(part for part in (date, order) if part)}"
