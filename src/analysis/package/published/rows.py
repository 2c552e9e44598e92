"""Which rows and cells of the tables public sources answer for.

A source whose ``access`` is ``restricted`` is one whose words nobody else may see. What rests on it
alone goes: its row, its passages, the events that no other source tells, the people whom only it
names, the kinds of event that nothing else needs. Where a public source tells an event as well, its
passages stay, and what the event's own row says goes, since whose words it follows cannot be seen
in it; unless ``access`` of that row is ``public``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

RESTRICTED, PUBLIC = "restricted", "public"

Frames = Mapping[str, pd.DataFrame]

_OWN_WORDS = ("process", "place", "topic", "note")
_ORDER = ("relation", "anchor", "days")


@dataclass(frozen=True)
class Kept:
    """The rows that may be published, and what was left out, in numbers.

    Attributes
    ----------
    frames : table -> its rows (all str), with the columns that they had.
    restricted : sources that are left out.
    left_out : family -> events that are left out.
    shortened : events that stay without what their own row says.
    """

    frames: Frames
    restricted: int
    left_out: Mapping[str, int]
    shortened: tuple[str, ...]


def kept(frames: Frames) -> Kept:
    """What public sources answer for in the tables of a package that was read and checked."""
    sources, kinds, events = frames["sources"], frames["kinds"], frames["events"]
    open_to_all = sources["access"] != RESTRICTED
    told = frames["evidence"]["source_id"].isin(sources.loc[open_to_all, "source_id"])
    evidence, hidden = frames["evidence"][told], frames["evidence"][~told]
    also_hidden = events["event_id"].isin(hidden["event_id"]) & (events["access"] != PUBLIC)
    in_public = events["event_id"].isin(evidence["event_id"])
    participants = frames["participants"]

    # Whoever takes part in an event, or speaks, of which a public source alone tells.
    sure = events.loc[in_public & ~also_hidden, "event_id"]
    named = {
        *participants.loc[participants["event_id"].isin(sure), "actor_id"],
        *evidence["speaker"],
        *evidence["blames"],
    }
    took_part = participants[
        participants["event_id"].isin(events.loc[in_public, "event_id"])
        & participants["actor_id"].isin(named)
    ]
    stays = in_public & ~(also_hidden & _too_few(events, took_part, kinds))
    short = stays & also_hidden
    own = _shortened(events, short, kinds)[stays]
    public = {
        "sources": sources[open_to_all],
        "actors": with_bodies(frames["actors"], named),
        "kinds": kinds[kinds["kind"].isin(own["kind"])],
        "events": own,
        "participants": _of(took_part, own),
        "evidence": anchored(_of(evidence, own), own),
    }
    family = dict(zip(kinds["kind"], kinds["family"], strict=True))
    return Kept(
        {name: frame.reset_index(drop=True) for name, frame in public.items()},
        int((~open_to_all).sum()),
        dict(sorted(Counter(family[kind] for kind in events.loc[~stays, "kind"]).items())),
        tuple(events.loc[short, "event_id"]),
    )


def second_kept(second: pd.DataFrame, public: Frames) -> pd.DataFrame:
    """The rows of a second coding that are of public sources, with the people who stay."""
    sources, events = set(public["sources"]["source_id"]), {"", *public["events"]["event_id"]}
    actors, kinds = set(public["actors"]["actor_id"]), set(public["kinds"]["kind"])
    rows = second[
        second["source_id"].isin(sources)
        & second["event_id"].isin(events)
        & second["kind"].isin(kinds)
    ].reset_index(drop=True)
    who = [
        " ".join(one for one in listed.split() if one.split(":")[0] in actors)
        for listed in rows["participants"]
    ]
    return rows.assign(participants=pd.Series(who, index=rows.index, dtype="str"))


def _too_few(events: pd.DataFrame, took_part: pd.DataFrame, kinds: pd.DataFrame) -> pd.Series:
    """Events with fewer participants left than their kind needs."""
    least = dict(zip(kinds["kind"], pd.to_numeric(kinds["participants_min"]), strict=True))
    left = took_part.drop_duplicates(["event_id", "actor_id"])["event_id"].value_counts()
    have = events["event_id"].map(left).fillna(0)
    return have < events["kind"].map(least)


def _shortened(events: pd.DataFrame, short: pd.Series, kinds: pd.DataFrame) -> pd.DataFrame:
    """The events, some of them with nothing of their own in words but the label of their kind."""
    label = dict(zip(kinds["kind"], kinds["label"], strict=True))
    told = events.copy()
    told.loc[short, list(_OWN_WORDS)] = ""
    summary = [f"{label[kind][:1].upper()}{label[kind][1:]}." for kind in events["kind"]]
    told["summary"] = events["summary"].where(~short, pd.Series(summary, index=events.index))
    return told


def with_bodies(actors: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """The actors named, and the bodies that they belong to."""
    body_of = dict(zip(actors["actor_id"], actors["member_of"], strict=True))
    found: set[str] = set()
    for actor in named:
        while actor and actor not in found:
            found.add(actor)
            actor = body_of.get(actor, "")
    return actors[actors["actor_id"].isin(found)]


def anchored(evidence: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The passages, without an order that leads to an event (``event_id``) which is not there."""
    anchors = {"", "published", *events["event_id"]}
    loose = ~evidence["anchor"].isin(anchors)
    told = evidence.copy()
    told.loc[loose, [*_ORDER, "date_note"]] = ""
    undated = loose & (told["date"] == "")
    told.loc[undated, "date_basis"] = ""
    # How a day was worked out cannot be said without naming what it was worked out from.
    noted = loose & ~undated & told["date_basis"].isin(["relative", "inferred"])
    told.loc[noted, "date_note"] = "Worked out from another event."
    return told


def _of(frame: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["event_id"].isin(events["event_id"])]
