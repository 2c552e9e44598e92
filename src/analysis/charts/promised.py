"""What was promised against what was named: releases offered, names on a list, lists missing."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis.charts.base import Chart, Link, house_style
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Key, Panel, row_label_with_note, sheet
from analysis.charts.layout.ticks import count_nothing, count_people
from analysis.measures import Measures
from analysis.measures.columns import each, flat, merged
from analysis.report import findings
from analysis.report.findings.held import PROMISES, stated, within_days
from analysis.report.wording import quoted, sentence, shortened

_LANE = 0.36  # inches
_LOOK = {"releases offered": "stock", "names on a list": "call", "identified": "truce"}


@house_style()
def promised(m: Measures, ax: Axes | None = None) -> Chart:
    """Bars of what was offered and what was named, in order of time."""
    said, rows = findings.promised(m), list(each(m.promised))
    labels = tuple(row_label_with_note(sentence(r.what), within_days(r)) for r in rows)
    panel = Panel(max(len(rows) * _LANE, 0.6), labels)
    bottom = 32 if rows else 4
    figure, (ax,) = sheet(ax, said.title, [panel], key=_key(rows), bottom=bottom, right=16)
    _draw(ax, rows, labels, m.tables.codebook.held)
    shown = ["what", "earliest", "latest", "amount", "wording", "summary", "evidence"]
    return Chart(
        figure=figure,
        **vars(said),
        evidence=merged(m.promised["evidence"]),
        table=flat(m.promised[shown], bounds=["amount"]),
    )


def _draw(ax: Axes, rows: list[Any], texts: tuple[str, ...], held: str) -> None:
    marks.rows(ax, [i + 0.5 for i in range(len(rows))], texts, top=max(len(rows), 1.5))
    top = max([1.0, *(marks.ends(r.amount)[1] for r in rows)])
    ax.set_xlim(0, top * 1.35)
    if not rows:
        count_nothing(ax)
        marks.say_empty(ax, "No offer and no list is reported in this window")
        return
    count_people(ax.xaxis, 6)
    ax.set_xlabel(f"{held}, or names (count)")
    labels = Labels(ax, reach=14)
    for index, row in enumerate(rows):
        y, name = index + 0.5, _LOOK.get(row.what, "silent")
        spoken = f"{sentence(within_days(row))}: {row.what}, {stated(row.amount)}".lstrip(": ")
        link = Link.to(row.evidence, spoken)
        sure, most = marks.ends(row.amount)
        unstated = row.amount is None or not row.amount.stated
        if unstated:
            most = top * 0.03
            labels.block(marks.bar(ax, 0, most, y, name, look="dashed", link=link))
        else:
            if most > sure:
                labels.block(marks.bar(ax, sure, most, y, name, look="tint", link=link))
            if sure > 0:
                labels.block(marks.bar(ax, 0, sure, y, name, link=link))
        gap = 4.0
        if not unstated and row.amount.high is None:
            labels.block(marks.arrow(ax, most, y, name, height=0.4, link=link))
            gap = 11.0
        wording, summary = str(row.wording or ""), str(row.summary or "")
        said = [quoted(shortened(wording, n)) for n in (70, 34) if wording]
        if unstated and not wording:
            said = [shortened(summary, n) for n in (130, 110, 95, 80, 65, 50) if summary]
        labels.put(
            list(dict.fromkeys([*said, stated(row.amount)])),
            (0, y - 0.25, most, y + 0.25), sides=("right",), gap=gap, size=8.5, link=link,
        )  # fmt: skip


def _key(rows: list[Any]) -> list[Key]:
    present = {r.what for r in rows if r.amount is not None and r.amount.stated}
    key = [Key("bar", _LOOK[w], w) for w in PROMISES if w in present and w in _LOOK]
    if any(r.amount is None or not r.amount.stated for r in rows):
        key.append(Key("dashed", "silent", "no number"))
    return key
