"""A small invented report, marked as `analysis.notebook` marks its outputs, for the PDF tests."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import figure as mpl_figure
from matplotlib import font_manager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import analysis
from analysis.marks import (
    Callout,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    Run,
    Table,
    written,
)
from analysis.table_html import table_html

HOSTILE = (
    r"#panic() $x$ @ref <lab> *b* _i_ `c` [d] {e} \f ~ = h - l / t -- --- ... // /* \u{41} "
    "\"q\" 'a' https://x.org/?a=b&c=[d]#e %c 1. + // end"
)
ROWS = 70


@cache
def svg(title: str, ids: tuple[str, ...], *, height: float = 2.6) -> str:
    """A matplotlib SVG with text that stays text, and a link on each mark."""
    for font in sorted((Path(analysis.__file__).parent / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(str(font))
    options = {
        "svg.fonttype": "none",
        "svg.hashsalt": title,
        "font.family": ["Source Sans Pro", "DejaVu Sans"],
        "font.size": 9,
    }
    with mpl.rc_context(options):
        drawn = mpl_figure.Figure(figsize=(7.2, height), layout="constrained")
        axes = drawn.subplots()
        axes.set_title(title, loc="left", fontweight="semibold")
        for day, one in enumerate(ids):
            dots = axes.scatter([day], [day % 3 + 1], color="#1c4f76", s=60)
            dots.set_urls([f"#{one}"])
        axes.set_ylabel("contacts per day")
        axes.set_xlabel("day of the window")
        axes.spines[["top", "right"]].set_visible(False)
        out = io.StringIO()
        drawn.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def marked(data: dict[str, str], mark: Mark) -> Any:
    return new_output("display_data", data=data, metadata=written(mark))


def figure(anchor: str, title: str, ids: list[str], **options: Any) -> Any:
    alt = f"{title}. One dot for each contact."
    return marked(
        {"image/svg+xml": svg(title, tuple(ids), **options), "text/plain": alt},
        Figure(
            id=anchor,
            title=title,
            caption="Each dot is one *dated* contact; those without a day: [Table](#tbl-evidence).",
            alt=alt,
            evidence=tuple(ids),
        ),
    )


def table(made: Table) -> Any:
    return marked({"text/html": table_html(made)}, made)


def evidence_table() -> Any:
    rows: list[tuple[Cell, ...]] = []
    for number in range(1, ROWS + 1):
        one = f"E{number:03}"
        said = (
            "Envoys of both parties spoke by telephone about the list of names; "
            "the mediator's office confirmed the call. "
        )
        rows.append(
            (
                (Run(one, id=one),),
                (f"{number % 28 + 1} November 2023",),
                (said, Run(f"“call number {number}”", look="em")),
                (f"Source {number % 3 + 1}, paragraph {number}",),
                (),
            )
        )
    heads = {"Evidence": 9, "Day": 15, "What the source says": 44, "Where": 18}
    return table(
        Table(
            id="tbl-evidence",
            caption="All evidence, in the order of the table",
            columns=(*map(Column, heads, heads.values()), Column("Shown in", 14, "shown-in")),
            rows=tuple(rows),
        )
    )


def hostile_table() -> Any:
    rows = (
        ((HOSTILE,), (HOSTILE,)),
        (("event-2023-11-14-" + "x" * 90,), ("sha256 " + "0123456789abcdef" * 4,)),
        (("عربي שלום 😀 漢字 \ue000",), ("tab\there <br/> and <b>bold</b>",)),
    )
    columns = (Column("#id", 30), Column("$x$", 70))
    return table(
        Table(id="tbl-hostile", caption=HOSTILE, columns=columns, rows=rows, evidence=("E001",))
    )


def key_figures(*first: str) -> Any:
    """Tiles; the first has the value, label and note given."""
    figures = [
        (
            "dated_calls",
            *(first or ("9", "dated telephone calls", "between two pairs, in four weeks")),
            9,
        ),
        ("held", "about 145 to 150", "people still held", "after the last dated release", 2),
        ("stalls", "2", "declared stalls", "one of them still open when coverage ends", 3),
        ("covered", "43", "days covered", "of 471 days in the window", 1),
    ]
    made = KeyFigures(
        figures=tuple(
            KeyFigure(anchor, value, label, note, tuple(f"E{i:03}" for i in range(1, count + 1)))
            for anchor, value, label, note, count in figures
        )
    )
    return marked({"text/html": "<dl></dl>", "text/plain": ""}, made)


PROSE = (
    "The parties spoke **nine times** in four weeks, most of them in the second and third week "
    "([E001](#E001), [E014](#E014)). Three more contacts are reported without a day and are listed "
    "in [Table](#tbl-evidence), never counted. What the sources don't cover isn't evidence of "
    'silence: "nothing reported" and "not covered" stay apart, as [Figure](#fig-calls) shows.'
)


def report(attachment: Path | None = None) -> Any:
    """A joined report: title block, key figures, chapters, a long evidence table."""
    some = [f"E{number:03}" for number in range(1, 13)]
    cells = [
        new_markdown_cell("## Key figures\n\n" + PROSE),
        new_code_cell("key", outputs=[key_figures()]),
        new_markdown_cell("## Contacts\n\n" + PROSE + "\n\n### Dated calls\n\n" + PROSE),
        new_code_cell("fig", outputs=[figure("fig-calls", "Nine calls in four weeks", some)]),
        new_markdown_cell(
            "### Gaps\n\n" + PROSE + "\n\n- first, a rule\n- then `code_words`, a list\n\n"
            "1. one\n2. two\n\n> Quoted words of a method.\n\nSee [Method](#method-and-limits)."
        ),
        new_code_cell(
            "say",
            outputs=[
                marked(
                    {
                        "text/markdown": "**Small numbers.** Below five events the count stands "
                        "beside every rate. See [E002](#E002)."
                    },
                    Callout(),
                ),
                marked({"text/markdown": PROSE}, Prose()),
            ],
        ),
        new_markdown_cell("## Stalls\n\n" + PROSE),
        new_code_cell(
            "fig",
            outputs=[figure("fig-stalls", "Two stalls, one of them open", some[:3], height=4.5)],
        ),
        new_markdown_cell("## Method and limits\n\n" + PROSE + "\n\n[gone](#nowhere) " + PROSE),
        new_markdown_cell("## Evidence"),
        new_code_cell("rows", outputs=[evidence_table()]),
        new_markdown_cell(
            "## Colophon\n\n| what | sha256 |\n|---|---|\n| events.csv | "
            + "0123456789abcdef" * 4
            + " |\n| lock | `"
            + "f" * 64
            + "` |"
        ),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["backchannel"] = {
        "title": "How often the parties talked, and when the talks stalled",
        "subtitle": "Contacts, people held and stalls in an invented negotiation, autumn 2023",
        "lang": "en",
        "date": "2023-11-30",
        "edition": "sample",
        "description": "An invented case that shows what the report holds.",
        "provenance": {"seeds": {"events.csv": "0" * 64}},
        "attachments": []
        if attachment is None
        else [
            {
                "name": attachment.name,
                "path": str(attachment),
                "mime": "text/csv",
                "description": "The events table",
            }
        ],
    }
    return notebook


def chapter() -> Any:
    """One chapter as JupyterLab exports it: no report metadata, anchors of other chapters."""
    return new_notebook(
        cells=[
            new_markdown_cell("# Contacts\n\nSee [E999](#E999) and [Figure](#fig-elsewhere)."),
            new_code_cell("p", metadata={"tags": ["parameters"]}),
            new_markdown_cell("#### Deep heading\n\n" + PROSE),
            new_code_cell("fig", outputs=[figure("fig-calls", "Calls", ["E001", "E999"])]),
        ]
    )


def hostile() -> Any:
    """A report whose every text tries to be code."""
    notebook = new_notebook(
        cells=[
            new_markdown_cell(f"## {HOSTILE}\n\n{HOSTILE}\n\n```\n{HOSTILE}\n{'y' * 300}\n```"),
            new_markdown_cell(
                "Math $a^2 + \\frac{1}{2}$ and `#code` <span>x</span><br>y <!-- c -->"
                "\n\n<dl><dt>Term #1</dt><dd>$ described</dd></dl>\n\n---\n\n![#i](x.png)"
            ),
            new_code_cell("t", outputs=[hostile_table()]),
            new_code_cell("f", outputs=[figure("fig-#1", HOSTILE[:36], ["E#1", '"]'])]),
            new_code_cell("k", outputs=[key_figures(HOSTILE[:12], HOSTILE, HOSTILE)]),
            new_code_cell("e", outputs=[new_output("error", ename="#E", evalue=HOSTILE)]),
        ]
    )
    notebook.metadata["backchannel"] = {
        "title": HOSTILE,
        "subtitle": HOSTILE,
        "lang": "en-GB",
        "date": "2024-02-29",
        "description": HOSTILE,
    }
    return notebook
