"""What is found on the course of the talks: how many events, of which kinds, and between when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.measures import Measures
from analysis.report.findings.finding import Finding, uncovered
from analysis.report.wording import (
    MAY_LIE_OUTSIDE,
    and_more,
    counted,
    counted_figure,
    in_window,
    listed,
    number,
    sentence,
    so_many,
    span,
)

_MOST_KINDS = 4
_MOST_DAYS = 24  # that the name of one mark tells one by one


def course(m: Measures, cut: Sequence[int]) -> Finding:
    """How many events have a place in the order, and which kinds are most frequent."""
    steps = m.course
    placed = steps[steps["placed"]]
    rest = len(steps) - len(placed)
    caption = (
        "Each mark is an event that the sources tell of on a day, or within some days; events of "
        "one kind with the same days share a mark. Contacts and counts of those held have figures "
        "of their own."
    )
    if rest:
        caption += (
            f" {sentence(counted(rest, 'event'))} told as repeated, or whose days lie further "
            f"apart, {'stands' if rest == 1 else 'stand'} in the table only."
        )
    return Finding(course_title(placed, m), f"{caption} {uncovered(m, cut)}".strip(), _alt(m))


def named(same: Sequence[Any]) -> str:
    """What a mark is, for those who do not see it: days, kinds, and how they are told.

    Of a mark for events of several days each of these is named.
    """
    by_days: dict[tuple[Any, Any], list[Any]] = {}
    for one in sorted(same, key=lambda one: (one.earliest, one.latest)):
        by_days.setdefault((one.earliest, one.latest), []).append(one)
    told = [_named(days, own) for days, own in by_days.items()]
    if len(told) == 1:
        return told[0]
    many = counted_figure(len(same), "event")
    return f"{many}: {'; '.join(and_more(told, _MOST_DAYS, 'day or stretch', 'days'))}"


def _named(days: tuple[Any, Any], own: Sequence[Any]) -> str:
    kinds = listed(list(dict.fromkeys(one.label for one in own)))
    how = [counted_figure(len(own), "event")] if len(own) > 1 else []
    how += dict.fromkeys(one.told_as for one in own if one.told_as)
    told = f"{span(*days, short=False)}: {kinds}"
    return f"{told} ({', '.join(how)})" if how else told


def course_title(placed: pd.DataFrame, m: Measures) -> str:
    """How many of these events there are, and how many of them on one known day."""
    if placed.empty:
        return f"No event has a place in the order {in_window(m.sides)}"
    one_day = int((placed["earliest"] == placed["latest"]).sum())
    kinds = placed["label"].nunique()
    said = f"{sentence(counted(len(placed), 'event'))} of {counted(kinds, 'kind')}"
    days = (
        "of one known day"
        if one_day == len(placed)
        else f"{so_many(one_day)} of them on one known day"
    )
    outside = int(placed["outside"].sum())
    return f"{said}, {days}" + f"; {number(outside)} {MAY_LIE_OUTSIDE}" * bool(outside)


def _alt(m: Measures) -> str:
    placed = m.course[m.course["placed"]]
    if placed.empty:
        return "Nothing is drawn: no event has a place in the order."
    counts = placed["label"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    most = [f"{label} {count}" for label, count in counts[:_MOST_KINDS].items()]
    others = len(counts) - len(most)
    more = f"; and {counted(others, 'further kind')}" if others > 0 else ""
    days = span(placed["earliest"].min(), placed["latest"].max(), short=False)
    return (
        f"Time line of {counted_figure(len(placed), 'event')} by kind, {days}: "
        f"{'; '.join(most)}{more}."
    )
