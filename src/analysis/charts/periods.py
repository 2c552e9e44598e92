"""Calls per period: a dot for those on a stated day, a line up to what is possible.

A period without a source is hatched and has no mark; a covered period without a dated call has a
dot on zero. The counts stand below, so that they can be read and followed to their evidence.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.charts.base import Chart, Link, house_style, lead
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.paper import NARROW, WIDE, Paper
from analysis.charts.layout.sheet import Key, Panel, sheet
from analysis.charts.layout.ticks import draw_dates, draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, number_of
from analysis.measures import Measures
from analysis.measures.columns import each, flat, merged
from analysis.palette import colour
from analysis.report import findings
from analysis.report.wording import at_least, counted, span

_NOUNS = {
    "calls": ("call", "dated call"),
    "meetings": ("meeting", "dated meeting"),
    "visits": ("visit", "dated visit"),
    "others": ("other", "other dated contact"),
}
_STRIPS = {
    "calls": "calls, dated",
    "meetings": "meetings, dated",
    "visits": "visits, dated",
    "others": "others, dated",
}
_STRIP = 0.2  # inches of one strip of counts
_RATE = ["rated", "per_week", "low", "high", "evidence"]


@house_style()
def periods(m: Measures, ax: Axes | None = None) -> Chart:
    """Dots of the dated calls with what is possible above, counts in the strips below.

    On the reader's ``ax`` the dots alone are drawn.
    """
    periods, dated = m.periods, m.contacts
    axis = TimeAxis.of(m, m.contact_stretches, dated["date"])
    said = findings.periods(m, axis.cut)
    strips = [name for name in _STRIPS if name == "calls" or periods[name].sum()]
    known = periods[(periods["covered_days"] > 0) | (periods["possible"] > 0)]

    def drawn(paper: Paper, ax: Axes | None = None) -> Figure:
        words = paper.at_left([_STRIPS[name] for name in strips])
        high = len(strips) * (_STRIP + paper.head(""))
        panels = [Panel(0.85 if len(known) else 0.7, ("000",)), Panel(high, words)]
        key, own = _key(known, axis), paper.axis(axis)
        figure, axes = sheet(ax, said.title, panels, key=key, right=14, paper=paper)
        _draw(axes[0], own, known, dated)
        draw_dates(axes[0], own, labels=len(axes) == 1)
        for below in axes[1:]:
            _draw_counts(below, own, periods, dated, strips, paper)
            draw_dates(below, own, grid=False)
        return figure

    return Chart(
        figure=drawn(WIDE, ax),
        narrow=lambda: drawn(NARROW),
        **vars(said),
        evidence=merged(dated["evidence"]),
        table=flat(periods.drop(columns=_RATE)),
    )


def _key(known: pd.DataFrame, axis: TimeAxis) -> list[Key]:
    key = [Key("o", "call", "calls with a stated day")] if len(known) else []
    if (known["possible"] > known["calls"]).any():
        key.append(Key("line", "call", "and as many as are possible: day not stated"))
    if known["unnumbered"].any():
        key.append(Key("^", "call", "more are reported, without a number", hollow=True))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    return key


def _link(row: Any, dated: pd.DataFrame, name: str) -> Link | None:
    """Where the count of a series in a period leads: to the first of its contacts."""
    if not getattr(row, name):
        return None
    own, when = _own(row, dated, name), span(row.start, row.end, short=False)
    many = at_least(counted(getattr(row, name), _NOUNS[name][1]), own["or_more"].any())
    return Link.to(merged(own["evidence"]), f"{when}: {many}")


def _own(row: Any, dated: pd.DataFrame, name: str) -> pd.DataFrame:
    """The dated contacts of a series in a period."""
    own = dated[dated["series"] == _NOUNS[name][0]]
    return own[own["date"].between(row.start, row.end)]


def _draw(ax: Axes, axis: TimeAxis, known: pd.DataFrame, dated: pd.DataFrame) -> None:
    axis.apply(ax)
    top = max([1, *known["calls"], *known["possible"]])
    ax.set_ylim(-0.12 * top, top * 1.25)
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True, min_n_ticks=1))
    ax.grid(axis="y")
    draw_gaps(ax, axis)
    say_breaks(ax, axis, Labels(ax))
    size = 6.5 if len(known) <= 60 else 4.0
    for row in each(known):
        _draw_one(ax, axis, row, _link(row, dated, "calls"), size, top)
    if known.empty:
        ax.set_yticks([])
        marks.say_empty(ax, "No source covers a day of this window")


def _draw_one(
    ax: Axes, axis: TimeAxis, row: Any, link: Link | None, size: float, top: float
) -> None:
    x, ink = _middle(axis, row), colour("call")
    if row.possible > row.calls:
        ax.add_line(
            Line2D([x, x], [row.calls, row.possible], color=ink, linewidth=2.4, alpha=0.45,
                   solid_capstyle="butt", zorder=2, gid="possible")
        )  # fmt: skip
    if row.unnumbered:
        ax.plot(
            [x], [max(row.calls, row.possible) + 0.17 * top], marker="^", markersize=size * 0.8,
            markerfacecolor=colour("paper"), markeredgecolor=ink, markeredgewidth=1.0,
            linestyle="none", zorder=3, clip_on=False, gid="unnumbered",
        )  # fmt: skip
    if not row.covered_days and not row.calls:
        return  # that no call is told of says nothing where no source narrates
    (dot,) = ax.plot(
        [x], [row.calls], marker="o", markersize=size, markerfacecolor=ink,
        markeredgecolor=colour("paper"), markeredgewidth=0.7, linestyle="none", zorder=4,
        clip_on=False, gid="count",
    )  # fmt: skip
    lead(dot, link)


def _parts(axis: TimeAxis, row: Any) -> list[tuple[float, float]]:
    """The covered stretches of a period."""
    stretch = axis.by_coverage(number_of(row.start), number_of(row.end) + 1)
    return [(first, last) for first, last, seen in stretch if seen]


def _middle(axis: TimeAxis, row: Any) -> float:
    """Where the marks of a period stand: the middle of its longest covered part."""
    whole = [(number_of(row.start), number_of(row.end) + 1)]
    first, last = max(_parts(axis, row) or whole, key=lambda p: p[1] - p[0])
    return (first + last) / 2


def _draw_counts(
    ax: Axes, axis: TimeAxis, periods: pd.DataFrame, dated: pd.DataFrame, strips: list[str],
    paper: Paper,
) -> None:  # fmt: skip
    axis.apply(ax)
    head = paper.head("") / _STRIP
    places = [
        marks.Place(_STRIPS[name], at * (1 + head), 1 + head, head)
        for at, name in enumerate(strips)
    ]
    marks.rows(ax, places, top=len(strips) * (1 + head))
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    for place, name in zip(places, strips, strict=True):
        y = place.start + place.head + 0.5
        rows = [r for r in each(periods) if r.covered_days > 0 or getattr(r, name) > 0]
        # Counts above zero first: where there is room for some only, those are shown.
        for row in sorted(rows, key=lambda r: -getattr(r, name)):
            x, count = _middle(axis, row), getattr(row, name)
            more = count and _own(row, dated, name)["or_more"].any()
            # Weeks are near to each other on narrow paper.
            many = f"{'≥' if paper.above else '≥ '}{count}" if more else f"{count}"
            labels.put(
                many, (x, y, x, y), sides=("on",), size=8.5,
                color="ink" if count else "muted", link=_link(row, dated, name),
                gid=None if count else "zero",
            )  # fmt: skip
