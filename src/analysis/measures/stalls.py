"""Stalls of the talks, declared and silent, never merged; and truces.

A *declared* stall is one that a source states; a *silent* one is a run of covered days without
a dated contact. How long the silence must be is a choice, and it is the result: several lengths
are shown side by side. How events join to spells is in :mod:`analysis.measures.spells`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.measures.columns import (
    COUNT,
    DAY,
    FLAG,
    OBJECT,
    TEXT,
    cells,
    days_between,
    each,
    merged,
    table,
)
from analysis.measures.contacts import dated_contacts, unknown_day_contacts
from analysis.measures.coverage import ONE_DAY, covered_stretches, on_stretches
from analysis.measures.people import NOT_STATED, actor_labels, roster
from analysis.measures.spells import Rule, is_marked, spells
from analysis.measures.view import View, measure

LONGEST_SPAN = 14  # days; a halt or resumption less well dated than this bounds no stall
_STALL = Rule("stall", "talks_halted", "talks_resumed", LONGEST_SPAN, False, "start")
_TRUCE = Rule("truce", "truce_start", "truce_end", None, True, "end")

_UNDATED = {
    "event_id": TEXT,
    "earliest": DAY,
    "latest": DAY,
    "why": TEXT,
    "wording": TEXT,
    "summary": TEXT,
    "evidence": OBJECT,
}
_SILENT = {
    "k": COUNT,
    "start": DAY,
    "end": DAY,
    "days": COUNT,
    "left_truncated": FLAG,
    "right_censored": FLAG,
    "last_contact": DAY,
    "next_contact": DAY,
    "overlapping_claims": COUNT,
    "claims": OBJECT,
    "evidence": OBJECT,
}
_CAUSE = {
    "spell_id": TEXT,
    "event_id": TEXT,
    "source_id": TEXT,
    "source": TEXT,
    "speaker": TEXT,
    "said_cause": TEXT,
    "stance": TEXT,
    "evidence": OBJECT,
}


@measure
def declared_stalls(view: View) -> pd.DataFrame:
    """Stalls that a source states: from a halt of the talks to the first resumption after it.

    Counted are ``actual`` halts, each stated as one occurrence, whose day is known to within
    14 days; the others are in :func:`undated_stalls`. A resumption counts under the same rule
    and ends a stall in its own covered stretch; beyond uncovered days it does so only where one
    source reports both. A halt that is stated before any resumption belongs to the same stall.
    A stall that was on when the window opened is in the table, with its own start.

    Returns
    -------
    (n,) columns of :func:`analysis.measures.spells.spells`. ``claimed_cause`` is whom the
    sources name as having halted the talks: a claim, see :func:`causes`.
    """
    return spells(view, _STALL)


@measure
def truces(view: View) -> pd.DataFrame:
    """Truces: from a start to the first end after it; columns of :func:`declared_stalls`.

    Only ``actual`` starts and ends, however well dated, so that bounds can be wide. An end ends
    the truce that began before it whether or not the days between are covered: a truce that is
    said to have ended had begun. ``claimed_cause`` is the initiator of the end, where one is
    stated.
    """
    return spells(view, _TRUCE)


@measure
def undated_stalls(view: View) -> pd.DataFrame:
    """Halts that are stated and cannot be placed: listed, never drawn as spells.

    Returns
    -------
    (n,) by earliest day (open ones first): event_id, earliest, latest (NaT = open), why
    ("stated as repeated", or "day not known to within 14 days"), wording, summary, evidence.
    """
    events = view.events
    halts = events[(events["kind"] == _STALL.begins) & (events["modality"] == "actual")]
    rest = halts[~is_marked(halts, LONGEST_SPAN)]
    ordered = rest.sort_values(["earliest", "latest"], kind="stable", na_position="first")
    return table(_undated_rows(view, ordered), _UNDATED)


def _undated_rows(view: View, events: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for event in each(events):
        repeated = event.amount_of == "occurrences"
        yield {
            "event_id": event.event_id,
            "earliest": event.earliest,
            "latest": event.latest,
            "why": "stated as repeated"
            if repeated
            else f"day not known to within {LONGEST_SPAN} days",
            "wording": event.amount_text,
            "summary": event.summary,
            "evidence": view.evidence_ids(event.event_id),
        }


@measure
def silent_stalls(view: View, days: Sequence[int] = (3, 7, 14)) -> pd.DataFrame:
    """Runs of at least k consecutive covered days without a dated contact, for each k.

    Calls, meetings and all other dated contacts break a silence. A run lies inside one covered
    stretch: what is not covered is never silent. Where contacts of unknown day or unquantified
    claims ("daily") may fall inside, the silence is one of the record, and their number stands
    beside it.

    Parameters
    ----------
    days : the lengths k to show side by side, each >= 1.

    Returns
    -------
    (n,) by k and start: k; start, end (first and last day of the run, both included); days;
    left_truncated, right_censored (the run touches that edge of the covered stretch, so it may
    be longer); last_contact, next_contact (days; NaT at such an edge); overlapping_claims
    (count) and claims (event ids) of actual contacts without a single day that may fall inside;
    evidence (of both contacts and the claims).

    Raises
    ------
    ValueError : a length below 1.
    """
    if any(k < 1 for k in days):
        raise ValueError(f"a silence lasts at least 1 day; asked for {min(days)}")
    stretches, dated = covered_stretches(view), dated_contacts(view)
    told: dict[pd.Timestamp, tuple[str, ...]] = {}
    for day, ids in cells(dated[on_stretches(stretches, dated["date"])], "date", "evidence"):
        told[day] = merged([told.get(day, ()), ids])
    listed = unknown_day_contacts(view)
    claims = listed[listed["modality"] == "actual"]
    runs = list(_runs(stretches, sorted(told)))
    rows = []
    for k in sorted(set(days)):
        for start, end, before, after in runs:
            length = days_between(start, end) + 1
            if length < k:
                continue
            inside = claims[~(claims["latest"] < start) & ~(claims["earliest"] > end)]
            around = [told[day] for day in (before, after) if day is not None]
            rows.append(
                {
                    "k": k,
                    "start": start,
                    "end": end,
                    "days": length,
                    "left_truncated": before is None,
                    "right_censored": after is None,
                    "last_contact": pd.NaT if before is None else before,
                    "next_contact": pd.NaT if after is None else after,
                    "overlapping_claims": len(inside),
                    "claims": tuple(inside["event_id"]),
                    "evidence": merged([*around, *inside["evidence"]]),
                }
            )
    return table(rows, _SILENT)


_Run = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp | None, pd.Timestamp | None]


def _runs(stretches: pd.DataFrame, contact_days: list[pd.Timestamp]) -> Iterator[_Run]:
    """Runs of days without contact, each with the contact before and after it in its stretch."""
    for start, end in cells(stretches, "start", "end"):
        inside: list[pd.Timestamp | None] = [d for d in contact_days if start <= d <= end]
        marks = [None, *inside, None]
        for before, after in pairwise(marks):
            first = start if before is None else before + ONE_DAY
            last = end if after is None else after - ONE_DAY
            if first <= last:
                yield first, last, before, after


@measure
def causes(view: View) -> pd.DataFrame:
    """Who is said to have caused each declared stall, by source and speaker.

    Returns
    -------
    (n,) by spell, event, source and speaker: spell_id, event_id (the halt), source_id, source
    (label), speaker (name, or "the source"), said_cause (names of the halt's initiators, "not
    stated" where none is named), stance (of the speaker to the event; several joined by ", "),
    evidence. A claim keeps its speaker; nothing is weighed or averaged.
    """
    stalls, everybody, names = declared_stalls(view), roster(view), actor_labels(view)
    view = view.with_earlier
    labels = dict(zip(view.tables.sources["source_id"], view.tables.sources["label"], strict=True))
    rows = []
    for spell, events in zip(stalls["spell_id"], stalls["start_events"], strict=True):
        for event in events:
            cause = everybody.names(everybody.with_part(event, "initiator")) or NOT_STATED
            told = view.evidence[view.evidence["event_id"] == event]
            for (source, speaker), said in told.groupby(["source_id", "speaker"], sort=False):
                rows.append(
                    {
                        "spell_id": spell,
                        "event_id": event,
                        "source_id": source,
                        "source": labels.get(source, source),
                        "speaker": names.get(str(speaker), str(speaker)),
                        "said_cause": cause,
                        "stance": ", ".join(dict.fromkeys(said["stance"])),
                        "evidence": tuple(said["evidence_id"]),
                    }
                )
    return table(rows, _CAUSE)
