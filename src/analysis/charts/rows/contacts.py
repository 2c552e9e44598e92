"""The panel of contacts by pair: which rows there are, and what is drawn in them.

Filled marks stand on stated days; a dashed outline spans the days among which an unstated one
lies, or over which an unnumbered claim reaches; hollow marks are planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Link
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Key, Panel, fitted
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, middle
from analysis.measures.columns import each
from analysis.measures.contacts import SEVERAL
from analysis.palette import colour
from analysis.report.findings.finding import NAMES
from analysis.report.wording import day, days_of, quoted, shortened, span, within

UNIT = 0.2
"""Inches of one lane."""

MOST_ROWS = 14
"""Rows of a panel; pairs beyond them share the last."""

_LANE = 0.75  # of a unit, for an outlined stretch
_QUIET = 0.42  # the same, where the outlines of many pairs share a row without words
_EMPTY = 1.4  # units for the words that nothing is dated


@dataclass(frozen=True)
class Row:
    """One pair: its dated events, its outlined stretches with their lanes, and its height."""

    label: str
    dated: tuple[Any, ...]
    outlined: tuple[tuple[Any, int], ...]
    stack: float
    lanes: int
    lane: float
    height: float


def rows_of(dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis) -> list[Row]:
    """The rows of the panel: pairs with most dated contacts first, then by their first day."""
    shown = [r for r in each(unknown) if axis.bar(r.earliest, r.latest)]
    counts = dated["pair"].value_counts().to_dict()
    starts: dict[str, Any] = {}
    for record in [*each(dated.assign(earliest=dated["date"])), *shown]:
        pair, start = record.pair, record.earliest
        start = pd.Timestamp.min if pd.isna(start) else start
        starts[pair] = min(start, starts.get(pair, start))
    pairs = sorted(starts, key=lambda p: (-counts.get(p, 0), starts[p], p))
    groups = [(pair, {pair}) for pair in pairs]
    if len(groups) > MOST_ROWS:
        rest = set().union(*(members for _, members in groups[MOST_ROWS - 1 :]))
        groups = [*groups[: MOST_ROWS - 1], (f"{len(rest)} other pairs", rest)]
    return [
        _row(
            label,
            list(each(dated[dated["pair"].isin(members)].sort_values(["date", "event_id"]))),
            [r for r in shown if r.pair in members],
            axis,
            _LANE,
        )
        for label, members in groups
    ]


def rows_by_series(dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis) -> list[Row]:
    """A row for each series of dated contacts, and a low one for all whose day is not stated.

    Of those, contacts of one series with the same days and the same reason share an outline.
    """
    shown = [r for r in each(unknown) if axis.bar(r.earliest, r.latest)]
    alike = {(r.earliest, r.latest, r.series, r.why): r for r in reversed(shown)}
    rows = []
    for series in marks.MARKERS:
        own = dated[dated["series"] == series].sort_values(["date", "event_id"])
        if len(own):
            rows.append(_row(f"{NAMES[series]}s, dated", list(each(own)), [], axis, _LANE))
    if shown:
        rows.append(
            _row("contacts, day or\nnumber not stated", [], list(alike.values()), axis, _QUIET)
        )
    return rows


def _row(label: str, dated: list[Any], outlined: list[Any], axis: TimeAxis, lane: float) -> Row:
    placed = sorted(
        ((axis.bar(r.earliest, r.latest) or (0.0, 0.0, False, False), r) for r in outlined),
        key=lambda item: (item[0][:2], item[1].event_id),
    )
    lanes = marks.lanes([place[:2] for place, _ in placed], gap=1.0)
    most = max((len(list(same)) for _, same in groupby(dated, key=lambda r: r.date)), default=0)
    stack = min(max(0.8, 0.42 * most), 2.5) if dated else 0.0
    count = max(lanes, default=-1) + 1
    text = label if "\n" in label else fitted([company(label)])[0]
    height = max(stack + count * lane + 0.2, 1.5 if "\n" in text else 0.95)
    pairs = tuple((r, place) for (_, r), place in zip(placed, lanes, strict=True))
    return Row(text, tuple(dated), pairs, stack, count, lane, height)


def company(pair: str) -> str:
    """A row's label: the pair, or all the names once where a contact joined several pairs."""
    if "; " not in pair:
        return pair
    names = (name for part in pair.split("; ") for name in part.split(" – "))
    return ", ".join(dict.fromkeys(names))


def _lead(rows: Sequence[Row]) -> float:
    return 0.0 if any(row.dated for row in rows) else _EMPTY


def panel_of(rows: Sequence[Row], title: str = "") -> Panel:
    """The room that the rows need."""
    lanes = max(sum(row.height for row in rows) + _lead(rows), 2.2)
    return Panel(lanes * UNIT, tuple(row.label for row in rows), title)


def key_of(dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis) -> list[Key]:
    """What the marks in this window mean; only those that occur."""
    present = [s for s in marks.MARKERS if s in {*dated["series"]}]
    key = [Key(marks.MARKERS[s], s, NAMES[s]) for s in present]
    why = set(unknown["why"])
    if "planned" in why:
        key.append(Key("s", "muted", "planned", hollow=True))
    reasons = ("day not stated", "number not stated", "a stretch of days", SEVERAL)
    shown = [one for one in reasons if one in why]
    if len(shown) > 1 and shown[1] == "number not stated":
        shown[:2] = ["day or number not stated"]
    if shown:
        key.append(Key("dashed", "muted", ", or ".join(shown)))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[Row]) -> None:
    """Draw the rows."""
    axis.apply(ax)
    lead = _lead(rows)
    top = max(sum(row.height for row in rows) + lead, 2.2)
    starts = [lead + sum(row.height for row in rows[:i]) for i in range(len(rows))]
    marks.rows(
        ax,
        [start + row.height / 2 for start, row in zip(starts, rows, strict=True)],
        tuple(row.label for row in rows),
        top=top,
    )
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    if lead:
        words = marks.say_empty(ax, "No dated contact in this window")
        if rows:
            words.set_position((0.5, 1 - lead / 2 / top))
        labels.block(words)
    many = sum(len(row.dated) for row in rows)
    size = 7.5 if many <= 60 else 5.5 if many <= 150 else 4.5
    for start, row in zip(starts, rows, strict=True):
        if start > lead:
            ax.axhline(start, color=colour("grid"), linewidth=0.6, zorder=0.3)
        _draw_row(ax, axis, row, start, size, labels)
    # Words last: each label must keep off the marks of every row.
    for start, row in zip(starts, rows, strict=True):
        _say_days(ax, row, _middle(row, start), size, labels)
        for record, lane in row.outlined if row.lane > _QUIET else ():
            _say_outlined(axis, record, _lane_at(row, start, lane), labels)
    say_breaks(ax, axis, labels)


def _middle(row: Row, start: float) -> float:
    """Height of the dated marks of a row."""
    return start + (row.height - row.lanes * row.lane) / 2


def _lane_at(row: Row, start: float, lane: int) -> float:
    used = row.stack + row.lanes * row.lane
    return start + (row.height - used) / 2 + row.stack + (lane + 0.5) * row.lane


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
            high = row.lane * (0.68 if row.lane > _QUIET else 0.5)
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
    return f"{told}: {record.pair}, {NAMES[record.series]}"


def _say_days(ax: Axes, row: Row, y: float, size: float, labels: Labels) -> None:
    """The days of the dated marks, one label for those too near for one each."""
    point = labels.point
    clusters: list[list[Any]] = []
    end = -float("inf")
    for record in row.dated:
        x = ax.transData.transform((middle(record.date), 0))[0]
        if not clusters or x - end > 34 * point:
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
    texts = [f"{said}, {why}" if said and why == "planned" else said or why, why]
    labels.put(
        list(dict.fromkeys(texts)), (place[0], y - 0.32, place[1], y + 0.32),
        sides=("right", "left", "inside"), gap=9 if pd.isna(record.latest) else 4, size=8,
        color="muted", style="italic", link=_link(record),
    )  # fmt: skip
