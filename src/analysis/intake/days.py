"""When, in the words of a text: "Thursday", "by Oct 25", "two days later", as date or as order.

Everything is reckoned from the day of publication, or against another event. What words leave open
stays open: "this week" is one unknown day of it, "shortly afterwards" an order without a number.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from analysis.days import long_day
from analysis.edtf import EdtfError, parse_edtf
from analysis.intake.numbers import numbers_in
from analysis.intake.phrases import LIMITS, MONTH_OF, ORDERS, POINTS, TIED, WEEKDAYS
from analysis.problems import Unclear


class NoDay(Unclear):
    """Words that give no day."""


@dataclass(frozen=True)
class Told:
    """What a passage says of when: the cells of its row of evidence, "" where it says nothing."""

    date: str = ""
    date_basis: str = ""
    date_note: str = ""
    relation: str = ""
    anchor: str = ""
    days: str = ""


@dataclass(frozen=True)
class _Point:
    first: dt.date
    last: dt.date
    basis: str
    note: str

    @property
    def edtf(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        month = parse_edtf(f"{self.first:%Y-%m}")
        if (month.earliest, month.latest) == (self.first, self.last):
            return f"{self.first:%Y-%m}"
        return f"[{self.first}..{self.last}]"


@dataclass(frozen=True)
class Clock:
    """What days are reckoned from.

    Attributes
    ----------
    published : the day of publication; None where it is not known to the day.
    anchor : the event that an order without one refers to; "" where there is none.
    ahead : whether what is told lies ahead, so that "Thursday" is the next one.
    """

    published: dt.date | None
    anchor: str = ""
    ahead: bool = False

    def reckon(self, words: str) -> Told:
        """A date or an order from words.

        Raises
        ------
        NoDay : they give none, or one that cannot be reckoned without what is not known.

        Examples
        --------
        >>> Clock(dt.date(2024, 5, 11)).reckon("by May 3").date
        '[..2024-05-03]'
        >>> Clock(dt.date(2024, 5, 11), "call-2024-05-02").reckon("two days later").days
        '2'
        """
        text = " ".join(words.split()).strip(" .,;\"'")
        if _is_edtf(text):
            return Told(text, "stated")
        if (order := self._order(text, words)) is not None:
            return order
        if match := re.fullmatch(
            r"(?:from |between )?(.+?) (?:to|and|until|through|-|–) (.+)", text, re.I
        ):
            ends = [self._point(re.sub(r"^on ", "", part, flags=re.I)) for part in match.groups()]
            if ends[0] and ends[1]:
                return self._stretch(ends[0], ends[1])
        for limit, pattern in LIMITS.items():
            if match := re.fullmatch(rf"(?:{pattern}) (?P<rest>.+)", text, re.I):
                point = self._point(re.sub(r"^on ", "", match["rest"], flags=re.I))
                if point:
                    return self._limit(limit, point, text)
        point = self._point(re.sub(r"^on (?=\S)", "", text, flags=re.I))
        if point is None:
            raise NoDay(
                "gives no day that could be reckoned",
                'write a date (2024-05-02), "Thursday", "by May 2", "two days later" or "-"',
            )
        return Told(point.edtf, point.basis, point.note)

    def _order(self, text: str, words: str) -> Told | None:
        anchor = self.anchor
        if tied := TIED.fullmatch(text):
            named = tied["anchor"]
            if named.casefold() != "that" and self._point(f"in {named}") is None:
                if "-" not in named and named != "published":
                    raise NoDay(f'names "{named}", which is no id of an event')
                text, anchor = tied["order"], named
        for name, pattern in ORDERS.items():
            match = re.fullmatch(pattern, text, re.I)
            if match is None:
                continue
            if not anchor:
                raise NoDay(
                    "refers to another event, and none stands before it",
                    'write "two days after EVENT-ID", or the date',
                )
            relation, days = name, ""
            if name in ("next_day", "day_before"):
                relation, days = ("after", "1") if name == "next_day" else ("before", "1")
            elif name in ("later", "earlier"):
                relation = "after" if name == "later" else "before"
                days = str(_count(match["count"]) * (7 if match["unit"].lower() == "week" else 1))
            note = f"'{_capital(words)}', counted from {anchor}."
            return Told("", "relative", note, relation, anchor, days)
        return None

    def _stretch(self, start: _Point, end: _Point) -> Told:
        if end.last < start.first:
            raise NoDay(f"ends ({end.last}) before it starts ({start.first})")
        basis = "stated" if start.basis == end.basis == "stated" else "relative"
        notes = " ".join(dict.fromkeys(filter(None, (start.note, end.note))))
        return Told(f"{start.first}/{end.last}", basis, notes)

    def _limit(self, limit: str, point: _Point, words: str) -> Told:
        quoted, one = f"'{_capital(words)}'", dt.timedelta(days=1)
        more = f" {point.note}" if point.note else ""
        if limit == "since":
            return Told(f"{point.first}/..", point.basis, point.note)
        if limit == "by":
            note = f"{quoted}: on that day or before.{more}"
            return Told(f"[..{point.last}]", "inferred", note)
        if limit == "before":
            note = f"{quoted}: at the latest the day before.{more}"
            return Told(f"[..{point.first - one}]", "inferred", note)
        first = point.first if limit == "from" else point.last + one
        note = f"{quoted}: not before {long_day(first)}.{more}"
        return Told(f"[{first}..]", "inferred", note)

    def _point(self, text: str) -> _Point | None:
        for name, pattern in POINTS.items():
            if match := re.fullmatch(pattern, text, re.I):
                if name == "iso":
                    return self._written(match)
                if "month" in name:
                    return self._named(match.groupdict(), text)
                return self._relative(name, match.groupdict(), text)
        return None

    def _written(self, match: re.Match[str]) -> _Point:
        try:
            day = dt.date.fromisoformat(match["iso"])
        except ValueError:
            raise NoDay("is no day of the calendar") from None
        return _Point(day, day, "stated", "")

    def _named(self, part: dict[str, str | None], text: str) -> _Point:
        month = MONTH_OF[(part["month"] or "")[:3].casefold()]
        given, note = part.get("year"), ""
        day = int(part.get("day") or 0)
        years = [int(given)] if given else self._years()
        spans = [span for year in years if (span := _span(year, month, day))]
        if not spans:
            raise NoDay("is no day of the calendar")
        if given or self.published is None:
            first, last = spans[0]
        else:
            printed = self.published
            first, last = min(spans, key=lambda span: abs((span[0] - printed).days))
            same = first.year == printed.year
            note = "The year is that of printing." if same else "The year is the nearest one."
        if re.match(r"(?:in )?(?:early|late|mid)", text, re.I):
            note = f"'{_capital(text)}': some time in that month. {note}".strip()
            return _Point(first, last, "inferred", note)
        return _Point(first, last, "stated", note)

    def _years(self) -> list[int]:
        year = self._printed().year
        return [year, year - 1, year + 1]

    def _printed(self) -> dt.date:
        if self.published is None:
            raise NoDay(
                "is reckoned from the day of publication, which is not known to the day",
                "fill in `published:` at the top, or write the date",
            )
        return self.published

    def _relative(self, name: str, part: dict[str, str | None], text: str) -> _Point:
        printed, one = self._printed(), dt.timedelta(days=1)
        first = last = printed
        if name == "weekday":
            wanted = [day.casefold() for day in WEEKDAYS].index((part["weekday"] or "").casefold())
            which = (part["which"] or "").casefold()
            back = (printed.weekday() - wanted) % 7
            if which == "next" or (self.ahead and which not in ("last", "past")):
                first = printed + dt.timedelta(days=(-back % 7) or 7)
                first = printed if not which and not back else first
            else:
                first = printed - dt.timedelta(days=back or (7 if which in ("last", "past") else 0))
            last = first
        elif name == "yesterday":
            first = last = printed - one
        elif name == "tomorrow":
            first = last = printed + one
        elif name == "ago":
            span = _count(part["count"] or "1") * _DAYS[(part["unit"] or "").casefold()]
            first = last = printed - dt.timedelta(days=span)
        elif name == "past":
            span = _count(part["count"] or "1") * _DAYS[(part["unit"] or "").casefold()]
            first = printed - dt.timedelta(days=span)
        elif name == "week":
            first, last = self._week((part["which"] or "").casefold())
        basis = "publication" if name == "now" else "relative"
        when = f"{WEEKDAYS[printed.weekday()]} {long_day(printed)}"
        note = "" if name == "now" else f"'{_capital(text)}', in a text of {when}."
        return _Point(first, last, basis, note)

    def _week(self, which: str) -> tuple[dt.date, dt.date]:
        """The days that a week may have, whether it begins on a Sunday or a Monday."""
        printed = self._printed()
        monday = printed - dt.timedelta(days=printed.weekday())
        sunday = printed - dt.timedelta(days=(printed.weekday() + 1) % 7)
        move = dt.timedelta(days={"last": -7, "next": 7}.get(which, 0))
        first, last = min(monday, sunday) + move, max(monday, sunday) + move + _SIX
        if which.startswith("earlier"):
            last = printed
        elif which.startswith("later"):
            first = printed
        elif which == "this":
            first, last = (printed, last) if self.ahead else (first, printed)
        return first, last


_SIX = dt.timedelta(days=6)
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}


def _is_edtf(text: str) -> bool:
    try:
        return bool(re.search(r"\d{4}", text)) and parse_edtf(text) is not None
    except EdtfError:
        return False


def _span(year: int, month: int, day: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of a month, or the one day of it; None where there is no such day."""
    try:
        whole = parse_edtf(f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else ""))
    except EdtfError:
        return None
    return (whole.earliest, whole.latest) if whole.earliest and whole.latest else None


def _count(word: str) -> int:
    if word.casefold() in ("a", "an"):
        return 1
    return int(numbers_in(word)[0].best)


def _capital(words: str) -> str:
    text = " ".join(words.split())
    return text[:1].upper() + text[1:]
