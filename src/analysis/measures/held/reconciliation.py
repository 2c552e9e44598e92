"""People held: the number that the flows imply, against what sources count, and what was promised.

Everything is interval arithmetic over stated bounds. Where the day of a flow is not known, the
number is uncertain from the flow's earliest to its latest day. Nothing is corrected: people who
are counted differently, and flows without a number, are rows and leave their mark on the bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.measures import results
from analysis.measures.columns import each, merged
from analysis.measures.held.flows import flows, reports
from analysis.measures.held.stock import (
    FIRST,
    LAST,
    REPORTED,
    Baseline,
    baseline,
    filled,
    held_between,
    steps,
)
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

UNQUANTIFIED = "not quantified"
_NOTHING = {
    "sign": 0, "amount": None, "applied": None, "running": None,
    "earliest": pd.NaT, "latest": pd.NaT, "wording": "", "note": "", "event_id": "",
}  # fmt: skip


@measure
def reconciliation(view: View) -> pd.DataFrame:
    """Baseline, each flow in turn, and at each reported count what is implied and what is left.

    Flows and reports come in the order of their latest day; on the same day flows come first. A
    flow of which only a span of days is known counts at a report inside the span with a lower
    bound of zero: it may have happened before or after. The rest is implied minus reported:
    positive bounds mean that more people should be held than the source counts.

    Returns
    -------
    (n,) in that order; columns ``results.RECONCILIATION``.

    Roles: "baseline"; "flow"; "not quantified" (a flow or count without a number: it leaves the
    running number without a bound on one side, and is not zero); "not applied" (a flow before a
    baseline that is itself a count); "implied"; "report"; "rest". Where no report follows the
    last flow, an "implied" row closes the table.
    """
    start = baseline(view)
    rows = _listed(view) if start is None else _reckoned(view, start)
    return results.RECONCILIATION.table({"step": i, **row} for i, row in enumerate(rows, 1))


def _items(view: View) -> list[Any]:
    """Rows of flows and reports by latest day, earliest day, flows first; with ``is_report``."""
    items = [
        (filled(row.latest, LAST), filled(row.earliest, FIRST), is_report, row)
        for frame, is_report in ((flows(view), False), (reports(view), True))
        for row in each(frame)
    ]
    return sorted(items, key=lambda item: item[:3])


def _listed(view: View) -> Iterator[dict[str, Any]]:
    """The rows where there is no baseline, so that nothing can be reckoned."""
    for _, _, is_report, row in _items(view):
        role = "report" if is_report else "flow"
        yield _row(
            row,
            REPORTED if is_report else row.label,
            role if row.quantified else UNQUANTIFIED,
            sign=0 if is_report else row.sign,
            amount=row.amount if row.quantified else None,
        )


def _reckoned(view: View, start: Baseline) -> Iterator[dict[str, Any]]:
    changing, items = steps(view), _items(view)
    running, closed, unnumbered = start.amount, False, False
    first = next(row for *_, row in items if row.event_id == start.event_id)
    yield _row(first, start.label, "baseline", amount=running, running=running)
    for latest, earliest, is_report, row in items:
        if row.event_id == start.event_id:
            continue
        amount = row.amount if row.quantified else None
        step = changing.get(row.event_id)
        if step is not None:
            # What may lie beyond the window may not have happened in it.
            possibly = step.last > view.end
            running = step.applied_to(running, possibly=possibly)
            closed, unnumbered = False, unnumbered or not row.quantified
            yield _row(
                row,
                step.label,
                "flow" if row.quantified else UNQUANTIFIED,
                sign=step.sign,
                amount=amount,
                applied=Bounds(0, step.amount.high, step.amount.about) if possibly else step.amount,
                running=running,
                note=step.note,
            )
        elif not is_report:
            note = "before the baseline, which is a count of people held"
            yield _row(row, row.label, "not applied", sign=row.sign, amount=amount, note=note)
        elif amount is None:
            yield _row(row, REPORTED, UNQUANTIFIED, running=running)
        else:
            implied = held_between(start, changing.values(), earliest, latest)
            so_far = [s.evidence for s in changing.values() if s.first <= latest]
            basis = merged([first.evidence, *so_far])
            yield _computed("implied", "implied", implied, basis, row)
            yield _row(row, REPORTED, "report", amount=amount, running=implied)
            basis = merged([basis, row.evidence])
            # Where a source speaks of changes without a number, they may be all of it.
            label = "unnumbered rest" if unnumbered else "rest not itemised"
            yield _computed(label, "rest", implied - amount, basis, row)
            closed = True
    if not closed:
        basis = merged([first.evidence, *(s.evidence for s in changing.values())])
        last = held_between(start, changing.values(), view.end, view.end)
        yield _computed("implied", "implied", last, basis, None)


def _row(event: Any, label: str, role: str, **cells: Any) -> dict[str, Any]:
    own = {
        name: getattr(event, name)
        for name in ("earliest", "latest", "wording", "event_id", "evidence")
    }
    return {**_NOTHING, **own, "label": label, "role": role, **cells}


def _computed(
    label: str, role: str, amount: Bounds, evidence: tuple[str, ...], at: Any
) -> dict[str, Any]:
    days = {} if at is None else {"earliest": at.earliest, "latest": at.latest}
    running = amount if role == "implied" else None
    own = {"label": label, "role": role, "amount": amount, "running": running}
    return {**_NOTHING, **days, **own, "evidence": evidence}
