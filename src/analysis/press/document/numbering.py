"""What the HTML and the PDF report must agree on: what is shown, its numbers, its anchors.

An executed notebook says what it made (``metadata.backchannel`` on an output, see
:mod:`analysis.notebook`); it cannot know what number a figure gets, nor which evidence rows the
rest of the report holds. That is settled here, once, before either exporter draws anything:

- what belongs to the report stays, the rest goes;
- figures and tables are numbered in reading order, headings get their ids;
- ``[Figure](#fig-calls)`` becomes ``[Figure 3](#fig-calls)``, and a link whose target is not part
  of this document becomes plain text, so that no link leads nowhere;
- each evidence row learns in which figures and tables it is used.

No HTML page and no Typst is written here.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, v4
from traitlets import Bool

from analysis.days import long_day
from analysis.marks import (
    Callout,
    Figure,
    FigureCaption,
    Mark,
    Numbered,
    Prose,
    RunningText,
    Table,
    marked,
    put,
    read,
    written,
)
from analysis.press.document.headings import headings, html_ids, lines_outside_code, slug
from analysis.press.document.links import resolve_links, resolve_table, row_id, with_backlinks

DROPPED_TAGS = frozenset({"parameters", "injected-parameters", "setup"})
FALLBACK_TITLE = "Report"
NOTHING_RAN = (
    "Nothing was run: this notebook holds no results. Run all of its cells and export it again."
)
_NAMES = {"figure": "Figure", "table": "Table"}
_SECTION = 2  # level of the headings of sections, below the title


class DuplicateAnchorError(ValueError):
    """Two things in one report claim the same id, so that a link could lead to the wrong one."""


class ReportPreprocessor(Preprocessor):
    """Makes an executed notebook into a numbered, cross-referenced document.

    Works for the joined report and for a single chapter opened in JupyterLab. Changes the
    notebook that it is given (nbconvert hands each exporter its own copy).

    Adds to the mark of each figure and table its ``label`` ("Figure 3", counted apart), to that of
    each Markdown cell and Markdown output its ``headings`` (their ids, in order), and to
    ``resources`` the key ``"backchannel"``: title, subtitle, lang, date, day (that date in words),
    edition, description, contents (list of ``{"level", "text", "id"}``), contents_before (id of the
    cell before which they stand, where the first section is a front page; else ""), anchors (every
    id that a link may lead to), provenance (text of the record), attachments.

    Raises
    ------
    DuplicateAnchorError : two figures, tables or rows of this document have the same id.
    pydantic.ValidationError : an output has a mark of no kind that there is.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Number `nb` in place and describe it in ``resources["backchannel"]``."""
        ran = any(cell.get("execution_count") or cell.get("outputs") for cell in nb.cells)
        code = any(cell.cell_type == "code" and cell.source.strip() for cell in nb.cells)
        nb.cells = [cell for cell in nb.cells if _keep(cell)]
        report = dict(nb.metadata.get("backchannel", {}))
        name = str(resources.get("metadata", {}).get("name") or FALLBACK_TITLE)
        title = report.get("title") or _take_title(nb) or name
        _no_second_level_one(nb)
        if code and not ran:
            nb.cells.insert(0, _said(NOTHING_RAN))

        labels = _number(nb)
        taken = _ids_of_outputs(nb)
        contents = _name_headings(nb, taken)
        anchors = frozenset(taken)
        _finish_text(nb, labels, anchors)
        _finish_outputs(nb, labels, anchors)

        resources["backchannel"] = {
            "title": title,
            "subtitle": report.get("subtitle", ""),
            "lang": report.get("lang", "en"),
            "date": report.get("date", ""),
            "day": _in_words(report.get("date", "")),
            "edition": report.get("edition", ""),
            "description": report.get("description") or report.get("subtitle") or title,
            "contents": contents,
            "contents_before": _second_section(nb) if report.get("front") else "",
            "anchors": anchors,
            "provenance": json_text(report.get("provenance", {})),
            "attachments": report.get("attachments", []),
        }
        return nb, resources


def on_a_server() -> bool:
    """Whether it is a Jupyter server that runs here."""
    server = sys.modules.get("jupyter_server.serverapp")
    return server is not None and bool(server.ServerApp.initialized())


def json_text(record: Mapping[str, Any]) -> str:
    """What a report tells of itself, as the text of a file that is always the same; "" for none."""
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n" if record else ""


def _in_words(date: str) -> str:
    """ "2025-01-11" -> "11 January 2025"; anything that is not one day stays as it is."""
    try:
        return long_day(dt.date.fromisoformat(date))
    except ValueError:
        return date


def _keep(cell: NotebookNode) -> bool:
    """Whether the cell has anything to show; takes out of it the outputs that are not shown."""
    hidden = bool(DROPPED_TAGS & set(cell.metadata.get("tags", ())))
    if cell.cell_type == "markdown":
        return not hidden and bool(cell.source.strip())
    if cell.cell_type != "code":
        return False
    # An error is shown wherever it happened: a report must not look whole when it is not.
    cell.outputs = [
        output
        for output in cell.outputs
        if output.output_type == "error"
        or (not hidden and not isinstance(read(output), FigureCaption | None))
    ]
    return bool(cell.outputs)


def _said(text: str) -> NotebookNode:
    """A cell that says a limit of the document, as a notebook's own cell would."""
    output = v4.new_output("display_data", {"text/markdown": text}, metadata=written(Callout()))
    cell: NotebookNode = v4.new_code_cell(id="said", outputs=[output])
    return cell


def _take_title(nb: NotebookNode) -> str:
    """Remove the first level-one heading from the body; return its text, or "" if there is none."""
    for cell in nb.cells:
        if cell.cell_type != "markdown":
            continue
        for start, end, line in lines_outside_code(cell.source):
            if line.startswith("# "):
                cell.source = (cell.source[:start] + cell.source[end:]).strip("\n")
                if not cell.source.strip():
                    nb.cells.remove(cell)
                return headings(line)[0][1]
    return ""


def _no_second_level_one(nb: NotebookNode) -> None:
    """The title is the only level-one heading of the document: any other goes one level down."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            for start, _, line in reversed(list(lines_outside_code(cell.source))):
                if line.startswith("# "):
                    cell.source = f"{cell.source[:start]}#{cell.source[start:]}"


def _number(nb: NotebookNode) -> dict[str, str]:
    """Number figures and tables in order; return id -> label ("Figure 3")."""
    counts = dict.fromkeys(_NAMES, 0)
    labels: dict[str, str] = {}
    for output, mark in marked(nb):
        if isinstance(mark, Numbered) and not _aside(mark):
            counts[mark.kind] += 1
            label = f"{_NAMES[mark.kind]} {counts[mark.kind]}"
            if mark.id in labels:
                raise DuplicateAnchorError(f'"{mark.id}" is both {labels[mark.id]} and {label}')
            labels[mark.id] = label
            put(output, replace(mark, label=label))
    return labels


def _aside(mark: Mark) -> bool:
    return isinstance(mark, Table) and mark.aside


def _ids_of_outputs(nb: NotebookNode) -> set[str]:
    taken: set[str] = set()
    for _, mark in marked(nb):
        found = [mark.id] if isinstance(mark, Numbered) else []
        if isinstance(mark, Table):
            found += filter(None, map(row_id, mark.rows))
        for anchor in found:
            if anchor in taken:
                raise DuplicateAnchorError(f'the id "{anchor}" is given twice in this document')
            taken.add(anchor)
    return taken


def _name_headings(nb: NotebookNode, taken: set[str]) -> list[dict[str, Any]]:
    """Give every heading its id, add the ids to `taken`, return the list of contents."""
    contents = []
    for holder, markdown, mark in _running_text(nb):
        taken.update(html_ids(markdown))
        ids = []
        for level, text in headings(markdown):
            anchor = base = slug(text)
            count = 1
            while anchor in taken:
                count += 1
                anchor = f"{base}-{count}"
            taken.add(anchor)
            ids.append(anchor)
            contents.append({"level": level, "text": text, "id": anchor})
        put(holder, replace(mark, headings=tuple(ids)))
    return contents


def _second_section(nb: NotebookNode) -> str:
    """Id of the cell that begins the second section of the document; "" where there is none."""
    begun = 0
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            begun += sum(level == _SECTION for level, _ in headings(cell.source))
            if begun > 1:
                return str(cell.id)
    return ""


def _running_text(nb: NotebookNode) -> Iterator[tuple[NotebookNode, str, RunningText]]:
    """Holder, Markdown and mark of all running text, in reading order."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            mark = read(cell)
            yield cell, cell.source, mark if isinstance(mark, Prose) else Prose()
        for output in cell.get("outputs", ()):
            mark = read(output)
            if isinstance(mark, RunningText):
                yield output, output.data["text/markdown"], mark


def _finish_text(nb: NotebookNode, labels: dict[str, str], anchors: frozenset[str]) -> None:
    for holder, markdown, _ in _running_text(nb):
        text = resolve_links(markdown, labels, anchors)
        if holder.get("cell_type") == "markdown":
            holder.source = text
        else:
            holder.data["text/markdown"] = text


def _finish_outputs(nb: NotebookNode, labels: dict[str, str], anchors: frozenset[str]) -> None:
    """Let the links of captions and tables land, and fill in where each row is used."""
    users = [
        (mark.id, frozenset(mark.evidence))
        for _, mark in marked(nb)
        if isinstance(mark, Numbered) and mark.id in labels
    ]
    for output, mark in marked(nb):
        if isinstance(mark, Figure):
            put(output, replace(mark, caption=resolve_links(mark.caption, labels, anchors)))
        elif isinstance(mark, Table):
            elsewhere = [(user, evidence) for user, evidence in users if user != mark.id]
            put(output, with_backlinks(resolve_table(mark, anchors), elsewhere, labels))
