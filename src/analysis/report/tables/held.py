"""Tables on people held: the reconciliation, and what was promised against what was named."""

from __future__ import annotations

from analysis.measures.held.promised import promised_and_named
from analysis.measures.held.reconciliation import reconciliation
from analysis.measures.view import View
from analysis.report.tables.cells import bounds, evidence, with_days
from analysis.report.tables.listing import Column, Listing, listing
from analysis.report.wording import quoted, sentence

_SIGN = {1: "+ ", -1: "\N{MINUS SIGN} "}


def reckoning(view: View) -> Listing:
    """From the number taken, flow by flow, to each reported count and the unexplained rest."""
    rows = with_days(reconciliation(view))
    held = view.tables.codebook.held
    rows = rows.assign(
        what=[
            _SIGN.get(sign, "") + sentence(label)
            for sign, label in zip(rows["sign"], rows["label"], strict=True)
        ],
        stated=[
            "number not stated" if role == "not quantified" else bounds(amount)
            for role, amount in zip(rows["role"], rows["amount"], strict=True)
        ],
        left=[bounds(b) for b in rows["running"]],
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
        caption=(
            f"Number of {held}: from those taken, flow by flow, to each count that a source "
            "reports, and the rest that no source itemises."
        ),
    )


def promises(view: View) -> Listing:
    """Releases offered, names handed over, criteria handed over, lists said to be missing."""
    rows = with_days(promised_and_named(view))
    return listing(
        rows.assign(amount=[bounds(amount) for amount in rows["amount"]]),
        [
            Column("when", "When", 19, description="days that bound the event"),
            Column("what", "What", 18),
            Column("amount", "Number", 12),
            Column("wording", "Source's words", 13, quoted),
            Column("summary", "What is said", 26),
            evidence(12),
        ],
        id="tbl-promised-named",
        caption="Releases offered, and names or other particulars handed over.",
    )
