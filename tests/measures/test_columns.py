"""Result tables: fixed columns, and the flat values that a CSV file holds."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.columns import MOST_IDS, csv_text, flat
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


def test_bounds_become_flat_columns_and_one_approximate_number_has_no_bounds() -> None:
    bounds = [Bounds(5, 7), Bounds(4, 4), Bounds(50, 50, about=True), Bounds(None, 45, True), None]
    made = flat(pd.DataFrame({"held": bounds}))
    assert list(made.columns) == [
        f"held_{part}" for part in ("low", "best", "high", "about", "words")
    ]
    rows = made.astype(object).where(made.notna(), None).to_numpy().tolist()
    assert rows == [
        [5, None, 7, False, "5 to 7"],
        [4, 4, 4, False, "4"],
        [None, 50, None, True, "about 50"],
        [None, None, 45, True, "at most about 45"],
        [None, None, None, "", ""],
    ]
    assert list(flat(pd.DataFrame({"held": []}), bounds=["held"]).columns) == list(made.columns)


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


def test_a_cell_of_a_file_names_so_many_ids_that_a_spreadsheet_takes_it_whole() -> None:
    ids = tuple(f"E{number:06}" for number in range(MOST_IDS + 2))
    cell = flat(pd.DataFrame({"evidence": [ids, ids[:MOST_IDS]]}))["evidence"]
    assert cell[0] == f"{' '.join(ids[:MOST_IDS])} and 2 more"
    assert cell[1] == " ".join(ids[:MOST_IDS])
    assert cell.str.len().max() < 32_767
