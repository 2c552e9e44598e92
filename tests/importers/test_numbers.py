"""Amounts of others as bounds: no margin is invented, and no word becomes a number."""

from __future__ import annotations

import pytest

from analysis.importers.decisions import CannotImport
from analysis.importers.numbers import read_amounts


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("12", (12, 12, 12)),
        ("two", (2, 2, 2)),
        ("about 10", (None, 10, None)),
        ("~10", (None, 10, None)),
        ("some 1,200", (None, 1200, None)),
        ("10-12", (10, None, 12)),
        ("between 10 and 12", (10, None, 12)),
        ("more than 100", (101, None, None)),
        (">100", (101, None, None)),
        ("at least 100", (100, None, None)),
        ("100+", (100, None, None)),
        ("fewer than 20", (None, None, 19)),
        ("up to 20", (None, None, 20)),
    ],
)
def test_words_give_the_bounds_that_they_name(text: str, bounds: tuple[object, ...]) -> None:
    assert read_amounts([text], "number", ".").bounds[text] == bounds


def test_words_without_a_number_stay_words() -> None:
    read = read_amounts(["dozens", "12/10", "12-10"], "number")
    assert read.unread == ("dozens", "12/10", "12-10")
    assert read.bounds == {}


def test_one_number_decides_the_decimal_sign_of_the_column() -> None:
    assert read_amounts(["1.500", "2,5"], "n").bounds["1.500"] == (1500, 1500, 1500)
    assert read_amounts(["1,500", "2.5"], "n").bounds["1,500"] == (1500, 1500, 1500)
    assert read_amounts(["1.234,5"], "n").bounds["1.234,5"] == (1234.5, 1234.5, 1234.5)


def test_a_number_that_may_be_two_things_is_asked_for() -> None:
    with pytest.raises(CannotImport, match="--decimal"):
        read_amounts(["1.500"], "n")
    assert read_amounts(["1.500"], "n", ",").bounds["1.500"] == (1500, 1500, 1500)
