"""Sentences on the course of the talks: how many events are told in order, and how."""

from __future__ import annotations

from analysis.measures import Measures
from analysis.measures.stalls import LONGEST_SPAN
from analysis.report.sentences.citing import only_shown
from analysis.report.wording import (
    MAY_LIE_OUTSIDE,
    counted,
    in_window,
    listed,
    number,
    plain,
    sentence,
)

_BASIS = {
    "stated": "stated",
    "relative": "reckoned from another day that is told",
    "publication": "that of printing",
    "inferred": "inferred by the coder",
}


def on_course(m: Measures) -> list[str]:
    """How many events are told in order, how their days are known, and which did not happen yet."""
    steps = m.course
    if steps.empty:
        return [f"No event but contacts and counts is told {plain(in_window(m.sides))}."]
    placed = steps[steps["placed"]]
    rest = len(steps) - len(placed)
    within = f"to within {LONGEST_SPAN} days"
    said = [f"{sentence(counted(len(placed), 'event'))} can be put in order, {within}."]
    counts = placed["date_basis"].value_counts()
    known = [f"{words} ({counts[basis]})" for basis, words in _BASIS.items() if basis in counts]
    if known:
        said.append(f"Their days are {listed(known)}.")
    if rest:
        verb = "has" if rest == 1 else "have"
        said.append(f"{sentence(counted(rest, 'other'))} {verb} no such day.")
    if outside := int(steps["outside"].sum()):
        said.append(f"{sentence(number(outside))} {MAY_LIE_OUTSIDE}.")
    for words, own in steps[steps["told_as"] != ""].groupby("told_as", sort=False):
        verb = "is" if len(own) == 1 else "are"
        said.append(f"{sentence(counted(len(own), 'event'))} {verb} {words}.")
    return said


def on_unplaced(m: Measures) -> list[str]:
    """That every step has its place, where that is so."""
    if m.course["placed"].all():
        return [
            f"No event{only_shown(m)} is told as repeated, or on days that are "
            f"not known to within {LONGEST_SPAN} days."
        ]
    return []
