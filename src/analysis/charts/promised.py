"""What was promised against what was named: releases offered, names handed over, lists missing."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.charts.base import Chart, Link, house_style, unique
from analysis.charts.layout import marks
from analysis.charts.layout.labels import Labels
from analysis.charts.layout.sheet import Key, Panel, row_label_with_note, sheet
from analysis.charts.rows.contacts import Record, records
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.package.amounts import Bounds, number
from analysis.report.wording import counted, listed, quoted, sentence, shortened, within
from analysis.report.wording import number as in_words

COLUMNS = {
    "what": "releases offered, names handed over, identified, or list missing",
    "earliest": "first day that the date allows (ISO 8601 date)",
    "latest": "last day that the date allows (ISO 8601 date)",
    "amount_low": "lower bound (persons or names); empty = not stated",
    "amount_high": "upper bound (persons or names); empty = not stated",
    "amount_words": "the amount in words",
    "wording": "the source's own words",
    "summary": "what is said to have happened",
    "evidence": "evidence ids, parted by blanks",
}

_LANE = 0.36  # inches
_ORDER = ("releases offered", "names handed over", "identified", "list missing")
_LOOK = {"releases offered": "stock", "names handed over": "call", "identified": "truce"}


@house_style()
def promised(m: Measures, ax: Axes | None = None) -> Chart:
    """Bars of what was offered and what was named, in order of time."""
    promised, word = m.promised, m.tables.codebook.held
    rows = records(promised)
    title = _title(rows, word)
    labels = tuple(row_label_with_note(sentence(r["what"]), dates(r)) for r in rows)
    panel = Panel(max(len(rows) * _LANE, 0.6), labels)
    bottom = 32 if rows else 4
    figure, (ax,) = sheet(ax, title, [panel], key=_key(rows), bottom=bottom, right=16)
    _draw(ax, rows, labels, word)
    return Chart(
        figure=figure,
        title=title,
        caption=(
            "Releases offered and people named or identified, each as the source puts it, in "
            "order of time. They are different things and are not subtracted from each other; a "
            "number that is not stated is an outline, not a zero."
        ),
        alt=_alt(rows, word),
        evidence=unique(promised["evidence"]),
        table=_table(promised),
        columns=COLUMNS,
    )


def dates(row: Record) -> str:
    """When: a day, or the days among which it lies."""
    return within(row["earliest"], row["latest"], exact="within")


def _ends(amount: Bounds | None) -> tuple[float, float]:
    """Where the certain bar ends, and where the bound ends (persons)."""
    if amount is None or not amount.stated:
        return 0.0, 0.0
    low = amount.low if amount.low is not None else 0.0
    return low, amount.high if amount.high is not None else low


def _draw(ax: Axes, rows: list[Record], texts: tuple[str, ...], held: str) -> None:
    marks.rows(ax, [i + 0.5 for i in range(len(rows))], texts, top=max(len(rows), 1.5))
    top = max([1.0, *(_ends(r["amount"])[1] for r in rows)])
    ax.set_xlim(0, top * 1.35)
    if not rows:
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        marks.say_empty(ax, "No offer and no list is reported in this window")
        return
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(lambda value, _: number(value))
    ax.set_xlabel(f"{held}, or names (count)")
    ax.grid(axis="x")
    labels = Labels(ax, reach=14)
    for index, row in enumerate(rows):
        y, name = index + 0.5, _LOOK.get(row["what"], "silent")
        link = Link.to(
            row["evidence"], f"{sentence(dates(row))}: {row['what']}, {_words(row)}".lstrip(": ")
        )
        sure, most = _ends(row["amount"])
        unstated = row["amount"] is None or not row["amount"].stated
        if unstated:
            most = top * 0.03
            labels.block(marks.bar(ax, 0, most, y, name, look="dashed", link=link))
        else:
            if most > sure:
                labels.block(marks.bar(ax, sure, most, y, name, look="tint", link=link))
            if sure > 0:
                labels.block(marks.bar(ax, 0, sure, y, name, link=link))
        gap = 4.0
        if not unstated and row["amount"].high is None:
            labels.block(marks.arrow(ax, most, y, name, height=0.4, link=link))
            gap = 11.0
        wording, summary = str(row["wording"] or ""), str(row["summary"] or "")
        said = [quoted(shortened(wording, n)) for n in (70, 34) if wording]
        if unstated and not wording:
            said = [shortened(summary, n) for n in (130, 110, 95, 80, 65, 50) if summary]
        labels.put(
            list(dict.fromkeys([*said, _words(row)])),
            (0, y - 0.25, most, y + 0.25), sides=("right",), gap=gap, size=8.5, link=link,
        )  # fmt: skip


def _words(row: Record) -> str:
    amount = row["amount"]
    return amount.words() if amount is not None and amount.stated else "number not stated"


def _key(rows: list[Record]) -> list[Key]:
    present = {r["what"] for r in rows if r["amount"] is not None and r["amount"].stated}
    key = [Key("bar", _LOOK[w], w) for w in _ORDER if w in present and w in _LOOK]
    if any(r["amount"] is None or not r["amount"].stated for r in rows):
        key.append(Key("dashed", "silent", "no number"))
    return key


def _title(rows: list[Record], held: str) -> str:
    if not rows:
        return f"No release of {held} is offered, and no list reported, in this window"
    parts = []
    for what in dict.fromkeys([*_ORDER, *(r["what"] for r in rows)]):
        own = [r for r in rows if r["what"] == what]
        stated = [r["amount"].words() for r in own if _words(r) != "number not stated"]
        if stated:
            parts.append(f"{listed(stated)} {what}")
        elif own:
            times = {1: "once", 2: "twice"}.get(len(own), f"{in_words(len(own))} times")
            parts.append(f"{what} {times}" if what != "list missing" else f"a list missing {times}")
    if not any(row["what"] == _ORDER[0] for row in rows):
        parts.append("no offer of releases reported")
    return sentence("; ".join(parts))


def _alt(rows: list[Record], held: str) -> str:
    if not rows:
        return f"Nothing is drawn: no offer of releases and no list of {held} is reported."
    parts = [f"{r['what']} {dates(r)}, {_words(r)}" for r in rows]
    more = f" and {counted(len(parts) - 6, 'more row')}" if len(parts) > 6 else ""
    return f"Bars, in order of time: {'; '.join(parts[:6])}{more}."


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    values = list(frame["amount"])
    out = frame.drop(columns=["amount"])
    out["amount_low"] = [getattr(v, "low", None) for v in values]
    out["amount_high"] = [getattr(v, "high", None) for v in values]
    out["amount_words"] = [v.words() if isinstance(v, Bounds) else "" for v in values]
    return flat(out[list(COLUMNS)])
