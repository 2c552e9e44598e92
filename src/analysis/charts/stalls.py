"""Stalls, days without a dated contact and truces on a time line, with what is not certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.base import Chart, house_style
from analysis.charts.layout import gather
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import Key, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis, known_days
from analysis.charts.rows.spells import SpellRow, draw, kinds_of, panel_of, rows_of
from analysis.measures import Measures, results
from analysis.measures.columns import OBJECT, TEXT, Column, Columns, each, flat, merged
from analysis.report import findings
from analysis.report.wording import and_more, listed, quoted, shortened

_MOST_NOTED = 6  # halts without bounds that the line under the chart names
_START = ("start_earliest", "start_latest")

# Values of another type where they are missing, so that each stays what it is.
_DRAWN = Columns(
    Column("kind", TEXT, "declared halt, no dated contact, truce, or halt without a stated day"),
    Column("k", OBJECT, "least length asked for; empty but for days without contact", "days"),
    *results.SPELLS.columns[1:5],
    Column(
        "days_low",
        OBJECT,
        "shortest length; without contact: days counted",
        "days",
    ),
    Column("days_high", OBJECT, "longest length; empty where open", "days"),
    Column("left_truncated", OBJECT, "true where it may have begun before the covered stretch"),
    Column("open", OBJECT, "true where no end is reported: right-censored"),
    results.WORDING.as_("wording", "the source's own words, for halts without a stated day"),
    results.EVIDENCE,
)


@house_style()
def stalls(m: Measures, ax: Axes | None = None) -> Chart:
    """Declared stalls, stretches of at least k days without a dated contact, and truces."""
    axis = TimeAxis.of(m, m.stretches, known_days(pd.concat([m.stalls, m.truces]), *_START))
    said = findings.stalls(m, axis.cut)
    rows = rows_of(axis, m, m.days_without_contact)

    def drawn(paper: Paper, rows: list[SpellRow], ax: Axes | None = None) -> Figure:
        key, note = _key(kinds_of(rows), axis), _note(m.undated_stalls)
        figure, (ax,) = sheet(
            ax, said.title, [panel_of(rows)], key=key, right=14, note=note, paper=paper
        )
        own = paper.axis(axis)
        draw(ax, own, rows)
        draw_dates(ax, own)
        return figure

    frames = (m.stalls, m.without_contact, m.truces, m.undated_stalls)
    missing: dict[str, Any] = dict.fromkeys(_DRAWN.names, float("nan"))
    if any(row.gathered for row in rows):
        said = replace(said, caption=f"{said.caption} {gather.SAID}")
    return Chart(
        figure=drawn(WIDE, rows, ax),
        narrow=lambda: drawn(NARROW, rows_of(axis, m, m.days_without_contact, NARROW)),
        **vars(said),
        evidence=merged(chain.from_iterable(frame["evidence"] for frame in frames)),
        table=flat(_DRAWN.table(missing | row for row in _drawn(m))),
    )


def _key(found: set[str], axis: TimeAxis) -> list[Key]:
    key = []
    if "uncertain" in found:
        key.append(Key("tint", "halt", "start or end within these days"))
    if "open" in found:
        key.append(Key(">", "halt", "no end reported"))
    if "undated" in found:
        key.append(Key("dashed", "halt", "halts said to lie somewhere within"))
    if "quiet" in found:
        key.append(Key("hollow", "quiet", "no dated contact"))
    if "gathered" in found:
        key.append(Key("bar", "halt", "so many that began on these days"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key


def _note(undated: pd.DataFrame) -> str:
    """Halts that have no bounds to draw, in words under the chart."""
    rest = undated[undated["earliest"].isna() | undated["latest"].isna()]
    said = [quoted(shortened(row.wording or row.summary, 60)) for row in each(rest)]
    said = and_more(said, _MOST_NOTED, "halt")
    return f"Not drawn, time not stated: {listed(said)}." if said else ""


def _drawn(m: Measures) -> Iterator[dict[str, Any]]:
    """A row for each: declared halt, truce, stretch without contact, halt without a stated day."""
    for kind, frame in (("declared halt", m.stalls), ("truce", m.truces)):
        for row in each(frame):
            yield {**row._asdict(), "kind": kind}
    for row in each(m.without_contact):
        edge = row.left_truncated or row.right_censored
        yield {
            "kind": "no dated contact",
            "k": row.k,
            "start_earliest": row.start,
            "start_latest": row.start,
            "end_earliest": row.end,
            "end_latest": row.end,
            "days_low": row.days,
            "days_high": float("nan") if edge else row.days,
            "open": row.right_censored,
            "left_truncated": row.left_truncated,
            "evidence": row.evidence,
        }
    for row in each(m.undated_stalls):
        yield {
            "kind": "halt without a stated day",
            "start_earliest": row.earliest,
            "end_latest": row.latest,
            "wording": row.wording,
            "evidence": row.evidence,
        }
