"""The course of the talks on a time line, one row per kind of step.

The panel itself, which the overview draws too, is in :mod:`analysis.charts.rows.steps`.
"""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.base import Chart, house_style
from analysis.charts.layout import gather
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis, known_days
from analysis.charts.rows.steps import Row, draw, key_of, panel_of, rows_of
from analysis.measures import Measures
from analysis.measures.columns import flat, merged
from analysis.report import findings


@house_style()
def course(m: Measures, ax: Axes | None = None) -> Chart:
    """Steps that have a place in the order, by kind."""
    steps = m.course[m.course["placed"]]
    axis = TimeAxis.of(m, m.stretches, known_days(steps))
    said = findings.course(m, axis.cut)
    rows = rows_of(steps, axis)

    def drawn(paper: Paper, rows: list[Row], ax: Axes | None = None) -> Figure:
        key, own = key_of(rows, axis), paper.axis(axis)
        figure, (ax,) = sheet(ax, said.title, [panel_of(rows)], key=key, right=14, paper=paper)
        draw(ax, own, rows)
        draw_dates(ax, own)
        return figure

    if any(mark.gathered for row in rows for mark, _ in row.marks):
        said = replace(said, caption=f"{said.caption} {gather.SAID}")
    return Chart(
        figure=drawn(WIDE, rows, ax),
        narrow=lambda: drawn(NARROW, rows_of(steps, axis, paper=NARROW)),
        **vars(said),
        evidence=merged(steps["evidence"]),
        table=flat(steps.drop(columns=["placed", "family"])),
    )
