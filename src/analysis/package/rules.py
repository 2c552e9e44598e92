"""The rules that a Table Schema cannot say: dates, bounds, evidence, quotes, speakers.

Each function takes the raw tables and returns problems; none repairs anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.days import MOST_YEARS
from analysis.edtf import EdtfError, parse_edtf, unreadable
from analysis.package.codebook import Codebook
from analysis.package.orders import check_orders
from analysis.package.reading import RawTable, rows_where
from analysis.package.resolution.numbers import AMOUNTS
from analysis.package.taking_part import check_participants
from analysis.problems import Mends, Problem, nearest

QUOTE_WORDS = 12
SOURCE_ITSELF = "the source"
PEOPLE = ("hostages", "releases_offered", "names", "identified", "prisoners", "people_killed")
"""The words of the ``amount_of`` vocabulary that count people."""
MOST_STRETCHES = 200  # of days that one source covers, each drawn as a bar
GRACE = dt.timedelta(days=31)  # a month is said where a part of it is meant

Raw = dict[str, RawTable]


def check_rules(raw: Raw, codebook: Codebook) -> list[Problem]:
    """All problems of the rules below, in no particular order."""
    rules: tuple[Callable[[Raw, Codebook], Iterator[Problem]], ...] = (
        _dates,
        _published,
        _covers,
        _families,
        _members,
        _bounds,
        _wholes,
        _reasons,
        check_orders,
        _channels,
        _evidence,
        _quotes,
        _speakers,
        check_participants,
    )
    return [problem for rule in rules for problem in rule(raw, codebook)]


def _dates(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    for name, table in raw.items():
        for field in codebook.fields(name):
            if not field.is_edtf:
                continue
            broken = unreadable(table.distinct(field.name)[1])
            for row in rows_where(table.among(field.name, [*broken])):
                text = table.cell(row, field.name)
                rule, mend = broken[text].rule, broken[text].mend
                yield Problem(table.file, table.line(row), field.name, text, rule, mend)


def _published(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    table = raw["sources"]
    for row, text in enumerate(table.frame["published"]):
        if text and not unreadable([text]) and parse_edtf(text).shape == "all_of":
            rule = "is several days, and a source is published once"
            mend = f'write "[{text[1:-1]}]" where it is one of them'
            yield Problem(table.file, table.line(row), "published", text, rule, mend)


def _covers(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    table = raw["sources"]
    for row, text in enumerate(table.frame["covers"]):
        try:
            if not text or ((read := parse_edtf(text)).shape != "one_of" and read.sure):
                continue
        except EdtfError:  # a problem of its own
            continue
        if text[0] == "[" and read.sure:
            rule = "is one unknown day of several, and so covers none"
            mend = f'write "{{{text[1:-1]}}}" if it narrates each of these days'
        else:
            rule = "is not known for sure, and so covers no day"
            mend = "write the days that it narrates without ?, ~, % and X"
        yield Problem(table.file, table.line(row), "covers", text, rule, mend)
    yield from _covered_years(table)


def _covered_years(table: RawTable) -> Iterator[Problem]:
    """No source tells of days after it was published, and all tell of days not too far apart."""
    days: list[tuple[dt.date, int]] = []
    told = zip(table.frame["covers"], table.frame["published"], strict=True)
    for row, (covers, published) in enumerate(told):
        if unreadable([covers, published]) or not covers or not published:
            continue  # problems of their own
        read, out = parse_edtf(covers), parse_edtf(published).latest
        days += [(day, row) for day in (read.earliest, read.latest) if day]
        if len(read.stretches) > MOST_STRETCHES:
            rule = f"names {len(read.stretches):,} stretches of days; at most {MOST_STRETCHES}"
            mend = "write the days from the first to the last where it narrates them throughout"
            yield Problem(table.file, table.line(row), "covers", covers, rule, mend)
        if read.latest and out and read.latest - out > GRACE:
            rule = f"ends after the source was published ({published})"
            yield Problem(table.file, table.line(row), "covers", covers, rule)
    if days and max(days)[0].year - min(days)[0].year > MOST_YEARS:
        first, row = min(days)
        rule = f"begins {max(days)[0].year - first.year} years before the last day that is covered"
        mend = f"a package spans at most {MOST_YEARS} years"
        value = table.cell(row, "covers")
        yield Problem(table.file, table.line(row), "covers", value, rule, mend)


def _members(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    """Nobody belongs to himself, through however many bodies."""
    table = raw["actors"]
    body_of = dict(zip(table.frame["actor_id"], table.frame["member_of"], strict=True))
    row_of = {actor: row for row, actor in reversed([*enumerate(table.frame["actor_id"])])}
    seen: set[str] = set()
    for first in body_of:
        way: dict[str, None] = {}  # in order, and looked up at once
        actor = first
        while actor and actor in body_of and actor not in seen:
            seen.add(actor)
            way[actor] = None
            actor = body_of[actor]
        if actor not in way:
            continue
        circle = [*way][[*way].index(actor) :]
        begin = circle.index(min(circle, key=row_of.__getitem__))
        told = [*circle[begin:], *circle[: begin + 1]]
        rule = f"closes a circle, in which each belongs to the next: {', '.join(told)}"
        line = table.line(row_of[told[0]])
        yield Problem(table.file, line, "member_of", body_of[told[0]], rule)


def _families(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    table = raw["sources"]
    known = codebook.allowed("kinds", "family") or tuple(raw["kinds"].frame["family"].unique())
    for row, text in enumerate(table.frame["families"]):
        for name in text.split():
            if name not in known:
                mend = nearest(name, known)
                rule = "is no family of kinds"
                yield Problem(table.file, table.line(row), "families", name, rule, mend)


def _bounds(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    table, events = raw["evidence"], raw["events"]
    numbers = {column: table.numbers(column) for column in AMOUNTS}
    for lower, upper in combinations(AMOUNTS, 2):
        for row in rows_where(numbers[lower] > numbers[upper]):
            other = table.cell(row, upper)
            rule = f"is above {upper} ({other}); low <= best <= high"
            value = table.cell(row, lower)
            yield Problem(table.file, table.line(row), lower, value, rule)
    given = pd.concat([n.notna() for n in numbers.values()], axis=1).any(axis=1)
    unsaid = events.frame.loc[events.empty("amount_of"), "event_id"]
    counted = unsaid.isin(table.frame.loc[given, "event_id"])
    for row in counted.index[counted]:
        rule = f"is empty, although {table.file} gives an amount: say of what"
        known = codebook.allowed("events", "amount_of")
        mend = f"one of {', '.join(known)}" if known else ""
        yield Problem(events.file, events.line(row), "amount_of", None, rule, mend)


def _wholes(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    """Nobody is half a person, and no amount is less than nothing."""
    table, events = raw["evidence"], raw["events"]
    people = events.among("amount_of", PEOPLE) | _family(raw).isin(["inflow", "outflow", "stock"])
    of_people = table.among("event_id", events.frame.loc[people, "event_id"])
    for column in AMOUNTS:
        numbers = table.numbers(column)
        for row in rows_where(of_people & numbers.notna() & (numbers != np.floor(numbers))):
            rule = "is a part of a person: people are counted in whole numbers"
            yield Problem(table.file, table.line(row), column, table.cell(row, column), rule)
        if codebook.field("evidence", column).minimum is None:  # or else the schema says it
            for row in rows_where(numbers < 0):
                rule = "is less than nothing"
                value = table.cell(row, column)
                yield Problem(table.file, table.line(row), column, value, rule)


def _reasons(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    sources, evidence = raw["sources"], raw["evidence"]
    missing = (sources.frame["published_basis"] == "inferred") & (
        sources.frame["published_reason"] == ""
    )
    for row in rows_where(missing):
        rule = "is empty, although the date of publication is inferred: say from what"
        yield Problem(sources.file, sources.line(row), "published_reason", None, rule)
    worked_out = evidence.among("date_basis", ["relative", "inferred"])
    for row in rows_where(worked_out & evidence.empty("date_note")):
        told = evidence.cell(row, "date_basis")
        rule = f"is empty, although the date is {told}: say how it was worked out"
        yield Problem(evidence.file, evidence.line(row), "date_note", None, rule)
    dated = ~(evidence.empty("date") & evidence.empty("relation"))
    for row in rows_where(dated & evidence.empty("date_basis")):
        rule = "is empty, although the passage gives a date or an order: say what it rests on"
        yield Problem(evidence.file, evidence.line(row), "date_basis", None, rule)


def _channels(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    events = raw["events"]
    family = _family(raw)
    for row in rows_where((family == "contact") & events.empty("channel")):
        rule = 'is empty, although the event is a contact: "unknown" where no source says how'
        yield Problem(events.file, events.line(row), "channel", None, rule)
    # An unknown kind has no family, and is a problem of its own.
    other = ~family.isin(["contact", ""])
    for row in rows_where(other & ~events.empty("channel")):
        value = events.cell(row, "channel")
        rule = "stands on an event that is not a contact"
        yield Problem(events.file, events.line(row), "channel", value, rule)


def _family(raw: Raw) -> pd.Series:
    kinds = raw["kinds"].frame
    family = dict(zip(kinds["kind"], kinds["family"], strict=True))
    return _looked_up(raw["events"], "kind", family)


def _looked_up(table: RawTable, column: str, values: Mapping[str, str]) -> pd.Series:
    """The value for each cell, "" where there is none."""
    codes, texts = table.distinct(column)
    found = pd.Series([values.get(text, "") for text in texts.tolist()], dtype="str")
    return found.take(codes).reset_index(drop=True)


def _evidence(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    events, evidence = raw["events"], raw["evidence"]
    for row in rows_where(~events.among("event_id", evidence.distinct("event_id")[1])):
        value = events.cell(row, "event_id")
        rule = f"has no evidence: no row of {evidence.file} names it"
        yield Problem(events.file, events.line(row), "event_id", value, rule)


def _quotes(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    """A quote marks the place in a text; the row of a data set has a number and no words."""
    evidence, sources = raw["evidence"], raw["sources"].frame
    texts = sources.loc[sources["type"] == "text", "source_id"]
    for row in rows_where(evidence.empty("quote") & evidence.among("source_id", texts)):
        rule = "is empty, although the source is a text: quote words that mark the place"
        yield Problem(evidence.file, evidence.line(row), "quote", None, rule)
    for row in rows_where(evidence.where("quote", _long)):
        quote = evidence.cell(row, "quote")
        rule = f"has {len(quote.split())} words; a quote has at most {QUOTE_WORDS}"
        yield Problem(evidence.file, evidence.line(row), "quote", quote, rule)


def _long(quotes: pd.Series) -> pd.Series:
    return pd.Series([len(quote.split()) > QUOTE_WORDS for quote in quotes.tolist()], dtype="bool")


def _speakers(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    evidence, actors = raw["evidence"], raw["actors"]
    known = [SOURCE_ITSELF, *actors.frame["actor_id"]]
    mends = Mends(known)
    for row in rows_where(~evidence.empty("speaker") & ~evidence.among("speaker", known)):
        value = evidence.cell(row, "speaker")
        rule = f'is neither "{SOURCE_ITSELF}" nor an actor of {actors.file}'
        yield Problem(evidence.file, evidence.line(row), "speaker", value, rule, mends[value])
