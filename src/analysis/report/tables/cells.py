"""Cells that several tables share: days and bounds in words, evidence as links."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.package.amounts import Bounds
from analysis.report.tables.listing import Column, evidence_links
from analysis.report.wording import within


def dates(first: Any, last: Any) -> str:
    """The days that bound an event, shortly: "14 Nov 2023", "by 11 Jan 2025", "not stated"."""
    return within(first, last, unknown="not stated")


def with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column ``when`` in words from ``earliest`` and ``latest``."""
    words = [
        dates(first, last) for first, last in zip(frame["earliest"], frame["latest"], strict=True)
    ]
    return frame.assign(when=pd.Series(words, index=frame.index, dtype="str"))


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
