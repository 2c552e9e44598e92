"""People held at the least, as a later count implies it: an inference, kept apart from the flows.

Where nobody is reported as taken between a day and a count, those counted were held on that day.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.measures import results
from analysis.measures.columns import each
from analysis.measures.held.flows import reports
from analysis.measures.held.stock import FIRST, LAST, Step, baseline, filled, implied_stock, steps
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds


@measure
def least_before_counts(view: View) -> pd.DataFrame:
    """Stretches of days for which a count at their end says how many were held at the least.

    A stretch begins on the last day on which somebody is reported as taken, or may have been, and
    ends on the first day that the count may be of. A count whose number lies above what the flows
    leave on such a day contradicts them and implies nothing.

    Returns
    -------
    (n,) by day of the count; columns ``results.LEAST``. No rows where no baseline is stated, or
    where the count is the baseline.
    """
    start = baseline(view)
    if start is None:
        return results.LEAST.table([])
    taken = [step for step in steps(view).values() if step.sign > 0]
    begin = filled(start.latest, LAST)
    rows = [
        row
        for count in each(reports(view))
        if count.quantified and count.event_id != start.event_id
        for row in _before(view, count, begin, taken)
    ]
    return results.LEAST.table(rows)


def _before(view: View, count: Any, begin: pd.Timestamp, taken: list[Step]) -> list[dict[str, Any]]:
    """The stretch before one count; none where it is no longer than the day itself."""
    end = filled(count.earliest, FIRST)
    last = filled(count.latest, LAST)
    since = max([begin, *(step.last for step in taken if step.first <= last)])
    first = max(since, view.start)
    if count.amount.low is None or first >= end:
        return []
    stock = implied_stock(view)
    # The row in force on the first day, and those that change the band inside the stretch.
    before = stock[stock["date"] <= first].tail(1)
    inside = stock[(stock["date"] > first) & (stock["date"] <= end)]
    if (pd.concat([before, inside])["high"] < count.amount.low).any():
        return []
    return [
        {
            "start": first,
            "end": end,
            "amount": Bounds(count.amount.low, None, count.amount.about),
            "event_id": count.event_id,
            "evidence": count.evidence,
        }
    ]
