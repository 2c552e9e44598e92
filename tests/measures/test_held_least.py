"""At least how many were held before a count: worked out by hand on invented cases.

The window of the cases is 3 to 30 March 1997.
"""

from __future__ import annotations

from typing import Any

from tests.measures.cases import exactly, people, view

from analysis.measures.held.least import least_before_counts

TAKEN = people("taken", "capture", "1997-03-04", 60, amount_text="about 60")
COUNTED = people("held", "count_report", "1997-03-20", **exactly(40), amount_text="40")


def least(*events: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (str(row.start.date()), str(row.end.date()), row.amount.words(), row.event_id)
        for row in least_before_counts(view(*events)).itertuples(index=False)
    ]


def test_those_counted_were_held_since_the_last_day_on_which_somebody_was_taken() -> None:
    freed = people("freed", "release", "1997-03-10", amount_low=1, amount_text="some")
    found = least(TAKEN, freed, COUNTED)
    assert found == [("1997-03-04", "1997-03-20", "at least 40", "held")]


def test_about_travels_with_the_bound() -> None:
    counted = people("held", "count_report", "1997-03-20", 40, amount_text="some 40")
    assert least(TAKEN, counted)[0][2] == "at least about 40"


def test_a_range_bounds_by_its_lower_end_from_the_first_day_that_it_may_be_of() -> None:
    counted = people("held", "count_report", "[1997-03-18..1997-03-22]", 30, 40)
    assert least(TAKEN, counted) == [("1997-03-04", "1997-03-18", "at least 30", "held")]


def test_people_who_may_have_been_taken_later_begin_the_stretch_anew() -> None:
    more = people("more", "capture", "[1997-03-08..1997-03-12]", **exactly(5))
    assert least(TAKEN, more, COUNTED)[0][:2] == ("1997-03-12", "1997-03-20")
    after = people("more", "capture", "[1997-03-08..1997-03-25]", **exactly(5))
    assert least(TAKEN, after, COUNTED) == []


def test_a_count_above_what_the_flows_leave_implies_nothing() -> None:
    freed = people("freed", "release", "1997-03-10", **exactly(30))
    assert least(TAKEN, freed, COUNTED) == []


def test_nothing_follows_where_the_count_is_the_start_or_has_no_number() -> None:
    assert least(COUNTED) == []
    assert least(TAKEN, people("held", "count_report", "1997-03-20", amount_text="many")) == []
    most = people("held", "count_report", "1997-03-20", amount_high=40, amount_text="at most 40")
    assert least(TAKEN, most) == []


def test_the_columns_are_there_without_a_row() -> None:
    made = least_before_counts(view())
    assert made.empty
    assert list(made.columns) == ["start", "end", "amount", "event_id", "evidence"]
    assert made["start"].dtype == "datetime64[s]"
