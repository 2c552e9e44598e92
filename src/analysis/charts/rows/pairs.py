"""The rows of contacts by pair: which there are, what stands in each, and the room that they need.

A row holds its dated contacts one by one, or where they are too many gathered by series and stretch
of the calendar; and, in lanes below, the stretches of those whose day is not stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.charts.base import Link
from analysis.charts.layout import gather, marks
from analysis.charts.layout.gather import Several
from analysis.charts.layout.paper import WIDE, Paper
from analysis.charts.layout.sheet import Key, Panel
from analysis.charts.layout.timeaxis import TimeAxis, middle
from analysis.measures.columns import cells, each, merged
from analysis.measures.contacts import SEVERAL
from analysis.measures.people import DASH
from analysis.report.findings.finding import NAMES
from analysis.report.wording import and_more, counted, span, within

UNIT = 0.18
"""Inches of one lane."""

MOST_ROWS, HIGHEST = 14, 42.0
"""Rows of a panel, and units of their heights, with which its words can still be read on a page;
pairs beyond either share the last."""

NEAR = 34.0
"""Points between marks of one row from which on each has a label of its own."""

_LANE = 0.75  # of a unit, for an outlined stretch
QUIET = 0.42  # the same, where the outlines of many pairs share a row without words
GATHERED = 0.8  # the same, for gathered marks of one series
_FOOT = 0.85  # units below marks whose days share a label
_EMPTY = 1.4  # units for the words that nothing is dated


@dataclass(frozen=True)
class Row:
    """One pair: its dated events, its outlined stretches with their lanes, and its height.

    Of a crowded row the dated events are ``gathered`` instead, each with the lane of its series.
    ``head`` is the part of its height that its label takes, above what is drawn, and ``foot`` that
    of words below it.
    """

    label: str
    dated: tuple[Any, ...]
    outlined: tuple[tuple[Any, int], ...]
    stack: float
    lanes: int
    lane: float
    height: float
    gathered: tuple[tuple[Several, int], ...] = ()
    head: float = 0.0
    foot: float = 0.0

    @property
    def body(self) -> float:
        """What its marks have of its height."""
        return self.height - self.head - self.foot

    @property
    def drawn(self) -> bool:
        return bool(self.dated or self.gathered)


def rows_of(
    dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis, paper: Paper = WIDE
) -> list[Row]:
    """The rows of the panel: pairs with most dated contacts first, then by their first day."""
    shown = [r for r in each(unknown) if axis.bar(r.earliest, r.latest)]
    counts = dated["pair"].value_counts().to_dict()
    starts: dict[Any, Any] = dated.groupby("pair")["date"].min().to_dict()
    for record in shown:
        pair, start = record.pair, record.earliest
        start = pd.Timestamp.min if pd.isna(start) else start
        starts[pair] = min(start, starts.get(pair, start))
    pairs = sorted(starts, key=lambda p: (-counts.get(p, 0), starts[p], p))

    def row(label: str, members: set[str]) -> Row:
        own = dated[dated["pair"].isin(members)].sort_values(["date", "event_id"])
        return _row(label, own, [r for r in shown if r.pair in members], axis, _LANE, paper)

    rows = [row(pair, {pair}) for pair in pairs[:MOST_ROWS]]
    if len(pairs) <= MOST_ROWS and sum(one.body for one in rows) <= HIGHEST:
        return rows
    tallest, rows = max(one.body for one in rows), rows[: MOST_ROWS - 1]
    while len(rows) > 1 and sum(one.body for one in rows) + tallest > HIGHEST:
        rows.pop()
    rest = set(pairs[len(rows) :])
    return [*rows, row(f"{len(rest):,} other pairs", rest)]


def rows_by_series(
    dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis, paper: Paper = WIDE
) -> list[Row]:
    """A row for each series of dated contacts, and a low one for all whose day is not stated.

    Of those, contacts of one series with the same days and the same reason share an outline.
    """
    shown = [r for r in each(unknown) if axis.bar(r.earliest, r.latest)]
    alike = {(r.earliest, r.latest, r.series, r.why): r for r in reversed(shown)}
    rows = []
    for series in marks.MARKERS:
        own = dated[dated["series"] == series].sort_values(["date", "event_id"])
        if len(own):
            rows.append(_row(f"{NAMES[series]}s, dated", own, [], axis, _LANE, paper))
    if shown:
        label = "contacts, day or\nnumber not stated"
        rows.append(_row(label, dated[:0], list(alike.values()), axis, QUIET, paper))
    return rows


def _row(
    label: str,
    dated: pd.DataFrame,
    outlined: list[Any],
    axis: TimeAxis,
    lane: float,
    paper: Paper,
) -> Row:
    placed = _placed(outlined, axis)
    lanes = marks.lanes([place[:2] for place, _ in placed], gap=1.0)
    if gather.crowded(len(lanes), max(lanes, default=-1) + 1):
        placed = _placed(_alike(outlined), axis)
        lanes = marks.lanes([place[:2] for place, _ in placed], gap=1.0)
    most = int(dated["date"].value_counts().max()) if len(dated) else 0
    crowded = gather.crowded(len(dated))
    gathered = _gathered(dated) if crowded else ()
    stack = min(max(0.8, 0.42 * most), 2.5) if most else 0.0
    if gathered:
        stack = GATHERED * (1 + max(lane for _, lane in gathered))
    count = max(lanes, default=-1) + 1
    text = paper.fitted(label) if "\n" in label else company(label, paper)
    head = paper.head(text) / UNIT
    least = 1.5 if "\n" in text and not head else 0.95
    foot = _FOOT if head and not crowded and _near(dated["date"], axis, paper) else 0.0
    height = max(stack + count * lane + 0.2, least) + head + foot
    pairs = tuple((r, place) for (_, r), place in zip(placed, lanes, strict=True))
    single = () if crowded else tuple(each(dated))
    return Row(text, single, pairs, stack, count, lane, height, gathered, head, foot)


def _near(days: pd.Series[Any], axis: TimeAxis, paper: Paper) -> bool:
    """Whether there are days too near to each other for a label each."""
    known = sorted({middle(day) for day in days})
    places = np.interp(known, *axis.knots) * paper.width * 72
    return bool((np.diff(places) < NEAR).any())


def _placed(outlined: list[Any], axis: TimeAxis) -> list[tuple[Any, Any]]:
    return sorted(
        ((axis.bar(r.earliest, r.latest) or (0.0, 0.0, False, False), r) for r in outlined),
        key=lambda item: (item[0][:2], item[1].event_id),
    )


def _gathered(dated: pd.DataFrame) -> tuple[tuple[Several, int], ...]:
    """The dated contacts of a crowded row by series and stretch of the calendar, with lanes."""
    lanes = {s: lane for lane, s in enumerate(s for s in marks.MARKERS if s in {*dated["series"]})}
    found = []
    stretch = gather.stretches(dated["date"])
    for (series, _), same in dated.groupby([dated["series"], stretch], sort=True):
        first, last, count = same["date"].iloc[0], same["date"].iloc[-1], len(same)
        pairs = same["pair"].nunique()
        between = str(same["pair"].iloc[0]) if pairs == 1 else counted(pairs, "pair")
        told = f"{span(first, last, short=False)}: {between}, {counted(count, NAMES[str(series)])}"
        told += gather.each_of(same["date"])
        link = Link.to(merged(same["evidence"]), told)
        found.append((Several(first, last, count, str(series), link), lanes[str(series)]))
    return tuple(found)


def _alike(outlined: list[Any]) -> list[Any]:
    """Of contacts that would lie in too many lanes, one for each reason and stretch of days.

    It reaches over the days of all that it stands for, and its words say how many they are.
    """
    whole = pd.DataFrame(outlined)
    keys = [whole["why"], gather.stretches(whole["earliest"]), whole["latest"].isna()]
    found = []
    for _, same in whole.groupby(keys, sort=True):
        words = f"{len(same):,}" if len(same) > 1 else str(same["wording"].iloc[0] or "")
        one = same.iloc[:1].assign(
            latest=same["latest"].max(), gathered=len(same), words=words, days=_days_of_each(same)
        )
        found += list(each(one))
    return found


def _days_of_each(same: pd.DataFrame) -> str:
    """The days and the pair of each, as the name of their mark tells them; of very many not all."""
    told = [
        f"{pair} {within(first, last, unknown='time not stated', short=False)}"
        for first, last, pair in cells(same, "earliest", "latest", "pair")
    ]
    return "; ".join(and_more(told, gather.MOST_DAYS, "contact"))


def company(pair: str, paper: Paper = WIDE) -> str:
    """A row's label: the pair, or the names once where a contact joined several pairs.

    Of more names than there is room for it says how many it leaves out.
    """
    names = [*dict.fromkeys(name for part in pair.split("; ") for name in part.split(DASH))]
    if len(names) < 3:
        return paper.fitted(pair)
    told = [", ".join(names)]
    for shown in range(len(names) - 1, 0, -1):
        told.append(f"{', '.join(names[:shown])} and {len(names) - shown:,} further")
    labels = [paper.fitted(text) for text in told]
    return next((label for label in labels if not label.endswith("…")), labels[0])


def lead_of(rows: Sequence[Row]) -> float:
    """Room above the rows for the words that nothing is dated, in units."""
    return 0.0 if any(row.drawn for row in rows) else _EMPTY


def panel_of(rows: Sequence[Row], title: str = "") -> Panel:
    """The room that the rows need."""
    lanes = max(sum(row.height for row in rows) + lead_of(rows), 2.2)
    return Panel(lanes * UNIT, tuple(row.label for row in rows if not row.head), title)


def key_of(
    dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis, rows: Sequence[Row] = ()
) -> list[Key]:
    """What the marks in this window mean; only those that occur."""
    present = [s for s in marks.MARKERS if s in {*dated["series"]}]
    key = [Key(marks.MARKERS[s], s, NAMES[s]) for s in present]
    several = {one.name for row in rows for one, _ in row.gathered if one.count > 1}
    key += [Key(gather.LOOK[0], s, gather.LOOK[1]) for s in present if s in several][:1]
    why = set(unknown["why"])
    if "planned" in why:
        key.append(Key("s", "muted", "planned", hollow=True))
    reasons = ("day not stated", "number not stated", "a stretch of days", SEVERAL)
    shown = [one for one in reasons if one in why]
    if len(shown) > 1 and shown[1] == "number not stated":
        shown[:2] = ["day or number not stated"]
    if shown:
        key.append(Key("dashed", "muted", ", or ".join(shown)))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key
