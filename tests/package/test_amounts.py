"""Bounds: interval arithmetic worked out by hand, and the words that it is printed in."""

from __future__ import annotations

import math

import pytest

from analysis.package.amounts import Bounds, number

ABOUT_62 = Bounds(62, 62, about=True)
TWO = Bounds(2, 2)
MORE_THAN_25 = Bounds(26, None)
AT_MOST_9 = Bounds(None, 9)
UNKNOWN = Bounds()


@pytest.mark.parametrize(
    ("low", "best", "high", "bounds"),
    [
        (None, 62, None, ABOUT_62),  # "about 62": no margin is invented
        (2, 2, 2, TWO),
        (26, None, None, MORE_THAN_25),  # "more than 25"
        (None, None, 9, AT_MOST_9),
        (30, None, 40, Bounds(30, 40)),
        (30, 35, 40, Bounds(30, 40)),
        (30, 35, None, Bounds(30, None)),
        (None, None, None, UNKNOWN),
        (math.nan, 62.0, math.nan, ABOUT_62),  # as a frame holds an empty cell
        (math.nan, math.nan, math.nan, UNKNOWN),
        (0, 0, 0, Bounds(0, 0)),  # none is a number, unknown is not
    ],
)
def test_coded_amounts_become_bounds_and_nothing_is_invented(
    low: float | None, best: float | None, high: float | None, bounds: Bounds
) -> None:
    assert Bounds.of(low, best, high) == bounds


@pytest.mark.parametrize(
    ("a", "b", "total"),
    [
        (TWO, TWO, Bounds(4, 4)),
        (Bounds(30, 40), Bounds(1, 2), Bounds(31, 42)),
        (ABOUT_62, TWO, Bounds(64, 64, about=True)),
        (MORE_THAN_25, TWO, Bounds(28, None)),
        (MORE_THAN_25, AT_MOST_9, Bounds(None, None)),
        (MORE_THAN_25, ABOUT_62, Bounds(88, None, about=True)),
        (UNKNOWN, TWO, UNKNOWN),
    ],
)
def test_a_sum_is_the_interval_of_all_sums(a: Bounds, b: Bounds, total: Bounds) -> None:
    assert a + b == total
    assert b + a == total


@pytest.mark.parametrize(
    ("a", "b", "rest"),
    [
        (ABOUT_62, TWO, Bounds(60, 60, about=True)),
        # Taking away at least 26 leaves at most 34, and states no least.
        (Bounds(60, 60, about=True), MORE_THAN_25, Bounds(None, 34, about=True)),
        # Taking away at most 9 leaves at least 1, and states no greatest.
        (Bounds(10, 10), AT_MOST_9, Bounds(1, None)),
        (Bounds(30, 40), Bounds(1, 2), Bounds(28, 39)),
        (Bounds(None, 34, about=True), Bounds(1, 1), Bounds(None, 33, about=True)),
        (MORE_THAN_25, MORE_THAN_25, UNKNOWN),
        (TWO, Bounds(5, 5), Bounds(-3, -3)),  # reported, never cut off at none
        (TWO, UNKNOWN, UNKNOWN),
    ],
)
def test_a_difference_is_the_interval_of_all_differences(
    a: Bounds, b: Bounds, rest: Bounds
) -> None:
    assert a - b == rest


def test_a_difference_from_itself_keeps_what_is_not_known() -> None:
    # Two amounts of 30 to 40 need not be the same number.
    assert Bounds(30, 40) - Bounds(30, 40) == Bounds(-10, 10)


def test_the_public_check_leaves_59() -> None:
    # 251 taken, 4 held before, 147 released, 41 recovered, 8 rescued
    def exactly(count: float) -> Bounds:
        return Bounds.of(count, count, count)

    left = exactly(251) + exactly(4) - exactly(147) - exactly(41) - exactly(8)
    assert left == Bounds(59, 59)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (ABOUT_62, "about 62"),
        (TWO, "2"),
        (Bounds(0, 0), "0"),
        (MORE_THAN_25, "at least 26"),
        (AT_MOST_9, "at most 9"),
        (Bounds(30, 40), "30 to 40"),
        (Bounds(None, 34, about=True), "at most about 34"),
        (Bounds(88, None, about=True), "at least about 88"),
        (Bounds(28, 39, about=True), "about 28 to 39"),
        (UNKNOWN, "not stated"),
        (Bounds(None, None, about=True), "not stated"),
        (Bounds(1200, 1200, about=True), "about 1,200"),
        (Bounds(-10, 10), "−10 to 10"),
        (Bounds(1.5, 2.5), "1.5 to 2.5"),
    ],
)
def test_bounds_are_printed_in_words_that_claim_no_more(bounds: Bounds, words: str) -> None:
    assert bounds.words() == words


@pytest.mark.parametrize("bounds", [ABOUT_62, TWO, MORE_THAN_25, AT_MOST_9, Bounds(30, 40)])
def test_taking_the_opposite_twice_changes_nothing(bounds: Bounds) -> None:
    opposite = -bounds
    assert -opposite == bounds


def test_the_opposite_of_none_is_printed_as_none() -> None:
    assert (-Bounds(0.0, 0.0)).words() == "0"


@pytest.mark.parametrize(
    ("bounds", "stated"),
    [(TWO, True), (MORE_THAN_25, True), (AT_MOST_9, True), (UNKNOWN, False)],
)
def test_bounds_know_whether_anything_is_stated(bounds: Bounds, stated: bool) -> None:
    assert bounds.stated is stated


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (7.0, "7"),
        (46001.0, "46,001"),
        (1_000_000, "1,000,000"),
        (-14, "−14"),
        (0.25, "0.25"),
        (1_234_567.5, "1,234,567.5"),
    ],
)
def test_a_number_is_printed_with_commas_and_a_true_minus(value: float | None, text: str) -> None:
    assert number(value) == text
