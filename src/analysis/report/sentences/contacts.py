"""Sentences on contacts: how many have a day, between whom, how often, and what is only listed."""

from __future__ import annotations

import pandas as pd

from analysis.days import long_day
from analysis.measures.columns import each
from analysis.measures.contacts import dated_contacts, supposed_contacts, unknown_day_contacts
from analysis.measures.coverage import covered_stretches, on_stretches
from analysis.measures.patterns import gaps
from analysis.measures.rates import Rate, contact_rate
from analysis.measures.view import View
from analysis.report.sentences.citing import cite
from analysis.report.wording import counted, counted_figure, listed, number, sentence, span

FEW = 5
"""Below this many events the count stands beside every rate."""

_NOUN = {
    "call": ("dated telephone call", "dated telephone calls"),
    "meeting": ("dated meeting or visit in person", "dated meetings or visits in person"),
    "other": ("other dated contact", "other dated contacts"),
}


def on_dated_contacts(view: View) -> list[str]:
    """How many contacts of each series have a day, and each pair's days."""
    dated = dated_contacts(view)
    said = []
    for series, (one, many) in _NOUN.items():
        own = dated[dated["series"] == series]
        if own.empty:
            if series != "other":
                said.append(f"The sources give no {one} in this window.")
            continue
        pairs = [
            f"{pair}, {number(len(rows))} ({_days(rows['date'])}) {cite(_ids(rows))}"
            for pair, rows in _by_pair(own)
        ]
        said.append(f"{sentence(counted(len(own), one, many))}: {'; '.join(pairs)}.")
    return said


def _by_pair(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    groups = [(str(pair), group) for pair, group in rows.groupby("pair", sort=False)]
    return sorted(groups, key=lambda item: -len(item[1]))


def _ids(rows: pd.DataFrame) -> list[str]:
    return [i for ids in rows["evidence"] for i in ids]


def _days(dates: pd.Series) -> str:
    """Days in full, the month said once for the days that share it."""
    months: list[tuple[str, list[str]]] = []
    for when in sorted(dates):
        name = f"{when:%B} {when.year}"
        if not months or months[-1][0] != name:
            months.append((name, []))
        months[-1][1].append(str(when.day))
    return listed([f"{listed(days)} {name}" for name, days in months])


def overall_rate(view: View, *, confidence: float) -> Rate | None:
    """Calls per week over all covered days of the window; None where no day is covered."""
    dated, stretches = dated_contacts(view), covered_stretches(view)
    exposure = int(stretches["days"].sum())
    if not exposure:
        return None
    calls = dated[(dated["series"] == "call") & on_stretches(stretches, dated["date"])]
    return contact_rate(len(calls), exposure, confidence=confidence)


def on_rate(view: View, *, confidence: float) -> list[str]:
    """The rate of calls over covered time with its interval, and the longest gap."""
    rate = overall_rate(view, confidence=confidence)
    if rate is None:
        return ["No day of this window is covered by a source, so there is no rate to give."]
    verb = "makes" if rate.count == 1 else "make"
    said = [
        f"Over the {counted_figure(rate.exposure_days, 'day')} of the window that a source covers, "
        f"{counted(rate.count, 'dated call')} {verb} {rate.per_week:.1f} calls a week "
        f"({confidence:.0%} exact Poisson interval {rate.low:.1f} to {rate.high:.1f})."
    ]
    if rate.count < FEW:
        said.append("With so few calls, read the count and not the rate.")
    return said


def on_gaps(view: View) -> list[str]:
    """The longest time between two dated contacts inside covered time."""
    found = gaps(view)
    inside = found[(found["uncovered_days"] == 0) & (found["days"] > 0)]
    if inside.empty:
        return []
    longest = next(each(inside.sort_values("days", ascending=False, kind="stable")))
    return [
        "The longest time between two dated contacts that a source covers throughout is "
        f"{counted_figure(int(longest.days), 'day')}, from {long_day(longest.previous)} to "
        f"{long_day(longest.next)} {cite(longest.evidence)}. No contact is reported with a "
        "day in between; that is not the same as no contact."
    ]


def on_listed_contacts(view: View, table: str) -> list[str]:
    """How many contacts are listed and not counted, and why."""
    rows = pd.concat([unknown_day_contacts(view), supposed_contacts(view)], ignore_index=True)
    if rows.empty:
        return []
    reasons = rows["why"].value_counts()
    parts = [f"{number(int(n))} {_REASON.get(str(why), str(why))}" for why, n in reasons.items()]
    return [
        f"{sentence(counted(len(rows), 'further statement'))} on contacts "
        f"{'is' if len(rows) == 1 else 'are'} listed in [Table](#{table}) and not counted: "
        f"{listed(parts)}."
    ]


_REASON = {
    "number not stated": "without a number",
    "day not stated": "without a day",
    "a stretch of days": "over a stretch of days",
    "planned": "announced and not reported as held",
    "denied": "denied",
    "hypothetical": "only supposed",
}


def on_stretches_of_coverage(view: View) -> list[str]:
    """Where in the window the sources narrate at all."""
    stretches = covered_stretches(view)
    if stretches.empty:
        return ["No source narrates any day of this window."]
    named = [span(s, e, short=False) for s, e in each(stretches[["start", "end"]])]
    covered = int(stretches["days"].sum())
    if covered == view.days:
        return [f"The sources narrate every day of the window, {listed(named)}."]
    return [
        f"The sources narrate {counted_figure(covered, 'day')} of the "
        f"{counted_figure(view.days, 'day')} of the window: {listed(named)}. On the other "
        "days nothing is reported because nothing is covered."
    ]
