"""The number of people held that the flows imply, at any day, as bounds.

Interval arithmetic over stated bounds: where the day of a flow is not known, the number is
uncertain from the flow's earliest to its latest day, and nothing is corrected. Setting it
against what sources count is done in :mod:`analysis.measures.held.reconciliation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures import results
from analysis.measures.columns import each, merged
from analysis.measures.held.flows import flows, reports
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

REPORTED = "reported as held"
FIRST, LAST = pd.Timestamp.min.as_unit("s"), pd.Timestamp.max.as_unit("s")


@dataclass(frozen=True)
class Baseline:
    """The number that the reckoning starts from: the first stated number of people taken, or held.

    Attributes
    ----------
    event_id, label : the event and what it is.
    earliest, latest : days (NaT = open).
    amount : persons.
    is_report : True where it is a count of people held, and not a number of people taken.
    """

    event_id: str
    label: str
    earliest: pd.Timestamp
    latest: pd.Timestamp
    amount: Bounds
    is_report: bool


@dataclass(frozen=True)
class Step:
    """A flow as it changes the number held.

    Attributes
    ----------
    event_id, label, evidence : the flow.
    sign : +1 or -1.
    first, last : its earliest and latest day, with open sides filled.
    amount : persons; never below zero, see :func:`steps`.
    note : why it is not applied as stated, or "".
    """

    event_id: str
    label: str
    sign: int
    first: pd.Timestamp
    last: pd.Timestamp
    amount: Bounds
    note: str
    evidence: tuple[str, ...]

    def applied_to(self, held: Bounds, *, possibly: bool = False) -> Bounds:
        """``held`` after the flow; ``possibly``: it may or may not have happened by then."""
        amount = Bounds(0, self.amount.high, self.amount.about) if possibly else self.amount
        return held + amount if self.sign > 0 else held - amount


@measure
def baseline(view: View) -> Baseline | None:
    """Where the reckoning starts: the earliest stated number of people taken, or counted as held.

    On the same earliest day a number taken comes before a count. None where neither is stated
    up to the window's end: then there is nothing to reckon from. A count before the window is
    not a baseline, a number taken before it is.
    """
    taken, counted = flows(view), reports(view)
    candidates = [
        (filled(row.earliest, FIRST), is_report, filled(row.latest, LAST), row)
        for frame, is_report in ((taken[taken["sign"] > 0], False), (counted, True))
        for row in each(frame[frame["quantified"]])
    ]
    if not candidates:
        return None
    _, is_report, _, row = min(candidates, key=lambda c: c[:3])
    label = REPORTED if is_report else row.label
    return Baseline(row.event_id, label, row.earliest, row.latest, row.amount, is_report)


def filled(day: pd.Timestamp, otherwise: pd.Timestamp) -> pd.Timestamp:
    """The day, or ``otherwise`` where that side is open (NaT)."""
    return otherwise if pd.isna(day) else day


@measure
def steps(view: View) -> dict[str, Step]:
    """The flows that change the number after the baseline, by event id; none without a baseline.

    A flow adds or takes away nobody at the least: where its words give no lower bound, or no
    number at all, zero is what it changes for certain (and not what it was). A flow that ended
    before a baseline which is itself a count is in that count already and left out; one that
    may have happened before it counts from zero up.
    """
    start, found = baseline(view), {}
    for row in each(flows(view)):
        if start is None or row.event_id == start.event_id:
            continue
        first, last = filled(row.earliest, FIRST), filled(row.latest, LAST)
        low, note = row.amount.low or 0, ""
        if start.is_report:
            if last <= filled(start.earliest, FIRST):
                continue
            if first <= filled(start.latest, LAST):
                low, note = 0, "may be counted in the baseline already"
        amount = Bounds(low, row.amount.high, row.amount.about)
        found[row.event_id] = Step(
            row.event_id, row.label, row.sign, first, last, amount, note, row.evidence
        )
    return found


class Reckoning:
    """The number held on any day: the baseline, and every flow at once.

    Parameters
    ----------
    start : where it starts.
    changing : the flows after it.
    """

    def __init__(self, start: Baseline, changing: Iterable[Step]) -> None:
        self._start, steps = start, list(changing)
        self._first = pd.DatetimeIndex([step.first for step in steps], dtype="datetime64[s]")
        self._last = pd.DatetimeIndex([step.last for step in steps], dtype="datetime64[s]")
        self._sign = np.array([step.sign for step in steps], dtype="int64")
        self._low = np.array([step.amount.low for step in steps], dtype="float64")
        self._high = np.array([step.amount.high for step in steps], dtype="float64")
        self._about = np.array([step.amount.about for step in steps], dtype="bool")

    def held_between(self, first: pd.Timestamp, last: pd.Timestamp) -> Bounds:
        """Persons held at the end of one unknown day from ``first`` to ``last`` (or of one day)."""
        start = self._start
        if filled(start.earliest, FIRST) > last:
            return Bounds()
        happened = self._first <= last  # it may have
        surely = happened & (self._last <= first)
        added, taken = self._sign > 0, self._sign < 0
        least = self._low[surely & added].sum() - self._high[happened & taken].sum()
        most = self._high[happened & added].sum() - self._low[surely & taken].sum()
        known = filled(start.latest, LAST) <= first
        return Bounds(
            _moved(start.amount.low if known else None, least),
            _moved(start.amount.high, most),
            start.amount.about or bool(self._about[happened].any()),
        )


def _moved(bound: float | None, by: float) -> float | None:
    """The bound after a change; none where there was none, or where the change has none."""
    return None if bound is None or np.isnan(by) else bound + float(by)


@measure
def implied_stock(view: View) -> pd.DataFrame:
    """The number of people held that the flows imply, as a band that changes step by step.

    A release lowers the band's lower side from its earliest day on and its upper side from its
    latest: in between, both are possible. A side for which no bound is stated (after a release
    of "more than 100", of which the most is not said) is NaN; it is not cut off at zero, so a
    side below zero shows that the stated numbers contradict each other.

    Returns
    -------
    (n,) one row per day on which the band changes, in order, clipped to the window; columns
    ``results.STOCK``. No rows where no baseline is stated.
    """
    start = baseline(view)
    if start is None:
        return results.STOCK.table([])
    changing = list(steps(view).values())
    reckoning = Reckoning(start, changing)
    begin = max(filled(start.earliest, FIRST), view.start)
    changes: dict[pd.Timestamp, dict[str, tuple[str, tuple[str, ...]]]] = {}
    spans = [(start.event_id, start.label, start.earliest, start.latest)]
    spans += [(s.event_id, s.label, s.first, s.last) for s in changing]
    for event, label, first, last in spans:
        for day in (filled(first, FIRST), filled(last, LAST)):
            if day <= view.end:
                at = changes.setdefault(max(day, begin), {})
                at[event] = label, view.with_earlier.evidence_ids(event)
    rows = []
    for day in sorted(changes):
        held, events = reckoning.held_between(day, day), changes[day]
        rows.append(
            {
                "date": day,
                "low": held.low,
                "high": held.high,
                "about": held.about,
                "after": "; ".join(label for label, _ in events.values()),
                "events": tuple(events),
                "evidence": merged(ids for _, ids in events.values()),
            }
        )
    return results.STOCK.table(rows)
