"""From the cells of a notebook to the pieces of a document: which are shown, folded, left out.

What a user asked to leave out by a tag is left out; everything else is a piece, or a loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.marks import (
    INSTEAD,
    NARROW,
    Callout,
    Choice,
    Figure,
    FigureCaption,
    KeyFigures,
    Mark,
    Prose,
    RunningText,
    Table,
    choice_of,
    read,
)
from analysis.press.document import outputs as rules
from analysis.press.document.finder import finder
from analysis.press.document.foreign import Pictured, Reader
from analysis.press.document.losses import PLACE, Losses
from analysis.press.document.pictures import SVG, BadPicture, Picture, of_output
from analysis.press.document.pieces import Piece
from analysis.press.document.tree import Node, code_block, div

FAILED = "This part of the report failed."
_REMOVE = {"remove-cell", "remove_cell", "nbconvert-remove-cell"}
_NO_INPUT = {"remove-input", "remove_input", "hide_input"}
_NO_OUTPUT = {"remove-output", "remove_output"}
_OPTION = re.compile(r"^(?:#|//|%|--)\|\s*([\w-]+)\s*:\s*(.*?)\s*$")


@dataclass(frozen=True)
class Manner:
    """How a document shows what it is made of.

    Attributes
    ----------
    code : "show", "fold" or "hide".
    folder : where the notebook lies; None where nobody knows.
    ours : whether it is a report of this project, whose errors are called so.
    """

    code: str
    folder: Path | None
    ours: bool


def gather(nb: NotebookNode, manner: Manner, losses: Losses) -> Iterator[Piece]:
    """The pieces of a notebook, in order; their Markdown is still to be read."""
    for number, cell in enumerate(nb.cells, start=1):
        losses.cell = number
        if place := cell.metadata.get(PLACE):
            losses.places[number] = str(place)
        name = str(cell.get("id") or f"cell-{number}")  # formats before 4.5 have none
        tags = {str(tag) for tag in cell.metadata.get("tags", ())}
        if tags & _REMOVE:
            continue
        pictured = finder(cell, manner.folder, losses)
        if cell.cell_type == "markdown":
            if cell.source.strip():
                tree = [rules.pending(cell.source)]
                yield Piece(name, losses.cell, Prose(), tree, pictured=pictured)
        elif cell.cell_type == "raw":
            if tree := _raw(cell, losses, pictured, first=number == 1):
                yield Piece(name, losses.cell, None, tree, pictured=pictured)
        elif cell.cell_type == "code":
            for piece in _code_cell(cell, tags, manner, losses):
                piece.cell, piece.number, piece.pictured = name, losses.cell, pictured
                yield piece


def options(source: str) -> dict[str, str]:
    """The options that the first lines of a cell state (``#| fig-cap: "…"``)."""
    found = {}
    for line in source.lstrip().splitlines():
        option = _OPTION.match(line)
        if option is None:
            break
        found[option[1]] = option[2].strip("\"'")
    return found


def _code_cell(
    cell: NotebookNode, tags: set[str], manner: Manner, losses: Losses
) -> Iterator[Piece]:
    told = options(cell.source)
    if told.get("include") == "false":
        return
    shown = [] if told.get("output") == "false" or tags & _NO_OUTPUT else cell.outputs
    pieces = list(_outputs(cell, shown, told, manner, losses))
    code = _code(cell, tags, told, manner)
    if "hide-cell" in tags:
        inside = [*([code] if code else []), *(node for piece in pieces for node in piece.tree)]
        yield Piece("", 0, tree=[div(["fold"], inside, summary="Code and output")])
        return
    if code:
        yield Piece("", 0, tree=[code])
    jupyter = cell.metadata.get("jupyter", {})
    if "hide-output" in tags or jupyter.get("outputs_hidden") or cell.metadata.get("collapsed"):
        folded = [node for piece in pieces if piece.mark is None for node in piece.tree]
        if folded:
            yield Piece("", 0, tree=[div(["fold"], folded, summary="Output")])
        pieces = [piece for piece in pieces if piece.mark is not None]
    yield from pieces


def _code(
    cell: NotebookNode, tags: set[str], told: Mapping[str, str], manner: Manner
) -> Node | None:
    lines = cell.source.strip("\n").splitlines()
    while lines and _OPTION.match(lines[0]):
        del lines[0]
    source = "\n".join(lines).strip("\n")
    if manner.code == "hide" or not source.strip() or tags & _NO_INPUT:
        return None
    if told.get("echo") == "false":
        return None
    block = div(["code"], [code_block(source, "python")])
    hidden = "hide-input" in tags or cell.metadata.get("jupyter", {}).get("source_hidden")
    if hidden or manner.code == "fold" or told.get("code-fold") == "true":
        return div(["fold"], [block], summary="Code")
    return block


def _outputs(
    cell: NotebookNode,
    shown: list[NotebookNode],
    told: Mapping[str, str],
    manner: Manner,
    losses: Losses,
) -> Iterator[Piece]:
    about = cell.metadata
    alt = str(told.get("fig-alt") or about.get("fig-alt") or about.get("alt") or "")
    caption = str(told.get("fig-cap") or about.get("fig-cap") or about.get("caption") or "")
    label = str(told.get("label") or about.get("label") or "")
    bundle = rules.Bundle(losses, finder(cell, manner.folder, losses), alt)
    for output in _joined(shown):
        kind = output.output_type
        if kind == "stream":
            tree = rules.stream(output.get("name", "stdout"), rules.as_text(output.get("text", "")))
        elif kind == "error":
            tree = [rules.failure(output, FAILED if manner.ours else "Error.")]
        else:
            piece = _marked(output, losses)
            if piece is not None:
                if not isinstance(piece.mark, FigureCaption):
                    yield piece
                continue
            metadata = output.get("metadata") or {}
            tree = bundle.blocks(output.get("data") or {}, metadata)
            if caption and (drawn := _pictured(tree)) is not None:
                yield _captioned(drawn, caption, label or f"fig-cell-{losses.cell}", alt)
                caption = ""
                continue
        if tree:
            yield Piece("", 0, tree=tree)


def _pictured(tree: list[Node]) -> Picture | None:
    """The picture of an output that is nothing else."""
    if len(tree) == 1 and tree[0]["t"] == "Div" and tree[0]["c"][0][1] == ["picture"]:
        made: Picture = tree[0]["c"][1][0]["c"][0]["picture"]
        return made
    return None


def _captioned(drawn: Picture, caption: str, label: str, alt: str) -> Piece:
    mark = Figure(id=label, caption=caption, alt=alt)
    return Piece("", 0, mark, [rules.pending(caption)], picture=drawn)


def _joined(shown: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The outputs, with a stream that goes on in the next output as one."""
    last: NotebookNode | None = None
    for output in shown:
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.get("name") == last.get("name")
        ):
            last["text"] = rules.as_text(last["text"]) + rules.as_text(output["text"])
            continue
        if last is not None:
            yield last
        last = NotebookNode(output) if output.output_type == "stream" else output
    if last is not None:
        yield last


def _marked(output: NotebookNode, losses: Losses) -> Piece | None:
    """The piece of a marked output; None for one that is like any other."""
    try:
        mark = read(output)
    except ValueError:  # of pydantic
        losses.note("mark", "not one that is known here; the output is set like any other")
        return None
    data = output.get("data") or {}
    piece = _piece(mark, data, losses)
    if piece is not None and INSTEAD in data:
        _switched(piece, data[INSTEAD], losses)
    return piece


def _switched(piece: Piece, told: Any, losses: Losses) -> None:
    """Give a piece what stands in its place for other choices of sources."""
    try:
        others = [(choice_of(one), one) for one in told]
        for choice, one in others:
            other = _marked(NotebookNode(data=one["data"], metadata=one["metadata"]), losses)
            if other is None or type(other.mark) is not type(piece.mark):
                raise ValueError
            other.choice = choice
            if isinstance(other.mark, Figure):
                own = f"{other.mark.id}.of{len(piece.instead) + 1}"
                other.mark = replace(other.mark, id=own)
            piece.instead.append(other)
    except (ValueError, KeyError, TypeError, AttributeError):
        piece.instead = []
        losses.note("sources", "what stands for other choices of them cannot be read; left out")
    if piece.instead and (first := piece.instead[0].choice) is not None:
        piece.choice = Choice(first.of, first.of)


def _piece(mark: Mark | None, data: Mapping[str, Any], losses: Losses) -> Piece | None:
    if isinstance(mark, Figure):
        piece = Piece("", 0, mark, [rules.pending(mark.caption)], csv=data.get("text/csv", ""))
        for mime in (SVG, "image/png", "image/jpeg", "image/gif"):
            if mime in data:
                try:
                    piece.picture = of_output(mime, rules.as_text(data[mime]))
                except BadPicture as error:
                    losses.note(mime, f"{error}; a mark stands for it")
                    continue
                if mime == SVG:
                    piece.svg = rules.as_text(data[mime])
                    piece.narrow = _narrow(data, losses)
                return piece
        losses.note("figure", "marked, but without a picture; set like any other output")
        return None
    if isinstance(mark, Table) and not mark.columns:
        losses.note("table", "marked, but without columns; set like any other output")
        return None
    if isinstance(mark, RunningText):
        if not data.get("text/markdown"):
            return None
        return Piece("", 0, mark, [rules.pending(data["text/markdown"])])
    if isinstance(mark, Table | KeyFigures | FigureCaption):
        return Piece("", 0, mark)
    return None


def _narrow(data: Mapping[str, Any], losses: Losses) -> str:
    """The drawing for small screens; "" where there is none that is like any other."""
    narrow = rules.as_text(data.get(NARROW, ""))
    try:
        if narrow:
            of_output(SVG, narrow)
    except BadPicture as error:
        losses.note(NARROW, f"{error}; left out")
        return ""
    return narrow


def _raw(cell: NotebookNode, losses: Losses, pictured: Pictured, *, first: bool) -> list[Node]:
    source = cell.source.strip("\n")
    if not source.strip() or (first and source.startswith("---")):
        return []  # front matter is read with the metadata
    mime = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "")
    if mime == "text/html":
        return Reader(losses, pictured).blocks(source)
    if mime in {"text/markdown", "text/x-markdown"}:
        return [rules.pending(source)]
    if mime:
        losses.note(f"raw cell, {mime}", "set as it is typed")
    return [div(["result"], [code_block(source)])]


def said(words: str) -> Piece:
    """A limit of the document itself, as a notebook's own cell would say it."""
    return Piece("said", 0, Callout(), [rules.pending(words)])
