"""The rows behind the figures: events and evidence, as frames to sort, search and choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells

TABLES = ("events", "evidence")
_EVENTS = {
    "earliest": "from",
    "latest": "to",
    "kind_label": "kind",
    "channel": "channel",
    "summary": "event",
    "actors": "who",
    "amount_text": "number",
    "sources": "sources",
    "evidence_ids": "evidence",
}
_EVIDENCE = {
    "evidence_id": "evidence",
    "date": "day as coded",
    "quote": "words of the source",
    "source": "source",
    "paragraph": "paragraph",
    "said_by": "said by",
    "summary": "event",
}


def rows_of(m: Measures, table: str, evidence: Collection[str] = ()) -> pd.DataFrame:
    """The rows of the window, indexed by event.

    Parameters
    ----------
    m : the measures of a state.
    table : "events" or "evidence".
    evidence : only the events that rest on one of these ids; empty: all.
    """
    frame = _events(m) if table == "events" else _evidence(m)
    if evidence:
        frame = frame[frame.index.isin(events_of(m, evidence))]
    return frame


def events_of(m: Measures, evidence: Collection[str]) -> list[str]:
    """Ids of the events that rest on some evidence."""
    own = m.evidence
    return list(dict.fromkeys(own.loc[own["evidence_id"].isin(list(evidence)), "event_id"]))


def evidence_of(m: Measures, frame: pd.DataFrame, chosen: Sequence[int]) -> frozenset[str]:
    """All evidence of the events that rows stand for; rows by their place in the frame."""
    ids = [str(frame.index[at]) for at in chosen if at < len(frame)]
    return frozenset(one for event in ids for one in m.evidence_ids(event))


def _events(m: Measures) -> pd.DataFrame:
    tidy = m.tables.tidy.set_index("event_id")
    frame = tidy[list(_EVENTS)].rename(columns=_EVENTS)
    for day in ("from", "to"):
        # ISO 8601 sorts as text does.
        frame[day] = frame[day].dt.strftime("%Y-%m-%d").fillna("")
    return frame


def _evidence(m: Measures) -> pd.DataFrame:
    labels = dict(cells(m.tables.sources, "source_id", "label"))
    people = dict(cells(m.actors, "actor_id", "name"))
    told = dict(cells(m.events, "event_id", "summary"))
    frame = m.evidence.assign(
        source=m.evidence["source_id"].map(labels),
        said_by=[people.get(who, who) for who in m.evidence["speaker"]],
        summary=m.evidence["event_id"].map(told),
    ).set_index("event_id")
    return frame[list(_EVIDENCE)].rename(columns=_EVIDENCE)
