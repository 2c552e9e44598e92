"""Result tables: fixed columns, and the flat values that a CSV file holds."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.columns import csv_text, flat
from analysis.package.amounts import Bounds


def test_a_flat_table_has_days_as_iso_text_ids_with_blanks_and_nothing_for_what_is_missing() -> (
    None
):
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp("1997-06-03"), pd.NaT],
            "evidence": [("E001", "E002"), ()],
            "word": ["x", None],
            "calls": [1, 2],
        },
        index=[7, 9],
    )
    made = flat(frame)
    assert made.to_csv(index=False, lineterminator="\n") == (
        "day,evidence,word,calls\n1997-06-03,E001 E002,x,1\n,,,2\n"
    )
    assert list(made.index) == [0, 1]
    assert frame["evidence"].iloc[0] == ("E001", "E002")


def test_bounds_become_low_high_and_words() -> None:
    made = flat(pd.DataFrame({"held": [Bounds(5, 7), None]}))
    assert list(made.columns) == ["held_low", "held_high", "held_words"]
    assert made["held_low"].iloc[0] == 5
    assert made["held_high"].iloc[0] == 7
    assert made["held_words"].tolist() == [Bounds(5, 7).words(), ""]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\uff1d1", "'\uff1d1"),
        ("-3", "-3"),
        ("+1,200.5", '"+1,200.5"'),
        ("2023-11-14", "2023-11-14"),
        ("a = b", "a = b"),
        ("", '""'),
    ],
)
def test_no_text_of_a_csv_is_a_formula(cell: str, written: str) -> None:
    assert csv_text(pd.DataFrame({"text": [cell]})) == f"text\n{written}\n"


def test_numbers_and_gaps_of_a_csv_are_as_they_were() -> None:
    frame = pd.DataFrame({"number": [-1.5, None], "text": ["a", None], "count": [-2, 3]})
    assert csv_text(frame) == frame.to_csv(index=False, lineterminator="\n")
