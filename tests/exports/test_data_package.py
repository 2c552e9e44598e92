"""An edition is a data package again: valid, narrowed, and with the same days and numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package
from tests.exports.conftest import LAKELAND, SEEDS, EditionOf, written
from tests.planted import planted_package

from analysis.exports import data_package
from analysis.exports.edition import Edition
from analysis.package.check import check
from analysis.package.codebook import read_description
from analysis.package.narrow import select
from analysis.package.tables import load

CHOICES: list[tuple[Path, tuple[str, str], dict[str, Any]]] = [
    (SEEDS, ("2025-01-01", "2025-01-20"), {}),
    (SEEDS, ("2023-11-01", "2023-11-30"), {"channels": ["phone"], "sides": ["Israel"]}),
    (LAKELAND, ("1997-09-01", "1998-02-15"), {"sources": ["statement-1997-09", "review-1998-02"]}),
]


def exported(edition: Edition, package: Path, folder: Path) -> Path:
    told = edition.opened.told or read_description(package)
    return written(folder, data_package.files(edition, told))


@pytest.mark.parametrize(("package", "window", "choice"), CHOICES)
def test_read_again_and_narrowed_it_gives_the_same_days_and_numbers(
    edition_of: EditionOf,
    tmp_path: Path,
    package: Path,
    window: tuple[str, str],
    choice: dict[str, Any],
) -> None:
    edition = edition_of(package, window, **choice)
    folder = exported(edition, package, tmp_path)
    again = select(load(folder), start=window[0], end=window[1], **choice)
    for was, now in (
        (edition.view.tables, again.tables),
        (edition.view.with_earlier.tables, again.with_earlier.tables),
    ):
        pd.testing.assert_frame_equal(was.events, now.events)
        pd.testing.assert_frame_equal(was.evidence, now.evidence)
        pd.testing.assert_frame_equal(was.participants, now.participants)


def test_every_cell_stands_as_it_stood(edition_of: EditionOf, tmp_path: Path) -> None:
    folder = exported(edition_of(SEEDS), SEEDS, tmp_path)
    for name in ("sources", "events", "evidence", "participants"):
        was, now = (_rows(where / f"{name}.csv") for where in (SEEDS, folder))
        assert now
        assert [row for row in now if row not in was] == []


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_order_to_an_event_that_no_chosen_source_tells_is_taken_out(
    edition_of: EditionOf, tmp_path: Path
) -> None:
    edition = edition_of(SEEDS, sources=["impasse-2023-12"])
    folder = exported(edition, SEEDS, tmp_path)
    assert check(folder) == []
    row = next(r for r in _rows(folder / "evidence.csv") if r["evidence_id"] == "E064")
    assert (row["relation"], row["anchor"]) == ("", "")
    assert {r["source_id"] for r in _rows(folder / "evidence.csv")} == {"impasse-2023-12"}


def test_events_outside_the_window_stay_where_days_are_worked_out_from_them(
    edition_of: EditionOf, tmp_path: Path
) -> None:
    edition = edition_of(SEEDS, ("2023-11-01", "2023-11-30"))
    own = set(edition.view.with_earlier.events["event_id"])
    kept = {row["event_id"] for row in _rows(exported(edition, SEEDS, tmp_path) / "events.csv")}
    assert "recall-decided-2023-12-01" in kept - own
    assert len(kept) < len(_rows(SEEDS / "events.csv"))


def test_who_is_not_named_any_more_is_not_in_it(edition_of: EditionOf, tmp_path: Path) -> None:
    edition = edition_of(LAKELAND, ("1997-06-01", "1997-06-04"), sources=["account-1997-06"])
    folder = exported(edition, LAKELAND, tmp_path)
    actors = {row["actor_id"] for row in _rows(folder / "actors.csv")}
    assert actors < {row["actor_id"] for row in _rows(LAKELAND / "actors.csv")}
    assert actors >= {row["actor_id"] for row in _rows(folder / "participants.csv")}


def test_frictionless_reads_it_with_its_types(edition_of: EditionOf, tmp_path: Path) -> None:
    edition = edition_of(LAKELAND)
    folder = exported(edition, LAKELAND, tmp_path)
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "message"])
    told = {row["event_id"]: row for row in package.get_resource("tidy").read_rows()}
    events = edition.view.tables.tidy
    assert [*told] == list(events["event_id"])
    for row in events.to_dict("records"):
        read = told[row["event_id"]]
        for bound in ("earliest", "latest", "start_latest", "end_earliest"):
            day = row[bound]
            assert read[bound] == (None if pd.isna(day) else day.date())
        for bound in ("amount_low", "amount_best", "amount_high"):
            number = row[bound]
            assert read[bound] == (None if pd.isna(number) else number)
        assert read["about"] == row["about"]


def test_the_descriptor_is_of_version_2(edition_of: EditionOf) -> None:
    files = data_package.files(edition_of(SEEDS), read_description(SEEDS))
    told = json.loads(files["datapackage.json"])
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert told["contributors"] == [{"title": "The Backchannel developers", "roles": ["author"]}]
    for resource in told["resources"]:
        assert "profile" not in resource
        assert resource["type"] == "table"
        assert isinstance(resource["schema"]["primaryKey"], list)
        for key in resource["schema"].get("foreignKeys", ()):
            assert key["reference"].get("resource") != ""
    assert all(field["description"] for field in told["resources"][-1]["schema"]["fields"])


def test_nothing_of_a_restricted_source_is_in_it(tmp_path: Path, edition_of: EditionOf) -> None:
    package, secrets = planted_package(tmp_path)
    edition = edition_of(package)
    files = data_package.files(edition, edition.opened.told)
    everything = b"\n".join(files.values()).decode()
    assert [word for word in secrets if word in everything] == []
    assert "second_coding.csv" in files
