"""What is found on the people held: what the flows leave, what has no number, and promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.measures import Measures
from analysis.measures.columns import each
from analysis.package.amounts import Bounds
from analysis.report.findings.finding import Finding, uncovered
from analysis.report.wording import (
    and_more,
    counted,
    listed,
    quoted,
    sentence,
    shortened,
    span,
    within,
)

_MOST = 8  # counts that are named
_MOST_STEPS = 24  # of the waterfall: the first and the last


def held(m: Measures, cut: Sequence[int]) -> Finding:
    """What the flows leave, against the last count reported."""
    word = m.tables.codebook.held
    text = (
        f"The number of {word} that the reported flows imply, as bounds: each flow lowers the "
        "lower side from its earliest day and the upper side from its latest. Counts that sources "
        "report are points and change nothing."
    )
    if vague := int((~m.flows["quantified"]).sum()):
        text += (
            f" {sentence(counted(vague, 'flow'))} without a stated number "
            f"{'leaves' if vague == 1 else 'leave'} the lower side without a bound."
        )
    if len(m.least_held):
        text += (
            " The dotted edge is an inference: where nobody is reported as taken between, the "
            "number was at least that of the count after it."
        )
    return Finding(_held_title(m, word), f"{text} {uncovered(m, cut)}".strip(), _held_alt(m, word))


def when(row: Any) -> str:
    """The day, or days, of a row: ``on 11 Jan 2025``, ``some time in 1–30 Nov 2023``."""
    first, last = row.earliest, row.latest
    text = within(first, last, exact="some time in", unknown="at a time not stated")
    return f"on {text}" if first == last else text


def said_of_flow(row: Any) -> str:
    """How many, as the source has it; a plain figure where that is exact."""
    if not row.quantified:
        words = f"{quoted(shortened(row.wording, 30))}, " if row.wording else ""
        return f"{words}number not stated"
    if row.amount.low == row.amount.high and not row.amount.about:
        return str(row.amount.words())
    return _as_said(row)


def _as_said(row: Any) -> str:
    """The number in the source's own words, where it has any."""
    return quoted(row.wording) or str(row.amount.words())


def _held_title(m: Measures, word: str) -> str:
    counts = list(each(m.reports[m.reports["quantified"]]))
    last = counts[-1] if counts else None
    claim = f"{_as_said(last)} reported held {when(last)}" if last else ""
    stock = m.stock
    before = stock[stock["date"] <= last.latest] if last else stock
    # Where the reckoning starts from that very count, there is nothing to set against it.
    own = last is not None and len(stock) and last.event_id in stock.iloc[0]["events"]
    if len(before) and not own:
        left = implied(before.iloc[-1]).words()
        if left == "not stated":
            return f"The flows leave no bound on the number of {word}; {claim}".rstrip("; ")
        return f"The flows reported leave {left} {word}; {claim}".rstrip("; ")
    if claim:
        return f"{sentence(word)}: {claim}"
    if changes := len(m.flows):
        return f"No number of {word} to reckon from; {counted(changes, 'change')} of it reported"
    return f"No number of {word} is reported for this window"


def implied(row: Any) -> Bounds:
    """The bounds of one row of the implied stock."""
    low, high = (None if value != value else value for value in (row.low, row.high))
    return Bounds(low, high, bool(row.about))


def _held_alt(m: Measures, word: str) -> str:
    if m.flows.empty and m.reports.empty:
        return f"Nothing is drawn: no number of {word} is reported for this window."
    parts = []
    if len(m.stock):
        ends = [
            f"{implied(row).words()} from {span(row.date, row.date, short=False)}"
            for row in each(m.stock.iloc[[0, -1]])
        ]
        least = [
            f"; dotted, inferred from a later count, {row.amount.words()} from "
            f"{span(row.start, row.start, short=False)} to {span(row.end, row.end, short=False)}"
            for row in each(m.least_held)
        ]
        parts.append(
            f"Step line of the number of {word} that the flows imply: "
            f"{', '.join(dict.fromkeys(ends))}"
            f"{''.join(least)}."
        )
    shown = [f"{row.label} {when(row)}, {said_of_flow(row)}" for row in each(m.flows)]
    if shown:
        more = f" and {counted(len(shown) - 5, 'further one')}" if len(shown) > 5 else ""
        parts.append(f"Flows: {'; '.join(shown[:5])}{more}.")
    counts = [f"{_as_said(r)} {when(r)}" for r in each(m.reports[m.reports["quantified"]])]
    counts = and_more(counts, _MOST, "count")
    parts.append(f"Counts reported: {listed(counts)}." if counts else "No count is reported.")
    return " ".join(parts)


def reconciliation(m: Measures) -> Finding:
    """How much is between the flows with a number and the count reported."""
    word = m.tables.codebook.held
    return Finding(
        title=_rest_title(m, word),
        caption=(
            f"From the first stated number of {word} through each flow to what that implies, set "
            "against the count reported, with the rest that no number covers. Amounts are bounds; "
            "“about” travels with every result. An arrow marks a side without a stated bound: "
            "flows without a number are in the reckoning as at least none."
        ),
        alt=_rest_alt(m, word),
    )


def _rest_title(m: Measures, word: str) -> str:
    rows = list(each(m.reconciliation))
    last = {row.role: row for row in rows}
    if "rest" in last and "report" in last:
        said, left = _as_said(last["report"]), last["rest"].amount.words()
        if left == "0":
            return f"The flows leave the {said} reported held, and no rest"
        return f"Against {said} reported held, {left} {word} are in no flow with a number"
    if "baseline" in last and "report" not in last and all(row.applied is None for row in rows):
        said = _as_said(last["baseline"])
        return f"{said} is the one number of {word} reported; no flow to set against it"
    if "implied" in last:
        amount = last["implied"].amount.words()
        return f"The flows imply {amount} {word}; no count in this window to set against it"
    if rows:
        changes = counted(len(rows), "change or count", "changes or counts")
        return f"No number of {word} to reckon from; {changes} reported"
    return f"No number of {word} is reported for this window"


def stated(amount: Bounds | None) -> str:
    """The amount in words, or that there is none."""
    return amount.words() if amount is not None and amount.stated else "number not stated"


def _rest_alt(m: Measures, word: str) -> str:
    if m.reconciliation.empty:
        return f"Nothing is drawn: no number of {word} is reported for this window."
    signs = {-1: "minus ", 1: "plus "}
    parts = [
        f"{row.label.lower()} {signs.get(row.sign, '')}{stated(row.amount)}"
        if row.amount is not None and row.amount.stated
        else f"{row.label.lower()}, number not stated"
        for row in each(m.reconciliation)
    ]
    if (more := len(parts) - _MOST_STEPS) > 0:
        parts[1 : 1 + more] = [counted(more, "further step")]
    return f"Waterfall of {word}: {'; '.join(parts)}."
