"""Who spoke with whom, by channel: dated contacts drawn and counted one by one, pair by pair."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, Link, house_style, lead
from analysis.charts.layout import marks
from analysis.charts.layout.labels import root
from analysis.charts.layout.sheet import Panel, fitted, lane, sheet
from analysis.charts.layout.ticks import count_nothing
from analysis.charts.rows.contacts import mark_name
from analysis.measures import Measures
from analysis.measures.columns import each, flat, merged
from analysis.palette import colour
from analysis.report import findings
from analysis.report.findings.contacts import MOST_PAIRS
from analysis.report.findings.finding import NAMES
from analysis.report.wording import counted_figure, sentence

LANE = 0.27  # inches
PLURAL = {"call": "calls", "meeting": "meetings", "other": "other contacts"}


@house_style()
def matrix(m: Measures, ax: Axes | None = None) -> Chart:
    """Each pair in contact and its dated contacts by channel, one mark each."""
    said = findings.matrix(m)
    order = list(dict.fromkeys(m.pairs["pair"]))[:MOST_PAIRS]
    labels = fitted(order)
    height = max(lane(labels, LANE) * len(labels), 0.5) + 0.26
    figure, (ax,) = sheet(ax, said.title, [Panel(height, labels)], bottom=4, right=14)
    _draw(ax, m.pairs, m.contacts, order, labels)
    return Chart(
        figure=figure,
        **vars(said),
        evidence=merged(m.pairs["evidence"]),
        table=flat(m.pairs.drop(columns="pair")),
    )


def _draw(
    ax: Axes, named: pd.DataFrame, dated: pd.DataFrame, order: list[str], labels: tuple[str, ...]
) -> None:
    head = 0.26 / lane(labels, LANE)
    rows = max(len(order), 0.5 / lane(labels, LANE))
    marks.rows(ax, [head + i + 0.5 for i in range(len(order))], labels, top=head + rows)
    wide = ax.bbox.width * 72 / root(ax).dpi
    ax.set_xlim(0, wide)
    count_nothing(ax)
    if not order:
        marks.say_empty(ax, "No dated contact in this window")
        return
    series = [s for s in NAMES if (named["series"] == s).any()]
    most = {s: int(named.loc[named["series"] == s, "count"].max()) for s in series}
    # Columns are as wide as their fullest cell, with at most ten marks before they close up.
    need = {s: max(min(n, 10) * 10.5 + 34, 96.0) for s, n in most.items()}
    scale = min(1.0, wide / sum(need.values()))
    starts = {s: sum(need[t] for t in series[:i]) * scale for i, s in enumerate(series)}
    for name in series:
        ax.text(
            starts[name] + 3, head * 0.5, sentence(PLURAL[name]), size=8.5, weight="semibold",
            color=colour(name), va="center_baseline", gid="heading",
        )  # fmt: skip
    for i in range(len(order) + 1):
        ax.axhline(head + i, color=colour("grid"), linewidth=0.7, zorder=0.3)
    links = links_of(dated)
    for row in each(named[named["pair"].isin(order)]):
        name, y = row.series, head + order.index(row.pair) + 0.5
        firsts = [i for i in row.evidence if i in links] or [""] * row.count
        room = need[name] * scale - 34
        step = min(10.5, room / max(len(firsts), 1))
        x = starts[name] + 8
        for first in firsts:
            marks.point(ax, x, y, name, link=links.get(first), size=7)
            x += step
        count = ax.text(
            x - step + 9, y, str(row.count), size=8.5, color=colour("ink"),
            va="center_baseline", ha="left",
        )  # fmt: skip
        words = f"{row.pair}: {counted_figure(row.count, NAMES[name])}"
        lead(count, Link.to(firsts if firsts[0] else (), words))


def links_of(dated: pd.DataFrame) -> dict[str, Link]:
    """Where the mark of each contact leads, by its first evidence id."""
    return {
        row.evidence[0]: Link(f"#{row.evidence[0]}", mark_name(row))
        for row in each(dated)
        if row.evidence
    }
