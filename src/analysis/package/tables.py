"""The tables of a data package, typed and validated, and the one flat table made from them.

This is where text becomes dates and numbers; everything to the right of this module works on
these frames and never reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import marks, screen
from analysis.days import long_day
from analysis.edtf import parse_edtf
from analysis.package.codebook import Codebook
from analysis.package.published.package import Opened, opened
from analysis.package.published.rows import Kept
from analysis.package.reading import RawTable
from analysis.package.resolved import resolved_events
from analysis.package.sides import sides_of
from analysis.parameters import LEFT_OUT, Restricted

ADDED = {
    "family": "Family of the kind: what the measures read it as.",
    "earliest": "First day that the evidence leaves possible; empty where that side is open.",
    "latest": "Last day that the evidence leaves possible; empty where that side is open.",
    "start_latest": "Last day on which it can begin; empty where that is open.",
    "end_earliest": "First day on which it can end; empty where that is open.",
    "date_basis": "The weakest basis that one of these days rests on.",
    "day_differs": "Whether sources give days that cannot all be true.",
    "amount_low": "Lower bound of the amount; empty where none is stated.",
    "amount_best": "The amount that the words name, exact or approximate.",
    "amount_high": "Upper bound of the amount; empty where none is stated.",
    "about": "Whether the amount rests on an approximate one.",
    "number_differs": "Whether sources give amounts that cannot all be true.",
    "repeated": "Whether it is said to have happened again and again.",
    "day_known": "Whether it happened on one single known day.",
    "stretch": "Whether it lasted from one day to another.",
    "amount_text": "The words of a source for the amount.",
    "kind_label": "The kind, in words.",
    "actors": "Who took part, each with the part.",
    "actor_ids": "Their ids.",
    "sides": "The sides that they stand on, where they have one.",
    "sources": "Short names of the sources that speak of it.",
    "evidence_ids": "Ids of the evidence.",
    "speakers": "Whose words the evidence reports.",
}
"""Column of ``tidy`` that no table of a package has -> what it holds."""


@dataclass(frozen=True)
class Tables:
    """The six tables, one row per source, actor, kind, event, participant, piece of evidence.

    Columns are those of the codebook. ``events`` also has ``family`` (of its kind) and what
    :func:`analysis.package.resolved.resolved_events` adds: days and numbers are what the evidence
    at hand leaves possible.
    """

    codebook: Codebook
    sources: pd.DataFrame
    actors: pd.DataFrame
    kinds: pd.DataFrame
    events: pd.DataFrame
    participants: pd.DataFrame
    evidence: pd.DataFrame
    second: pd.DataFrame | None = None
    """A second, independent coding, where the package has one: compared and never merged."""
    restricted: Restricted = LEFT_OUT
    """How it was opened: what a report of this kind may hold of restricted sources."""
    kept: Kept | None = None
    """What was left out; None where nothing was."""

    @cached_property
    def tidy(self) -> pd.DataFrame:
        """One row per event: its columns, with actors, sources and evidence joined in.

        Ordered by earliest day. ``tidy.attrs["about"]`` says what each column holds: those of the
        codebook, and those of ``ADDED``, where several values are joined with "; ".
        """
        return _tidy(self)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that a contact may have: those of the vocabulary, or those in use."""
        listed = self.codebook.allowed("events", "channel")
        return listed or tuple(sorted({str(channel) for channel in self.events["channel"]} - {""}))

    @property
    def confidential(self) -> bool:
        """Whether what restricted sources tell is in these tables."""
        return bool((self.sources["access"] == "restricted").any())

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(getattr(self, name))} {name}" for name in self.codebook.tables)
        return f"<Tables {self.codebook.name} {self.codebook.version}: {sizes}>"

    def _repr_html_(self) -> str:
        book = self.codebook
        read = [parse_edtf(covers) for covers in self.sources["covers"] if covers]
        first = min((d.earliest for d in read if d.earliest), default=None)
        last = max((d.latest for d in read if d.latest), default=None)
        days = (
            f"; what its sources cover lies between {long_day(first)} and {long_day(last)}"
            if first and last
            else ""
        )
        return screen.table(
            marks.Table(
                id=f"package-{book.name}",
                caption=f"{book.title}, version {book.version}{days}"
                + ("; with restricted sources, not for publication" * self.confidential),
                columns=(marks.Column("table"), marks.Column("rows", look="n")),
                rows=tuple(((name,), (str(len(getattr(self, name))),)) for name in book.tables),
            )
        )


def load(package: Path | str, restricted: Restricted = LEFT_OUT) -> Tables:
    """Read, validate and type a data package.

    Parameters
    ----------
    package : its folder.
    restricted : as the parameter of that name. What rests on restricted sources alone is read for
        ``shown`` only, and is otherwise in no table.

    Raises
    ------
    DataProblems : with every problem of every table at once; nothing is returned.
    NothingPublic : every source is restricted.
    """
    return tables_of(opened(Path(package), restricted), restricted)


def tables_of(made: Opened, restricted: Restricted = LEFT_OUT) -> Tables:
    """The typed tables of a package that was opened in that way."""
    tables = _typed_tables(made.codebook, made.frames)
    return replace(tables, second=made.second, restricted=restricted, kept=made.kept)


def typed(codebook: Codebook, raw: Mapping[str, RawTable]) -> Tables:
    """The tables of a package that was read and checked, with its events resolved."""
    return _typed_tables(codebook, {name: table.frame for name, table in raw.items()})


def _typed_tables(codebook: Codebook, texts: Mapping[str, pd.DataFrame]) -> Tables:
    frames = {name: _typed(frame, codebook, name) for name, frame in texts.items()}
    family = frames["kinds"].set_index("kind")["family"]
    events = frames["events"].assign(family=frames["events"]["kind"].map(family))
    frames["events"] = resolved_events(events, frames["evidence"], frames["sources"])
    return Tables(
        codebook,
        sources=frames["sources"],
        actors=frames["actors"],
        kinds=frames["kinds"],
        events=frames["events"],
        participants=frames["participants"],
        evidence=frames["evidence"],
    )


def _typed(text: pd.DataFrame, codebook: Codebook, name: str) -> pd.DataFrame:
    frame = text.copy()
    for field in codebook.fields(name):
        if field.type in ("number", "integer"):
            codes, texts = pd.factorize(frame[field.name])
            numbers = pd.to_numeric(pd.Series(texts, dtype="str"))
            cells = numbers.take(codes).set_axis(frame.index)
        if field.type == "number":
            frame[field.name] = cells.astype("float64")
        elif field.type == "integer":
            frame[field.name] = cells.astype("Int64" if cells.isna().any() else "int64")
    return frame


def _tidy(data: Tables) -> pd.DataFrame:
    names = dict(zip(data.actors["actor_id"], data.actors["name"], strict=True))
    sides = sides_of(data.actors)
    labels = dict(zip(data.sources["source_id"], data.sources["label"], strict=True))
    events, who, part = _lists(data.participants, "event_id", "actor_id", "part")
    told, source, ids, speaker = _lists(
        data.evidence, "event_id", "source_id", "evidence_id", "speaker"
    )
    joined = {
        "actors": _joined(events, [f"{names[a]} ({p})" for a, p in zip(who, part, strict=True)]),
        "actor_ids": _joined(events, who),
        "sides": _joined(events, map(sides.__getitem__, who)),
        "sources": _joined(told, map(labels.__getitem__, source)),
        "evidence_ids": _joined(told, ids),
        "speakers": _joined(told, (names.get(s, s) for s in speaker)),
    }
    tidy = data.events.assign(
        kind_label=data.events["kind"].map(data.kinds.set_index("kind")["label"])
    )
    rows = tidy["event_id"].tolist()
    for column, values in joined.items():
        own = [values.get(event, "") for event in rows]
        tidy[column] = pd.Series(own, index=tidy.index, dtype="str")
    order = tidy.assign(_row=range(len(tidy))).sort_values(
        ["earliest", "latest", "_row"], na_position="first"
    )
    made = order.drop(columns="_row").reset_index(drop=True)
    made.attrs["about"] = {f.name: f.description for f in data.codebook.fields("events")} | ADDED
    return made


def _lists(frame: pd.DataFrame, *columns: str) -> Iterator[list[str]]:
    return (frame[column].tolist() for column in columns)


def _joined(events: Iterable[str], values: Iterable[str]) -> dict[str, str]:
    """Event -> its values in order, each once; empty ones are left out."""
    found: dict[str, str] = {}
    for event, value in dict.fromkeys(zip(events, values, strict=True)):
        if value:
            found[event] = f"{found[event]}; {value}" if event in found else value
    return found
