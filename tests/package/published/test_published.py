"""The published form of a package: what public sources tell, as a package that stands by itself."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.planted import LAKELAND, MIXED, found_in, planted_package

from analysis.package.check import check
from analysis.package.files import restricts
from analysis.package.published.package import NothingPublic, files_of, hidden_words
from analysis.package.tables import load
from analysis.press.plan.inputs import package_hashes

Rows = list[dict[str, str]]


def changed(package: Path, table: str, change: Callable[[Rows], object]) -> None:
    path = package / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        written.writeheader()
        written.writerows(rows)


def written(files: dict[str, bytes] | None, folder: Path) -> Path:
    assert files is not None
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_a_package_without_a_restricted_source_is_published_as_it_is() -> None:
    assert not restricts(LAKELAND)
    assert files_of(LAKELAND) is None
    assert load(LAKELAND).kept is None
    assert hidden_words(LAKELAND, "left-out") == {}


@pytest.mark.parametrize("restricted", ["left-out", "counted"])
def test_no_secret_is_in_the_published_form(tmp_path: Path, restricted: str) -> None:
    package, secrets = planted_package(tmp_path)
    assert len(secrets) >= 200
    assert found_in(secrets, package).keys() == secrets.keys()
    assert check(package) == []
    place = written(files_of(package, restricted), tmp_path / "published")  # type: ignore[arg-type]
    assert found_in(secrets, place) == {}
    assert check(place) == []


def test_what_public_sources_tell_is_all_there(tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)
    public, whole = load(package), load(LAKELAND)
    assert list(public.events["event_id"]) == list(whole.events["event_id"])
    assert public.evidence.equals(whole.evidence)
    bounds = ["earliest", "latest", "amount_low", "amount_best", "amount_high"]
    assert public.events[bounds].equals(whole.events[bounds])
    assert public.second is not None
    assert list(public.second["code_id"]) == ["C001"]
    assert public.kept is not None
    assert (public.kept.restricted, public.kept.left_out) == (1, {"contact": 14})


def test_shown_is_everything(tmp_path: Path) -> None:
    package, secrets = planted_package(tmp_path)
    shown = load(package, "shown")
    assert shown.confidential
    assert len(shown.events) == len(load(package).events) + 14
    assert secrets.keys() & {*shown.sources["source_id"], *shown.actors["actor_id"]}
    assert not load(package).confidential


def test_a_row_is_published_in_its_own_words_where_it_says_that_it_may_be(tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)

    def release(rows: Rows) -> None:
        for row in rows:
            if row["event_id"] == MIXED[0]:
                row |= {"summary": "People were taken.", "access": "public"}

    changed(package, "events", release)
    data = load(package)
    told = data.events.set_index("event_id")["summary"]
    assert told[MIXED[0]] == "People were taken."
    assert told[MIXED[1]] == "Contact."
    took_part = data.participants.groupby("event_id")["actor_id"].agg(list)
    assert len(took_part[MIXED[0]]) == 2
    assert took_part[MIXED[1]] == ["corde", "quill"]


def test_an_order_that_leads_to_a_hidden_event_is_left_out(tmp_path: Path) -> None:
    package, secrets = planted_package(tmp_path)
    hidden = next(word for word, field in secrets.items() if field == "events.event_id")

    def lead(rows: Rows) -> None:
        rows[2] |= {"date": "", "relation": "before", "anchor": hidden, "date_basis": "inferred"}
        rows[2] |= {"date_note": "Before what the notes tell of."}

    changed(package, "evidence", lead)
    assert check(package) == []
    row = load(package).evidence.iloc[2]
    assert [row["relation"], row["anchor"], row["days"], row["date_note"]] == [""] * 4
    assert check(written(files_of(package), tmp_path / "published")) == []


def test_an_event_goes_when_too_few_of_those_who_took_part_may_be_named(tmp_path: Path) -> None:
    package, secrets = planted_package(tmp_path)
    people = [word for word, field in secrets.items() if field == "actors.actor_id"]

    def swap(rows: Rows) -> None:
        for row in rows:
            if row["event_id"] == MIXED[1] and row["actor_id"] == "corde":
                row["actor_id"] = people[0]

    changed(package, "participants", swap)
    data = load(package)
    assert MIXED[1] not in set(data.events["event_id"])
    assert MIXED[1] not in set(data.evidence["event_id"])


def test_a_checksum_says_nothing_of_what_is_hidden(tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)
    before = package_hashes(package)
    changed(package, "sources", lambda rows: rows[-1].update(headline="Another guess"))
    assert package_hashes(package) == before
    assert package_hashes(package, "shown") != before
    assert package_hashes(package, "counted") != before


def test_counted_is_a_number_for_each_family_and_nothing_else(tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)
    assert load(package, "counted").codebook.withheld == {"contact": 14}
    assert load(package).codebook.withheld == {}
    place = written(files_of(package, "counted"), tmp_path / "published")
    assert load(place).codebook.withheld == {"contact": 14}


def test_without_a_public_source_there_is_nothing_to_publish(tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)

    def restrict(rows: Rows) -> None:
        for row in rows:
            row["access"] = "restricted"

    changed(package, "sources", restrict)
    with pytest.raises(NothingPublic, match="every source"):
        load(package)
    assert load(package, "shown").confidential
