"""The course of the talks: what the sources tell step by step, and where things stood at the end.

A step is any event but a contact or a count of the people held: those have measures of their own.
What a step is, and in which words, is the table's; here it is put in order, with who took it, who
tells of it, and how its day is known.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures import results
from analysis.measures.coverage import covered_stretches
from analysis.measures.people import actor_labels, event_sides, said, taken_by, voices
from analysis.measures.stalls import LONGEST_SPAN
from analysis.measures.view import View, measure

_ELSEWHERE = ("contact", "stock")
_OF_PEOPLE = ("inflow", "outflow")
_AHEAD = ("planned", "hypothetical")


@measure
def course(view: View) -> pd.DataFrame:
    """The steps of the view, by process, then by earliest day (open ones first), then by latest.

    Returns
    -------
    (n,) columns ``results.STEPS``. ``placed`` is true for what is told as happening once, on days
    that lie at most 14 days apart: only then has a step its place in the order. Of some sides only
    what they take part in is a step, whoever is counted as held.
    """
    shown = ~view.events["family"].isin(_ELSEWHERE)
    if view.sides:
        own = {event for event, of in event_sides(view).items() if not {*of}.isdisjoint(view.sides)}
        shown &= view.events["event_id"].isin(own)
    steps = view.told(view.events[shown])
    steps = steps.sort_values("process", kind="stable")
    kinds = view.kinds.set_index("kind")["label"]
    label = view.tables.codebook.label
    taken, told, blamed = taken_by(view), voices(view), _blamed(view)
    events = steps["event_id"].tolist()
    once = ~steps["repeated"] & (steps["amount_of"] != "occurrences")
    near = (steps["latest"] - steps["earliest"]).dt.days <= LONGEST_SPAN
    return results.STEPS.table(
        steps.assign(
            label=steps["kind"].map(kinds),
            told_as=[
                "" if modality == "actual" else label("events", "modality", modality)
                for modality in steps["modality"].tolist()
            ],
            taken_by=[taken.get(event, "") for event in events],
            told_by=[told.get(event, "") for event in events],
            blamed=[blamed.get(event, "") for event in events],
            placed=once & near,
            outside=view.may_lie_outside(steps["earliest"], steps["latest"]),
        )
    )


@measure
def steps_of_talks(view: View) -> pd.DataFrame:
    """Rows of :func:`course` with a place in the order that no other measure draws on a time axis.

    Those that change the number of people held are left out.
    """
    steps = course(view)
    return results.STEPS.table(steps[steps["placed"] & ~steps["family"].isin(_OF_PEOPLE)])


@measure
def standing(view: View) -> pd.DataFrame:
    """Where things stood: the steps of the last covered day, and what was then still to come.

    Returns
    -------
    (n,) rows of :func:`course`, in its order: steps of that one day, and planned or supposed ones
    that no evidence bounds to a day before. None where no day is covered.
    """
    steps, stretches = course(view), covered_stretches(view)
    if stretches.empty:
        return results.STEPS.table(steps[:0])
    last = stretches["end"].iloc[-1]
    then = (steps["earliest"] == last) & (steps["latest"] == last)
    ahead = steps["modality"].isin(_AHEAD) & (steps["earliest"] > last)
    return results.STEPS.table(steps[then | ahead])


def _blamed(view: View) -> dict[str, str]:
    """Event -> whom the passages name as its cause, each with the voice that does."""
    names = actor_labels(view)
    claims: dict[str, list[str]] = {}
    rows = view.evidence["blames"].tolist()
    for (event, voice, stance), named in zip(said(view), rows, strict=True):
        if named:
            claim = f"{names.get(named, named)}, by {voice}"
            claims.setdefault(event, []).append(
                claim if stance == "asserts" else f"{claim} ({stance})"
            )
    return {event: "; ".join(dict.fromkeys(own)) for event, own in claims.items()}
