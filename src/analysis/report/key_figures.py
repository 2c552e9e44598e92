"""The few numbers that open a report, each with its bounds and its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.marks import KeyFigure
from analysis.measures.columns import each, merged
from analysis.measures.contacts import dated_contacts
from analysis.measures.coverage import covered_days, covered_stretches
from analysis.measures.held.flows import reports
from analysis.measures.held.reconciliation import reconciliation
from analysis.measures.stalls import declared_stalls
from analysis.measures.view import View
from analysis.report.wording import between, counted, counted_figure, day, listed, span, within


def key_figures(view: View) -> list[KeyFigure]:
    """Dated calls and meetings, people held, halts and coverage, as far as the sources give them.

    Returns
    -------
    A figure for each that the view can answer; a count of zero is a figure, an amount that no
    source states is left out.
    """
    return [
        *_contacts(view),
        *_held(view),
        *_halts(view),
        _coverage(view),
        _basis(view),
    ]


def _contacts(view: View) -> Iterable[KeyFigure]:
    dated = dated_contacts(view)
    for name, series, one, many in (
        ("dated_calls", "call", "dated telephone call", "dated telephone calls"),
        ("dated_meetings", "meeting", "dated meeting or visit", "dated meetings or visits"),
    ):
        own = dated[dated["series"] == series]
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


def _held(view: View) -> Iterable[KeyFigure]:
    held = view.tables.codebook.held
    counts = reports(view)
    for row in list(each(counts[counts["quantified"]]))[-1:]:
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
    steps = reconciliation(view)
    for row in list(each(steps[steps["role"] == "rest"]))[-1:]:
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


def _halts(view: View) -> Iterable[KeyFigure]:
    rows = declared_stalls(view)
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


def _coverage(view: View) -> KeyFigure:
    covered = covered_days(view)
    ranges = [span(s.start, s.end) for s in each(covered_stretches(view))]
    return KeyFigure(
        "covered_days",
        f"{covered:,}",
        f"of {counted_figure(view.days, 'day')} covered by a source",
        listed(ranges)
        if ranges
        else f"none of {day(view.start, year=True)} to {day(view.end, year=True)}",
        (),
        number=covered,
        low=covered,
        high=covered,
    )


def _basis(view: View) -> KeyFigure:
    count = len(view.events)
    return KeyFigure(
        "events",
        f"{count:,}",
        "event in the table" if count == 1 else "events in the table",
        f"{counted_figure(len(view.evidence), 'piece')} of evidence from "
        f"{counted(len(view.tables.sources), 'source')}",
        (),
        number=count,
        low=count,
        high=count,
    )
