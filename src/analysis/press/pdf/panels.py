"""Tables wider than paper, cut into panels: each repeats the columns that name its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.press.document.tree import plain
from analysis.press.pdf.tables import MOST_LETTERS

_LETTERS = 118  # in the smallest type, of a line as wide as the figures
_PADDING = 1.7  # of a cell, in letters
_LEAST = 2


def panels(content: list[Any], wider: float = 1.0) -> list[list[Any]]:
    """The content of a Table as that of one or several that fit.

    Parameters
    ----------
    content : of a ``Table`` in pandoc's tree.
    wider : how much wider than usual a line is.
    """
    attributes, caption, columns, (head_attr, head), bodies, foot = content
    rows = [row for body in bodies for row in [*body[2], *body[3]]]
    if len(columns) < 4 or foot[1]:
        return [content]
    placed = [_placed(part) for part in (head, rows)]
    needed = _needed(placed, len(columns))
    room = _LETTERS * wider
    if sum(needed) <= room:
        return [content]
    heads = max(1, min(max(body[1] for body in bodies), len(columns) - 1))
    if sum(needed[:heads]) > room / 2:
        heads = 0
    made: list[list[Any]] = []
    for chosen in _groups(needed, heads, room):
        body = [["", [], []], heads, [], [_cut(row, chosen) for row in placed[1]]]
        top = [head_attr, [_cut(row, chosen) for row in placed[0]]]
        shown = caption if not made else [None, []]
        made.append([attributes, shown, [columns[at] for at in chosen], top, [body], foot])
    return made


Placed = list[tuple[int, Any]]


def _placed(rows: list[Any]) -> list[Placed]:
    """Each row's cells with the column in which they begin."""
    open_rows: dict[int, int] = {}
    out = []
    for _, cells in rows:
        line: Placed = []
        column = 0
        for cell in cells:
            while open_rows.get(column, 0) > 0:
                column += 1
            line.append((column, cell))
            for at in range(column, column + cell[3]):
                open_rows[at] = cell[2]
            column += cell[3]
        open_rows = {at: left - 1 for at, left in open_rows.items() if left > 1}
        out.append(line)
    return out


def _needed(placed: list[list[Placed]], columns: int) -> list[float]:
    needed = [float(_LEAST)] * columns
    for line in (line for part in placed for line in part):
        for at, cell in line:
            words = plain(cell[4]).split()
            if cell[3] == 1 and at < columns and words:
                needed[at] = max(needed[at], min(MOST_LETTERS, max(map(len, words))))
    return [need + _PADDING for need in needed]


def _groups(needed: list[float], heads: int, letters: float) -> Iterator[list[int]]:
    """Columns of each panel: those that name the rows, and as many as fit."""
    fixed = list(range(heads))
    room = letters - sum(needed[:heads])
    group: list[int] = []
    for at in range(heads, len(needed)):
        if group and sum(needed[i] for i in group) + needed[at] > room:
            yield [*fixed, *group]
            group = []
        group.append(at)
    if group:
        yield [*fixed, *group]


def _cut(line: Placed, chosen: list[int]) -> Any:
    """The cells of a row that lie in these columns, spans cut at their edge."""
    cells = []
    for at, (anchor, align, rows, columns, blocks) in line:
        shared = [i for i in range(at, at + columns) if i in chosen]
        if shared:
            cells.append([anchor, align, rows, len(shared), blocks])
    return [["", [], []], cells]
