"""The rows of flows under the number of people held: one row for each kind of flow.

A flow of a known day is a mark, up for people taken and down for people no longer held; one of
an unstated day is an outline over the days that the sources allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.gather import Several
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.paper import WIDE, Paper
from analysis.charts.layout.sheet import Panel
from analysis.charts.layout.ticks import draw_gaps
from analysis.charts.layout.timeaxis import TimeAxis, middle
from analysis.measures.columns import each, merged
from analysis.report.findings.held import said_of_flow, when
from analysis.report.wording import counted, sentence, shortened, within

LANE = 0.21
"""Inches of one lane."""


@dataclass(frozen=True)
class FlowRow:
    """The flows of one kind with their lanes; the label stands in ``head`` lanes above them."""

    label: str
    flows: tuple[tuple[Any, int], ...]
    lanes: int
    head: float
    gathered: tuple[tuple[Several, int], ...] = ()

    @property
    def height(self) -> float:
        """In lanes."""
        return self.lanes + self.head


def rows_of(flows: pd.DataFrame, axis: TimeAxis, paper: Paper = WIDE) -> list[FlowRow]:
    """The rows, in the order in which the kinds of flow first occur."""
    out = []
    for label in dict.fromkeys(flows["label"]):
        own = [
            (place, row)
            for row in each(flows[flows["label"] == label])
            if (place := axis.bar(row.earliest, row.latest)) is not None
        ]
        lanes = marks.lanes([place[:2] for place, _ in own], gap=4.0)
        if gather.crowded(len(lanes), max(lanes, default=-1) + 1):
            out.append(_several(str(label), flows[flows["label"] == label], axis, paper))
        elif own:
            pairs = tuple((row, lane) for (_, row), lane in zip(own, lanes, strict=True))
            out.append(_row(str(label), paper, pairs, max(lanes) + 1))
    return out


def _row(
    label: str, paper: Paper, flows: tuple[tuple[Any, int], ...], lanes: int,
    gathered: tuple[tuple[Several, int], ...] = (),
) -> FlowRow:  # fmt: skip
    text = paper.fitted(sentence(label), lines=1)
    return FlowRow(text, flows, lanes, paper.head(text) / LANE, gathered)


def _several(label: str, own: pd.DataFrame, axis: TimeAxis, paper: Paper) -> FlowRow:
    """A row in which flows share marks, since there are too many of them."""
    found = []
    for _, same in own.groupby(gather.stretches(own["earliest"]), sort=True):
        first, last = same["earliest"].min(), same["latest"].max(skipna=False)
        if (place := axis.bar(first, last)) is not None:
            told = f"{sentence(within(first, last))}: {label}, {counted(len(same), 'event')}"
            link = Link.to(merged(same["evidence"]), told)
            found.append((place[:2], Several(first, last, len(same), "stock", link)))
    lanes = marks.lanes([place for place, _ in found])
    several = tuple((what, lane) for (_, what), lane in zip(found, lanes, strict=True))
    return _row(label, paper, (), max(lanes, default=0) + 1, several)


def panel_of(rows: list[FlowRow]) -> Panel:
    """The room that the rows need."""
    high = sum(row.height for row in rows) * LANE + 0.08
    return Panel(high, tuple(row.label for row in rows if not row.head))


def draw_flows(ax: Axes, axis: TimeAxis, rows: list[FlowRow]) -> None:
    """Draw the rows."""
    axis.apply(ax)
    starts = [sum(r.height for r in rows[:i]) for i in range(len(rows))]
    marks.rows(
        ax,
        [marks.Place(r.label, s, r.height, r.head) for s, r in zip(starts, rows, strict=True)],
        top=sum(r.height for r in rows) + 0.1,
    )
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    waiting: list[tuple[Any, tuple[float, float, float, float]]] = []
    spoken: list[tuple[Several, tuple[float, float], float]] = []
    for above, row in zip(starts, rows, strict=True):
        start = above + row.head
        for what, lane in row.gathered:
            room, y = axis.bar(what.first, what.last), start + lane + 0.5
            if room is not None:
                gather.draw_several(ax, labels, room[:2], y, what, height=0.7)
                spoken.append((what, room[:2], y))
        for flow, lane in row.flows:
            place, y = axis.bar(flow.earliest, flow.latest), start + lane + 0.5
            if place is None:
                continue
            link = link_of_flow(flow)
            if flow.earliest == flow.latest:
                shape = "v" if flow.sign < 0 else "^"
                x = middle(flow.earliest)
                labels.block(marks.point(ax, x, y, "stock", link=link, marker=shape))
                box = (x - 0.6, y - 0.3, x + 0.6, y + 0.3)
            else:
                bar = marks.bar(ax, *place[:2], y, "stock", look="dashed", link=link, height=0.6)
                labels.block(bar)
                box = (place[0], y - 0.3, place[1], y + 0.3)
            waiting.append((flow, box))
    for what, span, y in spoken:
        gather.say_several(labels, span, y, what, height=0.7)
    for flow, box in waiting:
        texts = list(dict.fromkeys([said_of_flow(flow), shortened(said_of_flow(flow), 18)]))
        labels.put(
            texts,
            box,
            sides=("inside", "right", "left"),
            size=8,
            color="muted",
            link=link_of_flow(flow),
        )


def link_of_flow(flow: Any) -> Link | None:
    """Where a flow leads, and what it is."""
    name = f"{sentence(when(flow))}: {flow.label}, {said_of_flow(flow)}"
    return Link.to(flow.evidence, name)
