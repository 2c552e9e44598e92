"""Which days the sources narrate.

Every rate and every stretch without contact is taken over covered days only: "nothing reported"
on a covered day and "not covered" are different values. What the sources say on those days is
measured by the modules to the right.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures import results
from analysis.measures.columns import cells, days_between, each
from analysis.measures.view import View, measure
from analysis.package import covers

ONE_DAY = pd.Timedelta(days=1)


@measure
def covered(view: View) -> pd.DataFrame:
    """The days that each source narrates, inside the window.

    Returns
    -------
    (n,) one row per source and stretch, by source (in table order) and start; columns
    ``results.COVERED_BY_SOURCE``. A source without a stretch in the window has no row.
    """
    stretches = covers.stretches_by_source(view)
    return results.COVERED_BY_SOURCE.table(
        {
            "source_id": source.source_id,
            "label": source.label,
            "start": start,
            "end": end,
            "days": days_between(start, end) + 1,
            "basis": source.published_basis,
        }
        for source in each(view.tables.sources)
        for start, end in stretches[source.source_id]
    )


@measure
def covered_stretches(view: View, family: str = "") -> pd.DataFrame:
    """Stretches of days that at least one source narrates, in order, inside the window.

    With a `family` of kinds, only sources count from which events of that family were coded: on
    the days of others nothing can be said of it.

    Returns
    -------
    (n,) columns ``results.STRETCHES``. Stretches that overlap or touch (the one ends the day
    before the other starts) are one.
    """
    rows = covered(view)
    if family:
        rows = rows[rows["source_id"].isin(covers.coded_for(view.tables.sources, family))]
    return union(rows)


def union(rows: pd.DataFrame) -> pd.DataFrame:
    """The stretches (``start``, ``end``) as ``results.STRETCHES``, joined where they meet."""
    return _stretch_table(covers.union(cells(rows, "start", "end")))


@measure
def contact_stretches(view: View) -> pd.DataFrame:
    """As :func:`covered_stretches`, of sources from which contacts were coded."""
    return covered_stretches(view, "contact")


@measure
def uncovered_stretches(view: View) -> pd.DataFrame:
    """The rest of the window: stretches of days that no source narrates, in order.

    Returns
    -------
    (n,) columns ``results.STRETCHES``. With no source at all this is the whole window.
    """
    gaps, following = [], view.start
    for start, end in cells(covered_stretches(view), "start", "end"):
        if following < start:
            gaps.append((following, start - ONE_DAY))
        following = end + ONE_DAY
    if following <= view.end:
        gaps.append((following, view.end))
    return _stretch_table(gaps)


def _stretch_table(stretches: Iterable[covers.Stretch]) -> pd.DataFrame:
    return results.STRETCHES.table(
        {"start": start, "end": end, "days": days_between(start, end) + 1}
        for start, end in stretches
    )


def overlap_days(stretches: pd.DataFrame, starts: pd.Series, ends: pd.Series) -> pd.Series:
    """(n,) int, on the index of ``starts``: days of ``stretches`` in each span of days.

    Both ends are included; 0 where a span ends before it starts. The stretches are in order and
    do not overlap.
    """
    first = stretches["start"].to_numpy().astype("datetime64[D]").astype("int64")
    last = stretches["end"].to_numpy().astype("datetime64[D]").astype("int64")
    before = np.concatenate([[0], np.cumsum(last - first + 1)])

    def up_to(days: pd.Series) -> np.ndarray:
        """How many days of the stretches there are until the end of each day."""
        number = days.to_numpy().astype("datetime64[D]").astype("int64")
        begun = np.searchsorted(first, number, side="right")
        ahead = np.concatenate([[0], last])[begun] - number
        return before[begun] - np.where(begun > 0, ahead.clip(min=0), 0)

    days = up_to(ends) - up_to(starts - ONE_DAY)
    return pd.Series(days.clip(min=0), index=starts.index, dtype="int64")


def on_stretches(stretches: pd.DataFrame, days: pd.Series) -> pd.Series:
    """(n,) bool, on the index of ``days``: the day lies in one of the stretches (start, end)."""
    return overlap_days(stretches, days, days) > 0


@measure
def covered_days(
    view: View, start: pd.Timestamp | None = None, end: pd.Timestamp | None = None
) -> int:
    """Days from ``start`` to ``end`` (both included; by default the window) with a source."""
    span = pd.Series([view.start if start is None else start, view.end if end is None else end])
    return int(overlap_days(covered_stretches(view), span[:1], span[1:].set_axis([0])).iloc[0])
