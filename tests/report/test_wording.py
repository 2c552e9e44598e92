"""Days, bounds and lengths in words: one function for each, whoever asks."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.report.wording import (
    between,
    cited,
    days_of,
    end_is_known,
    listed,
    no_source,
    quoted,
    span,
    the_sources,
    when,
    within,
)

OPEN = pd.NaT


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("closing the gaps", "“closing the gaps”"),
        ("assurances “closing the gaps,”", "“assurances ‘closing the gaps,’”"),
        ('amid "their" offensive', "“amid ‘their’ offensive”"),
        ("the ‘impasse’ and an 'impasse'", "“the ‘impasse’ and an 'impasse'”"),
        ('six " wide', '“six " wide”'),
        ("", ""),
    ],
)
def test_marks_of_quotation_inside_a_quotation_are_single(said: str, shown: str) -> None:
    assert quoted(said) == shown
    assert cited(said) == shown.replace('"', '\\"')


def test_one_source_is_named_and_several_are_the_sources() -> None:
    assert the_sources(["Source 2"], "give") == "Source 2 gives"
    assert the_sources(["Source 1", "Source 2"], "give") == "the sources give"
    assert the_sources([], "give") == "the sources give"
    assert no_source(["Source 2"], "report") == "Source 2 does not report"
    assert no_source(["Source 1", "Source 2"], "report") == "no source reports"


@pytest.mark.parametrize(
    ("first", "last", "short", "inside"),
    [
        ("2031-03-04", "2031-03-04", "4 Mar 2031", "on 4 March 2031"),
        ("2031-03-04", "2031-03-09", "4–9 Mar 2031", "between 4 and 9 March 2031"),
        ("2031-03-04", None, "from 4 Mar 2031", "on or after 4 March 2031"),
        (None, "2031-03-09", "by 9 Mar 2031", "by 9 March 2031"),
        (None, None, "", "on a day that is not stated"),
    ],
)
def test_the_bounds_of_a_day_are_told_as_far_as_they_are_known(
    first: str | None, last: str | None, short: str, inside: str
) -> None:
    bounds = [OPEN if text is None else day(text) for text in (first, last)]
    assert within(*bounds) == short
    assert when(*bounds) == inside


def test_where_nothing_is_known_a_table_says_so() -> None:
    assert within(OPEN, OPEN, unknown="not stated") == "not stated"
    assert within(day("2031-03-04"), OPEN, unknown="not stated") == "from 4 Mar 2031"


def test_the_word_before_bounds_stands_only_where_they_are_apart() -> None:
    assert within(day("2031-03-04"), day("2031-03-09"), exact="within") == "within 4–9 Mar 2031"
    assert within(day("2031-03-04"), day("2031-03-04"), exact="within") == "4 Mar 2031"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2031-03-30", "2031-04-02", "30 Mar – 2 Apr 2031"),
        ("2031-12-30", "2032-01-02", "30 Dec 2031 – 2 Jan 2032"),
    ],
)
def test_a_stretch_names_each_month_and_year_once(first: str, last: str, words: str) -> None:
    assert span(day(first), day(last)) == words


def test_a_length_is_told_by_its_bounds() -> None:
    assert between(1, 1) == "1 day"
    assert between(5, 7) == "5 to 7 days"
    assert between(5, None) == between(5, float("nan")) == "at least 5 days"


def test_several_days_name_their_month_once() -> None:
    days = [day("2031-04-02"), day("2031-03-20"), day("2031-03-22")]
    assert days_of(days) == "20, 22 Mar, 2 Apr"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(("first", "last", "known"), [(4, 4, True), (4, 18, True), (4, 19, False)])
def test_a_length_is_told_where_the_end_is_known_to_within_14_days(
    first: int, last: int, known: bool
) -> None:
    row = SimpleNamespace(
        end_earliest=pd.Timestamp(f"1997-03-{first:02}"),
        end_latest=pd.Timestamp(f"1997-03-{last:02}"),
    )
    assert end_is_known(row) is known
