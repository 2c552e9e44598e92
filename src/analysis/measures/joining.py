"""Which end a beginning has: events that begin and end spells, joined to each other.

Marks are looked through in order of their days and only as far as they can still matter, so that
thousands of them are joined in no more time than they take to be put in order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import pandas as pd

from analysis.measures.columns import cells


@dataclass(frozen=True)
class Mark:
    """An event that may begin or end a spell, as bounds on one day."""

    event_id: str
    first: pd.Timestamp
    last: pd.Timestamp
    process: str
    place: str
    parties: frozenset[str]
    until: tuple[pd.Timestamp, pd.Timestamp] | None = None  # end of a spell coded as one event
    stated: bool = False  # an end that a source states as such

    def may_join(self, other: Mark, *, local: bool) -> bool:
        """Of one process and, for what is ``local``, of places and parties that may be the same."""
        if self.process != other.process:
            return False
        elsewhere = self.place and other.place and self.place != other.place
        others = self.parties and other.parties and not self.parties & other.parties
        return not (local and (elsewhere or others))


@dataclass(frozen=True)
class Ended:
    """The bounds of an end, the event that sets the later one, and whether it is stated as such."""

    first: pd.Timestamp
    last: pd.Timestamp
    event_id: str
    stated: bool


Spell = tuple[list[Mark], Ended | None]


def joined(
    begun: Iterable[Mark],
    ended: Sequence[Mark],
    signs: Sequence[Mark],
    stretches: pd.DataFrame,
    window_end: pd.Timestamp,
    *,
    local: bool,
) -> list[Spell]:
    """Each beginning, with those that belong to the same spell, and its end, where it has one.

    Parameters
    ----------
    begun, ended, signs : by first day, then by last; a sign shows that a spell was over.
    stretches : covered days, columns ``start`` and ``end``.
    window_end : an end that a beginning has of its own counts up to this day.
    local : join only where places and parties may be the same.
    """
    ends_of, signs_of = _by_process(ended), _by_process(signs)
    found: list[tuple[list[Mark], list[Mark], list[Mark]]] = []
    of_process: dict[str, list[tuple[list[Mark], list[Mark], list[Mark]]]] = {}
    for mark in begun:
        earlier = of_process.setdefault(mark.process, [])
        own = (spell for spell in reversed(earlier) if mark.may_join(spell[0][0], local=local))
        before = next(own, None)
        if before and _belongs(mark, *before, stretches):
            before[0].append(mark)
            continue
        possible = ends_of.get(mark.process, [])
        at = bisect_left(possible, mark.first, key=_first)
        ends = _those_that_matter(mark, possible, at, local=local)
        if mark.until is not None and mark.until[1] <= window_end:
            first, last = mark.until
            ends.append(replace(mark, first=first, last=last, stated=True))
        possible = signs_of.get(mark.process, [])
        at = bisect_right(possible, mark.last, key=_first)
        spell = [mark], ends, _those_that_matter(mark, possible, at, local=local)
        found.append(spell)
        earlier.append(spell)
    return [(spell[0], _end(*spell)) for spell in found]


def _first(mark: Mark) -> pd.Timestamp:
    return mark.first


def _by_process(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.process, []).append(mark)
    return found


def _those_that_matter(mark: Mark, marks: Sequence[Mark], at: int, *, local: bool) -> list[Mark]:
    """The marks from a place on that may join, up to the first that all came after another."""
    found: list[Mark] = []
    over = None
    for other in islice(marks, at, None):
        if over is not None and other.first > over:
            break
        if mark.may_join(other, local=local):
            found.append(other)
            over = other.last if over is None else min(over, other.last)
    return found


def _end(starts: list[Mark], ends: list[Mark], signs: list[Mark]) -> Ended | None:
    """When the spell was over: at its first end, or by a sign that comes before that."""
    held = max(min(s.last for s in starts), max(s.first for s in starts))
    found = None
    if ends:
        end = min(ends, key=lambda e: (e.first, e.last))
        first = max(end.first, min(s.first for s in starts))
        found = Ended(first, max(min(e.last for e in ends), first), end.event_id, end.stated)
    sign = min((s for s in signs if s.first > held), key=lambda s: s.last, default=None)
    if sign is None or (found and found.last <= sign.last):
        return found
    first = found.first if found and found.first <= sign.last else held
    return Ended(first, sign.last, sign.event_id, stated=False)


def _belongs(
    mark: Mark,
    starts: list[Mark],
    ends: list[Mark],
    signs: list[Mark],
    stretches: pd.DataFrame,
) -> bool:
    """Whether ``mark`` begins nothing new: the spell before it had not ended by then."""
    if over := [*ends, *signs]:
        return mark.last < min(e.first for e in over)
    stretch = holding(stretches, starts[0].first, min(s.last for s in starts))
    return stretch is not None and mark.first <= stretch[1]


def holding(
    stretches: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The first covered stretch that shares a day with ``first`` to ``last``, or None."""
    for start, end in cells(stretches, "start", "end"):
        if start <= last and end >= first:
            return start, end
    return None
