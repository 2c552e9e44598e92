"""The rows of evidence that bind, the nodes that they are about, and what their dates set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.package.resolution.days import WEAK, OwnDays, Windows, windows
from analysis.package.resolution.orders import FAR, Flags, Ints

BINDS = ("asserts", "confirms")
PUBLISHED = "published"
BASES = ("stated", "relative", "publication", "inferred")  # from the firmest to the weakest


@dataclass(frozen=True)
class Told:
    """The rows that bind, and the nodes that they are about.

    Attributes
    ----------
    rows : (m,) evidence.
    nodes : the events given, other events of rows and anchors, then the sources' publications.
    node : (m + sources,) the node of each row, and of each source's own date.
    days, weak : (m + sources,) their windows, and whether they yield.
    rank : (m,) position of each row's basis in :data:`BASES`, as :func:`_bases` gives it.
    """

    rows: pd.DataFrame
    nodes: pd.Index
    node: Ints
    days: Windows
    weak: Flags
    rank: Ints


def told_by(events: pd.DataFrame, evidence: pd.DataFrame, sources: pd.DataFrame) -> Told:
    """The rows of ``evidence`` that bind, with their nodes and windows."""
    rows = evidence[evidence["stance"].isin(BINDS)].reset_index(drop=True)
    nodes = pd.Index(events["event_id"], dtype="str")
    anchors = rows["anchor"][(rows["relation"] != "") & (rows["anchor"] != PUBLISHED)]
    more = pd.Index(pd.concat([rows["event_id"], anchors]).unique(), dtype="str")
    nodes = nodes.append(more[~more.isin(nodes)])
    node = nodes.get_indexer(pd.Index(rows["event_id"])).astype("int64")
    nodes = nodes.append(pd.Index(publication(sources["source_id"]), dtype="str"))
    printed = np.arange(len(nodes) - len(sources), len(nodes))
    own = np.zeros(len(sources), dtype=bool)
    basis = _bases(rows, sources)
    return Told(
        rows=rows,
        nodes=nodes,
        node=np.concatenate([node, printed]),
        days=windows(
            pd.concat([rows["date"], sources["published"]], ignore_index=True),
            np.append((rows["date_basis"] == "inferred").to_numpy(dtype=bool), own),
        ),
        weak=np.append(basis.isin(WEAK).to_numpy(dtype=bool), own),
        rank=np.maximum(pd.Index(BASES).get_indexer(pd.Index(basis)), 0).astype("int64"),
    )


def _bases(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """(m,) the basis of each row: none is firmer than the day of printing that it rests on.

    "Yesterday" is the day before printing; where that day is inferred, so is what it gives.
    """
    worked_out = sources.loc[sources["published_basis"] == "inferred", "source_id"]
    by_printing = rows["date_basis"].isin(["relative", "publication"]) & (rows["date"] != "")
    by_printing |= (rows["relation"] != "") & (rows["anchor"] == PUBLISHED)
    return rows["date_basis"].mask(by_printing & rows["source_id"].isin(worked_out), "inferred")


def publication(source_id: pd.Series) -> pd.Series:
    """The node of each source's own date; no id of an event has a blank."""
    return "publication of " + source_id.astype("str")


def attains(told: Told, own: OwnDays, side: str, last: int) -> Flags:
    """(m,) whether a row's own date sets its node's bound of the first (0) or last (1) day."""
    count = len(told.rows)
    node, mine, met = told.node[:count], getattr(told.days, side), getattr(own.windows, side)
    # An event of one day: its first day has the later of the lower bounds, and so on.
    one = 1 if side == "low" else 0
    value = np.where(own.windows.one_day[node], mine[:count, one], mine[:count, last])
    found: Flags = (value == met[node, last]) & (np.abs(value) < FAR) & ~own.aside[:count]
    return found


def set_by_dates(told: Told, own: OwnDays, nodes: Ints, side: str, last: int) -> pd.DataFrame:
    """event, row, rank: the dated rows that set the own bound of each of ``nodes``.

    A row that speaks of the other end only needs one that says that both are one day.
    """
    node = told.node[: len(told.rows)]
    wanted = np.zeros(len(told.nodes), dtype=bool)
    wanted[nodes] = True
    sets = attains(told, own, side, last) & wanted[node]
    leans = sets & ~told.days.one_day[: len(node)] & own.windows.one_day[node]
    leans &= getattr(told.days, side)[: len(node), last] != getattr(own.windows, side)[node, last]
    rows = np.flatnonzero(sets)
    if leans.any():
        single = one_day_rows(told, own, np.unique(node[leans]))
        rows = np.union1d(rows, single["row"])
    firmest = np.full(len(told.nodes), len(BASES))
    np.minimum.at(firmest, node[rows], told.rank[rows])
    return pd.DataFrame({"event": node[rows], "row": rows, "rank": firmest[node[rows]]})


def one_day_rows(told: Told, own: OwnDays, nodes: Ints) -> pd.DataFrame:
    """node, row: for each of ``nodes`` that fell on one day, the first row that says so."""
    count = len(told.rows)
    wanted = np.zeros(len(told.nodes), dtype=bool)
    wanted[nodes] = own.windows.one_day[nodes]
    says = told.days.one_day[:count] & ~own.aside[:count] & wanted[told.node[:count]]
    rows = np.flatnonzero(says)
    found = pd.DataFrame(
        {"node": told.node[rows], "row": rows, "id": told.rows["evidence_id"].to_numpy()[rows]}
    )
    return found.sort_values("id").drop_duplicates("node")[["node", "row"]]
