"""Result tables: their columns are those declared, and each says what it means, rows or none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.measures import Measures, measures, results
from analysis.measures.columns import COUNT, Column, Columns, about
from analysis.package.tables import load

LAKELAND = Path(__file__).parents[1] / "packages" / "lakeland"
ATTRIBUTES = [name for name, kind in vars(Measures).items() if isinstance(kind, property)]
DECLARED = [table for table in vars(results).values() if isinstance(table, Columns)]


@pytest.fixture(scope="module")
def full() -> Measures:
    return measures(load(LAKELAND), start="1997-06-01", end="1998-02-01")


@pytest.fixture(scope="module")
def empty() -> Measures:
    return measures(load(LAKELAND), start="1996-05-01", end="1996-05-31")


def test_every_table_of_the_measures_has_declared_columns(full: Measures, empty: Measures) -> None:
    for name in ATTRIBUTES:
        for case in (full, empty):
            frame = getattr(case, name)
            if not isinstance(frame, pd.DataFrame):
                continue
            types = {column: str(dtype) for column, dtype in frame.dtypes.items()}
            assert types in [{c.name: c.dtype for c in table.columns} for table in DECLARED], name
            assert frame.index.equals(pd.RangeIndex(len(frame))), name
            assert list(about(frame).index) == list(frame.columns), name


def test_a_column_is_described_with_its_unit_and_only_once_in_a_table() -> None:
    for table in DECLARED:
        assert len(set(table.names)) == len(table.columns)
        assert all(table.about.values())
    assert about(results.GAPS.table([]))["days"] == "elapsed from the one to the other (days)"
    assert about(pd.DataFrame({"days": [1]})).empty


def test_a_table_without_a_declared_column_is_not_made() -> None:
    days = Columns(Column("days", COUNT, "length", "days"))
    with pytest.raises(KeyError, match="days"):
        days.table([{"k": 1}])
    with pytest.raises(KeyError, match="days"):
        days.table(pd.DataFrame({"k": [1]}))
