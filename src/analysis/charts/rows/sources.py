"""The panel of sources: a bar for each stretch of days that one narrates, and its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Panel, fitted, lane
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.measures.columns import each
from analysis.measures.coverage import union
from analysis.palette import colour
from analysis.report.wording import counted_figure, span

_LANE = 0.25  # inches
MOST_ROWS = 12
"""Rows of the panel; sources beyond them share the last."""


@dataclass(frozen=True)
class SourceRow:
    """One source with its stretches."""

    label: str
    stretches: tuple[Any, ...]


def rows_of(covered: pd.DataFrame, most: int = MOST_ROWS) -> list[SourceRow]:
    """One row per source, in the order of the table; many share the last, with all their days."""
    ids = list(dict.fromkeys(covered["source_id"]))
    alone = ids if len(ids) <= most else ids[: most - 1]
    out = []
    for source in alone:
        own = tuple(each(covered[covered["source_id"] == source]))
        label = str(own[0].label)
        if own[0].basis != "stated":
            label += f" (date {own[0].basis})"
        out.append(SourceRow(fitted([label])[0], own))
    if len(alone) < len(ids):
        rest = covered[~covered["source_id"].isin(alone)]
        label = f"{len(ids) - len(alone):,} other sources"
        out.append(SourceRow(fitted([label])[0], tuple(each(union(rest)))))
    return out


def panel_of(rows: Sequence[SourceRow], title: str = "") -> Panel:
    """The room that the rows need."""
    labels = tuple(row.label for row in rows)
    return Panel(max(len(rows), 1.6) * lane(labels, _LANE), labels, title)


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[SourceRow]) -> None:
    """Draw the rows, with the length of each stretch in or beside it."""
    axis.apply(ax)
    top = max(len(rows), 1.6)
    marks.rows(ax, [i + 0.5 for i in range(len(rows))], tuple(r.label for r in rows), top=top)
    draw_gaps(ax, axis)
    if not rows:
        marks.say_empty(ax, "No source covers a day of this window")
        return
    labels = Labels(ax, reach=12)
    boxes: list[tuple[Any, tuple[float, float, float, float]]] = []
    for index, row in enumerate(rows):
        if index:
            ax.axhline(index, color=colour("grid"), linewidth=0.6, zorder=0.3)
        for stretch in row.stretches:
            place = axis.bar(stretch.start, stretch.end)
            if place is not None:
                labels.block(marks.bar(ax, *place[:2], index + 0.5, "cover", height=0.5))
                boxes.append((stretch, (place[0], index + 0.25, place[1], index + 0.75)))
    for stretch, box in boxes:
        count = counted_figure(int(stretch.days), "day")
        texts = [f"{count}, {span(stretch.start, stretch.end, year=False)}", count]
        labels.put(
            texts, box, sides=("right", "left"), gap=4, size=8.5, color="muted", gid="length"
        )
    say_breaks(ax, axis, labels)
