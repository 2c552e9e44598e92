"""Words of a text found again in it: as they stand, or nearly so.

Quote marks, dashes and blanks of any make are the same for a search; what is given back is in the
signs of the text. Where a text was changed, the nearest words are found and how far they are off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNS = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
_MARKS = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb "
_ABOUT = 3  # words that the nearest ones may begin or end earlier or later
NEAR = 70.0  # of 100, from which other words are called the nearest ones


@dataclass(frozen=True)
class Found:
    """A place in a text.

    Attributes
    ----------
    paragraph : counted from 1.
    words : as they stand there, in one line.
    start : at which sign of the paragraph (in one line) they begin.
    """

    paragraph: int
    words: str
    start: int


@dataclass(frozen=True)
class Near:
    """The nearest words to some that do not stand in a text.

    Attributes
    ----------
    paragraph, words : where they stand and how they go.
    likeness : 0 to 100, by characters.
    """

    paragraph: int
    words: str
    likeness: float


def one_line(text: str) -> str:
    """A text in one line, its letters written in one way."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def find(words: str, paragraphs: Sequence[str]) -> list[Found]:
    """Each paragraph that has these words, with the first place in it.

    Marks around the words, and capitals, are overlooked only where nothing is found with them.

    >>> find('said "no"', ["Nobody came.", "He said “no” twice."])
    [Found(paragraph=2, words='said “no”', start=3)]
    """
    for wanted in dict.fromkeys((words.strip(), words.strip(_MARKS))):
        for fold in (False, True):
            needle, _ = _plain(wanted, fold)
            if not re.search(r"\w", needle):
                continue
            found = []
            for number, paragraph in enumerate(paragraphs, 1):
                line = one_line(paragraph)
                plain, at = _plain(line, fold)
                if (place := _at_words(needle, plain)) >= 0:
                    start, end = at[place], at[place + len(needle) - 1] + 1
                    found.append(Found(number, line[start:end], start))
            if found:
                return found
    return []


def _at_words(needle: str, plain: str) -> int:
    """Where the needle begins, at the edge of a word if it can; -1 where it is not."""
    edges = re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", plain)
    return edges.start() if edges else plain.find(needle)


def _plain(text: str, fold: bool) -> tuple[str, list[int]]:
    """A text with its signs made alike, and from which sign of it each of them comes."""
    signs, at = [], []
    for place, sign in enumerate(one_line(text)):
        made = sign.translate(_SIGNS)
        made = "..." if made == "…" else made
        for one in made.casefold() if fold else made:
            signs.append(one)
            at.append(place)
    return "".join(signs), at


def unlike_others(place: Found, paragraphs: Sequence[str], most: int) -> str:
    """The words of a place, with as many around them as make it the only one that has them.

    Parameters
    ----------
    most : words that it may have; where these do not do, the words stay as they are.
    """
    line = one_line(paragraphs[place.paragraph - 1])
    start, end = place.start, place.start + len(place.words)
    whole = "\n".join(one_line(paragraph) for paragraph in paragraphs)
    while whole.count(line[start:end]) > 1:
        before, after = line[:start].rstrip(), line[end:].lstrip()
        if before:
            start = before.rfind(" ") + 1
        elif after:
            end = len(line) - len(after) + (after.find(" ") if " " in after else len(after))
        else:
            return place.words
        if len(line[start:end].split()) > most:
            return place.words
    return line[start:end]


def nearest_words(words: str, paragraphs: Sequence[str]) -> Near | None:
    """The words of the paragraphs that come nearest to these; None where none are near."""
    from rapidfuzz import fuzz

    wanted, best = one_line(words), None
    for number, paragraph in enumerate(paragraphs, 1):
        line = one_line(paragraph)
        if not line or not wanted:
            continue
        found = fuzz.partial_ratio_alignment(wanted, line, score_cutoff=NEAR)
        if found is None:
            continue
        start, end = found.dest_start, found.dest_end
        if len(line) < len(wanted):  # the shorter of the two is what was looked for
            start, end = 0, len(line)
        words = _whole_words(wanted, line, start, end)
        likeness = fuzz.ratio(wanted, words)
        if likeness >= NEAR and (best is None or likeness > best.likeness):
            best = Near(number, words, likeness)
    return best


def _whole_words(wanted: str, line: str, start: int, end: int) -> str:
    """Of the runs of whole words about a place, the one that is most like what is wanted."""
    from rapidfuzz import fuzz

    edges = [(match.start(), match.end()) for match in re.finditer(r"\S+", line)]
    first = next((n for n, edge in enumerate(edges) if edge[1] > start), 0)
    last = next((n for n, edge in enumerate(edges) if edge[1] >= end), len(edges) - 1)
    runs = [
        line[edges[a][0] : edges[b][1]]
        for a in range(max(first - _ABOUT, 0), min(first + _ABOUT, last) + 1)
        for b in range(max(last - _ABOUT, a), min(last + _ABOUT, len(edges) - 1) + 1)
    ]
    return max(runs, key=lambda run: fuzz.ratio(wanted, run))
