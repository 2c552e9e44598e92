"""The part of the tables that a report is about: a window, and some sides, sources, channels.

Selection is done here once; the measures and the press then read what they are given. Coverage is
a property of the chosen sources, so choosing sources changes what counts as "not covered". What
was going on when the window opens (people held, a halt, a truce) rests on earlier events: those
are kept apart from the window's own, for the measures that need them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import pandas as pd

from analysis.days import iso_day
from analysis.edtf import EdtfDate, EdtfError, parse_edtf
from analysis.package.groups import grouped
from analysis.package.published.rows import anchored
from analysis.package.resolved import resolved_events
from analysis.package.sides import sides_of
from analysis.package.tables import Tables
from analysis.problems import nearest

_CARRIED_FAMILIES = ("inflow", "outflow")
_RECKONED_FAMILIES = (*_CARRIED_FAMILIES, "stock", "context")
_ENDS = ("talks_resumed", "talks_round", "agreement", "truce_end")
_CARRIED_KINDS = ("talks_halted", "truce_start", *_ENDS)


@dataclass(frozen=True, eq=False)
class Selection:
    """Selected tables and the window (``start`` and ``end`` are days, both included).

    ``earlier`` holds the window's tables and, with them, what :attr:`with_earlier` adds; None
    where there is nothing to add. ``partly`` are the events of which a source tells too that is
    left out: who took part in them may be known from it alone, and they have no note.
    """

    tables: Tables
    start: pd.Timestamp
    end: pd.Timestamp
    sides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    earlier: Tables | None = None
    partly: frozenset[str] = frozenset()

    @cached_property
    def with_earlier(self) -> Self:
        """This selection with the earlier events that tell what was going on when the window opens.

        They are changes of the number of people held, halts and what ended them, starts and
        ends of truces; and of halts and truces the ends, whoever takes part in them: when one was
        over does not depend on whose events are shown. The window of the result begins with the
        first of them.
        """
        if self.earlier is None:
            return self
        first = self.earlier.events["earliest"].min()
        start = self.start if pd.isna(first) else min(self.start, first)
        return replace(self, tables=self.earlier, start=start, earlier=None)

    @property
    def events(self) -> pd.DataFrame:
        return self.tables.events

    @property
    def actors(self) -> pd.DataFrame:
        return self.tables.actors

    @property
    def participants(self) -> pd.DataFrame:
        return self.tables.participants

    @property
    def evidence(self) -> pd.DataFrame:
        return self.tables.evidence

    @property
    def kinds(self) -> pd.DataFrame:
        return self.tables.kinds

    @cached_property
    def _evidence_ids(self) -> dict[str, tuple[str, ...]]:
        return grouped(self.evidence["event_id"], self.evidence["evidence_id"])

    def evidence_ids(self, event_id: str) -> tuple[str, ...]:
        """Ids of the evidence for an event, in table order; empty for an unknown event."""
        return self._evidence_ids.get(event_id, ())

    @property
    def days(self) -> int:
        """Length of the window in days, both ends included."""
        return int((self.end - self.start).days) + 1


def select(
    data: Tables,
    *,
    start: str | dt.date,
    end: str | dt.date,
    sides: Sequence[str] = (),
    sources: Sequence[str] = (),
    channels: Sequence[str] = (),
) -> Selection:
    """Narrow the tables to a window and a choice; an empty choice means all.

    Parameters
    ----------
    data : loaded tables.
    start, end : first and last day (EDTF; a month or year stands for its first, or last, day).
    sides : keep events with a participant of one of these sides, and all that the number of
        people held is reckoned from.
    sources : keep evidence from these sources, and the events that rest on it. What the coder
        notes of an event or an order is kept where none of the others tells of it as well.
    channels : keep contacts by these channels (other kinds of event are not touched).

    Raises
    ------
    ValueError : the window ends before it starts, or a name is not in the tables.
    """
    first, last = _edtf(start).earliest, _edtf(end).latest
    if first is None or last is None:
        raise ValueError(f"the window {start} to {end} has an open side")
    if last < first:
        raise ValueError(f"the window ends ({last}) before it starts ({first})")
    window = pd.Timestamp(first), pd.Timestamp(last)
    _known("side", sides, set(data.actors["side"]) - {""})
    _known("source", sources, set(data.sources["source_id"]))
    _known("channel", channels, set(data.channels))

    events, evidence, participants = data.events, data.evidence, data.participants
    chosen, partly = data.sources, frozenset[str]()
    if sources:
        at_hand = evidence["source_id"].isin(list(sources))
        evidence, left = evidence[at_hand], evidence[~at_hand]
        chosen = chosen[chosen["source_id"].isin(list(sources))].reset_index(drop=True)
        partly = frozenset(left["event_id"]) & frozenset(evidence["event_id"])
        # What other sources say of a day or a number is not at hand any more.
        events = resolved_events(events, evidence, data.sources)
        events["note"] = events["note"].mask(events["event_id"].isin(partly), "")
        evidence = anchored(evidence, evidence)
    keep = events["event_id"].isin(evidence["event_id"]) & ~(events["earliest"] > window[1])
    # An event that no passage bounds from below is told where it happened at the latest.
    keep &= ~(events["earliest"].isna() & (events["latest"] > window[1]))
    if channels:
        keep &= (events["family"] != "contact") | events["channel"].isin(list(channels))
    ends = events["kind"].isin(_ENDS) & keep
    if sides:
        own = sides_of(data.actors)
        of_side = [actor for actor, side in own.items() if side in sides]
        present = participants.loc[participants["actor_id"].isin(of_side), "event_id"]
        # Who is held does not depend on whose calls are shown.
        reckoned = events["family"].isin(_RECKONED_FAMILIES) & (events["amount_of"] == "hostages")
        keep &= events["event_id"].isin(present) | reckoned
    before = events["latest"] < window[0]
    carried = events["family"].isin(_CARRIED_FAMILIES) | events["kind"].isin(_CARRIED_KINDS)

    def narrowed(rows: pd.Series) -> Tables:
        own = events[rows].reset_index(drop=True)
        return replace(
            data,
            sources=chosen,
            events=own,
            participants=_of(participants, own),
            evidence=_of(evidence, own),
        )

    more = (keep & before & carried) | (ends & ~keep)
    earlier = narrowed((keep & ~before) | more) if more.any() else None
    return Selection(
        narrowed(keep & ~before),
        *window,
        tuple(sides),
        tuple(sources),
        tuple(channels),
        earlier,
        partly,
    )


def _edtf(day: str | dt.date) -> EdtfDate:
    text = iso_day(day) if isinstance(day, dt.date) else day
    try:
        return parse_edtf(text)
    except EdtfError as error:
        raise EdtfError(f'"{text}" {error}') from error


def _of(frame: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["event_id"].isin(events["event_id"])].reset_index(drop=True)


def _known(what: str, chosen: Sequence[str], known: set[str]) -> None:
    for name in chosen:
        if name not in known:
            mend = nearest(name, sorted(known)) or f"known: {', '.join(sorted(known))}"
            raise ValueError(f'no {what} "{name}" in the tables; {mend}')
