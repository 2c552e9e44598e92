"""What is found on contacts: how many, how often, between whom, and at which level."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.measures.patterns import longest_gap
from analysis.report.findings.finding import NAMES, Finding, uncovered
from analysis.report.wording import (
    counted,
    counted_figure,
    day,
    in_window,
    listed,
    month,
    number,
    sentence,
    span,
)

UNITS = {"D": "day", "W": "week", "M": "month"}
MOST_PAIRS = 18
"""Pairs drawn one by one; further ones are in the table only."""

_LONG_GAP = 7
"""Days without a dated contact that the title mentions."""


def contacts(m: Measures, cut: Sequence[int]) -> Finding:
    """How many, between how many pairs, and the longest silence."""
    parts = ["Each mark is one contact on a stated day."]
    listed_only = len(m.unknown_day_contacts)
    if listed_only == 1:
        parts.append(
            "One contact without a stated day or number, or planned, is outlined over the "
            "days that the sources allow, and not counted."
        )
    elif listed_only:
        parts.append(
            f"{sentence(counted(listed_only, 'contact'))} without a stated day or number, or "
            "planned, are outlined over the days that the sources allow, and never counted."
        )
    hatched = uncovered(m, cut)
    return Finding(
        title=_contacts_title(m),
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
        return f"One dated {NAMES[row['series']]}: {row['pair']}, {span(row['date'], row['date'])}"
    calls = dated[dated["series"] == "call"]
    rows, noun = (calls, "call") if len(calls) else (dated, "contact")
    pairs = rows["pair"].nunique()
    title = sentence(counted(len(rows), f"dated {noun}"))
    if len(rows) > 1:
        title += f" between {counted(pairs, 'pair')}" if pairs > 1 else " of one pair"
    for first, last, days in _silence(longest_gap(m, "call" if len(calls) else None)):
        if days >= _LONG_GAP:
            title += f"; no {noun} reported {span(first, last)}"
    return title


def _silence(gap: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp, int]]:
    """The days strictly between two contacts: first, last and how many; empty where none."""
    one = pd.Timedelta(days=1)
    rows = cells(gap, "previous", "next", "days")
    return [(a + one, b - one, int(days) - 1) for a, b, days in rows if days > 1]


def _contacts_alt(m: Measures) -> str:
    dated, vague = m.contacts, len(m.unknown_day_contacts)
    if dated.empty:
        text = "Time line without any contact on a stated day"
        return text + (f"; {counted(vague, 'contact')} without one." if vague else ".")
    counts = dated["series"].value_counts()
    kinds = listed([counted(int(counts[s]), NAMES[s]) for s in NAMES if s in counts])
    top = dated["pair"].value_counts()
    days = span(dated["date"].min(), dated["date"].max(), short=False)
    text = f"Time line of {kinds} on stated days, {days}"
    if len(top) > 1:
        text += f", in {counted(len(top), 'pair')}; most for {top.index[0]} ({top.iloc[0]})"
    for first, last, length in _silence(m.longest_gap):
        text += (
            f". The longest stretch of covered days between two of them is "
            f"{counted_figure(length, 'day')}, {span(first, last, short=False)}"
        )
    return f"{text}."


def periods(m: Measures, cut: Sequence[int]) -> Finding:
    """The periods with most calls, and those without any."""
    unit = UNITS[m.freq]
    return Finding(
        title=_periods_title(m, unit),
        caption=(
            f"Dated calls per {unit}, as a rate over the days that sources cover, with the exact "
            f"Poisson interval ({m.confidence * 100:g} %); the counts stand below. A {unit} "
            "covered without a call is a zero, one that no source covers has no rate; bars span "
            "covered days only. Contacts without a stated day are left out. "
            f"{uncovered(m, cut)}"
        ).strip(),
        alt=_periods_alt(m.periods, unit),
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
        return "No source covers a day of this window, so there is no rate of calls"
    if m.call_rate is None:
        return "Calls are not shown in this edition, so there is no rate of calls"
    if not known["calls"].sum():
        return f"No dated call is reported in {counted(len(known), f'covered {unit}')}"
    best = int(known["calls"].max())
    tops = list(known.loc[known["calls"] == best, "start"])
    silent = int((known["calls"] == 0).sum())
    rest = f"; none reported in {silent} of {len(known)} covered {unit}s" if silent else ""
    if len(tops) > 3 or tops[0].year != tops[-1].year:
        return f"At most {counted(best, 'dated call')} in a {unit}{rest}"
    each = " each" if len(tops) > 1 else ""
    where = f"{'on' if unit == 'day' else 'in'} {_named(tops, unit)}"
    return f"{sentence(counted(best, 'dated call'))}{each} {where}{rest}"


def _periods_alt(periods: pd.DataFrame, unit: str) -> str:
    known = periods[periods["covered_days"] > 0]
    if known.empty:
        return f"No {unit} of the window is covered by a source, so no rate is drawn."
    text = (
        f"Bars of {counted(int(known['calls'].sum()), 'dated call')} in "
        f"{counted(len(known), f'covered {unit}')}."
    )
    best = known.nlargest(1, "per_week").iloc[0]
    if best["per_week"] > 0:
        text += (
            f" The highest rate is {best['per_week']:.2g} calls per covered week "
            f"(interval {best['low']:.2g} to {best['high']:.2g}) in "
            f"{_named([best['start']], unit)}."
        )
    blank = int((periods["covered_days"] == 0).sum())
    if blank:
        text += f" {sentence(counted(blank, unit))} {'is' if blank == 1 else 'are'} not covered."
    return text


def matrix(m: Measures) -> Finding:
    """The pairs in contact most often."""
    totals = m.pairs.groupby("pair", sort=False)["count"].sum()
    beyond = len(totals) - MOST_PAIRS
    left = f" {sentence(counted(beyond, 'further pair'))} with fewer stand in the table only."
    return Finding(
        title=_matrix_title(totals),
        caption=(
            "Dated contacts of each pair, in no direction, by channel. A contact of more than two "
            "counts once for each pair in touch; an empty cell means that none is reported."
            f"{left if beyond > 0 else ''}"
        ),
        alt=_matrix_alt(m, m.pairs, totals),
    )


def _matrix_title(totals: pd.Series) -> str:
    if totals.empty:
        return "No pair is reported in contact on a stated day"
    best = [str(pair) for pair in totals.index[totals == totals.max()]]
    count = int(totals.max())
    if len(totals) == 1:
        return f"One pair in contact on stated days: {best[0]} ({count})"
    if len(best) > 2:
        times = {1: "once", 2: "twice"}.get(count, f"{number(count)} times")
        pairs = sentence(counted(len(totals), "pair"))
        return f"{pairs} in contact on stated days, none more than {times}"
    each = " each" if len(best) > 1 else ""
    return (
        f"Of {counted(len(totals), 'pair')}, {listed(best)} had most contacts on stated days "
        f"({count}{each})"
    )


def _matrix_alt(m: Measures, pairs: pd.DataFrame, totals: pd.Series) -> str:
    if totals.empty:
        where = in_window(m.sides, m.channels)
        return f"Nothing is drawn: no pair has a contact on a stated day {where}."
    sums = pairs.groupby("series")["count"].sum()
    kinds = listed([counted(int(sums[s]), NAMES[s]) for s in NAMES if s in sums])
    shown = [f"{pair} {count}" for pair, count in totals[:4].items()]
    more = f"; and {len(totals) - 4} further pairs" if len(totals) > 4 else ""
    return f"Who was in contact with whom: {kinds}. {'; '.join(shown)}{more}."


def levels(m: Measures) -> Finding:
    """The level of most contacts."""
    total = int(m.levels["count"].sum())
    sums = m.levels.groupby(["level", "level_label"], as_index=False)["count"].sum()
    sums = sums.sort_values("level", ascending=False, kind="stable")
    parts = [f"{label} {count}" for label, count in cells(sums, "level_label", "count")]
    drawn = (
        f"Stacked counts of {counted(total, 'dated contact')} by level: {'; '.join(parts)}."
        if total
        else f"Nothing is drawn: there is no dated contact {in_window(m.sides, m.channels)}."
    )
    return Finding(
        title=_levels_title(sums, total),
        caption=(
            "Dated contacts by level: of the two sides' most senior participants, the level of "
            "the less senior. Levels are an order, not a measure, so they are counted and not "
            "averaged."
        ),
        alt=drawn,
    )


def _levels_title(sums: pd.DataFrame, total: int) -> str:
    if not total:
        return "No dated contact, so no level to compare"
    best = sums.nlargest(1, "count").iloc[0]
    count, label = int(best["count"]), best["level_label"]
    if total == 1:
        return f"The one dated contact was at the level: {label}"
    if count == total:
        return f"All {number(total)} dated contacts were at the level: {label}"
    verb = "was" if count == 1 else "were"
    some = f"{sentence(number(count))} of {number(total)} dated contacts"
    return f"{some} {verb} at the level: {label}"
