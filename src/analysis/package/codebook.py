"""The codebook: what the tables, fields and vocabularies of a data package are.

Everything here is read from ``datapackage.json`` (Frictionless Table Schema); nothing about a
field is written down a second time. Validation, axis units, the codebook appendix and the docs
are made from these objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.package.descriptor.needed_fields import (
    KEYS,
    PRIMARY,
    Need,
    need_of,
    unmet,
    vocabulary,
)
from analysis.package.descriptor.parts import Column, Resource
from analysis.package.descriptor.reading import Fault, Faults, read_descriptor
from analysis.package.files import DESCRIPTOR, TABLES, read_json, refusal
from analysis.problems import DataProblems, Problem

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


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
    patterns: tuple[str, ...] = ()
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
    withheld : family -> events that rest on restricted sources alone and are no part of it.
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
    withheld: Mapping[str, int] = field(default_factory=dict)

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
    DataProblems : the file is missing, is not JSON, is no description of a data package, lacks a
        table that the design needs, or names a file that is none of the package's own.
    """
    return codebook_of(read_description(package), package)


def codebook_of(told: object, package: Path) -> Codebook:
    """The codebook that a descriptor is, as JSON has it, of the package in that folder.

    Raises
    ------
    DataProblems : it describes no data package, or names a file that is none of the package's own.
    """
    shown = _shown(package)
    try:
        descriptor, resources = read_descriptor(told, TABLES)
        faults = [fault for at, one in resources for fault in _beyond(package, at, one)]
        if faults:
            raise Faults(faults)
    except Faults as found:
        raise DataProblems(
            Problem(shown, 0, place, value, rule, mend) for place, value, rule, mend in found.faults
        ) from None
    return Codebook(
        name=descriptor.name or Path(package).resolve().name,
        title=descriptor.title,
        description=descriptor.description,
        version=descriptor.version,
        held=descriptor.terms.held,
        licence=next((one.name for one in descriptor.licenses if one.name), ""),
        authors=tuple(one.title for one in descriptor.contributors if one.title),
        withheld=descriptor.withheld,
        tables={resource.name: _table(resource) for _, resource in resources},
    )


def _shown(package: Path) -> str:
    return f"{Path(package).resolve().name}/{DESCRIPTOR}"


def read_description(package: Path) -> Any:
    """What the descriptor of a package says, as JSON has it.

    Raises
    ------
    DataProblems : there is none, or it is not JSON.
    """
    package = Path(package)

    def refused(rule: str, line: int = 0) -> DataProblems:
        return DataProblems([Problem(_shown(package), line, "", None, rule)])

    if rule := refusal(package, DESCRIPTOR):
        raise refused(rule)
    try:
        return read_json((package / DESCRIPTOR).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        made = "`backchannel init` makes an empty one, `backchannel import` one of a table"
        raise refused(f"is missing, and so this is no data package; {made}") from None
    except OSError as error:
        raise refused(f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise refused(f"is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise refused(f"is not JSON: {error.msg}", error.lineno) from None
    except ValueError as error:
        raise refused(str(error)) from None


def _beyond(package: Path, place: str, resource: Resource) -> Iterator[Fault]:
    """What is wrong with a table that is described well: its file, and what the code needs."""
    if rule := refusal(package, resource.path):
        yield f"{place}.path", resource.path, rule, ""
    yield from unmet(resource.name, resource.table_schema, f"{place}.schema")


def _table(resource: Resource) -> Table:
    schema, needed = resource.table_schema, KEYS.get(resource.name, ())
    told = [
        (key.fields[0], key.reference.resource or resource.name, key.reference.fields[0])
        for key in schema.foreign_keys
    ]
    return Table(
        name=resource.name,
        path=resource.path,
        title=resource.title or resource.name,
        description=resource.description,
        fields=tuple(
            _field(column, need_of(resource.name, column.name)) for column in schema.fields
        ),
        primary_key=PRIMARY.get(resource.name, tuple(schema.primary_key)),
        foreign_keys=tuple(ForeignKey(*key) for key in dict.fromkeys([*told, *needed])),
    )


def _field(column: Column, need: Need) -> Field:
    limits = column.constraints
    least = [value for value in (limits.minimum, need.minimum) if value is not None]
    return Field(
        name=column.name,
        type=column.type,
        title=column.title or column.name,
        description=column.description,
        unit=column.unit,
        required=limits.required or need.required,
        unique=limits.unique or need.unique,
        patterns=tuple(dict.fromkeys(filter(None, (limits.pattern, need.pattern)))),
        minimum=max(least, default=None),
        maximum=limits.maximum,
        labels=vocabulary(column) or {word: word.replace("_", " ") for word in need.words},
        rdf_type=EDTF if need.edtf else column.rdf_type,
    )
