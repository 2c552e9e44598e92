"""A column of dates as people and machines write them, as EDTF.

What a date means is decided from the whole column: whether 3/4/1997 is in March or in April is
told by a 14/4 beside it, or has to be given. What cannot be read is listed with the reason; it
never becomes a guess, or an open end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pandas as pd

from analysis.edtf import EdtfError, parse_edtf
from analysis.importers.date_spans import span
from analysis.importers.decisions import CannotImport, Decision

Order = Literal["day-month", "month-day", "year-month-day"]

_UNKNOWN = r"(?:\?+|x+|X+|0{1,2}|-)?"
_PART = rf"(\d{{1,2}}|{_UNKNOWN})"
_YEAR = r"(\d{4}|\d{2})"
_ZONE = r"(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?"
_TIME = rf"(?:[T ]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?{_ZONE})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]){_PART}\2{_PART}{_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"{_PART}([-/.]){_PART}\2{_YEAR}{_TIME}", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_ISO = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}{_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_WORD = r"([^\W\d_]{3,}\.?)"
_DAY_WORD_YEAR = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de |of )?{_WORD},?[\s-]+(?:de )?{_YEAR}{_TIME}", re.IGNORECASE)  # fmt: skip  # noqa: E501
_WORD_DAY_YEAR = re.compile(rf"{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}{_TIME}", re.IGNORECASE)  # fmt: skip  # noqa: E501
_WORD_YEAR = re.compile(rf"{_WORD},?[\s-]+(?:de )?{_YEAR}", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)  # fmt: skip  # noqa: E501
_SERIALS = range(20_000, 60_000)  # 1954 to 2064
_EPOCH = dt.date(1899, 12, 30)
_LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "nl", "ru", "uk", "tr", "pl", "sv", "id")

CENTURY = "has a year of two digits; write all four"


@dataclass(frozen=True)
class Dates:
    """A column that was read.

    Attributes
    ----------
    edtf : text of a cell -> EDTF; "" for an empty cell.
    refused : text of a cell -> why it is not read.
    decisions : what was decided of the whole column.
    """

    edtf: dict[str, str]
    refused: dict[str, str]
    decisions: tuple[Decision, ...] = field(default=())

    def of(self, cells: pd.Series) -> pd.Series:
        """The EDTF of each cell, "" where it is empty or not read."""
        return looked_up(cells, self.edtf)


def looked_up(cells: pd.Series, values: Mapping[str, str]) -> pd.Series:
    """The value for each cell, "" where there is none."""
    return pd.Series([values.get(cell, "") for cell in cells], index=cells.index, dtype="str")


def read_dates(cells: Iterable[str], column: str, order: Order | None = None) -> Dates:
    """Read a column of dates.

    Parameters
    ----------
    cells : the cells; "" is an empty one.
    column : its name, for what is said of it.
    order : how numbers follow each other; None decides it from the column.

    Raises
    ------
    CannotImport : 3/4/1997 stands in it, nothing else tells its order, and none is given; or a
        spreadsheet has probably swapped the day and the month of some cells.

    Examples
    --------
    >>> read_dates(["14/11/2023", "3/4/2023", "?/?/2009"], "date").edtf["3/4/2023"]
    '2023-04-03'
    """
    texts = [text for text in dict.fromkeys(cells) if text]
    decisions: list[Decision] = []
    if (swapped := _swapped(texts)) and swapped.certain and order is None:
        raise CannotImport(
            f"{column}: {swapped.told}. Look at these in the spreadsheet; --dates day-month or "
            "month-day takes them as they stand"
        )
    if order is None:
        order, decisions = _order(texts, column)
    if swapped:
        decisions.append(Decision(f"dates in {column}", swapped.told))
    readers: list[Callable[[str], str | None]] = [
        _as_edtf,
        _year_first,
        lambda text: _year_last(text, order),
        _packed,
        _month_year,
        _worded,
    ]
    serials = [text for text in texts if _is_serial(text)]
    if serials:
        readers.append(_serial)
        told = f'numbers as "{serials[0]}" are days as Excel counts them, from 1900'
        decisions.append(Decision(f"dates in {column}", told))
    read, refused = {"": ""}, {}
    for text in texts:
        try:
            read[text] = _checked(_first(readers, text))
        except EdtfError as error:
            refused[text] = error.rule
    return Dates(read, refused, tuple(decisions))


def _first(readers: list[Callable[[str], str | None]], text: str) -> str:
    bare = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    for reader in readers:
        if (read := reader(bare)) is not None:
            return read
    if (days := span(bare, lambda one: _first(readers, one))) is not None:
        return days
    raise EdtfError("is not a date that is read here")


def _checked(text: str) -> str:
    parse_edtf(text)
    return text


def _order(texts: list[str], column: str) -> tuple[Order, list[Decision]]:
    """How day and month follow each other where the year stands last."""
    first, second, open_ = "", "", ""
    for text in texts:
        match = _YEAR_LAST.fullmatch(text)
        if match is None or match[2] == ".":  # with points, the day stands first
            continue
        one, two = (int(part) if part.isdigit() else 0 for part in (match[1], match[3]))
        if one > 12:
            first = first or text
        elif two > 12:
            second = second or text
        elif one and two and one != two:
            open_ = open_ or text
    what, give = f"dates in {column}", "--dates"
    if first and second:
        rule = f'has "{first}", which begins with the day, and "{second}", with the month'
        raise CannotImport(f"{column}: {rule}; say which with --dates day-month or month-day")
    if first:
        return "day-month", [Decision(what, f'the day first, as in "{first}"', give)]
    if second:
        return "month-day", [Decision(what, f'the month first, as in "{second}"', give)]
    if open_:
        rule = f'may begin with the day or the month, as in "{open_}", and no date tells'
        raise CannotImport(f"{column}: {rule}; say which with --dates day-month or month-day")
    return "day-month", []


@dataclass(frozen=True)
class _Swapped:
    """Days of which a spreadsheet may have taken the day for the month."""

    told: str
    certain: bool  # as good as: no counted day lies after the 12th


def _swapped(texts: list[str]) -> _Swapped | None:
    """Whether a spreadsheet may have turned 3/12/2023 into 12 March and left 14/11/2023 as text.

    So it looks where no date that is text could be read both ways, and others are counted days.
    """
    left = [match for text in texts if (match := _YEAR_LAST.fullmatch(text)) and match[2] == "/"]
    whole = [match for match in left if _part(match[1]) and _part(match[3])]
    if not whole or any(int(match[1]) <= 12 and int(match[3]) <= 12 for match in whole):
        return None
    counted = {text: day for text in texts if (day := _serial(text) or _iso(text))}
    early = [text for text, day in counted.items() if int(day[8:]) <= 12]
    if not early:
        return None
    few = ", ".join(f"{text} ({counted[text]})" if _is_serial(text) else text for text in early[:3])
    told = (
        f'"{whole[0][0]}" stands as text beside days as a spreadsheet counts them: {few}. One that '
        "is set to the other order turns day and month round where it can, and leaves the rest text"
    )
    return _Swapped(told, certain=len(early) == len(counted))


def _iso(text: str) -> str | None:
    return text[:10] if _ISO.fullmatch(text) else None


def _as_edtf(text: str) -> str | None:
    try:
        parse_edtf(text)
    except EdtfError:
        return None
    return text


def _part(text: str) -> int | None:
    """A number, or None where it is a sign for what is not known."""
    return int(text) if text.isdigit() and int(text) else None


def _written(year: str, month: str, day: str) -> str:
    if len(year) == 2:
        raise EdtfError(CENTURY)
    known_month, known_day = _part(month), _part(day)
    if known_month is None:
        return f"{year}-XX-{known_day:02d}" if known_day else year
    if known_day is None:
        return f"{year}-{known_month:02d}"
    return f"{year}-{known_month:02d}-{known_day:02d}"


def _year_first(text: str) -> str | None:
    match = _YEAR_FIRST.fullmatch(text)
    return _written(match[1], match[3], match[4]) if match else None


def _year_last(text: str, order: Order) -> str | None:
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    one, two = match[1], match[3]
    # "3//1996" leaves out the day, whatever the order: nobody writes a day of no month.
    if (order == "month-day" and match[2] != ".") or (_part(one) and not _part(two)):
        one, two = two, one
    return _written(match[4], two, one)


def _month_year(text: str) -> str | None:
    match = _MONTH_YEAR.fullmatch(text)
    return _written(match[2], match[1], "") if match else None


def _packed(text: str) -> str | None:
    match = _PACKED.fullmatch(text)
    return _written(match[1], match[2], match[3]) if match else None


def _is_serial(text: str) -> bool:
    match = _SERIAL.fullmatch(text)
    return match is not None and int(match[1]) in _SERIALS


def _serial(text: str) -> str | None:
    if not _is_serial(text):
        return None
    return (_EPOCH + dt.timedelta(days=int(text.split(".")[0]))).isoformat()


def _worded(text: str) -> str | None:
    if match := _DAY_WORD_YEAR.fullmatch(text):
        day, word, year = match.groups()
    elif match := _WORD_DAY_YEAR.fullmatch(text):
        word, day, year = match.groups()
    elif match := _WORD_YEAR.fullmatch(text):
        word, year, day = match[1], match[2], ""
    else:
        return None
    month = _months().get(word.casefold().rstrip("."))
    return _written(year, str(month), day) if month else None


@cache
def _months() -> dict[str, int]:
    """Names of months, whole and short, in several languages; those that mean two months left out.

    Where two languages differ, English counts.
    """
    from babel.dates import get_month_names

    named: dict[str, int] = {}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    named.setdefault(name.casefold().rstrip("."), number)
    return named | {"sept": 9}
