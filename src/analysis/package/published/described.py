"""The descriptor of what is published: what is read of it, and no word that only hidden rows use.

A descriptor may hold anything: checksums of files, examples, notes, lists of sources. What is read
here, and what a reader of data packages needs, is taken over; the rest is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.package.descriptor.needed_fields import need_of
from analysis.package.files import TABLES
from analysis.package.published.rows import Frames

_OF_PACKAGE = (
    *("$schema", "profile", "name", "title", "description", "version"),
    *("licenses", "contributors", "terms"),
)
_OF_TABLE = (
    *("name", "type", "path", "title", "description", "profile"),
    *("format", "mediatype", "encoding", "scheme"),
)
_OF_SCHEMA = ("fields", "missingValues", "primaryKey", "foreignKeys")
_OF_FIELD = (
    *("name", "type", "format", "title", "description", "unit", "constraints"),
    *("categories", "categoriesOrdered", "rdfType"),
)
WITHHELD = "withheld"


def described(told: Mapping[str, Any], public: Frames, withheld: Mapping[str, int]) -> Any:
    """The descriptor of a package as JSON has it, for the rows that are published.

    Parameters
    ----------
    told : that of the whole package, which was read and checked.
    public : the rows that are published.
    withheld : family -> events left out, to be said in the report; empty to say nothing.
    """
    tables = [one for one in told["resources"] if one.get("name") in TABLES]
    made = _only(told, _OF_PACKAGE) | {"resources": [_table(one, public) for one in tables]}
    return made | {WITHHELD: dict(withheld)} if withheld else made


def _only(told: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in names}


def _table(told: Mapping[str, Any], public: Frames) -> dict[str, Any]:
    name, schema = told["name"], told["schema"]
    fields = [_field(name, one, public) for one in schema["fields"]]
    return _only(told, _OF_TABLE) | {"schema": _only(schema, _OF_SCHEMA) | {"fields": fields}}


def _field(table: str, told: Mapping[str, Any], public: Frames) -> dict[str, Any]:
    """A field; of words that the code does not rely on, those that stand in the rows."""
    made = _only(told, _OF_FIELD)
    if need_of(table, told["name"]).words:
        return made
    used = set(public[table][told["name"]])
    if "categories" in made:
        made["categories"] = [one for one in made["categories"] if _value(one) in used]
    if "enum" in made.get("constraints", {}):
        listed = [one for one in made["constraints"]["enum"] if str(one) in used]
        made["constraints"] = {**made["constraints"], "enum": listed}
    return made


def _value(category: Any) -> str:
    return str(category["value"] if isinstance(category, dict) else category)
