"""A timeline for TimelineJS holds its documented fields, and keeps days and numbers beside them."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
from tests.exports.conftest import LAKELAND, SEEDS, EditionOf

from analysis.commands.cli import main
from analysis.exports import timelinejs
from analysis.exports.days import iso
from analysis.package.tables import load

# https://timeline.knightlab.com/docs/json-format.html
DATE = {"year", "month", "day"}
SLIDE = {"start_date", "end_date", "text", "group", "display_date", "unique_id"}
BOUNDS = ("earliest", "start_latest", "end_earliest", "latest")


def timeline(edition: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(timelinejs.files(edition)[timelinejs.NAME])
    return told


def test_it_has_the_fields_that_timelinejs_reads(edition_of: EditionOf) -> None:
    told = timeline(edition_of(SEEDS))
    assert {*told} == {"title", "events"}
    ids = [one["unique_id"] for one in (told["title"], *told["events"])]
    assert len({*ids}) == len(ids) > 30
    for event in told["events"]:
        assert {*event} - {"end_date"} == (SLIDE - {"end_date"}) | {"backchannel"}
        first = event["start_date"]
        last = event.get("end_date", first)
        assert {*first} == {*last} == DATE
        assert pd.Timestamp(**first) <= pd.Timestamp(**last)
        assert event["display_date"]
        assert _tags(event["text"]["headline"]) == set()
        assert _tags(event["text"]["text"]) == {"p"}


def _tags(text: str) -> set[str]:
    found: set[str] = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.add(tag)  # type: ignore[method-assign]
    reader.feed(text)
    return found


def test_days_and_numbers_are_kept_as_they_are_resolved(edition_of: EditionOf) -> None:
    edition = edition_of(LAKELAND)
    events = edition.view.tables.events.set_index("event_id")
    dates = edition.view.tables.evidence.set_index("evidence_id")["date"]
    told = timeline(edition)["events"]
    assert {one["unique_id"] for one in told} == set(events.index)
    for one in told:
        row, kept = events.loc[one["unique_id"]], one["backchannel"]
        assert {name: kept[name] for name in BOUNDS} == {name: iso(row[name]) for name in BOUNDS}
        for bound in ("low", "best", "high"):
            number = row[f"amount_{bound}"]
            assert kept["amount"].get(bound) == (None if pd.isna(number) else number)
        assert kept["amount"].get("about", False) == row["about"]
        assert {p["id"]: p["date"] for p in kept["evidence"]} == {
            p["id"]: dates[p["id"]] for p in kept["evidence"]
        }


def test_imported_again_it_has_the_same_days(edition_of: EditionOf, tmp_path: Path) -> None:
    edition = edition_of(LAKELAND)
    path = tmp_path / "timeline.json"
    path.write_bytes(timelinejs.files(edition)[timelinejs.NAME])
    assert main(["import", str(path), "--to", str(tmp_path / "again")]) == 0
    with (tmp_path / "again" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        dates = [row["date"] for row in csv.DictReader(file)]
    told = timeline(edition)["events"]
    dated = [one for one in told if one["backchannel"]["date"]]
    assert dates == [one["backchannel"]["date"] for one in dated]
    assert len(dated) > 0.9 * len(told)
    again = load(tmp_path / "again").events
    for name in BOUNDS:
        assert [iso(day) for day in again[name]] == [one["backchannel"][name] for one in dated]


def test_an_unknown_day_is_a_bar_with_words_and_never_one_day(edition_of: EditionOf) -> None:
    told = {one["unique_id"]: one for one in timeline(edition_of(SEEDS))["events"]}
    one = told["cell-established"]
    assert one["start_date"] != one["end_date"]
    assert one["display_date"] == "Between 7 and 20 October 2023"


def test_what_did_not_happen_says_so_first(edition_of: EditionOf) -> None:
    told = {one["unique_id"]: one for one in timeline(edition_of(SEEDS))["events"]}
    assert told["truce-start-planned"]["text"]["headline"].startswith("Announced or expected: ")
