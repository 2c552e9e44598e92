"""The panel of stalls, truces and days without contact, with ends that are uncertain or open.

A declared stall runs from the day of the halt to the first evidence that talks went on. Days
without a dated contact are something else: they are outlined, and never share a row with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.labels import Box, Labels
from analysis.charts.layout.paper import WIDE, Paper
from analysis.charts.layout.sheet import Panel
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, day_of, number_of
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.palette import colour
from analysis.report.findings.stalls import first_day
from analysis.report.wording import (
    between,
    counted,
    counted_figure,
    day,
    end_is_known,
    quoted,
    shortened,
    span,
)

_LANE = 0.27  # inches
_NAMES = {"halt": "halt declared", "truce": "truce"}
_COLOURS = {"truce": "truce", "quiet": "quiet"}
_OUTLINED = ("undated", "quiet")


@dataclass(frozen=True)
class SpellBar:
    """One spell as drawn: certain part, uncertain ends (axis numbers), and what is said of it."""

    kind: str
    start: float
    sure_start: float
    sure_end: float
    end: float
    open: bool
    texts: tuple[str, ...]
    link: Link | None


@dataclass(frozen=True)
class SpellRow:
    """One row: its spells with their lanes, and its label, ``head`` lanes above them."""

    label: str
    bars: tuple[tuple[SpellBar, int], ...]
    lanes: int
    head: float
    none: str = ""
    gathered: tuple[tuple[gather.Several, int], ...] = ()

    @property
    def height(self) -> float:
        """In lanes."""
        return self.lanes + self.head


def rows_of(
    axis: TimeAxis, m: Measures, days: Sequence[int], paper: Paper = WIDE
) -> list[SpellRow]:
    """The rows from top to bottom; a row without a spell says so instead.

    ``days`` are the lengths from which stretches without contact are shown, one row for each.
    """
    vague = list(each(m.undated_stalls.dropna(subset=["earliest", "latest"])))
    declared = [_spell(r, "halt") for r in each(m.stalls)]
    rows = [_row("halt declared", declared, paper, "none declared")]
    if vague:
        rows.append(_row("halts, days not stated", [_vague(axis, r) for r in vague], paper))
    for k in sorted(set(days)):
        own = [_without(r) for r in each(m.without_contact[m.without_contact["k"] == k])]
        label = f"no dated contact, ≥\N{THIN SPACE}{counted_figure(k, 'day')}"
        none = f"none of {counted_figure(k, 'day')} or more"
        rows.append(_row(label, own, paper, "not covered" if m.contact_stretches.empty else none))
    if len(m.truces):
        rows.append(_row("truce", [_spell(r, "truce") for r in each(m.truces)], paper))
    return rows


def kinds_of(rows: Sequence[SpellRow]) -> set[str]:
    """What occurs in the rows: kinds of bars, and the looks that a key has to explain."""
    found: set[str] = set()
    for bar in (bar for row in rows for bar, _ in row.bars):
        found.add(bar.kind)
        found |= {"open"} if bar.open else set()
        uncertain = bar.start != bar.sure_start or bar.end != bar.sure_end
        found |= {"uncertain"} if uncertain else set()
    found |= {"gathered"} if any(row.gathered for row in rows) else set()
    return found


def _row(label: str, bars: list[SpellBar], paper: Paper, none: str = "none reported") -> SpellRow:
    lanes = marks.lanes([(b.start, b.end) for b in bars], gap=0.0)
    text = paper.fitted(label)
    head = paper.head(text) / _LANE
    if gather.crowded(len(lanes), max(lanes, default=-1) + 1):
        several = _several(bars)
        return SpellRow(text, (), 1 + max(lane for _, lane in several), head, gathered=several)
    pairs = tuple(zip(bars, lanes, strict=True))
    return SpellRow(text, pairs, max(lanes, default=0) + 1, head, "" if bars else none)


def _several(bars: list[SpellBar]) -> tuple[tuple[gather.Several, int], ...]:
    """Spells that are too many to be drawn one by one, gathered by the days on which they began."""
    starts = [day_of(bar.start) for bar in bars]
    groups: dict[int, list[SpellBar]] = {}
    for stretch, bar in sorted(
        zip(gather.stretches(starts), bars, strict=True), key=lambda pair: pair[1].start
    ):
        groups.setdefault(stretch, []).append(bar)
    found = []
    for same in groups.values():
        first, last = day_of(same[0].start), day_of(same[-1].start)
        began = f"{span(first, last, short=False)}: {counted(len(same), 'spell')} began"
        began += gather.each_of(day_of(bar.start) for bar in same)
        link = Link.to(merged(bar.link.behind for bar in same if bar.link), began)
        what = gather.Several(first, last, len(same), _COLOURS.get(same[0].kind, "halt"), link)
        found.append((what, (number_of(first), number_of(last) + 1)))
    lanes = marks.lanes([place for _, place in found])
    return tuple((what, lane) for (what, _), lane in zip(found, lanes, strict=True))


def _spell(row: Any, kind: str) -> SpellBar:
    texts: tuple[str, ...]
    end: float
    first, start = number_of(row.start_earliest), number_of(row.start_latest)
    if row.open:
        end = number_of(row.censored_on) + 1 if not pd.isna(row.censored_on) else start
        last = end = max(end, start)
    else:
        end, last = number_of(row.end_earliest), number_of(row.end_latest)
    if row.open:
        said = first_day(row, year=False)
        texts = (f"from {said}, no end reported", "no end reported", "open")
        name = f"{span(row.start_earliest, row.start_latest, short=False)}: {_NAMES[kind]}, open"
    elif end_is_known(row):
        lasted = between(row.days_low, row.days_high)
        dates = span(row.start_earliest, row.end_latest, year=False)
        texts = (f"{lasted}, {dates}", lasted)
        name = f"{span(row.start_earliest, row.end_latest, short=False)}: {_NAMES[kind]}, {lasted}"
    else:
        over = f"over by {day(row.end_latest, year=True)}"
        texts = (f"from {first_day(row, year=False)}, {over}", over, "over")
        name = f"{span(row.start_earliest, row.start_latest, short=False)}: {_NAMES[kind]}, {over}"
    return SpellBar(
        kind, first, start, end, last, bool(row.open), texts, Link.to(row.evidence, name)
    )  # fmt: skip


def _without(row: Any) -> SpellBar:
    first, last = number_of(row.start), number_of(row.end) + 1
    more = row.left_truncated or row.right_censored
    lasted = f"{'at least ' if more else ''}{counted_figure(int(row.days), 'day')}"
    claims = int(row.overlapping_claims)
    # However little room there is, a length that may be longer says so.
    bound = "≥\N{THIN SPACE}" if more else ""
    texts = (lasted, f"{bound}{counted_figure(int(row.days), 'day')}", f"{bound}{row.days}")
    vague = f"; {counted_figure(claims, 'undated claim')} of contact may fall inside"
    name = (
        f"{span(row.start, row.end, short=False)}: no dated contact reported, "
        f"{lasted}{vague if claims else ''}"
    )
    link = Link.to(row.evidence, name)
    return SpellBar("quiet", first, first, last, last, False, texts, link)


def _vague(axis: TimeAxis, row: Any) -> SpellBar:
    place = axis.bar(row.earliest, row.latest) or (axis.low, axis.high, True, True)
    wording = quoted(shortened(str(row.wording or ""), 36))
    texts = tuple(t for t in (wording, "day not stated") if t)
    name = f"{span(row.earliest, row.latest, short=False)}: halt, day not stated"
    return SpellBar(
        "undated", place[0], place[0], place[1], place[1], False, texts,
        Link.to(row.evidence, name),
    )  # fmt: skip


def panel_of(rows: Sequence[SpellRow], title: str = "") -> Panel:
    """The room that the rows need."""
    labels = tuple(row.label for row in rows if not row.head)
    return Panel(sum(row.height for row in rows) * _LANE + 0.06, labels, title)


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[SpellRow]) -> None:
    """Draw the rows."""
    axis.apply(ax)
    starts = [sum(r.height for r in rows[:i]) for i in range(len(rows))]
    marks.rows(
        ax,
        [marks.Place(r.label, s, r.height, r.head) for s, r in zip(starts, rows, strict=True)],
        top=sum(r.height for r in rows) + 0.2,
    )
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    # Of a spell right below the label of its row, where its words must not seem to be of another's.
    waiting: list[tuple[SpellBar, float, list[Box] | None]] = []
    spoken: list[tuple[gather.Several, tuple[float, float], float]] = []
    for above, row in zip(starts, rows, strict=True):
        if above:
            ax.axhline(above, color=colour("grid"), linewidth=0.6, zorder=0.3)
        start = above + row.head
        for what, lane in row.gathered:
            place, y = axis.bar(what.first, what.last), start + lane + 0.5
            if place is not None:
                gather.draw_several(ax, labels, place[:2], y, what, height=0.6)
                spoken.append((what, place[:2], y))
        for bar, lane in row.bars:
            y = start + lane + 0.5
            if _draw_bar(ax, axis, bar, y, labels):
                others = [one for one, _ in row.bars if one is not bar]
                boxes = [(one.start, above, one.end, y) for one in others]
                waiting.append((bar, y, boxes if row.head and lane == 0 else None))
    for what, room, y in spoken:
        gather.say_several(labels, room, y, what, height=0.6)
    for bar, y, beside in waiting:
        left, right = max(bar.start, axis.low), min(bar.end, axis.high)
        color = {"undated": "halt"}.get(bar.kind, bar.kind)
        whole = bar.start == bar.sure_start and bar.end == bar.sure_end
        filled = bar.kind not in _OUTLINED and whole
        inside = ("inside",) if filled or bar.kind in _OUTLINED else ()
        labels.put(
            list(bar.texts), (left, y - 0.33, right, y + 0.33),
            sides=(*inside, "right", "left", *(marks.BESIDE_LABEL if beside is not None else ())),
            off=beside or (),
            gap=10 if bar.open else 4, size=8 if bar.kind == "undated" else 8.5, color=color,
            inside="paper" if filled else None, link=bar.link,
            gid=None if bar.link else "none",
        )  # fmt: skip
    for above, row in zip(starts, rows, strict=True):
        if row.none:
            y = above + row.head + 0.5
            labels.put(
                row.none, (axis.low, y, axis.low, y), sides=("right",),
                size=8.5, color="muted", style="italic", gid="none",
            )  # fmt: skip
    say_breaks(ax, axis, labels)


def _draw_bar(ax: Axes, axis: TimeAxis, bar: SpellBar, y: float, labels: Labels) -> bool:
    """Draw one spell clipped to the window; whether any of it lies there."""
    if bar.end < axis.low or bar.start >= axis.high:
        return False
    link = bar.link
    if bar.kind == "undated":
        box = marks.bar(ax, bar.start, bar.end, y, "halt", look="dashed", link=link, height=0.66)
        labels.block(box)
        return True

    def part(first: float, last: float, look: str) -> None:
        first, last = max(first, axis.low), min(last, axis.high)
        if first <= last:
            labels.block(marks.bar(ax, first, last, y, bar.kind, look=look, link=link))

    uncertain: list[Any] = [(bar.start, bar.sure_start), (bar.sure_end, bar.end)]
    if bar.sure_start > bar.sure_end:
        # The bounds overlap: no day is certainly inside.
        uncertain = [(bar.start, bar.end)]
    for first, last in uncertain:
        if last > first:
            part(first, last, "tint")
    if bar.sure_start < bar.sure_end or bar.start == bar.end:
        part(bar.sure_start, bar.sure_end, "outline" if bar.kind == "quiet" else "bar")
    if bar.open or bar.end > axis.high:
        labels.block(marks.arrow(ax, min(bar.end, axis.high), y, bar.kind, link=link))
    if bar.start < axis.low:
        labels.block(marks.arrow(ax, axis.low, y, bar.kind, to="left", link=link, inward=True))
    return True
