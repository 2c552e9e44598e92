"""Promised against named: how many releases were offered, and how many names were handed over.

An offer, a list of names and criteria that identify people are three different things, and none
of them is a release: those are in :mod:`analysis.measures.held.flows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.measures.columns import DAY, FLAG, OBJECT, TEXT, each, table
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

OFFERED, NAMED, IDENTIFIED = "releases offered", "names handed over", "identified"
MISSING = "list missing"
_WHAT = {"releases_offered": OFFERED, "names": NAMED, "identified": IDENTIFIED}
_PROMISED = {
    "event_id": TEXT,
    "earliest": DAY,
    "latest": DAY,
    "day_known": FLAG,
    "what": TEXT,
    "amount": OBJECT,
    "wording": TEXT,
    "summary": TEXT,
    "evidence": OBJECT,
}


@measure
def promised_and_named(view: View) -> pd.DataFrame:
    """Offers of releases, names and identifications handed over, and lists said to be missing.

    Returns
    -------
    (n,) by earliest day (open ones first): event_id; earliest, latest (NaT = open); day_known;
    what ("releases offered", "names handed over", "identified", "list missing"); amount (Bounds:
    persons or names; None where no number is stated, never 0 for a missing list); wording (the
    source's); summary; evidence. Offers and lists are ``actual`` events by their ``amount_of``,
    and an actual event of kind "list" that counts nothing is names handed over without a
    number; a missing list is one of modality ``denied``. Planned and supposed ones are left out.
    """
    events = view.events
    counted = (events["modality"] == "actual") & (
        events["amount_of"].isin(list(_WHAT)) | (events["kind"] == "list")
    )
    missing = (events["modality"] == "denied") & (events["kind"] == "list")
    kept = events[counted | missing]
    ordered = kept.sort_values(["earliest", "latest"], kind="stable", na_position="first")
    return table(_rows(view, ordered), _PROMISED)


def _rows(view: View, events: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for event in each(events):
        amount = Bounds.of(event.amount_low, event.amount_best, event.amount_high)
        denied = event.modality == "denied"
        yield {
            "event_id": event.event_id,
            "earliest": event.earliest,
            "latest": event.latest,
            "day_known": event.day_known,
            "what": MISSING if denied else _WHAT.get(event.amount_of, NAMED),
            "amount": amount if amount.stated and not denied else None,
            "wording": event.amount_text,
            "summary": event.summary,
            "evidence": view.evidence_ids(event.event_id),
        }
