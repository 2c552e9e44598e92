"""People held: the band that the flows imply, the counts that sources report, and each flow.

The upper panel is the stock, the rows below it are the flows, so that the two are not mixed up:
a report is a point with its range, a flow is a mark on its day, or a dashed outline over the
days among which an unstated one lies.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, Window, house_style, unique
from analysis.charts.contacts import uncovered_words
from analysis.charts.layout.sheet import Key, Panel, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.contacts import records
from analysis.charts.rows.flows import LANE, draw_flows, rows_of, said, when
from analysis.charts.rows.stock import draw_band, implied
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.report.wording import counted, listed, quoted, sentence, span

COLUMNS = {
    "row": "implied (stock after the flows so far), report (a count stated), or flow",
    "label": "kind of flow, or what changed the stock",
    "earliest": "first day that the date allows (ISO 8601 date)",
    "latest": "last day that the date allows (ISO 8601 date)",
    "low": "lower bound (persons); empty = not stated",
    "high": "upper bound (persons); empty = not stated",
    "words": "the bounds in words, with 'about' where a figure was approximate",
    "wording": "the source's own words",
    "evidence": "evidence ids, parted by blanks",
}


@house_style()
def held(m: Measures, ax: Axes | None = None) -> Chart:
    """The stock, and below it the flows; on the reader's ``ax`` the stock alone."""
    flows, reports, stock, word = m.flows, m.reports, m.stock, m.tables.codebook.held
    axis = axis_of(m, flows, reports, m.stretches)
    title = title_of(flows, reports, stock, word)
    rows = rows_of(flows, axis)
    panels = [panel_of(reports, stock, 1.9)]
    if rows:
        high = sum(r.lanes for r in rows) * LANE + 0.08
        panels.append(Panel(high, tuple(r.label for r in rows)))
    key = _key(flows, reports, stock, axis)
    figure, axes = sheet(ax, title, panels, key=key, right=14)
    draw_band(axes[0], axis, flows, reports, stock, word)
    draw_dates(axes[0], axis, labels=len(axes) == 1)
    for below in axes[1:]:
        draw_flows(below, axis, rows)
        draw_dates(below, axis)
    return Chart(
        figure=figure,
        title=title,
        caption=_caption(flows, word, axis),
        alt=_alt(flows, reports, stock, word, axis),
        evidence=unique([*flows["evidence"], *reports["evidence"], *stock["evidence"]]),
        table=_table(flows, reports, stock),
        columns=COLUMNS,
    )


def axis_of(
    window: Window, flows: pd.DataFrame, reports: pd.DataFrame, covered: pd.DataFrame
) -> TimeAxis:
    """The time axis, with room for every flow and report of a known day."""
    days = [
        row["earliest"]
        for frame in (flows, reports)
        for row in records(frame)
        if row["earliest"] == row["latest"]
    ]
    return TimeAxis.of(window, covered, days)


def title_of(flows: pd.DataFrame, reports: pd.DataFrame, stock: pd.DataFrame, held: str) -> str:
    """The finding: what the flows leave, against the last count reported."""
    counts = reports[reports["quantified"]]
    last: Any = counts.iloc[-1] if len(counts) else None
    claim = "" if last is None else f"{_count(last)} reported held {when(last)}"
    before = stock if last is None else stock[stock["date"] <= last["latest"]]
    # Where the reckoning starts from that very count, there is nothing to set against it.
    own = last is not None and len(stock) and last["event_id"] in stock.iloc[0]["events"]
    if len(before) and not own:
        left = implied(before.iloc[-1]).words()
        if left == "not stated":
            return f"The flows leave no bound on the number of {held}; {claim}".rstrip("; ")
        return f"The flows reported leave {left} {held}; {claim}".rstrip("; ")
    if claim:
        return f"{sentence(held)}: {claim}"
    if changes := len(flows):
        words = counted(changes, "change")
        return f"No number of {held} to reckon from; {words} of it reported"
    return f"No number of {held} is reported for this window"


def _count(report: Any) -> str:
    return quoted(str(report["wording"] or "")) or str(report["amount"].words())


def panel_of(reports: pd.DataFrame, stock: pd.DataFrame, height: float, title: str = "") -> Panel:
    """The room of the stock: little where there is no number to draw."""
    empty = stock.empty and not reports["quantified"].any()
    return Panel(0.6 if empty else height, () if empty else ("0,000",), title)


def _key(
    flows: pd.DataFrame, reports: pd.DataFrame, stock: pd.DataFrame, axis: TimeAxis
) -> list[Key]:
    key = []
    if len(stock):
        key.append(Key("line", "stock", "implied by the flows"))
    if (stock["low"].isna() | (stock["low"] != stock["high"])).any():
        key.append(Key("tint", "stock", "within the bounds"))
    if reports["quantified"].any():
        key.append(Key("D", "rest", "count reported"))
    if (flows["earliest"] != flows["latest"]).any():
        key.append(Key("dashed", "stock", "day not stated"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    return key


def _caption(flows: pd.DataFrame, held: str, axis: TimeAxis) -> str:
    vague = int((~flows["quantified"]).sum()) if len(flows) else 0
    text = (
        f"The number of {held} that the reported flows imply, as bounds: each flow lowers the "
        "lower side from its earliest day and the upper side from its latest. Counts that sources "
        "report are points and change nothing."
    )
    if vague:
        text += (
            f" {sentence(counted(vague, 'flow'))} without a stated number "
            f"{'leaves' if vague == 1 else 'leave'} the lower side without a bound."
        )
    return f"{text} {uncovered_words(axis)}".strip()


def _alt(
    flows: pd.DataFrame, reports: pd.DataFrame, stock: pd.DataFrame, held: str, axis: TimeAxis
) -> str:
    if flows.empty and reports.empty:
        return f"Nothing is drawn: no number of {held} is reported for this window."
    parts = []
    if len(stock):
        first, last = stock.iloc[0], stock.iloc[-1]
        parts.append(
            f"Step line of the number of {held} that the flows imply: {implied(first).words()} "
            f"from {span(first['date'], first['date'], short=False)}, {implied(last).words()} "
            f"from {span(last['date'], last['date'], short=False)}."
        )
    shown = [f"{r['label']} {when(r)}, {said(r)}" for r in records(flows)]
    if shown:
        more = f" and {counted(len(shown) - 5, 'further one')}" if len(shown) > 5 else ""
        parts.append(f"Flows: {'; '.join(shown[:5])}{more}.")
    counts = [f"{_count(r)} {when(r)}" for r in records(reports[reports["quantified"]])]
    parts.append(f"Counts reported: {listed(counts)}." if counts else "No count is reported.")
    return " ".join(parts)


def _table(flows: pd.DataFrame, reports: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in records(stock):
        bounds = implied(row)
        rows.append(
            {
                "row": "implied",
                "label": row["after"],
                "earliest": row["date"],
                "latest": row["date"],
                "wording": "",
                "amount": bounds,
                "evidence": row["evidence"],
            }
        )
    for kind, frame in (("flow", flows), ("report", reports)):
        for row in records(frame):
            label = row["label"] if kind == "flow" else "held"
            part = {k: row[k] for k in ("earliest", "latest", "wording", "amount", "evidence")}
            rows.append({"row": kind, "label": label, **part})
    for item in rows:
        bounds = item.pop("amount")
        item |= {"low": bounds.low, "high": bounds.high, "words": bounds.words()}
    return flat(pd.DataFrame(rows, columns=list(COLUMNS)))
