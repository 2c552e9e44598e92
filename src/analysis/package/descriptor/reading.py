"""``datapackage.json`` as a validated model: what it says, or everything that is wrong with it.

Frictionless descriptors of version 1 and 2 are read. Each fault is a problem with its place in the
JSON (``resources[3].schema.fields[0].type``). What the code itself relies on, whatever a descriptor
says, is in :mod:`analysis.package.descriptor.needed_fields`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from analysis.package.descriptor.parts import TYPES, Descriptor, Part, Resource, Schema
from analysis.problems import nearest

Fault = tuple[str, str | None, str, str]
"""Place in the JSON, the value where there is one, the rule, the mend."""


AnyPart = TypeVar("AnyPart", bound=Part)


def read_descriptor(
    told: object, tables: Sequence[str]
) -> tuple[Descriptor, list[tuple[str, Resource]]]:
    """The package, and its tables in the order named, each with its place in the JSON.

    Raises
    ------
    Faults : with everything that is wrong.
    """
    listed = told.get("resources") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        rule = "does not describe a data package: it needs a list of resources"
        raise Faults([("", None, rule, "")])
    package, wrong = _validated(Descriptor, told, "")
    wrong += _references(told)
    found: dict[str, tuple[str, Resource]] = {}
    for table in tables:
        at = [number for number, one in enumerate(listed) if one.get("name") == table]
        if not at:
            wrong.append(("resources", table, "is not described as a table of the package", ""))
        for number in at[1:]:
            wrong.append((f"resources[{number}].name", table, "is the name of two tables", ""))
        for number in at[:1]:
            place = f"resources[{number}]"
            resource, faults = _validated(Resource, listed[number], place)
            wrong += faults
            if resource is not None:
                found[table] = place, resource
                wrong += _contradictions(resource.table_schema, f"{place}.schema")
    if not wrong:
        wrong = [fault for table in tables for fault in _keys(table, found)]
    if wrong or package is None:
        raise Faults(wrong)
    return package, [found[table] for table in tables]


class Faults(Exception):
    """What is wrong with a descriptor.

    Attributes
    ----------
    faults : of each its place in the JSON, the value where there is one, the rule, the mend.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)


def _validated(kind: type[AnyPart], told: object, place: str) -> tuple[AnyPart | None, list[Fault]]:
    try:
        return kind.model_validate(told), []
    except ValidationError as errors:
        return None, [_fault(error, place) for error in errors.errors()]


def _fault(error: ErrorDetails, place: str) -> Fault:
    for step in error["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    place, kind, given = place.removeprefix("."), error["type"], error["input"]
    value = given if isinstance(given, str) else None
    if kind == "refused":
        mend = nearest(value, TYPES) if value and place.endswith(".type") else ""
        number = isinstance(given, int | float) and not isinstance(given, bool)
        return place, str(given) if number else value, error["ctx"]["rule"], mend
    if kind == "missing":
        return place, None, "is missing", ""
    if kind in ("too_short", "string_too_short"):
        return place, None, "is empty", ""
    return place, None, _KINDS.get(kind, "is not of the type that it needs"), ""


_KINDS = {
    "string_type": "is no text",
    "string_unicode": "is no text",
    "list_type": "is no list",
    "model_type": "is no object",
    "bool_type": "is neither true nor false",
    "float_type": "is no number",
    "finite_number": "is no number that can be held here",
}


def _references(told: object) -> Iterator[Fault]:
    """Each part that is said to stand elsewhere, in order; however deep a descriptor is."""
    left: list[tuple[str, object]] = [("", told)]
    while left:
        place, part = left.pop()
        if isinstance(part, dict):
            if isinstance(elsewhere := part.get("$ref"), str):
                rule = "names another place, which is not followed here"
                yield f"{place}.$ref".removeprefix("."), elsewhere, rule, "write what stands there"
            inside = [(f"{place}.{name}".removeprefix("."), own) for name, own in part.items()]
        elif isinstance(part, list):
            inside = [(f"{place}[{number}]", own) for number, own in enumerate(part)]
        else:
            continue
        left += reversed(inside)


def _contradictions(schema: Schema, place: str) -> Iterator[Fault]:
    """What a schema says twice, each time in another way."""
    names = [column.name for column in schema.fields]
    for number, column in enumerate(schema.fields):
        at, limits = f"{place}.fields[{number}]", column.constraints
        if column.name in names[:number]:
            yield f"{at}.name", column.name, "is the name of two fields", ""
        values = [category.value for category in column.categories]
        for what, listed in (("categories", values), ("constraints.enum", limits.enum)):
            for value in sorted({one for one in listed if listed.count(one) > 1}):
                yield f"{at}.{what}", value, "stands there twice", ""
        if values and limits.enum:
            for value in sorted(set(values) ^ set(limits.enum)):
                yield at, value, "stands in one of categories and enum, and not in the other", ""
        least, greatest = limits.minimum, limits.maximum
        if least is not None and greatest is not None and least > greatest:
            yield f"{at}.constraints.minimum", f"{least:g}", f"is above maximum, {greatest:g}", ""
    if any(value != "" for value in schema.missing_values):
        rule = "names a word for what is missing: here that is an empty cell, and nothing else"
        yield f"{place}.missingValues", None, rule, ""


def _keys(table: str, found: Mapping[str, tuple[str, Resource]]) -> Iterator[Fault]:
    """Keys that name what is not there."""
    place, schema = f"{found[table][0]}.schema", found[table][1].table_schema
    own = [column.name for column in schema.fields]
    for name in schema.primary_key:
        if name not in own:
            yield f"{place}.primaryKey", name, "is no field of the table", nearest(name, own)
    for position, key in enumerate(schema.foreign_keys):
        at, reference = f"{place}.foreignKeys[{position}]", key.reference
        _, other = found.get(reference.resource or table, ("", None))
        if len(key.fields) != 1 or len(reference.fields) != 1:
            yield at, None, "is a key of several fields, which is not looked up here", ""
        elif key.fields[0] not in own:
            yield (
                f"{at}.fields",
                key.fields[0],
                "is no field of the table",
                nearest(key.fields[0], own),
            )
        elif other is None:
            mend = nearest(reference.resource, found)
            yield f"{at}.reference.resource", reference.resource, "is no table of the package", mend
        else:
            names = [column.name for column in other.table_schema.fields]
            if reference.fields[0] not in names:
                mend = nearest(reference.fields[0], names)
                rule = f"is no field of {other.name}"
                yield f"{at}.reference.fields", reference.fields[0], rule, mend
