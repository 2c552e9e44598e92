"""Result tables with fixed columns and types, whether they hold rows or none.

A measure that finds nothing returns the same columns as one that finds something, so that no
chart or notebook has to ask first. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

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
