"""Parquet files, which are columns already: their first rows, and how many there are."""

from __future__ import annotations

import hashlib
from pathlib import Path

import ibis.expr.types as ir

from analysis.importers.container import Content
from analysis.importers.decisions import CannotImport
from analysis.importers.large.lines import Lines

_HEAD = 1_000  # rows from which a form is recognised


def head_of_parquet(path: Path, aside: Path) -> Content:
    """The first rows of a file, as a file of their own.

    Raises
    ------
    CannotImport : it is damaged.
    """
    import duckdb

    place = aside / "head.parquet"
    try:
        duckdb.from_parquet(str(path)).limit(_HEAD).write_parquet(str(place))
    except duckdb.Error as error:
        raise CannotImport(f"{path}: is a damaged Parquet file ({error})") from error
    return Content(path.name, "", place.read_bytes(), "parquet")


def rows_of_parquet(path: Path) -> Lines:
    """A file with its checksum and the number of its rows."""
    import duckdb

    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    (number,) = duckdb.from_parquet(str(path)).count("*").fetchall()[0]
    return Lines(path.name, sha256, path, int(number), "")


def as_text(table: ir.Table, index: str, columns: tuple[str, ...], number: str) -> ir.Table:
    """Columns under the names of the mapping as texts; those that engines write otherwise stay.

    Parameters
    ----------
    index : the column with the number of the row from 0.
    number : the column that is to hold it from 1.
    """
    cells = {}
    for old, new in zip((name for name in table.columns if name != index), columns, strict=True):
        kind = table[old].type()
        alike = kind.is_string() or kind.is_integer() or kind.is_date()
        cells[new] = table[old].cast("string") if alike else table[old]
    return table.select(**cells, **{number: table[index] + 1})


def check_texts(rows: ir.Table, named: list[str], file: str) -> None:
    """Refuse columns that are read and are no texts, whole numbers or days.

    Raises
    ------
    CannotImport : engines would write them in ways of their own.
    """
    for name in named:
        if name in rows.columns and not rows[name].type().is_string():
            rule = f"is {rows[name].type()}, which engines write in ways of their own"
            raise CannotImport(f'{file}: "{name}" {rule}; --engine pandas reads this file')
