"""The first page: what was read, what the sources say in five sentences, and what to bear in mind.

Each sentence is made of the same rows as the chapter that it opens, and cites the same evidence.
"""

from __future__ import annotations

from itertools import chain

import pandas as pd
from babel import Locale

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.measures.held.stock import REPORTED
from analysis.package.agreement import agreement
from analysis.package.tables import Tables
from analysis.report.sentences.citing import cite
from analysis.report.sentences.method import weighed_limits
from analysis.report.sentences.sources import published
from analysis.report.wording import (
    MAY_LIE_OUTSIDE,
    at_least,
    between,
    cited,
    counted,
    counted_figure,
    end_is_known,
    in_window,
    inferred,
    listed,
    plain,
    sentence,
    since,
    so_many,
    when,
)

_NOUNS = {
    "call": ("call", "calls"),
    "meeting": ("meeting", "meetings"),
    "visit": ("visit", "visits"),
    "other": ("other contact", "other contacts"),
}
_TURNS = ("agreement", "truce_start", "truce_end")
_MOST_TURNS = 3
_MOST_FREED = 3
_MOST_STANDING = 2
_MOST_SOURCES = 4
_MOST_COUNTS = 5  # of those held: the first and the last
_UNKNOWN = "not stated"


def on_read(m: Measures) -> list[str]:
    """Which sources were read: title, publisher, day, language."""
    rows = m.tables.sources
    said = []
    for row in each(rows[:_MOST_SOURCES]):
        title = "without a headline" if row.headline == _UNKNOWN else f"*{plain(row.headline)}*"
        by = "" if row.publisher == _UNKNOWN else f" by {plain(row.publisher)},"
        basis = " (worked out by the coder)" if row.published_basis == "inferred" else ""
        day = f"published{by} {published(row.published)}{basis}"
        named = str(row.headline).startswith(str(row.label))
        said.append(f"{title}, {day}" if named else f"{plain(row.label)}, {title}, {day}")
    rest = len(rows) - len(said)
    more = f"; and {counted(rest, 'other source')}" if rest > 0 else ""
    languages = plain(", ".join(dict.fromkeys(map(_language, rows["language"]))))
    if not said:
        return ["No source is in this edition."]
    return [f"Read: {'; '.join(said)}{more}; language: {languages}."]


def _language(tag: str) -> str:
    """Its English name, by the CLDR; a tag that has none stands as it is."""
    names = Locale("en").languages
    return str(names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0]) or tag)


def in_brief(m: Measures) -> list[str]:
    """At most five sentences: contacts, people held, halts, the course, where things stood."""
    return [*_contacts(m), *_held(m), *_halts(m), *_turns(m), *_stood(m)]


def _contacts(m: Measures) -> list[str]:
    counts, more = m.contact_counts, m.contacts.groupby("series")["or_more"].any()
    parts = [
        f"at least {'about ' if row.about else ''}{counted(row.certain, *_NOUNS[row.series])} "
        f"({at_least(so_many(row.dated), more.get(row.series, False))} on a known day)"
        for row in each(counts[counts["certain"] > 0])
    ]
    certain = set(merged(counts["evidence"]))
    vague = sum(certain.isdisjoint(told) for told in m.unknown_day_contacts["evidence"])
    more = "further statement" if parts else "statement"
    rest = f"; {counted(vague, more)} on contacts without a day or a number" if vague else ""
    if not parts:
        where = plain(in_window(m.sides, m.channels))
        return [f"**Contacts.** None is told of for certain {where}{rest}."]
    told = cite(m, merged(counts["evidence"]), 3)
    return [f"**Contacts.** {sentence(listed(parts))} {told}{rest}."]


def _held(m: Measures) -> list[str]:
    rows = m.reconciliation
    told: dict[str, list[str]] = {"baseline": [], "freed": [], "report": []}
    for row in each(rows[rows["role"].isin(list(told)) & (rows["wording"] != "")]):
        if row.amount.stated:
            counted_first = row.role == "report" or row.label == REPORTED
            verb = "were reported as held" if counted_first else "were taken"
            days = when(row.earliest, row.latest)
            days += inferred(row.date_basis)
            told[row.role].append(f"{cited(row.wording)} {verb} {days} {cite(m, row.evidence, 3)}")
    if (more := len(told["report"]) - _MOST_COUNTS) > 0:
        told["report"][:more] = [counted(more, "further count")]
    freed = m.flows[(m.flows["sign"] < 0) & m.flows["quantified"]]
    told["freed"] = [
        f"{plain(row.label)}: {cited(row.wording) or row.amount.words()} "
        f"{when(row.earliest, row.latest)}{inferred(row.date_basis)} {cite(m, row.evidence, 2)}"
        for row in each(freed[:_MOST_FREED])
    ]
    if (more := len(freed) - _MOST_FREED) > 0:
        told["freed"].append(f"and {counted(more, 'further change')}")
    rest = [row.amount for row in each(rows[rows["role"] == "rest"]) if row.amount.stated]
    if not any(told.values()):
        return []
    left = f"; the numbers stated leave over {rest[-1].words()}" if rest else ""
    said = sentence("; ".join(chain(*told.values())))
    return [f"**{sentence(m.tables.codebook.held)}.** {said}{left}."]


def _halts(m: Measures) -> list[str]:
    told = [
        f"{'a halt' if kind == 'halt' else 'a truce'} began {since(row, m.start, m.end)} "
        + (
            f"and is not said to have ended by {long_day(row.censored_on)}"
            if row.open
            else f"and lasted {between(row.days_low, row.days_high)}"
            + (" (inferred)" if row.end_basis == "inferred" else "")
            if end_is_known(row)
            else f"and was over by {long_day(row.end_latest)} (no day is given)"
        )
        + f" {cite(m, row.evidence, 2)}"
        for kind, rows in (("halt", m.stalls), ("truce", m.truces))
        for row in each(rows[:2])
    ]
    more = max(len(m.stalls) - 2, 0) + max(len(m.truces) - 2, 0)
    rest = f"; and {counted(more, 'further halt or truce', 'further halts or truces')}"
    if not told:
        return [f"**Halts.** None is stated that can be dated, {plain(in_window(m.sides))}."]
    return [f"**Halts and truces.** {sentence('; '.join(told))}{rest if more else ''}."]


def _turns(m: Measures) -> list[str]:
    steps = m.course
    turns = steps[steps["kind"].isin(_TURNS) & (steps["modality"] == "actual")]
    told = [
        f"{plain(row.summary.rstrip('.'))} "
        f"({when(row.earliest, row.latest)}{inferred(row.date_basis)}"
        f"{f'; {MAY_LIE_OUTSIDE}' * row.outside}) {cite(m, row.evidence, 2)}."
        for row in each(turns[:_MOST_TURNS])
    ]
    return [f"**Course.** {' '.join(told)}"] if told else []


def _stood(m: Measures) -> list[str]:
    rows = m.standing
    if rows.empty:
        return []
    last = m.stretches["end"].iloc[-1]
    now = rows[(rows["earliest"] == last) & (rows["family"] == "talks")]
    ahead = rows[rows["earliest"] > last]
    told = [
        f"{plain(row.summary.rstrip('.'))} {cite(m, row.evidence, 2)}."
        for row in each(pd.concat([now[:_MOST_STANDING], ahead[:1]]))
    ]
    telling = m.covered[(m.covered["start"] <= last) & (m.covered["end"] >= last)]
    known = " (inferred)" if (telling["basis"] == "inferred").all() else ""
    where = f"**Where things stood on {long_day(last)}{known},** the last covered day."
    return [f"{where} {' '.join(told)}"] if told else []


def on_main_limits(m: Measures) -> list[str]:
    """The three limits that touch most of this edition's days or events."""
    ranked = sorted(weighed_limits(m), key=lambda limit: -limit[0])
    return [said for _, said in ranked[:3]]


def on_citing(m: Measures, data: Tables) -> list[str]:
    """How to cite, under which licence, who coded, and how far a second coder agreed.

    Parameters
    ----------
    m : the measures of the edition.
    data : the whole table, which was coded twice or not.
    """
    book = m.tables.codebook
    version = f", version {plain(book.version)}" if book.version else ""
    coded = f" Coded by: {plain(listed(book.authors))}." if book.authors else ""
    licence = f" Licence of the table: {plain(book.licence)}." if book.licence else ""
    return [
        f"**To cite** a number, name this report, its edition, the evidence by id and its source; "
        f"the table is the data package *{plain(book.name)}*{version}."
        f"{coded}{_agreed(data)}{licence}"
    ]


def _agreed(data: Tables) -> str:
    if data.second is None:
        return ""
    found = agreement(data, data.second)
    twice = data.sources["source_id"].isin(data.second["source_id"])
    of = plain(listed(data.sources.loc[twice, "label"].tolist()))
    what = "The whole table" if twice.all() else f"Of {of} the whole table"
    return (
        f" {what} and a second, independent coding have {found.both} of "
        f"{counted_figure(found.either, 'event')} in common: {found.same_kind} of the same kind, "
        f"{found.same_days} with the same days."
    )
