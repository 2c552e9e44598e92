"""What the outputs of a notebook tell the press: one dataclass a kind, written and read here alone.

A mark lies in the metadata of an output, in the notebook's file. Analysis writes it when a cell is
run; the press reads it, numbers it, and sets it in HTML and in PDF. What both formats show travels
in it as data (the cells of a table, the key figures), never as one of the formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from pydantic import TypeAdapter

KEY = "backchannel"
"""Where in the metadata of an output or a Markdown cell its mark lies."""


@dataclass(frozen=True)
class Run:
    """A stretch of text in a cell of a table that is more than text.

    Attributes
    ----------
    text : what is read.
    to : id of what it links to; a link to what a report does not hold becomes text.
    name : what to call that link aloud, where its text is too short ("3" for "Figure 3").
    id : others link here by this id.
    look : "em" for a word of ours among values, "checksum" for one that may be broken, "small" for
        what print leaves to the files beside it.
    """

    text: str
    to: str = ""
    name: str = ""
    id: str = ""
    look: Literal["", "em", "checksum", "small"] = ""


Cell = tuple[str | Run, ...]
"""What stands in a cell: plain text, and runs with more to them, in order."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    title : its heading.
    width : share of the table's width, in percent; 0 leaves it to what the cells hold.
    look : "n" for figures; "shown-in" for where the report uses the row, which the press fills in.
    """

    title: str
    width: float = 0
    look: Literal["", "n", "shown-in"] = ""


@dataclass(frozen=True)
class Choice:
    """Some of the sources of a report, by their labels.

    Attributes
    ----------
    of : all of them.
    on : those that are read; the others are switched off.
    """

    of: tuple[str, ...]
    on: tuple[str, ...]


INSTEAD = "application/vnd.backchannel.instead+json"
"""Beside what an output shows: what stands in its place for other choices of sources."""

NARROW = "application/vnd.backchannel.narrow+svg"
"""Beside the drawing of a figure: the same for small screens."""


@dataclass(frozen=True)
class Filter:
    """By what the rows of a table can be chosen on a page.

    Attributes
    ----------
    name : what is chosen ("Side").
    values : for each row what it has of it; the row is shown with any of these.
    """

    name: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class KeyFigure:
    """One number that opens the report.

    Attributes
    ----------
    id : name in ``key_figures.json``.
    value : as printed ("9", "about 250").
    label : what it counts.
    note : one line on when, between whom, or by which rule.
    evidence : ids of what it rests on.
    more : how many further ids there are beyond these.
    number : the value as a number; None where there is no single one.
    low, high : bounds; None where not stated.
    about : rests on an approximate figure.
    """

    id: str
    value: str
    label: str
    note: str
    evidence: tuple[str, ...] = ()
    number: int | float | None = None
    low: int | float | None = None
    high: int | float | None = None
    about: bool = False
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart, with all that a reader needs who cannot see it.

    Attributes
    ----------
    id : anchor in the report.
    title : the finding, one line.
    caption : Markdown.
    alt : what is to be seen, in words.
    evidence : ids of what it rests on.
    more : how many further ids there are beyond these, in its file.
    marks : evidence id -> accessible name of the mark that links to it.
    file : stem of the CSV beside the report; None saves none.
    fields : column of that file -> description with its unit.
    label : "Figure 3", given by the press.
    """

    kind: Literal["figure"] = "figure"
    id: str
    title: str = ""
    caption: str = ""
    alt: str = ""
    evidence: tuple[str, ...] = ()
    more: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureCaption:
    """The caption of a chart as JupyterLab shows it below; the press has it from the chart.

    Attributes
    ----------
    of : id of the figure.
    """

    kind: Literal["figure-caption"] = "figure-caption"
    of: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table for readers, whole. The first cell of a row is its heading.

    Attributes
    ----------
    id : anchor in the report.
    caption : plain text.
    columns : (n) headings, widths and looks.
    rows : each of n cells.
    small : set in smaller type: a table that is looked up and not read.
    further : rows that are set where something in the report links to them, as CSV: the text of
        each cell, the first of which is the id of its row.
    aside : folded in HTML and without a number; left out of print, where it is a file beside it.
    filters : by what a reader of the page may choose rows.
    steps : for each row the event that it tells of: a row that is linked to opens as a card, and
        leads to the events before and after it; none for a table that is only read.
    behind : for each row the ids of all that it rests on; () for very much. Else none at all.
    told_by : for each row of a table of evidence the label of its source.
    evidence, file, fields, label : as for a :class:`Figure`.
    """

    kind: Literal["table"] = "table"
    id: str
    caption: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    further: str = ""
    small: bool = False
    aside: bool = False
    filters: tuple[Filter, ...] = ()
    steps: tuple[str, ...] = ()
    behind: tuple[tuple[str, ...], ...] = ()
    told_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    file: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFigures:
    """The numbers that sum up a report; in print the table that compares them stands alone."""

    kind: Literal["key-figures"] = "key-figures"
    figures: tuple[KeyFigure, ...] = ()
    aside: bool = False


@dataclass(frozen=True, kw_only=True)
class Prose:
    """Running text in Markdown, of a Markdown cell or an output.

    Attributes
    ----------
    headings : ids of its headings, in order, given by the press.
    """

    kind: Literal["prose"] = "prose"
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Callout:
    """A limit that the reader must see, in Markdown; ``headings`` as for :class:`Prose`."""

    kind: Literal["callout"] = "callout"
    headings: tuple[str, ...] = ()


Mark = Figure | FigureCaption | Table | KeyFigures | Prose | Callout
Numbered = Figure | Table
RunningText = Prose | Callout


@cache
def adapter() -> TypeAdapter[Mark]:
    """What reads and writes marks, made with the first: every run of nbconvert has this module."""
    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Mark, Field(discriminator="kind")])


@cache
def _choices() -> TypeAdapter[Choice]:
    from pydantic import TypeAdapter

    return TypeAdapter(Choice)


def choice_of(told: Any) -> Choice:
    """The choice of sources that something beside an output stands for.

    Raises
    ------
    pydantic.ValidationError : what is told is none.
    """
    return _choices().validate_python(told)


def written(mark: Mark) -> dict[str, Any]:
    """The mark as metadata of an output or a cell."""
    told = adapter().dump_python(mark, mode="json", exclude_defaults=True)
    return {KEY: {"kind": mark.kind} | told}


def put(holder: NotebookNode, mark: Mark) -> None:
    """Give an output or a cell its mark; other metadata stay."""
    holder.metadata.update(written(mark))


def read(holder: Mapping[str, Any]) -> Mark | None:
    """The mark of an output or a cell; None where it has none.

    Raises
    ------
    pydantic.ValidationError : what lies there is no mark of a kind known here.
    """
    told = holder.get("metadata", {}).get(KEY)
    return adapter().validate_python(told) if told else None


def marked(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, Mark]]:
    """The outputs of a notebook that have a mark, in reading order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if (mark := read(output)) is not None:
                yield output, mark
