"""The panel of the number of people held: implied band, reported counts, and what changed it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.charts.base import Link, lead
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Panel
from analysis.charts.layout.ticks import count_people, draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, number_of
from analysis.charts.rows.flows import link_of_flow
from analysis.charts.rows.reports import draw_reports
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.package.amounts import Bounds
from analysis.palette import colour, tint
from analysis.report.findings.held import implied
from analysis.report.wording import day, quoted, span

_MANY_STEPS = 60  # of the stock, from which on they are drawn as one line and have no words


def draw_band(ax: Axes, axis: TimeAxis, m: Measures, *, flow_words: bool = False) -> None:
    """Draw the stock.

    ``flow_words`` says at each step which flow made it, for panels without rows of flows.
    """
    axis.apply(ax)
    stock, counts = m.stock, m.reports[m.reports["quantified"]]
    top = max(
        [1.0, *stock["high"].dropna(), *stock["low"].dropna()]
        + [b for a in counts["amount"] for b in (a.low, a.high) if b is not None]
    )
    bottom = min([0.0, *stock["low"].dropna(), *stock["high"].dropna()])
    ax.set_ylim(bottom, top * 1.18)
    count_people(ax.yaxis, 4)
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=10)
    many = len(stock) > _MANY_STEPS
    if many:
        _line_of_many(ax, axis, stock, bottom)
    else:
        _steps(ax, axis, stock, bottom, labels)
    for row in each(m.least_held[:_MANY_STEPS]):
        _least(ax, axis, row, labels)
    drawn = draw_reports(ax, axis, counts, labels)
    if flow_words and not many:
        _say_flows(axis, m.flows, stock, labels)
    _say_levels(axis, stock.tail(1) if flow_words or many else stock, labels)
    if stock.empty and not drawn:
        ax.set_yticks([])
        held = m.tables.codebook.held
        labels.block(marks.say_empty(ax, f"No number of {held} to reckon from in this window"))
    say_breaks(ax, axis, labels)


def panel_of(reports: pd.DataFrame, stock: pd.DataFrame, height: float, title: str = "") -> Panel:
    """The room of the stock: little where there is no number to draw."""
    empty = stock.empty and not reports["quantified"].any()
    return Panel(0.6 if empty else height, () if empty else ("0,000",), title)


def _line_of_many(ax: Axes, axis: TimeAxis, stock: pd.DataFrame, bottom: float) -> None:
    """A stock of very many steps: one band and two lines, which the table behind tells one by one.

    Time that no source covers is hatched over it; a side that is not bounded is not drawn.
    """
    days = [max(axis.low, number_of(day)) for day in stock["date"]]
    days.append(axis.high)
    sides = {s: [*stock[s], stock[s].iloc[-1]] for s in ("low", "high")}
    top = ax.get_ylim()[1]
    edges = {"low": stock["low"].fillna(bottom), "high": stock["high"].fillna(top)}
    low, high = ([*edge, edge.iloc[-1]] for edge in edges.values())
    band = ax.fill_between(
        days, low, high, step="post", facecolor=tint("stock"), linewidth=0, zorder=1
    )
    band.set_gid("band")
    link = Link.to(merged(stock["evidence"]), f"implied number, {len(stock):,} steps")
    lead(band, link)
    for values in sides.values():
        (line,) = ax.step(
            days, values, where="post", color=colour("stock"), linewidth=1.0, zorder=2.5
        )
        line.set_gid("implied")
        lead(line, link)


def _segments(axis: TimeAxis, stock: pd.DataFrame) -> list[tuple[float, float, Any]]:
    rows = list(each(stock))
    starts = [max(axis.low, number_of(r.date)) for r in rows]
    ends = [*starts[1:], axis.high][: len(starts)]
    return [(a, b, r) for a, b, r in zip(starts, ends, rows, strict=True) if b > a]


def _steps(ax: Axes, axis: TimeAxis, stock: pd.DataFrame, bottom: float, labels: Labels) -> None:
    before: dict[str, float] = {}
    for first, last, row in _segments(axis, stock):
        low, high = row.low, row.high
        link = _link_of_step(row)
        if low != high:
            foot: float = bottom if pd.isna(low) else low
            head: float = ax.get_ylim()[1] if pd.isna(high) else high
            band = Rectangle(
                (first, foot), last - first, head - foot, facecolor=tint("stock"), linewidth=0,
                zorder=1, gid="band",
            )  # fmt: skip
            labels.plain_box(first, foot, last, head)
            lead(band, link)
            ax.add_patch(band)
        for side, value in {"high": high, "low": low}.items():
            if pd.isna(value):
                before.pop(side, None)
                continue
            for left, right, certain in axis.by_coverage(first, last):
                style: Any = "solid" if certain else (0, (2, 1.6))
                line = Line2D(
                    [left, right], [value, value], color=colour("stock"), zorder=2.5,
                    linewidth=1.7, linestyle=style, gid="implied",
                )  # fmt: skip
                lead(line, link)
                ax.add_line(line)
            if side in before and before[side] != value:
                ax.add_line(
                    Line2D([first, first], [before[side], value], color=colour("stock"),
                           linewidth=1.7, zorder=2.5)
                )  # fmt: skip
                labels.block_box(first, before[side], first, value)
            before[side] = value
            half = (ax.get_ylim()[1] - ax.get_ylim()[0]) * 0.015
            labels.block_box(first, value - half, last, value + half)


def _least(ax: Axes, axis: TimeAxis, row: Any, labels: Labels) -> None:
    """A dotted edge under which the number cannot lie, as a later count implies."""
    level, link = row.amount.low, _link_of_least(row)
    first, last = max(number_of(row.start), axis.low), number_of(row.end)
    half = (ax.get_ylim()[1] - ax.get_ylim()[0]) * 0.015
    for left, right in axis.segments:
        a, b = max(first, left), min(last, right)
        if a < b:
            line = Line2D(
                [a, b], [level, level], color=colour("rest"), linewidth=1.3, zorder=2.4,
                linestyle=(0, (1, 1.8)), gid="least",
            )  # fmt: skip
            lead(line, link)
            ax.add_line(line)
            labels.block_box(a, level - half, b, level + half)


def _link_of_least(row: Any) -> Link | None:
    days = span(row.start, row.end, short=False)
    return Link.to(row.evidence, f"{days}: {row.amount.words()} held, as the later count implies")


def _link_of_step(row: Any) -> Link | None:
    name = f"{day(row.date, short=False)}: implied number {implied(row).words()}"
    return Link.to(row.evidence, name)


def _say_flows(axis: TimeAxis, flows: pd.DataFrame, stock: pd.DataFrame, labels: Labels) -> None:
    """Each quantified flow at the step that it makes on the upper side."""
    applied = {event for events in stock["events"] for event in events}
    for row in each(flows[flows["quantified"] & flows["event_id"].isin(list(applied))]):
        if not axis.holds(row.latest):
            continue
        verb = f" {row.label}" if row.label else ""
        at = stock[stock["date"] <= row.latest]
        if at.empty or pd.isna(at.iloc[-1]["high"]):
            continue
        x, y = number_of(row.latest), float(at.iloc[-1]["high"])
        amount: Bounds = row.amount
        plain = amount.low is not None and amount.low == amount.high
        words = amount.words() if plain else quoted(str(row.wording)) or amount.words()
        labels.put(
            # A bare figure says nothing of what it counts.
            [f"{words}:{verb}", *([] if plain else [words])], (x, y, x, y),
            sides=("above-right", "below-right", "above-left", "below-left", "left", "right"),
            gap=4, size=8.5, link=link_of_flow(row),
        )  # fmt: skip


def _say_levels(axis: TimeAxis, stock: pd.DataFrame, labels: Labels) -> None:
    """The implied bounds in words over the line, once for each new value, where there is room."""
    said: set[str] = set()
    for first, last, row in _segments(axis, stock):
        bounds = implied(row)
        value = bounds.high if bounds.high is not None else bounds.low
        words = bounds.words()
        if value is None or words in said:
            continue
        for left, right in axis.segments:
            a, b = max(first, left), min(last, right)
            if a >= b:
                continue
            done = labels.put(
                words, (a + 0.3, value, b, value),
                sides=("above-right", "above-left", "below-right"), gap=3, size=8.5, color="stock",
                link=_link_of_step(row),
            )  # fmt: skip
            if done is not None:
                said.add(words)
                break
