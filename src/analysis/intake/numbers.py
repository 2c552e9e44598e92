"""How many, in the words of a text: "about fifty", "more than 100", "between 20 and 30"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.importers.numbers import read_amounts

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUE = {word: value for value, word in enumerate(_ONES)}
_VALUE |= {word: 10 * tens for tens, word in enumerate(_TENS, 2)}
_SPELT = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES)})"
_WORDED = rf"(?:an? hundred|{_SPELT}(?: hundred| thousand)?|an? dozen|a couple|both)"
_FIGURE = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = rf"(?:{_FIGURE}|{_WORDED})"
_AROUND = (
    "about|around|approximately|some|roughly|nearly|almost|more than|over|above|at least|"
    "no fewer than|no less than|fewer than|less than|under|below|up to|at most|no more than|"
    "as many as|just|only|exactly"
)
_PHRASE = re.compile(
    rf"(?<![\w$€£.,-])(?:between {_NUMBER} and {_NUMBER}"
    rf"|(?:(?:{_AROUND}) )?{_NUMBER}(?:(?: to | or |-|–){_NUMBER}| or more)?)(?![\w%-]|[.,:]\d)",
    re.IGNORECASE,
)
_TALLY = re.compile(rf"{_WORDED}", re.IGNORECASE)
VAGUE = re.compile(
    r"(?<!\w)(?:some|several|many|dozens|scores|hundreds|thousands|others|remaining)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A number as words give it.

    Attributes
    ----------
    text : the words.
    low, best, high : as cells of the table of evidence; "" where the words give none.
    start : where they stand in the text that was searched.
    """

    text: str
    low: str
    best: str
    high: str
    start: int = 0


def numbers_in(text: str) -> list[Number]:
    """Each number that stands in a text, with its bounds.

    >>> [(n.text, n.low, n.best, n.high) for n in numbers_in("more than fifty of 62 people")]
    [('more than fifty', '51', '', ''), ('62', '62', '62', '62')]
    """
    found = []
    for match in _PHRASE.finditer(text):
        plain = re.sub(r"^(?:just|only|exactly|as many as) ", "", match[0], flags=re.IGNORECASE)
        if match[0].casefold().startswith("as many as "):
            plain = f"up to {plain}"
        digits = _TALLY.sub(lambda word: str(_value(word[0])), plain)
        bounds = read_amounts([digits.casefold()], "number", ".").bounds.get(digits.casefold())
        if bounds is not None:
            low, best, high = (_whole(bound) for bound in bounds)
            found.append(Number(match[0], low, best, high, match.start()))
    return found


def _whole(bound: float | None) -> str:
    return "" if bound is None else str(int(bound))


def _value(words: str) -> int:
    """What number words say: "twenty-five" is 25, "two hundred" 200."""
    if words.casefold() in ("a couple", "both"):
        return 2
    value = 0
    for word in re.split(r"[- ]", words.casefold()):
        if word in ("hundred", "thousand", "dozen"):
            value = max(value, 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        else:
            value += _VALUE.get(word, 0)
    return value
