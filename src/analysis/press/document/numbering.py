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

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from analysis.press.document.headings import headings, lines_outside_code, slug
from analysis.press.document.links import (
    NUMBERED,
    resolve_html_links,
    resolve_links,
    with_backlinks,
)

DROPPED_TAGS = frozenset({"parameters", "injected-parameters", "setup"})
FALLBACK_TITLE = "Report"

_HTML_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]+)"')
_CAPTION = re.compile(r"<caption[^>]*>")
_TABLE_TAG = re.compile(r"<table\b[^>]*>")


class DuplicateAnchorError(ValueError):
    """Two things in one report claim the same id, so that a link could lead to the wrong one."""


def marking(output: NotebookNode) -> NotebookNode | None:
    """The ``metadata.backchannel`` of an output; None if the output is not part of the report."""
    marked = output.get("metadata", {}).get("backchannel")
    return marked if marked else None


class ReportPreprocessor(Preprocessor):
    """Makes an executed notebook into a numbered, cross-referenced document.

    Works for the joined report and for a single chapter opened in JupyterLab. Changes the
    notebook that it is given (nbconvert hands each exporter its own copy).

    Adds to each figure and table output ``metadata.backchannel["number"]`` (int, from 1, counted
    apart) and ``["label"]`` ("Figure 3"); to each Markdown cell and Markdown output
    ``metadata.backchannel["headings"]`` (the ids of its headings, in order); and to ``resources``
    the key ``"backchannel"``: title, subtitle, lang, date, edition, description, contents (list of
    ``{"level", "text", "id"}``), anchors (every id that a link may lead to), provenance,
    attachments.

    Raises
    ------
    DuplicateAnchorError : two figures, tables or rows of this document have the same id.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Number `nb` in place and describe it in ``resources["backchannel"]``."""
        nb.cells = [cell for cell in nb.cells if _keep(cell)]
        report = dict(nb.metadata.get("backchannel", {}))
        name = str(resources.get("metadata", {}).get("name") or FALLBACK_TITLE)
        title = report.get("title") or _take_title(nb) or name
        _no_second_level_one(nb)

        shown = [(output, mark) for output, mark in _marked_outputs(nb)]
        labels = _number(shown)
        taken = _ids_of_outputs(shown)
        contents = _name_headings(nb, taken)
        anchors = frozenset(taken)
        _rewrite_links(nb, labels, anchors)
        _finish_tables(shown, labels)

        resources["backchannel"] = {
            "title": title,
            "subtitle": report.get("subtitle", ""),
            "lang": report.get("lang", "en"),
            "date": report.get("date", ""),
            "edition": report.get("edition", ""),
            "description": report.get("description") or report.get("subtitle") or title,
            "contents": contents,
            "anchors": anchors,
            "provenance": report.get("provenance", {}),
            "attachments": report.get("attachments", []),
        }
        return nb, resources


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
        or (not hidden and (mark := marking(output)) is not None and mark.kind != "figure-caption")
    ]
    return bool(cell.outputs)


def _marked_outputs(nb: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode]]:
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            mark = marking(output)
            if mark is not None:
                yield output, mark


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


def _number(shown: list[tuple[NotebookNode, NotebookNode]]) -> dict[str, str]:
    """Number figures and tables in order; return id -> label ("Figure 3")."""
    counts = dict.fromkeys(NUMBERED, 0)
    labels: dict[str, str] = {}
    for _, mark in shown:
        if mark.kind in NUMBERED:
            counts[mark.kind] += 1
            mark["number"] = counts[mark.kind]
            mark["label"] = f"{NUMBERED[mark.kind]} {mark.number}"
            if mark.id in labels:
                raise DuplicateAnchorError(
                    f'"{mark.id}" is both {labels[mark.id]} and {mark.label}'
                )
            labels[mark.id] = mark.label
    return labels


def _ids_of_outputs(shown: list[tuple[NotebookNode, NotebookNode]]) -> set[str]:
    taken: set[str] = set()
    for output, mark in shown:
        found = [mark.id] if mark.kind in NUMBERED else []
        if mark.kind == "table":
            found += [i for i in _HTML_ID.findall(output.data["text/html"]) if i != mark.id]
        for anchor in found:
            if anchor in taken:
                raise DuplicateAnchorError(f'the id "{anchor}" is given twice in this document')
            taken.add(anchor)
    return taken


def _name_headings(nb: NotebookNode, taken: set[str]) -> list[dict[str, Any]]:
    """Give every heading its id, add the ids to `taken`, return the list of contents."""
    contents = []
    for _, markdown, owner in _markdowns(nb):
        taken.update(_HTML_ID.findall(markdown))
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
        owner["headings"] = ids
    return contents


def _markdowns(nb: NotebookNode) -> Iterator[tuple[NotebookNode, str, NotebookNode]]:
    """Holder, Markdown and ``metadata.backchannel`` of all running text, in reading order."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            if "backchannel" not in cell.metadata:
                cell.metadata["backchannel"] = {}
            yield cell, cell.source, cell.metadata["backchannel"]
        for output in cell.get("outputs", ()):
            mark = marking(output)
            if mark is not None and mark.kind not in NUMBERED and "text/markdown" in output.data:
                yield output, output.data["text/markdown"], mark


def _rewrite_links(nb: NotebookNode, labels: dict[str, str], anchors: frozenset[str]) -> None:
    for holder, markdown, _ in _markdowns(nb):
        text = resolve_links(markdown, labels, anchors)
        if holder.get("cell_type") == "markdown":
            holder.source = text
        else:
            holder.data["text/markdown"] = text
    for output, mark in _marked_outputs(nb):
        if mark.get("caption"):
            mark["caption"] = resolve_links(mark.caption, labels, anchors)
        if mark.kind == "table":
            output.data["text/html"] = resolve_html_links(output.data["text/html"], labels, anchors)


def _finish_tables(shown: list[tuple[NotebookNode, NotebookNode]], labels: dict[str, str]) -> None:
    """Put the number before each table's caption, and fill in where each evidence row is used."""
    users = [
        (mark.id, frozenset(mark.get("evidence", ()))) for _, mark in shown if mark.kind in NUMBERED
    ]
    for output, mark in shown:
        if mark.kind == "table":
            html = _with_number(output.data["text/html"], mark)
            elsewhere = [(user, evidence) for user, evidence in users if user != mark.id]
            output.data["text/html"] = with_backlinks(html, elsewhere, labels)


def _with_number(html: str, mark: NotebookNode) -> str:
    if not _CAPTION.search(html) and (table := _TABLE_TAG.search(html)):
        caption = f"<caption>{escape(mark.get('caption') or '')}</caption>"
        html = html[: table.end()] + caption + html[table.end() :]
    found = _CAPTION.search(html)
    if found is None:
        return html
    return f"{html[: found.end()]}<b>{mark.label}.</b> {html[found.end() :]}"
