"""The columns that a mapping names, and texts made of several of them, for all rows at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from analysis.importers.choices import Choices
from analysis.importers.decisions import CannotImport
from analysis.importers.forms import Amount, Coded, Mapping

WORDS = "code in words"
"""In a text: the words of the table of codes for the code of the row."""
_HOLE = re.compile(r"\{([^{}]+)\}")


def filled_in(frame: pd.DataFrame, template: str) -> pd.Series:
    """A text with {column} in it, for each row; "" where every column that it names is empty."""
    made = pd.Series("", index=frame.index, dtype="str")
    any_filled = pd.Series(not _HOLE.search(template), index=frame.index)
    for position, piece in enumerate(_HOLE.split(template)):
        if position % 2:
            made = made + frame[piece]
            any_filled |= frame[piece] != ""
        else:
            made = made + piece
    made = made.str.replace(r": ?(?=;)|(?<=:) ;|(?:[;,] ?)+(?=[;,])|\s+(?=\s|[;,])", "", regex=True)
    made = made.str.strip(" ;,:")
    return made.where(any_filled, "")


def first_filled(frame: pd.DataFrame, columns: Iterable[str]) -> pd.Series:
    """The first of several columns that is filled, for each row."""
    made = pd.Series("", index=frame.index, dtype="str")
    for column in columns:
        made = made.where(made != "", frame[column])
    return made


def columns_of(mapping: Mapping) -> set[str]:
    """Every column of the file that a mapping names."""
    source = mapping.source
    named = {*source.version, *source.published, *source.covers, *mapping.recognised_by}
    for form in mapping.events:
        date, amount = form.date, form.amount or Amount(of="")
        named |= {*form.where, *form.place, *form.process, *date.column, *amount.column}
        named |= {date.year, date.month, date.day, date.first, date.last}  # type: ignore[arg-type]
        named |= {amount.low, amount.best, amount.high}  # type: ignore[arg-type]
        if isinstance(form.kind, Coded):
            named |= {*form.kind.column, *form.kind.also}
        for who in form.who:
            named |= {*who.name, who.code, who.side}  # type: ignore[arg-type]
        named |= {*_HOLE.findall(form.summary), *_HOLE.findall(form.note)}
    return {name for name in {*named, mapping.merge.story} - {WORDS} if name}


def check_keep(there: Iterable[str], choices: Choices) -> None:
    """Refuse to keep rows by a column that is not there."""
    there = list(map(str, there))
    for column in (column for columns, _ in choices.keep for column in columns):
        if column not in there:
            rule = f"is no column of the file, which has {', '.join(there)}"
            raise CannotImport(f"--keep {column}: {rule}")


def check_columns(frame: pd.DataFrame, mapping: Mapping) -> None:
    """Refuse a sheet that lacks a column which the mapping names."""
    missing = sorted(columns_of(mapping) - set(frame.columns))
    if missing:
        there = ", ".join(map(str, frame.columns[:12]))
        rule = f"is named by the mapping {mapping.name} and is no column of the file"
        raise CannotImport("\n".join(f'"{name}" {rule}, which has {there}' for name in missing))
