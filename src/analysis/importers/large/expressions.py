"""What is asked of rows by the million, as Ibis expressions that DuckDB and Spark run alike.

``needed`` takes the columns that a mapping names; ``judged`` says of each row why it cannot tell
anything, "" where it may; ``merged`` makes one event of the reports of one, by the rule of the
mapping, and ``pairs`` counts these. Cells are compared as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_

import ibis
import ibis.expr.types as ir

from analysis.importers.forms import Coded, EventForm
from analysis.importers.large.engines import NUMBER
from analysis.importers.mapping import code_table

FATE, CODE, NAMED = "fate", "code of the row", "actors named"
LEFT_OUT, NOT_CODED, FEW = "left out", "not coded", "rejected"
_BETWEEN = "\x1f"  # in no cell: a sign that cannot be seen, and is read as a blank


@dataclass(frozen=True)
class Asked:
    """What a row needs, so that it may tell something.

    Attributes
    ----------
    codes : as :func:`code` writes them, of those that are of a kind; None: any.
    keep : columns, and the texts of which one has to stand in one of them.
    least : how many actors it names.
    dateless : texts in the column of the date that give none; such rows are not counted as ones
        that name too few.
    """

    codes: Sequence[str] | None
    keep: Sequence[tuple[Sequence[str], Sequence[str]]]
    least: int
    dateless: Sequence[str]


def needed(rows: ir.Table, columns: Iterable[str]) -> ir.Table:
    """The columns that are named, "" in empty cells, and in those that the file lacks."""
    cells = {
        name: rows[name].fill_null("") if name in rows.columns else ibis.literal("")
        for name in columns
    }
    number = [NUMBER] if NUMBER in rows.columns else []
    return rows.select(*number, **cells)


def code(rows: ir.Table, form: EventForm) -> ir.StringValue:
    """The cells from which the kind of a row is read, as one text; "" where all are alike."""
    if isinstance(form.kind, str):
        return ibis.literal("")
    return _joined([rows[name] for name in (*form.kind.column, *form.kind.also)], _BETWEEN)


def cells_of(code: str) -> list[str]:
    """The cells that :func:`code` made one text of."""
    return code.split(_BETWEEN)


def judged(rows: ir.Table, form: EventForm, asked: Asked) -> ir.Table:
    """The rows with their code, how many cells name an actor, and their fate: "" may tell."""
    keep = [
        reduce(or_, [rows[column].isin(texts) for column in columns])
        for columns, texts in asked.keep
    ]
    rows = rows.mutate(**{CODE: code(rows, form), NAMED: _named(rows, form)})
    why: list[tuple[ir.BooleanValue, str]] = []
    if keep:
        why.append((~reduce(and_, keep), LEFT_OUT))
    if asked.codes is not None:
        why.append((rows[CODE].notin(asked.codes), NOT_CODED))
    if asked.least:
        few = rows[NAMED] < asked.least
        if asked.dateless:
            few &= rows[form.date.column[0]].notin(asked.dateless)
        why.append((few, FEW))
    return rows.mutate(**{FATE: ibis.cases(*why, else_="") if why else ibis.literal("")})


def counted(judged: ir.Table) -> ir.Table:
    """How many rows have each fate, by code and number of cells that name an actor."""
    return judged.group_by([FATE, CODE, NAMED]).aggregate(rows=judged.count())


def merged(rows: ir.Table, form: EventForm, names: Mapping[str, str]) -> ir.Table:
    """Reports merged into events: by kind, code, day and unordered pair.

    Parameters
    ----------
    names : name as it is written -> name that it is one with.

    Returns
    -------
    kind, channel, code (of those that tell of one thing), day, first, second, rows.
    """
    assert isinstance(form.kind, Coded)
    assert form.kind.table
    table = code_table(form.kind.table)
    told = _joined([rows[name] for name in (*form.kind.column, *form.kind.also)], "/")
    if form.kind.also:
        told = told.re_replace("/+$", "")
    one, other = (_who(rows, who.name, who.code, names) for who in form.who)
    day = rows[form.date.column[0]]
    paired = (one != "") & (other != "") & (one != other)
    rows = rows.filter(told.isin(list(table.index)) & (day != "") & paired).select(
        told=told, day=day, first=ibis.least(one, other), second=ibis.greatest(one, other)
    )
    rows = rows.select(
        "day",
        "first",
        "second",
        **{
            new: rows["told"].substitute(table[old].to_dict(), else_="")
            for new, old in (("kind", "kind"), ("channel", "channel"), ("code", "group"))
        },
    )
    keys = ["kind", "channel", "code", "day", "first", "second"]
    return rows.group_by(keys).aggregate(rows=rows.count())


def pairs(events: ir.Table) -> ir.Table:
    """Merged events by kind, channel and pair, with the first and last day and the number of rows.

    Returns
    -------
    kind, channel, first, second, first_day, last_day, events, rows; the most events first.
    """
    keys = ["kind", "channel", "first", "second"]
    counts = events.group_by(keys).aggregate(
        first_day=events["day"].min(),
        last_day=events["day"].max(),
        events=events.count(),
        rows=events["rows"].sum(),
    )
    return counts.order_by(counts["events"].desc(), *keys)


def _named(rows: ir.Table, form: EventForm) -> ir.IntegerValue:
    """How many of the cells that may name an actor are filled."""
    filled = [
        reduce(or_, [rows[name] != "" for name in (*who.name, *([who.code] if who.code else []))])
        for who in form.who
    ]
    return reduce(add, [one.cast("int64") for one in filled], ibis.literal(0, "int64"))


def _who(
    rows: ir.Table, columns: Sequence[str], code: str | None, names: Mapping[str, str]
) -> ir.StringValue:
    """What tells an actor apart: the code, or the name as written; "" where there is none."""
    name = reduce(
        lambda one, other: ibis.ifelse(one != "", one, other), [rows[name] for name in columns]
    )
    if names:
        name = name.substitute(dict(names))
    return name if code is None else ibis.ifelse(rows[code] != "", rows[code], name)


def _joined(cells: Sequence[ir.StringValue], sign: str) -> ir.StringValue:
    return reduce(lambda one, other: one + sign + other, cells)
