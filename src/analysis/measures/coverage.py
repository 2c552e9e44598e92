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
    NUMBER,
    OBJECT,
    TEXT,
    cells,
    days_between,
    each,
    table,
)
from analysis.measures.people import resting_on_unnamed, unnamed_speakers
from analysis.measures.view import View
from analysis.package.dates import parse_edtf

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
_SUMMARY = {
    "source_id": TEXT,
    "label": TEXT,
    "headline": TEXT,
    "publisher": TEXT,
    "published": TEXT,
    "published_basis": TEXT,
    "covered_days": COUNT,
    "events": COUNT,
    "day_known": COUNT,
    "share_day_known": NUMBER,
    "anonymous": COUNT,
    "evidence": OBJECT,
}


class CoverageError(ValueError):
    """No day is covered where a measure needs one, or ``covers`` names no known day."""


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
    rows = []
    for source in each(view.tables.sources):
        for start, end in _stretches(str(source.source_id), str(source.covers or ""), view):
            rows.append(
                {
                    "source_id": source.source_id,
                    "label": source.label,
                    "start": start,
                    "end": end,
                    "days": days_between(start, end) + 1,
                    "basis": source.published_basis,
                }
            )
    return table(rows, _COVERED)


def _stretches(source_id: str, covers: str, view: View) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    if not covers:
        return []
    date = parse_edtf(covers)
    if date.shape == "one_of":
        raise CoverageError(
            f'source "{source_id}" covers "{covers}", one unknown day of several: '
            "write the days that it narrates as a stretch a/b or a set {a..b,c..d}"
        )
    clipped = []
    for first, last in date.stretches:
        start = view.start if first is None else max(pd.Timestamp(first), view.start)
        end = view.end if last is None else min(pd.Timestamp(last), view.end)
        if start <= end:
            clipped.append((start, end))
    return _union(clipped)


def _union(
    stretches: list[tuple[pd.Timestamp, pd.Timestamp]],
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    joined: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _stretch_table(stretches: list[tuple[pd.Timestamp, pd.Timestamp]]) -> pd.DataFrame:
    return table(
        ({"start": s, "end": e, "days": days_between(s, e) + 1} for s, e in stretches), _STRETCH
    )


def covered_stretches(view: View) -> pd.DataFrame:
    """Stretches of days that at least one source narrates, in order.

    Returns
    -------
    (n,) start, end (days, both included, inside the window), days. Stretches that overlap or
    touch (the one ends the day before the other starts) are one.
    """
    rows = covered(view)
    return _stretch_table(_union(list(zip(rows["start"], rows["end"], strict=True))))


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


def covered_days(
    view: View, start: pd.Timestamp | None = None, end: pd.Timestamp | None = None
) -> int:
    """Days from ``start`` to ``end`` (both included; by default the window) with a source."""
    return overlap_days(
        covered_stretches(view),
        view.start if start is None else start,
        view.end if end is None else end,
    )


def source_summary(view: View) -> pd.DataFrame:
    """Each source of the view and what rests on it, in table order.

    Returns
    -------
    (sources,) source_id, label, headline, publisher, published (EDTF), published_basis,
    covered_days (days in the window), events (count that the source gives evidence for),
    day_known and share_day_known (of these, count and share in 0..1 with one known day; NaN
    where there is no event), anonymous (count of these for which the source quotes unnamed
    speakers only), evidence.
    """
    days = covered(view).groupby("source_id")["days"].sum()
    known = view.events.set_index("event_id")["day_known"]
    unnamed = unnamed_speakers(view)
    rows = []
    for source in each(view.tables.sources):
        own = view.evidence[view.evidence["source_id"] == source.source_id]
        events = own["event_id"].unique()
        dated = int(known.reindex(events).sum())
        rows.append(
            {
                "source_id": source.source_id,
                "label": source.label,
                "headline": source.headline,
                "publisher": source.publisher,
                "published": source.published,
                "published_basis": source.published_basis,
                "covered_days": int(days.get(source.source_id, 0)),
                "events": len(events),
                "day_known": dated,
                "share_day_known": dated / len(events) if len(events) else float("nan"),
                "anonymous": int(resting_on_unnamed(own, unnamed)["unnamed_only"].sum()),
                "evidence": tuple(own["evidence_id"]),
            }
        )
    return table(rows, _SUMMARY)
