"""The counts of people held that sources report: each a mark with its words, very many gathered."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Key
from analysis.charts.layout.timeaxis import TimeAxis, middle
from analysis.measures.columns import each, merged
from analysis.palette import colour
from analysis.report.wording import counted, day, quoted, within


def draw_reports(ax: Axes, axis: TimeAxis, counts: pd.DataFrame, labels: Labels) -> bool:
    """Draw the counts and say them; ``True`` where a mark of one count is in the window."""
    if _crowded(counts):
        _gathered(ax, axis, counts, labels)
        return False
    points = [_report(ax, axis, row, labels) for row in each(counts)]
    for row, box in points:
        if box is not None:
            _say_report(labels, row, box)
    return any(box is not None for _, box in points)


def key_of_reports(reports: pd.DataFrame) -> Key:
    """What marks the counts that sources report."""
    if _crowded(reports[reports["quantified"]]):
        return Key("hollow", "rest", "counts reported: how many, within which bounds")
    return Key("D", "rest", "count reported")


def _crowded(counts: pd.DataFrame) -> bool:
    return gather.crowded(len(counts))


def _gathered(ax: Axes, axis: TimeAxis, counts: pd.DataFrame, labels: Labels) -> None:
    """Of very many counts, a box over those of each stretch of the calendar, with their number."""
    floor, ceiling = ax.get_ylim()
    boxes = []
    for _, same in counts.groupby(gather.stretches(counts["earliest"]), sort=True):
        first, last = same["earliest"].min(), same["latest"].max(skipna=False)
        if (place := axis.bar(first, last)) is None:
            continue
        lows = [floor if a.low is None else a.low for a in same["amount"]]
        highs = [ceiling if a.high is None else a.high for a in same["amount"]]
        said = counted(len(same), "count")
        told = f"{within(first, last, short=False)}: {said} reported held"
        low, high = min(lows), max(highs)
        what = gather.Several(
            first, last, len(same), "rest", Link.to(merged(same["evidence"]), told)
        )
        box = (place[:2], (low + high) / 2, what, max(high - low, (ceiling - floor) * 0.05))
        gather.draw_several(ax, labels, *box[:3], height=box[3], look="hollow")
        boxes.append(box)
    for room, y, what, height in boxes:
        gather.say_several(labels, room, y, what, height=height, inside="rest")


def _report(
    ax: Axes, axis: TimeAxis, row: Any, labels: Labels
) -> tuple[Any, tuple[float, float, float, float] | None]:
    place, amount = axis.bar(row.earliest, row.latest), row.amount
    if place is None:
        return row, None
    link = _link_of_report(row)
    floor, ceiling = ax.get_ylim()
    low = floor if amount.low is None else amount.low
    high = ceiling if amount.high is None else amount.high
    known = row.earliest == row.latest
    x = middle(row.earliest) if known else (place[0] + place[1]) / 2
    y = (low + high) / 2 if amount.low is not None and amount.high is not None else (
        high if amount.low is None else low
    )  # fmt: skip
    if not known:
        span_ = (ceiling - floor) * 0.05
        box = marks.bar(
            ax, place[0], place[1], y, "rest", look="dashed", height=max(high - low, span_),
            link=link,
        )  # fmt: skip
        labels.block(box)
    else:
        if low < high:
            ax.add_line(
                Line2D([x, x], [low, high], color=colour("rest"), linewidth=1.4, zorder=3,
                       gid="range")
            )  # fmt: skip
            labels.block_box(x - 0.2, low, x + 0.2, high)
        labels.block(marks.point(ax, x, y, "rest", link=link, marker="D", size=8))
    half = (ceiling - floor) * 0.03
    left, right = (x, x) if known else place[:2]
    return row, (left, y - half, right, y + half)


def _say_report(labels: Labels, row: Any, box: tuple[float, float, float, float]) -> None:
    said = quoted(str(row.wording)) or row.amount.words()
    dates = f", {day(row.earliest)}" if row.earliest == row.latest else ""
    labels.put(
        [f"{said} reported held{dates}", f"{said} reported held", f"{said} held", said],
        box, sides=("right", "left", "below", "above", "above-left", "below-left"), gap=6,
        color="rest", size=8.5, link=_link_of_report(row),
    )  # fmt: skip


def _link_of_report(row: Any) -> Link | None:
    known = row.earliest == row.latest
    when = day(row.earliest, short=False) if known else "day not stated"
    return Link.to(row.evidence, f"{when}: {quoted(row.wording)} reported held")
