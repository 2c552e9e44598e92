"""Quotes against a later copy of a text: whether each still stands there, and where.

A text on the web changes: a correction, a new headline, a paragraph more. Its sha256 then is
another, and the quotes tell how much of what was coded the copy still bears out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.package.quotes import find, nearest_words
from analysis.package.reading import RawTable
from analysis.problems import Problem

State = Literal["found", "moved", "changed", "gone"]
STATES: tuple[State, ...] = ("found", "moved", "changed", "gone")
SHARE = 0.5  # of a source's quotes, from which a text that has them is taken for a copy of it


@dataclass(frozen=True)
class Fate:
    """What became of one quote.

    Attributes
    ----------
    row : of the table of evidence.
    paragraph, words : where it stands now, or what comes nearest to it; 0 and "" where it is gone.
    likeness : of those words to the quote, 0 to 100, by characters.
    """

    row: int
    state: State
    paragraph: int = 0
    words: str = ""
    likeness: float = 0.0


@dataclass(frozen=True)
class Copy:
    """A text that is not the one that was coded, and has most of its quotes.

    Attributes
    ----------
    file : its name.
    fates : of the quotes of the source, in the order of the table of evidence.
    """

    source: str
    file: str
    text: Sequence[str]
    fates: tuple[Fate, ...]

    @property
    def sums(self) -> str:
        """How many quotes have which fate: "38 found, 2 moved"."""
        counts = Counter(fate.state for fate in self.fates)
        return ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])


def fate(row: int, quote: str, paragraph: str, text: Sequence[str]) -> Fate:
    """Where a quote stands now that stood in a paragraph of the text that was coded."""
    places = find(quote, text)
    for place in places:
        if str(place.paragraph) == paragraph:
            return Fate(row, "found", place.paragraph, place.words, 100.0)
    if places:
        was = int(paragraph) if paragraph.isdecimal() else 0
        now = min(places, key=lambda place: abs(place.paragraph - was))
        return Fate(row, "moved", now.paragraph, now.words, 100.0)
    near = nearest_words(quote, text)
    if near is None:
        return Fate(row, "gone")
    return Fate(row, "changed", near.paragraph, near.words, near.likeness)


def copy_of(
    source: str, raw: Mapping[str, RawTable], texts: Mapping[str, Sequence[str]]
) -> Copy | None:
    """The text that has most of a source's quotes; None where none has half of them.

    Parameters
    ----------
    raw : tables, of which evidence is read.
    texts : name of a file -> its paragraphs.
    """
    evidence = raw["evidence"].frame
    own = evidence[(evidence["source_id"] == source) & (evidence["quote"] != "")]
    borne = {f: sum(bool(find(quote, text)) for quote in own["quote"]) for f, text in texts.items()}
    best = max(borne, key=lambda file: (borne[file], file), default="")
    if not best or not len(own) or borne[best] < SHARE * len(own):
        return None
    quotes = zip(own.index, own["quote"], own["paragraph"], strict=True)
    fates = tuple(fate(int(row), quote, place, texts[best]) for row, quote, place in quotes)
    return Copy(source, best, texts[best], fates)


def told(copy: Copy, raw: Mapping[str, RawTable], states: Iterable[State]) -> Iterator[Problem]:
    """Each quote with one of these fates, at its line of the table of evidence."""
    evidence = raw["evidence"]
    for one in copy.fates:
        if one.state not in states:
            continue
        cells = evidence.frame.iloc[one.row]
        rule = {
            "found": f"is found in paragraph {one.paragraph} of {copy.file}",
            "moved": f"moved from paragraph {cells['paragraph']} to {one.paragraph} of {copy.file}",
            "changed": f"changed in {copy.file}",
            "gone": f"is gone from {copy.file}: nothing in it is near",
        }[one.state]
        mend = ""
        if one.state == "changed":
            mend = (
                f'the nearest words are "{one.words}" in paragraph {one.paragraph} '
                f"({one.likeness:.0f} of 100 by characters)"
            )
        line = evidence.line(one.row)
        yield Problem(evidence.file, line, "quote", cells["quote"], rule, mend)
