"""The codebook: what the tables, fields and vocabularies of a data package are.

Everything here is read from ``datapackage.json`` (Frictionless Table Schema); nothing about a
field is written down a second time. Validation, axis units, the codebook appendix and the docs
are made from these objects.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.problems import DataProblems, Problem

DESCRIPTOR = "datapackage.json"
TABLES = ("sources", "actors", "kinds", "events", "participants", "evidence")


@dataclass(frozen=True)
class Field:
    """One column of a table, as the Table Schema describes it."""

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    rdf_type: str = ""

    @property
    def is_edtf(self) -> bool:
        """Whether the cells are EDTF dates (declared by the field's ``rdfType``)."""
        return self.rdf_type.endswith("/EDTF")

    @property
    def allowed(self) -> tuple[str, ...]:
        """The allowed values in codebook order; empty where any value of the type will do."""
        return tuple(self.labels)


@dataclass(frozen=True)
class ForeignKey:
    """``field`` of a table holds a value of ``other_field`` of table ``other``."""

    field: str
    other: str
    other_field: str


@dataclass(frozen=True)
class Table:
    """One table: its file, its fields in order, its keys."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}


@dataclass(frozen=True)
class Codebook:
    """A data package's description.

    Attributes
    ----------
    name, title, description, version : of the package.
    held : the neutral word for the people held ("hostages"), used in every sentence and label.
    licence : name of the licence of the tables; "" where none is given.
    authors : who coded them, as named there.
    tables : name -> :class:`Table`.
    """

    name: str
    title: str
    description: str
    version: str
    held: str
    tables: Mapping[str, Table]
    licence: str = ""
    authors: tuple[str, ...] = ()

    def fields(self, table: str) -> tuple[Field, ...]:
        return self.tables[table].fields

    def field(self, table: str, name: str) -> Field:
        return self.tables[table].by_name[name]

    def allowed(self, table: str, name: str) -> tuple[str, ...]:
        return self.field(table, name).allowed

    def label(self, table: str, name: str, value: str) -> str:
        """The label of a coded value ("in_person" -> "in person"); the value where it has none."""
        return self.field(table, name).labels.get(str(value), str(value))


def read_codebook(package: Path) -> Codebook:
    """Read ``datapackage.json`` of a package folder.

    Raises
    ------
    DataProblems : the file is missing, is not JSON, or lacks a table that the design needs.
    """
    path = Path(package) / DESCRIPTOR
    shown = f"{Path(package).resolve().name}/{DESCRIPTOR}"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        rule = f"cannot be read ({error.strerror})"
        raise DataProblems([Problem(shown, 0, "", None, rule)]) from error
    except UnicodeDecodeError as error:
        rule = f"is not UTF-8 (byte {error.start})"
        raise DataProblems([Problem(shown, 0, "", None, rule)]) from error
    try:
        descriptor = json.loads(text)
    except json.JSONDecodeError as error:
        problem = Problem(shown, error.lineno, "", None, f"is not JSON: {error.msg}")
        raise DataProblems([problem]) from error
    resources = _resources(descriptor, shown)
    return Codebook(
        name=descriptor.get("name", Path(package).name),
        title=descriptor.get("title", ""),
        description=descriptor.get("description", ""),
        version=descriptor.get("version", ""),
        held=descriptor.get("terms", {}).get("held", "hostages"),
        licence=next(iter(_named(descriptor, "licenses", "name")), ""),
        authors=tuple(_named(descriptor, "contributors", "title")),
        tables={t: _table(resources[t]) for t in TABLES},
    )


def _named(descriptor: Mapping[str, Any], what: str, key: str) -> list[str]:
    """The names in a list of the descriptor that is not needed to read the tables."""
    listed = descriptor.get(what)
    entries = listed if isinstance(listed, list) else []
    return [str(entry[key]) for entry in entries if isinstance(entry, dict) and key in entry]


def _resources(descriptor: Any, shown: str) -> dict[str, Mapping[str, Any]]:
    """The package's descriptions of its tables by name, complete enough to be read."""
    listed = descriptor.get("resources", []) if isinstance(descriptor, dict) else None
    if not isinstance(listed, list) or not all(isinstance(r, dict) for r in listed):
        rule = "does not describe a data package: it needs a list of resources"
        raise DataProblems([Problem(shown, 0, "", None, rule)])
    found = {r.get("name"): r for r in listed}
    problems = []
    for table in TABLES:
        if table not in found:
            rule = "is not described as a table of the package"
            problems.append(Problem(shown, 0, "resources", table, rule))
            continue
        for key, kind in (("path", str), ("schema", dict)):
            if not isinstance(found[table].get(key), kind):
                problems.append(Problem(shown, 0, "resources", table, f"has no {key}"))
    if problems:
        raise DataProblems(problems)
    return {table: found[table] for table in TABLES}


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    return Table(
        name=resource["name"],
        path=resource["path"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        foreign_keys=tuple(
            _foreign_key(k, resource["name"]) for k in schema.get("foreignKeys", [])
        ),
    )


def _field(raw: Mapping[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    labels = {str(c["value"]): c.get("label", str(c["value"])) for c in raw.get("categories", [])}
    for value in constraints.get("enum", []):
        labels.setdefault(str(value), str(value))
    return Field(
        name=raw["name"],
        type=raw.get("type", "string"),
        title=raw.get("title", raw["name"]),
        description=raw.get("description", ""),
        unit=raw.get("unit", ""),
        required=bool(constraints.get("required", False)),
        unique=bool(constraints.get("unique", False)),
        pattern=constraints.get("pattern", ""),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        labels=labels,
        rdf_type=raw.get("rdfType", ""),
    )


def _foreign_key(raw: Mapping[str, Any], table: str) -> ForeignKey:
    own, reference = raw["fields"], raw["reference"]
    other = reference["fields"]
    return ForeignKey(
        own if isinstance(own, str) else own[0],
        reference.get("resource") or table,
        other if isinstance(other, str) else other[0],
    )
