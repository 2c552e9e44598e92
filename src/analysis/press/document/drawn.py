"""Figures that stand in Markdown, as pieces of their own: numbered like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.marks import Figure, Prose
from analysis.press.document.pieces import Piece
from analysis.press.document.tree import Node, plain, walk


def with_figures(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, each figure of running text one of them, under a label that no other has."""
    labels: set[str] = set()
    for piece in pieces:
        for one in _parted(piece):
            if isinstance(one.mark, Figure) and not one.mark.marks and not one.svg:
                one.mark = _once(one.mark, labels)
            yield one


def _parted(piece: Piece) -> Iterator[Piece]:
    if piece.mark is not None and not isinstance(piece.mark, Prose):
        yield piece
        return
    rest: list[Node] = []
    for node in piece.tree:
        drawn = _image(node) if node["t"] == "Figure" else None
        if drawn is None:
            rest.append(node)
            continue
        if rest:
            yield replace(piece, tree=rest)
            rest = []
        (anchor, _, _), (_, caption), _ = node["c"]
        alt = plain(drawn["c"][1])
        mark = Figure(id=anchor or f"fig-cell-{piece.number}", caption=plain(caption), alt=alt)
        yield replace(piece, mark=mark, tree=caption, picture=drawn["picture"])
    if rest or not piece.tree:
        yield replace(piece, tree=rest)


def _image(node: Node) -> Node | None:
    """The picture of a figure; None where it is not to be had."""
    return next((part for part in walk(node["c"][2]) if "picture" in part), None)


def _once(mark: Figure, labels: set[str]) -> Figure:
    label, count = mark.id, 1
    while label in labels:
        count += 1
        label = f"{mark.id}-{count}"
    labels.add(label)
    return replace(mark, id=label)
