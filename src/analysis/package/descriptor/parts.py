"""The parts of a descriptor, each a typed model that says what it may hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, SchemaError, SchemaValidator, core_schema

TYPES = (
    "string", "number", "integer", "boolean", "object", "list", "array", "date", "time", "datetime",
    "year", "yearmonth", "duration", "geopoint", "geojson", "any",
)  # fmt: skip
LONGEST_LINE, LONGEST_TEXT = 500, 5000  # characters of a title or label, and of a description
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORD = re.compile(r"[^\W\d_]+(?:[ '\u2019-][^\W\d_]+){0,4}")


def _refuse(rule: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{rule}", {"rule": rule})


def _line(longest: int) -> Callable[[str], str]:
    """Text as one line: how it was wrapped in the JSON says nothing."""

    def read(text: str) -> str:
        if _UNWANTED.search(text):
            raise _refuse("has a character that cannot be seen")
        line = " ".join(text.split())
        if len(line) > longest:
            raise _refuse(f"is longer than {longest:,} characters")
        return line

    return read


def _word(text: str) -> str:
    if not _WORD.fullmatch(text) or len(text) > 40:
        raise _refuse("is no word for the people who are held")
    return text


def _type(text: str) -> str:
    if text not in TYPES:
        raise _refuse("is no type of the Table Schema")
    return text


def _pattern(text: str) -> str:
    if text:
        matcher(text)
    return text


def matcher(pattern: str) -> SchemaValidator:
    """Tells of a text whether a pattern describes the whole of it, in time that its length bounds.

    Raises
    ------
    PydanticCustomError : it is no pattern, or needs one that goes back and forth.
    """
    try:
        return SchemaValidator(core_schema.str_schema(pattern=rf"\A(?:{pattern})\z"))
    except SchemaError:
        raise _refuse(
            "is no pattern that can be read here (look-around and back-references cannot)"
        ) from None


def _names(value: object) -> object:
    """One name, or a list of names, as a list."""
    return [value] if isinstance(value, str) else value


def _value(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _refuse("is neither a text nor a number")
    return _line(LONGEST_LINE)(str(value))


def _category(value: object) -> object:
    """A category that is its value alone."""
    return value if isinstance(value, dict) else {"value": value}


def _path(value: object) -> object:
    """One file; version 1 lists it."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


Line = Annotated[str, AfterValidator(_line(LONGEST_LINE))]
Text = Annotated[str, AfterValidator(_line(LONGEST_TEXT))]
Names = Annotated[list[Line], BeforeValidator(_names)]
Value = Annotated[str, BeforeValidator(_value)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Part(BaseModel):
    """What all have in common: strict types, and room for what is not read here."""

    model_config = ConfigDict(strict=True, extra="ignore", alias_generator=to_camel)


class Category(Part):
    """One value of a vocabulary."""

    value: Value
    label: Line | None = None


class Constraints(Part):
    """What the cells of a field must be."""

    required: bool = False
    unique: bool = False
    pattern: Annotated[str, AfterValidator(_pattern)] = ""
    enum: list[Value] = []
    minimum: Number | None = None
    maximum: Number | None = None


class Column(Part):
    """One field of a Table Schema."""

    name: Annotated[Line, Field(min_length=1)]
    type: Annotated[str, AfterValidator(_type)] = "string"
    title: Line = ""
    description: Text = ""
    unit: Line = ""
    constraints: Constraints = Constraints()
    categories: list[Annotated[Category, BeforeValidator(_category)]] = []
    rdf_type: Line = ""


class Reference(Part):
    """What a foreign key leads to; the table itself where it names none."""

    resource: Line = ""
    fields: Annotated[Names, Field(min_length=1)]


class Key(Part):
    """One foreign key."""

    fields: Annotated[Names, Field(min_length=1)]
    reference: Reference


class Schema(Part):
    """The Table Schema of a resource."""

    fields: Annotated[list[Column], Field(min_length=1)]
    primary_key: Names = []
    foreign_keys: list[Key] = []
    missing_values: list[Any] = [""]


class Resource(Part):
    """One table of the package."""

    name: Line
    path: Annotated[str, BeforeValidator(_path)]
    title: Line = ""
    description: Text = ""
    table_schema: Schema = Field(alias="schema")


class Terms(Part):
    """The package's own words."""

    held: Annotated[str, AfterValidator(_word)] = "hostages"


class _Named(Part):
    name: Line = ""
    title: Line = ""


class Descriptor(Part):
    """What a package says of itself as a whole."""

    name: Line = ""
    title: Line = ""
    description: Text = ""
    version: Line = ""
    terms: Terms = Terms()
    licenses: list[_Named] = []
    contributors: list[_Named] = []
    withheld: dict[Line, Annotated[int, Field(ge=1)]] = {}
