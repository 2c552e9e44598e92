"""The panel of steps: a row for each kind, in it a mark for each day on which one was taken.

A filled mark happened, or is said to have; a hollow one is announced or spoken of as possible; a
cross is said not to have happened. A bar spans the days among which the day of a step lies. Steps
of one kind with the same days and the same look share a mark, which says how many they are; where
there is no room for so many, those of a stretch of the calendar share a filled bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.paper import WIDE, Paper
from analysis.charts.layout.sheet import Key, Panel
from analysis.charts.layout.ticks import draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.measures.columns import each, merged
from analysis.palette import colour
from analysis.report.findings.course import named
from analysis.report.wording import span

_LANE = 0.14  # inches
_QUIET = 0.1  # the same, where no words stand beside the marks
_GATHERED = 0.15  # the same, for marks that stand for several
_BAR = 0.135  # inches of the bar of several
_LEAST = 0.175  # inches of a row

_NAMES = {"talks_halted": "halt", "truce": "truce"}
_LOOKS = {
    "actual": Key("o", "stock", "happened, or is said to have"),
    "planned": Key("o", "stock", "announced or expected, or spoken of as possible", hollow=True),
    "denied": Key("X", "stock", "said not to have happened"),
}


@dataclass(frozen=True)
class Mark:
    """Steps of one kind with the same days and the same look."""

    first: pd.Timestamp
    last: pd.Timestamp
    place: tuple[float, float]
    look: str
    colour: str
    count: int
    link: Link | None
    gathered: bool = False

    @property
    def text(self) -> str:
        if self.gathered:
            return f"{self.count:,}"
        days = span(self.first, self.last, year=False)
        return days if self.count == 1 else f"{self.count}: {days}"


@dataclass(frozen=True)
class Row:
    """One kind of step: its marks with their lanes, and inches above them for its label."""

    label: str
    marks: tuple[tuple[Mark, int], ...]
    quiet: bool
    head: float

    @property
    def lane(self) -> float:
        """Height of a lane, in inches."""
        if any(mark.gathered for mark, _ in self.marks):
            return _GATHERED
        return _QUIET if self.quiet else _LANE

    @property
    def lanes(self) -> int:
        return max((lane for _, lane in self.marks), default=0) + 1


def rows_of(
    steps: pd.DataFrame, axis: TimeAxis, *, by: str = "label", quiet: bool = False,
    paper: Paper = WIDE,
) -> list[Row]:  # fmt: skip
    """A row for each kind of step (or value of another column) in the axis's days.

    Parameters
    ----------
    steps : rows of the course that have a place in the order.
    by : column that names the row.
    quiet : low rows, whose marks have no words beside them.
    paper : what it is drawn on.
    """
    inside: dict[str, list[Any]] = {}
    for row in each(steps):
        if axis.bar(row.earliest, row.latest) is not None:
            inside.setdefault(str(getattr(row, by)), []).append(row)
    return [_row(label, own, axis, quiet, paper) for label, own in inside.items()]


def _row(label: str, own: Sequence[Any], axis: TimeAxis, quiet: bool, paper: Paper) -> Row:
    def place(row: Any) -> tuple[Any, ...]:
        return row.earliest, row.latest, _look(row)

    found = [_mark(list(same), axis) for _, same in groupby(sorted(own, key=place), place)]
    # A label stands at the right of its mark: what follows at once gets a lane of its own.
    shown = axis.high - axis.low - sum(axis.cut)
    room = 0.0 if quiet else shown * 0.11 * paper.tighter
    lanes = marks.lanes([(x0, x1 + room) for x0, x1 in (mark.place for mark in found)])
    if gather.crowded(len(found), max(lanes, default=0) + 1):
        groups: dict[tuple[str, int], list[Any]] = {}
        for row, stretch in zip(own, gather.stretches([r.earliest for r in own]), strict=True):
            groups.setdefault((_look(row), stretch), []).append(row)
        found = sorted((_several(same, axis) for same in groups.values()), key=lambda m: m.place)
        lanes = marks.lanes([mark.place for mark in found])
    text = paper.fitted(label)
    return Row(text, tuple(zip(found, lanes, strict=True)), quiet, paper.head(text))


def _look(row: Any) -> str:
    return "planned" if row.modality == "hypothetical" else str(row.modality)


def _mark(same: Sequence[Any], axis: TimeAxis) -> Mark:
    one = same[0]
    x0, x1, *_ = axis.bar(one.earliest, one.latest) or (axis.low, axis.high)
    return Mark(
        one.earliest,
        one.latest,
        (x0, x1),
        _look(one),
        _NAMES.get(one.kind, _NAMES.get(one.family, "stock")),
        len(same),
        Link.to(merged(row.evidence for row in same), named(same)),
    )


def _several(same: Sequence[Any], axis: TimeAxis) -> Mark:
    """One mark for the events of a stretch of the calendar; that of one event is like any other."""
    if len(same) == 1:
        return _mark(same, axis)
    first, last = min(row.earliest for row in same), max(row.latest for row in same)
    x0, x1, *_ = axis.bar(first, last) or (axis.low, axis.high)
    one = same[0]
    shade = _NAMES.get(one.kind, _NAMES.get(one.family, "stock"))
    link = Link.to(merged(row.evidence for row in same), named(same))
    return Mark(first, last, (x0, x1), _look(one), shade, len(same), link, gathered=True)


def panel_of(rows: Sequence[Row], title: str = "") -> Panel:
    """The room that the rows need."""
    high = sum(_height(row) for row in rows)
    return Panel(max(high, 0.4), tuple(row.label for row in rows if not row.head), title)


def _height(row: Row) -> float:
    two_lines = "\n" in row.label and not row.head
    return max(row.lanes * row.lane, _LEAST, 0.34 if two_lines else 0.0) + row.head


def key_of(rows: Iterable[Row], axis: TimeAxis) -> list[Key]:
    """What the marks mean; only those that occur."""
    drawn = [mark for row in rows for mark, _ in row.marks]
    single = [mark for mark in drawn if not mark.gathered]
    days = {mark.look for mark in single if mark.first == mark.last or mark.look == "denied"}
    spans = {mark.look for mark in single if mark.first != mark.last}
    key = [entry for look, entry in _LOOKS.items() if look in days]
    if len(single) < len(drawn):
        key.append(Key(gather.LOOK[0], "stock", gather.LOOK[1]))
        spans |= {mark.look for mark in drawn if mark.gathered} - {"actual"}
    if "actual" in spans:
        key.append(Key("tint", "stock", "its day is one of these"))
    if spans - {"actual"}:
        key.append(Key("hollow", "stock", "the same, where it is not told as one that happened"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[Row]) -> None:
    """Draw the rows; heights are in inches."""
    axis.apply(ax)
    starts = [sum(_height(row) for row in rows[:index]) for index in range(len(rows))]
    top = max(sum(_height(row) for row in rows), 0.4)
    marks.rows(
        ax,
        [marks.Place(r.label, s, _height(r), r.head) for s, r in zip(starts, rows, strict=True)],
        top=top,
    )
    draw_gaps(ax, axis)
    if not rows:
        marks.say_empty(ax, "No step with a place in the order in this window")
        return
    labels = Labels(ax, reach=12)
    places: list[tuple[Mark, float]] = []
    spoken: list[tuple[Mark, float]] = []
    for start, row in zip(starts, rows, strict=True):
        if start:
            ax.axhline(start, color=colour("grid"), linewidth=0.6, zorder=0.3)
        lead = start + row.head + (_height(row) - row.head - row.lanes * row.lane) / 2
        own = [(mark, lead + (lane + 0.5) * row.lane) for mark, lane in row.marks]
        places += own
        spoken += [(mark, y) for mark, y in own if mark.gathered or not row.quiet]
    for mark, y in places:
        _draw_mark(ax, mark, y, labels)
    for mark, y in spoken:
        x0, x1 = mark.place
        if mark.gathered:
            inside = "paper" if mark.look == "actual" else "ink"
            gather.say_several(labels, mark.place, y, _told(mark), height=_BAR, inside=inside)
            continue
        if mark.first == mark.last:
            x0 = x1 = (x0 + x1) / 2
        labels.put(
            [mark.text, str(mark.count)] if mark.count > 1 else mark.text,
            (x0, y - 0.06, x1, y + 0.06), sides=("right", "left"), gap=6, size=7.5,
            color="muted", link=mark.link,
        )  # fmt: skip
    say_breaks(ax, axis, labels)


def _told(mark: Mark) -> gather.Several:
    return gather.Several(mark.first, mark.last, mark.count, mark.colour, mark.link)


def _draw_mark(ax: Axes, mark: Mark, y: float, labels: Labels) -> None:
    x0, x1 = mark.place
    if mark.gathered:
        look = "bar" if mark.look == "actual" else "hollow"
        gather.draw_several(ax, labels, mark.place, y, _told(mark), height=_BAR, look=look)
        return
    if mark.first != mark.last:
        look = "tint" if mark.look == "actual" else "hollow"
        labels.block(marks.bar(ax, x0, x1, y, mark.colour, height=0.1, look=look, link=mark.link))
    if mark.first == mark.last or mark.look == "denied":
        spot = marks.point(
            ax, (x0 + x1) / 2, y, mark.colour, link=mark.link, size=6,
            hollow=mark.look == "planned", marker=_LOOKS[mark.look].look,
        )  # fmt: skip
        labels.block(spot)
