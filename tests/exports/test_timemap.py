"""The files for timemap pass its own rules, as its source has them (src/reducers/validate)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from jsonschema import Draft202012Validator
from tests.exports.conftest import LAKELAND, SEEDS, EditionOf

from analysis.exports import timemap
from analysis.package.amounts import Bounds

_TEXT, _LIST = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
_TEXTS = (
    *("id", "description", "date", "time", "time_precision", "location", "latitude", "longitude"),
    *("x", "y", "z", "type", "category", "category_full", "comments", "time_display", "shape"),
)
EVENT = Draft202012Validator(
    {
        "type": "object",
        "properties": dict.fromkeys(_TEXTS, _TEXT) | {"associations": _LIST, "sources": _LIST},
        # Without a latitude its validators fail where they look for a comma in it.
        "required": ["description", "date", "latitude", "longitude"],
        "additionalProperties": False,
    }
)
ASSOCIATION = Draft202012Validator(
    {
        "type": "object",
        "properties": dict.fromkeys(("id", "title", "desc", "mode"), _TEXT)
        | {"filter_paths": _LIST},
        "required": ["id", "title", "mode"],
        "additionalProperties": False,
    }
)
SOURCE = Draft202012Validator(
    {
        "type": "object",
        "properties": dict.fromkeys(
            (
                *("id", "title", "thumbnail", "type", "url", "description", "parent", "author"),
                *("date", "notes"),
            ),
            _TEXT,
        )
        | {"paths": _LIST, "affil_s": _LIST},
        "required": ["id", "paths"],
        "additionalProperties": False,
    }
)


def told(edition: Any) -> tuple[Any, Any, Any]:
    files = timemap.files(edition)
    names = (timemap.EVENTS, timemap.ASSOCIATIONS, timemap.SOURCES)
    events, associations, sources = (json.loads(files[name]) for name in names)
    return events, associations, sources


def test_timemap_takes_every_event_filter_and_source(edition_of: EditionOf) -> None:
    edition = edition_of(SEEDS)
    events, associations, sources = told(edition)
    known = {one["id"] for one in associations}
    assert len(known) == len(associations)
    for event in events:
        EVENT.validate(event)
        dt.datetime.strptime(event["date"], "%m/%d/%Y")  # noqa: DTZ007
        assert {*event["associations"]} <= known
        assert {*event["sources"]} <= {*sources}
    for association in associations:
        ASSOCIATION.validate(association)
    for source in sources.values():
        SOURCE.validate(source)
    shown = [*(event["id"] for event in events), *timemap.without_a_day(edition)]
    assert sorted(shown) == sorted(edition.view.events["event_id"])


def test_days_stand_as_edtf_and_lead_the_words_where_they_are_not_known(
    edition_of: EditionOf,
) -> None:
    events = {event["id"]: event for event in told(edition_of(SEEDS))[0]}
    one = events["cell-established"]
    assert one["time_display"] == "[2023-10-07..2023-10-20]"
    assert one["description"].startswith("Between 7 and 20 October 2023: ")
    assert "day: on a day that is not known" in one["associations"]
    assert events["capture-2023-10-07"]["time_display"] == "2023-10-07"


def test_numbers_stand_with_their_bounds(edition_of: EditionOf) -> None:
    edition = edition_of(LAKELAND)
    events = {event["id"]: event for event in told(edition)[0]}
    numbered = 0
    for row in edition.view.tables.events.to_dict("records"):
        bounds = Bounds.of(row["amount_low"], row["amount_best"], row["amount_high"])
        if bounds.stated:
            numbered += 1
            assert f": {bounds.words()}" in events[row["event_id"]]["comments"]
    assert numbered > 5
