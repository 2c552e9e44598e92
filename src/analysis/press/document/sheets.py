"""HTML tables of others (pandas, Styler, statsmodels) as tables of pandoc's tree.

Every row of the result has a cell, or the span of one, for every column: a writer that lets the
cells flow (Typst does) would otherwise put a number under a wrong heading. The colours that a
Styler gives to cells stay, and the bars that it draws behind numbers; other style does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from analysis.press.document.colours import parsed
from analysis.press.document.losses import Losses
from analysis.press.document.tree import Node, plain

Looks = dict[str, dict[str, str]]
"""Id of a cell -> its colours: "background", "color", "weight", "bar"."""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ID = re.compile(r"#([\w-]+)$")
_STOP = re.compile(r"((?:[a-z]+\([^()]*\)|[#\w]+))(?:\s+([\d.]+)%)?(?:\s+([\d.]+)%)?")
_NUMBER = re.compile(r"[-+−]?[$€£]?\d[\d.,\u202f ]*(?:[eE][-+]?\d+)?\s?%?|NaN|nan|NaT|<NA>|None|")
_MOST_SPAN = 500
_EMPTY: list[Any] = ["", [], []]
_DEFAULT: Node = {"t": "AlignDefault"}


@dataclass
class _Cell:
    """A cell in its place: `head` for ``<th>``, `look` its colours."""

    blocks: list[Node]
    head: bool = False
    rows: int = 1
    columns: int = 1
    look: Mapping[str, str] = field(default_factory=dict)
    anchor: str = ""


def looks(root: etree._Element) -> Looks:
    """The colours that the style sheets within `root` give to single ids."""
    found: Looks = {}
    for sheet in root.iter("style"):
        for selectors, body in _RULE.findall(sheet.text or ""):
            look = _look(body)
            for selector in selectors.split(",") if look else ():
                if named := _ID.match(selector.strip()):
                    found.setdefault(named[1], {}).update(look)
    return found


def _look(style: str) -> dict[str, str]:
    look = {}
    for declared in style.split(";"):
        name, _, value = declared.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if name in {"background-color", "background"} and (colour := parsed(value)):
            look["background"] = colour
        elif name == "color" and (colour := parsed(value)):
            look["color"] = colour
        elif name == "font-weight" and value in {"bold", "600", "700", "800"}:
            look["weight"] = "bold"
        elif name in {"background", "background-image"} and "gradient" in value:
            look["bar"] = _bar(value)
    return look


def _bar(gradient: str) -> str:
    """The bar that a gradient draws, as "colour from to" in percent; "?" for any other gradient."""
    inside = re.fullmatch(r"linear-gradient\(\s*90deg\s*,(.*)\)\s*", gradient)
    before, begins, ends, colour = 0.0, -1.0, 100.0, ""
    for stop, one, other in _STOP.findall(inside[1]) if inside else ():
        places = [float(place) for place in (one, other) if place] or [before]
        if drawn := parsed(stop):
            if colour not in {"", drawn}:
                return "?"
            colour = drawn
            begins = places[0] if begins < 0 and len(places) > 1 else begins
            begins = before if begins < 0 else begins
            ends = places[-1]
        before = places[-1]
    return f"{colour} {begins:g} {ends:g}" if colour and 0 <= begins < ends <= 100 else "?"


def table(
    element: etree._Element,
    flow: Callable[[etree._Element], list[Node]],
    styled: Looks,
    losses: Losses,
) -> list[Node]:
    """A ``<table>`` as a Table, its caption within; nothing where it has no cell.

    Parameters
    ----------
    element : the table.
    flow : reads what a cell holds.
    styled : colours by id.
    losses : where colours that no cell can have are noted.
    """
    head: list[list[_Cell]] = []
    body: list[list[_Cell]] = []
    caption: list[Node] = []
    for part in element:
        name = part.tag if isinstance(part.tag, str) else ""
        if name == "caption":
            caption = flow(part)
        rows = [part] if name == "tr" else [row for row in part if row.tag == "tr"]
        for row in rows if name in {"tr", "thead", "tbody", "tfoot"} else ():
            cells = [_cell(c, flow, styled) for c in row if c.tag in {"td", "th"}]
            (head if name == "thead" else body).append(cells)
    if not head and len(body) > 1 and body[0] and all(cell.head for cell in body[0]):
        head.append(body.pop(0))
    if any(cell.look.get("bar") == "?" for row in body for cell in row):
        losses.note("text/html", "colours that fade within the cells of a table are left out")
    head_rows, body_rows = _grid(head), _grid(body)
    width = max((len(row) for row in head_rows + body_rows), default=0)
    if not width:
        return []
    heads = _row_heads(body_rows)
    aligned = [_alignment(body_rows, at) for at in range(width)]
    columns = [[{"t": align}, {"t": "ColWidthDefault"}] for align in aligned]
    content = [
        ["", ["sheet"], []],
        [None, caption],
        columns,
        [_EMPTY, [_row(row, width) for row in head_rows]],
        [[_EMPTY, heads, [], [_row(row, width) for row in body_rows]]],
        [_EMPTY, []],
    ]
    return [{"t": "Table", "c": content}]


def _cell(
    element: etree._Element, flow: Callable[[etree._Element], list[Node]], styled: Looks
) -> _Cell:
    blocks = [
        {"t": "Plain", "c": block["c"]} if block["t"] == "Para" else block
        for block in flow(element)
    ]
    anchor = element.get("id", "")
    look = styled.get(anchor, {}) | _look(element.get("style", ""))
    span = {name: _span(element.get(name, "")) for name in ("rowspan", "colspan")}
    return _Cell(blocks, element.tag == "th", span["rowspan"], span["colspan"], look)


def _span(stated: str) -> int:
    return max(1, min(_MOST_SPAN, int(stated))) if re.fullmatch(r"\d{1,6}", stated.strip()) else 1


Grid = list[list[_Cell | None]]


def _grid(rows: list[list[_Cell]]) -> Grid:
    """Each row with what begins in each column; None where a span of another cell lies."""
    grid: list[list[_Cell | str | None]] = [[] for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(grid[at]) and grid[at][column] != "":
                column += 1
            cell.rows = min(cell.rows, len(rows) - at)
            for down in range(cell.rows):
                line = grid[at + down]
                line += [""] * (column + cell.columns - len(line))
                for across in range(cell.columns):
                    line[column + across] = None
            grid[at][column] = cell
            column += cell.columns
    width = max(map(len, grid), default=0)
    return [
        [_Cell([]) if place == "" else place for place in [*line, *[""] * (width - len(line))]]  # type: ignore[misc]
        for line in grid
    ]


def _row(row: list[_Cell | None], width: int) -> list[Any]:
    cells = []
    for cell in [*row, *[_Cell([])] * (width - len(row))]:
        if cell is None:
            continue
        pairs = [[name, value] for name, value in cell.look.items() if value != "?"]
        classes = ["head"] if cell.head else []
        cells.append([["", classes, pairs], _DEFAULT, cell.rows, cell.columns, cell.blocks])
    return [_EMPTY, cells]


def _row_heads(rows: Grid) -> int:
    """How many columns at the left hold headings of rows."""
    width = min((len(row) for row in rows), default=0)
    for at in range(width):
        if not all(row[at] is None or row[at].head for row in rows):  # type: ignore[union-attr]
            return at
    return 0


def _alignment(rows: Grid, at: int) -> str:
    said = [
        plain(row[at].blocks).strip()  # type: ignore[union-attr]
        for row in rows
        if at < len(row) and row[at] is not None
    ]
    numbers = [one for one in said if one]
    if numbers and all(_NUMBER.fullmatch(one) for one in numbers):
        return "AlignRight"
    return "AlignDefault"
