"""Who spoke with whom, by channel, and at which level: dated contacts counted one by one.

Levels are ordinal: they are stacked and counted, never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.charts.base import Chart, Link, house_style, lead, unique
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels, root, text_width
from analysis.charts.layout.sheet import Key, Panel, fitted, lane, lay_out
from analysis.charts.rows.contacts import NAMES, mark_name, records
from analysis.measures.columns import flat
from analysis.palette import colour
from analysis.report.wording import counted, counted_figure, listed, number, sentence

MATRIX_COLUMNS = {
    "a": "one of the two in contact (name)",
    "b": "the other (name)",
    "series": "call (telephone or video), meeting (in person), other",
    "count": "dated contacts (count)",
    "evidence": "evidence ids, parted by blanks",
}
LEVEL_COLUMNS = {
    "level": "lower of the two sides' best levels (0 not known to 5 head of state or government)",
    "level_label": "name of the level",
    "series": "call (telephone or video), meeting (in person), other",
    "count": "dated contacts (count)",
    "evidence": "evidence ids, parted by blanks",
}

MOST = 18
"""Pairs drawn; further ones are in the table only."""

_LANE = 0.27  # inches
_PLURAL = {"call": "calls", "meeting": "meetings", "other": "other contacts"}


def chart_matrix(
    pairs: pd.DataFrame,
    dated: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Chart:
    """Each pair in contact and its dated contacts by channel, one mark each.

    Parameters
    ----------
    pairs : rows of :func:`analysis.measures.contacts.pair_matrix`.
    dated : the contacts that it was made from.
    names : actor id (or side) -> label; without it the ids are shown.
    ax : axes to draw on; without it a figure with title is made.
    """
    known = names or {}
    named = pairs.assign(**{c: [known.get(x, x) for x in pairs[c]] for c in ("a", "b")})
    named["pair"] = [" – ".join(sorted(p)) for p in zip(named["a"], named["b"], strict=True)]
    totals = named.groupby("pair")["count"].sum()
    order = sorted(totals.index, key=lambda p: (-totals[p], p))
    title = _matrix_title(totals, order)
    with house_style():
        labels = fitted(order[:MOST])
        if ax is None:
            height = max(lane(labels, _LANE) * len(labels), 0.5) + 0.26
            figure, (ax,) = lay_out(title, [Panel(height, labels)], bottom=4, right=14)
        else:
            figure = root(ax)
            ax.set_title(title)
        _draw_matrix(ax, named, dated, order[:MOST], labels)
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
        alt=_matrix_alt(named, totals, order),
        evidence=unique(pairs["evidence"]),
        table=flat(named[list(MATRIX_COLUMNS)]),
        columns=MATRIX_COLUMNS,
    )


def _draw_matrix(
    ax: Axes, named: pd.DataFrame, dated: pd.DataFrame, order: list[str], labels: tuple[str, ...]
) -> None:
    head = 0.26 / lane(labels, _LANE)
    rows = max(len(order), 0.5 / lane(labels, _LANE))
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
            starts[name] + 3, head * 0.5, sentence(_PLURAL[name]), size=8.5, weight="semibold",
            color=colour(name), va="center_baseline", gid="heading",
        )  # fmt: skip
    for i in range(len(order) + 1):
        ax.axhline(head + i, color=colour("grid"), linewidth=0.7, zorder=0.3)
    links = _links(dated)
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


def _links(dated: pd.DataFrame) -> dict[str, Link]:
    """Where the mark of each contact leads, by its first evidence id."""
    return {
        row["evidence"][0]: Link(f"#{row['evidence'][0]}", mark_name(row))
        for row in records(dated)
        if row["evidence"]
    }


def _matrix_title(totals: pd.Series, order: list[str]) -> str:
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


def _matrix_alt(named: pd.DataFrame, totals: pd.Series, order: list[str]) -> str:
    if not order:
        return "Nothing is drawn: no pair has a contact on a stated day in this window."
    sums = named.groupby("series")["count"].sum()
    kinds = listed([counted(int(sums[s]), NAMES[s]) for s in NAMES if s in sums])
    shown = [f"{pair} {totals[pair]}" for pair in order[:4]]
    more = f"; and {len(order) - 4} further pairs" if len(order) > 4 else ""
    return f"Who was in contact with whom: {kinds}. {'; '.join(shown)}{more}."


def chart_levels(levels: pd.DataFrame, dated: pd.DataFrame, ax: Axes | None = None) -> Chart:
    """Dated contacts by the level at which both sides took part, stacked by series.

    Parameters
    ----------
    levels : rows of :func:`analysis.measures.contacts.level_counts`.
    dated : the contacts that it was made from.
    ax : axes to draw on; without it a figure with title and key is made.
    """
    present = levels[levels["count"] > 0][["level", "level_label"]].drop_duplicates()
    present = present.sort_values("level", ascending=False)
    title = _level_title(levels)
    with house_style():
        labels = fitted([sentence(str(t)) for t in present["level_label"]])
        if ax is None:
            series = [s for s in NAMES if levels.loc[levels["series"] == s, "count"].sum()]
            key = [Key("bar", s, _PLURAL[s]) for s in series]
            height = max(lane(labels, _LANE) * len(labels), 0.5)
            figure, (ax,) = lay_out(title, [Panel(height, labels)], key=key, bottom=6, right=14)
        else:
            figure = root(ax)
            ax.set_title(title)
        _draw_levels(ax, levels, dated, [int(v) for v in present["level"]], labels)
    return Chart(
        figure=figure,
        title=title,
        caption=(
            "Dated contacts by level: of the two sides' most senior participants, the level of "
            "the less senior. Levels are an order, not a measure, so they are counted and not "
            "averaged."
        ),
        alt=_level_alt(levels),
        evidence=unique(levels["evidence"]),
        table=flat(levels[list(LEVEL_COLUMNS)]),
        columns=LEVEL_COLUMNS,
    )


def _draw_levels(
    ax: Axes,
    levels: pd.DataFrame,
    dated: pd.DataFrame,
    order: list[int],
    labels: tuple[str, ...],
) -> None:
    marks.rows(ax, [i + 0.5 for i in range(len(order))], labels, top=max(len(order), 1.0))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    if not order:
        ax.set_xlim(0, 1)
        marks.say_empty(ax, "No dated contact in this window")
        return
    wide = ax.bbox.width * 72 / root(ax).dpi
    ax.set_xlim(0, wide)
    ax.axvline(0, color=colour("axis"), linewidth=0.8)
    links, texts = _links(dated), Labels(ax, reach=10)
    words = {level: _level_words(levels[levels["level"] == level]) for level in order}
    most = max(int(levels.loc[levels["level"] == level, "count"].sum()) for level in order)
    step = min(12.0, (wide - max(text_width(w) for w in words.values()) - 14) / most)
    for index, level in enumerate(order):
        at = 3.0
        for name in NAMES:
            own = levels[(levels["level"] == level) & (levels["series"] == name)]
            firsts = [i for ids in own["evidence"] for i in ids if i in links]
            for first in firsts or [""] * int(own["count"].sum()):
                block = Rectangle(
                    (at, index + 0.2), step * 0.86, 0.6, facecolor=colour(name), linewidth=0,
                    gid="event",
                )  # fmt: skip
                lead(block, links.get(first))
                ax.add_patch(block)
                at += step
        row = levels[levels["level"] == level]
        texts.put(
            [words[level]], (0, index + 0.5, at, index + 0.5), sides=("right",), gap=4, size=8.5,
            link=Link.to(unique(row["evidence"]), f"{labels[index]}: {words[level]}"),
        )  # fmt: skip


def _level_words(own: pd.DataFrame) -> str:
    counts = own.groupby("series")["count"].sum()
    return ", ".join(counted_figure(int(counts[s]), NAMES[s]) for s in NAMES if s in counts)


def _level_title(levels: pd.DataFrame) -> str:
    total = int(levels["count"].sum())
    if not total:
        return "No dated contact, so no level to compare"
    sums = levels.groupby(["level", "level_label"])["count"].sum().reset_index()
    best = sums.sort_values(["count", "level"]).iloc[-1]
    count, label = int(best["count"]), best["level_label"]
    if total == 1:
        return f"The one dated contact was at the level: {label}"
    if count == total:
        return f"All {number(total)} dated contacts were at the level: {label}"
    verb = "was" if count == 1 else "were"
    some = f"{sentence(number(count))} of {number(total)} dated contacts"
    return f"{some} {verb} at the level: {label}"


def _level_alt(levels: pd.DataFrame) -> str:
    total = int(levels["count"].sum())
    if not total:
        return "Nothing is drawn: there is no dated contact in this window."
    sums = levels.groupby(["level", "level_label"])["count"].sum().reset_index()
    rows = records(sums.sort_values("level", ascending=False))
    parts = [f"{row['level_label']} {row['count']}" for row in rows if row["count"]]
    return f"Stacked counts of {counted(total, 'dated contact')} by level: {'; '.join(parts)}."
