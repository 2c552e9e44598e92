"""Result tables with fixed columns and types, whether they hold rows or none.

A column is declared once, in :mod:`analysis.measures.results`; from there tables are built, and
what their columns mean is told, in notebooks, in the documentation and beside every CSV. Nothing
is measured here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

from analysis.package.amounts import Bounds

DAY = "datetime64[s]"
TEXT = "str"
COUNT = "int64"
NUMBER = "float64"
FLAG = "bool"
OBJECT = "object"  # tuples of ids, and Bounds

MOST_IDS = 1_000
"""Ids that one cell of a file names: a spreadsheet cuts a cell off at 32,767 letters."""

_FORMULA = re.compile("[=+@\uff1d\uff0b\uff20-]")  # the last of them full-width signs
_PARTS = {
    "low": "lower bound, empty where there is none or it is one approximate number",
    "best": "the number, where it is one; approximate where so marked",
    "high": "upper bound, as the lower one",
    "about": "whether an approximate number went into it",
    "words": "in words",
}
_NO_BOUNDS = (None, None, None, "", "")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")


@dataclass(frozen=True)
class Column:
    """One column of a result table.

    Attributes
    ----------
    name, dtype : as in the frame.
    meaning : what it holds, and what an empty cell says.
    unit : of its values; empty where they have none.
    """

    name: str
    dtype: str
    meaning: str
    unit: str = ""

    @property
    def description(self) -> str:
        """The meaning with the unit: "length (days)"."""
        return f"{self.meaning} ({self.unit})" if self.unit else self.meaning

    def as_(self, name: str, meaning: str = "") -> Column:
        """The same kind of column under another name, or with another meaning."""
        return replace(self, name=name, meaning=meaning or self.meaning)


@dataclass(frozen=True, init=False)
class Columns:
    """The columns of a result table, in order."""

    columns: tuple[Column, ...]

    def __init__(self, *columns: Column) -> None:
        object.__setattr__(self, "columns", columns)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def about(self) -> dict[str, str]:
        """Column -> its description, with the unit."""
        return {column.name: column.description for column in self.columns}

    def table(self, rows: pd.DataFrame | Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """A frame of ``rows`` with exactly these columns, in order and of their types.

        Its ``attrs["about"]`` holds what each column means.

        Parameters
        ----------
        rows : one mapping a row, or a frame; each with every column, and others left out.

        >>> Columns(Column("days", COUNT, "length", "days")).table([]).dtypes["days"]
        dtype('int64')
        """
        if isinstance(rows, pd.DataFrame):
            frame = rows[self.names].reset_index(drop=True)
            types = dict(zip(self.names, frame.dtypes, strict=True))
            if other := {c.name: c.dtype for c in self.columns if types[c.name] != c.dtype}:
                frame = frame.astype(other)
        else:
            kept = list(rows)
            frame = pd.DataFrame(
                {
                    column.name: pd.Series([row[column.name] for row in kept], dtype=column.dtype)
                    for column in self.columns
                }
            )
        frame.attrs["about"] = _Told(self.about)
        return frame


class _Told(dict[str, str]):
    """What columns mean: pandas copies the attributes of a frame with every step, for nothing."""

    def __deepcopy__(self, _: object) -> _Told:
        return self


def about(frame: pd.DataFrame) -> pd.Series:
    """What the columns of a measure's table mean, by name; empty for any other frame."""
    told = frame.attrs.get("about", {})
    return pd.Series({name: told[name] for name in frame.columns if name in told}, dtype="str")


def objects(values: Iterable[Any], index: pd.Index) -> pd.Series:
    """A column of tuples or bounds, which pandas is to leave as they are."""
    return pd.Series(list(values), index=index, dtype="object")


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of ``frame`` as named tuples; their cells have the types of the codebook."""
    row = _row(tuple(frame.columns))
    columns = (column.tolist() for _, column in frame.items())
    yield from map(row._make, zip(*columns, strict=True))


@cache
def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("row", columns, rename=True)


def cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of ``frame`` as plain tuples of the columns named."""
    yield from zip(*(frame[column].tolist() for column in columns), strict=True)


def merged(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All ids of ``parts``, each once, in order of first appearance."""
    return tuple(dict.fromkeys(item for part in parts for item in part))


def days_between(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Elapsed days from one day to another (0 on the same day)."""
    return int((last - first).days)


def csv_text(table: pd.DataFrame) -> str:
    """The table as a CSV that is handed on, in which no text is a formula to a spreadsheet.

    A text that begins with ``=``, ``+``, ``-`` or ``@`` has an apostrophe before it, by which
    spreadsheets know text; numbers stay numbers, and the package keeps what was written.
    """
    safe = table.copy()
    for name in safe.columns[[is_object_dtype(t) or is_string_dtype(t) for t in safe.dtypes]]:
        safe[name] = [
            f"'{v}" if isinstance(v, str) and _FORMULA.match(v) and not _NUMBER.fullmatch(v) else v
            for v in safe[name].tolist()
        ]
    return safe.to_csv(index=False, lineterminator="\n")


def flat(frame: pd.DataFrame, bounds: Iterable[str] = ()) -> pd.DataFrame:
    """The frame with values of flat types only, as a CSV file holds them.

    Days become ISO text, tuples become text with single blanks, missing values of either become
    empty, :class:`Bounds` become the columns ``<name>_low``, ``<name>_best``, ``<name>_high``,
    ``<name>_about`` and ``<name>_words``; those named in ``bounds`` also where no row has any. One
    approximate number is a best value and no bound. What is known of the columns goes along.
    """
    columns: dict[str, list[Any]] = {}
    told: dict[str, str] = dict(about(frame))
    for name in frame.columns:
        values = frame[name].tolist()
        if name in bounds or any(isinstance(v, Bounds) for v in values):
            if meaning := told.pop(name, ""):
                told |= {f"{name}_{part}": f"{said}: {meaning}" for part, said in _PARTS.items()}
            parts = [v.parts() if isinstance(v, Bounds) else _NO_BOUNDS for v in values]
            for place, part in enumerate(_PARTS):
                columns[f"{name}_{part}"] = [told_of[place] for told_of in parts]
        else:
            columns[str(name)] = [_flat_value(v) for v in values]
    out = pd.DataFrame(columns, index=range(len(frame)))
    out.attrs["about"] = told
    return out


def _flat_value(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        more = f" and {len(value) - MOST_IDS} more" if len(value) > MOST_IDS else ""
        return " ".join(map(str, value[:MOST_IDS])) + more
    if value is None or value is pd.NaT:
        return ""
    return value.isoformat()[:10] if isinstance(value, dt.date) else value
