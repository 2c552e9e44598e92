"""Spells that opened, closed or moved between two editions: halts, truces, days without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import each
from analysis.report.wording import between, counted_figure, span, within


@dataclass(frozen=True)
class SpellChange:
    """One spell.

    Attributes
    ----------
    what : "declared halt", "truce", "covered days without a dated contact (7 or more)".
    state : opened (only in the new edition), gone (only in the old), closed (open before, with an
        end now), reopened, moved.
    old, new : in words; "" where there is none.
    evidence : ids behind it, as the newest edition that has it gives them.
    """

    what: str
    state: Literal["opened", "gone", "closed", "reopened", "moved"]
    old: str
    new: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class _Spell:
    id: str
    first: pd.Timestamp
    last: pd.Timestamp
    open: bool
    words: str
    evidence: tuple[str, ...]


def spell_changes(old: Measures, new: Measures) -> Iterator[SpellChange]:
    """Compare the spells of two editions.

    A declared halt or a truce is known by the event that begins it; failing that, and for days
    without a contact, a spell is another's where the two have days in common.
    """
    for what, attribute in (("declared halt", "stalls"), ("truce", "truces")):
        before, after = (
            [_declared(row) for row in each(getattr(m, attribute))] for m in (old, new)
        )
        yield from _matched(what, before, after)
    lengths = sorted({*old.days_without_contact, *new.days_without_contact})
    for k in lengths:
        if k in old.days_without_contact and k in new.days_without_contact:
            before, after = (
                [_run(row) for row in each(m.without_contact) if row.k == k] for m in (old, new)
            )
            what = f"{counted_figure(k, 'covered day')} or more without a dated contact"
            yield from _matched(what, before, after)


def _declared(row: Any) -> _Spell:
    began = within(row.start_earliest, row.start_latest, unknown="a day that is not stated")
    first = row.start_latest if pd.isna(row.start_earliest) else row.start_earliest
    if row.open:
        last, words = row.censored_on, f"from {began}, open"
    else:
        last = row.end_latest
        ended = within(row.end_earliest, row.end_latest, unknown="a day that is not stated")
        words = f"from {began} to {ended}: {between(row.days_low, row.days_high)}"
    return _Spell(str(row.start_event), first, last, bool(row.open), words, row.evidence)


def _run(row: Any) -> _Spell:
    words = f"{span(row.start, row.end)}: {counted_figure(int(row.days), 'day')}"
    return _Spell("", row.start, row.end, False, words, row.evidence)


def _meet(one: _Spell, other: _Spell) -> bool:
    return bool(one.first <= other.last and other.first <= one.last)


def _matched(what: str, before: list[_Spell], after: list[_Spell]) -> Iterator[SpellChange]:
    left = list(before)
    pairs: list[tuple[_Spell | None, _Spell]] = []
    for spell in after:
        same = next((one for one in left if one.id and one.id == spell.id), None)
        if same is not None:
            left.remove(same)
        pairs.append((same, spell))
    for was, now in pairs:
        if was is None:
            was = next((one for one in left if _meet(one, now)), None)
            if was is not None:
                left.remove(was)
        if was is None:
            yield SpellChange(what, "opened", "", now.words, now.evidence)
        elif was.words != now.words:
            state: Literal["closed", "reopened", "moved"] = "moved"
            if was.open != now.open:
                state = "closed" if was.open else "reopened"
            yield SpellChange(what, state, was.words, now.words, now.evidence)
    for was in left:
        yield SpellChange(what, "gone", was.words, "", was.evidence)
