"""Days of events as EDTF and in words: neither says more than the bounds."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.exports.days import Days


def days(text: str, *, stretch: bool = False, differs: bool = False) -> Days:
    """Of "earliest start_latest end_earliest latest", days of June 1997, "-" where open."""
    earliest, start_latest, end_earliest, latest = (
        pd.NaT if one == "-" else pd.Timestamp(1997, 6, int(one)) for one in text.split()
    )
    return Days(earliest, latest, start_latest, end_earliest, stretch, differs)


@pytest.mark.parametrize(
    ("made", "edtf", "words"),
    [
        (days("3 3 3 3"), "1997-06-03", "On 3 June 1997"),
        (days("3 5 3 5"), "[1997-06-03..1997-06-05]", "Between 3 and 5 June 1997"),
        (days("3 3 9 9", stretch=True), "1997-06-03/1997-06-09", "3–9 June 1997"),
        (
            days("3 3 3 -", stretch=True),
            "1997-06-03/..",
            "Begun on 3 June 1997, with no end stated",
        ),
        (days("- 5 - 5"), "[..1997-06-05]", "By 5 June 1997"),
        (days("5 - 5 -"), "[1997-06-05..]", "On or after 5 June 1997"),
        (days("- - - -"), "", "On a day that is not stated"),
        (
            days("3 4 8 9", stretch=True),
            "",
            "Begun on 3 or 4 June 1997, ended on 8 or 9 June 1997",
        ),
        (
            days("3 5 3 5", differs=True),
            "[1997-06-03..1997-06-05]",
            "Between 3 and 5 June 1997 (sources differ)",
        ),
    ],
)
def test_the_expression_and_the_words(made: Days, edtf: str, words: str) -> None:
    assert (made.edtf(), made.words()) == (edtf, words)


def test_the_expression_of_a_passage_is_taken_as_it_stands_where_it_says_the_same() -> None:
    whole = days("1 30 1 30")
    assert whole.edtf(["1997-06-02", "1997-06"]) == "1997-06"
    assert whole.edtf(["1997-06-02"]) == "[1997-06-01..1997-06-30]"


def test_a_day_on_which_sources_differ_is_not_known() -> None:
    assert days("3 3 3 3").known
    assert not days("3 3 3 3", differs=True).known
