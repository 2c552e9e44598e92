"""Codings become events: each its own, or several as one by the rule that the mapping states.

Reports of one thing are many, and to count them as events is the classic fault of event data:
every row is kept as a piece of evidence, and what was merged with what is told row by row.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.importers.actors import with_ids
from analysis.importers.codings import Codings
from analysis.importers.forms import Merge

_AMOUNTS = ["amount_low", "amount_best", "amount_high"]
SOURCE_ITSELF = "the source"


@dataclass(frozen=True)
class Made:
    """The tables that codings make.

    Attributes
    ----------
    actors, events, participants, evidence : as of a data package, all str.
    told : one row per coding; row (position), event_id, ``first`` (position of the first row of
        the event).
    """

    actors: pd.DataFrame
    events: pd.DataFrame
    participants: pd.DataFrame
    evidence: pd.DataFrame
    told: pd.DataFrame


def events_of(
    codings: Codings, merge: Merge, rows: pd.DataFrame, kind_labels: dict[str, str]
) -> Made:
    """Events, participants and evidence of codings.

    Parameters
    ----------
    rows : (n,) by position in the sheet: ``source`` (its number), ``source_id``,
        ``number`` (the row of the file).
    """
    told = codings.told.sort_values(["row", "form"], kind="stable", ignore_index=True)
    actors, who = with_ids(codings.who)
    told["event"] = _grouped(told, who, merge)
    heads = told.drop_duplicates("event").set_index("event")
    told["first"] = told["event"].map(heads["row"])
    ids = _event_ids(heads, rows)
    told["event_id"] = told["event"].map(ids)
    sizes = told["event"].value_counts()
    events = _events(heads, ids, sizes, told, kind_labels)
    keyed = told[["row", "form", "event_id"]]
    participants = who.merge(keyed, on=["row", "form"], validate="m:1")
    participants = _participants(participants, told)
    evidence = _evidence(told, rows, sizes)
    return Made(actors, events, participants, evidence, told[["row", "event_id", "first"]])


def _grouped(told: pd.DataFrame, who: pd.DataFrame, merge: Merge) -> pd.Series:
    """(m,) number of the event of each coding, in the order of the first rows."""
    if not merge.by:
        return pd.Series(range(len(told)), index=told.index)
    columns = {"day": "date", "code": "group", "story": "story", "place": "place"}
    key = told[["kind", "modality", "channel"]].copy()
    for by in merge.by:
        if by == "pair":
            own = who.sort_values(["row", "form", "actor_id"]).drop_duplicates(
                ["row", "form", "actor_id"]
            )
            pair = own.groupby(["row", "form"])["actor_id"].agg("|".join).rename("pair")
            key["pair"] = (
                told[["row", "form"]]
                .merge(pair, on=["row", "form"], how="left")["pair"]
                .fillna("")
                .to_numpy()
            )
        else:
            key[by] = told[columns.get(by, by)]
    if "day" in merge.by:
        # What has no day is not known to be one thing.
        key["alone"] = told.index.where(told["date"] == "", -1)
    numbers = key.groupby(list(key.columns), sort=False, dropna=False).ngroup()
    return pd.Series(numbers, index=told.index)


def _event_ids(heads: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Ids that say which row came first: of six digits, so that none reads as a year."""
    number = rows["number"].reindex(heads["row"]).astype("str").str.zfill(6)
    source = rows["source"].reindex(heads["row"]).astype("str")
    ids = ("row-" if rows["source"].max() == 0 else "file" + source + "-row-") + number
    several = heads["row"].duplicated(keep=False)
    own = ids.set_axis(heads.index)
    return own.mask(several, own + "-" + heads["kind"].str.replace("_", "-"))


def _events(
    heads: pd.DataFrame,
    ids: pd.Series,
    sizes: pd.Series,
    told: pd.DataFrame,
    kind_labels: dict[str, str],
) -> pd.DataFrame:
    label = heads["kind"].map(kind_labels)
    summary = heads["summary"].where(heads["summary"] != "", label)
    size = sizes.reindex(heads.index)
    rows = "From " + size.astype("str") + " rows of the data set, merged"
    stories = told[told["story"] != ""].groupby("event")["story"]
    number = stories.nunique().reindex(heads.index, fill_value=0)
    rows = rows.where(number < 2, rows + ", of " + number.astype("str") + " stories") + "."
    note = heads["note"]
    first = "Reported at " + heads["story"]
    linked = heads["story"].str.contains("://", regex=False)
    note = note.where(~linked, (note + " " + first).str.strip())
    note = note.where(size < 2, (rows + " " + note).str.strip())
    return pd.DataFrame(
        {
            "event_id": ids,
            "kind": heads["kind"],
            "channel": heads["channel"],
            "modality": heads["modality"],
            "process": heads["process"],
            "place": heads["place"],
            "amount_of": heads["amount_of"],
            "topic": "",
            "summary": summary,
            "note": note,
        }
    ).astype("str")


def _participants(who: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Each actor of an event once; the plain part where rows give different ones."""
    several = who.groupby(["event_id", "actor_id"])["part"].transform("nunique") > 1
    in_one_row = who.groupby(["row", "form", "actor_id"])["part"].transform("nunique") > 1
    kind = who["event_id"].map(told.drop_duplicates("event_id").set_index("event_id")["kind"])
    plain = (
        several & ~in_one_row & kind.isin(["contact", "talks_round", "agreement", "truce_start"])
    )
    part = who["part"].mask(plain, "participant")
    made = pd.DataFrame({"event_id": who["event_id"], "actor_id": who["actor_id"], "part": part})
    return made.drop_duplicates(ignore_index=True).astype("str")


def _evidence(told: pd.DataFrame, rows: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    amounts = told[_AMOUNTS].copy()
    # A row for each person: the first row of an event carries how many there are.
    each = told["each"] > 0
    if each.any():
        head = each & ~told.duplicated("event")
        total = told["each"] * told["event"].map(sizes)
        for column in _AMOUNTS:
            amounts[column] = amounts[column].mask(head, total)
    filled = {
        column: amounts[column].map(lambda n: "" if n != n else f"{n:.15g}") for column in _AMOUNTS
    }
    number_of = rows["number"].reindex(told["row"]).to_numpy()
    order = pd.Series(range(1, len(told) + 1), index=told.index).astype("str").str.zfill(3)
    return pd.DataFrame(
        {
            "evidence_id": "E" + order,
            "event_id": told["event_id"],
            "source_id": rows["source_id"].reindex(told["row"]).to_numpy(),
            "paragraph": number_of,
            "quote": "",
            "speaker": SOURCE_ITSELF,
            "stance": "asserts",
            "term": "",
            "date": told["date"],
            "date_basis": told["date_basis"],
            "date_note": told["date_note"],
            "relation": "",
            "anchor": "",
            "days": "",
            **filled,
            "amount_text": told["amount_text"],
            "repeated": "",
            "blames": "",
        }
    ).astype("str")
