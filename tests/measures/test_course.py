"""The course of the talks: which events are steps, in which order, and where things stood."""

from __future__ import annotations

from typing import Any

import pytest
from tests.measures.cases import call, event, exactly, people, view

from analysis.measures import measures
from analysis.measures.course import course, standing, steps_of_talks

COVERS = {"s1": "1997-03-01/1997-03-20"}


def offer(event_id: str, date: str, **cells: Any) -> dict[str, Any]:
    return event(event_id, "position", date, who={"north": "initiator"}, **cells)


def names(frame: Any) -> list[str]:
    return list(frame["event_id"])


def test_contacts_and_counts_are_no_steps() -> None:
    case = view(
        call("call", "1997-03-05"),
        people("count", "count_report", "1997-03-06", 18),
        people("freed", "release", "1997-03-07", **exactly(2)),
        offer("offer", "1997-03-04"),
    )
    assert names(course(case)) == ["offer", "freed"]
    # What changes the number held is a step that the panel of those held draws.
    assert names(steps_of_talks(case)) == ["offer"]


def test_of_one_side_only_what_it_takes_part_in_is_a_step() -> None:
    freed = people("freed", "release", "1997-03-07", **exactly(2))
    hers = event("hers", "position", "1997-03-05", who={"bela": "initiator"})
    case = view(freed, offer("offer", "1997-03-04"), hers, sides=["South"])
    assert names(course(case)) == ["hers"]
    assert "freed" in names(case.events)  # who is held is reckoned from it


def test_steps_stand_by_process_and_then_by_their_first_and_last_day() -> None:
    case = view(
        offer("late", "1997-03-09", process="river"),
        offer("wide", "[1997-03-04..1997-03-10]", process="river"),
        offer("early", "1997-03-04", process="river"),
        offer("open", "[..1997-03-06]", process="river"),
        offer("bridge", "1997-03-15", process="bridge"),
    )
    assert names(course(case)) == ["bridge", "open", "early", "wide", "late"]


@pytest.mark.parametrize(
    ("date", "cells", "placed"),
    [
        ("1997-03-10", {}, True),
        ("[1997-03-01..1997-03-15]", {}, True),  # 14 days apart
        ("[1997-03-01..1997-03-16]", {}, False),  # 15
        ("[..1997-03-15]", {}, False),
        ("1997-03-10", {"amount_of": "occurrences"}, False),
        ("1997-03-10", {"repeated": "yes"}, False),
    ],
)
def test_a_step_has_its_place_where_it_happened_once_within_14_days(
    date: str, cells: dict[str, str], placed: bool
) -> None:
    case = view(offer("offer", date, **cells))
    assert list(course(case)["placed"]) == [placed]
    assert len(steps_of_talks(case)) == placed


def test_who_took_it_who_tells_of_it_and_whom_a_passage_blames_are_apart() -> None:
    case = view(
        event(
            "stop", "talks_halted", "1997-03-10", blames="south",
            who={"north": "initiator", "anna": "initiator", "south": "recipient"},
            said=(("s1", "the source"), ("s1", "official"), ("s1", "the source")),
        ),
        covers=COVERS,
    )  # fmt: skip
    step = course(case).iloc[0]
    assert step["taken_by"] == "North, Anna"
    source = case.tables.sources["label"][0]
    assert step["told_by"] == f"{source}, An official"
    assert step["blamed"] == f"South, by {source}; South, by An official"
    assert step["evidence"] == ("E001", "E002", "E003")


def test_how_it_is_told_is_said_of_all_but_what_happened() -> None:
    case = view(
        offer("made", "1997-03-04"),
        offer("coming", "1997-03-05", modality="planned"),
        offer("missing", "1997-03-06", modality="denied"),
    )
    label = case.tables.codebook.label
    assert list(course(case)["told_as"]) == [
        "",
        label("events", "modality", "planned"),
        label("events", "modality", "denied"),
    ]


def test_what_stood_at_the_end_is_told_of_the_last_covered_day_or_was_still_ahead() -> None:
    case = view(
        offer("before", "1997-03-19"),
        offer("perhaps", "[1997-03-19..1997-03-20]"),
        offer("then", "1997-03-20"),
        offer("after", "1997-03-24"),
        offer("ahead", "1997-03-25", modality="planned"),
        covers=COVERS,
    )
    assert names(standing(case)) == ["then", "ahead"]
    assert standing(view(offer("then", "1997-03-20"), covers={"s1": ""})).empty


def test_of_a_step_that_a_source_left_out_tells_too_it_is_said_that_it_may_alone_say_who() -> None:
    case = view(
        offer("shared", "1997-03-04", said=(("s1", "the source"), ("s2", "the source"))),
        offer("alone", "1997-03-05", said=(("s1", "the source"),)),
        covers={"s1": "1997-03-01/1997-03-20", "s2": "1997-03-01/1997-03-20"},
    )
    assert list(course(case)["taken_by"]) == ["North", "North"]
    first = measures(case.tables, start="1997-03-01", end="1997-03-30", sources=["s1"])
    # Which of the two says that it was North is not known; of the other there is only one.
    assert list(course(first)["taken_by"]) == ["not told apart", "North"]
