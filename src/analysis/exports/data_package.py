"""An edition as a Data Package (version 2): a package like the one it was narrowed from.

It holds what its report rests on and nothing else: the rows of the window; the earlier events that
tell who was held, and whether talks or a truce went on, when the window opens; and the events by
which the days of these are worked out. Read again and narrowed in the same way, it gives the same
days and numbers. ``tidy.csv`` has the events of the window alone, one row each, with the bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from analysis.exports.days import iso
from analysis.exports.edition import Edition, Files, json_bytes
from analysis.package.files import DESCRIPTOR, SECOND_CODING
from analysis.package.published.described import described
from analysis.package.published.package import csv_bytes
from analysis.package.published.rows import anchored, second_kept, with_bodies
from analysis.package.resolution.told import PUBLISHED

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TIDY = "tidy"


def files(edition: Edition, told: Any) -> Files:
    """The descriptor, its tables and the flat one; a second coding where the package has one.

    Parameters
    ----------
    told : the descriptor of the package that it was opened from, as JSON has it.
    """
    frames = rows(edition)
    book, tidy = edition.codebook, edition.view.tables.tidy
    text = described(told, frames, edition.codebook.withheld)
    made: dict[str, Any] = {"$schema": PROFILE, **text}
    made |= {
        "name": f"{book.name}-{_plain(edition.name)}" if book.name else _plain(edition.name),
        "title": edition.title,
        "description": f"{edition.description} {_ABOUT.format(edition.subtitle)}".strip(),
    }
    made["resources"] = [*map(_of_version_2, made["resources"]), _tidy_resource(tidy)]
    made |= _contributors(made)
    made.pop("profile", None)
    if edition.opened.kept is None and "keywords" in told:  # else they might tell what is left out
        made["keywords"] = told["keywords"]
    files = {DESCRIPTOR: json_bytes(made)}
    for name, table in book.tables.items():
        columns = [field.name for field in table.fields]
        files[table.path] = csv_bytes(frames[name][columns])
    files[f"{TIDY}.csv"] = csv_bytes(_as_text(tidy))
    if (second := edition.opened.second) is not None:
        files[SECOND_CODING] = csv_bytes(second_kept(second, frames))
    return files


_ABOUT = (
    "This is an edition of it: {}. Earlier events stay that tell what was going on when the window "
    "opens, and so do those by which the days of others are worked out; tidy.csv has the events of "
    "the window alone, with what their evidence leaves possible."
)


def rows(edition: Edition) -> Mapping[str, pd.DataFrame]:
    """Table -> its rows as text, of what the edition rests on.

    An order that leads to an event which no source of the edition tells is taken out of its row,
    and what the coder notes of an event that others tell as well out of its.
    """
    raw, view = edition.opened.frames, edition.view
    sources = view.tables.sources["source_id"]
    evidence = raw["evidence"][raw["evidence"]["source_id"].isin(sources)]
    needed = _linked(evidence, view.with_earlier.events["event_id"])
    evidence = evidence[evidence["event_id"].isin(needed)]
    events = raw["events"][raw["events"]["event_id"].isin(evidence["event_id"])]
    noted = events["note"].mask(events["event_id"].isin(view.partly), "")
    participants = raw["participants"][raw["participants"]["event_id"].isin(events["event_id"])]
    named = {*participants["actor_id"], *evidence["speaker"], *evidence["blames"]}
    kept = {
        "sources": raw["sources"][raw["sources"]["source_id"].isin(sources)],
        "actors": with_bodies(raw["actors"], named),
        "kinds": raw["kinds"],
        "events": events.assign(note=noted),
        "participants": participants,
        "evidence": anchored(evidence, events),
    }
    return {name: frame.reset_index(drop=True) for name, frame in kept.items()}


def _linked(evidence: pd.DataFrame, events: pd.Series) -> pd.Series:
    """The events given, and all that orders link to them, however far: they bound each other."""
    orders = evidence[(evidence["relation"] != "") & (evidence["anchor"] != PUBLISHED)]
    ids = pd.Index(pd.concat([events, orders["event_id"], orders["anchor"]]).unique(), dtype="str")
    here, there = (ids.get_indexer(pd.Index(orders[end])) for end in ("event_id", "anchor"))
    links = coo_matrix((np.ones(len(orders)), (here, there)), shape=(len(ids), len(ids)))
    _, group = connected_components(links, directed=False)
    wanted = np.unique(group[ids.get_indexer(pd.Index(events))])
    return pd.Series(ids[np.isin(group, wanted)])


def _of_version_2(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A table as version 2 writes it, whichever version it was described in."""
    own = {name: value for name, value in resource.items() if name not in ("profile", "scheme")}
    schema = dict(own["schema"])
    if "primaryKey" in schema:
        schema["primaryKey"] = _listed(schema["primaryKey"])
    keys = []
    for key in schema.get("foreignKeys", ()):
        to = key["reference"]
        other = {"resource": to["resource"]} if to.get("resource") else {}  # else the table itself
        reference = {**other, "fields": _listed(to["fields"])}
        keys.append({"fields": _listed(key["fields"]), "reference": reference})
    return own | {"schema": schema | ({"foreignKeys": keys} if keys else {})}


def _contributors(made: Mapping[str, Any]) -> dict[str, Any]:
    told = [dict(one) for one in made.get("contributors", ())]
    for one in told:
        if role := one.pop("role", ""):
            one.setdefault("roles", [role])
    return {"contributors": told} if told else {}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _tidy_resource(tidy: pd.DataFrame) -> dict[str, Any]:
    about = tidy.attrs["about"]
    return {
        "name": TIDY,
        "title": "Events of the window, resolved",
        "description": "One row per event, by earliest day: what its evidence leaves possible.",
        "type": "table",
        "path": f"{TIDY}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": name, "type": _type(tidy[name]), "description": about.get(name, "")}
                for name in tidy.columns
            ],
            "missingValues": [""],
            "primaryKey": ["event_id"],
        },
    }


def _type(column: pd.Series) -> str:
    types = {"b": "boolean", "f": "number", "M": "date"}
    return types.get(getattr(column.dtype, "kind", ""), "string")


def _as_text(tidy: pd.DataFrame) -> pd.DataFrame:
    written: dict[str, Callable[[Any], str]] = {
        "boolean": lambda flag: str(bool(flag)).lower(),
        "date": iso,
        "number": _number,
    }
    told = {name: tidy[name].map(written.get(_type(tidy[name]), str)) for name in tidy.columns}
    return pd.DataFrame(told, columns=tidy.columns)


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.15g}"


def _plain(name: str) -> str:
    """A name as a package may have it: small letters, digits, ``-``, ``_`` and ``.``."""
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name.lower())
