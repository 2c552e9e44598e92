"""Days in words: reckoned from the day of publication or against another event, never guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.edtf import parse_edtf
from analysis.intake.days import Clock, NoDay
from analysis.intake.phrases import days_in

SATURDAY = dt.date(2025, 1, 11)
CLOCK = Clock(SATURDAY, "call-1")


@pytest.mark.parametrize(
    ("words", "date", "basis"),
    [
        ("2024-12-03", "2024-12-03", "stated"),
        ("[2024-12-01..2024-12-03]", "[2024-12-01..2024-12-03]", "stated"),
        ("Oct. 7, 2023", "2023-10-07", "stated"),
        ("on the 7th of October 2023", "2023-10-07", "stated"),
        ("Jan. 20", "2025-01-20", "stated"),
        ("December 28", "2024-12-28", "stated"),
        ("in November 2023", "2023-11", "stated"),
        ("late November", "2024-11", "inferred"),
        ("Thursday", "2025-01-09", "relative"),
        ("on Saturday", "2025-01-11", "relative"),
        ("last Saturday", "2025-01-04", "relative"),
        ("next Thursday", "2025-01-16", "relative"),
        ("yesterday", "2025-01-10", "relative"),
        ("three days ago", "2025-01-08", "relative"),
        ("in the past week", "[2025-01-04..2025-01-11]", "relative"),
        ("this week", "[2025-01-05..2025-01-11]", "relative"),
        ("last week", "[2024-12-29..2025-01-05]", "relative"),
        ("by Jan 5", "[..2025-01-05]", "inferred"),
        ("before Jan 5", "[..2025-01-04]", "inferred"),
        ("after Jan 5", "[2025-01-06..]", "inferred"),
        ("since Dec 2", "2024-12-02/..", "stated"),
        ("from Jan 3 to Jan 5", "2025-01-03/2025-01-05", "stated"),
    ],
)
def test_words_become_the_days_that_they_leave_possible(words: str, date: str, basis: str) -> None:
    told = CLOCK.reckon(words)
    assert (told.date, told.date_basis, told.relation) == (date, basis, "")
    assert parse_edtf(told.date)
    if basis != "stated":  # the table asks how it was worked out
        assert told.date_note


@pytest.mark.parametrize(
    ("words", "relation", "anchor", "days"),
    [
        ("two days later", "after", "call-1", "2"),
        ("a week later", "after", "call-1", "7"),
        ("the next day", "after", "call-1", "1"),
        ("the day before", "before", "call-1", "1"),
        ("that day", "same_day", "call-1", ""),
        ("shortly afterwards", "not_before", "call-1", ""),
        ("two days after talks-2", "after", "talks-2", "2"),
        ("same day as talks-2", "same_day", "talks-2", ""),
        ("before talks-2", "not_after", "talks-2", ""),
        ("before published", "not_after", "published", ""),
    ],
)
def test_an_order_stays_an_order(words: str, relation: str, anchor: str, days: str) -> None:
    told = CLOCK.reckon(words)
    assert (told.date, told.relation, told.anchor, told.days) == ("", relation, anchor, days)
    assert anchor in told.date_note


def test_what_lies_ahead_is_the_next_such_day() -> None:
    ahead = Clock(SATURDAY, ahead=True)
    assert ahead.reckon("Thursday").date == "2025-01-16"
    assert ahead.reckon("last Thursday").date == "2025-01-09"


@pytest.mark.parametrize("words", ["soon enough", "Feb 30", "2025-02-30", "in the days of old"])
def test_what_names_no_day_is_refused(words: str) -> None:
    with pytest.raises(NoDay):
        CLOCK.reckon(words)


def test_nothing_is_reckoned_from_what_is_not_known() -> None:
    with pytest.raises(NoDay, match="not known to the day"):
        Clock(None).reckon("Thursday")
    with pytest.raises(NoDay, match="another event"):
        Clock(SATURDAY).reckon("two days later")
    assert Clock(None).reckon("May 3, 2024").date == "2024-05-03"


def test_a_list_of_days_is_told_as_each_of_them() -> None:
    text = "Calls followed on Oct 20, 22 and 25; in May they met, and may meet again."
    assert [words for *_, words in days_in(text)] == ["Oct 20", "Oct 22", "Oct 25", "in May"]


def test_the_end_of_a_sentence_is_no_part_of_a_day() -> None:
    found = [words for *_, words in days_in("It ends on 20 January. It began on Jan. 5, in Sept.")]
    assert found == ["on 20 January", "on Jan. 5", "in Sept."]
