"""DuckDB on this machine, and what every engine does: lines become an Ibis table with row numbers.

A row has the number of its line. Memory is bounded: what goes beyond is on the disk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.types as ir

from analysis.importers.decisions import CannotImport
from analysis.importers.large.lines import READS, Lines
from analysis.importers.large.parquet import as_text

NUMBER = "number of the row"
MEMORY = "512MB"
"""What DuckDB holds at most; the rest of a run's memory is Python's."""


@dataclass(frozen=True)
class Parted:
    """How lines are parted into cells.

    Attributes
    ----------
    columns : names of all columns, as the mapping spells them.
    header : lines above the first row.
    delimiter : the sign between cells.
    quoting : whether cells may stand in quotes.
    parquet : whether it is a Parquet file, which has columns and no lines.
    """

    columns: tuple[str, ...]
    header: int
    delimiter: str
    quoting: bool
    parquet: bool = False


class Engine(Protocol):
    """What runs the expressions."""

    def read(self, lines: Lines, parted: Parted, *, numbered: bool = True) -> ir.Table:
        """All rows of a file: a text for each cell, null where it is empty, and with `numbered`
        the column :data:`NUMBER`.

        Raises
        ------
        CannotImport : a line has more or fewer cells than there are columns.
        """

    def refusing(self, files: Sequence[Lines]) -> AbstractContextManager[None]:
        """While an expression over files runs: what is wrong with a line is told as such."""


class DuckDB:
    """DuckDB in this process, whose memory is bounded, with a folder for what goes beyond."""

    def __init__(self, aside: Path) -> None:
        self.connection = ibis.duckdb.connect(
            memory_limit=MEMORY,
            temp_directory=str(aside / "duckdb"),
            threads=os.cpu_count() or 1,
            preserve_insertion_order=True,
        )
        # It would be drawn where this runs in a notebook or by `python -c`.
        self.connection.raw_sql("SET enable_progress_bar = false")

    def read(self, lines: Lines, parted: Parted, *, numbered: bool = True) -> ir.Table:
        if parted.parquet:
            table = self.connection.read_parquet(str(lines.path), file_row_number=True)
            return as_text(table, "file_row_number", parted.columns, NUMBER)
        table = self.connection.read_csv(
            str(lines.path),
            columns=dict.fromkeys(parted.columns, "VARCHAR"),
            auto_detect=False,
            header=False,
            skip=parted.header,
            delim=parted.delimiter,
            quote='"' if parted.quoting else "",
            escape='"' if parted.quoting else "",
            new_line=lines.ending.encode("unicode_escape").decode(),
            compression="none",
        )
        if not numbered:
            return table
        # DuckDB numbers rows in the order of the file: `preserve_insertion_order`.
        return table.mutate(**{NUMBER: ibis.row_number() + (parted.header + 1)})

    @contextmanager
    def refusing(self, files: Sequence[Lines]) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.Error as error:
            raise _told(str(error), files) from error


def _told(error: str, files: Sequence[Lines]) -> CannotImport:
    line = re.search(r"CSV Error on Line: (\d+)", error)
    if line is None:
        return CannotImport(f"DuckDB says: {error.splitlines()[0]}")
    name = next((one.name for one in files if f"file = {one.path}\n" in error), files[0].name)
    cells = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", error)
    told = f"has {cells[2]} cells, and not {cells[1]}" if cells else "cannot be parted into cells"
    return CannotImport(f"{name}, line {int(line[1]):,}: {told}; {READS}")


def engine_named(name: str, aside: Path) -> AbstractContextManager[Engine]:
    """An engine for as long as the block lasts.

    Raises
    ------
    CannotImport : what it needs is not installed.
    """
    if name == "spark":
        from analysis.importers.large.spark import spark

        return spark()
    return _duckdb(aside)


@contextmanager
def _duckdb(aside: Path) -> Iterator[Engine]:
    engine = DuckDB(aside)
    try:
        yield engine
    finally:
        engine.connection.disconnect()
