"""Days from one to another as people write them: "3-5 March 2024", "between 1 and 5 May 2024".

Whether something lasted from the 3rd to the 5th or was on one day of these, "3-5 March" does not
say: only "from ... to" and "between ... and" do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.edtf import EdtfError

_TO = r"\s*(?:[-–—]|\b(?:to|until|and|bis)\b)\s*"
_SAYS = re.compile(r"(between|from)\s+(?=\S)", re.IGNORECASE)
_DAYS_OF = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?{_TO}(\d{{1,2}})(\D.*\d{{4}})", re.IGNORECASE
)
_OF_DAYS = re.compile(
    rf"([^\W\d_]{{3,}}\.?\s+)(\d{{1,2}}){_TO}(\d{{1,2}})(?:st|nd|rd|th)?(,?\s+\d{{4}})",
    re.IGNORECASE,
)
_BOTH = re.compile(r"(\S*\d{4})-(\d{1,2}\D\S*\d{4})")
_WHOLE = re.compile(r"(.*\S)\s*(?:\s-\s|[–—]|\b(?:to|until|and|bis)\b)\s*(?=.*(\d{4}))(\S.*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def span(text: str, read: Callable[[str], str]) -> str | None:
    """The EDTF of days from one to another, where the words say how; None where there are none.

    Parameters
    ----------
    read : the EDTF of one date; an ``EdtfError`` where it is none.

    Raises
    ------
    EdtfError : they do not say whether all of the days or one of them are meant, or the last comes
        before the first.
    """
    said = _SAYS.match(text)
    for first, last in _sides(text[said.end() :] if said else text):
        try:
            one, other = read(first), read(last)
        except EdtfError:
            continue
        if not (_DAY.fullmatch(one) and _DAY.fullmatch(other)):
            continue
        if other < one:
            raise EdtfError(f"ends on {other}, before it begins on {one}")
        lasted, on_one = f"{one}/{other}", f"[{one}..{other}]"
        if said:
            return on_one if said[1].casefold() == "between" else lasted
        raise EdtfError(
            f'is not a date but several days: write "{lasted}" for what lasted from the first to '
            f'the last, "{on_one}" for what was on one of them'
        )
    return None


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """What may be the first day and the last, each written whole."""
    if match := _DAYS_OF.fullmatch(text):
        one, other, rest = match.groups()
        yield one + rest, other + rest
    elif match := _OF_DAYS.fullmatch(text):
        word, one, other, year = match.groups()
        yield word + one + year, word + other + year
    elif match := _BOTH.fullmatch(text):
        yield match[1], match[2]
    elif match := _WHOLE.fullmatch(text):
        first, year, last = match.groups()
        yield from ((first, last), (f"{first} {year}", last), (f"{first}, {year}", last))
