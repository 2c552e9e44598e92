"""What is coded already: on the days that a text names, and what a new event may be once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

import pandas as pd

from analysis.package.doubts import doubts
from analysis.package.tables import Tables

MOST_DAYS = 31  # that an event may have lain on, to be called one of certain days


def on_days(data: Tables, first: dt.date, last: dt.date) -> pd.DataFrame:
    """The rows of ``data.tidy`` that may lie on these days and are known to within a month."""
    tidy = data.tidy
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    known = (tidy["latest"] - tidy["earliest"]).dt.days < MOST_DAYS
    return tidy[known & (tidy["earliest"] <= end) & (tidy["latest"] >= start)]


def told(data: Tables, event: str) -> str:
    """An event in one line: id, kind, who in short, summary."""
    row = data.tidy.set_index("event_id").loc[event]
    taken = data.participants[data.participants["event_id"] == event]
    short = data.actors.set_index("actor_id")["short"]
    who = ", ".join(dict.fromkeys(short.loc[taken["actor_id"]]))
    said = f"{row['kind_label']}; {who}" if who else row["kind_label"]
    return f"{event} ({said}): {row['summary']}"


def again(data: Tables, new: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each new event that may be another one once more, and which: one kind, the same days.

    Parameters
    ----------
    data : the tables with the new events in them.
    new : their ids.
    """
    for doubt in doubts(data):
        if doubt.kind == "twice" and (doubt.key in new or doubt.other in new):
            pair = (doubt.key, doubt.other)
            yield pair if doubt.key in new else pair[::-1]


def alike(data: Tables, new: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each new event with an older one of its kind that may be it.

    Of all kinds, counted or not: only a person can tell whether they are one. Where both have days
    that are known to within a month and overlap, one actor in common is enough; where the days of
    one are not known, or hardly, all have to be the same.
    """
    who = data.participants.groupby("event_id")["actor_id"].agg(frozenset).to_dict()
    events = data.events.set_index("event_id")
    first = events["earliest"].fillna(pd.Timestamp.min.as_unit("s"))
    last = events["latest"].fillna(pd.Timestamp.max.as_unit("s"))
    known = (events["latest"] - events["earliest"]).dt.days < MOST_DAYS
    for event in new:
        own = who.get(event, frozenset())
        near = (events["kind"] == events["kind"][event]) & ~events.index.isin(new)
        near &= (first <= last[event]) & (last >= first[event])
        for other in events.index[near]:
            others = who.get(other, frozenset())
            if own & others and (own == others or (known[event] and known[other])):
                yield event, other
