"""People held: the number that the flows imply, against what sources count, and what was promised.

Everything is interval arithmetic over stated bounds. Where the day of a flow is not known, the
number is uncertain from the flow's earliest to its latest day. Nothing is corrected: people who
are counted differently, and flows without a number, are rows and leave their mark on the bounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
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
    Reckoning,
    Step,
    baseline,
    filled,
    steps,
)
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

UNQUANTIFIED = "not quantified"
_NOTHING = {
    "sign": 0, "amount": None, "applied": None, "running": None,
    "earliest": pd.NaT, "latest": pd.NaT, "date_basis": "", "wording": "", "note": "",
    "event_id": "",
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
    reckoning, basis = Reckoning(start, changing.values()), _Basis(first, changing.values())
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
            implied, behind = reckoning.held_between(earliest, latest), basis.until(latest)
            yield _computed("implied", "implied", implied, behind, row)
            yield _row(row, REPORTED, "report", amount=amount, running=implied)
            # Where a source speaks of changes without a number, they may be all of it.
            label = "unnumbered rest" if unnumbered else "rest not itemised"
            yield _computed(label, "rest", implied - amount, merged([behind, row.evidence]), row)
            closed = True
    if not closed:
        last = reckoning.held_between(view.end, view.end)
        yield _computed("implied", "implied", last, basis.until(LAST), None)


MOST_BEHIND = 120
"""Flows that an implied number names as its evidence; of more, those since the number before it."""


class _Basis:
    """The evidence behind each implied number: that of the baseline and of every flow so far.

    A sum of thousands of flows would name them all at each of its thousands of rows. Where more
    than ``MOST_BEHIND`` went into one, it names the baseline and the flows since the implied
    number before it, in whose row, or a row before that, the others stand.
    """

    def __init__(self, first: Any, changing: Iterable[Step]) -> None:
        self._start = first.evidence
        self._steps = sorted(changing, key=lambda step: step.first)
        self._firsts = [step.first for step in self._steps]
        self._order = {step.event_id: place for place, step in enumerate(changing)}
        self._told = 0

    def until(self, day: pd.Timestamp) -> tuple[str, ...]:
        """Ids behind the number implied at the end of a day."""
        now = bisect_right(self._firsts, day)
        since = self._told if now > MOST_BEHIND else 0
        self._told = max(self._told, now)
        steps = sorted(self._steps[since:now], key=lambda step: self._order[step.event_id])
        return merged([self._start, *(step.evidence for step in steps)])


def _row(event: Any, label: str, role: str, **cells: Any) -> dict[str, Any]:
    own = {
        name: getattr(event, name)
        for name in ("earliest", "latest", "date_basis", "wording", "event_id", "evidence")
    }
    return {**_NOTHING, **own, "label": label, "role": role, **cells}


def _computed(
    label: str, role: str, amount: Bounds, evidence: tuple[str, ...], at: Any
) -> dict[str, Any]:
    days = {} if at is None else {"earliest": at.earliest, "latest": at.latest}
    running = amount if role == "implied" else None
    own = {"label": label, "role": role, "amount": amount, "running": running}
    return {**_NOTHING, **days, **own, "evidence": evidence}
