"""Coverage: "nothing reported" and "not covered" must never be the same value."""

from __future__ import annotations

import math

import pytest
from tests.measures.cases import call, dates, day, event, view

from analysis.measures.coverage import (
    covered,
    covered_days,
    covered_stretches,
    uncovered_stretches,
)
from analysis.measures.sources import source_summary


def test_without_a_source_the_whole_window_is_uncovered() -> None:
    case = view(covers={})
    assert covered(case).empty
    assert covered_stretches(case).empty
    assert dates(uncovered_stretches(case), "start", "end") == [("1997-03-03", "1997-03-30")]
    assert covered_days(case) == 0


def test_a_source_outside_the_window_covers_nothing_in_it() -> None:
    assert covered(view(covers="1997-04-01/1997-04-30")).empty


def test_stretches_are_clipped_to_the_window_and_kept_by_source() -> None:
    case = view(covers={"s1": "{1997-02-01..1997-03-05,1997-03-10}", "s2": "1997-03-28/.."})
    rows = covered(case)
    assert dates(rows, "start", "end") == [
        ("1997-03-03", "1997-03-05"),
        ("1997-03-10", "1997-03-10"),
        ("1997-03-28", "1997-03-30"),
    ]
    assert list(rows["source_id"]) == ["s1", "s1", "s2"]
    assert list(rows["days"]) == [3, 1, 3]
    assert list(rows["basis"]) == ["stated"] * 3


def test_stretches_that_touch_or_overlap_are_one() -> None:
    # 3-5 and 6-8 touch; 8-9 overlaps; 11 stands apart because the 10th is not covered.
    case = view(
        covers={
            "s1": "1997-03-03/1997-03-05",
            "s2": "{1997-03-06..1997-03-08,1997-03-11}",
            "s3": "1997-03-08/1997-03-09",
        }
    )
    rows = covered_stretches(case)
    assert dates(rows, "start", "end") == [
        ("1997-03-03", "1997-03-09"),
        ("1997-03-11", "1997-03-11"),
    ]
    assert list(rows["days"]) == [7, 1]


@pytest.mark.parametrize(
    "covers",
    [
        "1997-03-03/1997-03-30",
        "1997-03-10",
        "{1997-03-03,1997-03-05,1997-03-30}",
        "1997-03-29/1997-05",
        "1996",
    ],
)
def test_the_covered_days_are_those_of_the_stretches(covers: str) -> None:
    case = view(covers=covers)
    assert covered_days(case) == covered_stretches(case)["days"].sum() <= case.days


def test_covered_days_counts_both_ends_and_nothing_backwards() -> None:
    case = view(covers="1997-03-05/1997-03-10")
    assert covered_days(case) == 6
    assert covered_days(case, day("10"), day("20")) == 1
    assert covered_days(case, day("11"), day("20")) == 0
    assert covered_days(case, day("8"), day("7")) == 0


def test_choosing_a_source_uncovers_the_days_of_the_others() -> None:
    covers = {"s1": "1997-03-03/1997-03-09", "s2": "1997-03-10/1997-03-16"}
    assert covered_days(view(covers=covers)) == 14
    assert covered_days(view(covers=covers, sources=["s2"])) == 7


def test_source_summary_counts_what_rests_on_each_source() -> None:
    # s1: e1 (dated, official only), e2 (undated, official and the source); s2: e1 (named); s3: none
    case = view(
        call("e1", "1997-03-04", said=[("s1", "official"), ("s2", "bela")]),
        event(
            "e2",
            "position",
            "[1997-03-04..1997-03-06]",
            said=[("s1", "official"), ("s1", "the source")],
        ),
        covers={"s1": "1997-03-04/1997-03-06", "s2": "1997-03-04", "s3": "1997-04-01"},
    )
    rows = source_summary(case)
    assert list(rows["covered_days"]) == [3, 1, 0]
    assert list(rows["events"]) == [2, 1, 0]
    assert list(rows["day_known"]) == [1, 1, 0]
    assert list(rows["share_day_known"])[:2] == [0.5, 1.0]
    assert math.isnan(rows["share_day_known"][2])
    assert list(rows["anonymous"]) == [1, 0, 0]
    assert list(rows["evidence"]) == [("E001", "E003", "E004"), ("E002",), ()]


def test_empty_results_keep_columns_and_types() -> None:
    case = view(covers={})
    assert dict(covered(case).dtypes.astype(str)) == {
        "source_id": "str",
        "label": "str",
        "start": "datetime64[s]",
        "end": "datetime64[s]",
        "days": "int64",
        "basis": "str",
    }
    assert list(covered_stretches(case).dtypes.astype(str)) == [
        "datetime64[s]",
        "datetime64[s]",
        "int64",
    ]
    assert list(source_summary(case).columns)[-1] == "evidence"
