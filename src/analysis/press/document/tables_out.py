"""The numbers behind the report as files: a CSV for every chart and table, and the key figures.

The columns are described where a chart describes them; a column without a description is a
defect of that chart and stops the build.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nbformat import NotebookNode

from analysis.marks import Figure, KeyFigure, KeyFigures, Mark, Numbered, marked
from analysis.problems import Refused

_NAME = re.compile(r"[a-z0-9][a-z0-9-_.]*")
_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class OutputDefect(Refused):
    """A chapter shows a table that cannot be handed on as it is: a defect of the chapter."""


@dataclass(frozen=True)
class TableFile:
    """One CSV file of the report.

    Attributes
    ----------
    name : file stem.
    title : of the figure or table that shows it, Markdown left as it is.
    csv : the text, lines ended by a line feed.
    columns : column -> description with unit.
    """

    name: str
    title: str
    csv: str
    columns: Mapping[str, str]


def collect_tables(chapters: Iterable[tuple[str, NotebookNode]]) -> list[TableFile]:
    """The tables of executed chapters (name, notebook), in reading order.

    Raises
    ------
    OutputDefect : two different tables of one name, or columns that are not those described.
    """
    found: dict[str, TableFile] = {}
    for chapter, output, mark in _outputs(chapters):
        if not isinstance(mark, Numbered) or not mark.file or "text/csv" not in output.data:
            continue
        name = mark.file
        title = (isinstance(mark, Figure) and mark.title) or mark.caption or name
        text = output.data["text/csv"].replace("\r\n", "\n")
        table = TableFile(name, " ".join(title.split()), text, mark.fields)
        if not _NAME.fullmatch(name):
            raise OutputDefect(f'{chapter}: "{name}" cannot be the name of a table file')
        if name in found and found[name].csv != table.csv:
            raise OutputDefect(f'{chapter}: another table is already called "{name}"')
        header = next(csv.reader(io.StringIO(text)), [])
        undescribed = [column for column in header if not table.columns.get(column)]
        if undescribed:
            raise OutputDefect(f'{chapter}: table "{name}" does not describe {undescribed}')
        found.setdefault(name, table)
    return list(found.values())


def key_figures(chapters: Iterable[tuple[str, NotebookNode]]) -> list[dict[str, Any]]:
    """The key figures of executed chapters, each once, in reading order.

    Raises
    ------
    OutputDefect : two figures of one id that do not say the same.
    """
    found: dict[str, KeyFigure] = {}
    for chapter, _, mark in _outputs(chapters):
        for figure in mark.figures if isinstance(mark, KeyFigures) else ():
            if found.setdefault(figure.id, figure) != figure:
                raise OutputDefect(f'{chapter}: key figure "{figure.id}" has two values')
    return [asdict(figure) for figure in found.values()]


def _outputs(
    chapters: Iterable[tuple[str, NotebookNode]],
) -> Iterable[tuple[str, NotebookNode, Mark]]:
    for chapter, notebook in chapters:
        for output, mark in marked(notebook):
            yield chapter, output, mark


def datapackage(
    tables: Iterable[TableFile], *, name: str, title: str, description: str
) -> dict[str, Any]:
    """A Frictionless descriptor of the tables, to stand beside them."""
    return {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()),
        "title": title,
        "description": description,
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: TableFile) -> dict[str, Any]:
    header, *rows = csv.reader(io.StringIO(table.csv))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    data = table.csv.encode()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": [
                {"name": column, "type": _type(values), "description": table.columns[column]}
                for column, values in zip(header, columns, strict=True)
            ],
            "missingValues": [""],
        },
    }


def _type(values: Iterable[str]) -> str:
    """The narrowest Table Schema type that every stated value of a column has."""
    stated = [value for value in values if value]
    if not stated:
        return "string"
    if all(value in ("True", "False") for value in stated):
        return "boolean"
    if all(_INTEGER.fullmatch(value) for value in stated):
        return "integer"
    if all(_NUMBER.fullmatch(value) for value in stated):
        return "number"
    return "date" if all(_is_date(value) for value in stated) else "string"


def _is_date(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
