"""Sentences on people held: what changed their number, what it implies, what is left open."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.measures.held.stock import REPORTED
from analysis.package.amounts import Bounds
from analysis.report.sentences.citing import cite, sources_say, voices
from analysis.report.wording import (
    and_more,
    cited,
    counted,
    in_window,
    inferred,
    listed,
    plain,
    sentence,
    when,
)

MOST = 12
"""Changes, and counts, that are told one by one."""


def on_flows(m: Measures) -> list[str]:
    """Each flow with a number, in the source's words, and how many have none."""
    rows, held = m.flows, m.tables.codebook.held
    if rows.empty:
        state = sources_say(m, "state")
        return [f"{state} no change in the number of {held} in this window."]
    stated = rows[rows["quantified"]]
    said = [
        f"{plain(row.summary.rstrip('.'))} "
        f"({cited(row.wording) or row.amount.words()}, "
        f"{when(row.earliest, row.latest)}{inferred(row.date_basis)}) "
        f"{cite(m, row.evidence)}."
        for row in each(stated[:MOST])
    ]
    if (more := len(stated) - MOST) > 0:
        said.append(
            f"{sentence(counted(more, 'further change'))} with a number "
            f"{'is' if more == 1 else 'are'} in the data of [Figure](#fig-held)."
        )
    return said + _without_number(m, rows)


def _without_number(m: Measures, rows: pd.DataFrame) -> list[str]:
    none = rows[~rows["quantified"]]
    if none.empty:
        return []
    labels = plain(listed(list(dict.fromkeys(none["label"]))))
    verb = "is" if len(none) == 1 else "are"
    return [
        f"{sentence(counted(len(none), 'change'))} {verb} stated without a number "
        f"({labels}) {cite(m, merged(none['evidence']))}; an unknown number is not zero."
    ]


def on_reconciliation(m: Measures) -> list[str]:
    """What the flows imply at each reported count, and the rest that no source itemises."""
    rows = m.reconciliation
    said: list[str] = []
    counts = [*rows.index[_is_count(rows)]]
    # Of very many counts the first and the last ones are told.
    left_out = set(counts[1 : 1 - MOST]) if len(counts) > MOST else set()
    for position, row in enumerate(each(rows)):
        if position in left_out:
            if position == counts[1]:
                said.append(
                    f"{sentence(counted(len(left_out), 'further count'))} "
                    "and what each leaves are in the data of that figure."
                )
            continue
        if row.role == "rest" and position - 1 in left_out:
            continue
        counted_first = row.role == "baseline" and row.label == REPORTED
        if row.role == "report" or counted_first:
            said.append(
                f"{sentence(when(row.earliest, row.latest))}, "
                f"{cited(row.wording) or row.amount.words()} "
                f"{m.tables.codebook.held} were reported as held {cite(m, row.evidence)}."
            )
            implied = rows.iloc[position - 1]
            if not counted_first and implied["role"] == "implied":
                said.append(
                    "The numbers stated before that leave "
                    f"{implied['amount'].words()} ([Figure](#fig-reconciliation))."
                )
        elif row.role == "rest":
            said.append(_rest(row.amount))
    return said


def _is_count(rows: pd.DataFrame) -> pd.Series:
    first = (rows["role"] == "baseline") & (rows["label"] == REPORTED)
    return (rows["role"] == "report") | first


def _rest(rest: Bounds) -> str:
    if rest.low == 0 and rest.high == 0:
        return "No rest is left."
    if not rest.stated:
        return "How many that leaves without a number cannot be said."
    if rest.high is not None and rest.high < 0:
        return (
            f"The difference is the other way round: the count is higher by {(-rest).words()} than "
            "what the numbers stated leave."
        )
    if rest.low is not None and rest.low < 0:
        return "The count lies within what the numbers stated leave."
    return (
        f"The difference, {rest.words()}, has no number of its own: changes that are stated "
        "without a number, and people counted differently, fall under it."
    )


def on_least_held(m: Measures) -> list[str]:
    """At least how many were held before a count, where nobody is reported as taken in between."""
    held, rows = m.tables.codebook.held, m.least_held
    said = [
        f"Inferred, and not said by a source: {row.amount.words()} {held} were held on each day "
        f"from {long_day(row.start)} to {long_day(row.end)}, because that many were counted at the "
        f"end of it {cite(m, row.evidence)} and nobody is reported as taken in between."
        for row in each(rows[:MOST])
    ]
    if (more := len(rows) - MOST) > 0:
        said.append(f"The same follows from {counted(more, 'further count')}.")
    return said


def on_fates(m: Measures) -> list[str]:
    """Whom the sources tell to be alive or dead, and that a count does not, where that is so."""
    rows, held = m.fates, m.tables.codebook.held
    said = []
    for state in ("alive", "dead"):
        for still_held, where in ((False, "no longer held"), (True, "among those held")):
            own = rows[(rows["state"] == state) & (rows["still_held"] == still_held)]
            if len(own):
                told = [
                    f"{plain(row.label)}, {_how_many(row)} {cite(m, row.evidence)}"
                    for row in each(own)
                ]
                told = and_more(told, MOST, "event")
                said.append(f"{sentence(state)} and {where}: {'; '.join(told)}.")
    counted_apart = set(rows.loc[rows["still_held"], "event_id"]) & set(m.reports["event_id"])
    if len(m.reports) and not counted_apart:
        said.append(f"No count of {held} still held tells the living from the dead.")
    if (
        rows["still_held"]
        & (rows["state"] == "dead")
        & ~rows["event_id"].isin(m.reports["event_id"])
    ).any():
        said.append(
            "Those who died are in the number held until their remains are recovered, so that "
            "nobody is taken from it twice."
        )
    return said


def _how_many(row: Any) -> str:
    """The number in the source's words, with its days."""
    words = cited(row.wording) or row.amount.words() if row.quantified else "number not stated"
    return f"{words} ({when(row.earliest, row.latest)})"


def on_unnumbered_reports(m: Measures) -> list[str]:
    """Counts of people held that a source speaks of without a number."""
    rows = m.reports[~m.reports["quantified"]]
    said = []
    for row in each(rows[:MOST]):
        who, known = voices(m, row.evidence), " (inferred)" * (row.date_basis == "inferred")
        words = cited(row.wording) or m.tables.codebook.held
        said.append(
            f"{sentence(when(row.earliest, row.latest))}{known}, {listed(who)} "
            f"{'speaks' if len(who) == 1 else 'speak'} of "
            f"{words} without a number {cite(m, row.evidence)}."
        )
    if (more := len(rows) - MOST) > 0:
        said.append(f"{sentence(counted(more, 'further time'))} a source does so.")
    return said


def on_promises(m: Measures) -> list[str]:
    """That nothing was offered or named, where that is so; else the table says all."""
    if len(m.promised):
        return []
    speak = sources_say(m, "speak")
    return [f"{speak} of no offer of releases and of no list {plain(in_window(m.sides))}."]
