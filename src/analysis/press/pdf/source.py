"""From a numbered notebook to the Typst source of its report.

What is shown, and under which number, is settled in :mod:`analysis.press.document.numbering`.
Here each cell and output becomes a block of Typst: prose, figure, table, key figures, callout,
error. All Markdown and HTML of a report goes through pandoc in one call. How a block looks is not
decided here but in ``templates/typst/style.typ``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypandoc
from nbformat import NotebookNode

from analysis.press.document.headings import slug
from analysis.press.pdf.markup import Writer
from analysis.press.pdf.tables import table_arguments
from analysis.press.pdf.text import clean, markup, string
from analysis.press.pdf.tree import Node, ids, plain, walk

TEMPLATES = Path(__file__).parent / "templates" / "typst"
# `smart` makes typographic quotes and dashes of typed ones: for our own prose only. The cells of
# tables hold quotes of sources, which stay as they are.
MARKDOWN = "commonmark+pipe_tables+strikeout+tex_math_dollars+raw_html+smart"
HTML = "html"

_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_LINK = re.compile(r"</?a\b[^>]*>")
_SVG_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?(?=<tr\b|</table|\Z)", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>")
_COL = re.compile(r"<col\b")
_COLSPAN = re.compile(r"\bcolspan=\"?(\d+)")
_NUMBER = re.compile(r"[0-9.]+")
_TILE_EVIDENCE = 6  # ids under a key figure; key_figures.json has them all
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class PandocError(RuntimeError):
    """Pandoc could not be run on the texts of the report."""


@dataclass
class Piece:
    """One block of the report before it is written: what it is, its texts, and what they became."""

    kind: str
    mark: dict[str, Any] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    trees: list[list[Node]] = field(default_factory=list)
    payload: str = ""


def source(nb: NotebookNode) -> str:
    """Typst source of the report's body.

    Parameters
    ----------
    nb : notebook that went through :class:`~analysis.press.document.numbering.ReportPreprocessor`.

    Raises
    ------
    PandocError : pandoc cannot be started, or refuses.
    """
    pieces = list(_pieces(nb))
    trees = iter(read_fragments([text for piece in pieces for text in piece.texts]))
    for piece in pieces:
        piece.trees = [next(trees) for _ in piece.texts]
        if piece.kind == "prose":
            _name_headings(piece)
    writer = Writer(anchors=frozenset(_anchors(pieces)), levels=_levels(pieces))
    return "\n\n".join(_write(piece, writer) for piece in pieces) + "\n"


def read_fragments(fragments: list[tuple[str, str]]) -> list[list[Node]]:
    """Pandoc's syntax tree of each (format, text), all in one run.

    >>> [[block["t"] for block in tree] for tree in read_fragments([("html", "<p>a</p>")])]
    [['Para']]
    """
    if not fragments:
        return []
    work = json.dumps([{"format": kind, "text": text} for kind, text in fragments])
    command = [_pandoc(), "--from", str(TEMPLATES / "fragments.lua"), "--to", "json"]
    run = subprocess.run(command, input=work.encode(), capture_output=True, check=False)
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
            yield Piece("prose", cell.metadata.get("backchannel", {}), [(MARKDOWN, cell.source)])
        for output in cell.get("outputs", ()):
            yield _piece(output)


def _piece(output: NotebookNode) -> Piece:
    if output.output_type == "error":
        return Piece("error", {"ename": output.ename, "evalue": _ANSI.sub("", output.evalue)})
    mark = output.metadata.backchannel
    if mark.kind == "figure":
        caption = [(MARKDOWN, mark.get("caption") or "")]
        return Piece("figure", mark, caption, payload=output.data["image/svg+xml"])
    if mark.kind == "table":
        return Piece("table", mark, [(HTML, all_columns(output.data["text/html"]))])
    if mark.kind == "key-figures":
        return Piece("key-figures", mark)
    if mark.kind in {"prose", "callout"}:
        return Piece(mark.kind, mark, [(MARKDOWN, output.data["text/markdown"])])
    raise ValueError(f'no rule for an output of kind "{mark.kind}"')


def all_columns(html: str) -> str:
    """The table with a `<col>` for each of its columns: pandoc drops cells that have none.

    >>> all_columns("<table><colgroup><col/></colgroup><tr><td>a</td><td>b</td></tr></table>")
    '<table><colgroup><col/><col/></colgroup><tr><td>a</td><td>b</td></tr></table>'
    """
    stated = len(_COL.findall(html))
    widest = max((_cells(row) for row in _ROW.findall(html)), default=0)
    if not 0 < stated < widest:
        return html
    return html.replace("</colgroup>", "<col/>" * (widest - stated) + "</colgroup>", 1)


def _cells(row: str) -> int:
    return sum(
        int(span[1]) if (span := _COLSPAN.search(cell)) else 1 for cell in _CELL.findall(row)
    )


def _name_headings(piece: Piece) -> None:
    """Give the headings the ids that the contents and the links use."""
    found = [node for node in walk(piece.trees) if node["t"] == "Header"]
    given = list(piece.mark.get("headings", ()))
    if len(given) != len(found):
        given = [slug(plain(node["c"][2])) for node in found]
    for node, anchor in zip(found, given, strict=True):
        node["c"][1][0] = anchor


def _anchors(pieces: list[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.kind in {"figure", "table"}:
            yield piece.mark["id"]
        for tree in piece.trees:
            yield from ids(tree)


def _levels(pieces: list[Piece]) -> dict[int, int]:
    """Heading levels as PDF/UA wants them: from 1, none skipped."""
    used = sorted(
        {node["c"][0] for piece in pieces for node in walk(piece.trees) if node["t"] == "Header"}
    )
    return {level: at for at, level in enumerate(used, start=1)}


def _write(piece: Piece, writer: Writer) -> str:
    if piece.kind == "prose":
        return writer.body(piece.trees[0])
    if piece.kind == "callout":
        return f"#callout[{writer.blocks(piece.trees[0])}]"
    if piece.kind == "figure":
        return _figure(piece, writer)
    if piece.kind == "table":
        return _table(piece, writer)
    if piece.kind == "key-figures":
        return _key_figures(piece, writer)
    return f"#failure([{markup(piece.mark['ename'])}], [{markup(piece.mark['evalue'])}])"


def _caption(piece: Piece, writer: Writer) -> str:
    """The caption with its number in front; Typst would count in its own way."""
    label = f"#strong[{markup(piece.mark['label'])}.] " if piece.mark.get("label") else ""
    first, rest = piece.trees[0][:1], piece.trees[0][1:]
    if first and first[0]["t"] in {"Para", "Plain"}:
        label += writer.inlines(first[0]["c"])
    else:
        rest = piece.trees[0]
    return f"[{label}\n\n{writer.blocks(rest)}]" if rest else f"[{label}]"


def _figure(piece: Piece, writer: Writer) -> str:
    mark = piece.mark
    svg, ratio = svg_for_typst(piece.payload)
    alt = mark.get("alt") or mark.get("title") or plain(piece.trees[0]) or mark["label"]
    return "\n".join(
        [
            "#report-figure(",
            f"  bytes({string(svg)}),",
            f"  {ratio:.4f},",
            f"  alt: {string(alt)},",
            f"  id: {_own_id(mark['id'], writer)},",
            f"  name: {string(mark.get('label', ''))},",
            f"  caption: {_caption(piece, writer)},",
            f"  evidence: {writer.evidence(mark.get('evidence', ()))},",
            ")",
        ]
    )


def _own_id(anchor: str, writer: Writer) -> str:
    return string(anchor) if writer.label(anchor) else "none"


def _table(piece: Piece, writer: Writer) -> str:
    written = []
    for block in piece.trees[0]:
        if block["t"] == "Table":
            caption = writer.blocks(block["c"][1][1])
            anchor = _own_id(piece.mark["id"], writer)
            name = string(piece.mark.get("label", ""))
            rest = table_arguments(block["c"], writer)
            written.append(
                f"#report-table(id: {anchor}, name: {name}, caption: [{caption}],{rest})"
            )
        else:
            written.append(writer.blocks([block]))
    return "\n\n".join(written)


def _key_figures(piece: Piece, writer: Writer) -> str:
    tiles = []
    for figure in piece.mark.get("figures", ()):
        note = f"[{markup(figure['note'])}]" if figure.get("note") else "none"
        cited = writer.evidence(figure.get("evidence", ()), at_most=_TILE_EVIDENCE)
        value = string(str(figure["value"]))
        tiles.append(f"  ({value}, [{markup(figure['label'])}], {note}, {cited}),")
    return "\n".join(["#key-figures(", *tiles, ")"])


def svg_for_typst(svg: str) -> tuple[str, float]:
    """The SVG without links (Typst draws no links in images) and its height / width.

    Raises
    ------
    ValueError : the text has no `<svg>` with a size.
    """
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
