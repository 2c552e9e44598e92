"""Contacts on a time line, one row per pair, every mark its own event.

The panel itself, which the overview draws too, is in :mod:`analysis.charts.rows.contacts`.
Counting per period is in :mod:`analysis.charts.periods`.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.base import Chart, house_style
from analysis.charts.layout import gather
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.contacts import draw
from analysis.charts.rows.pairs import Row, key_of, panel_of, rows_of
from analysis.measures import Measures, results
from analysis.measures.columns import TEXT, Column, Columns, flat, merged
from analysis.report import findings

_DRAWN = Columns(
    results.EVENT, results.PAIR, results.SERIES, results.CHANNEL, results.OR_MORE,
    results.EARLIEST, results.LATEST,
    Column("drawn", TEXT, "how it is drawn: dated, day not stated, number not stated, planned"),
    results.WORDING, results.PLACE, results.EVIDENCE,
)  # fmt: skip


@house_style()
def contacts(m: Measures, ax: Axes | None = None) -> Chart:
    """Contacts by pair on a time line."""
    dated, unknown = m.contacts, m.unknown_day_contacts
    axis = TimeAxis.of(m, m.stretches, dated["date"])
    said = findings.contacts(m, axis.cut)
    rows = rows_of(dated, unknown, axis)

    def drawn(paper: Paper, rows: list[Row], ax: Axes | None = None) -> Figure:
        key = key_of(dated, unknown, axis, rows)
        own = paper.axis(axis)
        figure, (ax,) = sheet(ax, said.title, [panel_of(rows)], key=key, right=14, paper=paper)
        draw(ax, own, rows)
        draw_dates(ax, own)
        return figure

    known = dated.assign(earliest=dated["date"], latest=dated["date"], drawn="dated")
    both = pd.concat([known, unknown.assign(drawn=unknown["why"], or_more=False)])
    if any(row.gathered for row in rows):
        said = replace(said, caption=f"{said.caption} {gather.SAID}")
    return Chart(
        figure=drawn(WIDE, rows, ax),
        narrow=lambda: drawn(NARROW, rows_of(dated, unknown, axis, NARROW)),
        **vars(said),
        evidence=merged([*dated["evidence"], *unknown["evidence"]]),
        table=flat(_DRAWN.table(both.sort_values(["earliest", "event_id"]))),
    )
