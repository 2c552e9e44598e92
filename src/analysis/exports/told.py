"""The events of an edition in words, with their passages: what formats made for readers share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.exports.days import Days
from analysis.exports.edition import Edition
from analysis.measures.columns import cells
from analysis.measures.people import NOT_STATED
from analysis.package.amounts import Bounds
from analysis.report.wording import place_in, quoted, sentence

_DAYS = ("earliest", "latest", "start_latest", "end_earliest", "stretch", "day_differs")
_AMOUNT = ("amount_low", "amount_best", "amount_high")


@dataclass(frozen=True)
class Passage:
    """One piece of evidence.

    Attributes
    ----------
    id, source : its id, and that of its source.
    quote : words of the source; "" for a row of a data set.
    said : who says so, with the stance where that is not to assert it.
    place : "Source 1, paragraph 7".
    date, amount : what it states, as coded: an EDTF expression; low, best, high and its words.
    number : the amount in words: those of the source, where they are coded.
    """

    id: str
    source: str
    quote: str
    said: str
    place: str
    date: str
    amount: dict[str, float | int | str]
    number: str

    def words(self) -> str:
        """“the quote” (Source 1, paragraph 7; said by X) [E001]."""
        told = f"({self.place}; said by {self.said}) [{self.id}]"
        return f"{quoted(self.quote)} {told}" if self.quote else told


@dataclass(frozen=True)
class Event:
    """One event of the window, as the evidence at hand leaves it.

    Attributes
    ----------
    id, kind : its id, and that of its kind.
    label, family : of the kind and its family, in words.
    modality : in words, where it is not said to have happened; else "".
    summary, note, place : as coded.
    who : who took part, each with the part.
    days : what is left possible for its day; ``edtf`` the same as one expression, or "".
    amount : low, best, high and whether it is approximate; empty where no number is stated.
    counted : what the number counts, in words.
    number : all of this in words.
    passages : its evidence, in table order.
    """

    id: str
    kind: str
    label: str
    family: str
    modality: str
    summary: str
    note: str
    place: str
    who: tuple[str, ...]
    days: Days
    edtf: str
    amount: dict[str, float | int | str]
    counted: str
    number: str
    passages: tuple[Passage, ...]

    @property
    def headline(self) -> str:
        """The summary, led by the modality where it is not said to have happened."""
        return f"{sentence(self.modality)}: {self.summary}" if self.modality else self.summary

    def facts(self) -> list[str]:
        """What is known of it beside the summary, a sentence each."""
        told = [f"{self.days.words()}."]
        if self.number:
            told.append(f"{sentence(self.number)}.")
        if self.who:
            told.append(f"Who took part: {', '.join(self.who)}.")
        if self.note:
            told.append(f"Note of the coder: {self.note}")
        return told


@lru_cache(maxsize=1)
def events(edition: Edition) -> tuple[Event, ...]:
    """The events of the window, by earliest day; those that no day is stated of come last."""
    return tuple(_told(edition))


def _told(edition: Edition) -> Iterator[Event]:
    data, book = edition.view.tables, edition.codebook
    passages = _passages(edition)
    rows = data.tidy.sort_values(
        ["earliest", "latest", "event_id"], kind="stable", na_position="last"
    )
    for row in rows.to_dict("records"):
        own = passages.get(row["event_id"], ())
        days = Days(*(row[name] for name in _DAYS))
        bounds = Bounds.of(*(row[name] for name in _AMOUNT))
        what = book.label("events", "amount_of", row["amount_of"]) if row["amount_of"] else ""
        happened = row["modality"] == "actual"
        yield Event(
            id=row["event_id"],
            kind=row["kind"],
            label=row["kind_label"],
            family=book.label("kinds", "family", row["family"]),
            modality="" if happened else book.label("events", "modality", row["modality"]),
            summary=row["summary"],
            note=row["note"],
            place=row["place"],
            who=tuple(filter(None, row["actors"].split("; "))),
            days=days,
            edtf=days.edtf(passage.date for passage in own),
            amount=_amount(*(row[name] for name in _AMOUNT))
            | ({"about": True} if row["about"] else {})
            | ({"of": row["amount_of"]} if bounds.stated else {}),
            counted=what,
            number=_number(bounds, row, what) if bounds.stated else "",
            passages=own,
        )


def titled(label: str, headline: str) -> str:
    """A source by its label, with its headline where it has one."""
    return label if headline == NOT_STATED else f"{label}: {headline}"


def _number(bounds: Bounds, row: Mapping[Any, Any], what: str) -> str:
    about = Bounds(bounds.low, bounds.high, bounds.about or bool(row["about"]))
    differ = " (sources differ)" if row["number_differs"] else ""
    return f"{what or 'number'}: {about.words()}{differ}"


def _passages(edition: Edition) -> dict[str, tuple[Passage, ...]]:
    data = edition.view.tables
    sources = {id: own for id, *own in cells(data.sources, "source_id", "label", "type")}
    names = dict(cells(data.actors, "actor_id", "name"))
    found: dict[str, list[Passage]] = {}
    columns = ("event_id", "evidence_id", "source_id", "quote", "speaker", "stance", "paragraph")
    for event, id, source, quote, speaker, stance, place, date, *amount, words in cells(
        data.evidence, *columns, "date", *_AMOUNT, "amount_text"
    ):
        said = names.get(speaker, speaker) + ("" if stance == "asserts" else f", who {stance} it")
        own, bounds = _amount(*amount) | ({"text": words} if words else {}), Bounds.of(*amount)
        number = words or (bounds.words() if bounds.stated else "")
        found.setdefault(event, []).append(
            Passage(id, source, quote, said, place_in(sources[source], place), date, own, number)
        )
    return {event: tuple(own) for event, own in found.items()}


def _amount(low: float, best: float, high: float) -> dict[str, float | int | str]:
    """What is stated of these, whole numbers as such."""
    told = {"low": low, "best": best, "high": high}
    return {
        name: int(value) if float(value).is_integer() else float(value)
        for name, value in told.items()
        if not pd.isna(value)
    }
