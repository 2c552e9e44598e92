"""Candidate entries from a text, by rules and without any service: each for a person to accept.

A sentence is offered as an event of a kind where it has general words for that kind (`words.yaml`).
Its actors are those of the package whom it names, its days and numbers the phrases in it. A
candidate comes with ``accept: no``: nothing of it enters a table until a person says yes and writes
the summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from analysis.intake.kinds import Kinds, NoKind
from analysis.intake.names import Names
from analysis.intake.numbers import numbers_in
from analysis.intake.phrases import days_in
from analysis.package.rules import QUOTE_WORDS

_COUNTED = ("inflow", "outflow", "stock")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|Lt|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|vs"
    r"|U\.S|U\.N|U\.K|a\.m|p\.m|[A-Z]))\.$"
)
_END = re.compile(r"[.!?][\"'\u201d\u2019)]*(?=\s+[\"'\u201c\u2018(]?[A-Z0-9])")


_AHEAD = re.compile(
    r"\b(?:will|(?:is|are|due|expected|set|scheduled|about) to|plans? to)(?: \w+ly| also)?"
    r" (?:be (?:released|freed|headed|sent)|begin|start|travel|visit|meet|join|arrive|resume|fly"
    r"|return|last)\b"
)
_NEAR = 60  # characters between the words for a kind and those that say it is still to come
_CLAUSE = ("that", "but", "while")  # what a quote may begin behind


@dataclass(frozen=True)
class Candidate:
    """An event that a sentence may tell.

    Attributes
    ----------
    event : kind, with the channel of a contact.
    sentence : all of it.
    quote : at most twelve words of it, about those that tell the kind.
    actors : names as the sentence has them, each actor once.
    day, number : the first phrase of each; "" where there is none.
    planned : whether the sentence says that it is still to come.
    """

    paragraph: int
    event: str
    sentence: str
    quote: str
    actors: tuple[str, ...]
    day: str
    number: str
    planned: bool = False

    @property
    def kind(self) -> str:
        return self.event.split(" ", maxsplit=1)[0]

    def entry(self) -> str:
        """The entry of a worksheet, not accepted."""
        lines = [f"event: {'planned ' if self.planned else ''}{self.event}"]
        lines += [f"who: {', '.join(self.actors)}"] if self.actors else ["who:"]
        lines.append(f"quote: {self.quote}")
        lines += [f"day: {self.day}"] if self.day else []
        lines += [f"number: {self.number}"] if self.number else []
        return "\n".join([*lines, "summary:", "accept: no"])


@dataclass(frozen=True)
class _Rule:
    event: str
    when: re.Pattern[str]
    unless: re.Pattern[str] | None


def candidates(text: Sequence[str], names: Names, kinds: Kinds) -> Iterator[Candidate]:
    """Each kind that the package has and a sentence may tell, paragraph by paragraph.

    Parameters
    ----------
    text : paragraphs.
    names : of the actors who may be named.
    """
    rules = [rule for rule in _rules() if _known(rule.event, kinds)]
    for number, paragraph in enumerate(text, 1):
        for sentence in sentences(paragraph):
            plain = sentence.casefold().replace("\u2019", "'")
            told: set[str] = set()
            for rule in rules:
                match = rule.when.search(plain)
                kind = rule.event.split(" ", maxsplit=1)[0]
                if match is None or kind in told or (rule.unless and rule.unless.search(plain)):
                    continue
                told.add(kind)
                counted = kinds.families.get(kind) in _COUNTED
                ahead = any(abs(m.start() - match.start()) <= _NEAR for m in _AHEAD.finditer(plain))
                made = _candidate(number, rule.event, sentence, match.start(), names, counted)
                yield replace(made, planned=ahead)


def _known(event: str, kinds: Kinds) -> bool:
    try:
        kinds.sort(event)
    except NoKind:
        return False
    return True


def _candidate(
    paragraph: int, event: str, sentence: str, at: int, names: Names, counted: bool
) -> Candidate:
    actors: dict[str, str] = {}
    for start, end, actor in names.in_text(sentence):
        actors.setdefault(actor, sentence[start:end])
    days = list(days_in(sentence))
    of_days = {place for start, end, _ in days for place in range(start, end)}
    numbers = [n.text for n in numbers_in(sentence) if n.start not in of_days] if counted else []
    return Candidate(
        paragraph,
        event,
        sentence,
        _about(sentence, at),
        tuple(actors.values()),
        days[0][2] if days else "",
        numbers[0] if numbers else "",
    )


def _about(sentence: str, at: int) -> str:
    """At most twelve words about a place: from its clause or the beginning, where they reach it."""
    edges = [(match.start(), match.end()) for match in re.finditer(r"\S+", sentence)]
    word = next((n for n, edge in enumerate(edges) if edge[1] > at), 0)
    first = 0 if word < QUOTE_WORDS - 2 else max(word - QUOTE_WORDS // 2, 0)
    words = [sentence[start:end] for start, end in edges]
    clauses = [n for n in range(1, word + 1) if words[n - 1] in _CLAUSE or words[n - 1][-1] == ";"]
    first = max([first, *(n for n in clauses if n > word - QUOTE_WORDS + 2)])
    last = min(first + QUOTE_WORDS, len(edges)) - 1
    return sentence[edges[first][0] : edges[last][1]] if edges else sentence


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; a point behind "U.S." or "Jan." ends none.

    >>> sentences("He met U.S. envoys on Jan. 5. They agreed.")
    ['He met U.S. envoys on Jan. 5.', 'They agreed.']
    """
    found, start = [], 0
    for match in _END.finditer(paragraph):
        if _NO_END.search(paragraph[start : match.start() + 1]):
            continue
        found.append(paragraph[start : match.end()].strip())
        start = match.end()
    found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


@cache
def _rules() -> tuple[_Rule, ...]:
    told = yaml.safe_load((files("analysis.intake") / "words.yaml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            rule["event"], _pattern(rule["when"]), _pattern(rule["not"]) if "not" in rule else None
        )
        for rule in told
    )


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern that is written over several lines."""
    return re.compile("".join(text.splitlines()))
