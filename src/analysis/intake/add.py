"""A worksheet for a text: its source's row begun, its paragraphs numbered, and hints between them.

The hints say which days and numbers a paragraph names, as they would be reckoned, and what is coded
for those days already. They are read by nobody but the coder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.edtf import EdtfError, parse_edtf
from analysis.importers.actors import slug
from analysis.intake.coded import on_days, told
from analysis.intake.days import Clock, NoDay
from analysis.intake.ids import unlike
from analysis.intake.kinds import Kinds
from analysis.intake.language import language_of
from analysis.intake.names import Names
from analysis.intake.numbers import numbers_in
from analysis.intake.phrases import POINTS, days_in
from analysis.intake.propose import Candidate, candidates
from analysis.package.tables import Tables
from analysis.package.texts import paragraphs
from analysis.problems import DataProblems, Problem, Refused

NOT_STATED = "not stated"
_HEAD_WORDS = 25  # that a headline has at most
_FIRST = 6  # paragraphs in which a text says of what day it is
_DATE_LINE = 12  # words that a line with the day of publication has at most
_MOST_CODED = 5  # events that are listed for the days of a paragraph

_NO_COUNTS = ("one", "both", "just one", "only one")

_HOW = """\
# A worksheet for one source. Lines with > are its text and lines with # are hints: neither enters
# the tables. Write what the text tells beneath the paragraph that tells it, one entry for one thing
# that happened, blank lines between entries:
#
#   event: call                         a kind (see the end), or the id of an event that is coded
#   who: Biden -> Netanyahu; host: Qatar    names; parts where they are not the usual ones
#   quote: called Netanyahu on Nov 14   at most 12 words, pasted; a second place, a second quote
#   speaker: US official                whose words these are, where not the text's own
#   day: Nov 14                         as the text says it ("two days later"), or a date;
#                                       "publication" for what goes on when it is printed
#   number: about 50                    as the text says it
#   term: captives                      the text's own word there for the people held
#   summary: One neutral sentence of your own.
#
# What stands beneath a quote is said of that quote. Also:
# {also}.
# Nothing enters the tables before you say so: backchannel accept PATH-OF-THIS-FILE
"""


class NotAdded(Refused):
    """A text for which no worksheet can be made."""


@dataclass(frozen=True)
class Given:
    """What a person says of a source; "" where it is to be found out.

    Attributes
    ----------
    published : EDTF.
    """

    source_id: str = ""
    published: str = ""
    headline: str = ""
    publisher: str = ""
    address: str = ""
    propose: bool = False
    """Whether candidates are to stand in the worksheet, none of them accepted."""


@dataclass(frozen=True)
class Added:
    """A worksheet that was made.

    Attributes
    ----------
    source_id, text : its name, and what it holds.
    paragraphs : how many the text has.
    source : the source's row as far as it is known.
    """

    source_id: str
    text: str
    paragraphs: int
    source: dict[str, str]


def worksheet_for(data: bytes, file: str, given: Given, package: Tables, kinds: Kinds) -> Added:
    """A worksheet for the text of a source.

    Parameters
    ----------
    data : the text, UTF-8, one paragraph a line.
    file : its name, for messages.

    Raises
    ------
    DataProblems : the text is not UTF-8, or what is given cannot stand in the table.
    NotAdded : the text is empty, or a source of the package already.
    """
    text = paragraphs(_decoded(data, file))
    if not text:
        raise NotAdded(f"{file} has no paragraph: every line of it is empty")
    digest = hashlib.sha256(data).hexdigest()
    known = package.sources[package.sources["sha256"] == digest]
    if len(known):
        name, label = known["source_id"].iloc[0], known["label"].iloc[0]
        raise NotAdded(f'{file} is the text of {label} ("{name}") and is in the package already')
    source = _source(text, digest, given, package, Path(file).stem)
    if given.source_id and given.source_id in set(package.sources["source_id"]):
        raise NotAdded(f"--id {given.source_id}: is the id of another source; its text differs")
    if source["published"]:
        try:
            parse_edtf(source["published"])
        except EdtfError as error:
            raise NotAdded(f'--published "{source["published"]}" {error}') from None
    proposed: dict[int, list[Candidate]] = {}
    for one in candidates(text, Names(package.actors), kinds) if given.propose else ():
        proposed.setdefault(one.paragraph, []).append(one)
    body = _text_with_hints(text, source, package, proposed)
    lines = [_head(source), *body, *_end(package, kinds)]
    return Added(source["source"], "\n".join(lines) + "\n", len(text), source)


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        rule = f"is not UTF-8 (byte {error.start}); save it as UTF-8 first"
        raise DataProblems([Problem(file, 0, "", None, rule)], "nothing was written") from None


def _source(
    text: Sequence[str], digest: str, given: Given, package: Tables, stem: str
) -> dict[str, str]:
    published, stated = _published(text)
    if given.published:
        stated = given.published == published
        published = given.published
    headline = given.headline or _headline(text)
    named = stem if headline == NOT_STATED else headline
    words = [w for w in slug(named).split("-") if len(w) > 3 and not w.isdecimal()]
    base = "-".join([*(words[:2] or ["source"]), *([published[:7]] if published else [])])
    taken = set(package.sources["source_id"])
    return {
        "source": given.source_id or unlike(base, taken),
        "label": _label(package),
        "headline": headline,
        "publisher": given.publisher or NOT_STATED,
        "address": given.address,
        "published": published,
        "published_basis": "stated" if stated or not published else "inferred",
        "published_reason": "",
        "language": language_of("\n".join(text)),
        "sha256": digest,
        "covers": "",
        "families": "",
        "access": "",
        "note": "",
    }


def _published(text: Sequence[str]) -> tuple[str, bool]:
    """The day of a date line among the first paragraphs, and whether there is one."""
    for paragraph in text[:_FIRST]:
        if not _short(paragraph, _DATE_LINE) and not paragraph.startswith("date "):
            continue
        for name in ("iso", "month_day", "day_month"):
            match = re.search(POINTS[name], paragraph, re.IGNORECASE)
            if match and (name == "iso" or match["year"]):
                try:
                    return Clock(None).reckon(match[0]).date, True
                except NoDay:
                    continue
    return "", False


def _headline(text: Sequence[str]) -> str:
    """The first line, or the one beneath a date line that is the first, if it looks like one."""
    dated = _published(text[:1])[1]
    first = text[1] if dated and len(text) > 2 else text[0]
    if not _short(first, _HEAD_WORDS) or first.endswith(".") or _published([first])[1]:
        return NOT_STATED
    return first


def _short(paragraph: str, words: int) -> bool:
    return len(paragraph.split()) <= words


def _label(package: Tables) -> str:
    labels = list(package.sources["label"])
    numbers = [int(m[1]) for label in labels if (m := re.fullmatch(r"Source (\d+)", label))]
    return f"Source {max(numbers, default=len(labels)) + 1}"


def _head(source: dict[str, str]) -> str:
    also = "of (what a number counts), place, topic, blames, stance, repeated, note, new: yes"
    how = _HOW.format(also=also)
    return how + "\n" + "\n".join(f"{key}: {value}".rstrip() for key, value in source.items())


def _text_with_hints(
    text: Sequence[str],
    source: dict[str, str],
    package: Tables,
    proposed: Mapping[int, Sequence[Candidate]],
) -> Iterator[str]:
    published = parse_edtf(source["published"]) if source["published"] else None
    clock = Clock(published.earliest if published and published.day_known else None)
    for number, paragraph in enumerate(text, 1):
        yield f"\n> [{number}] {paragraph}"
        if not (number <= _FIRST and _published([paragraph])[1]):
            yield from hints(paragraph, clock, package)
        for candidate in proposed.get(number, ()):
            yield f"\n{candidate.entry()}"


def hints(paragraph: str, clock: Clock, package: Tables) -> Iterator[str]:
    """Lines on the days and numbers of a paragraph, and on what is coded for those days."""
    dates: set[int] = set()
    listed: dict[str, str] = {}
    for start, end, words in days_in(paragraph):
        dates.update(range(start, end))
        try:
            date = clock.reckon(words).date
        except NoDay:
            yield f'#   "{words}": counted from the entry before, or "{words} EVENT-ID"'
            continue
        yield f'#   "{words}": {date}'
        read = parse_edtf(date)
        if read.earliest and read.latest and (read.latest - read.earliest) < dt.timedelta(days=9):
            for event in on_days(package, read.earliest, read.latest)["event_id"]:
                listed.setdefault(event, told(package, event))
    numbers = [
        n.text
        for n in numbers_in(paragraph)
        if n.start not in dates and n.text.casefold() not in _NO_COUNTS
    ]
    if numbers:
        yield f"#   numbers: {'; '.join(numbers)}"
    yield from (f"#   coded: {line}" for line in list(listed.values())[:_MOST_CODED])
    if len(listed) > _MOST_CODED:
        yield f"#   and {len(listed) - _MOST_CODED} more of these days"


def _end(package: Tables, kinds: Kinds) -> Iterator[str]:
    """The kinds with their parts and defaults, and the actors."""
    yield "\n# Kinds, with the parts that they have; the first is that of a name without one:"
    for kind in kinds.families:
        first = kinds.part(kind)
        parts = [first, *(part for part in kinds.parts[kind] if part != first)]
        topic = kinds.default(kind, "topic")
        yield f"#   {kind}: {', '.join(parts)}" + (f"; topic {topic}" if topic else "")
        yield f"#     {kinds.meaning(kind)}"
    channels = ", ".join(package.channels)
    yield f"# A contact has a channel: {channels}; a call, a meeting, a letter say it themselves."
    counted = ", ".join(kinds.codebook.allowed("events", "amount_of"))
    yield f"# What a number counts (of): {counted}."
    yield '# "planned", "denied" and "hypothetical" go before a kind: "planned delegation".'
    yield "# Actors, who can be named by any part of their name that is theirs alone:"
    for name, short in zip(package.actors["name"], package.actors["short"], strict=True):
        yield f"#   {name}" + (f" ({short})" if short not in name else "")
    yield "# A new one, anywhere:  actor: Name, Office of Body  /  member_of: Body  /  level: 4"
    yield "# Somebody without a name:  actor: Qatari official, not named  /  member_of: Qatar"
