"""Tables of pandoc's syntax tree, ours among them, as arguments of `plain-table` (style.typ).

Typst does not choose widths after what the cells hold, and cuts off a word that is wider than its
column; so widths, type size and the room that each cell has for a word are worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.marks import Cell, Run, Table
from analysis.press.document.colours import ink_on, on_paper, readable
from analysis.press.document.tree import Node, plain
from analysis.press.pdf.text import LONG_RUN, string

if TYPE_CHECKING:
    from analysis.press.pdf.markup import Writer

LONG_CELL = 900
LONG_TABLE, MANY_COLUMNS = 24, 6  # above the first a table is set fine, above the second small
# Of a table, in points, within what the margins of style.typ leave; of a letter, in em.
WIDTH, LETTER = 470, 0.53
MOST_LETTERS = 16  # that a column is given before its words are divided
_VERY_MANY = 10
_TOP = -1  # in place of the number of row headings: the row is one of column headings
ALIGN = {"AlignRight": "right", "AlignCenter": "center"}
_FINE_CLASS = "small"  # of a table that is looked up and not read: an appendix
_PLAIN: list[Any] = ["", [], []]  # attributes of an element of the tree that has none
_LEFT: Node = {"t": "AlignDefault"}


@dataclass(frozen=True)
class Setting:
    """How a table is set: size of the type and space beside the text of a cell, in points."""

    name: str
    size: float
    padding: float


NORMAL = Setting("normal", 8.2, 8)
SMALL = Setting("small", 7.4, 8)
FINE = Setting("fine", 7, 6)


def table_node(table: Table) -> Node:
    """One of our own tables as a ``Table`` of pandoc's tree; its caption stays outside."""
    style = ["", [_FINE_CLASS] if table.small else [], []]
    columns = [[_LEFT, _width(column.width)] for column in table.columns]
    head = [_row_node([(column.title,) for column in table.columns])]
    body = [_PLAIN, 1, [], [_row_node(row) for row in table.rows]]
    content = [style, [None, []], columns, [_PLAIN, head], [body], [_PLAIN, []]]
    return {"t": "Table", "c": content}


def _width(percent: float) -> Node:
    return {"t": "ColWidth", "c": percent / 100} if percent else {"t": "ColWidthDefault"}


def _row_node(cells: Sequence[Cell]) -> list[Any]:
    printed = [[r for r in cell if isinstance(r, str) or r.look != "small"] for cell in cells]
    inner = [[{"t": "Plain", "c": list(map(_run_node, cell))}] if cell else [] for cell in printed]
    return [_PLAIN, [[_PLAIN, _LEFT, 1, 1, blocks] for blocks in inner]]


def _run_node(run: str | Run) -> Node:
    if isinstance(run, str):
        return {"t": "Str", "c": run}
    node: Node = {"t": "Str", "c": run.text}
    if run.look == "em":
        node = {"t": "Emph", "c": [node]}
    if run.to:
        node = {"t": "Link", "c": [_PLAIN, [node], [f"#{run.to}", ""]]}
    if run.id or run.look == "checksum":
        node = {"t": "Span", "c": [[run.id, [run.look], []], [node]]}
    return node


def table_arguments(content: list[Any], writer: Writer) -> str:
    """Arguments of `plain-table`: setting, widths, alignment, header cells, body cells.

    Parameters
    ----------
    content : of a ``Table`` in pandoc's tree: attributes, caption, columns, head, bodies, foot.
    writer : writes what the cells hold.
    """
    (_, classes, _), _, columns, (_, head_rows), bodies, (_, foot_rows) = content
    rows: list[tuple[Any, int]] = []
    for _, row_heads, between, body_rows in bodies:
        rows += [(row, row_heads) for row in [*between, *body_rows]]
    rows += [(row, 0) for row in foot_rows]
    aligned = ", ".join(ALIGN.get(column[0]["t"], "start") for column in columns)
    setting = _setting(classes, len(rows), len(columns))
    least = [
        (letters * LETTER * setting.size + setting.padding) / writer.width
        for letters in _longest([*((row, 0) for row in head_rows), *rows], len(columns))
    ]
    shares = column_shares(columns, rows, least)
    room = [(share * writer.width - setting.padding) / (LETTER * setting.size) for share in shares]
    widths = ", ".join(f"{100 * share:.2f}fr" for share in shares)
    # Without headings it is no table for whoever hears it, and PDF/UA says so.
    cell_of = "table.cell" if head_rows else "grid.cell"
    head = "".join(
        f"{cell}, " for row in head_rows for cell in _row(row, _TOP, room, writer, cell_of)
    )
    body = [f"  {', '.join(_row(row, heads, room, writer, cell_of))}," for row, heads in rows]
    return "\n".join(
        [
            "",
            f"  columns: ({widths},),",
            f"  align: ({aligned},),",
            f"  setting: settings.{setting.name},",
            f"  header: ({head}),",
            *body,
            "",
        ]
    )


def _setting(classes: list[str], rows: int, columns: int) -> Setting:
    if _FINE_CLASS in classes or rows > LONG_TABLE or columns > _VERY_MANY:
        return FINE
    return SMALL if columns > MANY_COLUMNS else NORMAL


def _row(row: Any, row_heads: int, room: list[float], writer: Writer, cell_of: str) -> list[str]:
    cells = row[1]
    long = any(len(plain(cell[4])) > LONG_CELL for cell in cells)
    out = []
    at = 0
    for cell in cells:
        span = cell[3]
        # A row that a rowspan shortens may be off by columns: then the narrowest counts.
        whole = sum(other[3] for other in cells) == len(room)
        writer.capacity = int(sum(room[at : at + span]) if whole else min(room))
        named = row_heads != _TOP and "head" in cell[0][1]
        out.append(_cell(cell, named or at < row_heads, long, writer, cell_of))
        at += span
    writer.capacity = LONG_RUN
    return out


def _cell(cell: Any, is_head: bool, long: bool, writer: Writer, cell_of: str) -> str:
    (anchor, _, pairs), align, rowspan, colspan, blocks = cell
    told = dict(pairs)
    written = writer.blocks(blocks)
    ground = told["bar"].split()[0] if "bar" in told else told.get("background", "")
    if ground:
        ink = readable(told.get("color") or ink_on(ground), ground)
        written = f"#text(fill: rgb({string(ink)}))[{written}]"
    elif "color" in told:
        written = f"#text(fill: rgb({string(on_paper(told['color'])[0])}))[{written}]"
    content = f"[{writer.anchor(anchor)}{written}]"
    is_head = is_head or "weight" in told
    if is_head:
        content = f"row-head({content})"
    options = []
    if rowspan > 1:
        options.append(f"rowspan: {rowspan}")
    if colspan > 1:
        options.append(f"colspan: {colspan}")
    if "bar" in told:
        options.append(f"fill: {_bar(told['bar'], told.get('background', '#ffffff'))}")
    elif "background" in told:
        options.append(f"fill: rgb({string(told['background'])})")
    if align["t"] in ALIGN:
        options.append(f"align: {ALIGN[align['t']]}")
    if long:
        options.append("breakable: true")
    return f"{cell_of}({', '.join([*options, content])})" if options else content


def _bar(bar: str, ground: str) -> str:
    """A bar behind what a cell holds, from one share of its width to another, in percent."""
    colour, begins, ends = bar.split()
    places = ((ground, "0"), (ground, begins), (colour, begins), (colour, ends), (ground, ends))
    stops = [f"(rgb({string(one)}), {at}%)" for one, at in (*places, (ground, "100"))]
    return f"gradient.linear({', '.join(stops)})"


def column_shares(
    columns: list[Any], rows: list[tuple[Any, int]], least: Sequence[float] = ()
) -> list[float]:
    """Shares of the table's width: as the HTML says, or after the texts where it does not.

    Parameters
    ----------
    columns, rows : of a ``Table`` in pandoc's tree.
    least : share that each column needs for its longest word; kept where no width is stated and
        all of them fit.
    """
    stated = [width["c"] if width["t"] == "ColWidth" else 0.0 for _, width in columns]
    needed = [4.0] * len(columns)
    for row, _ in rows:
        cells = row[1]
        if len(cells) == len(columns):
            for index, cell in enumerate(cells):
                text = plain(cell[4])
                longest = max((len(word) for word in text.split()), default=0)
                needed[index] = max(needed[index], min(longest, LONG_RUN), len(text) ** 0.75)
    if not any(stated) and sum(least) <= 1:
        return _at_least(needed, least or [0.0] * len(columns))
    rest = max(0.1, 1 - sum(stated))
    total = sum(need for need, share in zip(needed, stated, strict=True) if not share)
    shares = [share or rest * need / total for need, share in zip(needed, stated, strict=True)]
    return [share / sum(shares) for share in shares]


def _at_least(needed: Sequence[float], least: Sequence[float]) -> list[float]:
    """Shares in proportion to what is needed, but for columns that would get less than the least.

    >>> _at_least([1, 9], [0.25, 0.25])
    [0.25, 0.75]
    """
    narrow: set[int] = set()
    while True:
        rest = 1 - sum(least[at] for at in narrow)
        total = sum(need for at, need in enumerate(needed) if at not in narrow)
        shares = [
            least[at] if at in narrow else rest * need / total for at, need in enumerate(needed)
        ]
        below = {at for at, share in enumerate(shares) if share < least[at]} - narrow
        if not below:
            return shares
        narrow |= below


def _longest(rows: list[tuple[Any, int]], columns: int) -> list[int]:
    """Letters of the longest word of each column, up to the length at which words are divided."""
    longest = [0] * columns
    for row, _ in rows:
        cells = row[1]
        if len(cells) == columns:
            for at, cell in enumerate(cells):
                words = (len(word) for word in plain(cell[4]).split())
                longest[at] = max(longest[at], min(MOST_LETTERS, max(words, default=0)))
    return longest
