"""The Table Schema applied: types, required fields, vocabularies, unique and foreign keys.

The checks run in pandera, vectorised and lazily, so that all broken cells of a table of a
million rows come back at once; this module only turns a codebook into pandera schemas and
pandera's failure cases into problems with a file and a line.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from analysis.package.codebook import Codebook, Field, Table
from analysis.package.reading import RawTable
from analysis.problems import Problem, nearest

_NUMBER = {"integer": r"[+-]?[0-9]+", "number": r"[+-]?[0-9]+(?:\.[0-9]+)?"}


def check_schema(raw: dict[str, RawTable], codebook: Codebook) -> list[Problem]:
    """Problems of every table against its schema, and of the keys between tables."""
    problems: list[Problem] = []
    for name, table in raw.items():
        problems += _check_table(table, codebook.tables[name])
    for name, table in raw.items():
        problems += _check_keys(table, codebook.tables[name], raw)
    return problems


def _check_table(raw: RawTable, table: Table) -> list[Problem]:
    try:
        _pandera(table).validate(raw.frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        return [
            _problem(raw, table, str(column), str(check), case, int(row))
            for column, check, case, row in zip(
                cases["column"],
                cases["check"],
                cases["failure_case"],
                cases["index"],
                strict=True,
            )
        ]
    return []


def _pandera(table: Table) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {f.name: pa.Column(str, checks=_checks(f)) for f in table.fields},
        strict=True,
    )


def _checks(field: Field) -> list[pa.Check]:
    checks = []
    if field.required:
        checks.append(pa.Check(lambda cells: cells != "", name="required"))
    if field.unique:
        checks.append(_of_filled(lambda cells: ~cells.duplicated(keep=False), "unique"))
    if field.allowed:
        allowed = [*field.allowed, ""]
        checks.append(pa.Check(lambda cells: cells.isin(allowed), name="vocabulary"))
    if field.pattern:
        pattern = field.pattern
        checks.append(_of_filled(lambda cells: cells.str.fullmatch(pattern), "pattern"))
    if field.type in _NUMBER:
        form = _NUMBER[field.type]
        checks.append(_of_filled(lambda cells: cells.str.fullmatch(form), "type"))
        if field.minimum is not None:
            low = field.minimum
            checks.append(_of_filled(lambda cells: ~(_numbers(cells) < low), "minimum"))
        if field.maximum is not None:
            high = field.maximum
            checks.append(_of_filled(lambda cells: ~(_numbers(cells) > high), "maximum"))
    return checks


def _of_filled(test, name: str) -> pa.Check:  # type: ignore[no-untyped-def]
    return pa.Check(lambda cells: (cells == "") | test(cells), name=name)


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells, errors="coerce")


def _problem(
    raw: RawTable, table: Table, column: str, check: str, case: object, row: int
) -> Problem:
    field = table.by_name[column]
    value, mend = str(case), ""
    if check == "required":
        return Problem(raw.file, raw.line(row), column, None, "is required and is empty")
    if check == "vocabulary":
        rule = "is not in the vocabulary"
        mend = nearest(value, field.allowed) or f"allowed: {', '.join(field.allowed)}"
    elif check == "type":
        rule = "is not a whole number" if field.type == "integer" else "is not a number"
    elif check == "pattern":
        rule = f"does not have the form {field.pattern}"
    elif check == "minimum":
        rule = f"is below the least value, {field.minimum:g}"
    elif check == "maximum":
        rule = f"is above the greatest value, {field.maximum:g}"
    else:
        rule = "stands in another row too, and must be unique"
    return Problem(raw.file, raw.line(row), column, value, rule, mend)


def _check_keys(raw: RawTable, table: Table, all_raw: dict[str, RawTable]) -> list[Problem]:
    problems = []
    key = list(table.primary_key)
    if key and not (len(key) == 1 and table.by_name[key[0]].unique):
        for row in raw.frame.duplicated(subset=key).to_numpy().nonzero()[0]:
            value = ", ".join(raw.frame[column].iloc[row] for column in key)
            rule = "stands in another row too, and must be unique"
            problems.append(Problem(raw.file, raw.line(int(row)), "+".join(key), value, rule))
    for foreign in table.foreign_keys:
        other = all_raw.get(foreign.other)
        if other is None:
            continue
        cells = raw.frame[foreign.field]
        known = other.frame[foreign.other_field]
        for row in ((cells != "") & ~cells.isin(known)).to_numpy().nonzero()[0]:
            value = cells.iloc[row]
            what = foreign.other_field.removesuffix("_id").replace("_", " ")
            rule = f"is no {what} of {other.file}"
            mend = nearest(value, known)
            problems.append(Problem(raw.file, raw.line(int(row)), foreign.field, value, rule, mend))
    return problems
