"""Tables on people held: the reconciliation, and what was promised against what was named."""

from __future__ import annotations

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.report.tables.listing import (
    Column,
    Listing,
    bounds,
    by_day,
    evidence,
    listing,
    with_days,
)
from analysis.report.wording import quoted, sentence

_SIGN = {1: "+ ", -1: "\N{MINUS SIGN} "}


def of_reconciliation(m: Measures) -> Listing:
    """From the number taken, flow by flow, to each reported count and the rest without a number."""
    rows = with_days(m.reconciliation)
    held = m.tables.codebook.held
    rows = rows.assign(
        what=[
            _SIGN.get(sign, "") + sentence(label) for sign, label in cells(rows, "sign", "label")
        ],
        stated=[
            "number not stated" if role == "not quantified" else bounds(amount)
            for role, amount in cells(rows, "role", "amount")
        ],
        left=[bounds(running) for running in rows["running"]],
    )
    rows.loc[rows["role"].isin(["implied", "rest"]), "when"] = ""
    return listing(
        rows,
        [
            Column("what", "Step", 26, description="flow, count or result"),
            Column("when", "When", 19, description="days that bound the event"),
            Column("stated", "Number", 17, description=f"{held}, as bounds"),
            Column("wording", "Source's words", 14, quoted),
            Column("left", "Leaves", 14, description=f"{held} held after the step, as bounds"),
            evidence(10),
        ],
        id="tbl-reconciliation",
        aside=True,
        caption=(
            f"Number of {held}: from those taken, flow by flow, to each count that a source "
            "reports, and the rest that no source itemises."
        ),
    )


def of_promises(m: Measures) -> Listing:
    """Releases offered, names on a list, criteria handed over, lists said to be missing."""
    rows = with_days(by_day(m.promised))
    return listing(
        rows.assign(amount=[bounds(amount) for amount in rows["amount"]]),
        [
            Column("when", "When", 14, description="days that bound the event"),
            Column("what", "What", 14),
            Column("amount", "Number", 9),
            Column("wording", "Source's words", 11, quoted),
            Column("summary", "What is said", 33),
            Column("told_by", "Told by", 11),
            evidence(8),
        ],
        id="tbl-promised-named",
        small=True,
        caption="Releases offered, and lists or criteria that say who is meant.",
    )
