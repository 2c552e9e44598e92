"""People held: what changed their number, and what sources count as still held.

Flows (captured, released, rescued, recovered) and stocks (a count still held) stay apart; both
are bounds, as the words give them. An amount that is not stated is never zero. They are set
against each other in :mod:`analysis.measures.held.reconciliation`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.measures.columns import COUNT, DAY, FLAG, OBJECT, TEXT, each, table
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

PEOPLE_HELD = (
    "hostages"  # the word of the ``amount_of`` vocabulary, whatever the package calls them
)
_SIGN = {"inflow": 1, "outflow": -1}

_REPORT = {
    "event_id": TEXT,
    "earliest": DAY,
    "latest": DAY,
    "amount": OBJECT,
    "wording": TEXT,
    "quantified": FLAG,
    "summary": TEXT,
    "evidence": OBJECT,
}
_FLOW = {"event_id": TEXT, "kind": TEXT, "label": TEXT, "sign": COUNT} | _REPORT


@measure
def flows(view: View) -> pd.DataFrame:
    """Events that changed the number of people held.

    Returns
    -------
    (n,) by earliest day (open ones first), then latest: event_id, kind, label (of the kind),
    sign (+1 taken, -1 no longer held), earliest, latest (NaT = open), amount (Bounds, persons),
    wording (the source's), quantified (False: no number is stated, and the amount is not zero),
    summary, evidence. Only events of the families inflow and outflow that are ``actual`` and
    whose ``amount_of`` is "hostages", those before the window too: who is held on its first day
    was taken before. Events that state the same people twice (a total and its parts) are both
    in it: the tables must not hold both.
    """
    view = view.with_earlier
    held = _of_people_held(view, ("inflow", "outflow"))
    labels = dict(zip(view.kinds["kind"], view.kinds["label"], strict=True))
    rows = (
        {
            "kind": event.kind,
            "label": labels.get(event.kind, event.kind),
            "sign": _SIGN[event.family],
            **_amount_row(view, event),
        }
        for event in each(held)
    )
    return table(rows, _FLOW)


@measure
def reports(view: View) -> pd.DataFrame:
    """What sources count as still held, each count by itself.

    Returns
    -------
    (n,) by earliest day, then latest: event_id, earliest, latest (NaT = open), amount (Bounds,
    persons), wording, quantified, summary, evidence. Only ``actual`` events of the family stock
    whose ``amount_of`` is "hostages".
    """
    held = _of_people_held(view, ("stock",))
    return table((_amount_row(view, event) for event in each(held)), _REPORT)


def _of_people_held(view: View, families: tuple[str, ...]) -> pd.DataFrame:
    events = view.events
    kept = events[
        events["family"].isin(list(families))
        & (events["modality"] == "actual")
        & (events["amount_of"] == PEOPLE_HELD)
    ]
    return kept.sort_values(["earliest", "latest"], kind="stable", na_position="first")


def _amount_row(view: View, event: Any) -> dict[str, Any]:
    amount = Bounds.of(event.amount_low, event.amount_best, event.amount_high)
    return {
        "event_id": event.event_id,
        "earliest": event.earliest,
        "latest": event.latest,
        "amount": amount,
        "wording": event.amount_text,
        "quantified": amount.stated,
        "summary": event.summary,
        "evidence": view.evidence_ids(event.event_id),
    }
