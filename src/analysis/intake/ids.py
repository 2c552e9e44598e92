"""Ids of new events and of their evidence: short, lasting, and of nothing that is there already."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping

from analysis.edtf import EdtfError, parse_edtf


def next_evidence(ids: Iterable[str]) -> str:
    """The next free id of evidence: numbers are never used again.

    >>> next_evidence(["E001", "E120", "E077"])
    'E121'
    """
    numbers = [(int(m[2]), m[1], m[2]) for i in ids if (m := re.fullmatch(r"(\D*)(\d+)", i))]
    last, letters, digits = max(numbers, default=(0, "E", "000"))
    return f"{letters}{last + 1:0{len(digits)}d}"


def unlike(base: str, taken: Collection[str]) -> str:
    """The id, or with the first number behind it that is free."""
    own, number = base, 2
    while own in taken:
        own, number = f"{base}-{number}", number + 1
    return own


def day_told(passages: Iterable[Mapping[str, str]], known: Mapping[str, dt.date]) -> dt.date | None:
    """The day of an event, where a passage states it or counts it from one that is known.

    Parameters
    ----------
    passages : cells of the rows of evidence.
    known : event -> its day.
    """
    for cells in passages:
        try:
            read = parse_edtf(cells["date"]) if cells.get("date") else None
        except EdtfError:
            read = None
        if read and read.day_known:
            return read.earliest
        anchor, days = known.get(cells.get("anchor", "")), cells.get("days", "")
        if anchor is None:
            continue
        if cells["relation"] == "same_day":
            return anchor
        if days.isdecimal() and cells["relation"] in ("after", "before"):
            return anchor + dt.timedelta(
                days=int(days) * (1 if cells["relation"] == "after" else -1)
            )
    return None
