"""Dates as people write them (EDTF, ISO 8601-2), as the days that bound them.

The forms that coders use are read here, fast and without guessing; any other valid EDTF
expression is handed to the ``edtf`` library, of which only the strict bounds are used.
An event whose day is not known never gets one here.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Shape = Literal["day", "stretch", "one_of", "all_of", "period"]

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SEASONS = range(21, 42)
_QUALIFIED = re.compile(r"[?~%X]")


@dataclass(frozen=True)
class EdtfDate:
    """An EDTF expression with its bounds.

    Attributes
    ----------
    text : the expression as written.
    earliest, latest : first and last day that it allows, None where that side is open.
    shape : ``day`` (one known day), ``stretch`` (from a day to a day), ``one_of`` (one unknown
        day among these), ``all_of`` (each of these), ``period`` (some time in a month or year).
    stretches : the closed stretches that it names, in order (one, unless ``all_of``).
    """

    text: str
    earliest: dt.date | None
    latest: dt.date | None
    shape: Shape
    stretches: tuple[tuple[dt.date | None, dt.date | None], ...]

    @property
    def day_known(self) -> bool:
        return self.shape == "day"


class EdtfError(ValueError):
    """The text is not an EDTF date; the message says why, to follow the quoted text."""


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> EdtfDate:
    """Read one EDTF expression.

    Raises
    ------
    EdtfError : not EDTF, a day that does not exist, or an end before its start.

    Examples
    --------
    >>> parse_edtf("[2023-11-12..2023-11-14]").latest
    datetime.date(2023, 11, 14)
    """
    if not text:
        raise EdtfError("is not an EDTF date: it is empty")
    if text[0] in "[{" and text[-1] in "]}":
        return _set(text)
    if _QUALIFIED.search(text):
        return _by_library(text)
    if "/" in text:
        return _interval(text)
    first, last, shape = _point(text, text)
    return EdtfDate(text, first, last, shape, ((first, last),))


def unreadable(texts: Iterable[str]) -> dict[str, EdtfError]:
    """What is wrong with each text that is neither empty nor a date."""
    broken = {}
    for text in dict.fromkeys(texts):
        try:
            if text:
                parse_edtf(text)
        except EdtfError as error:
            broken[text] = error
    return broken


def _point(part: str, text: str) -> tuple[dt.date, dt.date, Shape]:
    match = _POINT.fullmatch(part)
    if match is None:
        written = f" ({part!r} is not a date)" if part != text else ""
        raise EdtfError(f"is not an EDTF date{written}")
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None
    if year == 0:
        raise EdtfError("is not an EDTF date: the calendar used here has no year 0")
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "period"
    if month in _SEASONS and day is None:
        raise EdtfError(
            "is a season or part of a year, which is not read here: give months or days"
        )
    if not 1 <= month <= 12:
        raise EdtfError(f"is not an EDTF date: there is no month {month}")
    last = monthrange(year, month)[1]
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, last), "period"
    if not 1 <= day <= last:
        raise EdtfError(f"is not an EDTF date: {year}-{month:02d} has no day {day}")
    date = dt.date(year, month, day)
    return date, date, "day"


def _ordered(first: dt.date | None, last: dt.date | None) -> None:
    if first is not None and last is not None and last < first:
        raise EdtfError(f"is not an EDTF date: it ends ({last}) before it starts ({first})")


def _interval(text: str) -> EdtfDate:
    parts = text.split("/")
    if len(parts) != 2 or all(part in ("", "..") for part in parts):
        raise EdtfError("is not an EDTF date: an interval is written start/end")
    first = None if parts[0] in ("", "..") else _point(parts[0], text)[0]
    last = None if parts[1] in ("", "..") else _point(parts[1], text)[1]
    _ordered(first, last)
    return EdtfDate(text, first, last, "stretch", ((first, last),))


def _set(text: str) -> EdtfDate:
    if (text[0] == "[") != (text[-1] == "]"):
        raise EdtfError("is not an EDTF date: its brackets do not match")
    stretches = []
    for part in (p.strip() for p in text[1:-1].split(",")):
        ends = part.split("..")
        if len(ends) > 2 or part in ("", ".."):
            raise EdtfError(f"is not an EDTF date ({part!r} is not a date)")
        first = _end_of_set(ends[0], text)[0] if ends[0] else None
        last = _end_of_set(ends[-1], text)[1] if ends[-1] else None
        _ordered(first, last)
        stretches.append((first, last))
    starts, ends_ = [s for s, _ in stretches], [e for _, e in stretches]
    earliest = None if None in starts else min(s for s in starts if s)
    latest = None if None in ends_ else max(e for e in ends_ if e)
    shape: Shape = "one_of" if text[0] == "[" else "all_of"
    if earliest is not None and earliest == latest and not _QUALIFIED.search(text):
        shape = "day"
    return EdtfDate(text, earliest, latest, shape, tuple(stretches))


def _end_of_set(part: str, text: str) -> tuple[dt.date | None, dt.date | None]:
    if _QUALIFIED.search(part):
        read = _by_library(part)
        return read.earliest, read.latest
    return _point(part, text)[:2]


def _by_library(text: str) -> EdtfDate:
    import edtf

    try:
        parsed = edtf.parse_edtf(text)
        bounds = parsed.lower_strict(), parsed.upper_strict()
        # An unbounded side comes back as a float infinity, not as a date.
        first, last = (
            None if isinstance(b, float) else dt.date(b.tm_year, b.tm_mon, b.tm_mday)
            for b in bounds
        )
    except (edtf.EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise EdtfError("is not an EDTF date") from error
    _ordered(first, last)
    shape: Shape = "stretch" if "/" in text else "one_of"
    return EdtfDate(text, first, last, shape, ((first, last),))
