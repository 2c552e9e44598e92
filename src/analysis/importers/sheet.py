"""A file of any form as one sheet of text cells under column names, each row with its number.

A row has the number that a spreadsheet shows for it, the first line of a text file being 1; in
JSON and Parquet, which have no lines, records are counted from 1.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tempfile
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.importers.container import Content
from analysis.importers.decisions import CannotImport, Decision, rows_named, shown
from analysis.importers.text import Given, decoded, rows_of

_LOOKED_AT = 30  # rows among which the header is
_BLANKS = "[\x00-\x1f\x7f-\x9f\u00a0\u202f\u2007\u2028\u2029]"
_UNSEEN = "[\u200b\u2060\ufeff\u00ad]"
_NUMBER = r"[+-]?[\d.,]+%?"
_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"
_RECORDS = ("events", "data", "rows", "records", "results", "items", "features")


@dataclass(frozen=True)
class Options:
    """What a user or a mapping says of a file; None where it is to be found out.

    Attributes
    ----------
    text : of a text file.
    header : number of the row with the column names, 0 where there is none.
    columns : names of the columns, where the file has none.
    sheet : name of the sheet of a spreadsheet.
    """

    text: Given = field(default_factory=Given)
    header: int | None = None
    columns: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True)
class Left:
    """How many rows of a large file were left out for one reason, without being looked at further.

    Attributes
    ----------
    outcome, reason : as in the report of the import.
    """

    outcome: str
    reason: str
    rows: int


@dataclass(frozen=True)
class Sheet:
    """One table of text.

    Attributes
    ----------
    frame : (n, columns) all str without blanks at the ends, "" for an empty cell; the index is
        the number of the row in the file.
    file, sha256 : name and checksum of the file as it was given.
    decisions : what was found out while it was read.
    ragged : row -> how many cells it has beyond those that have a name.
    left, whole : of a large file, of which the frame holds only the rows that can tell something:
        how many others there are, and for the columns that are read as a whole the distinct
        cells of all rows, by column.
    """

    frame: pd.DataFrame
    file: str
    sha256: str
    decisions: tuple[Decision, ...]
    ragged: dict[int, int] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    whole: dict[str, list[str]] = field(default_factory=dict)


def sheet_of(content: Content, options: Options) -> Sheet:
    """The table of a CSV, TSV, XLSX, XLS, ODS, JSON or Parquet file that was opened.

    Raises
    ------
    CannotImport : it is none of these, or is damaged, or what was given of it does not fit.
    """
    said = list(content.decisions)
    ragged: dict[int, int] = {}
    if content.form == "json":
        frame, found = _of_json(content, options)
        said += found
    elif content.form == "parquet":
        frame = _of_parquet(content)
    else:
        if content.form == "spreadsheet":
            grid, found = _of_spreadsheet(content, options.sheet)
        else:
            grid, found = rows_of(content, options.text)
        said += found
        frame, ragged, found = _named(grid, content.name, options)
        said += found
    frame, found = cleaned(frame)
    said += found
    if frame.empty:
        raise CannotImport(f"{content.name}: has no row below the names of its columns")
    return Sheet(frame, content.name, content.sha256, tuple(said), ragged)


def _of_spreadsheet(content: Content, sheet: str | None) -> tuple[pd.DataFrame, list[Decision]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content.data))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise CannotImport(f"--sheet {sheet}: {content.name} has {', '.join(names)}")
        grids = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in ([sheet] if sheet else names)
        }
    except CalamineError as error:
        raise CannotImport(f"{content.name}: is a damaged spreadsheet ({error})") from error
    filled = [name for name, grid in grids.items() if any(any(row) for row in grid)]
    if not filled:
        raise CannotImport(f"{content.name}: has nothing in its sheets")
    others = ", ".join(f'"{name}"' for name in filled[1:])
    told = f'"{filled[0]}"' + (f", and not {others}" if others else "")
    frame = pd.DataFrame([[_cell(value) for value in row] for row in grids[filled[0]]])
    decision = Decision("sheet", told, "--sheet" if others else "")
    return frame.fillna("").astype("str"), [decision]


def _cell(value: Any) -> str:
    """A typed cell as it is written: days as ISO, whole numbers without a point."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _of_json(content: Content, options: Options) -> tuple[pd.DataFrame, list[Decision]]:
    text, encoding = decoded(content, options.text.encoding)
    literal = {"parse_int": str, "parse_float": str}
    said = [encoding]
    try:
        told = json.loads(text, **literal)  # type: ignore[arg-type]
    except json.JSONDecodeError as error:
        try:
            told = [json.loads(line, **literal) for line in text.splitlines() if line.strip()]  # type: ignore[arg-type]
        except json.JSONDecodeError:
            rule = f"is not JSON: {error.msg}, in line {error.lineno:,}"
            raise CannotImport(f"{content.name}: {rule}") from error
    except RecursionError:
        raise CannotImport(f"{content.name}: is nested too deep") from None
    if isinstance(told, dict):
        name = next((key for key in _RECORDS if isinstance(told.get(key), list)), None)
        if name is not None:
            said.append(Decision("records", f'the list "{name}"'))
            told = told[name]
        else:
            told = [told]
    if not told or not all(isinstance(record, dict) for record in told):
        raise CannotImport(f"{content.name}: holds no list of records with named values")
    flat = pd.json_normalize(told)
    frame = flat.apply(lambda column: column.map(_json_cell)).astype("str")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame.rename(columns=str), said


def _json_cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(json.dumps(v) if isinstance(v, dict | list) else str(v) for v in value)
    if value is None or (isinstance(value, float) and value != value):
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _of_parquet(content: Content) -> pd.DataFrame:
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(content.data)
        file.flush()
        try:
            read = duckdb.from_parquet(file.name).select("COLUMNS(*)::VARCHAR")
            columns, rows = read.columns, read.fetchall()
        except duckdb.Error as error:
            raise CannotImport(f"{content.name}: is a damaged Parquet file ({error})") from error
    frame = pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1))
    return frame.fillna("").astype("str")


def _named(
    grid: pd.DataFrame, name: str, options: Options
) -> tuple[pd.DataFrame, dict[int, int], list[Decision]]:
    """The rows below the header, under its names; row -> cells beyond these."""
    grid.index = pd.RangeIndex(1, len(grid) + 1)
    given = options.header is not None or bool(options.columns)
    header = options.header if options.header is not None else 0 if options.columns else None
    if header is None:
        header = _header(grid)
    if header > len(grid):
        raise CannotImport(f"--header {header}: {name} has {len(grid)} rows")
    said = [Decision("header", f"row {header}" if header else "none", "" if given else "--header")]
    names = list(options.columns) or (
        [_name(str(cell)) for cell in grid.loc[header]] if header else []
    )
    while names and not names[-1]:
        names.pop()
    body = grid.loc[header + 1 :]
    width = len(names) or grid.shape[1]
    names = names or [f"column {n}" for n in range(1, width + 1)]
    beyond = body.iloc[:, width:]
    over = (beyond != "").sum(axis=1)
    if beyond.shape[1] and not over.any() and options.columns == ():
        said.append(Decision("columns", f"{beyond.shape[1]} empty ones at the right passed over"))
    if len(names) > body.shape[1]:
        rule = f"has {body.shape[1]} columns, where {len(names)} are named"
        raise CannotImport(f"{name}: {rule}")
    frame = body.iloc[:, :width].set_axis(_unlike(names), axis=1)
    ragged = over[over > 0]
    rows = [int(row) for row in ragged.index]
    return frame, dict(zip(rows, map(int, ragged), strict=True)), said


def _name(cell: str) -> str:
    return re.sub(r"\s+", " ", re.sub(_UNSEEN, "", cell)).strip()


def _unlike(names: list[str]) -> list[str]:
    """Column names, each once: those without a name or with another's get a number."""
    made: list[str] = []
    for position, name in enumerate(names, 1):
        own = name or f"column {position}"
        made.append(own if own not in made else f"{own} ({position})")
    return made


def _header(grid: pd.DataFrame) -> int:
    """Number of the first row that is nearly as full as most and looks like names; 0: none."""
    head = grid.head(_LOOKED_AT)
    filled = (head.apply(lambda c: c.str.strip()) != "").sum(axis=1)
    full = filled[filled >= max(1, 0.6 * filled[filled > 0].median())]
    if full.empty:
        return 0
    row = int(full.index[0])
    cells = head.loc[row].str.strip()
    cells = cells[cells != ""]
    like_data = cells.str.fullmatch(_NUMBER) | cells.str.fullmatch(_DAY) | cells.str.contains("://")
    return 0 if like_data.mean() > 0.2 or cells.duplicated().mean() > 0.3 else row


def plain_cells(cells: pd.Series) -> pd.Series:
    """Cells without blanks at their ends and signs that cannot be seen, all blanks being one."""
    cells = cells.str.replace(_BLANKS, " ", regex=True).str.replace(_UNSEEN, "", regex=True)
    return cells.str.strip()


def cleaned(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Decision]]:
    """Cells without look-alikes of blanks, and without the rows that have nothing in them."""
    said = []
    odd: list[tuple[int, str, str]] = []
    made = {}
    for column in frame.columns:
        cells = frame[column]
        found = cells[cells.str.contains(f"{_BLANKS}|{_UNSEEN}", regex=True)]
        odd += [(int(row), column, cell) for row, cell in found.items()]  # type: ignore[call-overload]
        made[column] = plain_cells(cells) if len(found) else cells.str.strip()
    cleaned = pd.DataFrame(made, index=frame.index)
    if odd:
        row, column, cell = min(odd)
        told = f"{len(odd):,} with signs that cannot be seen, read as blanks or left out"
        said.append(Decision("cells", f'{told}, first in row {row:,}, {column}: "{shown(cell)}"'))
    blank = (cleaned == "").all(axis=1)
    if blank.any():
        rows = [int(row) for row in blank.index[blank]]
        said.append(Decision("blank rows", f"{rows_named(rows)} passed over"))
    return cleaned[~blank], said
