"""Contacts between the sides: what counts as one, on which days, how often, and between whom.

Counted is a contact that happened (``actual``) on one known day inside the window. Contacts
without a day, statements such as "daily, sometimes hourly", and planned ones are listed beside
and never counted; denied and supposed ones are a list of their own. How rates are computed from
counts is in :mod:`analysis.measures.rates`; how contacts are spread, over time and over pairs, in
:mod:`analysis.measures.patterns`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import pandas as pd

from analysis.measures.columns import (
    COUNT,
    DAY,
    NUMBER,
    OBJECT,
    TEXT,
    days_between,
    each,
    merged,
    table,
)
from analysis.measures.coverage import covered_stretches, on_stretches, overlap_days
from analysis.measures.people import roster
from analysis.measures.rates import contact_rate
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

Series = Literal["call", "meeting", "other"]
SERIES: tuple[Series, ...] = ("call", "meeting", "other")
_SERIES_OF: dict[str, Series] = {"phone": "call", "video": "call", "in_person": "meeting"}
_PERIODS = {"D": "D", "W": "W-SUN", "M": "M"}  # a week that ends on Sunday starts on Monday

_DATED = {
    "event_id": TEXT,
    "date": DAY,
    "series": TEXT,
    "channel": TEXT,
    "pair": TEXT,
    "actors": OBJECT,
    "sides": OBJECT,
    "pairs": OBJECT,
    "side_pairs": OBJECT,
    "level": COUNT,
    "level_high": COUNT,
    "place": TEXT,
    "summary": TEXT,
    "evidence": OBJECT,
}
_LISTED = {
    "event_id": TEXT,
    "earliest": DAY,
    "latest": DAY,
    "series": TEXT,
    "channel": TEXT,
    "pair": TEXT,
    "actors": OBJECT,
    "pairs": OBJECT,
    "modality": TEXT,
    "amount": OBJECT,
    "wording": TEXT,
    "why": TEXT,
    "place": TEXT,
    "summary": TEXT,
    "evidence": OBJECT,
}
_PERIOD = {
    "start": DAY,
    "end": DAY,
    "days": COUNT,
    "covered_days": COUNT,
    "calls": COUNT,
    "meetings": COUNT,
    "others": COUNT,
    "rated": COUNT,
    "per_week": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "status": TEXT,
    "evidence": OBJECT,
}


def series_of(channel: str) -> Series:
    """``call`` (phone, video), ``meeting`` (in person, visits too) or ``other`` (the rest)."""
    return _SERIES_OF.get(channel, "other")


def _contacts(view: View) -> pd.DataFrame:
    return view.events[view.events["family"] == "contact"]


def _is_dated(view: View, contacts: pd.DataFrame) -> pd.Series:
    return (
        contacts["day_known"]
        & (contacts["modality"] == "actual")
        & (contacts["amount_of"] != "contacts")
        & (contacts["earliest"] >= view.start)
        & (contacts["earliest"] <= view.end)
    )


@measure
def dated_contacts(view: View) -> pd.DataFrame:
    """The contacts that count: actual, on one known day inside the window, each stated by itself.

    Returns
    -------
    (n,) one row per contact (not per pair), by date and then in table order: event_id; date;
    series (call, meeting, other); channel; pair (label "A – B", several joined by "; "); actors
    (ids that took part), sides; pairs, side_pairs (tuples of unordered id pairs, see
    ``Roster.company``); level (lowest of the sides' best, 0 where one is not
    known or the other is not stated), level_high (the highest); place; summary; evidence.
    Contacts on days that no source covers are in it too: :func:`contacts_per_period` leaves
    them out of its rates.
    """
    contacts = _contacts(view)
    kept = contacts[_is_dated(view, contacts)].sort_values("earliest", kind="stable")
    return table(_dated_rows(view, kept), _DATED)


def _dated_rows(view: View, events: pd.DataFrame) -> Iterator[dict[str, Any]]:
    everybody = roster(view)
    for event in each(events):
        company = everybody.company(event.event_id, event.channel)
        yield {
            "event_id": event.event_id,
            "date": event.earliest,
            "series": series_of(event.channel),
            "channel": event.channel,
            "pair": company.label,
            "actors": company.actors,
            "sides": company.sides,
            "pairs": company.pairs,
            "side_pairs": company.side_pairs,
            "level": company.level,
            "level_high": company.level_high,
            "place": event.place,
            "summary": event.summary,
            "evidence": view.evidence_ids(event.event_id),
        }


@measure
def unknown_day_contacts(view: View) -> pd.DataFrame:
    """Contacts that are listed and never counted: no single day, no number, or only planned.

    Returns
    -------
    (n,) by earliest day (open ones first): event_id, earliest, latest (NaT = open), series,
    channel, pair, actors, pairs, modality (actual or planned), amount (Bounds: number of
    contacts where one is stated), wording (the source's), why ("planned", "number not stated",
    "a stretch of days", "day not stated"; the first that fits), place, summary, evidence.
    """
    return _listed(view, ("actual", "planned"))


@measure
def supposed_contacts(view: View) -> pd.DataFrame:
    """Contacts that a source denies or only supposes; columns of :func:`unknown_day_contacts`.

    ``why`` is the modality ("denied", "hypothetical").
    """
    return _listed(view, ("denied", "hypothetical"))


def _listed(view: View, modalities: tuple[str, ...]) -> pd.DataFrame:
    contacts = _contacts(view)
    chosen = contacts["modality"].isin(list(modalities)) & ~_is_dated(view, contacts)
    kept = contacts[chosen].sort_values(["earliest", "latest"], kind="stable", na_position="first")
    return table(_listed_rows(view, kept), _LISTED)


def _listed_rows(view: View, events: pd.DataFrame) -> Iterator[dict[str, Any]]:
    everybody = roster(view)
    for event in each(events):
        company = everybody.company(event.event_id, event.channel)
        number = (
            Bounds.of(event.amount_low, event.amount_best, event.amount_high)
            if event.amount_of == "contacts"
            else Bounds()
        )
        yield {
            "event_id": event.event_id,
            "earliest": event.earliest,
            "latest": event.latest,
            "series": series_of(event.channel),
            "channel": event.channel,
            "pair": company.label,
            "actors": company.actors,
            "pairs": company.pairs,
            "modality": event.modality,
            "amount": number,
            "wording": event.amount_text,
            "why": _why(event, number),
            "place": event.place,
            "summary": event.summary,
            "evidence": view.evidence_ids(event.event_id),
        }


def _why(event: Any, number: Bounds) -> str:
    if event.modality != "actual":
        return str(event.modality)
    if event.amount_of == "contacts" and not number.stated:
        return "number not stated"
    return "a stretch of days" if event.stretch else "day not stated"


@measure
def contacts_per_period(
    view: View,
    freq: Literal["D", "W", "M"],
    *,
    series: Series = "call",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Dated contacts per day, week (from Monday) or month, with the rate of one series.

    Parameters
    ----------
    freq : "D", "W" or "M". Weeks and months at the edges are clipped to the window.
    series : whose rate is computed; telephone and video calls by default.
    confidence : two-sided level of the rate's interval, in (0, 1).

    Returns
    -------
    (periods,) every period of the window, empty ones too: start, end (days, both included),
    days, covered_days; calls, meetings, others (dated contacts in the period, whether or not
    their day is covered); rated (contacts of ``series`` on covered days); per_week, low, high
    (``rated`` per week of covered days, exact Poisson interval; NaN where no day is covered, or
    where the view leaves out the channels of ``series``);
    status ("covered", "partly covered", "not covered"); evidence (of all contacts counted).
    Numerator and denominator of the rate are both of covered days only: a call that a source
    mentions outside the days that it narrates is in ``calls`` and not in ``rated``.

    Raises
    ------
    ValueError : another ``freq``, or a confidence outside (0, 1).
    """
    if freq not in _PERIODS:
        raise ValueError(f'the period must be "D", "W" or "M", not "{freq}"')
    dated, stretches = dated_contacts(view), covered_stretches(view)
    on_covered = on_stretches(stretches, dated["date"])
    span = pd.period_range(view.start, view.end, freq=_PERIODS[freq])
    starts = pd.Series(span.start_time)
    starts = starts.where(starts >= view.start, view.start)
    ends = pd.Series(span.end_time.normalize())
    ends = ends.where(ends <= view.end, view.end)
    place = starts.searchsorted(dated["date"], side="right") - 1
    marked = dated.assign(_covered=on_covered)
    looked_at = not view.channels or series in map(series_of, view.channels)
    rows = []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inside = marked[place == i]
        days, exposure = days_between(start, end) + 1, overlap_days(stretches, start, end)
        counts = Counter(inside["series"])
        rated = int(((inside["series"] == series) & inside["_covered"]).sum())
        rate = (
            contact_rate(rated, exposure, confidence=confidence) if exposure and looked_at else None
        )
        rows.append(
            {
                "start": start,
                "end": end,
                "days": days,
                "covered_days": exposure,
                "calls": counts["call"],
                "meetings": counts["meeting"],
                "others": counts["other"],
                "rated": rated,
                "per_week": rate.per_week if rate else float("nan"),
                "low": rate.low if rate else float("nan"),
                "high": rate.high if rate else float("nan"),
                "status": _status(exposure, days),
                "evidence": merged(inside["evidence"]),
            }
        )
    return table(rows, _PERIOD)


def _status(covered: int, days: int) -> str:
    if covered == 0:
        return "not covered"
    return "covered" if covered == days else "partly covered"
