"""How often there was contact: counts and rates per period, with what may lie in each.

A count has two ends: the contacts that fell into a period for certain, and those that may have. A
rate is one of covered days only. What counts as a contact is decided in
:mod:`analysis.measures.contacts`, how an interval is computed in :mod:`analysis.measures.rates`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from analysis.days import WEEK_BEGINS
from analysis.measures import results
from analysis.measures.columns import cells, merged, objects
from analysis.measures.contacts import SERIES, SEVERAL, Series, all_contacts, dated_contacts, shows
from analysis.measures.coverage import contact_stretches, on_stretches, overlap_days
from analysis.measures.rates import Rate, compare_rates, contact_rate
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

_LAST_OF_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")[WEEK_BEGINS]
_PERIODS = {"D": "D", "W": f"W-{_LAST_OF_WEEK}", "M": "M"}
_SINGLE = ("", "day not stated", SEVERAL)  # why a contact that is told with its number is not dated


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
    are the dated contacts of the period, whether or not their day is covered; ``certain`` and
    ``possible`` are those of :func:`contact_bounds` for ``series``; the rate and its
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
    for name, one in zip(("calls", "meetings", "visits", "others"), SERIES, strict=True):
        rows[name] = np.bincount(place[dated["series"] == one], minlength=len(rows))
    rows = rows.join(contact_bounds(view, rows["start"], rows["end"], series=series))
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


def contact_bounds(
    view: View, starts: pd.Series, ends: pd.Series, *, series: Series
) -> pd.DataFrame:
    """How many contacts of a series fell into each span of days, as bounds.

    Counted are contacts that happened, one for a row or as many as it states. One whose possible
    days all lie in a span is certain there; one that has some of them there may be in it, and adds
    to the upper end of each such span. A row that tells of several without a number counts as
    nothing and makes ``unnumbered`` true where it reaches.

    Parameters
    ----------
    starts, ends : (n,) days, both included.

    Returns
    -------
    (n,) columns ``certain``, ``possible``, ``about`` (an approximate number went into them) and
    ``unnumbered``, on the index of ``starts``.
    """
    rows = all_contacts(view)
    rows = rows[(rows["modality"] == "actual") & (rows["series"] == series)]
    alone = rows["why"].isin(_SINGLE).to_numpy()
    # An end that no passage bounds is a day that does not compare: such a contact is never certain.
    inside = (rows["earliest"].to_numpy()[:, None] >= starts.to_numpy()) & (
        rows["latest"].to_numpy()[:, None] <= ends.to_numpy()
    )
    apart = _apart(rows, starts, ends)
    least, most, more = _numbers(rows["amount"])
    about = np.array([bounds.about for bounds in rows["amount"]], dtype=bool)
    return pd.DataFrame(
        {
            "certain": (inside & alone[:, None]).T @ least,
            "possible": (~apart & alone[:, None]).T @ most,
            "about": (~apart & (alone & about)[:, None]).any(axis=0),
            "unnumbered": (~apart & (~alone | more)[:, None]).any(axis=0),
        },
        index=starts.index,
    )


def _apart(rows: pd.DataFrame, starts: pd.Series, ends: pd.Series) -> np.ndarray:
    """(rows, n) bool: none of a row's possible days lies in the span.

    One of which only one end is known may lie there, and on none of the days beyond.
    """
    first = rows["earliest"].fillna(rows["latest"]).to_numpy()[:, None]
    last = rows["latest"].fillna(rows["earliest"]).to_numpy()[:, None]
    return np.asarray((last < starts.to_numpy()) | (first > ends.to_numpy()))


def _numbers(amounts: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n,) at least and at most how many contacts each row tells of; whether it may be more.

    A row without a number is one contact.
    """
    told = [bounds if bounds.stated else Bounds(1, 1) for bounds in amounts]
    least = [max(int(bounds.low or 1), 1) for bounds in told]
    most = [int(bounds.high or low) for bounds, low in zip(told, least, strict=True)]
    more = [bounds.high is None for bounds in told]
    return np.array(least, dtype=int), np.array(most, dtype=int), np.array(more, dtype=bool)


@measure
def counts_in_window(view: View) -> pd.DataFrame:
    """Contacts of each series in the whole window, as bounds.

    Returns
    -------
    (4,) in the order of ``SERIES``; columns ``results.COUNTS``. The evidence is that of the
    contacts that are certain, on a known day or not.
    """
    start, end = pd.Series([view.start]), pd.Series([view.end])
    rows = all_contacts(view)
    certain = rows[
        (rows["modality"] == "actual")
        & rows["why"].isin(_SINGLE)
        & (rows["earliest"] >= view.start)
        & (rows["latest"] <= view.end)
    ]
    found = []
    for series in SERIES:
        own = certain[certain["series"] == series]
        bounds = contact_bounds(view, start, end, series=series).assign(
            series=series,
            dated=int((own["why"] == "").sum()),
            evidence=objects([merged(own["evidence"])], start.index),
        )
        found.append(bounds)
    return results.COUNTS.table(pd.concat(found, ignore_index=True))


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

    None where no day is, where the view leaves out the channels of calls, and where there may be
    more calls than are dated: of what is only a least count there is no interval.
    """
    dated, stretches = dated_contacts(view), contact_stretches(view)
    exposure = int(stretches["days"].sum())
    if not exposure or not shows(view.channels, "call"):
        return None
    calls = dated[(dated["series"] == "call") & on_stretches(stretches, dated["date"])]
    if calls["or_more"].any() or _more_may_be(view, stretches).any():
        return None
    return contact_rate(len(calls), exposure, confidence=confidence)


@measure
def rates_by_stretch(view: View, *, confidence: float = 0.95) -> pd.DataFrame:
    """Dated calls per week in each covered stretch, each compared with the stretch before.

    Returns
    -------
    (stretches,) columns ``results.RATES``; none where the view leaves out the channels of calls.
    ``p_value`` is NaN for the first stretch, and where neither of the two has a call. Where some
    calls are told as several without a number, or contacts that may be calls have no day or number,
    the rate is a least one, without interval or test.
    """
    dated = dated_contacts(view)
    rows = contact_stretches(view).rename(columns={"days": "covered_days"})
    rows = rows if shows(view.channels, "call") else rows[:0]
    calls = dated[(dated["series"] == "call") & on_stretches(rows, dated["date"])]
    place = _place(rows, calls)
    rows["calls"] = np.bincount(place, minlength=len(rows))
    several = np.bincount(place, weights=calls["or_more"], minlength=len(rows)) > 0
    rows["or_more"] = several | _more_may_be(view, rows)
    rows = rows.join(_rates(rows["calls"], rows["covered_days"], confidence))
    rows.loc[rows["or_more"], ["low", "high"]] = np.nan
    p_values = [
        compare_rates(*now, *before).p_value if (now[0] or before[0]) and not vague else np.nan
        for (*before, one), (*now, other) in pairwise(
            cells(rows, "calls", "covered_days", "or_more")
        )
        for vague in [one or other]
    ]
    rows["p_value"] = [float("nan"), *p_values][: len(rows)]
    rows["evidence"] = _told(rows, calls, place)
    return results.RATES.table(rows)


def _more_may_be(view: View, spans: pd.DataFrame) -> np.ndarray:
    """(spans,) bool: contacts without a day or number may be calls on the days of each span.

    They are calls, or contacts of which no channel is told.
    """
    rows = all_contacts(view)
    may = (rows["series"] == "call") | (rows["channel"] == "unknown")
    rows = rows[may & (rows["why"] != "") & (rows["modality"] == "actual")]
    return np.asarray((~_apart(rows, spans["start"], spans["end"])).any(axis=0))


def _place(rows: pd.DataFrame, contacts: pd.DataFrame) -> np.ndarray:
    """(contacts,) int: the last of the rows, which are in order, that begins by its day."""
    return rows["start"].searchsorted(contacts["date"], side="right") - 1


def _told(rows: pd.DataFrame, contacts: pd.DataFrame, place: np.ndarray) -> pd.Series:
    """(rows,) the evidence of the contacts in each place."""
    told = contacts["evidence"].groupby(place).agg(merged)
    return objects((told.get(number, ()) for number in rows.index), rows.index)
