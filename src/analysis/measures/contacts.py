"""Contacts between the sides: what counts as one, on which days, how often, and between whom.

Counted is a contact that happened (``actual``) on one known day inside the window. Contacts
without a day, statements such as "daily, sometimes hourly", and planned ones are listed beside
and never counted; denied and supposed ones are a list of their own. How often there was one, with
what may lie in a period, is in :mod:`analysis.measures.frequency`; how contacts are spread, over
time and over pairs, in :mod:`analysis.measures.gaps_and_pairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Literal

import numpy as np
import pandas as pd

from analysis.measures import results
from analysis.measures.columns import cells, merged, objects
from analysis.measures.people import Company, roster
from analysis.measures.view import View, measure
from analysis.package.amounts import Bounds

Series = Literal["call", "meeting", "visit", "other"]
SERIES: tuple[Series, ...] = ("call", "meeting", "visit", "other")
SEVERAL = "several, told as one"
"""Why contacts on one known day that a source gives by their number are no single dated contact."""
_SERIES_OF: dict[str, Series] = {"phone": "call", "video": "call", "in_person": "meeting"}


def shows(channels: Sequence[str], series: Series) -> bool:
    """Whether a choice of channels holds those of a series, so that none of it means none."""
    kept = {series_of(channel, visit=visit) for channel in channels for visit in (False, True)}
    return not channels or series in kept


def series_of(channel: str, *, visit: bool) -> Series:
    """``call`` (phone, video), ``meeting`` or ``visit`` (both in person), ``other`` (the rest)."""
    found = _SERIES_OF.get(channel, "other")
    return "visit" if visit and found == "meeting" else found


@measure
def all_contacts(view: View) -> pd.DataFrame:
    """All contacts of the view, counted or not, with who was in touch and why one is not counted.

    ``why`` is empty for those that count.
    """
    rows = view.told(view.events[view.events["family"] == "contact"])
    everybody = roster(view)
    met = [everybody.company(*contact) for contact in cells(rows, "event_id", "channel")]
    company = pd.DataFrame(
        {f.name: [getattr(one, f.name) for one in met] for f in fields(Company)}, index=rows.index
    )
    unstated = objects([Bounds()] * len(rows), rows.index)
    several = rows["amount_of"] == "contacts"
    or_more = several & np.array([amount == Bounds(1) for amount in rows["amount"]], dtype=bool)
    amounts = rows["amount"].where(several, unstated)
    several &= ~or_more
    actual, inside = rows["modality"] == "actual", rows["earliest"].between(view.start, view.end)
    on_a_day = rows["day_known"] & actual & inside
    why = np.select(
        [on_a_day & ~several, ~actual, several & ~rows["quantified"], rows["stretch"], on_a_day],
        ["", rows["modality"], "number not stated", "a stretch of days", SEVERAL],
        "day not stated",
    )
    both = zip(rows["channel"], company["visit"], strict=True)
    return rows.join(company).assign(
        date=rows["earliest"],
        series=pd.Series([series_of(c, visit=v) for c, v in both], rows.index, dtype="str"),
        amount=amounts,
        or_more=or_more,
        why=why,
    )


@measure
def dated_contacts(view: View) -> pd.DataFrame:
    """The contacts that count: actual, on one known day inside the window, each stated by itself.

    A row that tells of at least one on its day ("a flurry of calls") counts as one, and is marked.

    Returns
    -------
    (n,) one row per contact (not per pair), by date and then in table order; columns
    ``results.CONTACTS``. How pairs are made of those who took part is said at
    ``Roster.company``; a level is 0 where one side's is not known or the other not stated.
    Contacts on days that no source covers are in it too: :func:`contacts_per_period` leaves
    them out of its rates.
    """
    rows = all_contacts(view)
    return results.CONTACTS.table(rows[rows["why"] == ""])


@measure
def unknown_day_contacts(view: View) -> pd.DataFrame:
    """Contacts that are listed and not counted by day: no single day, no number, or only planned.

    Returns
    -------
    (n,) by earliest day (open ones first); columns ``results.LISTED``. ``why`` is "planned",
    "number not stated", "a stretch of days", :data:`SEVERAL` or "day not stated", the first that
    fits.
    """
    return _listed(view, "actual", "planned")


@measure
def supposed_contacts(view: View) -> pd.DataFrame:
    """Contacts that a source denies or only supposes; columns of :func:`unknown_day_contacts`.

    ``why`` is the modality ("denied", "hypothetical").
    """
    return _listed(view, "denied", "hypothetical")


@measure
def listed_contacts(view: View) -> pd.DataFrame:
    """All contacts that are not counted: those of unknown day, then the supposed ones."""
    both = [unknown_day_contacts(view), supposed_contacts(view)]
    return results.LISTED.table(pd.concat(both, ignore_index=True))


def _listed(view: View, *modalities: str) -> pd.DataFrame:
    rows = all_contacts(view)
    return results.LISTED.table(rows[(rows["why"] != "") & rows["modality"].isin(modalities)])


@measure
def contacts_by_pair(view: View) -> pd.DataFrame:
    """The dated contacts of each series and pair, as the pair is named.

    Returns
    -------
    (n,) by series, then falling count, then first day; columns ``results.BY_PAIR``.
    """
    dated = dated_contacts(view)
    groups = dated.groupby(["series", "pair"], sort=False)
    rows = groups.agg(
        count=("date", "size"),
        or_more=("or_more", "any"),
        dates=("date", tuple),
        evidence=("evidence", merged),
    )
    rows = rows.reset_index()
    order = rows.assign(_series=rows["series"].map(SERIES.index), _count=-rows["count"])
    return results.BY_PAIR.table(order.sort_values(["_series", "_count"], kind="stable"))
