"""Sentences on the course: how many events are in order, and how."""

from __future__ import annotations

from tests.measures.cases import call, event, view

from analysis.report.sentences import on_course, on_unplaced

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
        "One other has no such day.",
        "One may lie outside the window.",
        "One event is announced or expected.",
    ]


def test_nothing_told_names_the_filter() -> None:
    assert on_course(view(call("c", "1997-03-05"), covers=COVERS)) == [
        "No event but contacts and counts is told in this window."
    ]


def test_where_every_event_has_its_place_that_is_a_line() -> None:
    line = ["No event is told as repeated, or on days that are not known to within 14 days."]
    near, far = event("a", "position", "1997-03-04"), event("d", "list", "[1997-03-01..1997-03-20]")
    assert on_unplaced(view(near, covers=COVERS)) == line
    assert on_unplaced(view(covers=COVERS)) == line
    assert on_unplaced(view(near, far, covers=COVERS)) == []
