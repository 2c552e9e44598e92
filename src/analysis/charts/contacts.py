"""Contacts on a time line, one row per pair, every mark its own event.

The title, caption and alternative text are computed here; the panel itself, which the overview
draws too, is in :mod:`analysis.charts.rows.contacts`. Counting per period is in
:mod:`analysis.charts.periods`.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.base import Chart, house_style, unique
from analysis.charts.layout.sheet import Key, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.contacts import NAMES, draw, panel_of, rows_of
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.report.wording import counted, counted_figure, length, listed, number, sentence, span

COLUMNS = {
    "event_id": "event",
    "pair": "the two in contact (names), in no order",
    "series": "call (telephone or video), meeting (in person), other",
    "channel": "channel as coded",
    "earliest": "first day that the date allows (ISO 8601 date)",
    "latest": "last day that the date allows (ISO 8601 date)",
    "drawn": "how it is drawn: dated, day not stated, number not stated, planned",
    "wording": "the source's own words on number or time",
    "place": "place, where stated",
    "evidence": "evidence ids, parted by blanks",
}

_LONG_GAP = 7
"""Days without a dated contact that the title mentions."""


@house_style()
def contacts(m: Measures, ax: Axes | None = None) -> Chart:
    """Contacts by pair on a time line."""
    dated, unknown, covered = m.contacts, m.unknown_day_contacts, m.stretches
    axis = TimeAxis.of(m, covered, dated["date"])
    title = title_of(dated, unknown, covered)
    rows = rows_of(dated, unknown, axis)
    key = key_of(dated, unknown, axis)
    figure, (ax,) = sheet(ax, title, [panel_of(rows)], key=key, right=14)
    draw(ax, axis, rows)
    draw_dates(ax, axis)
    return Chart(
        figure=figure,
        title=title,
        caption=_caption(dated, unknown, axis),
        alt=_alt(dated, unknown, covered, axis),
        evidence=unique([*dated["evidence"], *unknown["evidence"]]),
        table=_table(dated, unknown),
        columns=COLUMNS,
    )


def title_of(dated: pd.DataFrame, unknown: pd.DataFrame, covered: pd.DataFrame) -> str:
    """The finding: how many, between how many pairs, and the longest silence."""
    if dated.empty:
        rest = f"; {number(len(unknown))} without a stated day, or planned" if len(unknown) else ""
        return f"No contact on a stated day is reported{rest}"
    calls = dated[dated["series"] == "call"]
    counted_rows, noun = (calls, "call") if len(calls) else (dated, "contact")
    pairs = counted_rows["pair"].nunique()
    title = f"{sentence(counted(len(counted_rows), 'dated ' + noun))}"
    if len(dated) == 1:
        row = dated.iloc[0]
        return f"One dated {NAMES[row['series']]}: {row['pair']}, {span(row['date'], row['date'])}"
    if len(counted_rows) > 1:
        title += f" between {counted(pairs, 'pair')}" if pairs > 1 else " of one pair"
    gap = longest_gap(counted_rows["date"], covered)
    if gap and gap[2] >= _LONG_GAP:
        title += f"; no {noun} reported {span(gap[0], gap[1])}"
    return title


def longest_gap(
    dates: pd.Series, covered: pd.DataFrame
) -> tuple[pd.Timestamp, pd.Timestamp, int] | None:
    """The longest run of days between two dated contacts inside one covered stretch.

    Returns first day, last day and number of days without a dated contact; None where no two
    contacts with a day between them lie in the same covered stretch.
    """
    day = pd.Timedelta(days=1)
    best: tuple[pd.Timestamp, pd.Timestamp, int] | None = None
    for start, end in zip(covered["start"], covered["end"], strict=True):
        for before, after in pairwise(sorted(d for d in dates.unique() if start <= d <= end)):
            days = (after - before).days - 1
            if days > 0 and (best is None or days > best[2]):
                best = (before + day, after - day, days)
    return best


def key_of(dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis) -> list[Key]:
    """What the marks in this window mean; only those that occur."""
    shapes = {"call": "o", "meeting": "s", "other": "D"}
    present = [s for s in shapes if s in {*dated["series"]}]
    key = [Key(shapes[s], s, NAMES[s]) for s in present]
    why = set(unknown["why"])
    if "planned" in why:
        key.append(Key("s", "muted", "planned", hollow=True))
    if "day not stated" in why and "number not stated" in why:
        key.append(Key("dashed", "muted", "day or number not stated"))
    elif why & {"day not stated", "number not stated"}:
        key.append(Key("dashed", "muted", min(why - {"planned"})))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered by any source"))
    return key


def uncovered_words(axis: TimeAxis) -> str:
    """How much of the window no source covers, as a sentence; empty where all is covered."""
    lost, whole = round(sum(b - a for a, b in axis.gaps)), round(axis.high - axis.low)
    if not lost:
        return ""
    text = f"No source covers {lost:,} of the {counted_figure(whole, 'day')} (hatched"
    if axis.breaks:
        cut = listed([length(round(b - a)) for a, b in axis.breaks])
        text += f"; {cut} of them compressed to a break"
    return f"{text})."


def _caption(dated: pd.DataFrame, unknown: pd.DataFrame, axis: TimeAxis) -> str:
    parts = ["Each mark is one contact on a stated day."]
    if len(unknown):
        parts.append(
            f"{sentence(counted(len(unknown), 'contact'))} without a stated day or number, or "
            "planned, are outlined over the days that the sources allow, and never counted."
            if len(unknown) > 1
            else "One contact without a stated day or number, or planned, is outlined over the "
            "days that the sources allow, and not counted."
        )
    return " ".join([*parts, uncovered_words(axis)]).strip()


def _alt(dated: pd.DataFrame, unknown: pd.DataFrame, covered: pd.DataFrame, axis: TimeAxis) -> str:
    if dated.empty:
        text = "Time line without any contact on a stated day"
        text += f"; {counted(len(unknown), 'contact')} without one." if len(unknown) else "."
        return f"{text} {uncovered_words(axis)}".strip()
    counts = dated["series"].value_counts()
    kinds = listed([counted(int(counts[s]), NAMES[s]) for s in NAMES if s in counts])
    first, last = dated["date"].min(), dated["date"].max()
    top = dated["pair"].value_counts()
    text = f"Time line of {kinds} on stated days, {span(first, last, short=False)}"
    if len(top) > 1:
        text += f", in {counted(len(top), 'pair')}; most for {top.index[0]} ({top.iloc[0]})"
    text += "."
    gap = longest_gap(dated["date"], covered)
    if gap:
        text += (
            f" The longest stretch of covered days between two of them is "
            f"{counted_figure(gap[2], 'day')}, {span(gap[0], gap[1], short=False)}."
        )
    return f"{text} {uncovered_words(axis)}".strip()


def _table(dated: pd.DataFrame, unknown: pd.DataFrame) -> pd.DataFrame:
    known = dated.assign(earliest=dated["date"], latest=dated["date"], drawn="dated", wording="")
    vague = unknown.assign(drawn=unknown["why"], place="")
    both = [f[list(COLUMNS)] for f in (known, vague) if len(f)]
    frame = pd.concat(both) if both else pd.DataFrame(columns=list(COLUMNS))
    return flat(frame.sort_values(["earliest", "event_id"]))
