"""What is found on contacts: how many, between how many pairs, and how often."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.measures.contacts import shows
from analysis.measures.gaps_and_pairs import longest_gap
from analysis.report.findings.finding import NAMES, Finding, so_many_dated, uncovered
from analysis.report.wording import (
    at_least,
    counted,
    counted_figure,
    day,
    listed,
    month,
    number,
    of_those_shown,
    sentence,
    so_many,
    span,
)

UNITS = {"D": "day", "W": "week", "M": "month"}
_LONG_GAP = 7
"""Days without a dated contact that the title mentions."""


def _planned(m: Measures) -> str:
    return ", or planned," if (m.unknown_day_contacts["why"] == "planned").any() else ""


def contacts(m: Measures, cut: Sequence[int]) -> Finding:
    """How many, between how many pairs, and the longest time without one."""
    parts = ["Each mark is one contact on a stated day."]
    if m.contacts["or_more"].any():
        parts = [
            "Each mark is a contact on a stated day, or several that are told without a number."
        ]
    listed_only = len(m.unknown_day_contacts)
    if listed_only == 1:
        parts.append(
            f"One statement on contacts without a day or number{_planned(m)} is outlined over the "
            "days that the sources allow, and not counted by day."
        )
    elif listed_only:
        parts.append(
            f"{sentence(counted(listed_only, 'statement'))} on contacts without a day or number"
            f"{_planned(m)} are outlined over the days that the sources allow, and not counted "
            "by day."
        )
    hatched = uncovered(m, cut)
    return Finding(
        title=_contacts_title(m) + of_those_shown(m.sides, m.channels),
        caption=" ".join([*parts, hatched]).strip(),
        alt=f"{_contacts_alt(m)} {hatched}".strip(),
    )


def _contacts_title(m: Measures) -> str:
    dated, vague = m.contacts, len(m.unknown_day_contacts)
    if dated.empty:
        rest = f"; {number(vague)} without a stated day, or planned" if vague else ""
        return f"No contact on a stated day is reported{rest}"
    if len(dated) == 1:
        row = dated.iloc[0]
        one = sentence(so_many_dated(dated, f"dated {NAMES[row['series']]}"))
        return f"{one}: {row['pair']}, {span(row['date'], row['date'])}"
    calls = dated[dated["series"] == "call"]
    rows, noun = (calls, "call") if len(calls) else (dated, "contact")
    pairs = rows["pair"].nunique()
    title = sentence(so_many_dated(rows, f"dated {noun}"))
    if len(rows) > 1:
        title += f" between {counted(pairs, 'pair')}" if pairs > 1 else " of one pair"
    for first, last, days in _between(longest_gap(m, "call" if len(calls) else None)):
        if days >= _LONG_GAP:
            title += f"; none with a stated day {span(first, last)}"
    return title


def _between(gap: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp, int]]:
    """The days strictly between two contacts: first, last and how many; empty where none."""
    one = pd.Timedelta(days=1)
    rows = cells(gap, "previous", "next", "days")
    return [(a + one, b - one, int(days) - 1) for a, b, days in rows if days > 1]


def _contacts_alt(m: Measures) -> str:
    dated, vague = m.contacts, len(m.unknown_day_contacts)
    if dated.empty:
        text = "Time line without any contact on a stated day"
        return text + (f"; {counted(vague, 'contact')} without one." if vague else ".")
    of = {series: dated[dated["series"] == series] for series in NAMES}
    kinds = listed([so_many_dated(own, NAMES[s]) for s, own in of.items() if len(own)])
    top = dated["pair"].value_counts()
    days = span(dated["date"].min(), dated["date"].max(), short=False)
    text = f"Time line of {kinds} on stated days, {days}"
    if len(top) > 1:
        most = at_least(str(top.iloc[0]), dated.loc[dated["pair"] == top.index[0], "or_more"].any())
        text += f", in {counted(len(top), 'pair')}; most for {top.index[0]} ({most})"
    for first, last, length in _between(m.longest_gap):
        text += (
            f". The longest stretch of covered days between two of them is "
            f"{counted_figure(length, 'day')}, {span(first, last, short=False)}"
        )
    return f"{text}."


def periods(m: Measures, cut: Sequence[int]) -> Finding:
    """The periods with most dated calls, and those without any."""
    unit = UNITS[m.freq]
    return Finding(
        title=_periods_title(m, unit) + of_those_shown(m.sides, m.channels),
        caption=(
            f"Calls per {unit}: dots for those with a stated day, a line up to as many as are "
            "possible with calls whose day is not stated, an open arrow where calls are reported "
            f"without a number. Zero says that on the covered days of the {unit} no call has a "
            "stated day. "
            f"{uncovered(m, cut)}"
        ).strip(),
        alt=_periods_alt(m, unit),
    )


def _named(starts: list[pd.Timestamp], unit: str) -> str:
    """These periods in words: ``the weeks of 16 Oct and 13 Nov 2023``."""
    year = f" {starts[-1].year}"
    if unit == "month":
        return listed([month(s, short=False) for s in starts]) + year
    names = listed([day(s) for s in starts]) + year
    return names if unit == "day" else f"the week{'s' if len(starts) > 1 else ''} of {names}"


def _periods_title(m: Measures, unit: str) -> str:
    known = m.periods[m.periods["covered_days"] > 0]
    if known.empty:
        return "No source covers a day of this window, so no call can be counted"
    if not shows(m.channels, "call"):
        return "Calls are not shown in this edition"
    if not known["calls"].sum():
        return f"No call with a stated day in {counted(len(known), f'covered {unit}')}"
    best = int(known["calls"].max())
    tops = list(known.loc[known["calls"] == best, "start"])
    none = int((known["calls"] == 0).sum())
    rest = f"; none with a stated day in {none} of {len(known)} covered {unit}s" if none else ""
    calls = m.contacts[m.contacts["series"] == "call"]
    more = calls["or_more"].any()
    if len(tops) > 3 or tops[0].year != tops[-1].year:
        told = " that can be counted" if more else ""
        return f"At most {counted(best, 'dated call')}{told} in a {unit}{rest}"
    open_days = calls.loc[calls["or_more"], "date"]
    ends = dict(cells(known, "start", "end"))
    unsure = [open_days.between(start, ends[start]).any() for start in tops]
    said: list[str] = []
    for more in (True, False):  # a period with none that stands for more has that number of them
        if own := [start for start, one in zip(tops, unsure, strict=True) if bool(one) is more]:
            each = " each" if len(own) > 1 else ""
            where = f"{'on' if unit == 'day' else 'in'} {_named(own, unit)}"
            what = so_many(best) if said else counted(best, "dated call")
            said.append(f"{at_least(what, more)}{each} {where}")
    return f"{sentence(listed(said))}{rest}"


def _periods_alt(m: Measures, unit: str) -> str:
    periods, dated = m.periods, m.contacts[m.contacts["series"] == "call"]
    known = periods[periods["covered_days"] > 0]
    if known.empty:
        return f"No {unit} of the window is covered by a source, so nothing is drawn."
    text = (
        f"Dots of {so_many_dated(dated, 'dated call')} in {counted(len(known), f'covered {unit}')}."
    )
    more = int((known["possible"] > known["calls"]).sum())
    if more:
        text = text[:-1] + f"; in {so_many(more)} of them more are possible, of unstated day."
    vague = int(known["unnumbered"].sum())
    if vague:
        text = text[:-1] + f"; in {so_many(vague)} of them calls are told without a number."
    blank = int((periods["covered_days"] == 0).sum())
    if blank:
        text += f" {sentence(counted(blank, unit))} {'is' if blank == 1 else 'are'} not covered."
    return text
