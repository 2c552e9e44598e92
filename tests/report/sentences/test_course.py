"""Sentences on the course: how many events are in order, and where things stood."""

from __future__ import annotations

from tests.measures.cases import call, event, view
from tests.report.sentences.sentences import cited

from analysis.report.sentences import on_course, on_standing

COVERS = {"s1": "1997-03-01/1997-03-20"}


def test_the_events_are_counted_by_how_their_days_are_known() -> None:
    m = view(
        event("a", "position", "1997-03-04"),
        event("b", "position", "1997-03-05", date_basis="relative"),
        event("c", "position", "1997-03-06", date_basis="relative", modality="planned"),
        event("d", "list", "[1997-03-01..1997-03-20]"),
        covers=COVERS,
    )
    assert on_course(m) == [
        "Three events can be put in order, to within 14 days.",
        "Their days are stated (1) and reckoned from another day that is told (2).",
        "One other is told without such a day.",
        "One event is announced or expected.",
    ]


def test_nothing_told_names_the_filter() -> None:
    assert on_course(view(call("c", "1997-03-05"), covers=COVERS)) == [
        "No event but contacts and counts is told in this window."
    ]


def test_the_last_covered_day_opens_where_things_stood() -> None:
    m = view(
        event("then", "talks_round", "1997-03-20", summary="A round was under way."),
        event("ahead", "position", "1997-03-25", modality="planned", summary="A reply is due."),
        covers=COVERS,
    )
    first, then, ahead = on_standing(m)
    assert first == (
        "The last day that a source covers is 20 March 1997; what follows is told of it, or was "
        "then still ahead."
    )
    assert then.startswith("A round was under way (")
    assert ahead.startswith("On 25 March 1997: A reply is due (announced or expected) (")
    assert cited([then, ahead]) == {"E001", "E002"}


def test_a_last_day_without_a_step_says_so() -> None:
    m = view(event("before", "talks_round", "1997-03-10"), covers=COVERS)
    assert on_standing(m) == [
        "The last day that a source covers is 20 March 1997; nothing is told of it."
    ]
