"""The days that sources narrate, as the tables state them in ``covers``."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.package.dates import parse_edtf
from analysis.package.narrow import Selection

Stretch = tuple[pd.Timestamp, pd.Timestamp]
"""A stretch of days by its first and its last."""


class CoverageError(ValueError):
    """No day is covered where a measure needs one, or ``covers`` names no known day."""


def stretches_by_source(chosen: Selection) -> dict[str, list[Stretch]]:
    """Source id -> the stretches that it narrates inside the window, in order.

    Raises
    ------
    CoverageError : a source's ``covers`` names one unknown day out of several, which covers none.
    """
    sources = chosen.tables.sources
    return {
        str(source): _inside(str(source), str(covers or ""), chosen)
        for source, covers in zip(sources["source_id"], sources["covers"], strict=True)
    }


def covered_stretches(chosen: Selection) -> list[Stretch]:
    """The stretches that at least one source narrates, in order, inside the window.

    Stretches that overlap or touch (the one ends the day before the other starts) are one.
    """
    return _union(part for own in stretches_by_source(chosen).values() for part in own)


def _inside(source_id: str, covers: str, chosen: Selection) -> list[Stretch]:
    if not covers:
        return []
    date = parse_edtf(covers)
    if date.shape == "one_of":
        raise CoverageError(
            f'source "{source_id}" covers "{covers}", one unknown day of several: '
            "write the days that it narrates as a stretch a/b or a set {a..b,c..d}"
        )
    clipped = []
    for first, last in date.stretches:
        start = chosen.start if first is None else max(pd.Timestamp(first), chosen.start)
        end = chosen.end if last is None else min(pd.Timestamp(last), chosen.end)
        if start <= end:
            clipped.append((start, end))
    return _union(clipped)


def _union(stretches: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + pd.Timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
