"""What an import found out by itself, to be printed and, where it is wrong, given instead."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.problems import Refused

_NAMED = {
    "\N{NO-BREAK SPACE}": "NBSP",
    "\N{NARROW NO-BREAK SPACE}": "NNBSP",
    "\N{ZERO WIDTH SPACE}": "ZWSP",
    "\N{ZERO WIDTH NON-JOINER}": "ZWNJ",
    "\N{ZERO WIDTH JOINER}": "ZWJ",
    "\N{WORD JOINER}": "WJ",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "BOM",
    "\N{SOFT HYPHEN}": "SHY",
    "\t": "TAB",
    "\n": "LF",
    "\r": "CR",
}


class CannotImport(Refused):
    """A file cannot be read as a table, or what it means has to be given."""


@dataclass(frozen=True)
class Decision:
    """One thing that was found out.

    Attributes
    ----------
    what : "encoding", "delimiter", …
    found : what it was taken for, and from what.
    give : the option that gives another; "" where there is none.
    """

    what: str
    found: str
    give: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.found}" + (f" ({self.give} gives another)" if self.give else "")


def shown(text: str) -> str:
    """A cell with the signs in it that cannot be seen, or that look like others, by their names.

    >>> shown("Qatar\\u00a0")
    'Qatar[NBSP]'
    """
    return "".join(f"[{_NAMED[sign]}]" if sign in _NAMED else sign for sign in text)


def rows_named(rows: list[int], most: int = 3) -> str:
    """ "row 5", "rows 5 and 9", "rows 5, 9, 12 and 40 more"."""
    if not rows:
        return "no row"
    first, more = [f"{row:,}" for row in rows[:most]], len(rows) - most
    if more > 0:
        return f"rows {', '.join(first)} and {more:,} more"
    if len(first) == 1:
        return f"row {first[0]}"
    return f"rows {', '.join(first[:-1])} and {first[-1]}"
