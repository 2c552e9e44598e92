"""The codebook is read from the descriptor of a package, and a broken descriptor is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.package.codebook import TABLES, ForeignKey, read_codebook
from analysis.problems import DataProblems

ROOT = Path(__file__).resolve().parents[2]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"


def descriptor() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((LAKELAND / "datapackage.json").read_text("utf-8"))
    return read


def package(folder: Path, content: object) -> Path:
    """A package that holds nothing but this descriptor."""
    made = folder / "lakeland"
    made.mkdir()
    text = content if isinstance(content, str) else json.dumps(content)
    (made / "datapackage.json").write_text(text, encoding="utf-8")
    return made


def refused(folder: Path) -> list[str]:
    with pytest.raises(DataProblems) as raised:
        read_codebook(folder)
    return str(raised.value).splitlines()[:-1]


def test_a_package_without_a_descriptor_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == [
        "nowhere/datapackage.json: is missing, and so this is no data package; "
        "`backchannel init` makes an empty one, `backchannel import` one of a table"
    ]


def test_a_descriptor_that_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    [line] = refused(package(tmp_path, '{\n"name" "lakeland"\n}'))
    assert line == "lakeland/datapackage.json, line 2: is not JSON: Expecting ':' delimiter"


def test_every_table_that_is_missing_is_named(tmp_path: Path) -> None:
    content = descriptor()
    content["resources"] = [r for r in content["resources"] if r["name"] not in ("events", "kinds")]
    assert refused(package(tmp_path, content)) == [
        'lakeland/datapackage.json, resources: "kinds" is not described as a table of the package',
        'lakeland/datapackage.json, resources: "events" is not described as a table of the package',
    ]


@pytest.mark.parametrize("content", ["[]", '"text"', "null", '{"resources": ["events"]}'])
def test_json_that_describes_no_package_is_refused_and_not_a_crash(
    tmp_path: Path, content: str
) -> None:
    assert refused(package(tmp_path, content))[0].startswith("lakeland/datapackage.json")


@pytest.mark.parametrize("key", ["schema", "path"])
def test_a_table_without_schema_or_path_is_refused_and_not_a_crash(
    tmp_path: Path, key: str
) -> None:
    content = descriptor()
    del content["resources"][0][key]
    [line] = refused(package(tmp_path, content))
    assert line.startswith("lakeland/datapackage.json")
    assert key in line


def test_a_descriptor_in_another_encoding_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    made = package(tmp_path, descriptor())
    (made / "datapackage.json").write_bytes('{"title": "Größe"}'.encode("latin-1"))
    [line] = refused(made)
    assert line.startswith("lakeland/datapackage.json: is not UTF-8")


def test_a_package_named_by_a_dot_is_shown_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package(tmp_path, "{"))
    assert refused(Path())[0].startswith("lakeland/datapackage.json, line 1: ")


def test_the_codebook_is_that_of_the_descriptor() -> None:
    book = read_codebook(LAKELAND)
    assert book.name == "lakeland-talks"
    assert book.title == "Contacts, detainees and halts in the Lakeland talks"
    assert tuple(book.tables) == TABLES
    assert [f.name for f in book.fields("participants")] == ["event_id", "actor_id", "part"]


def test_the_word_for_the_people_held_is_that_of_the_package() -> None:
    assert read_codebook(LAKELAND).held == "detainees"
    assert read_codebook(ROOT / "seeds").held == "hostages"


def test_a_field_carries_what_the_schema_says_of_it() -> None:
    book = read_codebook(LAKELAND)
    least = book.field("kinds", "participants_min")
    assert (least.type, least.unit, least.required, least.minimum) == (
        "integer",
        "participants",
        True,
        0,
    )
    identity = book.field("events", "event_id")
    assert identity.unique
    assert identity.patterns[0] == "[a-z0-9]+(?:-[a-z0-9]+)*"
    assert book.field("events", "place").allowed == ()
    assert not book.field("events", "place").required


def test_only_fields_declared_as_edtf_are_dates() -> None:
    book = read_codebook(LAKELAND)
    dates = [(t, f.name) for t in TABLES for f in book.fields(t) if f.is_edtf]
    assert dates == [("sources", "published"), ("sources", "covers"), ("evidence", "date")]


def test_allowed_values_keep_the_order_of_the_codebook() -> None:
    book = read_codebook(LAKELAND)
    assert book.allowed("events", "modality") == ("actual", "planned", "hypothetical", "denied")
    assert book.allowed("actors", "level") == ("5", "4", "3", "2", "0")


def test_a_value_is_shown_by_its_label_and_by_itself_where_it_has_none() -> None:
    book = read_codebook(LAKELAND)
    assert book.label("events", "channel", "in_person") == "in person"
    assert book.label("events", "place", "Tolby") == "Tolby"
    assert book.label("actors", "level", "4") == "minister or intelligence chief"


def test_an_enum_without_labels_labels_itself(tmp_path: Path) -> None:
    content = descriptor()
    field = content["resources"][0]["schema"]["fields"][0]
    field["constraints"]["enum"] = ["one", "two"]
    book = read_codebook(package(tmp_path, content))
    assert book.allowed("sources", "source_id") == ("one", "two")
    assert book.label("sources", "source_id", "one") == "one"


def test_keys_lead_to_other_tables_and_to_the_table_itself() -> None:
    book = read_codebook(LAKELAND)
    assert book.tables["actors"].foreign_keys == (ForeignKey("member_of", "actors", "actor_id"),)
    assert book.tables["participants"].foreign_keys == (
        ForeignKey("event_id", "events", "event_id"),
        ForeignKey("actor_id", "actors", "actor_id"),
    )
    assert book.tables["participants"].primary_key == ("event_id", "actor_id", "part")
    assert book.tables["kinds"].primary_key == ("kind",)


def test_the_invented_package_has_the_fields_of_the_real_one() -> None:
    ours, real = read_codebook(LAKELAND), read_codebook(ROOT / "seeds")
    for table in TABLES:
        assert [(f.name, f.type, f.required, f.allowed) for f in ours.fields(table)] == [
            (f.name, f.type, f.required, f.allowed) for f in real.fields(table)
        ]


def test_reading_leaves_the_package_as_it_was(tmp_path: Path) -> None:
    made = tmp_path / "lakeland"
    shutil.copytree(LAKELAND, made)
    before = {p: p.read_bytes() for p in made.rglob("*") if p.is_file()}
    read_codebook(made)
    assert {p: p.read_bytes() for p in made.rglob("*") if p.is_file()} == before
