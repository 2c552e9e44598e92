"""The parameters of a report: their names, types, ranges, units and help, in this one place.

The notebooks' parameters cells, ``--help`` and the colophon follow this model. How a value is
given, and what is said about a wrong one, is in :mod:`analysis.parameters_given`.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from analysis.characters import unwanted
from analysis.edtf import EdtfError, parse_edtf


def _day(value: object, *, last: bool) -> object:
    """A day, month or year (EDTF) as its first or last day."""
    if value is None or isinstance(value, dt.date):
        return value
    text = str(value).strip()
    try:
        if not text:
            raise EdtfError("is empty")
        date = parse_edtf(text)
    except EdtfError as error:
        raise _refusal(f"{error}") from error
    bound = date.latest if last else date.earliest
    if date.shape not in ("day", "period") or bound is None:
        raise _refusal("is not one day, month or year")
    return bound


def _first_day(value: object) -> object:
    return _day(value, last=False)


def _last_day(value: object) -> object:
    return _day(value, last=True)


def _listed(value: object) -> object:
    """Several values: "a,b" as typed on the command line, a list, or one value alone."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, int | float):
        return (value,)
    return value


def _without_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _ascending(values: tuple[int, ...]) -> tuple[int, ...]:
    if not values:
        raise _refusal("names no number of days")
    return tuple(sorted(set(values)))


def _is_package(value: Path) -> Path:
    try:
        there = (value / "datapackage.json").is_file()
    except (OSError, ValueError):
        raise _refusal("cannot be the name of a folder") from None
    if not there:
        raise _refusal("is not a data package: it has no datapackage.json")
    return value


def _readable(text: str) -> str:
    if rule := unwanted(text):
        raise _refusal(rule)
    if len(text) > 500:
        raise _refusal("is longer than 500 characters")
    return text


def _refusal(rule: str) -> PydanticCustomError:
    # The rule is an argument, not the template: braces in a value must not be filled in.
    return PydanticCustomError("refused", "{rule}", {"rule": rule})


Line = Annotated[str, AfterValidator(_readable)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_without_repeats)]
Length = Annotated[int, Field(ge=1, le=3660)]

Restricted = Literal["left-out", "counted", "shown"]
LEFT_OUT: Restricted = "left-out"
COUNTED: Restricted = "counted"
SHOWN: Restricted = "shown"
OF_DATA = ("package", "restricted")
"""What a package is opened with; the other parameters of the chapters are those of measures."""


def _of_chapters(description: str, *, unit: str = "", default: str = "") -> Any:
    """A parameter that every chapter gets; `default` says in words what no value can say."""
    extra: JsonDict = {"scope": "chapters", "unit": unit, "default_in_words": default}
    return Field(description=description, json_schema_extra=extra)


def _of_report(description: str, *, default: str = "") -> Any:
    """A parameter of the report as a whole, which no chapter sees."""
    extra: JsonDict = {"scope": "report", "unit": "", "default_in_words": default}
    return Field(description=description, json_schema_extra=extra)


class Parameters(BaseModel):
    """What a report is made with.

    ``package`` is an absolute path once :func:`analysis.parameters_given.validate` has seen it;
    ``start`` and ``end`` are None until :meth:`within` has filled them from the package.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    start: Annotated[
        dt.date | None,
        BeforeValidator(_first_day),
        _of_chapters(
            "first day of the window; a month or year stands for its first day",
            unit="date, EDTF or ISO 8601",
            default="the first day that a source covers",
        ),
    ] = None
    end: Annotated[
        dt.date | None,
        BeforeValidator(_last_day),
        _of_chapters(
            "last day of the window, included; a month or year stands for its last day",
            unit="date, EDTF or ISO 8601",
            default="the last day that a source covers",
        ),
    ] = None
    freq: Annotated[
        Literal["D", "W", "M"],
        _of_chapters("period of the counts: D (day), W (week) or M (month)"),
    ] = "W"
    sides: Annotated[
        Names, _of_chapters("only events in which one of these sides takes part", default="all")
    ] = ()
    sources: Annotated[Names, _of_chapters("only evidence from these sources", default="all")] = ()
    channels: Annotated[Names, _of_chapters("only contacts by these channels", default="all")] = ()
    days_without_contact: Annotated[
        tuple[Length, ...],
        BeforeValidator(_listed),
        AfterValidator(_ascending),
        _of_chapters(
            "lengths from which covered days without a dated contact are shown", unit="days"
        ),
    ] = (3, 7, 14)
    confidence: Annotated[
        float,
        Field(gt=0, lt=1),
        _of_chapters("two-sided level of the intervals", unit="a share between 0 and 1"),
    ] = 0.95
    package: Annotated[
        Path,
        AfterValidator(_is_package),
        _of_chapters("folder of the data package", default="seeds"),
    ] = Path("../seeds")
    restricted: Annotated[
        Restricted,
        _of_chapters(
            "restricted sources: left-out; counted, the events that rest on them alone in one"
            " number for each family; or shown, in a report that is not for publication"
        ),
    ] = LEFT_OUT
    title: Annotated[
        Line, _of_report("title of the report", default="that of the data package")
    ] = ""
    subtitle: Annotated[Line, _of_report("line under the title", default="the window")] = ""
    paper: Annotated[
        Literal["a4", "us-letter"], _of_report("paper size of the PDF: a4 or us-letter")
    ] = "a4"
    extent: Annotated[
        Literal["whole", "brief"],
        _of_report("how much is made: the whole report, or its first page alone (brief)"),
    ] = "whole"

    @model_validator(mode="after")
    def _in_order(self) -> Parameters:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise _refusal(f"is before the start of the window, {self.start}")
        return self

    def within(self, first: dt.date, last: dt.date) -> Parameters:
        """These parameters with a window that was left open taken from `first` and `last`.

        The result may end before it starts; :func:`analysis.parameters_given.check_values` says so.
        """
        window = {"start": self.start or first, "end": self.end or last}
        return self.model_copy(update=window)


def names(scope: Literal["chapters", "report"] | None = None) -> tuple[str, ...]:
    """Names of the parameters in order: of the chapters, of the report as a whole, or both."""
    return tuple(
        name
        for name in Parameters.model_fields
        if scope is None or description_of(name)["scope"] == scope
    )


def description_of(name: str) -> dict[str, str]:
    """``description``, ``unit``, ``scope`` and ``default`` (in words) of a parameter."""
    field = Parameters.model_fields[name]
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    return {
        "description": field.description or "",
        "unit": str(extra["unit"]),
        "scope": str(extra["scope"]),
        "default": str(extra["default_in_words"]) or in_words(field.default),
    }


def in_words(value: object) -> str:
    """A parameter's value as a reader would write it; "all" for an empty choice."""
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value) or "all"
    return "" if value is None else str(value)


def help_text() -> str:
    """The parameters as lines for ``--help``."""
    lines = []
    wide = max(map(len, names())) + 2
    for name in names():
        about = description_of(name)
        unit = f" ({about['unit']})" if about["unit"] else ""
        text = f"{about['description']}{unit} [{about['default']}]"
        lines += textwrap.wrap(
            text, 96, initial_indent=f"  {name:<{wide}}", subsequent_indent=" " * (wide + 2)
        )
    return "\n".join(lines)
