"""What is found on stalls: how often a halt was declared, how long it lasted, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import each
from analysis.report.findings.finding import Finding, uncovered
from analysis.report.wording import (
    MAY_LIE_OUTSIDE,
    and_more,
    between,
    counted,
    counted_figure,
    day,
    end_is_known,
    in_window,
    listed,
    number,
    of_those_shown,
    sentence,
    some_outside,
    span,
)

_MOST = 12  # halts that are named


def stalls(m: Measures, cut: Sequence[int]) -> Finding:
    """How often a halt was declared, how long it lasted, and what is still open."""
    lengths = listed([str(k) for k in sorted(set(m.days_without_contact))]).replace(" and ", " or ")
    text = (
        "Declared: a source says that the talks were halted; the bar runs from the day of the "
        "halt to the first evidence that talks went on. Outlined: at least "
        f"{lengths} covered days in a row without a dated contact, and without days among which "
        "one of unknown day must lie. The two are not added up."
    )
    if vague := len(m.undated_stalls):
        text += (
            f" {sentence(counted(vague, 'statement'))} on halts that are repeated or have no "
            f"stated day {'has' if vague == 1 else 'have'} no length."
        )
    return Finding(_title(m), f"{text} {uncovered(m, cut)}".strip(), _alt(m))


def first_day(row: Any, *, year: bool = True) -> str:
    """The start of a spell in words: ``14 Nov 2023``, ``1 or 2 Dec 2023``, ``1–5 Dec 2023``."""
    early, late = row.start_earliest, row.start_latest
    if (late - early).days == 1 and early.month == late.month:
        return f"{early.day} or {day(late, year=year)}"
    return span(early, late, year=year)


def _title(m: Measures) -> str:
    declared, vague = m.stalls, len(m.undated_stalls)
    none = f"No halt that can be dated is declared {in_window(m.sides)}"
    if vague:
        none += f"; {counted(vague, 'halt')} without a stated day"
    if declared.empty:
        if m.without_contact.empty:
            return none
        only = "" if m.sides else of_those_shown((), m.channels)  # the sides are named by then
        return f"{none}; no dated contact for {_longest(m)}{only}"
    still = list(each(declared[declared["open"]]))
    ended = declared[~declared["open"]]
    one = next(each(declared))
    elsewhere = m.may_lie_outside(declared["start_earliest"], declared["start_latest"]).any()
    halts = declared_halts(m) if elsewhere else f"{counted(len(declared), 'halt')} declared"
    many = f"{sentence(halts)}{of_those_shown(m.sides)}"
    if len(declared) == 1 and still:
        return f"{many}, from {first_day(one)}; no end of it is reported"
    if len(declared) == 1:
        return f"{many}: {_lasted(one)}"
    parts = []
    if len(ended) in (1, 2):
        parts += [
            f"one of {_lasted(row)}" if end_is_known(row) else f"one {_lasted(row)}"
            for row in each(ended)
        ]
    elif len(ended):
        parts.append(_all_lasted(ended))
    if len(still) == 1:
        parts.append(f"one from {first_day(still[0])} without a reported end")
    elif still:
        parts.append(f"{number(len(still))} without a reported end")
    return f"{many}: {listed(parts)}"


def declared_halts(m: Measures) -> str:
    """How many halts are declared, and how many of them before the window, or perhaps so."""
    count, early = len(m.stalls), m.stalls["start_latest"] < m.start
    outside = m.may_lie_outside(m.stalls["start_earliest"], m.stalls["start_latest"]) & ~early
    before, perhaps = int(early.sum()), int(outside.sum())
    if before == count and count:
        return f"{counted(count, 'halt')} declared before this window"
    told = counted(count, "declared halt")
    told += f", {number(before)} of them before this window" if before else ""
    if perhaps == count == 1:
        return f"{told} that {MAY_LIE_OUTSIDE}"
    return told + some_outside(perhaps)


def _all_lasted(ended: pd.DataFrame) -> str:
    known = ended[[end_is_known(row) for row in each(ended)]]
    rest = len(ended) - len(known)
    told = []
    if len(known):
        low, high = known["days_low"].min(), known["days_high"].max()
        told.append(f"{number(len(known))} ended after {between(low, high)}")
    return listed([*told, *([f"{number(rest)} on a day that no source gives"] if rest else [])])


def _lasted(row: Any) -> str:
    if not end_is_known(row):
        return f"from {first_day(row)}, over by {day(row.end_latest, year=True)}"
    return f"{between(row.days_low, row.days_high)}, {_dates(row)}"


def _dates(row: Any) -> str:
    return span(row.start_earliest, row.end_latest)


def _longest(m: Measures) -> str:
    """The longest stretch without contact, the last of several: ``5 days, 1–5 Nov 2023``."""
    most = m.without_contact.sort_values("days", kind="stable").iloc[-1]
    return f"{counted_figure(int(most['days']), 'day')}, {span(most['start'], most['end'])}"


def _alt(m: Measures) -> str:
    parts = [f"from {first_day(row)}, open" if row.open else _lasted(row) for row in each(m.stalls)]
    shown = and_more(parts, _MOST, "halt")
    text = (
        f"Bars of {counted(len(parts), 'declared halt')}: {'; '.join(shown)}."
        if parts
        else "No declared halt that can be dated."
    )
    counts: pd.Series = m.without_contact.groupby("k").size()
    if len(counts):
        lengths = listed([f"{n} of {k} days or more" for k, n in counts.items()])
        only = of_those_shown(m.sides, m.channels)
        text += (
            f" Stretches without a dated contact{only}: {lengths}; the longest is {_longest(m)}."
        )
    else:
        text += " No covered stretch of these lengths is free of dated and undated contacts."
    calm, vague = len(m.truces), len(m.undated_stalls)
    more = [counted(calm, "truce")] if calm else []
    more += [f"{counted(vague, 'halt')} without a stated day"] if vague else []
    return f"{text} Also: {listed(more)}." if more else text
