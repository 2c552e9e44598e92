"""The worksheet: a text file with the source's paragraphs, in which a person codes beneath them.

A line is one of four things: a paragraph of the text (``> [3] ...``), a hint (``# ...``), a
``key: value``, or blank. ``event:`` and ``actor:`` begin an entry, each ``quote:`` in it a passage;
what stands before the first of them is the source's row. A value is the rest of its line as it is:
nothing in it has to be quoted or escaped. Nothing is interpreted here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.characters import unwanted
from analysis.problems import Problem, nearest

SOURCE_KEYS = (
    "source", "label", "headline", "publisher", "address", "published", "published_basis",
    "published_reason", "language", "sha256", "covers", "families", "access", "note",
)  # fmt: skip
ACTOR_KEYS = (
    "actor", "id", "short", "kind", "member_of", "side", "role", "level", "named", "note",
    "accepted",
)  # fmt: skip
EVENT_KEYS = (
    "event", "id", "who", "summary", "of", "topic", "place", "process", "channel", "modality",
    "access", "note", "new", "accept", "accepted",
)  # fmt: skip
PASSAGE_KEYS = (
    "quote", "paragraph", "speaker", "stance", "day", "number", "term", "blames", "repeated",
    "date_note",
)  # fmt: skip
OPENS = {"event": (*EVENT_KEYS, *PASSAGE_KEYS), "actor": ACTOR_KEYS}

_PARAGRAPH = re.compile(r">\s*(?:\[(\d+)\])?.*")
_KEY = re.compile(r"([A-Za-z_0-9]+)[ \t]*:[ \t]*(.*)")


@dataclass(frozen=True)
class Value:
    """What stands after a key, and on which line."""

    text: str
    line: int


Values = dict[str, Value]


@dataclass
class Entry:
    """What stands between ``event:`` or ``actor:`` and the next blank line or entry.

    Attributes
    ----------
    line : where it begins.
    under : number of the paragraph above it; 0 where there is none.
    values : its keys but those of passages.
    passages : the keys of each passage, the first of which may have no quote.
    """

    opens: str
    line: int
    under: int
    values: Values = field(default_factory=dict)
    passages: list[Values] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The value of a key; "" where it is not there."""
        return self.values[key].text if key in self.values else ""

    def line_of(self, key: str) -> int:
        return self.values[key].line if key in self.values else self.line

    @property
    def refused(self) -> bool:
        """It was proposed, and nobody accepted it."""
        return self.text("accept").casefold() in ("no", "n")


@dataclass(frozen=True)
class Worksheet:
    """A worksheet that was read.

    Attributes
    ----------
    file : its name, for messages.
    source : the keys of the source's row.
    entries : in order.
    """

    file: str
    source: Mapping[str, Value]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def of(self, opens: str) -> list[Entry]:
        """The entries that count: of one sort, neither refused nor accepted before."""
        return [
            entry
            for entry in self.entries
            if entry.opens == opens and not entry.refused and "accepted" not in entry.values
        ]


def read_worksheet(text: str, file: str) -> Worksheet:
    """Read a worksheet; what is wrong with its form comes along, all at once."""
    source: Values = {}
    entries: list[Entry] = []
    problems: list[Problem] = []
    entry: Entry | None = None
    under = 0
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            entry = entry if bare else None
            continue
        if bare.startswith(">"):
            entry = None
            if (match := _PARAGRAPH.fullmatch(bare)) and match[1]:
                under = int(match[1])
            continue
        match = _KEY.fullmatch(bare)
        if match is None:
            rule = 'is neither "key: value" nor a paragraph (>) nor a hint (#)'
            mend = "a value stands on one line, however long"
            problems.append(Problem(file, number, "", bare, rule, mend))
            continue
        key, value = match[1].casefold(), Value(match[2].strip(), number)
        if rule := unwanted(value.text):
            problems.append(Problem(file, number, key, value.text, rule))
        if key in OPENS:
            entry = Entry(key, number, under, {key: value})
            entries.append(entry)
            continue
        known = OPENS[entry.opens] if entry else SOURCE_KEYS
        if key not in known:
            problems.append(_unknown(key, entry, known, bool(entries), file, number))
        else:
            problems += _put(key, value, entry, source, file)
    return Worksheet(file, source, tuple(entries), tuple(problems))


def _unknown(
    key: str, entry: Entry | None, known: tuple[str, ...], late: bool, file: str, line: int
) -> Problem:
    if entry is None and (late or key in (*EVENT_KEYS, *PASSAGE_KEYS)):
        rule = "belongs to no entry: a blank line ended the one above"
        return Problem(file, line, "", key, rule, "begin one with `event:`")
    what = (
        f"no key of an entry that begins with `{entry.opens}:`" if entry else "no key of a source"
    )
    mend = nearest(key, known) or f"there are {', '.join(known)}"
    return Problem(file, line, "", key, f"is {what}", mend)


def _put(key: str, value: Value, entry: Entry | None, source: Values, file: str) -> list[Problem]:
    """Put a value where it belongs; a key that stands twice is a problem."""
    if entry is None:
        own = source
    elif entry.opens == "event" and key in PASSAGE_KEYS:
        if not entry.passages or (key == "quote" and "quote" in entry.passages[-1]):
            entry.passages.append({})
        own = entry.passages[-1]
    else:
        own = entry.values
    if key in own:
        rule = f"stands on line {own[key].line} already"
        return [Problem(file, value.line, key, value.text or None, rule)]
    own[key] = value
    return []
