"""From the pieces of a document to the Typst source of its body.

What is shown, and under which number, is settled in :mod:`analysis.press.document.numbering`.
Here each piece becomes a block of Typst. How a block looks is not decided here but in
``templates/typst/style.typ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.fonts import bare
from analysis.marks import Callout, Figure, KeyFigures, Numbered, Table
from analysis.press.document.links import row_id
from analysis.press.document.numbering import END
from analysis.press.document.pieces import Piece
from analysis.press.document.tree import Node, ids, plain, walk
from analysis.press.pdf.markup import Writer
from analysis.press.pdf.tables import WIDTH, table_arguments, table_node
from analysis.press.pdf.text import clean, markup, string

TEMPLATES = Path(__file__).parent / "templates" / "typst"

_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SVG_LINK = re.compile(r"</?a\b[^>]*>")
_SVG_PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_NUMBER = re.compile(r"[0-9.]+")
_TILE_EVIDENCE = 6  # ids under a key figure; key_figures.json has them all
_FIGURE_EVIDENCE = 24  # ids under a figure; its CSV has them all


@dataclass(frozen=True)
class Body:
    """The body of a document in Typst.

    Attributes
    ----------
    blocks : Typst of each piece, in order.
    front : how many of them stand on the front page.
    files : pictures, by the name under which the source reads them.
    """

    blocks: tuple[str, ...]
    front: int
    files: dict[str, bytes]

    def source(self) -> str:
        """The blocks as one text."""
        written = list(self.blocks)
        if self.front:
            page = "\n\n".join(written[: self.front])
            more = str(self.front < len(self.blocks)).lower()
            written[: self.front] = [f"#front-page(contents: {more})[\n{page}\n]"]
        return "\n\n".join(written) + "\n"


def body(
    pieces: Sequence[Piece],
    anchors: frozenset[str],
    contents_before: str = "",
    as_words: frozenset[int] = frozenset(),
    width: float = WIDTH,
) -> Body:
    """Typst source of the report's body.

    Parameters
    ----------
    pieces : of :class:`~analysis.press.document.numbering.ReportPreprocessor`.
    anchors : ids that links may lead to.
    contents_before : id of the cell before which the contents stand; what comes before is set as
        a front page. "" for none.
    width : of figures and tables, in points.
    as_words : which pieces, by their place, are set as nothing but their words.
    """
    anchors -= {
        anchor
        for at, piece in enumerate(pieces)
        if at in as_words or _aside(piece)
        for anchor in _anchors(piece)
    }
    writer = Writer(anchors=anchors, levels=_levels(pieces), width=width)
    written = tuple(
        _as_words(piece) if at in as_words else _write(piece, writer)
        for at, piece in enumerate(pieces)
    )
    cells = [piece.cell for piece in pieces]
    front = cells.index(contents_before) if contents_before in cells else 0
    if contents_before == END:
        front = len(cells)
    return Body(written, front, writer.files)


def _as_words(piece: Piece) -> str:
    """A piece of which Typst makes nothing, as what it says."""
    said = "\n\n".join(filter(None, (plain([node]) for node in piece.tree)))
    return f"#loss-words[{markup('[Set as words alone:]')}]\n\n#preformatted({string(said)})"


def _aside(piece: Piece) -> bool:
    return isinstance(piece.mark, Table | KeyFigures) and piece.mark.aside


def _anchors(piece: Piece) -> Iterator[str]:
    if isinstance(piece.mark, Numbered):
        yield piece.mark.id
    if isinstance(piece.mark, Table):
        yield from filter(None, map(row_id, piece.mark.rows))
    yield from ids(piece.tree)


def shortened(tree: list[Node]) -> Iterator[int]:
    """How many lines each output has that paper shows in part only."""
    for node in walk(tree):
        if node["t"] == "Div" and "long" in node["c"][0][1]:
            yield int(dict(node["c"][0][2])["lines"])


def _levels(pieces: Sequence[Piece]) -> dict[int, int]:
    """Heading levels as PDF/UA wants them: from 1, none skipped."""
    nodes = (node for piece in pieces for node in walk(piece.tree))
    used = sorted({node["c"][0] for node in nodes if node["t"] == "Header"})
    return {level: at for at, level in enumerate(used, start=1)}


def _write(piece: Piece, writer: Writer) -> str:
    if _aside(piece):
        return ""  # not for print
    match piece.mark:
        case Callout():
            return f"#callout[{writer.blocks(piece.tree)}]"
        case Figure() as mark:
            return _figure(mark, piece, writer)
        case Table() as mark:
            return _table(mark, table_node(mark), writer)
        case KeyFigures() as mark:
            return _key_figures(mark, writer)
    return writer.body(piece.tree)


def _figure(mark: Figure, piece: Piece, writer: Writer) -> str:
    if piece.svg:
        svg, ratio = svg_for_typst(piece.svg)
        drawn, natural = f"bytes({string(svg)})", "none"
    else:
        assert piece.picture is not None  # a figure has a drawing or a picture
        drawn = f"{string(writer.stored(piece.picture))}"
        ratio = piece.picture.height / piece.picture.width
        natural = f"{0.75 * piece.picture.width:.2f}pt"
    alt = mark.alt or mark.title or plain(piece.tree) or mark.label
    return "\n".join(
        [
            "#report-figure(",
            f"  {drawn},",
            f"  {ratio:.4f},",
            f"  natural: {natural},",
            f"  title: [{markup(mark.title)}],",
            f"  alt: {string(alt)},",
            f"  id: {_own_id(mark.id, writer)},",
            f"  name: {string(mark.label)},",
            f"  caption: {_caption(mark, piece.tree, writer)},",
            f"  evidence: {writer.evidence(mark.evidence, _FIGURE_EVIDENCE, mark.more)},",
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
        cited = writer.evidence(figure.evidence, _TILE_EVIDENCE, figure.more)
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
