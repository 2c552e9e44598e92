"""Spells: stretches of time that one event begins and another ends, with uncertain days as bounds.

A stall runs from a halt to a resumption, a truce from its start to its end. Which events those
are is said in :mod:`analysis.measures.stalls`; the rule that joins them is carried out in
:mod:`analysis.measures.joining`. Here they get their bounds, voices and evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.measures import results
from analysis.measures.columns import cells, days_between, each, merged
from analysis.measures.coverage import ONE_DAY, covered_days, covered_stretches
from analysis.measures.joining import Ended, Mark, holding, joined
from analysis.measures.people import NOT_STATED, actor_labels, roster, taken_by
from analysis.measures.view import View, measure
from analysis.package.groups import grouped
from analysis.package.resolution.told import BASES
from analysis.package.sides import sides_of

_PARTIES = ("initiator", "recipient", "participant")


@dataclass(frozen=True)
class Rule:
    """Which events make a spell.

    Attributes
    ----------
    name : stem of the spells' ids ("stall" gives "stall-1").
    begins, ends : kinds of event.
    signs : kinds of event that show that a spell was over, where they are certainly later than
        it: talks that go on after a halt.
    local : joins only where places and parties overlap; unknown ones may be any.
    longest_span : days; an event whose day is less well known than that begins or ends no
        spell. None = any closed span will do.
    cause : of which event the blamed are the claimed cause, the "start" or the "end".
    """

    name: str
    begins: str
    ends: str
    longest_span: int | None
    cause: str
    signs: tuple[str, ...] = ()
    local: bool = False


def is_marked(events: pd.DataFrame, longest_span: int | None) -> pd.Series:
    """(n,) bool: the event is one occurrence, on a day known to within ``longest_span`` days.

    A stretch ("2023-12-02/..") is as well known as its first day.
    """
    known = events["earliest"].notna() & events["start_latest"].notna()
    if longest_span is not None:
        known &= (events["start_latest"] - events["earliest"]).dt.days <= longest_span
    return known & (events["amount_of"] != "occurrences")


@measure
def spells(view: View, rule: Rule) -> pd.DataFrame:
    """Join each beginning to its end, within one process only.

    A beginning is ended by the first end whose earliest day is not before its own, whoever
    reports it and whether or not the days between are covered; the bounds of several possible
    ends are those of whichever came first. Where a sign that the spell was over comes before any
    end, or there is no end, it was over between the last day that evidence gives it and the
    first sign. A further beginning before any end or sign belongs to the same spell. A spell
    that began before the window is in the table where it may have been on in it. A spell with
    neither end nor sign is open: it is right-censored at the end of the covered stretch that
    holds its start (where none does, at its start).

    Returns
    -------
    (n,) by start; columns ``results.SPELLS``. ``left_truncated``: it may have begun before the
    covered stretch or the window that its start falls into. Of names that nobody states,
    "not stated".
    """
    first_day, everybody, view = view.start, roster(view), view.with_earlier
    stretches, labels = covered_stretches(view), actor_labels(view)
    inferred = _inferred(view)
    begun = _marks(view, (rule.begins,), rule.longest_span)
    ended = [
        replace(mark, stated=mark.event_id not in inferred)
        for mark in _marks(view, (rule.ends,), rule.longest_span)
    ]
    signs = _marks(view, rule.signs, None)
    spoken = enumerate(cells(view.evidence, "evidence_id", "speaker"))
    said = {evidence: (n, labels.get(speaker, speaker)) for n, (evidence, speaker) in spoken}
    naming = view.evidence[view.evidence["blames"] != ""]
    blames = grouped(naming["event_id"], naming["blames"])
    basis, took = dict(cells(view.events, "event_id", "date_basis")), taken_by(view)
    rows: list[dict[str, Any]] = []
    for starts, ended_by in joined(begun, ended, signs, stretches, view.end, local=rule.local):
        if _last_day(starts, ended_by, stretches) < first_day:
            continue
        ids = tuple(start.event_id for start in starts)
        end = ended_by.event_id if ended_by else ""
        caused = ids if rule.cause == "start" else (end,)
        blamed = merged(blames.get(event, ()) for event in caused)
        told = merged(map(view.evidence_ids, ids))
        speakers = [name for _, name in sorted(said[evidence] for evidence in told)]
        rows.append(
            {
                "spell_id": f"{rule.name}-{len(rows) + 1}",
                **_days(view, starts, ended_by, stretches, first_day),
                "start_basis": max((basis[event] for event in ids), key=BASES.index),
                "end_basis": basis.get(end, ""),
                "taken_by": ", ".join(dict.fromkeys(took[e] for e in caused if took.get(e))),
                "claimed_cause": everybody.names(blamed) or NOT_STATED,
                "speakers": ", ".join(dict.fromkeys(speakers)),
                "start_event": ids[0],
                "start_events": ids,
                "end_event": end,
                "evidence": merged([told, view.evidence_ids(end)]),
            }
        )
    return results.SPELLS.table(rows)


def _marks(view: View, kinds: tuple[str, ...], longest_span: int | None) -> list[Mark]:
    events = view.events[view.events["kind"].isin(kinds) & (view.events["modality"] == "actual")]
    events = events[is_marked(events, longest_span)]
    sides, taking = sides_of(view.actors), view.participants
    taking = taking[taking["part"].isin(_PARTIES) & taking["event_id"].isin(events["event_id"])]
    parties = {
        event: frozenset(sides.get(a) or a for a in own)
        for event, own in grouped(taking["event_id"], taking["actor_id"]).items()
    }
    marks = []
    for event in each(events):
        lasted = event.stretch and not pd.isna(event.latest)
        marks.append(
            Mark(
                event.event_id,
                first=event.earliest,
                last=event.start_latest,
                process=event.process,
                place=event.place,
                parties=parties.get(event.event_id, frozenset()),
                until=(event.end_earliest, event.latest) if lasted else None,
            )
        )
    return sorted(marks, key=lambda m: (m.first, m.last))


@measure
def _inferred(view: View) -> frozenset[str]:
    """Events that only the coder infers: no passage states, relates or publishes a day of them."""
    told = view.evidence[view.evidence["date_basis"] != ""]
    otherwise = told.loc[told["date_basis"] != "inferred", "event_id"]
    return frozenset(told["event_id"]) - frozenset(otherwise)


def _last_day(starts: list[Mark], end: Ended | None, stretches: pd.DataFrame) -> pd.Timestamp:
    """The last day on which the spell may have been on, as far as it was observed."""
    begun = min(s.last for s in starts)
    if end:
        return max(begun, end.last)
    stretch = holding(stretches, min(s.first for s in starts), begun)
    return begun if stretch is None else max(begun, stretch[1])


def _days(
    view: View,
    starts: list[Mark],
    end: Ended | None,
    stretches: pd.DataFrame,
    first_day: pd.Timestamp,
) -> dict[str, Any]:
    """Bounds of the start, the end and the length, and how far the spell was observed."""
    first, last = min(s.first for s in starts), min(s.last for s in starts)
    stretch = holding(stretches, first, last)
    observed_from = max(stretch[0], first_day) if stretch else first_day
    observed = {
        "start_earliest": first,
        "start_latest": last,
        "open": end is None,
        "end_stated": end is not None and end.stated,
        "left_truncated": first < observed_from,
        "entry_days": max(days_between(first, observed_from), 0) if stretch else 0,
    }
    if end is None:
        censored = stretch[1] if stretch else last
        return observed | {
            "end_earliest": pd.NaT,
            "end_latest": pd.NaT,
            "censored_on": censored,
            "days_low": max(days_between(last, censored), 0),
            "days_high": float("nan"),
            "uncovered_days": 0,
        }
    between = max(days_between(last, end.first) - 1, 0)
    return observed | {
        "end_earliest": end.first,
        "end_latest": end.last,
        "censored_on": pd.NaT,
        "days_low": max(days_between(last, end.first), 0),
        "days_high": days_between(first, end.last),
        "uncovered_days": between - covered_days(view, last + ONE_DAY, end.first - ONE_DAY),
    }
