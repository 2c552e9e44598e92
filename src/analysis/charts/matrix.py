"""Who spoke with whom, by channel: dated contacts drawn and counted one by one, pair by pair."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, Link, house_style, lead, unique
from analysis.charts.layout import marks
from analysis.charts.layout.labels import root
from analysis.charts.layout.sheet import Panel, fitted, lane, sheet
from analysis.charts.rows.contacts import NAMES, mark_name, records
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.palette import colour
from analysis.report.wording import counted, counted_figure, listed, number, sentence

COLUMNS = {
    "a": "one of the two in contact (name)",
    "b": "the other (name)",
    "series": "call (telephone or video), meeting (in person), other",
    "count": "dated contacts (count)",
    "evidence": "evidence ids, parted by blanks",
}

MOST = 18
"""Pairs drawn; further ones are in the table only."""

LANE = 0.27  # inches
PLURAL = {"call": "calls", "meeting": "meetings", "other": "other contacts"}


@house_style()
def matrix(m: Measures, ax: Axes | None = None) -> Chart:
    """Each pair in contact and its dated contacts by channel, one mark each."""
    pairs, names = m.pairs, m.labels
    named = pairs.assign(**{c: [names.get(x, x) for x in pairs[c]] for c in ("a", "b")})
    named["pair"] = [" – ".join(sorted(p)) for p in zip(named["a"], named["b"], strict=True)]
    totals = named.groupby("pair")["count"].sum()
    order = sorted(totals.index, key=lambda p: (-totals[p], p))
    title = _title(totals, order)
    labels = fitted(order[:MOST])
    height = max(lane(labels, LANE) * len(labels), 0.5) + 0.26
    figure, (ax,) = sheet(ax, title, [Panel(height, labels)], bottom=4, right=14)
    _draw(ax, named, m.contacts, order[:MOST], labels)
    beyond = len(order) - MOST
    left = (
        f" {sentence(counted(beyond, 'further pair'))} with fewer stand in the table only."
        if beyond > 0
        else ""
    )
    return Chart(
        figure=figure,
        title=title,
        caption=(
            "Dated contacts of each pair, in no direction, by channel. A contact of more than two "
            "counts once for each pair in touch; an empty cell means that none is "
            f"reported.{left}"
        ),
        alt=_alt(named, totals, order),
        evidence=unique(pairs["evidence"]),
        table=flat(named[list(COLUMNS)]),
        columns=COLUMNS,
    )


def _draw(
    ax: Axes, named: pd.DataFrame, dated: pd.DataFrame, order: list[str], labels: tuple[str, ...]
) -> None:
    head = 0.26 / lane(labels, LANE)
    rows = max(len(order), 0.5 / lane(labels, LANE))
    marks.rows(ax, [head + i + 0.5 for i in range(len(order))], labels, top=head + rows)
    wide = ax.bbox.width * 72 / root(ax).dpi
    ax.set_xlim(0, wide)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
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
    for row in records(named[named["pair"].isin(order)]):
        name, y = row["series"], head + order.index(row["pair"]) + 0.5
        firsts = [i for i in row["evidence"] if i in links] or [""] * row["count"]
        room = need[name] * scale - 34
        step = min(10.5, room / max(len(firsts), 1))
        x = starts[name] + 8
        for first in firsts:
            marks.point(ax, x, y, name, link=links.get(first), size=7)
            x += step
        count = ax.text(
            x - step + 9, y, str(row["count"]), size=8.5, color=colour("ink"),
            va="center_baseline", ha="left",
        )  # fmt: skip
        words = f"{row['pair']}: {counted_figure(row['count'], NAMES[name])}"
        lead(count, Link.to(firsts if firsts[0] else (), words))


def links_of(dated: pd.DataFrame) -> dict[str, Link]:
    """Where the mark of each contact leads, by its first evidence id."""
    return {
        row["evidence"][0]: Link(f"#{row['evidence'][0]}", mark_name(row))
        for row in records(dated)
        if row["evidence"]
    }


def _title(totals: pd.Series, order: list[str]) -> str:
    if not order:
        return "No pair is reported in contact on a stated day"
    best = [p for p in order if totals[p] == totals.max()]
    count = int(totals.max())
    if len(order) == 1:
        return f"One pair in contact on stated days: {order[0]} ({count})"
    if len(best) > 2:
        times = {1: "once", 2: "twice"}.get(count, f"{number(count)} times")
        pairs = sentence(counted(len(order), "pair"))
        return f"{pairs} in contact on stated days, none more than {times}"
    each = " each" if len(best) > 1 else ""
    return (
        f"Of {counted(len(order), 'pair')}, {listed(best)} had most contacts on stated days "
        f"({count}{each})"
    )


def _alt(named: pd.DataFrame, totals: pd.Series, order: list[str]) -> str:
    if not order:
        return "Nothing is drawn: no pair has a contact on a stated day in this window."
    sums = named.groupby("series")["count"].sum()
    kinds = listed([counted(int(sums[s]), NAMES[s]) for s in NAMES if s in sums])
    shown = [f"{pair} {totals[pair]}" for pair in order[:4]]
    more = f"; and {len(order) - 4} further pairs" if len(order) > 4 else ""
    return f"Who was in contact with whom: {kinds}. {'; '.join(shown)}{more}."
