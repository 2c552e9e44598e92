"""Result tables with fixed columns and types, whether they hold rows or none.

A measure that finds nothing returns the same columns as one that finds something, so that no
chart or notebook has to ask first. Nothing is measured here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.package.amounts import Bounds

DAY = "datetime64[s]"
TEXT = "str"
COUNT = "int64"
NUMBER = "float64"
FLAG = "bool"
OBJECT = "object"  # tuples of ids, and Bounds


def table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """A frame of ``rows`` with exactly ``columns``, in order and of the types given.

    Parameters
    ----------
    rows : one mapping a row, each with every column.
    columns : column name -> pandas dtype.

    >>> table([], {"date": DAY, "count": COUNT}).dtypes["count"]
    dtype('int64')
    """
    kept = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in kept], dtype=dtype)
            for name, dtype in columns.items()
        }
    )


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of ``frame`` as named tuples; their cells have the types of the codebook."""
    yield from frame.itertuples(index=False)


def cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of ``frame`` as plain tuples of the columns named."""
    yield from zip(*(frame[column] for column in columns), strict=True)


def merged(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All ids of ``parts``, each once, in order of first appearance."""
    return tuple(dict.fromkeys(item for part in parts for item in part))


def days_between(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Elapsed days from one day to another (0 on the same day)."""
    return int((last - first).days)


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with values of flat types only, as a CSV file holds them.

    Days become ISO text, tuples become text with single blanks, missing values of either become
    empty, :class:`Bounds` become the columns ``<name>_low``, ``<name>_high`` and ``<name>_words``.
    """
    columns: dict[str, list[Any]] = {}
    for name in frame.columns:
        values = list(frame[name])
        if any(isinstance(v, Bounds) for v in values):
            columns[f"{name}_low"] = [getattr(v, "low", None) for v in values]
            columns[f"{name}_high"] = [getattr(v, "high", None) for v in values]
            columns[f"{name}_words"] = [v.words() if isinstance(v, Bounds) else "" for v in values]
        else:
            columns[str(name)] = [_flat_value(v) for v in values]
    return pd.DataFrame(columns, index=range(len(frame)))


def _flat_value(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value))
    if value is None or value is pd.NaT:
        return ""
    return value.isoformat()[:10] if isinstance(value, dt.date) else value
