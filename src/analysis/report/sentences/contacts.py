"""Sentences on contacts: how many have a day, between whom, how often, what is only listed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.measures.contacts import SEVERAL
from analysis.report.sentences.citing import cite, only_shown, sources_say
from analysis.report.wording import (
    and_more,
    at_least,
    counted,
    counted_figure,
    in_window,
    listed,
    month,
    number,
    plain,
    sentence,
)

MOST_PAIRS = 8
"""Pairs of a series that are named; of more, those with most contacts."""

MOST_DAYS = 10
"""Days of a pair that are named one by one."""

ENOUGH = 20
"""Dated calls from which on a rate and its interval say more than the count."""

_NOUN = {
    "call": ("dated telephone call", "dated telephone calls"),
    "meeting": ("dated meeting in person", "dated meetings in person"),
    "visit": ("dated visit", "dated visits"),
    "other": ("other dated contact", "other dated contacts"),
}
_NONE = {"call": "dated telephone call", "meeting": "dated meeting in person"}
"""What is said to be missing where there is none; a visit goes with the meeting."""

_REASON = {
    "number not stated": "without a number",
    "day not stated": "without a day",
    "a stretch of days": "over a stretch of days",
    SEVERAL: "several told as one",
    "planned": "announced and not reported as held",
    "denied": "denied",
    "hypothetical": "only supposed",
}


def on_contacts(m: Measures) -> list[str]:
    """How many contacts of each series have a day, and each pair's days."""
    said = []
    give, met = sources_say(m, "give"), set(m.contacts_by_pair["series"])
    for series, (one, many) in _NOUN.items():
        own = m.contacts_by_pair[m.contacts_by_pair["series"] == series]
        if own.empty:
            if none := _NONE.get(series, ""):
                none = none if "visit" in met else none.replace("meeting", "meeting or visit")
                said.append(f"{give} no {none} {plain(in_window(m.sides, m.channels))}.")
            continue
        busiest = own
        if len(own) > MOST_PAIRS:
            busiest = own.sort_values("count", ascending=False, kind="stable")[:MOST_PAIRS]
        pairs = [
            f"{plain(row.pair)}, {at_least(number(row.count), row.or_more)} "
            f"({_days(row.dates)}) {cite(m, row.evidence)}"
            for row in each(busiest)
        ]
        total = int(own["count"].sum())
        told = at_least(counted(total, one, many), own["or_more"].any())
        if rest := len(own) - len(busiest):
            others = counted(total - int(busiest["count"].sum()), one, many)
            others = at_least(others, own.drop(busiest.index)["or_more"].any())
            pairs.append(f"and {counted(rest, 'further pair')} with {others}")
        said.append(f"{sentence(told)}: {'; '.join(pairs)}.")
    return [*said, *_parties_without(m)]


def _parties_without(m: Measures) -> list[str]:
    """Which party to the talks took part in no contact with a known day."""
    actors = m.tables.actors
    parties = dict.fromkeys(
        actors.loc[(actors["role"] == "party") & (actors["side"] != ""), "side"]
    )
    met = {side for sides in m.contacts["sides"] for side in sides}
    missing = [plain(side) for side in parties if side not in met]
    if m.contacts.empty or not missing:
        return []
    told = listed(and_more(missing, MOST_PAIRS, "party", "parties"), "or")
    only = only_shown(m)
    return [f"No contact with a known day{only} has {told} among those who took part."]


def _days(dates: Iterable[pd.Timestamp]) -> str:
    """Days in full, month and year said once for those that share it; of many the two ends."""
    dates = list(dates)
    if len(dates) > MOST_DAYS:
        return f"{long_day(min(dates))} to {long_day(max(dates))}"
    years: dict[int, dict[str, list[str]]] = {}
    for day in sorted(dates):
        own = years.setdefault(day.year, {})
        own.setdefault(month(day, short=False), []).append(str(day.day))
    return listed(
        [
            f"{listed([f'{listed(days)} {name}' for name, days in months.items()])} {year}"
            for year, months in years.items()
        ]
    )


def on_rate(m: Measures) -> list[str]:
    """The rate of calls over covered time with its interval; nothing of fewer than ``ENOUGH``."""
    rate = m.call_rate
    if rate is None or rate.count < ENOUGH:
        return []
    return [
        f"Over the {counted_figure(rate.exposure_days, 'day')} of the window that a source covers, "
        f"{counted(rate.count, 'dated call')} make {rate.per_week:.1f} calls a week "
        f"({m.confidence:.0%} exact Poisson interval {rate.low:.1f} to {rate.high:.1f})."
    ]


def on_levels(m: Measures) -> list[str]:
    """The level at which most dated contacts took place; nothing where there is none."""
    rows = m.levels
    total = int(rows["count"].sum())
    if not total:
        return []
    sums = rows.groupby(["level", "level_label"], as_index=False)["count"].sum()
    best = sums.nlargest(1, "count").iloc[0]
    count, label = int(best["count"]), best["level_label"]
    told = cite(m, merged(rows.loc[rows["level"] == best["level"], "evidence"]))
    if total == 1:
        which = "the one dated contact"
    else:
        of = f"{number(total)} counted contacts"
        which = f"all {of}" if count == total else f"{number(count)} of the {of}"
    if not best["level"]:
        return [f"At which level {which} {'was' if count == 1 else 'were'} is not known {told}."]
    return [
        f"{sentence(which)} {'was' if count == 1 else 'were'} at the level *{plain(label)}*: each "
        f"side by its most senior person, and the contact by the less senior of these {told}."
    ]


def on_listed_contacts(m: Measures) -> list[str]:
    """How many contacts are listed and not counted, and why."""
    rows = m.listed_contacts
    if rows.empty:
        return []
    reasons = rows["why"].value_counts()
    parts = [f"{number(count)} {_REASON[why]}" for why, count in reasons.items()]
    least = set(merged(m.contact_counts["evidence"]))
    adding = sum(not least.isdisjoint(told) for told in rows["evidence"])
    verb = "lies" if adding == 1 else "lie"
    inside = f"{sentence(number(adding))} of them {verb} in this window on whichever day, and "
    adds = f"{inside}{'adds' if adding == 1 else 'add'} to the least numbers of page one."
    return [
        f"{sentence(counted(len(rows), 'statement'))} on contacts "
        f"{'is' if len(rows) == 1 else 'are'} listed in [Table](#tbl-listed-contacts) "
        f"and not counted by day: {listed(parts)}." + f" {adds}" * bool(adding)
    ]
