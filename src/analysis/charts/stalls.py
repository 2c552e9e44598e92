"""Stalls and truces on a time line: declared and silent apart, each with what is not certain."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, Window, house_style, unique
from analysis.charts.contacts import uncovered_words
from analysis.charts.layout.sheet import Key, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.contacts import records
from analysis.charts.rows.spells import SpellRow, draw, first_day, panel_of, rows_of
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.report.wording import (
    between,
    counted,
    counted_figure,
    listed,
    number,
    quoted,
    sentence,
    shortened,
    span,
)

COLUMNS = {
    "kind": "declared halt, silence, truce, or halt without a stated day",
    "k": "days of silence asked for (days); empty for the others",
    "start_earliest": "first possible day of the start (ISO 8601 date)",
    "start_latest": "last possible day of the start (ISO 8601 date)",
    "end_earliest": "first possible day of the end (ISO 8601 date); empty = open",
    "end_latest": "last possible day of the end (ISO 8601 date); empty = open",
    "days_low": "shortest length (days): elapsed for declared, days of silence for silent",
    "days_high": "longest length (days); empty where open",
    "left_truncated": "true where it may have begun before the covered stretch",
    "open": "true where no end is reported: right-censored",
    "wording": "the source's own words, for halts without a stated day",
    "evidence": "evidence ids, parted by blanks",
}


@house_style()
def stalls(m: Measures, ax: Axes | None = None) -> Chart:
    """Declared stalls, silences of at least k days for each k, and truces."""
    declared, silent, truces, undated = m.stalls, m.silences, m.truces, m.undated_stalls
    axis = axis_of(m, declared, truces, m.stretches)
    title = title_of(declared, silent, undated)
    rows = rows_of(axis, declared, silent, truces, undated, m.silence_days)
    key = _key(rows_kinds(rows), axis)
    figure, (ax,) = sheet(ax, title, [panel_of(rows)], key=key, right=14, note=_note(undated))
    draw(ax, axis, rows)
    draw_dates(ax, axis)
    frames = (declared, silent, truces, undated)
    return Chart(
        figure=figure,
        title=title,
        caption=_caption(m.silence_days, undated, axis),
        alt=_alt(declared, silent, truces, undated),
        evidence=unique(ids for frame in frames for ids in frame["evidence"]),
        table=_table(declared, silent, truces, undated),
        columns=COLUMNS,
    )


def axis_of(
    window: Window, declared: pd.DataFrame, truces: pd.DataFrame, covered: pd.DataFrame
) -> TimeAxis:
    """The time axis, with room for starts of spells on known days."""
    known = [
        row["start_earliest"]
        for frame in (declared, truces)
        for row in records(frame)
        if row["start_earliest"] == row["start_latest"]
    ]
    return TimeAxis.of(window, covered, known)


def rows_kinds(rows: Sequence[SpellRow]) -> set[str]:
    """What occurs in the rows: kinds of bars, and the looks that a key has to explain."""
    found: set[str] = set()
    for row in rows:
        for bar, _ in row.bars:
            found.add(bar.kind)
            found |= {"open"} if bar.open else set()
            uncertain = bar.start != bar.sure_start or bar.end != bar.sure_end
            found |= {"uncertain"} if uncertain else set()
    return found


def _key(found: set[str], axis: TimeAxis) -> list[Key]:
    key = []
    if "uncertain" in found:
        key.append(Key("tint", "halt", "start or end within these days"))
    if "open" in found:
        key.append(Key(">", "halt", "no end reported"))
    if "undated" in found:
        key.append(Key("dashed", "halt", "halts said to lie somewhere within"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key


def title_of(declared: pd.DataFrame, silent: pd.DataFrame, undated: pd.DataFrame) -> str:
    """The finding: how often a halt was declared, how long it lasted, what is still open."""
    if declared.empty:
        rest = f"; {counted(len(undated), 'halt')} without a stated day" if len(undated) else ""
        if len(silent):
            most = silent.sort_values("days", kind="stable").iloc[-1]
            days = counted_figure(int(most["days"]), "day")
            return (
                f"No halt is declared on stated days; the longest silence lasts {days}, "
                f"{span(most['start'], most['end'])}{rest}"
            )
        return f"No halt is reported in this window{rest}"
    ended = declared[~declared["open"].astype(bool)]
    still = declared[declared["open"].astype(bool)]
    if len(declared) == 1:
        row = declared.iloc[0]
        if row["open"]:
            return f"One halt declared, from {first_day(row)}; no end of it is reported"
        return f"One halt declared: {between(row['days_low'], row['days_high'])}, {_dates(row)}"
    parts = []
    if len(ended) == 1:
        row = ended.iloc[0]
        parts.append(f"one of {between(row['days_low'], row['days_high'])}, {_dates(row)}")
    elif len(ended):
        low, high = ended["days_low"].min(), ended["days_high"].max()
        parts.append(f"{number(len(ended))} ended after {between(low, high)}")
    if len(still) == 1:
        parts.append(f"one from {first_day(still.iloc[0])} without a reported end")
    elif len(still):
        parts.append(f"{number(len(still))} without a reported end")
    return f"{sentence(counted(len(declared), 'halt'))} declared: {listed(parts)}"


def _dates(row: pd.Series) -> str:
    return span(row["start_earliest"], row["end_latest"])


def _note(undated: pd.DataFrame) -> str:
    """Halts that have no bounds to draw, in words under the chart."""
    rest = [
        r for r in records(undated) if pd.isna(r["earliest"]) or pd.isna(r["latest"])
    ]  # fmt: skip
    if not rest:
        return ""
    said = [quoted(shortened(str(r["wording"] or r["summary"]), 60)) for r in rest]
    return f"Not drawn, time not stated: {listed(said)}."


def _caption(days: Sequence[int], undated: pd.DataFrame, axis: TimeAxis) -> str:
    text = (
        "Declared: a source says that the talks were halted; the bar runs from the day of the "
        "halt to the day of the resumption. Silent: no contact on a stated day for at least "
        f"{listed([str(k) for k in sorted(set(days))]).replace(' and ', ' or ')} days, inside "
        "covered time only. The two are not added up."
    )
    if len(undated):
        one = len(undated) == 1
        text += (
            f" {sentence(counted(len(undated), 'halt'))} {'is' if one else 'are'} reported as "
            f"repeated or without a stated day and {'has' if one else 'have'} no length."
        )
    return f"{text} {uncovered_words(axis)}".strip()


def _alt(
    declared: pd.DataFrame, silent: pd.DataFrame, truces: pd.DataFrame, undated: pd.DataFrame
) -> str:
    parts = []
    for row in records(declared):
        if row["open"]:
            parts.append(f"from {first_day(row)}, open")
        else:
            parts.append(f"{_dates(row)}, {between(row['days_low'], row['days_high'])}")  # type: ignore[arg-type]
    text = (
        f"Bars of {counted(len(declared), 'declared halt')}: {'; '.join(parts)}."
        if parts
        else "No declared halt on stated days."
    )
    if len(silent):
        counts = silent.groupby("k").size()
        each = listed([f"{n} of {k} days or more" for k, n in counts.items()])
        most = silent.sort_values("days", kind="stable").iloc[-1]
        text += (
            f" Silences: {each}; the longest is {counted_figure(int(most['days']), 'day')}, "
            f"{span(most['start'], most['end'])}."
        )
    else:
        text += " No silence of these lengths inside covered time."
    more = [counted(len(truces), "truce")] if len(truces) else []
    more += [counted(len(undated), "halt") + " without a stated day"] if len(undated) else []
    return f"{text} Also: {listed(more)}." if more else text


def _table(
    declared: pd.DataFrame, silent: pd.DataFrame, truces: pd.DataFrame, undated: pd.DataFrame
) -> pd.DataFrame:
    rows = []
    for kind, frame in (("declared halt", declared), ("truce", truces)):
        rows += [{**row, "kind": kind} for row in records(frame)]
    for row in records(silent):
        start, end = row["start"], row["end"]
        edge = row["left_truncated"] or row["right_censored"]
        rows.append(
            {
                "kind": "silence",
                "k": row["k"],
                "start_earliest": start,
                "start_latest": start,
                "end_earliest": end,
                "end_latest": end,
                "days_low": row["days"],
                "days_high": float("nan") if edge else row["days"],
                "open": row["right_censored"],
                "left_truncated": row["left_truncated"],
                "evidence": row["evidence"],
            }
        )
    for row in records(undated):
        rows.append(
            {
                "kind": "halt without a stated day",
                "start_earliest": row["earliest"],
                "end_latest": row["latest"],
                "wording": row["wording"],
                "evidence": row["evidence"],
            }
        )
    return flat(pd.DataFrame(rows, columns=list(COLUMNS)))
