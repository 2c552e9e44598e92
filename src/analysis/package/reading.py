"""The CSV files of a package as text, cell by cell, with the line that each row stands on.

Nothing is interpreted here: no value is taken for a number, a date or a missing value, and no
row is moved, cut or filled up to fit.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.characters import ANY, unwanted
from analysis.package.codebook import Codebook, Table
from analysis.package.descriptor.needed_fields import MAY_LACK
from analysis.package.other_forms import not_utf8, parted_otherwise
from analysis.package.plain_csv import read_plainly
from analysis.problems import Problem

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RawTable:
    """One file's cells.

    Attributes
    ----------
    frame : (n, columns) all str, "" for an empty cell, RangeIndex.
    file : the name to show in messages, relative to the package's parent.
    lines : (n,) 1-based line on which each row starts.
    """

    frame: pd.DataFrame
    file: str
    lines: pd.Series

    def line(self, row: int) -> int:
        return self._lines[row]

    def cell(self, row: int, column: str) -> str:
        """One cell; a column that many are asked of is made a list once."""
        if column not in self._columns:
            self._columns[column] = self.frame[column].tolist()
        return self._columns[column][row]

    def distinct(self, column: str) -> tuple[Codes, pd.Series]:
        """The number of each cell's text, and the texts (str), in the order of their first rows.

        Columns say the same few things again and again: whoever looks at a text looks at it once.
        """
        if column not in self._distinct:
            codes, texts = pd.factorize(self.frame[column])
            self._distinct[column] = codes, pd.Series(texts, dtype="str")
        return self._distinct[column]

    def where(self, column: str, test: Callable[[pd.Series], pd.Series]) -> pd.Series:
        """(n,) bool: the cells whose text passes a test of (k,) texts."""
        codes, texts = self.distinct(column)
        return pd.Series(test(texts).to_numpy(dtype=bool).take(codes))

    def empty(self, column: str) -> pd.Series:
        """(n,) bool: the cells that say nothing."""
        return self.where(column, lambda texts: texts == "")

    def among(self, column: str, known: pd.Series | Sequence[str]) -> pd.Series:
        """(n,) bool: the cells whose text is one of those known."""
        return self.where(column, lambda texts: texts.isin(known))

    def numbers(self, column: str) -> pd.Series:
        """(n,) float64: the cells as numbers, NaN where one is none."""
        codes, texts = self.distinct(column)
        read = pd.to_numeric(texts, errors="coerce").to_numpy(dtype="float64")
        return pd.Series(read.take(codes))

    @cached_property
    def _distinct(self) -> dict[str, tuple[Codes, pd.Series]]:
        return {}

    @cached_property
    def _lines(self) -> list[int]:
        return [int(line) for line in self.lines]

    @cached_property
    def _columns(self) -> dict[str, list[str]]:
        return {}


def read_tables(package: Path, codebook: Codebook) -> tuple[dict[str, RawTable], list[Problem]]:
    """Read every table of the package; problems of form (missing file or column) come along."""
    raw: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for name, table in codebook.tables.items():
        shown = f"{Path(package).resolve().name}/{table.path}"
        read, found = _read(Path(package) / table.path, shown, table)
        problems += found
        if read is not None:
            raw[name] = read
    return raw, problems


def _read(path: Path, shown: str, table: Table) -> tuple[RawTable | None, list[Problem]]:
    try:
        frame = read_plainly(path.read_bytes())
        if frame is not None and not _columns([*frame.columns], shown, _names(table)):
            second_on = pd.Series(range(2, len(frame) + 2), dtype="int64")
            return RawTable(_arranged(frame, table), shown, second_on), []
        rows, lines = _rows(path)
    except FileNotFoundError:
        return None, [Problem(shown, 0, "", None, "is missing")]
    except OSError as error:
        return None, [Problem(shown, 0, "", None, f"cannot be read ({error.strerror})")]
    except UnicodeDecodeError as error:
        return None, [not_utf8(path, shown, error.start)]
    except csv.Error as error:
        return None, [Problem(shown, 0, "", None, f"is not readable as CSV: {error}")]
    if not rows:
        return None, [Problem(shown, 0, "", None, "is empty: its first line names the columns")]
    head, body = rows[0], rows[1:]
    expected = _names(table)
    if parted := parted_otherwise(head, shown, expected):
        return None, [parted]
    problems = _columns(head, shown, expected)
    problems += _widths(body, lines[1:], len(head), shown)
    if not problems:
        problems = list(_characters(head, body, lines[1:], shown))
    if problems:
        return None, problems
    columns = zip(*body, strict=True) if body else ((),) * len(head)
    cells = {name: pd.Series(c, dtype="str") for name, c in zip(head, columns, strict=True)}
    frame = _arranged(pd.DataFrame(cells), table)
    return RawTable(frame, shown, pd.Series(lines[1:], dtype="int64")), []


def _names(table: Table) -> list[str]:
    return [field.name for field in table.fields]


def _arranged(cells: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns in the order of the codebook, with those that a package may do without."""
    frame = cells[_names(table)]
    for name in MAY_LACK.get(table.name, ()):
        if name not in frame:
            frame[name] = pd.Series("", index=frame.index, dtype="str")
    return frame


def _rows(path: Path) -> tuple[list[list[str]], list[int]]:
    """The rows that are not blank, and the line on which each starts."""
    rows, lines = [], []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        before = 0
        for row in reader:
            if len(row) > 1 or (row and row[0].strip()):
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    return rows, lines


def _columns(head: list[str], shown: str, expected: list[str]) -> list[Problem]:
    problems = []
    for position, column in enumerate(head):
        if column not in expected:
            problems.append(Problem(shown, 1, column, None, "is not a column of the codebook"))
        elif column in head[:position]:
            problems.append(Problem(shown, 1, column, None, "is a column that stands twice"))
    for column in expected:
        if column not in head:
            problems.append(Problem(shown, 1, column, None, "is a column that is missing"))
    return problems


def _widths(rows: list[list[str]], lines: list[int], width: int, shown: str) -> list[Problem]:
    return [
        Problem(shown, line, "", None, f"has {_cells(len(row))} where the first line names {width}")
        for row, line in zip(rows, lines, strict=True)
        if len(row) != width
    ]


def _characters(
    head: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int], file: str
) -> Iterator[Problem]:
    """Cells that hold what cannot be read; each row has as many cells as the head."""
    for position, column in enumerate(head):
        cells = [row[position] for row in rows]
        if not ANY.search("".join(set("".join(cells)))):  # nearly always, and the fastest
            continue
        for cell, line in zip(cells, lines, strict=True):
            if rule := unwanted(cell):
                yield Problem(file, line, column, cell, rule)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def rows_where(mask: pd.Series) -> Iterator[int]:
    """Positions of the rows in which a mask is true."""
    return (int(row) for row in mask.to_numpy().nonzero()[0])
