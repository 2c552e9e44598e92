"""A column of amounts as people write them, as bounds: "about 10", "10-12", "more than 100".

The decimal sign is decided from the whole column. Words without a number ("dozens") stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from analysis.importers.decisions import CannotImport, Decision

_NUMBER = r"\d[\d.,' \u2019]*\d|\d"
_ABOUT = r"about|around|approximately|approx\.?|circa|ca\.?|c\.|some|roughly|nearly|almost|~|≈|±"
_MORE = r"more than|over|above|>"
_LEAST = r"at least|no fewer than|no less than|not less than|minimum(?: of)?|min\.?|from|>=|≥"
_LESS = r"fewer than|less than|under|below|<"
_MOST = r"up to|at most|no more than|not more than|maximum(?: of)?|max\.?|<=|≤"
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: value for value, word in enumerate(_SPELT.split(" "))}
_FORMS = {
    "about": re.compile(rf"(?:{_ABOUT})\s*({_NUMBER})", re.IGNORECASE),
    "more": re.compile(rf"(?:{_MORE})\s*({_NUMBER})", re.IGNORECASE),
    "least": re.compile(rf"(?:{_LEAST})\s*({_NUMBER})", re.IGNORECASE),
    "less": re.compile(rf"(?:{_LESS})\s*({_NUMBER})", re.IGNORECASE),
    "most": re.compile(rf"(?:{_MOST})\s*({_NUMBER})", re.IGNORECASE),
    "plus": re.compile(rf"({_NUMBER})\s*(?:\+|or more)", re.IGNORECASE),
    "range": re.compile(
        rf"(?:between )?({_NUMBER})\s*(?:-|–|—|\.\.|to|and|or)\s*({_NUMBER})", re.IGNORECASE
    ),
}
_GROUPED = {",": re.compile(r"\d{1,3}(?:,\d{3})+"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+")}
_OTHER = {",": ".", ".": ","}


@dataclass(frozen=True)
class Amounts:
    """A column that was read.

    Attributes
    ----------
    bounds : text of a cell -> low, best, high; None where the words give none.
    unread : texts that give no number.
    decisions : what was decided of the whole column.
    """

    bounds: dict[str, tuple[float | None, float | None, float | None]]
    unread: tuple[str, ...]
    decisions: tuple[Decision, ...] = field(default=())

    def of(self, cells: pd.Series) -> pd.DataFrame:
        """(n, 3) low, best, high of each cell, NaN where the words give none."""
        nothing = (None, None, None)
        rows = [self.bounds.get(cell, nothing) for cell in cells]
        names = ["amount_low", "amount_best", "amount_high"]
        return pd.DataFrame(rows, index=cells.index, columns=names, dtype="float64")


def read_amounts(cells: Iterable[str], column: str, decimal: str | None = None) -> Amounts:
    """Read a column of amounts.

    Parameters
    ----------
    cells : the cells; "" is an empty one.
    column : its name, for what is said of it.
    decimal : "." or ","; None decides it from the column.

    Raises
    ------
    CannotImport : "1.500" stands in it, nothing else tells what it means, and nothing is given.

    Examples
    --------
    >>> read_amounts(["more than 100"], "held").bounds
    {'more than 100': (101, None, None)}
    """
    texts = [text for text in dict.fromkeys(cells) if text]
    decisions: list[Decision] = []
    if decimal is None:
        decimal, decisions = _decimal(texts, column)
    bounds, unread = {}, []
    for text in texts:
        if (read := _bounds(text, decimal)) is None:
            unread.append(text)
        else:
            bounds[text] = read
    return Amounts(bounds, tuple(unread), tuple(decisions))


def _decimal(texts: list[str], column: str) -> tuple[str, list[Decision]]:
    """The decimal sign: the other sign, where both stand in one number or one stands twice."""
    told: dict[str, str] = {}
    open_ = ""
    for text in texts:
        for number in re.findall(r"\d[\d.,]*\d", text):
            signs = re.sub(r"\d", "", number)
            if not signs or ("." * len(signs) == signs == ".." and ".." in number):
                continue
            last = signs[-1]
            if len(set(signs)) == 2:
                told.setdefault(last, text)
            elif len(signs) > 1:
                told.setdefault(_OTHER[last], text)
            elif _GROUPED[last].fullmatch(number):
                open_ = open_ or text
            else:
                told.setdefault(last, text)
    what, give = f"decimal sign in {column}", "--decimal"
    if len(told) == 2:
        rule = f'has "{told["."]}" and "{told[","]}", which differ in the decimal sign'
        raise CannotImport(f'{column}: {rule}; say which with --decimal "." or ","')
    if told:
        ((sign, text),) = told.items()
        return sign, [Decision(what, f'"{sign}", as "{text}" tells', give)]
    if open_:
        rule = f'has "{open_}", which may be of thousands or a fraction, and nothing else tells'
        raise CannotImport(f'{column}: {rule}; say which sign with --decimal "." or ","')
    return ".", []


def _number(text: str, decimal: str) -> float | None:
    text = re.sub(r"['\u2019 ]", "", text)
    grouping = _OTHER[decimal]
    whole, sign, rest = text.partition(decimal)
    if grouping in whole and not _GROUPED[grouping].fullmatch(whole):
        return None
    if sign and (decimal in rest or grouping in rest):
        return None
    value = float(f"{whole.replace(grouping, '')}{'.' + rest if rest else ''}")
    return int(value) if value.is_integer() else value


def _bounds(text: str, decimal: str) -> tuple[float | None, float | None, float | None] | None:
    text = " ".join(text.split())
    if text.casefold() in _WORDS:
        value: float | None = _WORDS[text.casefold()]
        return value, value, value
    if re.fullmatch(_NUMBER, text):
        value = _number(text, decimal)
        return None if value is None else (value, value, value)
    for form, pattern in _FORMS.items():
        if not (match := pattern.fullmatch(text)):
            continue
        values = [_number(part, decimal) for part in match.groups()]
        if None in values or (form == "range" and values[0] > values[1]):  # type: ignore[operator]
            return None
        return _of_form(form, *values)  # type: ignore[arg-type]
    return None


def _of_form(
    form: str, value: float, upper: float = 0
) -> tuple[float | None, float | None, float | None]:
    whole = float(value).is_integer()
    if form == "about":
        return None, value, None
    if form == "more":
        return (value + 1 if whole else value), None, None
    if form in ("least", "plus"):
        return value, None, None
    if form == "less":
        return None, None, (max(value - 1, 0) if whole else value)
    if form == "most":
        return None, None, value
    return value, None, upper
