"""Makes one document of the executed chapters.

Each chapter's title becomes a section of the report, so every heading goes one level down. What
is shown and how it is numbered is decided later, by the exporters' preprocessor.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.marks import FigureCaption, RunningText, marked, read
from analysis.press.document.losses import PLACE
from analysis.press.run.normalise import INJECTED

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"( {0,3})(#{1,6})([ \t].*|)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_LOWEST = 6
_HIDDEN_TAGS = frozenset({"parameters", INJECTED, "setup"})


def join(
    chapters: Sequence[tuple[str, NotebookNode]],
    closing: Iterable[NotebookNode],
    metadata: Mapping[str, Any],
) -> NotebookNode:
    """The report as one notebook.

    Parameters
    ----------
    chapters : (file name, normalised notebook), in reading order.
    closing : cells to add at the end, at the report's own heading levels.
    metadata : title, subtitle, date and so on; becomes ``metadata.backchannel``.
    """
    cells: list[NotebookNode] = []
    for name, notebook in chapters:
        stem = re.sub(r"[^A-Za-z0-9_-]", "-", name.removesuffix(".ipynb"))[:48]
        for cell in only_marked(_placed(copy.deepcopy(notebook.cells), name)):
            cell.id = f"{stem}-{cell.id}"
            if cell.cell_type == "markdown":
                cell.source = demote(cell.source)
            cells.append(cell)
    joined: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    for output, mark in marked(joined):
        if isinstance(mark, RunningText):
            output.data["text/markdown"] = demote(output.data["text/markdown"])
    for number, cell in enumerate(closing, start=1):
        cell.id = f"colophon-{number:02d}"
        joined.cells.append(cell)
    told = {"language_info": {"name": "python"}, "backchannel": dict(metadata)}
    joined.metadata = nbformat.from_dict(told)
    return joined


def _placed(cells: Iterable[NotebookNode], name: str) -> Iterator[NotebookNode]:
    """The cells, each with what it is called: a chapter has the cells of its file and one more."""
    number = 0
    for cell in cells:
        number += INJECTED not in cell.metadata.get("tags", ())
        cell.metadata[PLACE] = f"{name}, cell {number}"
        yield cell


def only_marked(cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells that a report shows, and of their outputs those that were marked for it."""
    return (cell for cell in cells if _keep(cell))


def _keep(cell: NotebookNode) -> bool:
    """Whether a report shows the cell; takes out of it what is not marked for a report."""
    hidden = bool(_HIDDEN_TAGS & set(cell.metadata.get("tags", ())))
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


def demote(markdown: str) -> str:
    """Markdown with every heading one level lower; level six stays. Code is not touched.

    >>> demote("# Calls")
    '## Calls'
    """
    lines: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        opening = _FENCE.match(line)
        if opening and not fence:
            fence = opening[1]
        elif opening and fence and opening[1].startswith(fence):
            fence = ""
        elif not fence:
            if heading := _HEADING.match(line):
                level = min(len(heading[2]) + 1, _LOWEST)
                line = f"{heading[1]}{'#' * level}{heading[3]}"
            elif (underline := _UNDERLINE.match(line)) and _is_paragraph(lines):
                # A heading written with a line under it has only two levels: write the lower out.
                level = 2 if underline[1][0] == "=" else 3
                line = f"{'#' * level} {lines.pop().strip()}"
        lines.append(line)
    return "\n".join(lines)


def _is_paragraph(lines: Sequence[str]) -> bool:
    """Whether a line of text stands right above, so that an underline makes it a heading."""
    if not lines or not lines[-1].strip() or lines[-1].startswith(("    ", "\t")):
        return False
    # Of several lines the whole paragraph would be the heading; nobody means that.
    above = lines[-2].strip() if len(lines) > 1 else ""
    return not above and not re.match(r"\s*([#>|*+-]|\d+[.)])", lines[-1])
