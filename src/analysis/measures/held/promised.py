"""Promised against named: how many releases were offered, and how many names were handed over.

An offer, a list of names and criteria that identify people are three different things, and none
of them is a release: those are in :mod:`analysis.measures.held.flows`.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures import results
from analysis.measures.people import voices
from analysis.measures.view import View, measure

OFFERED, NAMED, IDENTIFIED = "releases offered", "names on a list", "criteria"
MISSING = "list missing"
_WHAT = {"releases_offered": OFFERED, "names": NAMED, "identified": IDENTIFIED}


@measure
def promised_and_named(view: View) -> pd.DataFrame:
    """Offers of releases, names, criteria that identify people, and lists said to be missing.

    Returns
    -------
    (n,) by earliest day (open ones first); columns ``results.PROMISED``. Offers and lists are
    ``actual`` events by their ``amount_of``, and an actual event of kind "list" that counts
    nothing is names on a list without a number; a missing list is one of modality ``denied``,
    and its amount is None, never 0. Planned and supposed ones are left out.
    """
    events = view.events
    listed = events["kind"] == "list"
    counted = (events["modality"] == "actual") & (events["amount_of"].isin(_WHAT) | listed)
    rows = view.told(events[counted | (listed & (events["modality"] == "denied"))])
    denied, told = rows["modality"] == "denied", voices(view)
    return results.PROMISED.table(
        rows.assign(
            what=rows["amount_of"].map(_WHAT).fillna(NAMED).mask(denied, MISSING),
            amount=rows["amount"].where(rows["quantified"] & ~denied, None),
            told_by=[told.get(event, "") for event in rows["event_id"].tolist()],
        )
    )
