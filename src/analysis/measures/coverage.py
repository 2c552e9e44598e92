"""Which days the sources narrate.

Every rate and every silence is taken over covered days only: "nothing reported" on a covered
day and "not covered" are different values. What the sources say on those days is measured by
the modules to the right.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures.columns import (
    COUNT,
    DAY,
    TEXT,
    cells,
    days_between,
    each,
    table,
)
from analysis.measures.view import View, measure
from analysis.package import covers

ONE_DAY = pd.Timedelta(days=1)

_COVERED = {
    "source_id": TEXT,
    "label": TEXT,
    "start": DAY,
    "end": DAY,
    "days": COUNT,
    "basis": TEXT,
}
_STRETCH = {"start": DAY, "end": DAY, "days": COUNT}


@measure
def covered(view: View) -> pd.DataFrame:
    """The days that each source narrates, inside the window.

    Returns
    -------
    (n,) one row per source and stretch, by source (in table order) and start: source_id, label,
    start, end (days, both included, clipped to the window), days (count), basis (how the
    source's own date is known: the days may rest on it). A source without a stretch in the
    window has no row.

    Raises
    ------
    CoverageError : a source's ``covers`` names one unknown day out of several, which covers none.
    """
    stretches = covers.stretches_by_source(view)
    return table(
        (
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
        ),
        _COVERED,
    )


def _stretch_table(stretches: list[covers.Stretch]) -> pd.DataFrame:
    return table(
        ({"start": s, "end": e, "days": days_between(s, e) + 1} for s, e in stretches), _STRETCH
    )


@measure
def covered_stretches(view: View) -> pd.DataFrame:
    """Stretches of days that at least one source narrates, in order.

    Returns
    -------
    (n,) start, end (days, both included, inside the window), days. Stretches that overlap or
    touch (the one ends the day before the other starts) are one.
    """
    return _stretch_table(covers.covered_stretches(view))


@measure
def uncovered_stretches(view: View) -> pd.DataFrame:
    """The rest of the window: stretches of days that no source narrates.

    Returns
    -------
    (n,) start, end (days, both included), days. With no source at all this is the whole window.
    """
    gaps, following = [], view.start
    for start, end in cells(covered_stretches(view), "start", "end"):
        if following < start:
            gaps.append((following, start - ONE_DAY))
        following = end + ONE_DAY
    if following <= view.end:
        gaps.append((following, view.end))
    return _stretch_table(gaps)


def overlap_days(stretches: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> int:
    """Days of ``stretches`` (start, end) between two days, both included; 0 if end < start."""
    shared = (
        days_between(max(first, start), min(last, end)) + 1
        for first, last in cells(stretches, "start", "end")
    )
    return sum(days for days in shared if days > 0)


def on_stretches(stretches: pd.DataFrame, days: pd.Series) -> pd.Series:
    """(n,) bool, on the index of ``days``: the day lies in one of the stretches (start, end)."""
    inside = pd.Series(False, index=days.index, dtype="bool")
    for start, end in cells(stretches, "start", "end"):
        inside |= (days >= start) & (days <= end)
    return inside


@measure
def covered_days(
    view: View, start: pd.Timestamp | None = None, end: pd.Timestamp | None = None
) -> int:
    """Days from ``start`` to ``end`` (both included; by default the window) with a source."""
    return overlap_days(
        covered_stretches(view),
        view.start if start is None else start,
        view.end if end is None else end,
    )
