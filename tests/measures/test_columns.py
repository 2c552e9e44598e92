"""Result tables: fixed columns, and the flat values that a CSV file holds."""

from __future__ import annotations

import pandas as pd

from analysis.measures.columns import flat
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
