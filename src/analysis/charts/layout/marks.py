"""The marks that charts share: events, uncertain stretches, spells, and words where all is empty.

One grammar for all figures: a filled mark is an actual event on a known day, a hollow one is
planned, a dashed outline is a day that is not stated, a lighter end is a bound, an arrow is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from analysis.charts.base import Link, lead
from analysis.charts.layout.labels import balanced, root
from analysis.package.amounts import Bounds
from analysis.palette import colour, tint

MARKERS: Mapping[str, str] = {"call": "o", "meeting": "s", "visit": "P", "other": "D"}
"""Shape of each series of contacts, so that colour is not the only sign."""

_SCALE = {"o": 1.0, "s": 0.92, "P": 1.1, "D": 0.85}


def series_name(series: str) -> str:
    """The palette name of a series of contacts."""
    return series if series in MARKERS else "other"


def point(
    ax: Axes, x: float, y: float, series: str, *, link: Link | None, size: float = 7.5,
    hollow: bool = False, marker: str | None = None,
) -> Line2D:  # fmt: skip
    """One event on one day."""
    name = series_name(series) if marker is None else series
    shape = marker or MARKERS[name]
    edge = colour(name) if hollow else colour("paper")
    (line,) = ax.plot(
        [x], [y], marker=shape, linestyle="none", markersize=size * _SCALE.get(shape, 1.0),
        markerfacecolor=colour("paper") if hollow else colour(name), markeredgecolor=edge,
        markeredgewidth=1.3 if hollow else 0.7, zorder=3, clip_on=False,
    )  # fmt: skip
    line.set_gid("planned" if hollow else "event")
    lead(line, link)
    return line


def bar(
    ax: Axes, x0: float, x1: float, y: float, name: str, *, height: float = 0.5,
    look: str = "bar", link: Link | None = None, least: float = 2.0,
) -> Rectangle:  # fmt: skip
    """A stretch of days: ``bar`` certain, ``tint`` a bound, ``dashed`` unknown day.

    ``hollow`` is planned, ``outline`` a stretch in which nothing is dated.

    ``least`` points are drawn even where the stretch is narrower, so that it stays visible.
    """
    x0, x1 = _widened(ax, x0, x1, least)
    patch = Rectangle(
        (x0, y - height / 2), x1 - x0, height, zorder=2,
        facecolor={"bar": colour(name), "tint": tint(name) if look == "tint" else ""}.get(
            look, colour("paper")
        ),
        edgecolor=colour(name), linewidth=0.0 if look == "bar" else 1.0,
        linestyle=(0, (3, 2)) if look == "dashed" else "solid",
        gid={"bar": "certain", "tint": "bound", "dashed": "day-not-stated",
             "outline": "nothing-dated"}.get(look, "planned"),
    )  # fmt: skip
    lead(patch, link)
    ax.add_patch(patch)
    return patch


def _widened(ax: Axes, x0: float, x1: float, least: float) -> tuple[float, float]:
    (a, _), (b, _) = ax.transData.transform([(x0, 0), (x1, 0)])
    need = least * root(ax).dpi / 72
    if b - a >= need:
        return x0, x1
    back = ax.transData.inverted()
    middle = (a + b) / 2
    return (
        float(back.transform((middle - need / 2, 0))[0]),
        float(back.transform((middle + need / 2, 0))[0]),
    )


def arrow(
    ax: Axes, x: float, y: float, name: str, *, height: float = 0.5, to: str = "right",
    link: Link | None = None, hollow: bool = False, inward: bool = False,
) -> Polygon:  # fmt: skip
    """The head that ends an open stretch: it goes on beyond what is known.

    With ``inward`` the tip, and not the base, stands at ``x``: for the left edge of a panel,
    where row labels leave no room.
    """
    px, py = ax.transData.transform((x, y))
    _, top = ax.transData.transform((x, y + height / 2))
    half = abs(top - py) * 1.25
    size = half * (1.1 if to == "right" else -1.1)
    px -= size if inward else 0.0
    tip = px + size
    points = ax.transData.inverted().transform([(px, py + half), (tip, py), (px, py - half)])
    patch = Polygon(
        points, closed=True, facecolor=colour("paper") if hollow else colour(name),
        edgecolor=colour(name), linewidth=1.0 if hollow else 0.0, zorder=3, clip_on=False,
        gid="open",
    )  # fmt: skip
    lead(patch, link)
    ax.add_patch(patch)
    return patch


def ends(amount: Bounds | None) -> tuple[float, float]:
    """Where the certain bar ends, and where the bound ends (persons)."""
    if amount is None or not amount.stated:
        return 0.0, 0.0
    low = amount.low if amount.low is not None else 0.0
    return low, amount.high if amount.high is not None else low


def say_empty(ax: Axes, words: str, *, x: float = 0.5, y: float = 0.5) -> Text:
    """Say in a panel (by default in its middle) that there is nothing to draw, and why."""
    room = ax.bbox.width * 72 / root(ax).dpi - 8
    lines = "\n".join(balanced(words, room, size=9.5))
    return ax.text(
        x, y, lines, transform=ax.transAxes, ha="center", va="center", size=9.5,
        multialignment="center", color=colour("muted"), zorder=8, gid="empty",
        bbox={"facecolor": colour("paper"), "edgecolor": "none", "pad": 3.0},
    )  # fmt: skip


BESIDE_LABEL = ("above", "above-right", "above-left")
"""Where words of a mark may stand too that has the label of its row above it."""


@dataclass(frozen=True)
class Place:
    """Where a row stands, in the units of its panel, counted downwards from 0 at the top.

    ``head`` is the part of its height, at its top, that its label takes; 0 where that stands at the
    left.
    """

    label: str
    start: float
    height: float
    head: float = 0.0


def rows(ax: Axes, places: Sequence[Place], *, top: float) -> None:
    """Row labels at the left of their rows, or above them."""
    ax.set_ylim(top, 0)
    left = [place for place in places if not place.head]
    ax.set_yticks([row.start + row.height / 2 for row in left], [row.label for row in left])
    for text in ax.get_yticklabels():
        text.set_linespacing(1.0)
    for row in places:
        if row.head:
            ax.text(
                0, row.start + row.head / 2, row.label, transform=ax.get_yaxis_transform(),
                size=9, color=colour("ink"), va="center", ha="left", linespacing=1.0, zorder=6.5,
                gid="row", bbox={"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.8},
            )  # fmt: skip


def lanes(stretches: list[tuple[float, float]], *, gap: float = 0.0) -> list[int]:
    """The lane of each stretch, so that stretches in one lane do not meet."""
    ends: list[float] = []
    out = []
    for first, last in stretches:
        for lane, end in enumerate(ends):
            if first >= end + gap:
                ends[lane] = last
                out.append(lane)
                break
        else:
            ends.append(last)
            out.append(len(ends) - 1)
    return out
