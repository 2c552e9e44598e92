"""Steps, contacts, people held, stalls and coverage on one time axis.

Each panel is the one that the chapter's own chart draws; the axis gives room to every day that
any of them needs, and the strip at the foot says what the sources cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.base import Chart, house_style
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import Key, Panel, lay_out
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis, known_days
from analysis.charts.rows import contacts as contact_marks
from analysis.charts.rows import pairs, reports, sources, spells, stock
from analysis.charts.rows import steps as course
from analysis.measures import Measures, results
from analysis.measures.columns import TEXT, Column, Columns, each, flat, merged
from analysis.report import findings

_MOST_SOURCES = 5  # rows: the figure has its place on the first page
_DRAWN = Columns(
    Column("panel", TEXT, "steps, contacts, held, stalls, or coverage"),
    Column("what", TEXT, "what is drawn"),
    results.EARLIEST.as_("earliest", "first day"),
    results.LATEST.as_("latest", "last day; empty = open"),
    results.EVIDENCE,
)


@house_style()
def overview(m: Measures) -> Chart:
    """Five panels on one time axis, always a page of its own."""
    steps = _steps(m)
    whole = TimeAxis.of(m, m.stretches, _days_that_need_room(m, steps))
    days = sorted(set(m.days_without_contact))
    shown = days[len(days) // 2]
    without = m.without_contact[m.without_contact["k"] == shown]
    said = findings.overview(m, whole.cut, shown)
    held = findings.held(m, whole.cut).title

    def drawn(paper: Paper) -> Figure:
        axis = paper.axis(whole)
        taken = course.rows_of(steps, axis, by="row", quiet=True, paper=paper)
        met = pairs.rows_by_series(m.contacts, m.unknown_day_contacts, axis, paper)
        lasted = spells.rows_of(axis, m, [shown], paper)
        narrated = sources.rows_of(m.covered, _MOST_SOURCES, paper)
        figure, axes = lay_out(
            [
                course.panel_of(taken),
                _lower(pairs.panel_of(met), 0.95, paper),
                stock.panel_of(m.reports, m.stock, 1.5 if paper.above else 0.78, held),
                _lower(spells.panel_of(lasted), 0.72, paper),
                _lower(sources.panel_of(narrated), 0.62, paper),
            ],
            key=_key(m, taken, met, lasted, axis),
            right=14,
            paper=paper,
        )
        course.draw(axes[0], axis, taken)
        contact_marks.draw(axes[1], axis, met)
        stock.draw_band(axes[2], axis, m, flow_words=True)
        spells.draw(axes[3], axis, lasted)
        sources.draw(axes[4], axis, narrated)
        for ax in axes:
            draw_dates(ax, axis, labels=ax is axes[-1])
        return figure

    frames = (steps, m.contacts, m.unknown_day_contacts, m.flows, m.reports, m.stock,
              m.least_held, m.stalls, without, m.truces, m.undated_stalls)  # fmt: skip
    return Chart(
        figure=drawn(WIDE),
        narrow=lambda: drawn(NARROW),
        **vars(said),
        evidence=merged(chain.from_iterable(frame["evidence"] for frame in frames)),
        table=flat(_drawn(m, steps, without)),
    )


def _lower(panel: Panel, share: float, paper: Paper) -> Panel:
    """A panel with less room than it has in the figure of its chapter, where labels allow it."""
    return panel if paper.above else replace(panel, height=panel.height * share)


def _steps(m: Measures) -> pd.DataFrame:
    """The steps that no other panel draws, with the row that each stands in."""
    label = m.tables.codebook.label
    families = m.steps_of_talks["family"]
    rows: pd.DataFrame = m.steps_of_talks.assign(
        row=[label("kinds", "family", one) for one in families]
    )
    return rows


def _days_that_need_room(m: Measures, steps: pd.DataFrame) -> list[pd.Timestamp]:
    """Days of steps, contacts, flows and reports, and starts of spells."""
    days = list(m.contacts["date"])
    for rows in (steps, m.flows, m.reports):
        days += known_days(rows)
    for rows in (m.stalls, m.truces):
        days += known_days(rows, "start_earliest", "start_latest")
    return days


def _key(
    m: Measures,
    taken: Sequence[course.Row],
    met: Sequence[pairs.Row],
    lasted: Sequence[spells.SpellRow],
    axis: TimeAxis,
) -> list[Key]:
    # Of the looks of steps those that no entry after them has: there is little room.
    key = [k for k in course.key_of(taken, axis) if k.look not in ("tint", "hollow", "hatch")]
    contacts = pairs.key_of(m.contacts, m.unknown_day_contacts, axis, met)
    key += [k for k in contacts if k.look != "hatch"]
    if len(m.least_held):
        key.append(Key("dotted", "rest", "at least, from a later count"))
    if m.reports["quantified"].any():
        key.append(reports.key_of_reports(m.reports))
    found = spells.kinds_of(lasted)
    if "uncertain" in found:
        key.append(Key("tint", "halt", "within these days"))
    if "quiet" in found:
        key.append(Key("hollow", "quiet", "no dated contact"))
    if "open" in found:
        key.append(Key(">", "halt", "no end reported"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    return key


def _drawn(m: Measures, steps: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    parts: list[tuple[str, str, pd.DataFrame, str, str]] = [
        ("steps", "event with a place in the order", steps, "earliest", "latest"),
        ("contacts", "dated contact", m.contacts, "date", "date"),
        ("contacts", "contact without a stated day or number, or planned",
         m.unknown_day_contacts, "earliest", "latest"),
        ("held", "flow", m.flows, "earliest", "latest"),
        ("held", "implied number", m.stock, "date", "date"),
        ("held", "at least, from a later count", m.least_held, "start", "end"),
        ("held", "count reported", m.reports, "earliest", "latest"),
        ("stalls", "declared halt", m.stalls, "start_earliest", "end_latest"),
        ("stalls", "halt without a stated day", m.undated_stalls, "earliest", "latest"),
        ("stalls", "no dated contact", without, "start", "end"),
        ("stalls", "truce", m.truces, "start_earliest", "end_latest"),
        ("coverage", "days covered by a source", m.covered.assign(evidence=""), "start", "end"),
    ]  # fmt: skip
    return _DRAWN.table(
        {
            "panel": panel,
            "what": what,
            "earliest": getattr(row, first),
            "latest": getattr(row, last),
            "evidence": row.evidence,
        }
        for panel, what, frame, first, last in parts
        for row in each(frame)
    )
