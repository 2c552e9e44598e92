"""What stands along a time axis: dates that read well, breaks, and hatched uncovered time.

Tick labels are chosen by measuring them: the finest round step at which no two come near each
other. The year stands once under the first tick that it applies to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from analysis.charts.layout.labels import Labels, root, text_width
from analysis.charts.layout.timeaxis import TimeAxis, day_of, middle, number_of
from analysis.days import WEEK_BEGINS
from analysis.package.amounts import number
from analysis.palette import colour
from analysis.report.wording import day, length, month

_STEPS: tuple[tuple[str, int], ...] = (
    ("day", 1), ("day", 2), ("week", 1), ("week", 2), ("month", 1), ("month", 2), ("month", 3),
    ("month", 6), ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 20),
)  # fmt: skip
_GAP = 5.0  # points between neighbouring labels


def draw_dates(ax: Axes, axis: TimeAxis, *, labels: bool = True, grid: bool = True) -> None:
    """Ticks, labels and grid lines for the axis; ``labels=False`` for all but the last panel."""
    ticks = _choose(ax, axis)
    if labels:
        ax.set_xticks([place for place, _ in ticks], [text for _, text in ticks])
    else:
        ax.set_xticks([])
    if grid and ticks:
        ax.add_patch(_rules(ax, [place for place, _ in ticks]))


def count_people(axis: Axis, most: int) -> None:
    """Round numbers and grid lines along an axis of persons, ``most`` steps at most."""
    axis.set_major_locator(MaxNLocator(most, integer=True, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(lambda value, _: number(value))
    axis.grid(True)


def count_nothing(ax: Axes) -> None:
    """Leave out the horizontal axis of a panel in which it would mean nothing."""
    ax.set_xticks([])
    ax.set_xlabel("")
    ax.spines["bottom"].set_visible(False)


def _rules(ax: Axes, places: list[float]) -> PathPatch:
    """Grid lines as one path: as many artists would be the larger part of the figure's SVG."""
    points = [(place, y) for place in places for y in (0.0, 1.0)]
    path = Path(points, [Path.MOVETO, Path.LINETO] * len(places))
    return PathPatch(
        path, transform=ax.get_xaxis_transform(), facecolor="none", edgecolor=colour("grid"),
        linewidth=0.7, zorder=0.45,
    )  # fmt: skip


def draw_gaps(ax: Axes, axis: TimeAxis) -> None:
    """Hatch what no source covers, and mark each break with two strokes."""
    for first, last in axis.gaps:
        for left, right in _outside(first, last, axis):
            ax.add_patch(
                Rectangle(
                    (left, 0), right - left, 1, transform=ax.get_xaxis_transform(),
                    facecolor="none", edgecolor=colour("hatch"), hatch="////", linewidth=0,
                    zorder=0.4, gid="not-covered",
                )
            )  # fmt: skip
    low, high = ax.get_position().y0, ax.get_position().y1
    tall = (high - low) * root(ax).get_size_inches()[1] * 72
    reach = 4.0 / tall
    if axis.breaks:
        back = ax.transAxes.inverted()
        slant = reach * ax.bbox.height / ax.bbox.width * 0.6
        for first, last in axis.breaks:
            ends = ax.transData.transform([(first, 0), (last, 0)])
            edges = [float(x) for x, _ in back.transform(ends)]
            _white_out(ax, first, last, edges, slant, reach)


def _white_out(
    ax: Axes, first: float, last: float, edges: list[float], slant: float, reach: float
) -> None:
    """Interrupt the axis line over the break, with a stroke at each end."""
    trans = ax.get_xaxis_transform()
    ax.add_line(
        Line2D([first, last], [0, 0], transform=trans, color=colour("paper"), linewidth=2.4,
               clip_on=False, zorder=4)
    )  # fmt: skip
    for x in edges:
        ax.add_line(
            Line2D([x - slant, x + slant], [-reach, reach], transform=ax.transAxes,
                   color=colour("axis"), linewidth=0.9, clip_on=False, zorder=5,
                   gid="break")
        )  # fmt: skip


def say_breaks(ax: Axes, axis: TimeAxis, labels: Labels) -> None:
    """Say in each break how long it is, at a height where no mark runs through the words."""
    back = ax.transAxes.inverted()
    for first, last in axis.breaks:
        left, right = (ax.transData.transform((x, 0))[0] for x in (first, last))
        if (right - left) / labels.point < 11:
            continue
        said = length(round(last - first))
        places = [
            (text, share) for text in (f"{said} not covered", said)
            for share in (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2)
        ]  # fmt: skip
        for text, share in places:
            half = text_width(text, size=8) * labels.point / 2 + 2 * labels.point
            x, y = (left + right) / 2, ax.bbox.y0 + ax.bbox.height * share
            box = Bbox.from_extents(x - 4 * labels.point, y - half, x + 4 * labels.point, y + half)
            if labels.free(box):
                at = back.transform((x, y))
                ax.text(
                    at[0], at[1], text, size=8, rotation=90, rotation_mode="anchor",
                    ha="center", va="center_baseline", color=colour("muted"),
                    transform=ax.transAxes, zorder=6, gid="break-length",
                )  # fmt: skip
                labels.keep(box)
                break


def _outside(first: float, last: float, axis: TimeAxis) -> Iterator[tuple[float, float]]:
    """The parts of a stretch that lie outside of breaks."""
    for left, right in axis.segments:
        a, b = max(first, left), min(last, right)
        if a < b:
            yield a, b


def _choose(ax: Axes, axis: TimeAxis) -> list[tuple[float, str]]:
    for unit, step in _STEPS:
        ticks = _labelled(_places(unit, step, axis), unit, axis)
        if ticks and _fit(ax, ticks):
            break
    else:
        ticks = []
    present = {
        segment for segment in axis.segments for place, _ in ticks
        if segment[0] <= place <= segment[1]
    }  # fmt: skip
    for segment in axis.segments:
        if segment in present:
            continue
        # A stretch without a round date still says where it is, if there is room to.
        extra = (segment[0] + segment[1]) / 2
        extra = min(max(extra, segment[0] + 0.5), segment[1] - 0.5)
        when = day_of(extra)
        more = sorted([*ticks, (middle(when), f"{day(when)}\n{when.year}")])
        if _fit(ax, more):
            ticks = more
    return ticks


@lru_cache(maxsize=64)
def _places(unit: str, step: int, axis: TimeAxis) -> tuple[tuple[float, pd.Timestamp], ...]:
    """The dates of a step, which the panels of a figure have in common, and where they stand."""
    out: list[tuple[float, pd.Timestamp]] = []
    shown = sum(high - low for low, high in axis.segments)
    if shown / step / {"day": 1, "week": 7, "month": 30, "year": 365}[unit] > 150:
        return ()  # far too many to fit, and slow to measure
    for low, high in axis.segments:
        first, last = day_of(low), day_of(high - 0.001)
        if unit == "day":
            days = pd.date_range(first, last, freq=f"{step}D")
        elif unit == "week":
            # Counted from one fixed week so that every panel agrees; 5 January 1970 was a Monday.
            fixed = 4 + WEEK_BEGINS
            start = first + pd.Timedelta(days=(fixed - int(number_of(first))) % (7 * step))
            days = pd.date_range(start, last, freq=f"{7 * step}D")
        elif unit == "month":
            days = pd.date_range(first, last, freq="MS")
            days = days[(days.month - 1) % step == 0]
        else:
            days = pd.date_range(first, last, freq="YS")
            days = days[days.year % step == 0]
        half = 0.5 if unit in ("day", "week") else 0.0
        out += [(number_of(d) + half, d) for d in days]
    return tuple(out)


def _labelled(
    places: Sequence[tuple[float, pd.Timestamp]], unit: str, axis: TimeAxis
) -> list[tuple[float, str]]:
    out: list[tuple[float, str]] = []
    year, previous = None, -float("inf")
    for place, when in places:
        if unit == "year":
            out.append((place, str(when.year)))
            continue
        text = month(when) if unit == "month" else day(when)
        broken = any(previous < first and last < place + 1 for first, last in axis.breaks)
        if when.year != year or broken:
            text += f"\n{when.year}"
        out.append((place, text))
        year, previous = when.year, place
    return out


def _fit(ax: Axes, ticks: list[tuple[float, str]]) -> bool:
    """Whether the labels stay apart, and inside the figure."""
    points = 72.0 / root(ax).dpi
    wide = root(ax).bbox.width * points
    end = -_GAP
    for place, text in ticks:
        at = ax.transData.transform((place, 0))[0] * points
        half = max(text_width(line, size=8.5) for line in text.split("\n")) / 2
        if at - half < end + _GAP or at + half > wide:
            return False
        end = at + half
    return True
