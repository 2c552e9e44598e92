"""People held: the band that the flows imply, the counts that sources report, and each flow.

The upper panel is the stock, the rows below it are the flows, so that the two are not mixed up:
a report is a point with its range, a flow is a mark on its day, or a dashed outline over the
days among which an unstated one lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.base import Chart, house_style
from analysis.charts.layout import gather
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import Key, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows import flows as flow_rows
from analysis.charts.rows.flows import FlowRow, draw_flows, rows_of
from analysis.charts.rows.reports import key_of_reports
from analysis.charts.rows.stock import draw_band, panel_of
from analysis.measures import Measures, results
from analysis.measures.columns import TEXT, Column, Columns, each, flat, merged
from analysis.package.amounts import Bounds
from analysis.report import findings
from analysis.report.findings.held import implied

_DRAWN = Columns(
    Column("row", TEXT, "implied (by the flows so far), at least, report (a count), or flow"),
    Column("label", TEXT, "kind of flow, or what changed the stock"),
    results.EARLIEST, results.LATEST, results.PERSONS, results.WORDING, results.EVIDENCE,
)  # fmt: skip


@house_style()
def held(m: Measures, ax: Axes | None = None) -> Chart:
    """The stock, and below it the flows; on the reader's ``ax`` the stock alone."""
    flows, reports, stock = m.flows, m.reports, m.stock
    days = pd.concat([flows, reports])
    known = days.loc[days["earliest"] == days["latest"], "earliest"]
    axis = TimeAxis.of(m, m.stretches, known)
    said = findings.held(m, axis.cut)
    rows = rows_of(flows, axis)

    def drawn(paper: Paper, rows: list[FlowRow], ax: Axes | None = None) -> Figure:
        panels = [panel_of(reports, stock, 1.05), *([flow_rows.panel_of(rows)] if rows else [])]
        key, own = _key(m, axis, rows), paper.axis(axis)
        figure, axes = sheet(ax, said.title, panels, key=key, right=14, paper=paper)
        draw_band(axes[0], own, m)
        draw_dates(axes[0], own, labels=len(axes) == 1)
        for below in axes[1:]:
            draw_flows(below, own, rows)
            draw_dates(below, own)
        return figure

    if any(row.gathered for row in rows):
        said = replace(said, caption=f"{said.caption} {gather.SAID}")
    return Chart(
        figure=drawn(WIDE, rows, ax),
        narrow=lambda: drawn(NARROW, rows_of(flows, axis, NARROW)),
        **vars(said),
        evidence=merged([*flows["evidence"], *reports["evidence"], *stock["evidence"]]),
        table=flat(_DRAWN.table(_drawn(m)), bounds=["amount"]),
    )


def _key(m: Measures, axis: TimeAxis, rows: list[FlowRow]) -> list[Key]:
    key, low, high = [], m.stock["low"], m.stock["high"]
    if len(m.stock):
        key.append(Key("line", "stock", "implied by the flows"))
    if (low.isna() | (low != high)).any():
        key.append(Key("tint", "stock", "within the bounds"))
    if len(m.least_held):
        key.append(Key("dotted", "rest", "at least, as a later count implies"))
    if m.reports["quantified"].any():
        key.append(key_of_reports(m.reports))
    single = [flow for row in rows for flow, _ in row.flows]
    if any(flow.earliest != flow.latest for flow in single):
        key.append(Key("dashed", "stock", "day not stated"))
    if any(row.gathered for row in rows):
        key.append(Key(gather.LOOK[0], "stock", gather.LOOK[1]))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    return key


def _drawn(m: Measures) -> Iterator[dict[str, Any]]:
    for row in each(m.stock):
        days = {"earliest": row.date, "latest": row.date, "wording": ""}
        yield _row("implied", row.after, implied(row), row.evidence, days)
    for row in each(m.least_held):
        days = {"earliest": row.start, "latest": row.end, "wording": ""}
        yield _row("at least", "as a later count implies", row.amount, row.evidence, days)
    for kind, frame in (("flow", m.flows), ("report", m.reports)):
        for row in each(frame):
            label = row.label if kind == "flow" else "held"
            yield _row(kind, label, row.amount, row.evidence, row._asdict())


def _row(kind: str, label: str, amount: Bounds, evidence: tuple[str, ...],
         days: dict[str, Any]) -> dict[str, Any]:  # fmt: skip
    own = {"row": kind, "label": label, "evidence": evidence}
    return days | own | {"amount": amount}
