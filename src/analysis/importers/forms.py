"""What a mapping may say, as a typed model: the keys of a mapping file, and what each means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from analysis.importers.dates import Order
from analysis.importers.sheet import Options
from analysis.importers.text import Given

Part = Literal["initiator", "recipient", "participant", "mediator", "host", "subject"]


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Columns = Annotated[list[str], BeforeValidator(_listed)]
"""One column, or several of which the first that is filled counts."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileForm(_Strict):
    """How the file is written; what is left out is found out.

    Attributes
    ----------
    columns : their names, for a file that does not name them.
    numbers : those of them that hold numbers alone, by which such a file is recognised.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quoting: bool = True
    header: int | None = None
    columns: list[str] = []
    numbers: list[str] = []


class SourceForm(_Strict):
    """How the data set is called."""

    label: str
    headline: str = "not stated"
    publisher: str = "not stated"
    address: str = ""
    language: str = "en"
    version: Columns = []
    published: Columns = []
    covers: Columns = []
    note: str = ""


class Coded(_Strict):
    """A value from a column, through a table of codes where one is named."""

    column: Columns
    also: Columns = []
    table: str | None = None


class When(_Strict):
    """A date: one column, its parts in three, or a first and a last day.

    Between these the day lies; with ``lasted`` it went on from the one to the other. ``unknown``
    are the signs of the file for a part that nobody knows.
    """

    column: Columns = []
    year: str | None = None
    month: str | None = None
    day: str | None = None
    unknown: list[str] = []
    first: str | None = None
    last: str | None = None
    lasted: bool = False


class Who(_Strict):
    """Those who took part, from one column.

    Attributes
    ----------
    name : column of the name; several: the first that is filled.
    code : column of the code that tells them apart; empty: the name does.
    side : column of the side, as a country.
    part : of a kind that has it; "participant" or "subject" otherwise.
    split : the sign between several names in one cell; "" where a cell is one name.
    """

    name: Columns
    code: str | None = None
    side: str | None = None
    part: Part = "participant"
    split: str = ";"
    role: Literal["party", "mediator", "guarantor", "humanitarian", "other"] = "other"
    state_where_code_is_side: bool = False


class Amount(_Strict):
    """A number: words in one column, or bounds in several, or one for each row.

    ``of`` says what it counts, for all kinds or for each; the numbers of others are not read.
    """

    column: Columns = []
    low: str | None = None
    best: str | None = None
    high: str | None = None
    each: int | None = None
    of: str | dict[str, str]


class EventForm(_Strict):
    """One event that each row tells.

    Attributes
    ----------
    kind : a kind (or kind/channel), or how it is read from a column.
    where : column -> values that a row has to have.
    summary : text with {column} in it.
    """

    kind: str | Coded
    where: dict[str, list[str]] = {}
    date: When = When()
    needs_date: bool = False
    who: list[Who] = []
    amount: Amount | None = None
    place: Columns = []
    process: Columns = []
    modality: Literal["actual", "planned", "hypothetical", "denied"] = "actual"
    summary: str
    note: str = ""


class OwnKind(_Strict):
    """A kind that the data set needs beside those of the codebook, as a row of kinds."""

    kind: str
    label: str
    definition: str
    family: Literal["contact", "talks", "truce", "stock", "inflow", "outflow", "context"]
    cameo: str = ""
    plover: str = ""
    parts: str
    participants_min: int


class Merge(_Strict):
    """The rule that makes one event of several rows.

    Attributes
    ----------
    by : what rows of one event have in common, beside the kind.
    rule : the same in words, for whoever reads a report.
    """

    by: list[Literal["day", "pair", "code", "story", "place", "process"]] = []
    story: str | None = None
    rule: str = ""


class Mapping(_Strict):
    """All that is said of one form of file.

    Attributes
    ----------
    name, title : of the form.
    recognised_by : columns that a file of this form has.
    machine_coded : whether a row is a report and not yet an event.
    dates, decimal : given, where the columns need not tell.
    events : what each row tells.
    merge : how rows become one event; without it, each is an event of its own.
    own_kinds : kinds beside those of the codebook.
    kinds : text of a cell -> kind (or kind/channel), "skip", or "" where nobody said yet.
    names : name as it stands in a cell -> name that it is one with.
    """

    name: str
    title: str
    about: str = ""
    file: FileForm = FileForm()
    recognised_by: list[str] = []
    machine_coded: bool = False
    dates: Order | None = None
    decimal: Literal[".", ","] | None = None
    source: SourceForm
    events: list[EventForm]
    merge: Merge = Merge()
    own_kinds: list[OwnKind] = []
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}

    def options(self, given: Options) -> Options:
        """How to read a file of this form, where nothing else is given."""
        own = self.file
        return Options(
            text=Given(
                given.text.encoding or own.encoding,
                given.text.delimiter or own.delimiter,
                own.quoting,
            ),
            header=given.header if given.header is not None else own.header,
            columns=tuple(own.columns),
            sheet=given.sheet,
        )
