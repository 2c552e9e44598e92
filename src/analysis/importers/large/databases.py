"""A table of event data in a database (BigQuery, DuckDB, …), whose rows never come here whole.

Contacts are counted there, or the rows that can tell something are written as a file of their
format: a data set is a file with a checksum, and what is imported is that file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import ibis
import ibis.expr.types as ir
import pandas as pd

from analysis.importers.choices import Choices
from analysis.importers.columns import check_keep, columns_of
from analysis.importers.decisions import CannotImport
from analysis.importers.forms import Coded, EventForm, Mapping
from analysis.importers.large import expressions
from analysis.importers.large.counted import kept, with_pairs
from analysis.importers.large.narrowed import MOST_ROWS, unfit
from analysis.importers.mapping import code_table
from analysis.importers.recognise import plain

_BREAKS = "[\t\r\n]+"


@contextmanager
def table_at(address: str, mapping: Mapping) -> Iterator[ir.Table]:
    """The columns of a table that a mapping knows, as it spells them, each cell a text.

    Parameters
    ----------
    address : as Ibis connects, a ``#`` and the table: ``bigquery://project#owner.dataset.events``,
        ``duckdb:///path/file.db#events``.

    Raises
    ------
    CannotImport : there is no such table, or what reaches it is not installed; the database
        refuses what it is asked.
    """
    where, _, name = address.partition("#")
    catalogue, _, short = name.rpartition(".")
    if why := unfit(mapping):
        raise CannotImport(f"--table {address}: is read as {mapping.name}, {why}")
    if not where or not short:
        raise CannotImport(f"--table {address}: is written as the address, a #, and the table")
    with _told(address):
        connection = ibis.connect(where)
        rows = connection.table(short, database=catalogue or None)
    try:
        columns = {plain(column): column for column in rows.columns}
        wanted = [*mapping.file.columns, *sorted(columns_of(mapping))]
        there = {name: rows[columns[plain(name)]] for name in wanted if plain(name) in columns}
        needed = mapping.recognised_by or mapping.file.numbers
        if lacking := [name for name in needed if name not in there]:
            raise CannotImport(f"--table {address}: has no column {', '.join(lacking)}")
        _check_codes(there, mapping, address)
        yield rows.select(**{name: cell.cast("string") for name, cell in there.items()})
    finally:
        connection.disconnect()


@contextmanager
def _told(address: str) -> Iterator[None]:
    """While a database is asked: what it raises is its own, and is told in its words."""
    try:
        yield
    except Exception as error:
        said = str(error).strip().partition("\n")[0]
        raise CannotImport(f"--table {address}: {said or type(error).__name__}") from error


def counted_there(address: str, mapping: Mapping, choices: Choices) -> pd.DataFrame:
    """As :func:`analysis.importers.large.counted.counted`, of a table.

    Raises
    ------
    CannotImport : as there, and as :func:`table_at`.
    """
    form = with_pairs(mapping, address)
    with table_at(address, mapping) as table:
        events = expressions.merged(_kept(table, mapping, choices), form, mapping.names)
        with _told(address):
            made: pd.DataFrame = expressions.pairs(events).to_pyarrow().to_pandas()
    return made


def save(address: str, mapping: Mapping, choices: Choices, file: TextIO) -> tuple[int, int]:
    """Write the rows that are of a kind and are kept, as a file of their format, in order.

    Returns
    -------
    How many rows were written, and of how many in the table.

    Raises
    ------
    CannotImport : more than :data:`MOST_ROWS` rows, and as :func:`table_at`.
    """
    (form,) = mapping.events
    with table_at(address, mapping) as table:
        names = mapping.file.columns or table.columns
        rows = _of_a_kind(_kept(table, mapping, choices), form)
        with _told(address):
            number, whole = (int(some.count().to_pyarrow().as_py()) for some in (rows, table))
        if number > MOST_ROWS:
            rule = f"{number:,} rows can tell something, and a package is made of {MOST_ROWS:,}"
            raise CannotImport(f"--table {address}: {rule}; --keep takes some of them")
        cells = {name: rows[name].re_replace(_BREAKS, " ") for name in rows.columns}
        with _told(address):
            found = rows.select(**cells).order_by(rows.columns).to_pyarrow().to_pandas()
    found.reindex(columns=list(names), fill_value="").to_csv(
        file,
        sep=mapping.file.delimiter or "\t",
        header=not mapping.file.columns,
        index=False,
        lineterminator="\n",
        quoting=csv.QUOTE_MINIMAL if mapping.file.quoting else csv.QUOTE_NONE,
        quotechar='"' if mapping.file.quoting else None,
    )
    return number, whole


def _check_codes(there: dict[str, ir.Column], mapping: Mapping, address: str) -> None:
    """Refuse codes that are kept as numbers: 041 is not 41.

    Raises
    ------
    CannotImport : they are.
    """
    for form in mapping.events:
        for name in form.kind.column if isinstance(form.kind, Coded) else ():
            if name in there and not there[name].type().is_string():
                kind = there[name].type()
                raise CannotImport(f'--table {address}: "{name}" is {kind}, and codes are texts')


def _kept(table: ir.Table, mapping: Mapping, choices: Choices) -> ir.Table:
    check_keep(table.columns, choices)
    asked = {column for columns, _ in choices.keep for column in columns}
    named = {*columns_of(mapping), *mapping.file.numbers, *asked}
    return kept(expressions.needed(table, sorted(named)), choices)


def _of_a_kind(rows: ir.Table, form: EventForm) -> ir.Table:
    if not isinstance(form.kind, Coded) or not form.kind.table:
        return rows
    codes = code_table(form.kind.table).index.str.partition("/").get_level_values(0)
    return rows.filter(rows[form.kind.column[0]].strip().isin(sorted(set(codes))))
