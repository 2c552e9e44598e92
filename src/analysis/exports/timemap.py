"""An edition for the timemap of Forensic Architecture: the files that its datasheet-server serves.

timemap refuses an event with a field that it does not know, and draws each on one day. So days
that are not known lead the description, the expression stands in ``time_display``, and a filter
tells such events from the others; what a number leaves open stands in ``comments``. Places have
names here and no coordinates: none is invented, and timemap then shows an event on its timeline
alone.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.exports.edition import Edition, Files, json_lines
from analysis.exports.told import Event, events, titled
from analysis.measures.columns import cells

EVENTS, ASSOCIATIONS, SOURCES = "events.json", "associations.json", "sources.json"

_KNOWN, _UNKNOWN, _LASTED = "on one known day", "on a day that is not known", "over several days"


def files(edition: Edition) -> Files:
    """Events, associations (filters) and sources, each as timemap fetches it."""
    told = [event for event in events(edition) if event.days.bounded]
    filters = dict.fromkeys(path for event in told for path in _filters(edition, event))
    return {
        EVENTS: json_lines([_event(edition, event) for event in told], 1),
        ASSOCIATIONS: json_lines([_association(path) for path in sorted(filters)], 1),
        SOURCES: json_lines(_sources(edition), 1),
    }


def without_a_day(edition: Edition) -> list[str]:
    """Ids of the events that timemap cannot show, since no day is stated of them."""
    return [event.id for event in events(edition) if not event.days.bounded]


def _event(edition: Edition, event: Event) -> dict[str, Any]:
    days = event.days
    on = days.latest if pd.isna(days.earliest) else days.earliest
    when = "" if days.known else f"{days.words()}: "
    return {
        "id": event.id,
        "description": f"{when}{event.headline}",
        "date": f"{on:%m/%d}/{on.year:04d}",
        "time": "",
        "time_precision": "day" if days.known else "",
        "time_display": event.edtf,
        "location": event.place,
        "latitude": "",
        "longitude": "",
        "category": event.label,
        "associations": [_id(path) for path in _filters(edition, event)],
        "sources": list(dict.fromkeys(one.source for one in event.passages)),
        "comments": " ".join([*event.facts(), *(one.words() for one in event.passages)]),
    }


def _filters(edition: Edition, event: Event) -> list[tuple[str, str]]:
    certain = _KNOWN if event.days.known else _LASTED if event.days.stretch else _UNKNOWN
    modality = event.modality or edition.codebook.label("events", "modality", "actual")
    return [("kind", event.label), ("day", certain), ("modality", modality)]


def _id(path: tuple[str, str]) -> str:
    return ": ".join(path)


def _association(path: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": _id(path),
        "title": path[-1],
        "desc": "",
        "mode": "FILTER",
        "filter_paths": list(path),
    }


def _sources(edition: Edition) -> dict[str, dict[str, Any]]:
    columns = ("source_id", "label", "type", "headline", "publisher", "address", "published")
    return {
        id: {
            "id": id,
            "title": titled(label, headline),
            "thumbnail": "",
            "paths": [],
            "type": kind,
            "url": address,
            "description": note,
            "author": publisher,
            "date": published,
        }
        for id, label, kind, headline, publisher, address, published, note in cells(
            edition.view.tables.sources, *columns, "note"
        )
    }
