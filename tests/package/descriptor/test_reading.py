"""Every fault of a descriptor is a problem with its place in the JSON, and none is a crash."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from analysis.package.check import check
from analysis.package.codebook import TABLES, read_codebook
from analysis.package.descriptor.needed_fields import MAY_LACK, NEEDS

LAKELAND = Path(__file__).resolve().parents[2] / "packages" / "lakeland"
GONE = object()
PLACES = {name: number for number, name in enumerate(TABLES)}


def descriptor() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((LAKELAND / "datapackage.json").read_text("utf-8"))
    return told


def put(told: Any, path: str, value: object) -> None:
    """Set (or take away) what stands at a path: "resources.events.schema.fields.kind.type"."""
    *way, last = path.split(".")
    for step in way:
        told = _at(told, step)
    if isinstance(told, list):
        number = told.index(_at(told, last))
        told[number : number + 1] = [] if value is GONE else [value]
    elif value is GONE:
        del told[last]
    else:
        told[last] = value


def _at(told: Any, step: str) -> Any:
    if isinstance(told, list):
        return told[int(step)] if step.isdigit() else next(o for o in told if o["name"] == step)
    return told[step]


def said(folder: Path, told: object) -> list[str]:
    """The problems of the invented package with this descriptor."""
    package = folder / "lakeland"
    shutil.copytree(LAKELAND, package)
    text = told if isinstance(told, str) else json.dumps(told)
    (package / "datapackage.json").write_text(text, encoding="utf-8")
    problems = [str(problem) for problem in check(package)]
    return [line.removeprefix("lakeland/datapackage.json").lstrip(":, ") for line in problems]


EVENTS = "resources.events.schema"
KIND = f"{EVENTS}.fields.kind"
AT = "resources[3].schema"

FAULTS: list[tuple[str, object, str]] = [
    ("terms", None, "terms: is no object"),
    ("terms", "hostages", "terms: is no object"),
    ("terms", [], "terms: is no object"),
    ("terms.held", None, "terms.held: is no text"),
    ("terms.held", 5, "terms.held: is no text"),
    ("terms.held", [], "terms.held: is no text"),
    ("terms.held", "", 'terms.held: "" is no word for the people who are held'),
    ("terms.held", "<b>", 'terms.held: "<b>" is no word for the people who are held'),
    ("terms.held", "5", 'terms.held: "5" is no word for the people who are held'),
    ("terms.held", "h" * 41, "is no word for the people who are held"),
    ("name", 5, "name: is no text"),
    ("title", None, "title: is no text"),
    ("title", "t" * 501, "is longer than 500 characters"),
    ("title", "Talks\x1b[31m", "has a character that cannot be seen"),
    ("title", "Talks \u202ereversed", "has a character that cannot be seen"),
    ("title", "half \ud800", "has a character that cannot be seen"),
    ("version", 2, "version: is no text"),
    ("licenses", "CC-BY", "licenses: is no list"),
    ("licenses", ["CC-BY"], "licenses[0]: is no object"),
    ("licenses", [{"name": None}], "licenses[0].name: is no text"),
    ("contributors", {}, "contributors: is no list"),
    ("contributors", [{"title": 5}], "contributors[0].title: is no text"),
    ("resources", {}, "does not describe a data package: it needs a list of resources"),
    ("resources.events", GONE, 'resources: "events" is not described as a table of the package'),
    ("resources.events.path", GONE, "resources[3].path: is missing"),
    ("resources.events.path", None, "resources[3].path: is no text"),
    ("resources.events.path", [], "resources[3].path: is no text"),
    ("resources.events.path", ["a.csv", "b.csv"], "resources[3].path: is no text"),
    ("resources.events.title", 5, "resources[3].title: is no text"),
    ("resources.actors.name", "events", 'resources[3].name: "events" is the name of two tables'),
    (EVENTS, GONE, f"{AT}: is missing"),
    (EVENTS, None, f"{AT}: is no object"),
    (EVENTS, "schema.json", f"{AT}: is no object"),
    (EVENTS, {"$ref": "#/schema"}, f"{AT}.fields: is missing"),
    (EVENTS, {"$ref": "#/schema"}, f'{AT}.$ref: "#/schema" names another place'),
    (f"{KIND}.$ref", "x.json", f'{AT}.fields[1].$ref: "x.json" names another place'),
    (f"{EVENTS}.fields", GONE, f"{AT}.fields: is missing"),
    (f"{EVENTS}.fields", None, f"{AT}.fields: is no list"),
    (f"{EVENTS}.fields", [], f"{AT}.fields: is empty"),
    (f"{EVENTS}.fields", ["event_id"], f"{AT}.fields[0]: is no object"),
    (f"{KIND}.name", 5, f"{AT}.fields[1].name: is no text"),
    (f"{KIND}.name", "", f"{AT}.fields[1].name: is empty"),
    (f"{KIND}.name", GONE, f"{AT}.fields[1].name: is missing"),
    (f"{KIND}.name", "event_id", f'{AT}.fields[1].name: "event_id" is the name of two fields'),
    (f"{KIND}.type", 5, f"{AT}.fields[1].type: is no text"),
    (f"{KIND}.type", "strng", "is no type of the Table Schema; did you mean \"string\"?"),
    (f"{KIND}.type", "integer", '"integer" is not the type of "kind", string'),
    (f"{KIND}.title", [], f"{AT}.fields[1].title: is no text"),
    (f"{KIND}.description", 5, f"{AT}.fields[1].description: is no text"),
    (f"{KIND}.unit", {}, f"{AT}.fields[1].unit: is no text"),
    (f"{KIND}.rdfType", 5, f"{AT}.fields[1].rdfType: is no text"),
    (f"{KIND}.constraints", None, f"{AT}.fields[1].constraints: is no object"),
    (f"{KIND}.constraints", [], f"{AT}.fields[1].constraints: is no object"),
    (f"{KIND}.constraints.required", "yes", "constraints.required: is neither true nor false"),
    (f"{KIND}.constraints.unique", 1, "constraints.unique: is neither true nor false"),
    (f"{KIND}.constraints.pattern", 5, "constraints.pattern: is no text"),
    (f"{KIND}.constraints.pattern", "(", "is no pattern that can be read here"),
    (f"{KIND}.constraints.pattern", r"(a)\1", "is no pattern that can be read here"),
    (f"{KIND}.constraints.pattern", "a{1,999999999}", "is no pattern that can be read here"),
    (f"{KIND}.constraints.enum", 5, "constraints.enum: is no list"),
    (f"{KIND}.constraints.enum", [None], "enum[0]: is neither a text nor a number"),
    (f"{KIND}.constraints.enum", [[]], "enum[0]: is neither a text nor a number"),
    (f"{KIND}.constraints.enum", ["a", "a"], 'constraints.enum: "a" stands there twice'),
    (f"{KIND}.constraints.minimum", "0", "constraints.minimum: is no number"),
    (f"{KIND}.constraints.minimum", True, "constraints.minimum: is no number"),
    (f"{KIND}.constraints.maximum", 10**400, "constraints.maximum: is no number"),
    (f"{KIND}.constraints", {"minimum": 3, "maximum": 2}, '"3" is above maximum, 2'),
    (f"{KIND}.categories", {}, "categories: is no list"),
    (f"{KIND}.categories", [None], "categories[0].value: is neither a text nor a number"),
    (f"{KIND}.categories", [{"label": "A"}], "categories[0].value: is missing"),
    (f"{KIND}.categories", [{"value": "a", "label": 5}], "categories[0].label: is no text"),
    (f"{EVENTS}.fields.modality.categories", ["actual"], "stands in one of categories and enum"),
    (f"{EVENTS}.fields.modality.categories", GONE, ""),
    (f"{EVENTS}.primaryKey", None, f"{AT}.primaryKey: is no list"),
    (f"{EVENTS}.primaryKey", 5, f"{AT}.primaryKey: is no list"),
    (f"{EVENTS}.primaryKey", "id", f'{AT}.primaryKey: "id" is no field of the table'),
    (f"{EVENTS}.primaryKey", [5], f"{AT}.primaryKey[0]: is no text"),
    (f"{EVENTS}.foreignKeys", None, f"{AT}.foreignKeys: is no list"),
    (f"{EVENTS}.foreignKeys", ["kind"], f"{AT}.foreignKeys[0]: is no object"),
    (f"{EVENTS}.foreignKeys", [{"fields": "kind"}], "foreignKeys[0].reference: is missing"),
    (f"{EVENTS}.foreignKeys.0.fields", [], "foreignKeys[0].fields: is empty"),
    (f"{EVENTS}.foreignKeys.0.fields", "knid", 'is no field of the table; did you mean "kind"?'),
    (f"{EVENTS}.foreignKeys.0.fields", ["kind", "note"], "is a key of several fields"),
    (f"{EVENTS}.foreignKeys.0.reference", None, "foreignKeys[0].reference: is no object"),
    (f"{EVENTS}.foreignKeys.0.reference.resource", "kind", "is no table of the package; did you"),
    (f"{EVENTS}.foreignKeys.0.reference.fields", "kid", "is no field of kinds"),
    (f"{EVENTS}.missingValues", ["", "NA"], "names a word for what is missing"),
    (f"{EVENTS}.missingValues", None, f"{AT}.missingValues: is no list"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "line"), FAULTS)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, path: str, value: object, line: str
) -> None:
    told = descriptor()
    put(told, path, value)
    problems = said(tmp_path, told)
    assert bool(problems) == bool(line)
    assert any(line in one for one in problems) or not line, problems


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 20000 + "]" * 20000, "is nested too deeply"),
        ('{"resources": ' + "[" * 20000 + "]" * 20000 + "}", "is nested too deeply"),
        ('{"version": ' + "9" * 5000 + "}", "has a number that is too long"),
        ('{"resources": NaN}', "is not JSON: NaN is no number"),
        ('{"resources": -Infinity}', "is not JSON: -Infinity is no number"),
        ("", "line 1: is not JSON: Expecting value"),
        ("\0", "line 1: is not JSON: Expecting value"),
    ],
)
def test_a_text_that_cannot_be_read_is_told(tmp_path: Path, text: str, line: str) -> None:
    assert said(tmp_path, text) == [line]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = descriptor()
    put(told, "terms", None)
    put(told, f"{KIND}.type", "strng")
    put(told, "resources.evidence.path", GONE)
    assert len(said(tmp_path, told)) == 3


@pytest.mark.parametrize(
    ("table", "field"), [(table, field) for table, needs in NEEDS.items() for field in needs]
)
def test_a_field_that_the_code_reads_is_required_whatever_the_descriptor_says(
    tmp_path: Path, table: str, field: str
) -> None:
    told = descriptor()
    put(told, f"resources.{table}.schema.fields.{field}", GONE)
    for resource in told["resources"]:
        for key in ("primaryKey", "foreignKeys"):
            resource["schema"].pop(key, None)
    path = f"resources[{PLACES[table]}].schema.fields"
    missing = [] if field in MAY_LACK.get(table, ()) else [
        f'{path}: "{field}" is a field that is missing'
    ]  # fmt: skip
    problems = [line for line in said(tmp_path, told) if line.startswith("resources")]
    assert [line.split(";")[0] for line in problems] == missing


@pytest.mark.parametrize(
    ("field", "other"),
    [("evidence.amount_low", "integer"), ("evidence.amount_best", "string"),
     ("evidence.paragraph", "number"), ("kinds.participants_min", "string"),
     ("actors.level", "string"), ("sources.published", "date")],
)  # fmt: skip
def test_a_field_has_the_type_that_the_code_reads(tmp_path: Path, field: str, other: str) -> None:
    table, name = field.split(".")
    told = descriptor()
    put(told, f"resources.{table}.schema.fields.{name}.type", other)
    [line] = said(tmp_path, told)
    assert f'"{other}" is not the type of "{name}", {NEEDS[table][name].type}' in line


def test_a_word_that_nothing_reads_is_refused_where_the_vocabulary_has_it(tmp_path: Path) -> None:
    told = descriptor()
    put(told, f"{EVENTS}.fields.modality.categories", ["actual", "plannd"])
    put(told, f"{EVENTS}.fields.modality.constraints.enum", GONE)
    [line] = said(tmp_path, told)
    assert line.endswith(
        '"plannd" is a word for "modality" that nothing here reads; did you mean "planned"?'
    )


def without_limits() -> dict[str, Any]:
    """A descriptor that names the fields and their types, and asks for nothing."""
    told = descriptor()
    for resource in told["resources"]:
        schema = resource["schema"]
        schema.pop("primaryKey", None)
        schema.pop("foreignKeys", None)
        for field in schema["fields"]:
            field.pop("constraints", None)
            field.pop("categories", None)
            field.pop("rdfType", None)
    return told


@pytest.mark.parametrize(
    ("table", "old", "new", "rule"),
    [
        ("events", "call-1997-06-03-corde-quill,contact,phone,actual",
         "call-1997-06-03-corde-quill,contact,phone,happened", "is not in the vocabulary"),
        ("evidence", "asserts,,1997-06-03,", "assert,,1997-06-03,", "is not in the vocabulary"),
        ("evidence", "asserts,,1997-06-03,", "asserts,,1997-06-31,", "is not an EDTF date"),
        ("participants", "call-1997-06-03-corde-quill,quill,recipient",
         "call-1997-06-03-corde-quill,quil,recipient", "is no actor of"),
        ("events", "\ncall-1997-06-03-corde-quill,", "\n,", "is required and is empty"),
    ],
)  # fmt: skip
def test_the_code_keeps_its_own_rules_where_the_descriptor_has_none(
    tmp_path: Path, table: str, old: str, new: str, rule: str
) -> None:
    package = tmp_path / "lakeland"
    shutil.copytree(LAKELAND, package)
    (package / "datapackage.json").write_text(json.dumps(without_limits()), encoding="utf-8")
    assert check(package) == []
    path = package / f"{table}.csv"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    assert any(rule in str(problem) for problem in check(package))


def test_an_id_stands_once_whatever_the_descriptor_says(tmp_path: Path) -> None:
    package = tmp_path / "lakeland"
    shutil.copytree(LAKELAND, package)
    (package / "datapackage.json").write_text(json.dumps(without_limits()), encoding="utf-8")
    for table in ("sources", "actors", "kinds", "events", "participants", "evidence"):
        path = package / f"{table}.csv"
        head, first, *rest = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, first, first, *rest]) + "\n", encoding="utf-8")
    files = {p.file for p in check(package) if "must be unique" in p.rule}
    assert files == {f"lakeland/{table}.csv" for table in TABLES}


def test_a_pattern_that_goes_back_and_forth_takes_no_longer_for_it(tmp_path: Path) -> None:
    told = descriptor()
    put(told, f"{EVENTS}.fields.summary.constraints", {"pattern": "(a+)+b?"})
    package = tmp_path / "lakeland"
    shutil.copytree(LAKELAND, package)
    (package / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    path = package / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Ines Corde", "a" * 400 + "!", 1), encoding="utf-8")
    began = time.perf_counter()
    assert any("does not have the form" in str(problem) for problem in check(package))
    assert time.perf_counter() - began < 10


def test_descriptors_of_version_1_are_read(tmp_path: Path) -> None:
    told = descriptor()
    for resource in told["resources"]:
        resource["path"] = [resource["path"]]
        for field in resource["schema"]["fields"]:
            field.pop("categories", None)
    assert said(tmp_path, told) == []


def test_descriptors_of_version_2_are_read(tmp_path: Path) -> None:
    told = descriptor()
    told.pop("profile")
    told["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in told["resources"]:
        resource.pop("profile")
        for key in resource["schema"].get("foreignKeys", []):
            if not key["reference"]["resource"]:
                del key["reference"]["resource"]
    put(told, f"{EVENTS}.fields.channel.categories", ["phone", "video", "in_person",
        "via_mediator", "letter", "unknown"])  # fmt: skip
    assert said(tmp_path, told) == []


def test_how_a_description_is_wrapped_says_nothing(tmp_path: Path) -> None:
    told = descriptor()
    told["description"] = "One\n\n# two\tthree"
    said(tmp_path, told)
    assert read_codebook(tmp_path / "lakeland").description == "One # two three"
