"""From a numbered notebook to the Typst source of its report.

What is shown, and under which number, is settled in :mod:`analysis.press.document.numbering`.
Here each cell and output becomes a block of Typst: prose, figure, table, key figures, callout,
error. All Markdown of a report goes through pandoc in one call. How a block looks is not
decided here but in ``templates/typst/style.typ``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypandoc
from nbformat import NotebookNode

from analysis.fonts import bare
from analysis.marks import (
    Callout,
    Figure,
    KeyFigures,
    Mark,
    Numbered,
    Prose,
    RunningText,
    Table,
    read,
)
from analysis.press.document.headings import slug
from analysis.press.pdf.markup import Writer
from analysis.press.pdf.tables import table_arguments, table_node
from analysis.press.pdf.text import clean, markup, string
from analysis.press.pdf.tree import Node, ids, plain, walk

TEMPLATES = Path(__file__).parent / "templates" / "typst"

_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_LINK = re.compile(r"</?a\b[^>]*>")
_SVG_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_NUMBER = re.compile(r"[0-9.]+")
_TILE_EVIDENCE = 6  # ids under a key figure; key_figures.json has them all
_FIGURE_EVIDENCE = 24  # ids under a figure; its CSV has them all
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class PandocError(RuntimeError):
    """Pandoc could not be run on the texts of the report."""


@dataclass
class Piece:
    """One block of the report before it is written: its mark or error, its Markdown, its tree."""

    what: Mark | NotebookNode
    cell: str
    markdown: str = ""
    svg: str = ""
    tree: list[Node] = field(default_factory=list)


def source(nb: NotebookNode, contents_before: str = "") -> str:
    """Typst source of the report's body.

    Parameters
    ----------
    nb : notebook that went through :class:`~analysis.press.document.numbering.ReportPreprocessor`.
    contents_before : id of the cell before which the contents stand; what comes before is set as
        a front page. "" for none.

    Raises
    ------
    PandocError : pandoc cannot be started, or refuses.
    """
    pieces = list(_pieces(nb))
    told = [piece for piece in pieces if isinstance(piece.what, Figure | RunningText)]
    trees = read_fragments([piece.markdown for piece in told])
    for piece, tree in zip(told, trees, strict=True):
        piece.tree = tree
        if isinstance(piece.what, RunningText):
            _name_headings(piece, piece.what.headings)
    writer = Writer(anchors=frozenset(_anchors(pieces)), levels=_levels(pieces))
    written = [_write(piece, writer) for piece in pieces]
    cells = [piece.cell for piece in pieces]
    if front := cells.index(contents_before) if contents_before in cells else 0:
        page = "\n\n".join(written[:front])
        written[:front] = [f"#front-page[\n{page}\n]"]
    return "\n\n".join(written) + "\n"


def read_fragments(texts: list[str]) -> list[list[Node]]:
    """Pandoc's syntax tree of each Markdown text, all in one run.

    >>> [[block["t"] for block in tree] for tree in read_fragments(["# a", "b"])]
    [['Header'], ['Para']]
    """
    if not texts:
        return []
    command = [_pandoc(), "--from", str(TEMPLATES / "fragments.lua"), "--to", "json"]
    run = subprocess.run(
        command, input=json.dumps(texts).encode(), capture_output=True, check=False
    )
    if run.returncode:
        raise PandocError(run.stderr.decode(errors="replace").strip())
    blocks: list[Node] = json.loads(run.stdout)["blocks"]
    return [block["c"][1] for block in blocks]


def _pandoc() -> str:
    # pypandoc looks for the newest pandoc of the machine, which costs runs of it and makes the
    # report depend on the machine; the one in its wheel is the one the lock file names.
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    carried = Path(pypandoc.__file__).parent / "files" / name
    return str(carried) if carried.exists() else str(pypandoc.get_pandoc_path())


def _pieces(nb: NotebookNode) -> Iterator[Piece]:
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            yield Piece(read(cell) or Prose(), str(cell.id), cell.source)
        for output in cell.get("outputs", ()):
            piece = _piece(output, str(cell.id))
            if not (isinstance(piece.what, Table | KeyFigures) and piece.what.aside):
                yield piece


def _piece(output: NotebookNode, cell: str) -> Piece:
    mark = read(output)
    if isinstance(mark, Figure):
        return Piece(mark, cell, mark.caption, svg=output.data["image/svg+xml"])
    if isinstance(mark, Table):
        return Piece(mark, cell, tree=[table_node(mark)])
    if isinstance(mark, RunningText):
        return Piece(mark, cell, output.data["text/markdown"])
    return Piece(mark or output, cell)


def _name_headings(piece: Piece, given: Sequence[str]) -> None:
    """Give the headings the ids that the contents and the links use."""
    found = [node for node in walk(piece.tree) if node["t"] == "Header"]
    if len(given) != len(found):
        given = [slug(plain(node["c"][2])) for node in found]
    for node, anchor in zip(found, given, strict=True):
        node["c"][1][0] = anchor


def _anchors(pieces: list[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece.what, Numbered):
            yield piece.what.id
        yield from ids(piece.tree)


def _levels(pieces: list[Piece]) -> dict[int, int]:
    """Heading levels as PDF/UA wants them: from 1, none skipped."""
    nodes = (node for piece in pieces for node in walk(piece.tree))
    used = sorted({node["c"][0] for node in nodes if node["t"] == "Header"})
    return {level: at for at, level in enumerate(used, start=1)}


def _write(piece: Piece, writer: Writer) -> str:
    match piece.what:
        case Prose():
            return writer.body(piece.tree)
        case Callout():
            return f"#callout[{writer.blocks(piece.tree)}]"
        case Figure() as mark:
            return _figure(mark, piece, writer)
        case Table() as mark:
            return _table(mark, piece.tree[0], writer)
        case KeyFigures() as mark:
            return _key_figures(mark, writer)
        case NotebookNode() as error:
            words = markup(_ANSI.sub("", error.evalue))
            return f"#failure([{markup(error.ename)}], [{words}])"
    raise ValueError(f'no rule for an output of kind "{piece.what.kind}"')


def _figure(mark: Figure, piece: Piece, writer: Writer) -> str:
    svg, ratio = svg_for_typst(piece.svg)
    alt = mark.alt or mark.title or plain(piece.tree) or mark.label
    return "\n".join(
        [
            "#report-figure(",
            f"  bytes({string(svg)}),",
            f"  {ratio:.4f},",
            f"  alt: {string(alt)},",
            f"  id: {_own_id(mark.id, writer)},",
            f"  name: {string(mark.label)},",
            f"  caption: {_caption(mark, piece.tree, writer)},",
            f"  evidence: {writer.evidence(mark.evidence, at_most=_FIGURE_EVIDENCE)},",
            ")",
        ]
    )


def _caption(mark: Figure, tree: list[Node], writer: Writer) -> str:
    """The caption with its number in front; Typst would count in its own way."""
    label = f"#strong[{markup(mark.label)}.] "
    if tree and tree[0]["t"] in {"Para", "Plain"}:
        label += writer.inlines(tree[0]["c"])
        tree = tree[1:]
    return f"[{label}\n\n{writer.blocks(tree)}]" if tree else f"[{label}]"


def _own_id(anchor: str, writer: Writer) -> str:
    return string(anchor) if writer.label(anchor) else "none"


def _table(mark: Table, node: Node, writer: Writer) -> str:
    caption = f"#strong[{markup(mark.label)}.] {markup(mark.caption)}"
    anchor, name = _own_id(mark.id, writer), string(mark.label)
    rest = table_arguments(node["c"], writer)
    return f"#report-table(id: {anchor}, name: {name}, caption: [{caption}],{rest})"


def _key_figures(mark: KeyFigures, writer: Writer) -> str:
    tiles = []
    for figure in mark.figures:
        note = f"[{markup(figure.note)}]" if figure.note else "none"
        cited = writer.evidence(figure.evidence, at_most=_TILE_EVIDENCE)
        tiles.append(f"  ({string(figure.value)}, [{markup(figure.label)}], {note}, {cited}),")
    return "\n".join(["#key-figures(", *tiles, ")"])


def svg_for_typst(svg: str) -> tuple[str, float]:
    """The SVG without links, which Typst does not draw, and fonts, and its height / width.

    Raises
    ------
    ValueError : the text has no `<svg>` with a size.
    """
    svg = bare(svg)
    tag = _SVG_TAG.search(svg)
    if tag is None:
        raise ValueError("the figure's image/svg+xml holds no <svg> element")
    width, height = _svg_size(tag[0])
    return clean(_SVG_LINK.sub("", _SVG_PROLOGUE.sub("", svg, count=1))), height / width


def _svg_size(tag: str) -> tuple[float, float]:
    box = re.search(r'\bviewBox="([^"]+)"', tag)
    numbers = _NUMBER.findall(box[1])[2:4] if box else []
    if not numbers:
        sides = (re.search(rf'\b{side}="([0-9.]+)', tag) for side in ("width", "height"))
        numbers = [side[1] for side in sides if side]
    if len(numbers) != 2 or not all(float(number) > 0 for number in numbers):
        raise ValueError(f"the figure's <svg> states no size: {tag[:120]}")
    return float(numbers[0]), float(numbers[1])
