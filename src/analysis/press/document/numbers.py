"""The numbers of a document: of figures and tables, of sections, and where each row is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.marks import Mark, Numbered, Table
from analysis.press.document.headings import SECTION, headings
from analysis.press.document.links import resolve_table, row_id, with_backlinks
from analysis.press.document.pieces import Piece
from analysis.press.document.tree import text
from analysis.press.document.words import Words


class DuplicateAnchorError(ValueError):
    """Two things in one report claim the same id, so that a link could lead to the wrong one."""


def number(pieces: list[Piece], said: Words) -> dict[str, str]:
    """Number figures and tables in order; return id -> label ("Figure 3")."""
    names = {"figure": said.figure, "table": said.table}
    counts = dict.fromkeys(names, 0)
    labels: dict[str, str] = {}
    for piece in pieces:
        mark = piece.mark
        for table in (node for node in piece.tree if node["t"] == "Table"):
            if (anchor := table["c"][0][0]) and (caption := table["c"][1][1]):
                counts["table"] += 1
                labels[anchor] = f"{names['table']} {counts['table']}"
                words = {"t": "Strong", "c": [text(f"{labels[anchor]}. ")]}
                caption[0] = {**caption[0], "c": [words, *caption[0]["c"]]}
        if isinstance(mark, Numbered) and not _aside(mark):
            counts[mark.kind] += 1
            label = f"{names[mark.kind]} {counts[mark.kind]}"
            if mark.id in labels:
                raise DuplicateAnchorError(f'"{mark.id}" is both {labels[mark.id]} and {label}')
            labels[mark.id] = label
            piece.mark = replace(mark, label=label)
            for other in piece.instead:
                if isinstance(other.mark, Numbered):
                    other.mark = replace(other.mark, label=label)
    return labels


def every(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with what stands in their place for other choices of sources."""
    return [one for piece in pieces for one in (piece, *piece.instead)]


def _aside(mark: Mark) -> bool:
    return isinstance(mark, Table) and mark.aside


def ids_of_outputs(pieces: list[Piece]) -> set[str]:
    """The ids of figures, tables and rows.

    Raises
    ------
    DuplicateAnchorError : two have the same.
    """
    taken: set[str] = set()
    for piece in every(pieces):
        mark = piece.mark
        found = [mark.id] if isinstance(mark, Numbered) else []
        if isinstance(mark, Table):
            found += filter(None, map(row_id, mark.rows))
        for anchor in found:
            if anchor in taken:
                raise DuplicateAnchorError(f'the id "{anchor}" is given twice in this document')
            taken.add(anchor)
    return taken


def number_sections(pieces: list[Piece]) -> None:
    """Put its number before each heading ("2.1")."""
    counts: list[int] = []
    for piece in pieces:
        for node in headings(piece):
            depth = node["c"][0] - SECTION
            counts[depth:] = [*[0] * (depth - len(counts)), sum(counts[depth : depth + 1]) + 1]
            node["c"][2] = [text(".".join(map(str, counts)) + "\u2002"), *node["c"][2]]


def finish_tables(pieces: list[Piece], labels: dict[str, str], anchors: frozenset[str]) -> None:
    """Let the links of tables land, and fill in where each row is used."""
    users = [
        (piece.mark.id, frozenset(piece.mark.evidence))
        for piece in pieces
        if isinstance(piece.mark, Numbered) and piece.mark.id in labels
    ]
    for piece in pieces:
        if isinstance(piece.mark, Table):
            elsewhere = [(user, evidence) for user, evidence in users if user != piece.mark.id]
            landed = resolve_table(piece.mark, anchors)
            piece.mark = with_backlinks(landed, elsewhere, labels)
