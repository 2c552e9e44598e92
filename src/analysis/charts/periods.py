"""Calls per period as a rate over covered time, with its exact interval and the counts below.

A period without a source is hatched and has no bar; a covered period without a call has the
count 0 and an interval that starts there. The two are never drawn alike.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.charts.base import Chart, Link, house_style, lead
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels, root, text_width
from analysis.charts.layout.sheet import Key, Panel, sheet
from analysis.charts.layout.ticks import draw_dates, draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, number_of
from analysis.measures import Measures
from analysis.measures.columns import each, flat, merged
from analysis.palette import colour
from analysis.report import findings
from analysis.report.wording import counted, span

_NOUNS = {
    "calls": ("call", "call"),
    "meetings": ("meeting", "meeting"),
    "others": ("other", "other contact"),
}
_STRIPS = {"calls": "calls", "meetings": "meetings", "others": "other contacts"}


@house_style()
def periods(m: Measures, ax: Axes | None = None) -> Chart:
    """Bars of the rate of calls, whiskers of its interval, counts in the strips below.

    On the reader's ``ax`` the rate alone is drawn.
    """
    periods, dated = m.periods, m.contacts
    axis = TimeAxis.of(m, m.contact_stretches, dated["date"])
    said = findings.periods(m, axis.cut)
    strips = [name for name in _STRIPS if name == "calls" or periods[name].sum()]
    rated = periods["covered_days"].sum() > 0
    key = [Key("bar", "call", "calls per week of covered time")] if rated else []
    if rated:
        key.append(Key("|", "ink", f"exact {m.confidence * 100:g} % interval"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    words = tuple(_STRIPS[name] for name in strips)
    panels = [Panel(1.75 if rated else 0.7, ("000",)), Panel(0.2 * len(strips), words)]
    figure, axes = sheet(ax, said.title, panels, key=key, right=14)
    _draw_rates(axes[0], axis, periods, dated)
    draw_dates(axes[0], axis, labels=len(axes) == 1)
    for below in axes[1:]:
        _draw_counts(below, axis, periods, dated, strips)
        draw_dates(below, axis, grid=False)
    return Chart(
        figure=figure,
        **vars(said),
        evidence=merged(dated["evidence"]),
        table=flat(periods.drop(columns=["rated", "evidence"])),
    )


def _link(row: Any, dated: pd.DataFrame, name: str) -> Link | None:
    """Where the count of a series in a period leads: to the first of its contacts."""
    series, noun = _NOUNS[name]
    own = dated[(dated["series"] == series) & dated["date"].between(row.start, row.end)]
    when = span(row.start, row.end, short=False)
    return Link.to(merged(own["evidence"]), f"{when}: {counted(getattr(row, name), noun)}")


def _draw_rates(ax: Axes, axis: TimeAxis, periods: pd.DataFrame, dated: pd.DataFrame) -> None:
    axis.apply(ax)
    known = periods[periods["covered_days"] > 0]
    firm = known[known["covered_days"] * 2 >= known["days"]]
    top = max([1.0, *known["per_week"] * 1.15, *firm["high"]])
    # The interval of a period with one covered day would squash all others: it ends in an arrow.
    top = min(top, max(4.5, 3.2 * known["per_week"].max())) if len(known) else 1.0
    ax.set_ylim(0, top * 1.04)
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.grid(axis="y")
    draw_gaps(ax, axis)
    say_breaks(ax, axis, Labels(ax))
    thin = _narrow(ax, known)
    for row in each(known):
        _draw_one(ax, axis, row, _link(row, dated, "calls"), top, thin)
    if known.empty:
        ax.set_yticks([])
        marks.say_empty(ax, "No source covers a day of this window")
    elif not known["calls"].sum():
        _say_none(ax, axis, known)


def _say_none(ax: Axes, axis: TimeAxis, known: pd.DataFrame) -> None:
    """Say that no call is reported, where no interval runs through the words if possible."""
    text = "No dated call in the covered part of this window"
    half = text_width(text, size=9.5) / 2 * root(ax).dpi / 72 + 6
    lines = [ax.transData.transform((_middle(axis, row), 0))[0] for row in each(known)]
    for share in (0.5, *(step / 20 for step in range(4, 17))):
        x = ax.bbox.x0 + share * ax.bbox.width
        inside = ax.bbox.x0 < x - half and x + half < ax.bbox.x1
        if inside and not any(abs(line - x) < half for line in lines):
            marks.say_empty(ax, text, x=share)
            return
    marks.say_empty(ax, text)


def _parts(axis: TimeAxis, row: Any) -> list[tuple[float, float]]:
    """The covered stretches of a period: only there is a rate, and only there a bar."""
    stretch = axis.by_coverage(number_of(row.start), number_of(row.end) + 1)
    return [(first, last) for first, last, seen in stretch if seen]


def _middle(axis: TimeAxis, row: Any) -> float:
    """Where whisker and count of a period stand: the middle of its longest covered part."""
    whole = [(number_of(row.start), number_of(row.end) + 1)]
    first, last = max(_parts(axis, row) or whole, key=lambda p: p[1] - p[0])
    return (first + last) / 2


def _draw_one(
    ax: Axes, axis: TimeAxis, row: Any, link: Link | None, top: float, thin: bool
) -> None:
    inset = 0 if thin else 0.04 * row.days
    for left, right in _parts(axis, row) if row.per_week > 0 else ():
        edge = min(inset, (right - left) * 0.15)
        patch = Rectangle(
            (left + edge, 0), right - left - 2 * edge, row.per_week, facecolor=colour("call"),
            linewidth=0, zorder=2, gid="rate",
        )  # fmt: skip
        lead(patch, link)
        ax.add_patch(patch)
    middle = _middle(axis, row)
    low, high, cut = row.low, min(row.high, top), row.high > top
    ax.add_line(
        Line2D([middle, middle], [low, high], color=colour("muted" if thin else "ink"),
               linewidth=0.5 if thin else 0.9, zorder=3, gid="interval")
    )  # fmt: skip
    if thin:
        return
    ends = [(low, "_")] if low > 0 else []
    for end, shape in [*ends, (high, "^" if cut else "_")]:
        ax.plot(
            [middle], [end], marker=shape, markersize=4 if cut and end == high else 5,
            color=colour("ink"), clip_on=False, zorder=4,
        )  # fmt: skip


def _narrow(ax: Axes, known: pd.DataFrame) -> bool:
    """Whether the bars are too narrow for whiskers with ends."""
    wide = [
        ax.transData.transform((number_of(row.end) + 1, 0))[0]
        - ax.transData.transform((number_of(row.start), 0))[0]
        for row in each(known)
    ]
    return max(wide, default=0.0) < 9 * root(ax).dpi / 72


def _draw_counts(
    ax: Axes, axis: TimeAxis, periods: pd.DataFrame, dated: pd.DataFrame, strips: list[str]
) -> None:
    axis.apply(ax)
    marks.rows(
        ax, [i + 0.5 for i in range(len(strips))], tuple(_STRIPS[s] for s in strips),
        top=len(strips),
    )  # fmt: skip
    draw_gaps(ax, axis)
    labels = Labels(ax, reach=12)
    for index, name in enumerate(strips):
        rows = [r for r in each(periods) if r.covered_days > 0 or getattr(r, name) > 0]
        # Counts above zero first: where there is room for some only, those are shown.
        for row in sorted(rows, key=lambda r: -getattr(r, name)):
            x, count = _middle(axis, row), getattr(row, name)
            labels.put(
                f"{count}", (x, index + 0.5, x, index + 0.5), sides=("on",), size=8.5,
                color="ink" if count else "muted", link=_link(row, dated, name),
                gid=None if count else "zero",
            )  # fmt: skip
