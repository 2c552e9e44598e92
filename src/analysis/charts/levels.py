"""At which level both sides took part: dated contacts stacked and counted.

Levels are ordinal: they are counted, never averaged.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.charts.base import Chart, Link, house_style, lead
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels, root, text_width
from analysis.charts.layout.sheet import Key, Panel, fitted, lane, sheet
from analysis.charts.layout.ticks import count_nothing
from analysis.charts.matrix import LANE, PLURAL, links_of
from analysis.measures import Measures
from analysis.measures.columns import flat, merged
from analysis.palette import colour
from analysis.report import findings
from analysis.report.findings.finding import NAMES
from analysis.report.wording import counted_figure, sentence


@house_style()
def levels(m: Measures, ax: Axes | None = None) -> Chart:
    """Dated contacts by the level at which both sides took part, stacked by series."""
    present = m.levels[["level", "level_label"]].drop_duplicates()
    said = findings.levels(m)
    labels = fitted([sentence(str(t)) for t in present["level_label"]])
    key = [Key("bar", s, PLURAL[s]) for s in NAMES if s in set(m.levels["series"])]
    height = max(lane(labels, LANE) * len(labels), 0.5)
    figure, (ax,) = sheet(ax, said.title, [Panel(height, labels)], key=key, bottom=6, right=14)
    _draw(ax, m.levels, m.contacts, list(present["level"]), labels)
    evidence = merged(m.levels["evidence"])
    return Chart(figure=figure, **vars(said), evidence=evidence, table=flat(m.levels))


def _draw(
    ax: Axes,
    levels: pd.DataFrame,
    dated: pd.DataFrame,
    order: list[int],
    labels: tuple[str, ...],
) -> None:
    marks.rows(ax, [i + 0.5 for i in range(len(order))], labels, top=max(len(order), 1.0))
    count_nothing(ax)
    if not order:
        ax.set_xlim(0, 1)
        marks.say_empty(ax, "No dated contact in this window")
        return
    wide = ax.bbox.width * 72 / root(ax).dpi
    ax.set_xlim(0, wide)
    ax.axvline(0, color=colour("axis"), linewidth=0.8)
    links, texts = links_of(dated), Labels(ax, reach=10)
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
            link=Link.to(merged(row.evidence), f"{labels[index]}: {words[level]}"),
        )  # fmt: skip


def _level_words(own: pd.DataFrame) -> str:
    counts = own.groupby("series")["count"].sum()
    return ", ".join(counted_figure(int(counts[s]), NAMES[s]) for s in NAMES if s in counts)
