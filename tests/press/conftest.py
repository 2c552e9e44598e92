"""A small executed notebook of an invented case, as `analysis.notebook` would leave it.

Two parties, "North" and "South", telephone and exchange detainees. Drawn with matplotlib itself,
so that the exporters meet the SVG that they will meet in a report.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import nbformat.v4 as v4
import pytest
from matplotlib import figure as mpl_figure
from matplotlib import font_manager
from nbformat import NotebookNode

from analysis.marks import (
    Callout,
    Column,
    Figure,
    FigureCaption,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    Run,
    Table,
    written,
)
from analysis.palette import colour, tint
from analysis.table_html import table_html

FONTS = Path(__file__).resolve().parents[2] / "src" / "analysis" / "fonts"
EVIDENCE = tuple(f"E{number:03}" for number in range(1, 13))
MARKS = {
    "E001": "3 March 2031: Alder – Birch, call",
    "E002": "5 March 2031: Alder – Birch, call",
    "E003": "9 March 2031: Cedar – Birch, meeting",
    "E004": "12 March 2031: Alder – Cedar, call",
}


@contextmanager
def house() -> Iterator[None]:
    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": "a test",
                "font.family": ["Source Sans Pro"],
                "font.size": 9,
                "text.color": colour("ink"),
                "xtick.color": colour("muted"),
                "ytick.color": colour("muted"),
                "figure.facecolor": "none",
                "axes.facecolor": "none",
                "axes.edgecolor": colour("axis"),
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.spines.left": False,
            }
        )
        yield


def svg(figure: mpl_figure.Figure) -> str:
    out = io.BytesIO()
    figure.savefig(out, format="svg")
    return re.sub(
        f'(<a xlink:href="#({"|".join(MARKS)})"[^>]*>)',
        lambda found: f"{found[1]}<title>{MARKS[found[2]]}</title>",
        out.getvalue().decode(),
    )


def calls_svg() -> str:
    with house():
        figure = mpl_figure.Figure(figsize=(7.2, 2.6))
        ax = figure.add_axes((0.12, 0.18, 0.85, 0.62))
        for day, row, series, item in (
            (3, 1, "call", "E001"),
            (5, 1, "call", "E002"),
            (9, 0, "meeting", "E003"),
            (12, 2, "call", "E004"),
        ):
            marker = "o" if series == "call" else "s"
            (mark,) = ax.plot([day], [row], marker, color=colour(series), markersize=7)
            mark.set_url(f"#{item}")
        ax.axvspan(14, 20, facecolor="none", edgecolor=colour("hatch"), hatch="////", linewidth=0)
        ax.text(17, 1, "not covered", ha="center", style="italic", color=colour("muted"))
        ax.set_yticks([0, 1, 2], ["Cedar – Birch", "Alder – Birch", "Alder – Cedar"])
        ax.set_xlim(0, 21)
        ax.set_ylim(-0.6, 2.6)
        ax.set_xlabel("March 2031, day", color=colour("muted"))
        figure.text(0.01, 0.92, "Three calls and one meeting in two weeks", weight="semibold")
        return svg(figure)


def held_svg() -> str:
    with house():
        figure = mpl_figure.Figure(figsize=(7.2, 2.6))
        ax = figure.add_axes((0.12, 0.18, 0.85, 0.62))
        band = ax.fill_between([1, 8, 20], [38, 30, 12], [42, 34, 16], color=tint("stock"))
        band.set_url("#E005")
        (line,) = ax.step([1, 8, 20], [40, 32, 14], color=colour("stock"))
        line.set_url("#E006")
        ax.set_ylabel("people held", color=colour("muted"))
        ax.grid(axis="y", color=colour("grid"))
        figure.text(0.01, 0.92, "About 14 people are still held", weight="semibold")
        return svg(figure)


def marked(data: dict[str, str], mark: Mark) -> NotebookNode:
    return v4.new_output("display_data", data=data, metadata=written(mark))


def figure_outputs(
    figure_id: str, title: str, drawing: str, caption: str, evidence: tuple[str, ...]
) -> list[NotebookNode]:
    alt = f"{title}. The first mark is on 3 March, the last on 20 March."
    return [
        marked(
            {
                "image/svg+xml": drawing,
                "text/csv": "day,pair\n3,Alder – Birch\n",
                "text/plain": alt,
            },
            Figure(
                id=figure_id,
                title=title,
                caption=caption,
                alt=alt,
                evidence=evidence,
                marks={k: v for k, v in MARKS.items() if k in evidence},
                file=figure_id.removeprefix("fig-"),
                fields={"day": "day of March 2031"},
            ),
        ),
        marked({"text/markdown": caption}, FigureCaption(of=figure_id)),
    ]


def shown(table: Table, **data: str) -> NotebookNode:
    return marked({"text/html": table_html(table), "text/plain": "rows"} | data, table)


def evidence_table() -> NotebookNode:
    rows = tuple(
        (
            (Run(item, id=item),),
            (f"{number} March 2031",),
            (f"Delegate {number} telephoned the other side about the list of detainees.",),
            (f"Source {1 + number % 2}, paragraph {number}",),
            (Run("“a list was handed over”", look="em"),),
            ("the source",),
            (),
        )
        for number, item in enumerate(EVIDENCE, start=1)
    )
    return shown(
        Table(
            id="tbl-evidence",
            caption="All evidence, by number.",
            columns=(
                *(Column("Evidence", 9), Column("Date", 13), Column("What", 28)),
                *(Column("Where"), Column("Quote"), Column("Speaker")),
                Column("Shown in", look="shown-in"),
            ),
            rows=rows,
            evidence=EVIDENCE,
        )
    )


def pairs_table() -> NotebookNode:
    table = Table(
        id="tbl-pairs",
        caption="Contacts by pair.",
        columns=(Column("Pair"), Column("Contacts", look="n"), Column("Evidence")),
        rows=(
            (
                ("Alder – Birch",),
                ("2",),
                (Run("E001", to="E001"), " ", Run("E002", to="E002")),
            ),
            (("Alder – Cedar",), ("1",), (Run("E004", to="E004"),)),
        ),
        evidence=("E001", "E002", "E004"),
        file="pairs",
        fields={"pair": "two people", "n": "contacts"},
    )
    return shown(table, **{"text/csv": "pair,n\nAlder – Birch,2\n"})


def key_figures() -> NotebookNode:
    figures = (
        KeyFigure(
            "dated_calls",
            "3",
            "dated telephone calls",
            "between 2 pairs, 3 to 12 March 2031",
            ("E001", "E002", "E004"),
            number=3,
        ),
        KeyFigure(
            "held",
            "about 14",
            "people still held",
            "by the flows that the sources give",
            EVIDENCE[4:12],
            number=14,
            about=True,
        ),
        KeyFigure("stalls", "none", "declared stalls", "", number=0),
    )
    data = {"text/html": "<dl></dl>", "text/plain": "key figures"}
    return marked(data, KeyFigures(figures=figures))


def code(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    return v4.new_code_cell("show(chart)", outputs=list(outputs), metadata={"tags": list(tags)})


def text(source: str) -> NotebookNode:
    return v4.new_markdown_cell(source)


def build_report() -> NotebookNode:
    cells = [
        code(v4.new_output("stream", text="a secret parameter"), tags=("parameters",)),
        text(
            "## Overview\n\nWhat two sources say; see [Figure](#fig-held) and [Table](#tbl-pairs)."
        ),
        code(key_figures()),
        code(
            marked(
                {"text/markdown": "Weeks that no source covers are hatched: they are *not* quiet."},
                Callout(),
            )
        ),
        text("## Contacts\n\nHow often the two sides talked.\n\n### By telephone"),
        code(
            v4.new_output("stream", text="left in the notebook"),
            *figure_outputs(
                "fig-calls",
                "Three calls and one meeting in two weeks",
                calls_svg(),
                "Contacts by pair and day. Days that no source covers are hatched; "
                "see [Method and limits](#method-and-limits).",
                ("E001", "E002", "E003", "E004"),
            ),
        ),
        code(
            marked(
                {
                    "text/markdown": "There are 3 dated calls ([E001](#E001), [E002](#E002), "
                    "[E004](#E004)), all between two pairs; [E999](#E999) is not in this report."
                },
                Prose(),
            )
        ),
        code(pairs_table()),
        text("## People held\n\nAmounts are bounds, as the sources give them."),
        code(
            *figure_outputs(
                "fig-held",
                "About 14 people are still held",
                held_svg(),
                "People held, as a band.",
                ("E005", "E006"),
            )
        ),
        text(
            "## Method and limits\n\n- One row is one event.\n- Nothing is averaged.\n\n### Rules"
        ),
        text("Rule | Meaning\n--- | ---\ncall | by telephone or video\n\n### Rules"),
        text("## Evidence"),
        code(evidence_table()),
    ]
    notebook = with_ids(v4.new_notebook(cells=cells))
    notebook.metadata["backchannel"] = {
        "title": "How North and South talked",
        "subtitle": "Contacts, people held and pauses, 1 to 20 March 2031, from two sources",
        "lang": "en",
        "date": "2031-03-20",
        "edition": "default",
        "description": "Contacts between North and South in March 2031, with their evidence.",
        "provenance": {
            "parameters": {
                "start": "2031-03-01",
                "end": "2031-03-20",
                "days_without_contact": [3, 7],
            },
            "inputs": {"seeds/events.csv": "0f" * 32},
            "versions": {"python": "3.11"},
        },
        "attachments": [],
    }
    return notebook


def build_chapter() -> NotebookNode:
    notebook = v4.new_notebook(
        cells=[
            text("# Contacts in *one* chapter\n\nHow often the two sides talked."),
            code(tags=("injected-parameters",)),
            text("## By telephone"),
            code(
                *figure_outputs(
                    "fig-calls",
                    "Three calls",
                    calls_svg(),
                    "By day; see [Figure](#fig-held).",
                    ("E001", "E002"),
                )
            ),
        ]
    )
    return with_ids(notebook)


def with_ids(notebook: NotebookNode) -> NotebookNode:
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def once(build: Callable[[], NotebookNode]) -> Callable[[], NotebookNode]:
    made: list[NotebookNode] = []

    def fresh() -> NotebookNode:
        if not made:
            made.append(build())
        return copy.deepcopy(made[0])

    return fresh


_report, _chapter = once(build_report), once(build_chapter)


@pytest.fixture
def report() -> NotebookNode:
    """The joined report, anew for each test."""
    return _report()


@pytest.fixture
def chapter() -> NotebookNode:
    """One chapter as it is open in JupyterLab: no metadata of a report, no evidence table."""
    return _chapter()
