"""Amounts as bounds: what a source's words give, and nothing beyond.

"about 50" has no stated bounds, so no margin is invented for it: the word "about" travels with
every result. "more than 100" has a lower bound and no upper one. Arithmetic is that of intervals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """An interval of counts; None on a side means that no bound is stated.

    Attributes
    ----------
    low, high : least and greatest value (persons, names, …), None = not stated.
    about : a figure that went into it was approximate ("about 50").
    """

    low: float | None = None
    high: float | None = None
    about: bool = False

    @classmethod
    def of(cls, low: float | None, best: float | None, high: float | None) -> Bounds:
        """Bounds of one coded amount; a best value alone is an approximate point.

        >>> Bounds.of(None, 50, None).words()
        'about 50'
        """
        low, best, high = (None if v is None or math.isnan(v) else v for v in (low, best, high))
        if low is None and high is None and best is not None:
            return cls(best, best, about=True)
        return cls(low, high)

    @property
    def stated(self) -> bool:
        return self.low is not None or self.high is not None

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(
            _sum(self.low, other.low),
            _sum(self.high, other.high),
            self.about or other.about,
        )

    def __neg__(self) -> Bounds:
        return Bounds(
            None if self.high is None else 0 - self.high,
            None if self.low is None else 0 - self.low,
            self.about,
        )

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def parts(self) -> tuple[float | None, float | None, float | None, bool, str]:
        """Low, best, high, about and words, as flat tables hold them.

        One approximate number is a best value without bounds: nothing says how far it may be off.

        >>> Bounds.of(None, 50, None).parts()
        (None, 50, None, True, 'about 50')
        """
        best = self.low if self.low == self.high else None
        if self.about and best is not None:
            return None, best, None, True, self.words()
        return self.low, best, self.high, self.about, self.words()

    def words(self) -> str:
        """The bounds in words: "2", "about 250", "at least 101", "at most about 145"."""
        about = "about " if self.about else ""
        if self.low is None and self.high is None:
            return "not stated"
        if self.high is None:
            return f"at least {about}{number(self.low)}"
        if self.low is None:
            return f"at most {about}{number(self.high)}"
        if self.low == self.high:
            return f"{about}{number(self.low)}"
        return f"{about}{number(self.low)} to {number(self.high)}"


def _sum(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a + b


def number(value: float | None) -> str:
    """A count as text: thousands separated by commas, no decimals where there are none.

    >>> number(46001.0)
    '46,001'
    """
    if value is None:
        return ""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
    return text.replace("-", "\N{MINUS SIGN}")
