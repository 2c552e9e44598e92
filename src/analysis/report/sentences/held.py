"""Sentences on people held: what changed their number, what it implies, what is left open."""

from __future__ import annotations

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.measures.held.stock import REPORTED
from analysis.package.amounts import Bounds
from analysis.report.sentences.citing import cite
from analysis.report.wording import cited, counted, listed, plain, sentence, when


def on_flows(m: Measures) -> list[str]:
    """Each flow with a number, in the source's words, and how many have none."""
    rows, held = m.flows, m.tables.codebook.held
    if rows.empty:
        return [f"The sources state no change in the number of {held} in this window."]
    said = [
        f"{plain(row.summary.rstrip('.'))} "
        f"({cited(row.wording) or row.amount.words()}, {when(row.earliest, row.latest)}) "
        f"{cite(row.evidence)}."
        for row in each(rows[rows["quantified"]])
    ]
    return said + _without_number(rows)


def _without_number(rows: pd.DataFrame) -> list[str]:
    none = rows[~rows["quantified"]]
    if none.empty:
        return []
    labels = plain(listed(list(dict.fromkeys(none["label"]))))
    verb = "is" if len(none) == 1 else "are"
    return [
        f"{sentence(counted(len(none), 'change'))} {verb} stated without a number "
        f"({labels}) {cite(merged(none['evidence']))}; an unknown number is not zero."
    ]


def on_reconciliation(m: Measures) -> list[str]:
    """What the flows imply at each reported count, and the rest that no source itemises."""
    rows = m.reconciliation
    said = []
    for position, row in enumerate(each(rows)):
        counted_first = row.role == "baseline" and row.label == REPORTED
        if row.role == "report" or counted_first:
            said.append(
                f"{sentence(when(row.earliest, row.latest))}, "
                f"{cited(row.wording) or row.amount.words()} "
                f"{m.tables.codebook.held} were reported as held {cite(row.evidence)}."
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
        f"The difference, {rest.words()}, is not itemised by any source; changes that are stated "
        "without a number, and people counted differently, fall under it."
    )


def on_unnumbered_reports(m: Measures) -> list[str]:
    """Counts of people held that a source speaks of without a number."""
    return [
        f"{sentence(when(row.earliest, row.latest))}, a source speaks of "
        f"{cited(row.wording) or m.tables.codebook.held} without a number {cite(row.evidence)}."
        for row in each(m.reports[~m.reports["quantified"]])
    ]


def on_promises(m: Measures) -> list[str]:
    """That nothing was offered or named, where that is so; else the table says all."""
    if len(m.promised):
        return []
    return ["The sources speak of no offer of releases and of no list in this window."]
