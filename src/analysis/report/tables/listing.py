"""Tables as readers see them: columns chosen and worded, with links, anchors and row headings.

A :class:`Listing` is to a table what a chart is to a figure. What stands in it is computed by the
measures; here it only gets its headings, widths, links and anchors, as data that each format of
the report sets in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import marks, screen
from analysis.measures import Measures
from analysis.measures.columns import cells, flat, merged
from analysis.package.amounts import Bounds
from analysis.report.wording import within

MOST_ROWS = 60
"""Rows of a table that readers see; its CSV has all of them."""

MOST_IDS = 6
"""Ids of the evidence in a cell; of more, how many."""

MOST_BEHIND = 120
"""Ids of the evidence that a row is said to rest on: all of them, or none."""

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
    cell : value -> what stands in the cell; :func:`text` unless said otherwise.
    numeric : align the figures to the right.
    description : for the codebook of the CSV that goes with the table, with its unit.
    """

    name: str
    title: str
    width: float
    cell: Callable[[Any], str | marks.Cell] | None = None
    numeric: bool = False
    description: str = ""


@dataclass(frozen=True)
class Listing:
    """A table for readers.

    Attributes
    ----------
    frame : (n, columns) of flat values, as the CSV beside the report holds it.
    table : what readers see, with caption, evidence, and the columns of ``frame`` described.
    evidence : ids of all that stands behind its rows.
    """

    frame: pd.DataFrame
    table: marks.Table
    evidence: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return screen.table(self.table)


def text(value: Any) -> str:
    """A value as text; missing values are empty."""
    if value is None or (not isinstance(value, (tuple, list)) and pd.isna(value)):
        return ""
    return str(value)


def evidence_links(ids: Iterable[str]) -> marks.Cell:
    """Evidence ids as links to their rows in the appendix; of very many the first, and a count."""
    known = list(ids)
    links = [marks.Run(i, to=i) for i in known[:MOST_IDS]]
    cell: marks.Cell = tuple(run for link in links for run in (" ", link))[1:]
    more = len(known) - MOST_IDS
    return (*cell, f" and {more:,} more") if more > 0 else cell


def anchor(value: Any) -> marks.Cell:
    """A value that other places link to."""
    return (marks.Run(str(value), id=str(value)),)


def listing(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    id: str,
    caption: str,
    small: bool = False,
    aside: bool = False,
    shown_in: float = 0,
    most: int = MOST_ROWS,
) -> Listing:
    """Turn the rows of a frame into a table with a caption, column widths and row headings.

    Parameters
    ----------
    frame : (n, any) with every column named; an ``evidence`` column holds tuples of ids.
    columns : what to show, in order; the first is the heading of its row.
    id : anchor of the table.
    caption : one sentence, plain text.
    small : set in smaller type (long appendix tables).
    aside : folded, and left out of print: what a figure or a sentence says already.
    shown_in : width of a last column on where the report uses each row, in percent; 0 for none.
    most : rows that readers see; where there are more, the caption says so.
    """
    seen = frame[:most]
    rows = [
        tuple(_cell((column.cell or text)(values[column.name])) for column in columns)
        for values in seen.to_dict("records")
    ]
    if len(frame) > most:
        caption += f" The first {most} of {len(frame):,} rows; the CSV of this table has them all."
    heads = [marks.Column(c.title, c.width, "n" if c.numeric else "") for c in columns]
    if shown_in:
        heads.append(marks.Column("Shown in", shown_in, "shown-in"))
        rows = [(*row, ()) for row in rows]
    names = [column.name for column in columns]
    table = marks.Table(
        id=id,
        caption=caption,
        columns=tuple(heads),
        rows=tuple(rows) or (((NONE,), *[()] * (len(heads) - 1)),),
        small=small or aside,
        # What has nothing to show is no empty frame in print.
        aside=aside or frame.empty,
        evidence=merged(ids[:MOST_IDS] for ids in seen["evidence"]) if "evidence" in names else (),
        fields={c.name: c.description or c.title for c in columns},
        behind=tuple(tuple(ids) if len(ids) <= MOST_BEHIND else () for ids in seen["evidence"])
        if "evidence" in names
        else (),
    )
    behind = merged(frame["evidence"]) if "evidence" in names else ()
    return Listing(flat(frame[names]), table, behind)


def _cell(content: str | marks.Cell) -> marks.Cell:
    return ((content,) if content else ()) if isinstance(content, str) else content


# What several tables show alike


def dates(first: Any, last: Any) -> str:
    """The days that bound an event, shortly: "14 Nov 2023", "by 11 Jan 2025", "not stated"."""
    return within(first, last, unknown="not stated")


def with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column ``when`` in words from ``earliest`` and ``latest``."""
    return frame.assign(when=[dates(*days) for days in cells(frame, "earliest", "latest")])


def by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by what is known of their days: the first that is possible, else the last."""
    known = frame["earliest"].fillna(frame["latest"])
    order = frame.assign(_known=known).sort_values(["_known", "latest"], kind="stable")
    return order.drop(columns="_known").reset_index(drop=True)


NOBODY = "no side"
"""What stands for the side of an event that names none."""


def filters(m: Measures, frame: pd.DataFrame) -> tuple[marks.Filter, ...]:
    """By what the rows on events (``event_id``, ``family``) of a table can be chosen."""
    label, sides = m.tables.codebook.label, m.event_sides
    families = [(label("kinds", "family", one),) for one in frame["family"]]
    of_sides = [sides.get(event, ()) or (NOBODY,) for event in frame["event_id"]]
    return marks.Filter("Kind", tuple(families)), marks.Filter("Side", tuple(of_sides))


def bounds(value: Any) -> str:
    """Bounds in words; empty where there are none to give."""
    return value.words() if isinstance(value, Bounds) else ""


def evidence(width: float) -> Column:
    """The column of evidence ids."""
    return Column(
        "evidence",
        "Evidence",
        width,
        evidence_links,
        description="ids of the evidence, see evidence.csv",
    )
