"""The rows of a very long table that a document shows: those that something in it links to.

A table of all the evidence of a large package would be longer than everything else together. Its
mark carries the rows as text, and each document takes what it needs; the CSV beside the report has
all of them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.marks import Figure, KeyFigures, Run, Table
from analysis.press.document.pieces import Piece
from analysis.press.document.tree import walk

_ALONE = 100
"""Rows that a document shows which links to none of them, such as the table's notebook alone."""

_NAMED = 24
"""Ids of the evidence under a figure in print, at most."""

_HREF = re.compile(r'href="#([^"]+)"')


def draw_further(pieces: list[Piece], *, printed: bool) -> None:
    """Give each table with further rows those that the document links to, in their order.

    In print a drawing has no links, what stands aside is left out, and of the evidence of a figure
    the first ids are named.
    """
    waiting = [p for p in pieces if isinstance(p.mark, Table) and p.mark.further]
    if not waiting:
        return
    linked = {target for piece in pieces for target in _targets(piece, printed)}
    for piece in waiting:
        assert isinstance(piece.mark, Table)
        rows = list(csv.reader(io.StringIO(piece.mark.further)))
        shown = [row for row in rows if row[0] in linked] or rows[:_ALONE]
        drawn = tuple(
            ((Run(id, id=id),), *((cell,) if cell else () for cell in rest)) for id, *rest in shown
        )
        piece.mark = replace(piece.mark, rows=(*piece.mark.rows, *drawn), further="")


def _targets(piece: Piece, printed: bool) -> Iterator[str]:
    """The ids that a piece links to: in its text, its cells, its drawing and its evidence."""
    for node in walk(piece.tree):
        if node["t"] == "Link" and node["c"][2][0].startswith("#"):
            yield node["c"][2][0][1:]
    mark = piece.mark
    if printed and isinstance(mark, Table | KeyFigures) and mark.aside:
        return
    if isinstance(mark, Table):
        yield from (
            run.to for row in mark.rows for cell in row for run in cell if isinstance(run, Run)
        )
    if isinstance(mark, Figure):
        yield from mark.evidence[: _NAMED if printed else None]
    if isinstance(mark, KeyFigures):
        yield from (id for figure in mark.figures for id in figure.evidence)
    if not printed:
        yield from _HREF.findall(piece.svg + piece.narrow)
