"""Tables as readers see them: columns chosen, worded and turned into accessible HTML.

A :class:`Listing` is to a table what a chart is to a figure. What stands in it is computed by the
measures; here it only gets its headings, widths, links and anchors. Markup is escaped in this
module and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from analysis.package.amounts import Bounds

Cell = Callable[[Any], str]
NONE = "none"
"""What stands in a table without rows."""


@dataclass(frozen=True)
class Column:
    """One column of a listing.

    Attributes
    ----------
    name : column of the frame.
    title : heading.
    width : share of the table's width, in percent.
    cell : value -> HTML; :func:`text` unless said otherwise.
    numeric : align the figures to the right.
    description : for the codebook of the CSV that goes with the table, with its unit.
    saved : whether the CSV has the column too.
    """

    name: str
    title: str
    width: float
    cell: Cell | None = None
    numeric: bool = False
    description: str = ""
    saved: bool = True


@dataclass(frozen=True)
class Listing:
    """A table for readers.

    Attributes
    ----------
    frame : (n, columns) of flat values, as the CSV beside the report holds it.
    html : the ``<table>`` without a caption number.
    caption : plain text.
    evidence : ids linked from the table, in order.
    columns : column of ``frame`` -> description with its unit.
    """

    frame: pd.DataFrame
    html: str
    caption: str
    evidence: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def text(value: Any) -> str:
    """A value as escaped text; missing values are empty."""
    if value is None or (not isinstance(value, (tuple, list)) and pd.isna(value)):
        return ""
    return escape(str(value))


def evidence_links(ids: Iterable[str]) -> str:
    """Evidence ids as links to their rows in the appendix."""
    return " ".join(f'<a href="#{escape(i)}">{escape(i)}</a>' for i in ids)


def anchor(value: Any) -> str:
    """A value that other places link to."""
    name = escape(str(value))
    return f'<span id="{name}">{name}</span>'


def listing(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    id: str,
    caption: str,
    small: bool = False,
) -> Listing:
    """Turn the rows of a frame into a table with a caption, column widths and row headings.

    Parameters
    ----------
    frame : (n, any) with every column named; an ``evidence`` column holds tuples of ids.
    columns : what to show, in order; the first is the heading of its row.
    id : anchor of the table.
    caption : one sentence, plain text.
    small : set in smaller type (long appendix tables).
    """
    head = "".join(f'<th scope="col"{_align(c)}>{escape(c.title)}</th>' for c in columns)
    widths = "".join(f'<col style="width:{c.width:g}%"/>' for c in columns)
    rows = []
    for values in frame.to_dict("records"):
        cells = []
        for position, column in enumerate(columns):
            html = (column.cell or text)(values[column.name])
            tag, scope = ("th", ' scope="row"') if position == 0 else ("td", "")
            cells.append(f"<{tag}{scope}{_align(column)}>{html}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    if not rows:
        rest = "<td></td>" * (len(columns) - 1)
        rows.append(f'<tr><th scope="row">{NONE}</th>{rest}</tr>')
    style = "bc small" if small else "bc"
    html = (
        f'<table class="{style}" id="{escape(id)}"><caption>{escape(caption)}</caption>'
        f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    saved = [column for column in columns if column.saved]
    evidence: dict[str, None] = {}
    if any(column.name == "evidence" for column in columns):
        evidence = dict.fromkeys(i for ids in frame["evidence"] for i in ids)
    return Listing(
        frame=_flat(frame[[c.name for c in saved]]),
        html=html,
        caption=caption,
        evidence=tuple(evidence),
        columns={c.name: c.description or c.title for c in saved},
    )


def _align(column: Column) -> str:
    return ' class="n"' if column.numeric else ""


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: [_flat_value(v) for v in frame[name]] for name in frame.columns})


def _flat_value(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value))
    if value is None:
        return ""
    return value.words() if isinstance(value, Bounds) else value
