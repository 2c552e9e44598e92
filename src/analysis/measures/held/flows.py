"""People held: what changed their number, and what sources count as still held.

Flows (captured, released, rescued, recovered) and stocks (a count still held) stay apart; both
are bounds, as the words give them. An amount that is not stated is never zero. They are set
against each other in :mod:`analysis.measures.held.reconciliation`.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures import results
from analysis.measures.view import View, measure

PEOPLE_HELD = "hostages"
"""The word of the ``amount_of`` vocabulary, whatever the package calls them."""
_SIGN = {"inflow": 1, "outflow": -1}


@measure
def flows(view: View) -> pd.DataFrame:
    """Events that changed the number of people held.

    Returns
    -------
    (n,) by earliest day (open ones first), then latest; columns ``results.FLOWS``. Only events
    of the families inflow and outflow that are ``actual`` and whose ``amount_of`` is
    "hostages", those before the window too: who is held on its first day was taken before.
    Events that state the same people twice (a total and its parts) are both in it: the tables
    must not hold both.
    """
    view = view.with_earlier
    held = _of_people_held(view, *_SIGN)
    labels = view.kinds.set_index("kind")["label"]
    return results.FLOWS.table(
        held.assign(
            label=held["kind"].map(labels).fillna(held["kind"]), sign=held["family"].map(_SIGN)
        )
    )


@measure
def reports(view: View) -> pd.DataFrame:
    """What sources count as still held, each count by itself.

    Returns
    -------
    (n,) by earliest day, then latest; columns ``results.REPORTS``. Only ``actual`` events of the
    family stock whose ``amount_of`` is "hostages".
    """
    return results.REPORTS.table(_of_people_held(view, "stock"))


def _of_people_held(view: View, *families: str) -> pd.DataFrame:
    events = view.events
    return view.told(
        events[
            events["family"].isin(families)
            & (events["modality"] == "actual")
            & (events["amount_of"] == PEOPLE_HELD)
        ]
    )
