"""The panel of contacts by pair: what is drawn in its rows.

Filled marks stand on stated days; a dashed outline spans the days among which an unstated one
lies, or over which an unnumbered claim reaches; hollow marks are planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, middle
from analysis.charts.rows.pairs import GATHERED, NEAR, QUIET, Row, lead_of
from analysis.palette import colour
from analysis.report.findings.finding import NAMES
from analysis.report.wording import counted, day, days_of, quoted, shortened, span, within


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[Row]) -> None:
    """Draw the rows."""
    axis.apply(ax)
    lead = lead_of(rows)
    top = max(sum(row.height for row in rows) + lead, 2.2)
    starts = [lead + sum(row.height for row in rows[:i]) for i in range(len(rows))]
    marks.rows(
        ax,
        [marks.Place(r.label, s, r.height, r.head) for s, r in zip(starts, rows, strict=True)],
        top=top,
    )
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    if lead:
        words = marks.say_empty(ax, "No dated contact in this window")
        if rows:
            words.set_position((0.5, 1 - lead / 2 / top))
        labels.block(words)
    many = sum(len(row.dated) + len(row.gathered) for row in rows)
    size = 7.5 if many <= 60 else 5.5 if many <= 150 else 4.5
    for start, row in zip(starts, rows, strict=True):
        if start > lead:
            ax.axhline(start, color=colour("grid"), linewidth=0.6, zorder=0.3)
        _draw_row(ax, axis, row, start, size, labels)
    # Words last: each label must keep off the marks of every row.
    for start, row in zip(starts, rows, strict=True):
        for several, lane in row.gathered:
            place = axis.bar(several.first, several.last)
            if place is not None and several.count > 1:
                y = _gathered_at(row, start, lane)
                gather.say_several(labels, place[:2], y, several, height=GATHERED * 0.9)
        _say_days(ax, row, _middle(row, start), size, labels)
        for record, lane in row.outlined if row.lane > QUIET else ():
            _say_outlined(axis, record, _lane_at(row, start, lane), labels)
    say_breaks(ax, axis, labels)


def _middle(row: Row, start: float) -> float:
    """Height of the dated marks of a row."""
    return start + row.head + (row.body - row.lanes * row.lane) / 2


def _gathered_at(row: Row, start: float, lane: int) -> float:
    used = row.stack + row.lanes * row.lane
    return start + row.head + (row.body - used) / 2 + (lane + 0.5) * GATHERED


def _lane_at(row: Row, start: float, lane: int) -> float:
    used = row.stack + row.lanes * row.lane
    at = start + row.head + (row.body - used) / 2
    return at + row.stack + (lane + 0.5) * row.lane


def _draw_row(
    ax: Axes,
    axis: TimeAxis,
    row: Row,
    start: float,
    size: float,
    labels: Labels,
) -> None:
    for when, group in groupby(row.dated, key=lambda r: r.date):
        same = list(group)
        step = min(0.42, row.stack / len(same))
        for index, record in enumerate(same):
            y = _middle(row, start) + (index - (len(same) - 1) / 2) * step
            spot = marks.point(ax, middle(when), y, record.series, link=_link(record), size=size)
            labels.block(spot)
    for several, lane in row.gathered:
        place, y = axis.bar(several.first, several.last), _gathered_at(row, start, lane)
        if place is not None and several.count > 1:
            high = GATHERED * 0.9
            gather.draw_several(ax, labels, place[:2], y, several, height=high)
        elif place is not None:
            x = middle(several.first)
            labels.block(marks.point(ax, x, y, several.name, link=several.link, size=size))
    for record, lane in row.outlined:
        place = axis.bar(record.earliest, record.latest)
        if place is None:
            continue
        y, name = _lane_at(row, start, lane), marks.series_name(record.series)
        link = _link(record)
        planned = record.why == "planned"
        one_day = record.earliest == record.latest
        if planned and one_day:
            spot = marks.point(
                ax, middle(record.earliest), y, name, link=link, size=size, hollow=True
            )
            labels.block(spot)
        else:
            look = "hollow" if planned else "dashed"
            high = row.lane * (0.68 if row.lane > QUIET else 0.5)
            labels.block(marks.bar(ax, *place[:2], y, name, height=high, look=look, link=link))
            for side, x, open_ in (("left", place[0], "earliest"), ("right", place[1], "latest")):
                if pd.isna(getattr(record, open_)):
                    head = marks.arrow(
                        ax, x, y, name, height=high * 0.8, to=side, link=link, hollow=True,
                        inward=side == "left",
                    )  # fmt: skip
                    labels.block(head)


def _link(record: Any) -> Link | None:
    return Link.to(record.evidence, mark_name(record))


def mark_name(record: Any) -> str:
    """What a mark is, for those who do not see it: ``14 November 2023: A – B, call``."""
    if hasattr(record, "date"):
        told = day(record.date, short=False)
    else:
        bounds = record.earliest, record.latest
        told = within(*bounds, unknown="time not stated", short=False) + f" ({record.why})"
    if getattr(record, "gathered", 1) > 1:
        return f"{told}: {counted(record.gathered, 'contact')} ({record.days})"
    one = NAMES[record.series]
    return f"{told}: {record.pair}, {f'at least one {one}' if _or_more(record) else one}"


def _or_more(record: Any) -> bool:
    return bool(getattr(record, "or_more", False))


def _say_days(ax: Axes, row: Row, y: float, size: float, labels: Labels) -> None:
    """The days of the dated marks, one label for those too near for one each."""
    point = labels.point
    clusters: list[list[Any]] = []
    end = -float("inf")
    for record in row.dated:
        x = ax.transData.transform((middle(record.date), 0))[0]
        if not clusters or x - end > NEAR * point:
            clusters.append([])
        clusters[-1].append(record)
        end = x
    half = size / 2 * point
    for cluster in clusters:
        spots = ax.transData.transform([(middle(r.date), y) for r in cluster])
        low = ax.transData.inverted().transform((spots[0][0] - half, spots[0][1] + half))
        high = ax.transData.inverted().transform((spots[-1][0] + half, spots[0][1] - half))
        labels.put(
            _words(cluster), (low[0], low[1], high[0], high[1]),
            sides=("right", "left", "above", "below"), gap=3, size=8, color="muted",
            link=_link(cluster[0]) if len(cluster) == 1 else None,
            gid="several" if len(cluster) > 1 else None,
        )  # fmt: skip


def _words(cluster: list[Any]) -> list[str]:
    days = [r.date for r in cluster]
    if len(cluster) == 1:
        place = str(cluster[0].place)
        where = f"{day(days[0])}, {place}" if place and cluster[0].series != "call" else ""
        return [text for text in (where if len(where) < 34 else "", day(days[0])) if text]
    out = [days_of(days)] if len(cluster) <= 6 else []
    return [*out, f"{len(days)}: {span(days[0], days[-1], year=False)}", str(len(days))]


def _say_outlined(axis: TimeAxis, record: Any, y: float, labels: Labels) -> None:
    place = axis.bar(record.earliest, record.latest)
    if place is None:
        return
    why, said = record.why, quoted(shortened(str(record.wording or ""), 44))
    if getattr(record, "gathered", 1) > 1:
        why, said = record.words, ""
    texts = [f"{said}, {why}" if said and why == "planned" else said or why, why]
    labels.put(
        list(dict.fromkeys(texts)), (place[0], y - 0.32, place[1], y + 0.32),
        sides=("right", "left", "inside"), gap=9 if pd.isna(record.latest) else 4, size=8,
        color="muted", style="italic", link=_link(record),
    )  # fmt: skip
