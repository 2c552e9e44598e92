"""A worksheet as rows of the tables, each with the lines that it comes from.

What a person wrote is looked up and reckoned here: actors by name, quotes in the text, days and
numbers in words. What cannot be is a problem with its line; the rules of the tables themselves are
checked where all checks are, on the package with the rows in it (:mod:`analysis.intake.accept`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis.edtf import EdtfError, parse_edtf
from analysis.importers.actors import slug
from analysis.intake.days import Clock
from analysis.intake.ids import day_told, next_evidence, unlike
from analysis.intake.kinds import ACTUAL, Kinds, NoKind, Sort
from analysis.intake.names import Names, NoActor
from analysis.intake.passages import Cells, Passages, unclear_speakers
from analysis.intake.row import Row
from analysis.intake.worksheet import Entry, Value, Worksheet
from analysis.package.tables import Tables
from analysis.problems import Problem, nearest


@dataclass
class Rows:
    """Rows from a worksheet, made once.

    Parameters
    ----------
    sheet, data, kinds : the worksheet, the package as it is.
    text : the paragraphs of the source.

    Attributes
    ----------
    made : the rows, in the order of the worksheet.
    ids : line of each entry -> the id of its event.
    problems : what could not be looked up or reckoned.
    """

    sheet: Worksheet
    data: Tables
    kinds: Kinds
    text: Sequence[str]
    made: list[Row] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _known_days: dict[str, dt.date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._evidence_ids = list(self.data.evidence["evidence_id"])
        self._days_of_events()
        self._source()
        for entry in self.sheet.of("actor"):
            self._actor(entry)
        self._names = Names(self._actors)
        self._passages = Passages(self.sheet.file, self.text, self._names, self.problems)
        before = ""
        for entry in self.sheet.entries:
            if entry.opens != "event" or entry.refused:
                continue
            if "accepted" in entry.values:
                before = entry.text("accepted").split(" ")[0] or before
            else:
                before = self._event(entry, before) or before

    def of(self, table: str) -> list[Row]:
        return [row for row in self.made if row.table == table]

    # What is known already

    def _days_of_events(self) -> None:
        known = self.data.events[self.data.events["day_known"].astype(bool)]
        for event, day in zip(known["event_id"], known["earliest"], strict=True):
            self._known_days[event] = day.date()

    @cached_property
    def _events(self) -> set[str]:
        return set(self.data.events["event_id"])

    @cached_property
    def _published(self) -> dt.date | None:
        text = self._of_source("published")
        try:
            read = parse_edtf(text) if text else None
        except EdtfError:
            return None  # a problem of the table
        return read.earliest if read and read.day_known else None

    def _of_source(self, key: str) -> str:
        return self.sheet.source[key].text if key in self.sheet.source else ""

    @property
    def _actors(self) -> pd.DataFrame:
        new = pd.DataFrame([row.cells for row in self.of("actors")], dtype="str")
        return pd.concat([self.data.actors.astype("str"), new], ignore_index=True).fillna("")

    def _fault(self, key: str, value: Value, rule: str, mend: str = "") -> None:
        self.problems.append(
            Problem(self.sheet.file, value.line, key, value.text or None, rule, mend)
        )

    # The source and new actors

    def _source(self) -> None:
        given = self.sheet.source
        name = self._of_source("source")
        known = self.data.sources[self.data.sources["source_id"] == name]
        if len(known):
            if known["sha256"].iloc[0] != self._of_source("sha256"):
                self._fault("source", given["source"], "is the id of another source")
            return
        cells = {key: value.text for key, value in given.items() if key != "source"}
        lines = {key: value.line for key, value in given.items()}
        cells = {"source_id": name, "type": "text", **cells}
        self.made.append(Row("sources", cells, min(lines.values(), default=1), lines))

    def _actor(self, entry: Entry) -> None:
        name = entry.text("actor")
        first, _, office = (part.strip() for part in name.partition(","))
        unnamed = office.casefold() == "not named"
        kind = entry.text("kind") or ("person" if office else "")
        by_name = kind == "person" and first and not unnamed
        short = entry.text("short") or (
            first.split()[-1] if by_name else first if unnamed else name
        )
        cells = {
            key: value.text for key, value in entry.values.items() if key not in ("actor", "id")
        }
        cells |= {"actor_id": entry.text("id") or slug(short), "name": name, "short": short}
        cells["kind"] = kind
        if entry.text("member_of"):
            body = self._named("member_of", entry.values["member_of"], Names(self._actors))
            cells["member_of"] = body
            own = self._actors[self._actors["actor_id"] == body]
            for column in ("side", "role"):
                if len(own) and not cells.get(column):
                    cells[column] = own[column].iloc[0]
        cells = {"level": "0", "named": "no" if unnamed else "yes", **cells}
        lines = {key: value.line for key, value in entry.values.items()}
        self.made.append(Row("actors", cells, entry.line, lines))

    def _named(self, key: str, value: Value, names: Names | None = None, text: str = "") -> str:
        try:
            return (names or self._names).find(text or value.text)
        except NoActor as error:
            self._fault(key, Value(text or value.text, value.line), error.rule, error.mend)
            return ""

    # Events and their passages

    def _event(self, entry: Entry, before: str) -> str:
        """The rows of one entry; the id of its event, or "" where it names none."""
        named = entry.values["event"]
        known = named.text in self._events or named.text in self.ids.values()
        if known:
            self._only_evidence(entry)
            event, sort = named.text, Sort("")
        else:
            try:
                sort = self.kinds.sort(named.text)
            except NoKind as error:
                self._fault(
                    "event", named, error.rule, error.mend or nearest(named.text, self._events)
                )
                return ""
            sort = Sort(
                sort.kind,
                entry.text("channel") or sort.channel,
                entry.text("modality") or sort.modality,
            )
        ahead = sort.modality not in (ACTUAL, "denied") if not known else False
        clock = Clock(self._published, before, ahead)
        if not entry.passages:
            rule = "has no passage: at least one `quote:` marks where the source says so"
            self.problems.append(Problem(self.sheet.file, entry.line, "event", named.text, rule))
        known_ids = [*self._events, *self.ids.values()]
        self.problems += unclear_speakers(entry, self.sheet.file)
        passages = [
            self._passages.cells(values, entry.under, clock, known_ids) for values in entry.passages
        ]
        if not known:
            event = self._new_event(entry, sort, passages)
        self.ids[entry.line] = event
        for values, cells in zip(entry.passages, passages, strict=True):
            lines = {key: value.line for key, value in values.items()}
            line = min(lines.values(), default=entry.line)
            whole = {
                "evidence_id": next_evidence(self._evidence_ids),
                "event_id": event,
                "source_id": self._of_source("source"),
                **cells,
            }
            self._evidence_ids.append(whole["evidence_id"])
            self.made.append(Row("evidence", whole, line, {"event_id": entry.line, **lines}))
        return event

    def _only_evidence(self, entry: Entry) -> None:
        more = [k for k in entry.values if k not in ("event", "accept", "new")]
        for key in more:
            rule = "cannot be said here: the event is coded already, and gets evidence alone"
            self._fault(key, entry.values[key], rule, "change it in events.csv or participants.csv")

    def _new_event(self, entry: Entry, sort: Sort, passages: list[Cells]) -> str:
        who = list(self._participants(entry, sort))
        event = entry.text("id") or self._new_id(sort, who, day_told(passages, self._known_days))
        day = day_told(passages, self._known_days)
        if day:
            self._known_days.setdefault(event, day)
        told = {
            column: entry.text(column)
            for column in ("process", "place", "topic", "summary", "note", "access")
        }
        told["topic"] = told["topic"] or self.kinds.default(sort.kind, "topic")
        amount_of = entry.text("of")
        repeated = any(cells.get("repeated") for cells in passages)
        if not amount_of and (repeated or any(cells.get("amount_text") for cells in passages)):
            amount_of = self.kinds.amount_of(sort.kind, repeated=repeated)
        cells = {
            "event_id": event,
            "kind": sort.kind,
            "channel": sort.channel,
            "modality": sort.modality,
            "amount_of": amount_of,
            **told,
        }
        lines = {key: value.line for key, value in entry.values.items()}
        self.made.append(Row("events", cells, entry.line, lines))
        for actor, part in dict.fromkeys(who):
            whom = {"event_id": event, "actor_id": actor, "part": part}
            self.made.append(Row("participants", whom, entry.line_of("who"), lines))
        return event

    def _participants(self, entry: Entry, sort: Sort) -> Iterator[tuple[str, str]]:
        """Actor and part of each whom ``who:`` names: "Biden -> Netanyahu; mediator: Qatar"."""
        if "who" not in entry.values:
            return
        value = entry.values["who"]
        parts = self.kinds.codebook.allowed("participants", "part")
        for piece in filter(None, (piece.strip() for piece in value.text.split(";"))):
            part, colon, rest = (word.strip() for word in piece.partition(":"))
            if colon and part not in parts:
                mend = nearest(part, parts) or f"there are {', '.join(parts)}"
                self._fault("who", Value(part, value.line), "is no part of a participant", mend)
                continue
            if colon:
                yield from ((actor, part) for actor in self._list(rest, value))
                continue
            ends = re.split(r"\s*(?:->|→)\s*", piece)
            if len(ends) > 2:
                self._fault("who", value, "has more than one arrow", "write A -> B, C")
                continue
            first = self.kinds.part(sort.kind) if len(ends) == 1 else "initiator"
            for part, names in zip((first, "recipient"), ends, strict=False):
                yield from ((actor, part) for actor in self._list(names, value))

    def _list(self, text: str, value: Value) -> Iterator[str]:
        """The actors of a list of names parted by commas; a name may have a comma itself."""
        try:
            yield self._names.find(text)
            return
        except NoActor:
            pass
        for name in filter(None, (name.strip() for name in re.split(r",| and ", text))):
            if actor := self._named("who", value, text=name):
                yield actor

    def _new_id(self, sort: Sort, who: list[tuple[str, str]], day: dt.date | None) -> str:
        actors = [actor for actor, _ in dict(who).items() if actor]
        contact = self.kinds.families[sort.kind] == "contact"
        words = [sort.word, *([day.isoformat()] if day else []), *(actors[:2] if contact else [])]
        taken = self._events | set(self.ids.values())
        if not contact and ("-".join(words) in taken or not day):
            words += actors[:1]
        return unlike("-".join(words), taken)
