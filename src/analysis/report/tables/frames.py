"""A DataFrame where a cell ends with it: text left, numbers right, ids that say what they mean.

It is what an analyst looks at and not part of a report, so nothing is worded: columns have their
own names, and say what they hold where the frame knows it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis import marks, screen
from analysis.measures.columns import about
from analysis.package.amounts import Bounds
from analysis.report.wording import shortened

MOST = 20
FIRST = 10
"""Of a frame with more than ``MOST`` rows, so many are shown."""
_LONG = 60  # characters of a cell
_MOST_IDS = 12  # of a cell
_IDS = {"evidence", "evidence_id", "evidence_ids"}


def frame_html(frame: pd.DataFrame) -> str:
    """The frame as HTML that stands by itself in a cell."""
    size = f"{len(frame):,} rows, {len(frame.columns)} columns"
    shown = frame if len(frame) <= MOST else frame.head(FIRST)
    caption = size if len(frame) <= MOST else f"{size}; the first {FIRST} rows"
    if any(name is not None for name in frame.index.names):
        shown = shown.reset_index(allow_duplicates=True)
    names = [str(name) for name in shown.columns]
    numeric = [
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        for kind in shown.dtypes
    ]
    table = marks.Table(
        id="",
        caption=caption,
        columns=tuple(
            marks.Column(name, look="n" if right else "")
            for name, right in zip(names, numeric, strict=True)
        ),
        rows=tuple(
            tuple(_cell(name, value) for name, value in zip(names, row, strict=True))
            for row in shown.itertuples(index=False, name=None)
            if row
        ),
    )
    return screen.table(table, about=dict(about(frame)), lines=False)


def _cell(name: str, value: Any) -> marks.Cell:
    parts = list(value) if isinstance(value, (tuple, list, set, frozenset)) else [value]
    if name in _IDS:
        ids = [id for part in parts for id in str(part).split("; ") if id]
        shown = [run for id in ids[:_MOST_IDS] for run in (" ", marks.Run(id, to=id))][1:]
        more = [f" and {len(ids) - _MOST_IDS:,} more"] if len(ids) > _MOST_IDS else []
        return (*shown, *more)
    text = ", ".join(filter(None, map(_text, parts)))
    return (shortened(text, _LONG),) if text else ()


def _text(value: Any) -> str:
    if isinstance(value, Bounds):
        return value.words()
    if isinstance(value, (tuple, list)):
        return " ".join(map(_text, value))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.4g}"
    return str(value)
