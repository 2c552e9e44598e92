"""The Table Schema applied: types, required fields, vocabularies, unique and foreign keys.

Each rule is one mask over a column, so that all broken cells of a table of a million rows are
found at once. The rules that a Table Schema cannot say are in :mod:`analysis.package.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse

import numpy as np
import pandas as pd

from analysis.package.codebook import Codebook, Field, Table
from analysis.package.descriptor.parts import matcher
from analysis.package.reading import RawTable, rows_where
from analysis.problems import Mends, Problem

_NUMBER = {
    "integer": (r"[+-]?[0-9]+", "is not a whole number"),
    "number": (r"[+-]?[0-9]+(?:\.[0-9]+)?", "is not a number"),
}
GREATEST = str(2**53)
MOST_DIGITS = 15
_TWICE = "stands in another row too, and must be unique"
_UNKNOWN = "is not in the vocabulary"


def check_schema(raw: dict[str, RawTable], codebook: Codebook) -> list[Problem]:
    """Problems of every table against its schema, and of the keys between tables."""
    tables = [(table, codebook.tables[name]) for name, table in raw.items()]
    return [
        *(problem for table, schema in tables for problem in _cells(table, schema)),
        *(problem for table, schema in tables for problem in _keys(table, schema, raw)),
    ]


def _cells(raw: RawTable, table: Table) -> Iterator[Problem]:
    for field in table.fields:
        mends = Mends(field.allowed)
        codes, texts = raw.distinct(field.name)
        if field.unique and len(texts) < len(codes):
            again = np.bincount(codes, minlength=len(texts)) > 1
            for row in rows_where(((texts != "") & again).take(codes)):
                value = raw.cell(row, field.name)
                yield Problem(raw.file, raw.line(row), field.name, value, _TWICE)
        for rule, broken in _broken(field, texts):
            for row in rows_where(broken.take(codes)) if broken.any() else ():
                value, mend = raw.cell(row, field.name), ""
                if rule == _UNKNOWN:
                    mend = mends[value] or f"allowed: {', '.join(field.allowed)}"
                yield Problem(raw.file, raw.line(row), field.name, value or None, rule, mend)


def _broken(field: Field, cells: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """Each rule of a field with the mask of the cells that break it, each of its own text."""
    filled = cells != ""
    if field.required:
        yield "is required and is empty", ~filled
    if not filled.any():
        return
    if field.allowed:
        yield _UNKNOWN, filled & ~cells.isin(field.allowed)
    told: set[str] = set()
    for pattern in field.patterns:
        rule = f"does not have the form {pattern}"
        fits = matcher(pattern).isinstance_python
        bad = set(filterfalse(fits, cells.tolist())) - told
        yield rule, filled & cells.isin(list(bad))
        told |= bad
    if field.type in _NUMBER:
        form, rule = _NUMBER[field.type]
        yield rule, filled & ~cells.str.fullmatch(form)
        if cells.str.len().max() > MOST_DIGITS:
            yield from _too_long(cells, form)
        numbers = pd.to_numeric(cells, errors="coerce")
        if field.minimum is not None:
            yield f"is below the least value, {field.minimum:g}", numbers < field.minimum
        if field.maximum is not None:
            yield f"is above the greatest value, {field.maximum:g}", numbers > field.maximum


def _too_long(cells: pd.Series, form: str) -> Iterator[tuple[str, pd.Series]]:
    """The rules of numbers that no float keeps whole, as those of :func:`_broken`."""
    whole, fraction = _digits(cells.where(cells.str.fullmatch(form), ""))
    beyond = (whole.str.len() > len(GREATEST)) | (
        (whole.str.len() == len(GREATEST)) & (whole > GREATEST)
    )
    yield f"is beyond {int(GREATEST):,}, up to which numbers are exact here", beyond
    many = (fraction != "") & (whole.str.len() + fraction.str.len() > MOST_DIGITS)
    yield f"has more than the {MOST_DIGITS} digits that a number keeps here", many & ~beyond


def _digits(numbers: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The digits of each number before and after the point, without zeros that say nothing."""
    whole = numbers.str.replace(r"\..*", "", regex=True).str.lstrip("+-0")
    return whole, numbers.str.replace(r"[^.]*\.?", "", n=1, regex=True).str.rstrip("0")


def _keys(raw: RawTable, table: Table, all_raw: dict[str, RawTable]) -> Iterator[Problem]:
    key = list(table.primary_key)
    if key and not (len(key) == 1 and table.by_name[key[0]].unique):
        same = pd.DataFrame({column: raw.distinct(column)[0] for column in key})
        for row in rows_where(same.duplicated()):
            value = ", ".join(raw.cell(row, column) for column in key)
            yield Problem(raw.file, raw.line(row), "+".join(key), value, _TWICE)
    for foreign in table.foreign_keys:
        other = all_raw.get(foreign.other)
        if other is None:
            continue
        known = other.distinct(foreign.other_field)[1]
        what = foreign.other_field.removesuffix("_id").replace("_", " ")
        rule = f"is no {what} of {other.file}"
        mends = Mends(known)
        for row in rows_where(~raw.empty(foreign.field) & ~raw.among(foreign.field, known)):
            value = raw.cell(row, foreign.field)
            yield Problem(raw.file, raw.line(row), foreign.field, value, rule, mends[value])
