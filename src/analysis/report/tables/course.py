"""The table of steps: what happened in which order, who took it, who tells of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.measures.people import NOT_APART
from analysis.measures.stalls import LONGEST_SPAN
from analysis.report.tables.listing import (
    Column,
    Listing,
    by_day,
    evidence,
    filters,
    listing,
    with_days,
)
from analysis.report.wording import sentence

MOST = 90
"""Events that are told one by one."""

NOBODY = "–"
"""What stands for who took a step, where nobody is told to have taken it."""

_OUTSIDE = "may lie outside"  # the window: what the chapter says of all of them before its tables
_BY_WHOM = "who took it; empty: no passage says who, or it is no step of one alone"
_TOLD_FIRST = ("talks", "truce")


def of_course(m: Measures) -> Listing:
    """Every step that has a place in the order; of very many, those of talks and truces."""
    placed = m.course[m.course["placed"]]
    shown = _most(placed)
    caption = "Events in the order of their days."
    if len(shown) < len(placed):
        caption += f" {len(placed) - len(shown):,} further ones stand in the CSV of the figure."
    return _listing(m, shown, "tbl-course", caption)


def of_unplaced(m: Measures) -> Listing:
    """Events told as repeated, or whose days lie too far apart to have a place in the order."""
    rest = m.course[~m.course["placed"]]
    shown = _most(rest)
    near = f"to within {LONGEST_SPAN} days"
    caption = f"Events told as repeated, or whose days are not known {near}."
    if len(shown) < len(rest):
        caption += f" {len(rest) - len(shown):,} further ones stand in events.csv."
    return _listing(m, shown, "tbl-unplaced", caption)


def _most(steps: pd.DataFrame) -> pd.DataFrame:
    if len(steps) <= MOST:
        return steps
    talks = steps[steps["family"].isin(_TOLD_FIRST)]
    return (talks if len(talks) else steps)[:MOST]


def _listing(m: Measures, steps: pd.DataFrame, id: str, caption: str) -> Listing:
    columns = "process", "summary", "told_as", "outside", "blamed"
    steps = by_day(steps).sort_values("process", kind="stable", ignore_index=True)
    rows = with_days(steps).assign(step=[_step(*told) for told in cells(steps, *columns)])
    made = listing(
        rows,
        [
            Column("when", "When", 15, description="days that bound the event"),
            Column("date_basis", "Day is", 8, description="how its day is known"),
            Column("step", "Event", 42),
            Column("taken_by", "By whom", 11, _taken, description=_BY_WHOM),
            Column("told_by", "Told by", 13),
            evidence(11),
        ],
        id=id,
        caption=caption + _unnamed(rows["taken_by"]),
        small=True,
        most=MOST,
    )
    return replace(made, table=replace(made.table, filters=filters(m, rows)))


def _taken(names: str) -> str:
    return names or NOBODY


def _unnamed(taken: pd.Series) -> str:
    """What stands under "By whom" where it is no name."""
    said = ""
    if (taken == "").any():
        said += " A dash: not said, or no step of one alone."
    if (taken == NOT_APART).any():
        said += (
            f" {sentence(NOT_APART)}: a source left out tells of it too, and may alone say by whom."
        )
    return said


def _step(process: str, summary: str, told_as: str, outside: bool, blamed: str) -> str:
    said = f"{process}: {summary}" if process else summary
    if notes := [told_as] * bool(told_as) + [_OUTSIDE] * outside:
        said += f" ({'; '.join(notes)})"
    return f"{said} Named as the cause: {blamed}." if blamed else said
