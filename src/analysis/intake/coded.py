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
    """Each new event with an older one of its kind that has its days and one of its actors.

    Of all kinds, counted or not: only a person can tell whether they are one.
    """
    who = data.participants.groupby("event_id")["actor_id"].agg(set).to_dict()
    events = data.events.set_index("event_id")
    for event in new:
        own = events.loc[event]
        if pd.isna(own["earliest"]) or pd.isna(own["latest"]):
            continue
        near = on_days(data, own["earliest"].date(), own["latest"].date())
        for other in near.loc[near["kind"] == own["kind"], "event_id"]:
            if other not in new and who.get(event, set()) & who.get(other, set()):
                yield event, other
