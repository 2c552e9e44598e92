"""Dates as people write them (EDTF, ISO 8601-2), as the days that bound them.

Levels 0 and 1 are read whole, with strict bounds and without guessing, and of level 2 the sets
and what is written with ``?``, ``~``, ``%`` and ``X``. What has no days of its own here (a season,
a year before 1 or after 9999, a time of day) is refused with what to write instead. An event
whose day is not known never gets one here.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Literal

from analysis.problems import Unclear

Shape = Literal["day", "stretch", "one_of", "all_of", "period"]

_POINT = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?")
_QUALIFIERS = re.compile(r"[?~%]")
_WITH_QUALIFIERS = re.compile(r"[?~%]?[0-9X]{4}[?~%]?(?:-[?~%]?[0-9X]{2}[?~%]?){0,2}")
_SEASONS = range(21, 42)
_MONTHS_OF = {  # of the quarters, the thirds and the halves of a year; seasons have no fixed ones
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip


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

    @property
    def sure(self) -> bool:
        """No digit of it is unknown, and nothing uncertain or approximate."""
        return re.search("[?~%X]", self.text) is None


class EdtfError(Unclear):
    """The text is not an EDTF date, or none with days of its own."""


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> EdtfDate:
    """Read one EDTF expression.

    Raises
    ------
    EdtfError : not EDTF, a day that does not exist, an end before its start, or no days at all.

    Examples
    --------
    >>> parse_edtf("[2023-11-12..2023-11-14]").latest
    datetime.date(2023, 11, 14)
    >>> parse_edtf("1997-06-1X").earliest
    datetime.date(1997, 6, 10)
    """
    if not text:
        raise EdtfError("is not an EDTF date: it is empty")
    if text[0] in "[{" and text[-1] in "]}":
        return _set(text)
    if "/" in text:
        _refuse_what_a_spreadsheet_made(text)
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
    plain = _QUALIFIERS.sub("", part)
    match = _POINT.fullmatch(plain)
    if match is None or (plain != part and not _WITH_QUALIFIERS.fullmatch(part)):
        _refuse_what_is_known(plain, "/" in text)
        written = f" ({part!r} is not a date)" if part != text else ""
        raise EdtfError(f"is not an EDTF date{written}")
    if "X" in plain:
        return *_unknown_digits(*match.groups()), "one_of"
    year, month, day = (int(g) if g else None for g in match.groups())
    assert year is not None
    if year == 0:
        raise EdtfError("is not an EDTF date: the calendar used here has no year 0")
    shape: Shape = "period" if plain == part else "one_of"
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), shape
    if month in _SEASONS and day is None:
        raise _season(year, month)
    if not 1 <= month <= 12:
        raise EdtfError(f"is not an EDTF date: there is no month {month}")
    last = monthrange(year, month)[1]
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, last), shape
    if not 1 <= day <= last:
        raise EdtfError(f"is not an EDTF date: {year:04d}-{month:02d} has no day {day}")
    date = dt.date(year, month, day)
    return date, date, "day" if plain == part else "one_of"


def _unknown_digits(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date]:
    """First and last day that some choice of the unknown digits gives."""
    if year == "XXXX":
        raise EdtfError("names no year, and so bounds no day", "leave the date empty")
    first = next(_choices(year, month, day), None)
    if first is None:
        raise EdtfError("is not an EDTF date: no day has this form")
    last = next(_choices(year, month, day, backwards=True))
    return first[0], last[1]


def _choices(
    year: str, month: str | None, day: str | None, *, backwards: bool = False
) -> Iterator[tuple[dt.date, dt.date]]:
    """The days or months that digits in the place of X give, from the first or from the last."""
    step = -1 if backwards else 1
    years = _filled(year, 1, 9999)[::step]
    months = _filled(month or "XX", 1, 12)[::step]
    for y, m in product(years, months):
        days = _filled(day or "XX", 1, monthrange(y, m)[1])[::step]
        if days:
            low, high = sorted((days[0], days[-1]))
            yield dt.date(y, m, low), dt.date(y, m, high)


@lru_cache(maxsize=4096)
def _filled(pattern: str, least: int, most: int) -> tuple[int, ...]:
    """The numbers from ``least`` to ``most`` that have these digits, X being any."""
    digits = product(*("0123456789" if sign == "X" else sign for sign in pattern))
    return tuple(n for n in (int("".join(chosen)) for chosen in digits) if least <= n <= most)


def _season(year: int, part: int) -> EdtfError:
    rule = "is a season or part of a year, which has no days of its own here"
    if part in _MONTHS_OF:
        first, last = (f"{year:04d}-{month:02d}" for month in _MONTHS_OF[part])
        return EdtfError(rule, f'write "{first}/{last}", or "[{first}..{last}]" for one day in it')
    return EdtfError(
        rule, f'write the months that the source means, as in "[{year:04d}-06..{year:04d}-08]"'
    )


_AS_SHOWN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def _refuse_what_a_spreadsheet_made(text: str) -> None:
    match = _AS_SHOWN.fullmatch(text)
    if match is None:
        return
    one, two, year = (int(part) for part in match.groups())
    days = [f"{year:04d}-{m:02d}-{d:02d}" for m, d in ((two, one), (one, two)) if 1 <= m <= 12]
    written = " or ".join(f'"{day}"' for day in dict.fromkeys(days)) or "year-month-day"
    raise EdtfError(
        "is a date as Excel and other spreadsheets show it, and often write it by themselves",
        f"write {written}, and give the column the form of text before the file is saved",
    )


_BEFORE = re.compile(r"Y?-[0-9X]{4,}(?:E[0-9]+)?(?:S[0-9]+)?(?:-.*)?")
_BEYOND = re.compile(r"Y[0-9]{5,}(?:S[0-9]+)?|Y[0-9]+E[0-9]+(?:S[0-9]+)?")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}(?::?[0-9]{2}){0,2}.*")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?")
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{3})")
_DIGITS = re.compile(r"([0-9]{4})S([1-3])")


def _refuse_what_is_known(part: str, in_interval: bool) -> None:
    """Refuse, with what to write instead, a date that is written in another way."""
    if _BEFORE.fullmatch(part):
        rule = "lies before the year 1, with which the calendar used here begins"
        raise EdtfError(rule, 'write "[..0001-01-01]", and the year in the note')
    if _BEYOND.fullmatch(part):
        rule = "lies after the year 9999, with which the calendar used here ends"
        raise EdtfError(rule, 'write "[9999-12-31..]", and the year in the note')
    if part in ("open", "unknown") and in_interval:
        end = '".." for an open end' if part == "open" else "nothing for an unknown end"
        raise EdtfError(f"has an end called {part}, as dates no longer have", f"write {end}")
    if match := _TIME.fullmatch(part):
        rule = "has a time of day, and the days of an event are whole days"
        raise EdtfError(rule, f'write "{match[1]}", and the time in the note')
    if match := _DIGITS.fullmatch(part):
        kept = match[1][: int(match[2])].ljust(4, "X")
        raise EdtfError("says how many of its digits count", f'write "{kept}"')
    if match := _WEEK.fullmatch(part):
        try:
            year, week = int(match[1]), int(match[2])
            monday = dt.date.fromisocalendar(year, week, 1)
            sunday = monday + dt.timedelta(days=6)
        except (ValueError, OverflowError):
            raise EdtfError(f"is not an EDTF date: there is no week {match[2]}") from None
        if match[3]:
            day = monday + dt.timedelta(days=int(match[3]) - 1)
            raise EdtfError("is the day of a week, which EDTF does not have", f'write "{day}"')
        raise EdtfError(
            "is a week, which EDTF does not have",
            f'write "{monday}/{sunday}", or "[{monday}..{sunday}]" for one day in it',
        )
    if match := _DAY_OF_YEAR.fullmatch(part):
        year, number = int(match[1]), int(match[2])
        if not (year >= 1 and 1 <= number <= (366 if isleap(year) else 365)):
            raise EdtfError(f"is not an EDTF date: there is no day {number} in {year:04d}")
        day = dt.date(year, 1, 1) + dt.timedelta(days=number - 1)
        raise EdtfError("is the day of a year, which EDTF does not have", f'write "{day}"')


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
        first = _point(ends[0], text)[0] if ends[0] else None
        last = _point(ends[-1], text)[1] if ends[-1] else None
        _ordered(first, last)
        stretches.append((first, last))
    starts, ends_ = [s for s, _ in stretches], [e for _, e in stretches]
    earliest = None if None in starts else min(s for s in starts if s)
    latest = None if None in ends_ else max(e for e in ends_ if e)
    read = EdtfDate(
        text, earliest, latest, "one_of" if text[0] == "[" else "all_of", tuple(stretches)
    )
    if earliest is not None and earliest == latest and read.sure:
        return replace(read, shape="day")
    return read
