"""Sentences on stalls: which were declared and how long, days without a dated contact, truces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import each
from analysis.measures.people import NOT_STATED
from analysis.measures.survival import TooFewSpells, median_days
from analysis.report.sentences.citing import cite, none_says, only_shown, sources_say, voice
from analysis.report.wording import (
    and_more,
    between,
    cited,
    counted,
    counted_figure,
    end_is_known,
    in_window,
    listed,
    number,
    plain,
    sentence,
    since,
    so_many,
    span,
    when,
)


def on_stalls(m: Measures) -> list[str]:
    """Each declared stall: when it began, when it ended or until when it was seen open."""
    rows = m.stalls
    if rows.empty:
        none = sentence(none_says(m, "state"))
        return [f"{none} a halt of the talks that can be dated, {plain(in_window(m.sides))}."]
    still = int(rows["open"].sum())
    before = int((rows["start_latest"] < m.start).sum())
    state = sources_say(m, "state")
    told = _of_these(len(rows), {"from before this window": before, "open": still})
    said = [
        f"{state} {counted(len(rows), 'halt')} of the talks that can be dated{only_shown(m)}{told}."
    ]
    said += [
        _spell(m, row, "The halt", "the talks resumed", "that talks went on", STILL_TALKING)
        for row in each(rows[:MOST])
    ]
    return said + _further(len(rows) - MOST, "halt")


MOST = 10
"""Spells that are told one by one."""

STILL_TALKING, OVER = "talks were under way again by", "it was over by"


def _further(more: int, one: str) -> list[str]:
    if more <= 0:
        return []
    verb = "is" if more == 1 else "are"
    return [
        f"{sentence(counted(more, f'further {one}'))} {verb} in the data of [Figure](#fig-stalls)."
    ]


def _spell(m: Measures, row: Any, noun: str, ended: str, end: str, over_by: str) -> str:
    began = f"{noun} that began {since(row, m.start, m.end)}"
    if row.open:
        return (
            f"{began} is open: {none_says(m, 'report')} {end} up to {long_day(row.censored_on)}, "
            f"where the coverage of its sources ends {cite(m, row.evidence)}."
        )
    over = (
        f"{ended} {when(row.end_earliest, row.end_latest)}"
        if row.end_stated
        else f"{over_by} {long_day(row.end_latest)}"
    )
    over += " (inferred)" if row.end_basis == "inferred" else ""
    lasted = (
        f"lasted {between(row.days_low, row.days_high)}"
        if end_is_known(row)
        else "ended on a day that no source gives"
    )
    return f"{began} {lasted}; {over} {cite(m, row.evidence)}."


def _of_these(all: int, some: Mapping[str, int]) -> str:
    """How many of them are what: ``, and it is open``, ``, of which one is open``."""
    some = {what: count for what, count in some.items() if count}
    if not some:
        return ""
    if set(some.values()) == {all}:
        they = "it is" if all == 1 else "all of them are"
        return f", and {they} {listed(list(some))}"
    each_ = [f"{number(n)} {'is' if n == 1 else 'are'} {what}" for what, n in some.items()]
    return f", of which {listed(each_)}"


def on_causes(m: Measures) -> list[str]:
    """Who is said to have halted the talks, and by whom that is said."""
    rows, said = m.causes, []
    for stall in each(m.stalls[:MOST]):
        own = rows[rows["spell_id"] == stall.spell_id]
        telling, against = own[~own["against"]], _voices(own[own["against"]])
        named = telling[telling["said_cause"] != NOT_STATED]
        silent = [one for one in _voices(telling) if one not in _voices(named)]
        halt = f"the halt {when(stall.start_earliest, stall.start_latest)}"
        parts = [
            f"{sentence(halt)} is attributed to {plain(cause)} by {listed(_voices(same))}; this is "
            f"{'a' if len(_voices(same)) == 1 else 'their'} claim."
            for cause, same in named.groupby("said_cause", sort=False)
        ]
        if silent and parts:
            parts.append(
                f"{sentence(listed(silent))} {'tells' if len(silent) == 1 else 'tell'} of it and "
                f"{'names' if len(silent) == 1 else 'name'} no cause."
            )
        elif silent:
            parts.append(
                f"Nobody is named as having caused {halt}, of which {listed(silent)} "
                f"{'tells' if len(silent) == 1 else 'tell'}."
            )
        if against:
            parts.append(
                f"{sentence(listed(against))} {'disputes' if len(against) == 1 else 'dispute'} it."
            )
        said.append(" ".join(parts))
    if more := max(len(m.stalls) - MOST, 0):
        said.append(
            f"What is said of {counted(more, 'further halt')} is in the data of "
            "[Table](#tbl-causes)."
        )
    return said


def _voices(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(voice(row.speaker, row.source) for row in each(rows)))


def on_days_without_contact(m: Measures) -> list[str]:
    """How many stretches of covered days without a dated contact of each length; the longest."""
    rows, only = m.without_contact, only_shown(m)
    if not m.covered_days:
        none = sentence(none_says(m, "cover"))
        return [f"{none} a day of this window, so none can be called without a contact."]
    if m.contact_stretches.empty:
        return [
            "No source that tells of contacts covers a day of this window, so none can be called "
            "without a contact."
        ]
    if rows.empty:
        return [
            f"No stretch of {number(min(m.days_without_contact))} or more covered days is free of "
            f"dated contacts{only} and of days among which a contact of unknown day must lie."
        ]
    counts = [
        f"{so_many(found)} of at least {counted_figure(k, 'day')}"
        for k in sorted(set(m.days_without_contact))
        for found in [int((rows["k"] == k).sum())]
    ]
    longest = next(each(rows.nlargest(1, "days")))
    edge, claims = _edge(longest), int(longest.overlapping_claims)
    record = (
        f"; {counted(claims, 'statement')} on contacts without a day may fall into it, so days "
        "without a dated contact need not be days without contact"
    )
    return [
        f"Stretches of covered days without a dated contact{only}, and without days among which "
        f"one of unknown day must lie: {listed(counts)}.",
        f"The longest is {counted_figure(int(longest.days), 'day')}, "
        f"{span(longest.start, longest.end, short=False)}{edge}{record if claims else ''}.",
    ]


def _edge(row: Any) -> str:
    edges = []
    if row.left_truncated:
        edges.append("may have begun earlier")
    if row.right_censored:
        edges.append("may have ended later")
    return f", and {listed(edges)}" if edges else ""


def on_undated_stalls(m: Measures) -> list[str]:
    """Halts that are stated without a day."""
    rows = m.undated_stalls
    if rows.empty:
        return []
    words = [f"{cited(r.wording)} {cite(m, r.evidence)}" for r in each(rows) if r.wording]
    words = and_more(words, MOST, "wording")
    verb = "is" if len(rows) == 1 else "are"
    return [
        f"{sentence(counted(len(rows), 'statement'))} on halts {verb} listed without a "
        f"length, because {'its' if len(rows) == 1 else 'their'} days or number are not known"
        + (f": {listed(words)}" if words else "")
        + "."
    ]


def on_truces(m: Measures) -> list[str]:
    """Each truce with the bounds of its start, end and length."""
    rows = m.truces
    said = [_spell(m, row, "The truce", "it ended", "its end", OVER) for row in each(rows[:MOST])]
    return said + _further(len(rows) - MOST, "truce")


def on_survival(m: Measures) -> list[str]:
    """The median length of a stall by the Kaplan-Meier estimate; nothing of too few spells."""
    try:
        half = median_days(m.stalls)
    except TooFewSpells:
        return []
    if half.low is None:
        return ["Too many stalls are open for the estimate to fall to one half."]
    return [
        "By the Kaplan-Meier estimate, half of the stalls last longer than "
        f"{between(half.low, half.high)}."
    ]
