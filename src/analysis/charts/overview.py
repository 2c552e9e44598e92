"""Contacts, people held, stalls and coverage on one time axis.

Each panel is the one that the chapter's own chart draws; the axis gives room to every day that
any of them needs, and the strip at the foot says what the sources cover.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.charts.base import Chart, house_style, unique
from analysis.charts.contacts import key_of, uncovered_words
from analysis.charts.contacts import title_of as contacts_title
from analysis.charts.coverage import draw as draw_coverage
from analysis.charts.coverage import panel_of as coverage_panel
from analysis.charts.coverage import rows_of as coverage_rows
from analysis.charts.coverage import title_of as coverage_title
from analysis.charts.held import panel_of as stock_panel
from analysis.charts.held import title_of as held_title
from analysis.charts.layout.sheet import Key, lay_out
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows import contacts as contact_rows
from analysis.charts.rows import spells as spell_rows
from analysis.charts.rows.contacts import records
from analysis.charts.rows.stock import draw_band
from analysis.charts.stalls import rows_kinds
from analysis.charts.stalls import title_of as stalls_title
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.report.wording import counted, counted_figure, listed, span

COLUMNS = {
    "panel": "contacts, held, stalls, or coverage",
    "what": "what is drawn",
    "earliest": "first day (ISO 8601 date)",
    "latest": "last day (ISO 8601 date); empty = open",
    "evidence": "evidence ids, parted by blanks",
}


@house_style()
def overview(m: Measures) -> Chart:
    """Four panels on one time axis; always a page of its own."""
    dated, unknown, declared, silent = m.contacts, m.unknown_day_contacts, m.stalls, m.silences
    flows, reports, stock, word = m.flows, m.reports, m.stock, m.tables.codebook.held
    truces, undated = m.truces, m.undated_stalls
    axis = TimeAxis.of(m, m.stretches, _days(dated, flows, reports, declared, truces))
    parts = (
        contacts_title(dated, unknown, m.stretches),
        held_title(flows, reports, stock, word),
        stalls_title(declared, silent, undated),
        coverage_title(m.stretches, axis),
    )
    pairs = contact_rows.rows_of(dated, unknown, axis, fold=True)
    days = sorted(set(m.silence_days))
    shown = days[len(days) // 2]
    spells = spell_rows.rows_of(axis, declared, silent, truces, undated, [shown])
    sources = coverage_rows(m.covered)
    title = _title(m, dated, declared, axis)
    figure, axes = lay_out(
        title,
        [
            contact_rows.panel_of(pairs, parts[0]),
            stock_panel(reports, stock, 1.35, parts[1]),
            spell_rows.panel_of(spells, parts[2]),
            coverage_panel(sources, parts[3]),
        ],
        key=_key(dated, unknown, flows, reports, spells, axis),
        right=14,
    )
    contact_rows.draw(axes[0], axis, pairs)
    draw_band(axes[1], axis, flows, reports, stock, word, flow_words=True)
    spell_rows.draw(axes[2], axis, spells)
    draw_coverage(axes[3], axis, sources)
    for panel in axes:
        draw_dates(panel, axis, labels=panel is axes[-1])
    frames = (dated, unknown, flows, reports, stock, declared, silent, truces, undated)
    return Chart(
        figure=figure,
        title=title,
        caption=(
            "The four measures on one time axis. Filled marks are on stated days, dashed outlines "
            "span the days among which an unstated one lies, hollow marks are planned, lighter "
            "ends are bounds, and an arrow is open. Of "
            f"the silences only those of {shown} days or more are shown. {uncovered_words(axis)}"
        ).strip(),
        alt=f"Four panels on one time axis. {'; '.join(parts)}.",
        evidence=unique(ids for frame in frames for ids in frame["evidence"]),
        table=_table(dated, unknown, flows, reports, declared, silent, truces, m.covered),
        columns=COLUMNS,
    )


def _title(m: Measures, dated: pd.DataFrame, declared: pd.DataFrame, axis: TimeAxis) -> str:
    """The finding of the whole: how many of each, in how much covered time."""
    whole = round(axis.high - axis.low)
    seen = whole - round(sum(b - a for a, b in axis.gaps))
    if not seen:
        return f"{span(m.start, m.end)}: no source covers any of the {whole:,} days"
    counts = dated["series"].value_counts()
    kinds = [s for s in contact_rows.NAMES if s in counts] or ["call"]
    said = [counted(int(counts.get(s, 0)), f"dated {contact_rows.NAMES[s]}") for s in kinds]
    said.append(counted(len(declared), "declared halt"))
    days = counted_figure(seen, "covered day") + (f" of {whole:,}" if seen < whole else "")
    return f"{span(m.start, m.end)}: {listed(said)}, on {days}"


def _days(
    dated: pd.DataFrame,
    flows: pd.DataFrame,
    reports: pd.DataFrame,
    declared: pd.DataFrame,
    truces: pd.DataFrame,
) -> list[pd.Timestamp]:
    """Days that need room: of contacts, flows, reports, and starts of spells."""
    out = list(dated["date"])
    for frame, first, last in (
        (flows, "earliest", "latest"),
        (reports, "earliest", "latest"),
        (declared, "start_earliest", "start_latest"),
        (truces, "start_earliest", "start_latest"),
    ):
        out += [r[first] for r in records(frame) if r[first] == r[last]]
    return out


def _key(
    dated: pd.DataFrame,
    unknown: pd.DataFrame,
    flows: pd.DataFrame,
    reports: pd.DataFrame,
    spells: Sequence[spell_rows.SpellRow],
    axis: TimeAxis,
) -> list[Key]:
    key = [k for k in key_of(dated, unknown, axis) if k.look != "hatch"]
    if reports["quantified"].any():
        key.append(Key("D", "rest", "count reported"))
    found = rows_kinds(spells)
    if "uncertain" in found:
        key.append(Key("tint", "halt", "within these days"))
    if "open" in found:
        key.append(Key(">", "halt", "no end reported"))
    if axis.gaps:
        key.append(Key("hatch", "hatch", "not covered"))
    return key


def _table(
    dated: pd.DataFrame,
    unknown: pd.DataFrame,
    flows: pd.DataFrame,
    reports: pd.DataFrame,
    declared: pd.DataFrame,
    silent: pd.DataFrame,
    truces: pd.DataFrame,
    covered: pd.DataFrame,
) -> pd.DataFrame:
    parts: list[tuple[str, str, pd.DataFrame, str, str]] = [
        ("contacts", "dated contact", dated, "date", "date"),
        ("contacts", "contact without a stated day or number, or planned", unknown, "earliest",
         "latest"),
        ("held", "flow", flows, "earliest", "latest"),
        ("held", "count reported", reports, "earliest", "latest"),
        ("stalls", "declared halt", declared, "start_earliest", "end_latest"),
        ("stalls", "silence", silent, "start", "end"),
        ("stalls", "truce", truces, "start_earliest", "end_latest"),
        ("coverage", "days covered by a source", covered, "start", "end"),
    ]  # fmt: skip
    rows = [
        (panel, what, row[first], row[last], row.get("evidence", ()))
        for panel, what, frame, first, last in parts
        for row in records(frame)
    ]
    return flat(pd.DataFrame(rows, columns=list(COLUMNS)))
