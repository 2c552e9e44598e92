"""The few numbers that open a report, each with its bounds and its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from analysis.marks import KeyFigure
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.package.amounts import Bounds
from analysis.report.wording import (
    MAY_LIE_OUTSIDE,
    and_more,
    at_least,
    between,
    counted,
    counted_figure,
    day,
    end_is_known,
    in_window,
    listed,
    number,
    of_those_shown,
    quoted,
    so_many,
    span,
    within,
)

_NOUNS = {
    "call": ("calls", "telephone call reported", "telephone calls reported"),
    "meeting": ("meetings", "meeting reported", "meetings reported"),
    "visit": ("visits", "visit reported", "visits reported"),
}
COUNTED = frozenset({"calls", "meetings", "visits", "declared_halts"})
"""Figures that count what is told of: one that a report does not have is none, and not unknown."""

_MOST = 6  # halts and stretches that a note names


def key_figures(m: Measures) -> list[KeyFigure]:
    """Calls and meetings, people held, halts and coverage, as far as the sources give them.

    Returns
    -------
    A figure for each that the tables can answer; a count of zero is a figure, an amount that no
    source states is left out.
    """
    return [*_contacts(m), *_held(m), _halts(m), _coverage(m), _basis(m)]


def _contacts(m: Measures) -> Iterable[KeyFigure]:
    """At least how many calls and meetings are told of, and how many of them have a day.

    Visits are a figure where there are any.
    """
    rows = m.contact_counts
    for row in each(rows[rows["series"].isin(list(_NOUNS))]):
        id, one, many = _NOUNS[row.series]
        if not row.certain and row.series == "visit":
            continue
        if not row.certain:
            none = _count(id, 0, many, in_window(m.sides, m.channels), row.evidence)
            # Whatever has no day or number may be one of these.
            yield none if m.unknown_day_contacts.empty else replace(none, high=None)
            continue
        own = m.contacts[m.contacts["series"] == row.series]
        note = f"{at_least(so_many(len(own)), own['or_more'].any())} on a known day"
        if len(own):
            dates = own["date"].min(), own["date"].max()
            note += f": {counted(own['pair'].nunique(), 'pair')}, {span(*dates)}"
        # No source says that it tells of all of them.
        amount = Bounds(row.certain, None, row.about)
        yield _amount(id, amount, one if row.certain == 1 else many, note, row.evidence)


def _held(m: Measures) -> Iterable[KeyFigure]:
    held = m.tables.codebook.held
    for row in each(m.reports[m.reports["quantified"]][-1:]):
        note = f"{quoted(row.wording)}, {within(row.earliest, row.latest, unknown='not stated')}"
        figure = _amount(
            "reported_held", row.amount, f"{held} reported as held", note, row.evidence
        )
        exact = row.amount.low == row.amount.high
        yield replace(figure, number=row.amount.low if exact else None)
    for row in each(m.reconciliation[m.reconciliation["role"] == "rest"][-1:]):
        if row.amount.stated:
            label = f"{held} left over by the stated numbers"
            note = "between what the stated changes leave and what is reported"
            yield _amount("not_itemised", row.amount, label, note, row.evidence)


def _halts(m: Measures) -> KeyFigure:
    lengths = [_length(row, m) for row in each(m.stalls)]
    halts = "halt" if len(lengths) == 1 else "halts"
    label = f"declared {halts} of the talks that can be dated"
    note = listed(and_more(lengths, _MOST, "halt")) + of_those_shown(m.sides)
    note = note if lengths else in_window(m.sides)
    return _count("declared_halts", len(lengths), label, note, merged(m.stalls["evidence"]))


def _length(row: Any, m: Measures) -> str:
    began = within(row.start_earliest, row.start_latest)
    if row.start_latest < m.start:
        began += ", before this window"
    elif row.start_earliest < m.start or row.start_latest > m.end:
        began += ", perhaps outside this window"
    if row.open:
        return f"one open since {began}"
    if not end_is_known(row):
        return f"one from {began} (over by {day(row.end_latest, year=True)})"
    return f"{between(row.days_low, row.days_high)} from {began}"


def _coverage(m: Measures) -> KeyFigure:
    found = [span(row.start, row.end) for row in each(m.stretches)]
    stretches = listed(and_more(found, _MOST, "stretch", "stretches"))
    window = f"{day(m.start, year=True)} to {day(m.end, year=True)}"
    label = f"of {counted_figure(m.days, 'day')} covered by a source"
    return _count("covered_days", m.covered_days, label, stretches or f"none of {window}")


def _basis(m: Measures) -> KeyFigure:
    outside = int(m.may_lie_outside(m.events["earliest"], m.events["latest"]).sum())
    one = len(m.events) == 1
    label = f"{'event' if one else 'events'} told of in this window"
    if outside:
        noun = "event that lies, or may lie," if one else "events that lie, or may lie,"
        label = f"{noun} in this window"
    pieces = counted_figure(len(m.evidence), "piece")
    note = f"{pieces} of evidence from {counted(m.evidence['source_id'].nunique(), 'source')}"
    note += f"; {number(outside)} {MAY_LIE_OUTSIDE}" * bool(outside)
    note += of_those_shown(m.sides, m.channels)
    return _count("events", len(m.events), label, note)


def _count(id: str, count: int, label: str, note: str, evidence: tuple[str, ...] = ()) -> KeyFigure:
    return KeyFigure(id, f"{count:,}", label, note, evidence, number=count, low=count, high=count)


def _amount(id: str, amount: Bounds, label: str, note: str, evidence: tuple[str, ...]) -> KeyFigure:
    """A number that is known by its bounds; one that is approximate has none."""
    low, _, high, about, words = amount.parts()
    return KeyFigure(id, words, label, note, evidence, low=low, high=high, about=about)
