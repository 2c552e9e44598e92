"""The living and the dead among the people held, as far as the sources tell them apart.

A death in captivity changes the number of the living and not of those held: the remains of who
died are held until they are recovered, and are taken from the number held once, by that.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures import results
from analysis.measures.held.flows import PEOPLE_HELD
from analysis.measures.view import View, measure

_CHANGES = ("inflow", "outflow", "stock", "context")


@measure
def told_apart(view: View) -> pd.DataFrame:
    """Events that tell of people held whether they are alive or dead.

    Returns
    -------
    (n,) by earliest day (open ones first), then latest; columns ``results.FATES``. Only
    ``actual`` events of a kind that has a ``state``, whose ``amount_of`` is "hostages"; those
    before the window too. ``still_held`` is true where the event ends nobody's captivity: a death
    (family context), or a count.
    """
    view = view.with_earlier
    kinds = view.kinds.set_index("kind")
    if "state" not in kinds:
        return results.FATES.table([])
    events = view.events.assign(state=view.events["kind"].map(kinds["state"]).fillna(""))
    rows = view.told(
        events[
            (events["state"] != "")
            & events["family"].isin(_CHANGES)
            & (events["modality"] == "actual")
            & (events["amount_of"] == PEOPLE_HELD)
        ]
    )
    return results.FATES.table(
        rows.assign(
            label=rows["kind"].map(kinds["label"]).fillna(rows["kind"]),
            still_held=rows["family"].isin(["stock", "context"]),
        )
    )
