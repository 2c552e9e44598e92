"""The citation of one number: what it says, where it stands, and the passages that it rests on."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.days import long_day
from analysis.marks import Figure, Table, marked
from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.measures.people import NOT_STATED
from analysis.package.choices import newest_evidence
from analysis.press.plan.subtitle import default_subtitle
from analysis.problems import Refused, nearest
from analysis.proof.carried import Carried, read_carried
from analysis.proof.recompute import opened, recompute
from analysis.proof.said import Said
from analysis.report.key_figures import key_figures
from analysis.report.wording import quoted, within

_TEX = re.compile(r"[\\{}$&#%_~^]")
_YEAR = re.compile(r"\d{4}")


class NothingOfThatName(Refused):
    """The report has no figure, table, key figure, event or evidence of that id."""


@dataclass(frozen=True)
class Passage:
    """One piece of evidence: its id, its place, whose words, and the event that it speaks of."""

    id: str
    source: str
    place: str
    quote: str
    speaker: str
    event: str


@dataclass(frozen=True)
class Source:
    """One source of the passages, as its row tells; "" for what it does not say."""

    id: str
    label: str
    headline: str
    publisher: str
    address: str
    published: str
    sha256: str


@dataclass(frozen=True)
class Citation:
    """All that a citation says.

    Attributes
    ----------
    says : the number, the event or the finding, in one line.
    title, subtitle, edition, date : of the report; the date is that of its newest evidence.
    passages, sources : behind it, in order of the evidence table.
    package, made_by : name, version and sha256 of the data; the software.
    """

    id: str
    says: str
    title: str
    subtitle: str
    edition: str
    date: str
    passages: tuple[Passage, ...]
    sources: tuple[Source, ...]
    package: str
    made_by: str


def citation(file: Path, id: str) -> Citation:
    """The citation of an id in a report that somebody was sent.

    Parameters
    ----------
    id : of a piece of evidence, an event, a key figure, or the anchor of a figure or a table.

    Raises
    ------
    NothingOfThatName : the report has none of that id.
    NoData, DataProblems : the file carries no data that could be read.
    """
    carried = read_carried(file)
    own = opened(carried)
    data, parameters, m = own.data, own.parameters, own.m
    says, evidence = _found(id, m, carried)
    passages = tuple(_passages(m, evidence))
    record, book = carried.record, data.codebook
    package = record.get("package", {})
    version = f", version {book.version}" if book.version else ""
    return Citation(
        id=id,
        says=says,
        title=parameters.title or book.title or book.name,
        subtitle=parameters.subtitle or default_subtitle(parameters, data),
        edition=str(record.get("edition", "")),
        date=newest_evidence(data, parameters).isoformat(),
        passages=passages,
        sources=tuple(_sources(m, passages)),
        package=f"{book.name}{version}, sha256 {package.get('sha256', 'not recorded')}",
        made_by=f"Backchannel {record.get('backchannel', '')}".strip(),
    )


def _found(id: str, m: Measures, carried: Carried) -> tuple[str, tuple[str, ...]]:
    """What an id says in one line, and its evidence."""
    said = Said(m.tables)
    if id in said.evidence:
        return said("events", said.evidence[id].event_id).rstrip("."), (id,)
    if id in said.events:
        return said("events", id).rstrip("."), m.evidence_ids(id)
    figures = {figure.id: figure for figure in key_figures(m)}
    if id in figures:
        figure = figures[id]
        note = f" ({figure.note})" if figure.note else ""
        return f"{figure.value} {figure.label}{note}", figure.evidence
    shown: dict[str, Figure | Table] = {}
    if id.startswith(("fig-", "tbl-")):
        marks = (mark for _, mark in marked(recompute(carried).report))
        shown = {mark.id: mark for mark in marks if isinstance(mark, Figure | Table)}
    if id in shown:
        mark = shown[id]
        return (getattr(mark, "title", "") or mark.caption).rstrip("."), mark.evidence
    known = [*said.evidence, *said.events, *figures, *shown]
    mend = nearest(id, known) or (
        "name a piece of evidence (E001), an event, a figure or a table by its anchor (fig-…), or "
        f"one of {', '.join(figures)}"
    )
    raise NothingOfThatName(f'{carried.name} has nothing of the name "{id}"; {mend}')


def _passages(m: Measures, evidence: Iterable[str]) -> Iterator[Passage]:
    said = Said(m.tables)
    speakers = dict(cells(m.actors, "actor_id", "name"))
    for id in evidence:
        row = said.evidence[id]
        event = said.events[row.event_id]
        day = within(event.earliest, event.latest, unknown="on a day that is not stated")
        speaker = speakers.get(row.speaker, row.speaker)
        stance = "" if row.stance == "asserts" else f" ({row.stance})"
        summary = f"{event.summary.rstrip('.')} ({day})"
        yield Passage(id, row.source_id, said.place(row), row.quote, speaker + stance, summary)


def _sources(m: Measures, passages: Iterable[Passage]) -> Iterator[Source]:
    rows = Said(m.tables).sources
    for id in dict.fromkeys(passage.source for passage in passages):
        row = rows[id]
        told = (row.label, row.headline, row.publisher, row.address, row.published, row.sha256)
        yield Source(id, *("" if one == NOT_STATED else str(one) for one in told))


def as_text(cited: Citation) -> str:
    """The citation in lines."""
    lines = [
        f"{cited.says}.",
        "",
        f"In: {cited.title}. {cited.subtitle}. Edition “{cited.edition}”, evidence up to "
        f"{_in_words(cited.date)}, {cited.id}.",
    ]
    for passage in cited.passages:
        lines += [
            "",
            f"{passage.id}  {passage.place}: {quoted(passage.quote)}",
            f"      said by {passage.speaker}; on: {passage.event}",
        ]
    if cited.sources:
        lines.append("")
    for source in cited.sources:
        told = [
            quoted(source.headline) if source.headline else "without a headline",
            f"publisher {source.publisher or 'not stated'}",
            f"published {source.published}" if source.published else "publication day not stated",
            *filter(None, [source.address]),
            f"sha256 {source.sha256}",
        ]
        lines.append(f"{source.label}: {', '.join(told)}")
    return "\n".join([*lines, "", f"Data package {cited.package}. {cited.made_by}."])


def _in_words(date: str) -> str:
    return long_day(dt.date.fromisoformat(date))


def as_bibtex(cited: Citation) -> str:
    """The report and each source behind the number, as entries of BibTeX."""
    entries = [
        _entry(
            f"backchannel-{cited.edition}",
            {
                "title": cited.title,
                "howpublished": f"Report, {cited.subtitle}, edition {cited.edition}",
                "year": cited.date[:4],
                "note": f"{cited.id}: {cited.says}. Data package {cited.package}. {cited.made_by}",
            },
        )
    ]
    for source in cited.sources:
        entries.append(
            _entry(
                source.id,
                {
                    "title": source.headline or source.label,
                    "publisher": source.publisher,
                    "year": "".join(_YEAR.findall(source.published)[:1]),
                    "url": source.address,
                    "note": _places(cited, source),
                },
            )
        )
    return "\n\n".join(entries)


def _places(cited: Citation, source: Source) -> str:
    own = (one for one in cited.passages if one.source == source.id)
    return "; ".join(f"{one.id}, {one.place}: {quoted(one.quote)}" for one in own)


def _entry(key: str, fields: Mapping[str, str]) -> str:
    told = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{re.sub(r'[^A-Za-z0-9:_-]', '-', key)},", *told, "}"])


def _tex(text: str) -> str:
    spelt = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return _TEX.sub(lambda found: spelt.get(found[0], f"\\{found[0]}"), text)


def as_csl(cited: Citation) -> str:
    """The same as items of CSL-JSON."""
    items: list[dict[str, Any]] = [
        {
            "id": f"backchannel-{cited.edition}",
            "type": "report",
            "title": cited.title,
            "issued": _issued(cited.date),
            "note": f"{cited.subtitle}, edition {cited.edition}. {cited.id}: {cited.says}. "
            f"Data package {cited.package}. {cited.made_by}",
        }
    ]
    for source in cited.sources:
        told = {
            "id": source.id,
            "type": "article-newspaper" if not source.address else "webpage",
            "title": source.headline or source.label,
            "publisher": source.publisher,
            "issued": _issued(source.published),
            "URL": source.address,
            "note": _places(cited, source),
        }
        items.append({name: value for name, value in told.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=2)


def _issued(date: str) -> dict[str, Any]:
    """A date as CSL has it; one that is not a day, month or year stands as it is written."""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
        return {"date-parts": [[int(part) for part in date.split("-")]]}
    return {"literal": date} if date else {}


FORMS = {"text": as_text, "bibtex": as_bibtex, "csl": as_csl}
