"""Days, stretches and counts in words, as titles, labels and alternative texts need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.days import MONTHS, SHORT_MONTHS, long_day

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~^$@&!\"]|:(?=//)|(?<=www)\.|-(?=-)|\.(?=\.)", re.IGNORECASE)
_QUOTED, _SINGLE = re.compile('"([^"]*)"'), str.maketrans("“”", "‘’")
_AT_THE_FRONT = re.compile(r"^(\d*)([-+=:.)])")
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip


def the_sources(labels: Sequence[str], verb: str) -> str:
    """Who says so: ``the sources give``, or where there is but one, ``Source 2 gives``."""
    return f"{labels[0]} {verb}s" if len(labels) == 1 else f"the sources {verb}"


def no_source(labels: Sequence[str], verb: str) -> str:
    """Who does not: ``no source covers``, or of one alone, ``Source 2 does not cover``."""
    return f"{labels[0]} does not {verb}" if len(labels) == 1 else f"no source {verb}s"


def month(when: pd.Timestamp, *, short: bool = True) -> str:
    """The month's name: ``Nov``, or ``November``."""
    return (SHORT_MONTHS if short else MONTHS)[when.month - 1]


def day(when: pd.Timestamp, *, short: bool = True, year: bool = False) -> str:
    """A day: ``14 Nov``, ``14 Nov 2023`` or, not short, ``14 November 2023``."""
    if not short:
        return long_day(when)
    text = f"{when.day} {month(when, short=True)}"
    return f"{text} {when.year}" if year else text


def span(start: pd.Timestamp, end: pd.Timestamp, *, year: bool = True, short: bool = True) -> str:
    """A stretch of days: ``14–19 Nov 2023``, ``30 Nov – 2 Dec 2023``; one day stays one."""
    tail = f" {end.year}" if year else ""
    last = f"{day(end, short=short) if short else f'{end.day} {month(end, short=False)}'}{tail}"
    if start == end:
        return last
    if start.year != end.year:
        first = f"{start.day} {month(start, short=short)} {start.year}"
        return f"{first} – {last if year else f'{last} {end.year}'}"
    if start.month == end.month:
        return f"{start.day}–{last}"
    return f"{start.day} {month(start, short=short)} – {last}"


def days_of(days: Iterable[pd.Timestamp]) -> str:
    """Several days, shortly: ``20, 22, 23, 25 Oct``; a day that occurs twice is said twice."""
    parts: list[str] = []
    ordered = sorted(days)
    for index, when in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        same = following is not None and (following.month, following.year) == (
            when.month,
            when.year,
        )
        parts.append(str(when.day) if same else day(when))
    return ", ".join(parts)


def within(
    first: pd.Timestamp,
    last: pd.Timestamp,
    *,
    exact: str = "",
    unknown: str = "",
    short: bool = True,
) -> str:
    """When, by the bounds of a date: a day, ``1–5 Nov 2023``, or ``by 11 Jan 2025`` (NaT = open).

    ``exact`` goes before bounds that are closed and apart ("within"); ``unknown`` is said where
    both sides are open.
    """
    if pd.isna(first) and pd.isna(last):
        return unknown
    if pd.isna(first):
        return f"by {span(last, last, short=short)}"
    if pd.isna(last):
        return f"from {span(first, first, short=short)}"
    days = span(first, last, short=short)
    return days if first == last else f"{exact} {days}".strip()


def when(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """The same inside a sentence: ``on 14 November 2023``, ``between … and …``, ``by …``."""
    if pd.isna(first) and pd.isna(last):
        return "on a day that is not stated"
    if pd.isna(first):
        return f"by {long_day(last)}"
    if pd.isna(last):
        return f"on or after {long_day(first)}"
    if first == last:
        return f"on {long_day(first)}"
    if first.year != last.year:
        return f"between {long_day(first)} and {long_day(last)}"
    if (last - first).days == 1 and first.month == last.month:
        return f"on {first.day} or {long_day(last)}"
    day_or_both = str(first.day) if first.month == last.month else _day_and_month(first)
    return f"between {day_or_both} and {long_day(last)}"


def inferred(basis: str) -> str:
    """That days are the coder's, where no source gives them, to stand behind them."""
    return ", inferred" if basis == "inferred" else ""


MAY_LIE_OUTSIDE = "may lie outside the window"
"""What is said of an event of which some of the days that are possible are none of the window."""


def some_outside(count: int) -> str:
    """How many of several may lie outside the window, to stand behind their number.

    >>> some_outside(2)
    ', two of which may lie outside the window'
    """
    return f", {number(count)} of which {MAY_LIE_OUTSIDE}" if count else ""


def since(row: Any, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """When a spell began, and that it was, or may have been, outside the window (first to last)."""
    began = when(row.start_earliest, row.start_latest)
    told = f"{began} (inferred)" if row.start_basis == "inferred" else began
    if row.start_latest < first:
        return f"before this window, {told},"
    outside = row.start_earliest < first or row.start_latest > last
    return f"{told}, perhaps outside this window," if outside else told


def _day_and_month(when: pd.Timestamp) -> str:
    return f"{when.day} {month(when, short=False)}"


def number(count: int) -> str:
    """A count in words up to ten (``no`` for 0), in figures above."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def so_many(count: int) -> str:
    """A count that stands without its noun: ``two``, ``none``."""
    return number(count) if count else "none"


def at_least(words: str, more: object) -> str:
    """A count in words that stands for no more than is certain: ``at least two calls``."""
    return f"at least {words}" if more else words


def share_of(count: int, of: str) -> str:
    """So many of a whole, as a subject: ``two of nine events``, ``none of nine events``."""
    return f"{so_many(count)} of {of}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun: ``one call``, ``two calls``, ``no calls``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items with commas, and a word before the last of them."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def and_more(items: Sequence[str], most: int, one: str, many: str | None = None) -> list[str]:
    """The first ``most`` items; where there are more, the last says how many further ones.

    >>> and_more(["a", "b", "c", "d"], 2, "source")
    ['a', 'b', 'two further sources']
    """
    rest = len(items) - most
    further = f"further {many}" if many else None
    return [*items[:most], *([counted(rest, f"further {one}", further)] if rest > 0 else [])]


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def length(days: int) -> str:
    """A length of time, in days up to two months, in months up to three years, then in years."""
    if days < 60:
        return counted_figure(days, "day")
    months = round(days / 30.44)
    return f"{months} months" if months < 36 else f"{round(days / 365.25)} years"


def counted_figure(count: int, one: str, many: str | None = None) -> str:
    """A count in figures with its noun: ``1 day``, ``6 days``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def between(low: float, high: float | None, one: str = "day") -> str:
    """A duration given by bounds: ``6 days``, ``5 to 7 days``, ``at least 5``, ``at most 8``."""
    if low == 0 and high:
        return f"at most {counted_figure(int(high), one)}"
    if high is None or pd.isna(high):
        return f"at least {counted_figure(int(low), one)}"
    if low == high:
        return counted_figure(int(low), one)
    return f"{int(low):,} to {int(high):,} {one}s"


WITHIN = 14
"""Days within which the end of a spell has to be known for its length to be told."""


def end_is_known(row: Any) -> bool:
    """Whether the end of a spell is known so well that its length says something of the spell.

    Elsewhere the greatest length would be that of the time of which no source tells.
    """
    return bool((row.end_latest - row.end_earliest).days <= WITHIN)


def quoted(text: str) -> str:
    """The sources' own words, in quotation marks; what they quote themselves, in single ones.

    >>> quoted('the "situation room"')
    '“the ‘situation room’”'
    """
    inside = _QUOTED.sub(r"‘\1’", text.translate(_SINGLE))
    return f"“{inside}”" if text else ""


def plain(text: str) -> str:
    """What a table says, to stand in Markdown as it is: no sign of it is markup there."""
    line = _MARKUP.sub(_as_a_sign, " ".join(text.split()))
    return _AT_THE_FRONT.sub(r"\1\\\2", line)


def _as_a_sign(found: re.Match[str]) -> str:
    sign = found[0]
    # Behind a backslash these two begin mathematics for some readers of Markdown.
    return f"&#{ord(sign)};" if sign in "[\\" else f"\\{sign}"


def cited(text: str) -> str:
    """The sources' own words in Markdown, in quotation marks."""
    return plain(quoted(text))


def place_in(source: Sequence[str], number: int) -> str:
    """Where in a source, given by label and type, a passage stands: "Source 1, paragraph 7"."""
    label, type = source
    return f"{label}, {'row' if type == 'dataset' else 'paragraph'} {number}"


def shortened(text: str, limit: int) -> str:
    """The text cut at a word to at most ``limit`` characters, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def in_window(sides: Sequence[str], channels: Sequence[str] = ()) -> str:
    """Where something is absent: the window, and what of it is shown where that is a choice.

    >>> in_window(["North"])
    'in this window, of which only events of the side North are shown'
    """
    chosen = _chosen(sides, channels)
    return f"in this window, of which {chosen}" if chosen else "in this window"


def of_those_shown(sides: Sequence[str], channels: Sequence[str] = ()) -> str:
    """What is shown where that is a choice, to stand behind what is absent.

    >>> of_those_shown(["North"])
    ' (only events of the side North are shown)'
    """
    chosen = _chosen(sides, channels)
    return f" ({chosen})" if chosen else ""


def _chosen(sides: Sequence[str], channels: Sequence[str]) -> str:
    ways = [channel.replace("_", " ") for channel in channels]
    # Behind their noun, names stand without the article that some of them would want.
    side = "side" if len(sides) == 1 else "sides"
    chosen = [f"events of the {side} {listed(sides)}"] if sides else []
    chosen += [f"contacts of the channel {listed(ways)}"] if ways else []
    return f"only {listed(chosen)} are shown" if chosen else ""
