"""The days that sources narrate, as the tables state them in ``covers``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.edtf import parse_edtf
from analysis.package.narrow import Selection

Stretch = tuple[pd.Timestamp, pd.Timestamp]
"""A stretch of days by its first and its last."""


def coded_for(sources: pd.DataFrame, family: str) -> frozenset[str]:
    """Ids of the sources from which events of a family of kinds were coded."""
    coded = [not of or family in of.split() for of in sources["families"]]
    return frozenset(sources.loc[coded, "source_id"])


def stretches_by_source(chosen: Selection) -> dict[str, list[Stretch]]:
    """Source id -> the stretches that it narrates inside the window, in order."""
    sources = chosen.tables.sources
    return {
        str(source): _inside(str(covers or ""), chosen)
        for source, covers in zip(sources["source_id"], sources["covers"], strict=True)
    }


def covered_stretches(chosen: Selection) -> list[Stretch]:
    """The stretches that at least one source narrates, in order, inside the window.

    Stretches that overlap or touch (the one ends the day before the other starts) are one.
    """
    return union(part for own in stretches_by_source(chosen).values() for part in own)


def _inside(covers: str, chosen: Selection) -> list[Stretch]:
    if not covers:
        return []
    clipped = []
    for first, last in parse_edtf(covers).stretches:
        start = chosen.start if first is None else max(pd.Timestamp(first), chosen.start)
        end = chosen.end if last is None else min(pd.Timestamp(last), chosen.end)
        if start <= end:
            clipped.append((start, end))
    return union(clipped)


def union(stretches: Iterable[tuple[Any, ...]]) -> list[Stretch]:
    """The stretches in order; those that overlap or touch are one."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + pd.Timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
