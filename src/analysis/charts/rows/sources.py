"""The panel of sources: a bar for each stretch of days that one narrates, and its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.layout import marks
from analysis.charts.layout.labels import Box, Labels
from analysis.charts.layout.paper import WIDE, Paper
from analysis.charts.layout.sheet import Panel
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.measures.columns import each
from analysis.measures.coverage import union
from analysis.palette import colour
from analysis.report.wording import counted_figure, span

_LANE, _TWO_LINES = 0.25, 0.34  # inches; where a label at the left takes two lines
MOST_ROWS = 12
"""Rows of the panel; sources beyond them share the last."""


@dataclass(frozen=True)
class SourceRow:
    """One source with its stretches."""

    label: str
    stretches: tuple[Any, ...]
    head: float = 0.0

    @property
    def height(self) -> float:
        """In lanes; where labels stand at the left the lanes are higher."""
        return 1 + self.head


def rows_of(covered: pd.DataFrame, most: int = MOST_ROWS, paper: Paper = WIDE) -> list[SourceRow]:
    """One row per source, in the order of the table; many share the last, with all their days."""
    ids = list(dict.fromkeys(covered["source_id"]))
    alone = ids if len(ids) <= most else ids[: most - 1]
    out = []
    for source in alone:
        own = tuple(each(covered[covered["source_id"] == source]))
        label = str(own[0].label)
        if own[0].basis != "stated":
            label += f" (date {own[0].basis})"
        out.append(_row(label, own, paper))
    if len(alone) < len(ids):
        rest = covered[~covered["source_id"].isin(alone)]
        label = f"{len(ids) - len(alone):,} other sources"
        out.append(_row(label, tuple(each(union(rest))), paper))
    return out


def _row(label: str, own: tuple[Any, ...], paper: Paper) -> SourceRow:
    text = paper.fitted(label)
    return SourceRow(text, own, paper.head(text) / _LANE)


def panel_of(rows: Sequence[SourceRow], title: str = "") -> Panel:
    """The room that the rows need."""
    labels = tuple(row.label for row in rows if not row.head)
    lane = _TWO_LINES if any("\n" in label for label in labels) else _LANE
    return Panel(max(sum(row.height for row in rows), 1.6) * lane, labels, title)


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[SourceRow]) -> None:
    """Draw the rows, with the length of each stretch in or beside it."""
    axis.apply(ax)
    starts = [sum(row.height for row in rows[:at]) for at in range(len(rows))]
    marks.rows(
        ax,
        [marks.Place(r.label, s, r.height, r.head) for s, r in zip(starts, rows, strict=True)],
        top=max(sum(row.height for row in rows), 1.6),
    )
    draw_gaps(ax, axis)
    if not rows:
        marks.say_empty(ax, "No source covers a day of this window")
        return
    labels = Labels(ax, reach=12)
    spoken: list[tuple[Any, Box, list[Box] | None]] = []
    for start, row in zip(starts, rows, strict=True):
        if start:
            ax.axhline(start, color=colour("grid"), linewidth=0.6, zorder=0.3)
        y = start + row.head + 0.5
        boxes: list[tuple[Any, Box]] = []
        for stretch in row.stretches:
            place = axis.bar(stretch.start, stretch.end)
            if place is not None:
                labels.block(marks.bar(ax, *place[:2], y, "cover", height=0.5))
                boxes.append((stretch, (place[0], y - 0.25, place[1], y + 0.25)))
        for stretch, box in boxes:
            others = [(x0, start, x1, y) for _, (x0, _, x1, _) in boxes if x0 != box[0]]
            spoken.append((stretch, box, others if row.head else None))
    for stretch, box, beside in spoken:
        count = counted_figure(int(stretch.days), "day")
        labels.put(
            [f"{count}, {span(stretch.start, stretch.end, year=False)}", count], box,
            sides=("right", "left", *(marks.BESIDE_LABEL if beside is not None else ())),
            off=beside or (), gap=4, size=8.5, color="muted", gid="length",
        )  # fmt: skip
    say_breaks(ax, axis, labels)
