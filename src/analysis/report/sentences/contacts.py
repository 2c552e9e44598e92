"""Sentences on contacts: how many have a day, between whom, how often, and what is only listed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import each
from analysis.report.sentences.citing import cite
from analysis.report.wording import (
    counted,
    counted_figure,
    in_window,
    listed,
    month,
    number,
    plain,
    sentence,
)

FEW = 5
"""Below this many events the count stands beside every rate."""

_NOUN = {
    "call": ("dated telephone call", "dated telephone calls"),
    "meeting": ("dated meeting or visit in person", "dated meetings or visits in person"),
    "other": ("other dated contact", "other dated contacts"),
}
_REASON = {
    "number not stated": "without a number",
    "day not stated": "without a day",
    "a stretch of days": "over a stretch of days",
    "planned": "announced and not reported as held",
    "denied": "denied",
    "hypothetical": "only supposed",
}


def on_contacts(m: Measures) -> list[str]:
    """How many contacts of each series have a day, and each pair's days."""
    said = []
    for series, (one, many) in _NOUN.items():
        own = m.contacts_by_pair[m.contacts_by_pair["series"] == series]
        if own.empty:
            if series != "other":
                said.append(f"The sources give no {one} {plain(in_window(m.sides, m.channels))}.")
            continue
        pairs = [
            f"{plain(row.pair)}, {number(row.count)} ({_days(row.dates)}) {cite(row.evidence)}"
            for row in each(own)
        ]
        count = counted(int(own["count"].sum()), one, many)
        said.append(f"{sentence(count)}: {'; '.join(pairs)}.")
    return said


def _days(dates: Iterable[pd.Timestamp]) -> str:
    """Days in full, the month said once for the days that share it."""
    months: dict[str, list[str]] = {}
    for day in sorted(dates):
        months.setdefault(f"{month(day, short=False)} {day.year}", []).append(str(day.day))
    return listed([f"{listed(days)} {name}" for name, days in months.items()])


def on_rate(m: Measures) -> list[str]:
    """The rate of calls over covered time with its interval."""
    rate = m.call_rate
    if not m.covered_days:
        return ["No day of this window is covered by a source, so there is no rate to give."]
    if m.contact_stretches.empty:
        return [
            "No day of this window is covered by a source that tells of contacts, so there is no "
            "rate to give."
        ]
    if rate is None:
        where = plain(in_window(m.sides, m.channels))
        return [f"Calls are not shown {where}, so there is no rate."]
    verb = "makes" if rate.count == 1 else "make"
    said = [
        f"Over the {counted_figure(rate.exposure_days, 'day')} of the window that a source covers, "
        f"{counted(rate.count, 'dated call')} {verb} {rate.per_week:.1f} calls a week "
        f"({m.confidence:.0%} exact Poisson interval {rate.low:.1f} to {rate.high:.1f})."
    ]
    if rate.count < FEW:
        said.append("With so few calls, read the count and not the rate.")
    return said


def on_gaps(m: Measures) -> list[str]:
    """The longest time between two dated contacts inside covered time."""
    return [
        "The longest time between two dated contacts that a source covers throughout is "
        f"{counted_figure(row.days, 'day')}, from {long_day(row.previous)} to "
        f"{long_day(row.next)} {cite(row.evidence)}. No contact is reported with a "
        "day in between; that is not the same as no contact."
        for row in each(m.longest_gap)
    ]


def on_listed_contacts(m: Measures) -> list[str]:
    """How many contacts are listed and not counted, and why."""
    rows = m.listed_contacts
    if rows.empty:
        return []
    reasons = rows["why"].value_counts()
    parts = [f"{number(count)} {_REASON[why]}" for why, count in reasons.items()]
    return [
        f"{sentence(counted(len(rows), 'statement'))} on contacts "
        f"{'is' if len(rows) == 1 else 'are'} listed in [Table](#tbl-listed-contacts) "
        f"and not counted: {listed(parts)}."
    ]
