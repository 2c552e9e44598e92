"""The few numbers that open a report, each with its bounds and its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.marks import KeyFigure
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.report.wording import between, counted, counted_figure, day, listed, span, within


def key_figures(m: Measures) -> list[KeyFigure]:
    """Dated calls and meetings, people held, halts and coverage, as far as the sources give them.

    Returns
    -------
    A figure for each that the tables can answer; a count of zero is a figure, an amount that no
    source states is left out.
    """
    return [
        *_contacts(m),
        *_held(m),
        *_halts(m),
        _coverage(m),
        _basis(m),
    ]


def _contacts(m: Measures) -> Iterable[KeyFigure]:
    for name, series, one, many in (
        ("dated_calls", "call", "dated telephone call", "dated telephone calls"),
        ("dated_meetings", "meeting", "dated meeting or visit", "dated meetings or visits"),
    ):
        own = m.contacts[m.contacts["series"] == series]
        count = len(own)
        note = "in this window"
        if count:
            pairs = own["pair"].nunique()
            dates = own["date"].min(), own["date"].max()
            note = f"{counted(pairs, 'pair')}, {span(*dates)}"
        yield KeyFigure(
            name,
            f"{count:,}",
            one if count == 1 else many,
            note,
            merged(own["evidence"]),
            number=count,
            low=count,
            high=count,
        )


def _held(m: Measures) -> Iterable[KeyFigure]:
    held = m.tables.codebook.held
    for row in each(m.reports[m.reports["quantified"]][-1:]):
        yield KeyFigure(
            "reported_held",
            row.amount.words(),
            f"{held} reported as held",
            f"“{row.wording}”, {within(row.earliest, row.latest, unknown='not stated')}",
            row.evidence,
            number=row.amount.low if row.amount.low == row.amount.high else None,
            low=None if row.amount.about else row.amount.low,
            high=None if row.amount.about else row.amount.high,
            about=row.amount.about,
        )
    for row in each(m.reconciliation[m.reconciliation["role"] == "rest"][-1:]):
        if row.amount.stated:
            yield KeyFigure(
                "not_itemised",
                row.amount.words(),
                f"{held} not itemised by any source",
                "between what the stated changes leave and what is reported",
                row.evidence,
                low=None if row.amount.about else row.amount.low,
                high=None if row.amount.about else row.amount.high,
                about=row.amount.about,
            )


def _halts(m: Measures) -> Iterable[KeyFigure]:
    rows = m.stalls
    lengths = [
        f"{between(r.days_low, r.days_high)} from {within(r.start_earliest, r.start_latest)}"
        if not r.open
        else f"one open since {within(r.start_earliest, r.start_latest)}"
        for r in each(rows)
    ]
    count = len(rows)
    yield KeyFigure(
        "declared_halts",
        f"{count:,}",
        "declared halt of the talks" if count == 1 else "declared halts of the talks",
        listed(lengths) if lengths else "in this window",
        merged(rows["evidence"]),
        number=count,
        low=count,
        high=count,
    )


def _coverage(m: Measures) -> KeyFigure:
    covered = m.covered_days
    ranges = [span(s.start, s.end) for s in each(m.stretches)]
    return KeyFigure(
        "covered_days",
        f"{covered:,}",
        f"of {counted_figure(m.days, 'day')} covered by a source",
        listed(ranges)
        if ranges
        else f"none of {day(m.start, year=True)} to {day(m.end, year=True)}",
        (),
        number=covered,
        low=covered,
        high=covered,
    )


def _basis(m: Measures) -> KeyFigure:
    count = len(m.events)
    return KeyFigure(
        "events",
        f"{count:,}",
        "event in the table" if count == 1 else "events in the table",
        f"{counted_figure(len(m.evidence), 'piece')} of evidence from "
        f"{counted(len(m.tables.sources), 'source')}",
        (),
        number=count,
        low=count,
        high=count,
    )
