"""Stalls that sources declare, days without a dated contact, never merged; and truces.

A *declared* stall is one that a source states. How many covered days without a dated contact are
worth a look is a choice, and it is the result: several lengths stand side by side. How events
join to spells is in :mod:`analysis.measures.spells`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.measures import results
from analysis.measures.columns import cells, merged
from analysis.measures.contacts import dated_contacts, unknown_day_contacts
from analysis.measures.coverage import ONE_DAY, contact_stretches, on_stretches
from analysis.measures.people import NOT_STATED, actor_labels, roster
from analysis.measures.spells import Rule, is_marked, spells
from analysis.measures.view import View, measure

LONGEST_SPAN = 14  # days; a halt or resumption less well dated than this bounds no stall
_WENT_ON = ("talks_resumed", "talks_round", "agreement")
_STALL = Rule("stall", "talks_halted", "talks_resumed", LONGEST_SPAN, "start", _WENT_ON)
_TRUCE = Rule("truce", "truce_start", "truce_end", None, "end", local=True)
_AGAINST = ("disputes", "denies")


@measure
def declared_stalls(view: View) -> pd.DataFrame:
    """Stalls that a source states: from a halt of the talks to the first resumption after it.

    Counted are ``actual`` halts, each stated as one occurrence, whose day is known to within
    14 days; the others are in :func:`undated_stalls`. A resumption so dated ends a stall. So does
    the first other evidence that talks went on, from any source and beyond uncovered days too: a
    round of talks or an agreement that is certainly later than the halt, or a resumption less
    well dated. Then the stall was over at some time between the last day on which it is said to
    have held and that one. A halt that is stated before any of these belongs to the same stall.
    A stall that was on when the window opened is in the table, with its own start.

    Returns
    -------
    (n,) by start; columns ``results.SPELLS``. ``claimed_cause`` is whom the
    sources name as having halted the talks: a claim, see :func:`causes`.
    """
    return spells(view, _STALL)


@measure
def truces(view: View) -> pd.DataFrame:
    """Truces: from a start to the first end after it; columns of :func:`declared_stalls`.

    Only ``actual`` starts and ends, however well dated, so that bounds can be wide. An end ends
    the truce that began before it, where place and parties overlap or are not known: a truce
    that is said to have ended had begun.
    ``claimed_cause`` is whom a source names as the cause of the end.
    """
    return spells(view, _TRUCE)


@measure
def undated_stalls(view: View) -> pd.DataFrame:
    """Halts that are stated and cannot be placed: listed, never drawn as spells.

    Returns
    -------
    (n,) by earliest day (open ones first); columns ``results.UNDATED``. ``why`` is "stated as
    repeated", or "day not known to within 14 days".
    """
    events = view.events
    halts = events[(events["kind"] == _STALL.begins) & (events["modality"] == "actual")]
    rest = view.told(halts[~is_marked(halts, LONGEST_SPAN)])
    repeated = rest["amount_of"] == "occurrences"
    why = np.where(repeated, "stated as repeated", f"day not known to within {LONGEST_SPAN} days")
    return results.UNDATED.table(rest.assign(why=why))


@measure
def runs_without_contact(view: View) -> pd.DataFrame:
    """Runs of covered days without a dated contact, however short.

    Calls, meetings and all other dated contacts end a run. It lies inside one covered stretch: of
    what is not covered nothing is said. The days among which a contact of unknown day must lie
    belong to no run; the number of those that may fall inside stands beside it.

    Returns
    -------
    (n,) by start; columns ``results.RUNS``. A run that touches an edge of its covered stretch,
    or such days, may be longer. ``claims`` are actual contacts without a single day that may fall
    inside.
    """
    stretches, dated = contact_stretches(view), dated_contacts(view)
    on_covered = dated[on_stretches(stretches, dated["date"])]
    groups = on_covered.groupby("date")["evidence"]
    told = {pd.Timestamp(str(day)): merged(ids) for day, ids in groups}
    listed = unknown_day_contacts(view)
    claims = listed[listed["modality"] == "actual"]
    # One that no passage bounds from below counts where its last day lies, not for years before.
    low = claims["earliest"].fillna(claims["latest"])
    rows = []
    bounded = list(cells(claims, "earliest", "latest"))
    for start, end, before, after in _runs(stretches, sorted(told), bounded):
        inside = claims[~(claims["latest"] < start) & ~(low > end)]
        around = [told[day] for day in (before, after) if day is not None]
        rows.append(
            {
                "start": start,
                "end": end,
                "days": (end - start).days + 1,
                "left_truncated": before is None,
                "right_censored": after is None,
                "last_contact": pd.NaT if before is None else before,
                "next_contact": pd.NaT if after is None else after,
                "overlapping_claims": len(inside),
                "claims": tuple(inside["event_id"]),
                "evidence": merged([*around, *inside["evidence"]]),
            }
        )
    return results.RUNS.table(rows)


@measure
def stretches_without_contact(view: View, days: Sequence[int] = (3, 7, 14)) -> pd.DataFrame:
    """Runs of at least k consecutive covered days without a dated contact, for each k.

    Parameters
    ----------
    days : the lengths k to show side by side, each >= 1.

    Returns
    -------
    (n,) by k and start; columns ``results.WITHOUT_CONTACT``: ``k``, and those of
    :func:`runs_without_contact`.

    Raises
    ------
    ValueError : a length below 1.
    """
    if any(k < 1 for k in days):
        raise ValueError(f"a stretch lasts at least 1 day; asked for {min(days)}")
    runs = runs_without_contact(view)
    each_k = [runs[runs["days"] >= k].assign(k=k) for k in sorted(set(days))]
    return results.WITHOUT_CONTACT.table(
        pd.concat([runs[:0].assign(k=0), *each_k], ignore_index=True)
    )


_Run = tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp | None, pd.Timestamp | None]


def _runs(
    stretches: pd.DataFrame,
    contact_days: list[pd.Timestamp],
    bounded: list[tuple[pd.Timestamp, pd.Timestamp]],
) -> Iterator[_Run]:
    """Runs of days without contact, each with the day of contact right before and after it.

    ``bounded`` are the days among which contacts of unknown day lie, some of them without an end.
    """
    for start, end in cells(stretches, "start", "end"):
        inside: list[pd.Timestamp | None] = [d for d in contact_days if start <= d <= end]
        marks = [None, *inside, None]
        for before, after in pairwise(marks):
            first = start if before is None else before + ONE_DAY
            last = end if after is None else after - ONE_DAY
            within = [days for days in bounded if first <= days[0] and days[1] <= last]
            for low, high in _rest(first, last, within):
                yield low, high, before if low == first else None, after if high == last else None


def _rest(
    first: pd.Timestamp, last: pd.Timestamp, taken: list[tuple[pd.Timestamp, pd.Timestamp]]
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp]]:
    """What is left of the days from ``first`` to ``last`` without those taken, from early on."""
    for low, high in sorted(taken):
        if first < low:
            yield first, low - ONE_DAY
        first = max(first, high + ONE_DAY)
    if first <= last:
        yield first, last


@measure
def causes(view: View) -> pd.DataFrame:
    """Who is said to have caused each declared stall, by source and speaker.

    Returns
    -------
    (n,) by spell, event, source and speaker; columns ``results.CAUSES``. ``said_cause`` names
    whom these passages name as the cause, "not stated" where they name nobody; several stances
    are joined by ", ". A claim keeps its speaker; nothing is weighed or averaged.
    """
    stalls, everybody, names = declared_stalls(view), roster(view), actor_labels(view)
    view = view.with_earlier
    halts = stalls[["spell_id", "start_events"]].explode("start_events")
    halts = halts.rename(columns={"start_events": "event_id"})
    rows = halts.merge(view.evidence, on="event_id").merge(
        view.tables.sources[["source_id", "label"]], on="source_id"
    )
    groups = rows.groupby(["spell_id", "event_id", "source_id", "speaker"], sort=False)
    found = groups.agg(
        source=("label", "first"),
        stance=("stance", lambda said: ", ".join(dict.fromkeys(said))),
        evidence=("evidence_id", tuple),
        blames=("blames", lambda named: tuple(dict.fromkeys(filter(None, named)))),
    ).reset_index()
    return results.CAUSES.table(
        found.assign(
            speaker=[names.get(speaker, speaker) for speaker in found["speaker"]],
            said_cause=[everybody.names(actors) or NOT_STATED for actors in found["blames"]],
            against=found["stance"].isin(_AGAINST),
        )
    )
