"""Which days each source narrates, and which days none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, house_style
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Key, Panel, fitted, lane, sheet
from analysis.charts.layout.ticks import draw_dates, draw_gaps, say_breaks
from analysis.charts.layout.timeaxis import TimeAxis, day_of
from analysis.charts.rows.contacts import Record, records
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.palette import colour
from analysis.report.wording import counted, counted_figure, length, sentence, span

COLUMNS = {
    "source_id": "source",
    "label": "short name of the source",
    "start": "first day of the stretch (ISO 8601 date)",
    "end": "last day of the stretch (ISO 8601 date)",
    "days": "length of the stretch (days)",
    "basis": "how the source's own date is known: stated or inferred",
}

_LANE = 0.25  # inches


@dataclass(frozen=True)
class SourceRow:
    """One source with its stretches."""

    label: str
    stretches: tuple[Record, ...]


@house_style()
def coverage(m: Measures, ax: Axes | None = None) -> Chart:
    """Bars of the days that each source narrates, on the same axis as the other charts."""
    axis = TimeAxis.of(m, m.stretches)
    title = title_of(m.stretches, axis)
    rows = rows_of(m.covered)
    key = [Key("hatch", "hatch", "not covered by any source")] if axis.gaps else []
    figure, (ax,) = sheet(ax, title, [panel_of(rows)], key=key, right=14)
    draw(ax, axis, rows)
    draw_dates(ax, axis)
    return Chart(
        figure=figure,
        title=title,
        caption=(
            "The days that each source narrates: it may mention others. Rates, silences and "
            "lengths are taken over these days only; a day without a report on them is a day with "
            "nothing reported, and every other day is not covered."
        ),
        alt=_alt(m.covered, m.stretches, axis),
        evidence=(),
        table=flat(m.covered[list(COLUMNS)]),
        columns=COLUMNS,
    )


def rows_of(covered: pd.DataFrame) -> list[SourceRow]:
    """One row per source, in the order of the table."""
    out = []
    for source in dict.fromkeys(covered["source_id"]):
        own = records(covered[covered["source_id"] == source])
        label = str(own[0]["label"])
        if own[0]["basis"] != "stated":
            label += f" (date {own[0]['basis']})"
        out.append(SourceRow(fitted([label])[0], tuple(own)))
    return out


def panel_of(rows: Sequence[SourceRow], title: str = "") -> Panel:
    """The room that the rows need."""
    labels = tuple(row.label for row in rows)
    return Panel(max(len(rows), 1.6) * lane(labels, _LANE), labels, title)


def draw(ax: Axes, axis: TimeAxis, rows: Sequence[SourceRow]) -> None:
    """Draw the rows, with the length of each stretch in or beside it."""
    axis.apply(ax)
    top = max(len(rows), 1.6)
    marks.rows(ax, [i + 0.5 for i in range(len(rows))], tuple(r.label for r in rows), top=top)
    draw_gaps(ax, axis)
    if not rows:
        marks.say_empty(ax, "No source covers a day of this window")
        return
    labels = Labels(ax, reach=12)
    boxes: list[tuple[Record, tuple[float, float, float, float]]] = []
    for index, row in enumerate(rows):
        if index:
            ax.axhline(index, color=colour("grid"), linewidth=0.6, zorder=0.3)
        for stretch in row.stretches:
            place = axis.bar(stretch["start"], stretch["end"])
            if place is not None:
                labels.block(marks.bar(ax, *place[:2], index + 0.5, "cover", height=0.5))
                boxes.append((stretch, (place[0], index + 0.25, place[1], index + 0.75)))
    for stretch, box in boxes:
        count = counted_figure(int(stretch["days"]), "day")
        texts = [f"{count}, {span(stretch['start'], stretch['end'], year=False)}", count]
        labels.put(
            texts, box, sides=("right", "left"), gap=4, size=8.5, color="muted", gid="length"
        )
    say_breaks(ax, axis, labels)


def title_of(stretches: pd.DataFrame, axis: TimeAxis) -> str:
    """The finding: how much of the window is covered, and the longest stretch that is not."""
    whole, seen = round(axis.high - axis.low), int(stretches["days"].sum()) if len(stretches) else 0
    if not seen:
        return f"No source narrates any of the {counted_figure(whole, 'day')} of this window"
    if not axis.gaps:
        return f"The sources narrate every one of the {counted_figure(whole, 'day')}"
    first, last = max(axis.gaps, key=lambda g: g[1] - g[0])
    text = f"The sources narrate {seen:,} of {counted_figure(whole, 'day')}"
    return f"{text}; none narrates {span(day_of(first), day_of(last - 1))}"


def _alt(covered: pd.DataFrame, stretches: pd.DataFrame, axis: TimeAxis) -> str:
    if covered.empty:
        return "Nothing is drawn: no source covers a day of this window."
    parts = []
    for source in dict.fromkeys(covered["label"]):
        own = records(covered[covered["label"] == source])
        when = ", ".join(span(r["start"], r["end"], short=False) for r in own[:3])
        parts.append(f"{source} {when}")
    shown = "; ".join(parts[:6]) + (f"; and {len(parts) - 6} more" if len(parts) > 6 else "")
    text = f"Bars of the days that each source narrates: {shown}."
    lost = round(sum(b - a for a, b in axis.gaps))
    if lost:
        most = max(round(b - a) for a, b in axis.gaps)
        text += (
            f" {sentence(counted(len(axis.gaps), 'stretch', 'stretches'))}, {lost:,} days in all, "
            f"{'is' if len(axis.gaps) == 1 else 'are'} not covered, the longest of {length(most)}."
        )
    return text
