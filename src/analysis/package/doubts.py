"""Warnings: what a table may well say, and what a coder should look at again all the same.

A problem is certain, and stops the build; a warning is not, and stops nothing. ``check`` lists
each with its place, and a report says how many its tables give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.days import long_day
from analysis.edtf import parse_edtf
from analysis.package.groups import grouped
from analysis.package.reading import RawTable
from analysis.package.resolution.numbers import AMOUNTS
from analysis.package.resolution.told import BINDS
from analysis.package.sides import sides_of
from analysis.package.tables import Tables
from analysis.problems import Problem

COUNTED = ("contact", "inflow", "outflow", "stock", "truce")
"""Families whose events are counted or subtracted, so that one coded twice changes a number."""
REPEATED = ("contacts", "occurrences")
LEAST_FAR = 20  # years from the rest
_DATE_IN_ID = re.compile(
    r"(?<![0-9])([12][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?)?(?![0-9])"
)

_NUMERAL = re.compile(
    r"(?<![\w.,:])[0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+(?![\w:])|[0-9]+(?:[.:][0-9]+)?"
)


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again.

    Attributes
    ----------
    kind : "twice", "later", "id", "year" or "words".
    table, key : the table, and the id of the row in it.
    column, value, rule : as of a :class:`analysis.problems.Problem`.
    other : of "twice", the id of the event that it may be.
    """

    kind: str
    table: str
    key: str
    column: str
    value: str
    rule: str
    other: str = ""


def doubts(data: Tables) -> list[Doubt]:
    """Every warning that the tables give, kind by kind, each in the order of its table."""
    kinds: tuple[Callable[[Tables], Iterator[Doubt]], ...] = (_twice, _later, _ids, _years, _words)
    return [doubt for kind in kinds for doubt in kind(data)]


def placed(found: list[Doubt], raw: dict[str, RawTable]) -> list[Problem]:
    """The warnings with file and line, ordered by them."""
    line_of = {
        name: dict(zip(table.frame.iloc[:, 0], table.lines, strict=True))
        for name, table in raw.items()
    }
    places = [
        Problem(raw[d.table].file, int(line_of[d.table][d.key]), d.column, d.value, d.rule)
        for d in found
    ]
    return sorted(places, key=lambda p: (p.file, p.line, p.column, p.rule))


def _twice(data: Tables) -> Iterator[Doubt]:
    """Counted events of one kind and channel, between the same sides, on days that overlap."""
    events = data.events
    counted = events[
        events["family"].isin(COUNTED)
        & (events["modality"] == "actual")
        & ~(events["amount_of"].isin(REPEATED) & (events["amount_low"] != 1))  # one at least
        & ~events["repeated"].astype(bool)
    ]
    side = sides_of(data.actors)
    taking = data.participants[data.participants["event_id"].isin(counted["event_id"])]
    actors_of = {
        event: frozenset(own)
        for event, own in grouped(taking["event_id"], taking["actor_id"]).items()
    }

    @cache
    def sides_between(actors: frozenset[str]) -> frozenset[str]:
        return frozenset(side.get(actor) or actor for actor in actors)

    first = counted["earliest"].fillna(pd.Timestamp.min.as_unit("s"))
    last = counted["latest"].fillna(pd.Timestamp.max.as_unit("s"))
    by_day = counted.assign(first=first, last=last).sort_values(
        ["kind", "channel", "first", "event_id"], kind="stable"
    )
    again: dict[str, str] = {}
    for _, group in by_day.groupby(["kind", "channel"], sort=False):
        # Of the events between the same actors, the one that may have ended last is enough.
        going_on: dict[frozenset[str], tuple[pd.Timestamp, str]] = {}
        day = None
        columns = (group[name].tolist() for name in ("event_id", "first", "last"))
        for event, start, end in zip(*columns, strict=True):
            if start != day:  # the rest are of later days: what has ended is none of theirs
                going_on = {own: seen for own, seen in going_on.items() if seen[0] >= start}
                day = start
            own = actors_of.get(event, frozenset())
            between = sides_between(own)
            for others, (until, other) in going_on.items():
                if until < start or own.isdisjoint(others):
                    continue
                against = sides_between(others)
                if between <= against or between >= against:
                    again[event] = other
                    break
            going_on[own] = max(going_on.get(own, (end, event)), (end, event))
    for event in events["event_id"].tolist():
        if event in again:
            rule = (
                f'may be the same as "{again[event]}": one kind, one channel, an actor in common, '
                "and days that overlap"
            )
            yield Doubt("twice", "events", event, "event_id", event, rule, again[event])


def _later(data: Tables) -> Iterator[Doubt]:
    """Events that are told as actual, and lie after every source that tells them."""
    printed = {
        source: pd.Timestamp(parse_edtf(published).latest)  # type: ignore[arg-type]  # None: NaT
        for source, published in zip(
            data.sources["source_id"], data.sources["published"], strict=True
        )
        if published
    }
    told = data.evidence[data.evidence["stance"].isin(BINDS)]
    last: dict[str, Any] = {}  # NaT, where a source has no last day, is never passed
    for event, source in zip(told["event_id"].tolist(), told["source_id"].tolist(), strict=True):
        day = printed.get(source, pd.NaT)
        known = last.get(event, day)
        last[event] = day if pd.isna(day) or day > known else known
    events = data.events[data.events["modality"] == "actual"]
    for event, earliest in zip(
        events["event_id"].tolist(), events["earliest"].tolist(), strict=True
    ):
        if event in last and earliest > last[event]:
            rule = (
                f"is told as actual and lies on {long_day(earliest)} at the earliest, after "
                f"every source that tells it (the last is of {long_day(last[event])})"
            )
            yield Doubt("later", "events", event, "event_id", event, rule)


def _ids(data: Tables) -> Iterator[Doubt]:
    """Ids that name other days than those of their event."""
    columns = (data.events[name].tolist() for name in ("event_id", "earliest", "latest"))
    for event, earliest, latest in zip(*columns, strict=True):
        named = [_span(*match.groups()) for match in _DATE_IN_ID.finditer(event)]
        if not named:
            continue
        start, end = min(first for first, _ in named), max(last for _, last in named)
        # NaT, where a side is open, is neither before nor after.
        if latest < start or earliest > end:
            known = [f"{long_day(day)}" for day in (earliest, latest) if not pd.isna(day)]
            days = " to ".join(dict.fromkeys(known))
            yield Doubt("id", "events", event, "event_id", event, f"is of other days than {days}")


def _span(year: str, month: str | None, day: str | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a date in an id."""
    whole = pd.Period(f"{year}-{month}", "M") if month else pd.Period(year, "Y")
    first, last = whole.start_time, whole.end_time
    if day and 1 <= int(day) <= last.day:
        first = last = first + pd.Timedelta(days=int(day) - 1)
    return first.normalize().as_unit("s"), last.normalize().as_unit("s")


def _years(data: Tables) -> Iterator[Doubt]:
    """Dates whose year lies far outside those of the others."""
    places = (
        ("sources", "source_id", "published"),
        ("sources", "source_id", "covers"),
        ("evidence", "evidence_id", "date"),
    )
    rows = []
    for table, key, column in places:
        frame = getattr(data, table)
        for name, text in zip(frame[key].tolist(), frame[column].tolist(), strict=True):
            date = parse_edtf(text) if text else None
            for day in (date.earliest, date.latest) if date else ():
                if day is not None:
                    rows.append((table, name, column, text, day.year))
    if not rows:
        return
    years = np.array([row[-1] for row in rows])
    low, middle, high = np.percentile(years, [25, 50, 75]).round()
    far = np.abs(years - middle) > LEAST_FAR + 3 * (high - low)
    rest = years[~far]
    for row in dict.fromkeys((*rows[n][:-1], int(years[n])) for n in np.flatnonzero(far)):
        table, name, column, text, year = row
        span = " to ".join(dict.fromkeys((f"{rest.min()}", f"{rest.max()}")))
        rule = f"has the year {year}, far outside the rest of the package ({span})"
        yield Doubt("year", table, name, column, text, rule)


def _words(data: Tables) -> Iterator[Doubt]:
    """Words of an amount with one number in figures that lies beyond the bounds coded from them.

    "More than 100" is 101 or more: one beyond a bound is none of it. Words without a figure, with
    several, or with a part of a day ("8.30") say nothing here.
    """
    rows = data.evidence[data.evidence["amount_text"] != ""]
    columns = ("evidence_id", "amount_text", *AMOUNTS)
    for key, text, *amounts in zip(*(rows[name].tolist() for name in columns), strict=True):
        figures, coded = _NUMERAL.findall(text), [one for one in amounts if not np.isnan(one)]
        if len(figures) != 1 or not coded or not (plain := re.sub(r"\D", "", figures[0])):
            continue
        if "." in figures[0] or ":" in figures[0]:
            continue
        if not min(coded) - 1 <= int(plain) <= max(coded) + 1:
            rule = f"has the number {figures[0]}, which the bounds coded from it do not hold"
            yield Doubt("words", "evidence", key, "amount_text", text, rule)
