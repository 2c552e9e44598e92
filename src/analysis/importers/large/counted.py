"""Contacts counted in files of any size: the reports of one are one event, and no row returns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd

from analysis.importers.choices import Choices
from analysis.importers.columns import check_keep, columns_of
from analysis.importers.forms import Coded, EventForm, Mapping
from analysis.importers.large import expressions
from analysis.importers.large.engines import engine_named
from analysis.importers.large.narrowed import Large, Unfit, looked_at
from analysis.importers.large.parquet import check_texts


def counted(larges: Sequence[Large], engine: str, choices: Choices, aside: Path) -> pd.DataFrame:
    """How often which pair did what, over all files.

    Parameters
    ----------
    engine : "duckdb" or "spark".
    aside : a folder for what is unpacked, and for what memory does not hold.

    Returns
    -------
    (n, 8) kind, channel, first, second (actors, in the order of letters), first_day, last_day (as
    the file writes them), events, rows; the most events first.

    Raises
    ------
    CannotImport : a line cannot be read, or the mapping names no pair by codes.
    """
    mapping = larges[0].mapping
    form = with_pairs(mapping, str(larges[0].path))
    named = sorted(columns_of(mapping) | {c for own, _ in choices.keep for c in own})
    with engine_named(engine, aside) as running:
        files, tables = [], []
        for large in larges:
            check_keep(large.head.frame.columns, choices)
            lines = looked_at(large, aside)
            files.append(lines)
            read = running.read(lines, large.parted, numbered=False)
            check_texts(read, named, lines.name)
            tables.append(read)
        with running.refusing(files):
            rows = kept(ibis.union(*[expressions.needed(t, named) for t in tables]), choices)
            events = expressions.merged(rows, form, mapping.names)
            counts: pd.DataFrame = expressions.pairs(events).to_pyarrow().to_pandas()
    return counts


def kept(rows: ir.Table, choices: Choices) -> ir.Table:
    """The rows that have what `--keep` asks for."""
    asked = [
        reduce(or_, [rows[column].isin(values) for column in columns])
        for columns, values in choices.keep
    ]
    return rows.filter(reduce(and_, asked)) if asked else rows


def with_pairs(mapping: Mapping, name: str) -> EventForm:
    """The form of the events of a mapping, where it has codes and two actors in each row.

    Raises
    ------
    Unfit : it has not.
    """
    (form,) = mapping.events
    coded = isinstance(form.kind, Coded) and form.kind.table is not None
    if not coded or len(form.who) != 2 or any(who.split for who in form.who):
        raise Unfit(f"{name}: --count needs codes and two actors in each row")
    return form
