"""The sources compared: what rests on each, their words, whom they quote, how they date events.

Counted side by side and never joined to a score. Which days each source covers is in
:mod:`analysis.measures.coverage`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.measures.columns import COUNT, FLAG, NUMBER, OBJECT, TEXT, cells, each, table
from analysis.measures.coverage import covered
from analysis.measures.people import actor_labels, resting_on_unnamed, unnamed_speakers
from analysis.measures.view import View, measure

ALL_SOURCES = "All sources"
PRECISIONS = ("one day", "up to 7 days", "up to 31 days", "longer or open", "a stretch of days")

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
_TERM = {"source_id": TEXT, "label": TEXT, "term": TEXT, "count": COUNT, "evidence": OBJECT}
_SPEAKER = {
    "source_id": TEXT,
    "label": TEXT,
    "speaker_id": TEXT,
    "speaker": TEXT,
    "named": FLAG,
    "count": COUNT,
    "events": COUNT,
    "evidence": OBJECT,
}
_SHARE = {
    "source_id": TEXT,
    "label": TEXT,
    "events": COUNT,
    "one_unnamed": COUNT,
    "share": NUMBER,
    "evidence": OBJECT,
}
_PRECISION = {
    "source_id": TEXT,
    "label": TEXT,
    "precision": TEXT,
    "count": COUNT,
    "events": COUNT,
    "share": NUMBER,
    "evidence": OBJECT,
}


def _by_source(view: View) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for source_id, label in cells(view.tables.sources, "source_id", "label"):
        yield source_id, label, view.evidence[view.evidence["source_id"] == source_id]


@measure
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


@measure
def terms(view: View) -> pd.DataFrame:
    """The sources' own words for the people held, side by side.

    Returns
    -------
    (n,) by source (in table order), then falling count, then term: source_id, label, term (lower
    case), count (rows of evidence that use it), evidence.
    """
    rows = []
    for source_id, label, own in _by_source(view):
        used = own.assign(_term=own["term"].fillna("").str.strip().str.lower())
        groups = [
            (t, tuple(g["evidence_id"])) for t, g in used[used["_term"] != ""].groupby("_term")
        ]
        for term, ids in sorted(groups, key=lambda g: (-len(g[1]), g[0])):
            rows.append(
                {
                    "source_id": source_id,
                    "label": label,
                    "term": term,
                    "count": len(ids),
                    "evidence": ids,
                }
            )
    return table(rows, _TERM)


@measure
def speakers(view: View) -> pd.DataFrame:
    """Whom each source lets speak, its own voice among them.

    Returns
    -------
    (n,) by source (in table order), then falling count, then name: source_id, label, speaker_id
    (actor id or "the source"), speaker (name), named (False for a speaker who is not named),
    count (rows of evidence), events (that these speak of), evidence.
    """
    labels, unnamed = actor_labels(view), unnamed_speakers(view)
    rows = []
    for source_id, label, own in _by_source(view):
        found: list[dict[str, Any]] = [
            {
                "source_id": source_id,
                "label": label,
                "speaker_id": speaker,
                "speaker": labels.get(str(speaker), str(speaker)),
                "named": speaker not in unnamed,
                "count": len(said),
                "events": said["event_id"].nunique(),
                "evidence": tuple(said["evidence_id"]),
            }
            for speaker, said in own.groupby("speaker", sort=False)
        ]
        rows += sorted(found, key=lambda r: (-r["count"], r["speaker"]))
    return table(rows, _SPEAKER)


@measure
def anonymous_share(view: View) -> pd.DataFrame:
    """Share of events that rest on one unnamed speaker alone.

    Returns
    -------
    (sources + 1,) in table order, the last row (source_id "") over all sources together, where
    a second voice in another source counts: source_id, label, events (count with evidence),
    one_unnamed (events of which every piece of evidence comes from one and the same unnamed
    speaker), share (0..1; NaN where there is no event), evidence (of those events).
    """
    unnamed = unnamed_speakers(view)
    rows = []
    for source_id, label, own in [*_by_source(view), ("", ALL_SOURCES, view.evidence)]:
        resting = resting_on_unnamed(own, unnamed)
        alone = resting.index[resting["one_unnamed"]]
        rows.append(
            {
                "source_id": source_id,
                "label": label,
                "events": len(resting),
                "one_unnamed": len(alone),
                "share": len(alone) / len(resting) if len(resting) else float("nan"),
                "evidence": tuple(own.loc[own["event_id"].isin(alone), "evidence_id"]),
            }
        )
    return table(rows, _SHARE)


@measure
def precision(view: View) -> pd.DataFrame:
    """How well the events of each source are dated.

    Returns
    -------
    (sources x 5,) by source (in table order), then precision in the order of ``PRECISIONS``:
    source_id, label, precision, count (events, 0 kept), events (all of the source), share (0..1;
    NaN where it has none), evidence (of the events counted). "up to 7 days" is one unknown day
    among so many, both ends counted; "a stretch of days" is an event that lasted.
    """
    known = dict(zip(view.events["event_id"], _precision(view.events), strict=True))
    rows = []
    for source_id, label, own in _by_source(view):
        of = own["event_id"].map(known)
        total = own["event_id"].nunique()
        for name in PRECISIONS:
            these = own[of == name]
            count = these["event_id"].nunique()
            rows.append(
                {
                    "source_id": source_id,
                    "label": label,
                    "precision": name,
                    "count": count,
                    "events": total,
                    "share": count / total if total else float("nan"),
                    "evidence": tuple(these["evidence_id"]),
                }
            )
    return table(rows, _PRECISION)


def _precision(events: pd.DataFrame) -> list[str]:
    spans = (events["latest"] - events["earliest"]).dt.days + 1
    return [
        PRECISIONS[0] if day_known else PRECISIONS[4] if stretch else _span_name(span)
        for day_known, stretch, span in zip(
            events["day_known"], events["stretch"], spans, strict=True
        )
    ]


def _span_name(days: float) -> str:
    if days <= 7:
        return PRECISIONS[1]
    return PRECISIONS[2] if days <= 31 else PRECISIONS[3]
