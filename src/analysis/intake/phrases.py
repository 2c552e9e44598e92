"""How English texts tell when: the phrases for a day, for days, and for an order, as patterns.

What they mean is reckoned in :mod:`analysis.intake.days`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.days import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_OF = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = rf"(?P<month>{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|Sept)\.?"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_PART = r"(?:morning|afternoon|evening|night|day)"

# What names a day or days by itself, given the day of publication.
POINTS = {
    "iso": r"(?P<iso>\d{4}-\d{2}-\d{2})",
    "month_day": rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?(?!\d)",
    "day_month": (
        rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?P<year>\d{{4}}))?"
    ),
    "month": rf"(?:in )?(?:early |late |mid-?)?{_MONTH},? (?P<year>\d{{4}})",
    "bare_month": rf"(?:in )?(?:early |late |mid-?)?{_MONTH}",
    "weekday": rf"(?:(?P<which>last|next|this|past) )?{_WEEKDAY}(?: {_PART})?",
    "today": r"(?:today|tonight|this (?:morning|afternoon|evening))",
    "now": r"(?:at the time of publication|publication|as of now)",
    "yesterday": r"(?:yesterday(?: (?:morning|afternoon|evening))?|last night)",
    "tomorrow": r"tomorrow",
    "ago": rf"(?P<count>{_COUNT}) (?P<unit>day|week)s? ago",
    "past": rf"(?:in|over|during|for) the (?:past|last) (?:(?P<count>{_COUNT}) )?"
    r"(?P<unit>day|week|month|year)s?",
    "week": r"(?P<which>this|last|next|earlier this|later this) week",
}
# How an event lies to another one.
ORDERS = {
    "same_day": rf"(?:(?:later |also |earlier )?(?:on )?(?:that|the same|same) {_PART}|same_day)",
    "next_day": rf"(?:on )?(?:the (?:next|following) {_PART}|a day (?:later|after)|the day after)",
    "day_before": r"(?:on )?(?:the (?:previous day|day before)|a day (?:earlier|before))",
    "later": rf"(?P<count>{_COUNT}) (?P<unit>day|week)s? (?:later|after(?:wards?)?)",
    "earlier": rf"(?P<count>{_COUNT}) (?P<unit>day|week)s? (?:earlier|before)",
    "not_before": r"(?:(?:shortly|soon|immediately|right) )?(?:after(?:wards?|ward)?|thereafter)"
    r"|shortly later|since then|not_before|not before|on or after",
    "not_after": r"before(?:hand)?|previously|not_after|not after|on or before",
}
LIMITS = {
    "by": r"by|until|up to|till|no later than|not after|on or before",
    "before": r"before|ahead of",
    "since": r"since",
    "after": r"after",
    "from": r"not before|on or after",
}


def _unnamed(pattern: str) -> str:
    """A pattern whose groups have no names, so that it can stand twice in another."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


TIED = re.compile(
    rf"(?P<order>{_unnamed('|'.join(ORDERS.values()))})(?: as| than| the| of)*"
    r" (?P<anchor>[A-Za-z0-9][A-Za-z0-9_.-]*)",
    re.IGNORECASE,
)

_IN_TEXT = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(LIMITS.values())}|on|from|between) )?"
    + "(?:"
    + "|".join(
        _unnamed(pattern)
        for name, pattern in {**POINTS, **ORDERS}.items()
        if name not in ("now", "not_before", "not_after")
    )
    + r"|(?:shortly|soon) after(?:wards?)?|since then)(?![\w-])",
    re.IGNORECASE,
)
_SHORT_LIST = re.compile(
    rf"{_MONTH} (?P<days>\d{{1,2}}(?:(?:, | and |, and )\d{{1,2}})+)(?!\d|,? \d{{4}})",
    re.IGNORECASE,
)


_STOP = re.compile(rf"\b({'|'.join(MONTHS)})\.$")  # the end of a sentence, not of a short month


def days_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Each phrase that may tell a day or an order, in order: where it begins and ends, and how.

    "Oct 20, 22 and 25" is told as three at one place.

    >>> [words for *_, words in days_in("They met on June 3 and spoke two days later.")]
    ['on June 3', 'two days later']
    """
    lists = {match.start(): match for match in _SHORT_LIST.finditer(text)}
    until = -1
    for match in _IN_TEXT.finditer(text):
        if match.start() < until or (match[0].casefold() in ("may", "march")):
            continue
        several = next((m for at, m in lists.items() if match.start() <= at < match.end()), None)
        if several is None:
            words = _STOP.sub(r"\1", match[0])
            yield match.start(), match.start() + len(words), words
            continue
        until = several.end()
        for day in re.findall(r"\d+", several["days"]):
            yield match.start(), until, f"{several['month']} {day}"
