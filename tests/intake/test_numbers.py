"""Numbers in words, as the bounds that the words give."""

from __future__ import annotations

import pytest

from analysis.intake.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("about fifty", ("", "50", "")),
        ("some 1,200 people", ("", "1200", "")),
        ("more than 100", ("101", "", "")),
        ("over twenty-five", ("26", "", "")),
        ("at least four", ("4", "", "")),
        ("up to two hundred", ("", "", "200")),
        ("as many as 30", ("", "", "30")),
        ("between 20 and 30", ("20", "", "30")),
        ("30 to 40", ("30", "", "40")),
        ("just 10 names", ("10", "10", "10")),
        ("a dozen", ("12", "12", "12")),
        ("both of them", ("2", "2", "2")),
    ],
)
def test_words_give_bounds_and_nothing_beyond(text: str, bounds: tuple[str, str, str]) -> None:
    [found] = numbers_in(text)
    assert (found.low, found.best, found.high) == bounds


@pytest.mark.parametrize("text", ["many", "someone alone", "$50", "5%", "half of them", "3.5 km"])
def test_what_counts_nobody_is_no_number(text: str) -> None:
    assert numbers_in(text) == []
