"""Contacts between the sides: what counts as one, on which days, how often, and between whom.

Counted is a contact that happened (``actual``) on one known day inside the window. Contacts
without a day, statements such as "daily, sometimes hourly", and planned ones are listed beside
and never counted; denied and supposed ones are a list of their own. How rates are computed from
counts is in :mod:`analysis.measures.rates`; how contacts are spread, over time and over pairs, in
:mod:`analysis.measures.patterns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from analysis.days import WEEK_BEGINS
from analysis.measures import results
from analysis.measures.columns import cells, merged, objects
from analysis.measures.coverage import contact_stretches, on_stretches, overlap_days
from analysis.measures.people import Company, roster
from analysis.measures.rates import Rate, compare_rates, contact_rate
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

Series = Literal["call", "meeting", "other"]
SERIES: tuple[Series, ...] = ("call", "meeting", "other")
_SERIES_OF: dict[str, Series] = {"phone": "call", "video": "call", "in_person": "meeting"}
_LAST_OF_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")[WEEK_BEGINS]
_PERIODS = {"D": "D", "W": f"W-{_LAST_OF_WEEK}", "M": "M"}


def shows(channels: Sequence[str], series: Series) -> bool:
    """Whether a choice of channels holds those of a series, so that none of it means none."""
    return not channels or series in map(series_of, channels)


def series_of(channel: str) -> Series:
    """``call`` (phone, video), ``meeting`` (in person, visits too) or ``other`` (the rest)."""
    return _SERIES_OF.get(channel, "other")


@measure
def _contacts(view: View) -> pd.DataFrame:
    """All contacts of the view, counted or not, with who was in touch and why one is not counted.

    ``why`` is empty for those that count.
    """
    rows = view.told(view.events[view.events["family"] == "contact"])
    everybody = roster(view)
    met = [
        everybody.company(event, channel)
        for event, channel in zip(rows["event_id"], rows["channel"], strict=True)
    ]
    company = pd.DataFrame(
        [vars(c) for c in met], index=rows.index, columns=[f.name for f in fields(Company)]
    )
    several = rows["amount_of"] == "contacts"
    actual, inside = rows["modality"] == "actual", rows["earliest"].between(view.start, view.end)
    counted = rows["day_known"] & actual & ~several & inside
    why = np.select(
        [counted, ~actual, several & ~rows["quantified"], rows["stretch"]],
        ["", rows["modality"], "number not stated", "a stretch of days"],
        "day not stated",
    )
    unstated = objects([Bounds()] * len(rows), rows.index)
    return rows.join(company).assign(
        date=rows["earliest"],
        series=rows["channel"].map(series_of),
        amount=rows["amount"].where(several, unstated),
        why=why,
    )


@measure
def dated_contacts(view: View) -> pd.DataFrame:
    """The contacts that count: actual, on one known day inside the window, each stated by itself.

    Returns
    -------
    (n,) one row per contact (not per pair), by date and then in table order; columns
    ``results.CONTACTS``. How pairs are made of those who took part is said at
    ``Roster.company``; a level is 0 where one side's is not known or the other not stated.
    Contacts on days that no source covers are in it too: :func:`contacts_per_period` leaves
    them out of its rates.
    """
    rows = _contacts(view)
    return results.CONTACTS.table(rows[rows["why"] == ""])


@measure
def unknown_day_contacts(view: View) -> pd.DataFrame:
    """Contacts that are listed and never counted: no single day, no number, or only planned.

    Returns
    -------
    (n,) by earliest day (open ones first); columns ``results.LISTED``. ``why`` is "planned",
    "number not stated", "a stretch of days" or "day not stated", the first that fits.
    """
    return _listed(view, "actual", "planned")


@measure
def supposed_contacts(view: View) -> pd.DataFrame:
    """Contacts that a source denies or only supposes; columns of :func:`unknown_day_contacts`.

    ``why`` is the modality ("denied", "hypothetical").
    """
    return _listed(view, "denied", "hypothetical")


@measure
def listed_contacts(view: View) -> pd.DataFrame:
    """All contacts that are not counted: those of unknown day, then the supposed ones."""
    both = [unknown_day_contacts(view), supposed_contacts(view)]
    return results.LISTED.table(pd.concat(both, ignore_index=True))


def _listed(view: View, *modalities: str) -> pd.DataFrame:
    rows = _contacts(view)
    return results.LISTED.table(rows[(rows["why"] != "") & rows["modality"].isin(modalities)])


@measure
def contacts_by_pair(view: View) -> pd.DataFrame:
    """The dated contacts of each series and pair, as the pair is named.

    Returns
    -------
    (n,) by series, then falling count, then first day; columns ``results.BY_PAIR``.
    """
    dated = dated_contacts(view)
    groups = dated.groupby(["series", "pair"], sort=False)
    rows = groups.agg(count=("date", "size"), dates=("date", tuple), evidence=("evidence", merged))
    rows = rows.reset_index()
    order = rows.assign(_series=rows["series"].map(SERIES.index), _count=-rows["count"])
    return results.BY_PAIR.table(order.sort_values(["_series", "_count"], kind="stable"))


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
    (periods,) every period of the window, empty ones too; columns ``results.PERIODS``. Counted
    are the dated contacts of the period, whether or not their day is covered; the rate and its
    exact Poisson interval are NaN where no day is covered, or where the view leaves out the
    channels of ``series``. Numerator and denominator of the rate are both of covered days only:
    a call that a source mentions outside the days that it narrates is in ``calls`` and not in
    ``rated``.

    Raises
    ------
    ValueError : another ``freq``, or a confidence outside (0, 1).
    """
    if freq not in _PERIODS:
        raise ValueError(f'the period must be "D", "W" or "M", not "{freq}"')
    dated, stretches = dated_contacts(view), contact_stretches(view)
    span = pd.period_range(view.start, view.end, freq=_PERIODS[freq])
    rows = pd.DataFrame(
        {
            "start": span.start_time.where(span.start_time >= view.start, view.start),
            "end": span.end_time.normalize().where(span.end_time <= view.end, view.end),
        }
    )
    rows["days"] = (rows["end"] - rows["start"]).dt.days + 1
    rows["covered_days"] = overlap_days(stretches, rows["start"], rows["end"])
    place = _place(rows, dated)
    for name, one in zip(("calls", "meetings", "others"), SERIES, strict=True):
        rows[name] = np.bincount(place[dated["series"] == one], minlength=len(rows))
    rated = (dated["series"] == series) & on_stretches(stretches, dated["date"])
    rows["rated"] = np.bincount(place[rated], minlength=len(rows))
    exposures = rows["covered_days"] if shows(view.channels, series) else 0 * rows["covered_days"]
    rows = rows.join(_rates(rows["rated"], exposures, confidence))
    rows["status"] = np.select(
        [rows["covered_days"] == 0, rows["covered_days"] == rows["days"]],
        ["not covered", "covered"],
        "partly covered",
    )
    rows["evidence"] = _told(rows, dated, place)
    return results.PERIODS.table(rows)


def _rates(counts: pd.Series, exposures: pd.Series, confidence: float) -> pd.DataFrame:
    """The rate of each row, computed once for each count and exposure; NaN without exposure."""
    keys = list(zip(counts, exposures, strict=True))
    known = {key: contact_rate(*key, confidence=confidence) for key in set(keys) if key[1]}
    missing = Rate(0, 0, *[float("nan")] * 3)
    rates = [known.get(key, missing) for key in keys]
    return pd.DataFrame(
        [(r.per_week, r.low, r.high) for r in rates],
        index=counts.index,
        columns=["per_week", "low", "high"],
    )


@measure
def call_rate(view: View, *, confidence: float = 0.95) -> Rate | None:
    """Calls per week over all days of the window that are covered for contacts.

    None where no day is, and where the view leaves out the channels of calls.
    """
    dated, stretches = dated_contacts(view), contact_stretches(view)
    exposure = int(stretches["days"].sum())
    if not exposure or not shows(view.channels, "call"):
        return None
    calls = (dated["series"] == "call") & on_stretches(stretches, dated["date"])
    return contact_rate(int(calls.sum()), exposure, confidence=confidence)


@measure
def rates_by_stretch(view: View, *, confidence: float = 0.95) -> pd.DataFrame:
    """Dated calls per week in each covered stretch, each compared with the stretch before.

    Returns
    -------
    (stretches,) columns ``results.RATES``; none where the view leaves out the channels of calls.
    ``p_value`` is NaN for the first stretch, and where neither of the two has a call.
    """
    dated = dated_contacts(view)
    rows = contact_stretches(view).rename(columns={"days": "covered_days"})
    rows = rows if shows(view.channels, "call") else rows[:0]
    calls = dated[(dated["series"] == "call") & on_stretches(rows, dated["date"])]
    place = _place(rows, calls)
    rows["calls"] = np.bincount(place, minlength=len(rows))
    rows = rows.join(_rates(rows["calls"], rows["covered_days"], confidence))
    p_values = [
        compare_rates(*now, *before).p_value if now[0] or before[0] else float("nan")
        for before, now in pairwise(cells(rows, "calls", "covered_days"))
    ]
    rows["p_value"] = [float("nan"), *p_values][: len(rows)]
    rows["evidence"] = _told(rows, calls, place)
    return results.RATES.table(rows)


def _place(rows: pd.DataFrame, contacts: pd.DataFrame) -> np.ndarray:
    """(contacts,) int: the last of the rows, which are in order, that begins by its day."""
    return rows["start"].searchsorted(contacts["date"], side="right") - 1


def _told(rows: pd.DataFrame, contacts: pd.DataFrame, place: np.ndarray) -> pd.Series:
    """(rows,) the evidence of the contacts in each place."""
    told = contacts["evidence"].groupby(place).agg(merged)
    return objects((told.get(number, ()) for number in rows.index), rows.index)
