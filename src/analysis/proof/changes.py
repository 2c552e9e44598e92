"""What changed between two editions: in data, told by the tables and measures of both.

Everything is compared by its id. Where a bound moved, the passages that set it now are named, and
which of them are new: resolution says which rows of evidence each bound rests on. Nothing is put
into lines here (:mod:`analysis.proof.telling`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from analysis.marks import KeyFigure
from analysis.measures.columns import cells
from analysis.package.amounts import Bounds
from analysis.package.resolution.resolve import resolve
from analysis.package.tables import Tables
from analysis.proof.said import KEYS, Said
from analysis.proof.sides import Side
from analysis.proof.spells import SpellChange, spell_changes
from analysis.report.key_figures import key_figures
from analysis.report.wording import within

State = Literal["added", "removed", "changed"]
Fate = Literal["new", "changed", "removed", "as before"]


@dataclass(frozen=True)
class FigureChange:
    """One key figure before and after; None where an edition has none of that name."""

    old: KeyFigure | None
    new: KeyFigure | None

    @property
    def moved(self) -> bool:
        """Whether what is printed of it differs."""
        return _printed(self.old) != _printed(self.new)


@dataclass(frozen=True)
class RowChange:
    """One row of a table.

    Attributes
    ----------
    table, id : where it is; the id of a participant is its event, actor and part.
    state : added, removed or changed.
    says : what it tells, in the new edition where it is there.
    cells : column, value before and value after, of each that changed.
    narrowed : removed from what the report tells, and still in its data package; or added to it
        and in the package before.
    """

    table: str
    id: str
    state: State
    says: str
    cells: tuple[tuple[str, str, str], ...] = ()
    narrowed: bool = False


@dataclass(frozen=True)
class Reason:
    """A passage behind a bound: its id, what became of it since, and its words."""

    evidence_id: str
    state: Fate
    says: str


@dataclass(frozen=True)
class BoundChange:
    """The day or the number of an event, before and after.

    Attributes
    ----------
    event_id, says : the event.
    of : "day" or "number".
    old, new : in words.
    why : the passages that set what moved, new ones first.
    """

    event_id: str
    says: str
    of: Literal["day", "number"]
    old: str
    new: str
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Changes:
    """All that differs between two editions.

    Attributes
    ----------
    figures : every key figure of either, in order.
    rows : of sources, events, evidence, and then of the other tables.
    bounds, spells : what moved.
    """

    figures: tuple[FigureChange, ...]
    rows: tuple[RowChange, ...]
    bounds: tuple[BoundChange, ...]
    spells: tuple[SpellChange, ...]

    @property
    def any(self) -> bool:
        """Whether the two tell anything differently."""
        moved = any(figure.moved for figure in self.figures)
        return moved or bool(self.rows or self.bounds or self.spells)

    def of(self, table: str, state: State | None = None) -> list[RowChange]:
        """The changed rows of one table, in one of the states or in any."""
        return [row for row in self.rows if row.table == table and state in (None, row.state)]


def changes(old: Side, new: Side) -> Changes:
    """Compare two editions, see :func:`analysis.proof.sides.both`."""
    rows = [
        *_compared("sources", old.data, new.data),
        *_told("events", old, new),
        *_told("evidence", old, new),
        *_participants(old.told, new.told),
        *_compared("actors", old.data, new.data),
        *_compared("kinds", old.data, new.data),
    ]
    return Changes(
        tuple(_figures(old, new)),
        tuple(rows),
        tuple(_bounds(old.told, new.told, rows)),
        tuple(spell_changes(old.m, new.m)),
    )


def _figures(old: Side, new: Side) -> Iterator[FigureChange]:
    before, after = ({f.id: f for f in key_figures(side.m)} for side in (old, new))
    for id in dict.fromkeys([*after, *before]):
        yield FigureChange(before.get(id), after.get(id))


def _printed(figure: KeyFigure | None) -> tuple[str, ...]:
    return () if figure is None else (figure.value, figure.label, figure.note)


def _told(table: str, old: Side, new: Side) -> Iterator[RowChange]:
    """The rows that the reports tell; where only a choice or a window hides one, it is said so."""
    key = KEYS[table]
    kept = set(getattr(old.data, table)[key]) & set(getattr(new.data, table)[key])
    for row in _compared(table, old.told, new.told):
        yield replace(row, narrowed=row.state != "changed" and row.id in kept)


def _compared(table: str, old: Tables, new: Tables) -> Iterator[RowChange]:
    before, after = (_by_id(data, table) for data in (old, new))
    said, says = Said(old), Said(new)
    for id in dict.fromkeys([*after, *before]):
        was, now = before.get(id), after.get(id)
        if now is None:
            yield RowChange(table, id, "removed", said(table, id))
        elif was is None:
            yield RowChange(table, id, "added", says(table, id))
        else:
            names = dict.fromkeys([*now, *was])
            pairs = ((name, was.get(name, ""), now.get(name, "")) for name in names)
            # A column that one of them lacks is as an empty one.
            if differing := tuple(pair for pair in pairs if pair[1] != pair[2]):
                yield RowChange(table, id, "changed", says(table, id), differing)


def _by_id(data: Tables, table: str) -> dict[str, dict[str, str]]:
    """Id -> column -> cell, of the columns that the codebook names, in order of the table."""
    frame, key = getattr(data, table), KEYS[table]
    columns = [field.name for field in data.codebook.fields(table) if field.name in frame]
    return {
        str(row[columns.index(key)]): {
            name: _text(value) for name, value in zip(columns, row, strict=True) if name != key
        }
        for row in cells(frame, *columns)
    }


def _text(value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _participants(old: Tables, new: Tables) -> Iterator[RowChange]:
    """Who took part in events that both tell of."""
    names = dict(cells(old.actors, "actor_id", "name")) | dict(
        cells(new.actors, "actor_id", "name")
    )
    common = set(old.events["event_id"]) & set(new.events["event_id"])
    before, after = (
        [
            row
            for row in cells(data.participants, "event_id", "actor_id", "part")
            if row[0] in common
        ]
        for data in (old, new)
    )
    sides: tuple[tuple[list[Any], set[Any], State], ...] = (
        (after, set(before), "added"),
        (before, set(after), "removed"),
    )
    for rows, others, state in sides:
        for row in rows:
            if row not in others:
                event, actor, part = row
                told = f"{names.get(actor, actor)} ({part}) in {event}"
                yield RowChange("participants", "/".join(row), state, told)


def _bounds(old: Tables, new: Tables, rows: Iterable[RowChange]) -> Iterator[BoundChange]:
    """Days and numbers of the events that both tell of, where a bound of them differs."""
    states = {row.id: row.state for row in rows if row.table == "evidence"}
    before, after = (
        resolve(data.events[["event_id"]], data.evidence, data.sources) for data in (old, new)
    )
    was, now = (found.events.set_index("event_id") for found in (before, after))
    said = Said(old), Said(new)
    for event in (id for (id,) in cells(new.events, "event_id") if id in was.index):
        one, other = was.loc[event], now.loc[event]
        for of, names, words in _BOUNDS:
            moved = [name for name in names if not _same(one[name], other[name])]
            if moved or words(one) != words(other):
                why = _why(event, moved, (before.support, after.support), states, said)
                told = said[1]("events", event)
                yield BoundChange(event, told, of, words(one), words(other), tuple(why))


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (pd.isna(one) and pd.isna(other)))


def _day(row: pd.Series) -> str:
    told = within(row["earliest"], row["latest"], unknown="not stated")
    return f"{told} (sources differ)" if row["day_differs"] else told


def _number(row: pd.Series) -> str:
    told = Bounds.of(row["low"], row["best"], row["high"]).words()
    return f"{told} (sources differ)" if row["number_differs"] else told


_BOUNDS: tuple[tuple[Literal["day", "number"], tuple[str, ...], Callable[[Any], str]], ...] = (
    ("day", ("earliest", "latest"), _day),
    ("number", ("low", "best", "high"), _number),
)


def _why(
    event: str,
    moved: Sequence[str],
    supports: tuple[pd.DataFrame, pd.DataFrame],
    states: Mapping[str, State],
    said: tuple[Said, Said],
) -> Iterator[Reason]:
    """The passages that set the bounds that moved; of those before, the ones that are gone."""
    before, after = (
        dict.fromkeys(s[(s["event_id"] == event) & s["bound"].isin(moved)]["evidence_id"])
        for s in supports
    )
    told = [
        Reason(id, _NOW.get(states.get(id), "as before"), said[1]("evidence", id)) for id in after
    ] + [
        Reason(id, _NOW[state], said[0]("evidence", id))
        for id in before
        if id not in after and (state := states.get(id)) in ("removed", "changed")
    ]
    yield from sorted(told, key=lambda one: _ORDER.index(one.state))


_NOW: Mapping[State | None, Fate] = {"added": "new", "changed": "changed", "removed": "removed"}
_ORDER: tuple[Fate, ...] = ("new", "changed", "removed", "as before")
