"""A small invented report, marked as `analysis.notebook` marks its outputs, for the PDF tests."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import analysis

HOSTILE = (
    r"#panic() $x$ @ref <lab> *b* _i_ `c` [d] {e} \f ~ = h - l / t -- --- ... // /* \u{41} "
    "\"q\" 'a' https://x.org/?a=b&c=[d]#e %c 1. + // end"
)
ROWS = 44


def svg(title: str, ids: list[str], *, height: float = 2.6) -> str:
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
        figure = Figure(figsize=(7.2, height), layout="constrained")
        axes = figure.subplots()
        axes.set_title(title, loc="left", fontweight="semibold")
        for day, one in enumerate(ids):
            dots = axes.scatter([day], [day % 3 + 1], color="#1c4f76", s=60)
            dots.set_urls([f"#{one}"])
        axes.set_ylabel("contacts per day")
        axes.set_xlabel("day of the window")
        axes.spines[["top", "right"]].set_visible(False)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def marked(data: dict[str, str], **mark: Any) -> Any:
    return new_output("display_data", data=data, metadata={"backchannel": mark})


def figure(anchor: str, title: str, ids: list[str], **options: Any) -> Any:
    alt = f"{title}. One dot for each contact."
    return marked(
        {"image/svg+xml": svg(title, ids, **options), "text/plain": alt},
        kind="figure",
        id=anchor,
        title=title,
        caption="Each dot is one *dated* contact; those without a day: [Table](#tbl-evidence).",
        alt=alt,
        evidence=ids,
        marks={},
        table=None,
        columns={},
    )


def table(anchor: str, caption: str, html: str, evidence: list[str]) -> Any:
    return marked({"text/html": html}, kind="table", id=anchor, caption=caption, evidence=evidence)


def html_table(
    anchor: str, caption: str, widths: list[int], head: list[str], rows: list[list[str]]
) -> str:
    columns = "".join(f'<col style="width:{width}%"/>' for width in widths)
    header = "".join(f'<th scope="col">{text}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<table class="bc" id="{anchor}"><caption>{caption}</caption>'
        f"<colgroup>{columns}</colgroup><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
    )


def evidence_table() -> Any:
    rows = []
    for number in range(1, ROWS + 1):
        one = f"E{number:03}"
        rows.append(
            [
                f'<span id="{one}">{one}</span>',
                f"{number % 28 + 1} November 2023",
                "Envoys of both parties spoke by telephone about the list of names; "
                f"the mediator's office confirmed the call.<br/><em>“call number {number}”</em>",
                f"Source {number % 3 + 1}, paragraph {number}",
                f'<span class="shown-in" data-evidence="{one}"></span>',
            ]
        )
    head = ["Evidence", "Day", "What the source says", "Where", "Shown in"]
    caption = "All evidence, in the order of the table"
    html = html_table("tbl-evidence", caption, [9, 15, 44, 18, 14], head, rows)
    return table("tbl-evidence", caption, html, [])


def hostile_table() -> Any:
    rows = [
        [escape(HOSTILE), escape(HOSTILE)],
        ["event-2023-11-14-" + "x" * 90, "sha256 " + "0123456789abcdef" * 4],
        ["عربي שלום 😀 漢字 \ue000", "tab\there <br/> and <b>bold</b>"],
    ]
    html = html_table("tbl-hostile", escape(HOSTILE), [30, 70], ["#id", "$x$"], rows)
    return table("tbl-hostile", HOSTILE, html, ["E001"])


def key_figures() -> Any:
    figures = [
        ("dated_calls", "9", "dated telephone calls", "between two pairs, in four weeks", 9),
        ("held", "about 145 to 150", "people still held", "after the last dated release", 2),
        ("stalls", "2", "declared stalls", "one of them still open when coverage ends", 3),
        ("covered", "43", "days covered", "of 471 days in the window", 1),
    ]
    return marked(
        {"text/html": "<dl></dl>", "text/plain": ""},
        kind="key-figures",
        figures=[
            {
                "id": anchor,
                "value": value,
                "label": label,
                "note": note,
                "evidence": [f"E{i:03}" for i in range(1, count + 1)],
            }
            for anchor, value, label, note, count in figures
        ],
    )


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
                    kind="callout",
                ),
                marked({"text/markdown": PROSE}, kind="prose"),
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
            new_code_cell("k", outputs=[key_figures()]),
            new_code_cell("e", outputs=[new_output("error", ename="#E", evalue=HOSTILE)]),
        ]
    )
    figures = notebook.cells[4].outputs[0].metadata.backchannel.figures
    figures[0].update(value=HOSTILE[:12], label=HOSTILE, note=HOSTILE)
    notebook.metadata["backchannel"] = {
        "title": HOSTILE,
        "subtitle": HOSTILE,
        "lang": "en-GB",
        "date": "2024-02-29",
        "description": HOSTILE,
    }
    return notebook
