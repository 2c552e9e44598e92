"""The words of figures: what the title finds, how much of the window is hatched, and by which rule.

That titles, captions and alternative texts of every chart are whole, is tested with the charts.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from tests.measures.cases import FLURRY, call, event, exactly, people, view, visit

from analysis.measures.columns import each
from analysis.report import findings
from analysis.report.findings.course import named
from analysis.report.findings.coverage import coverage_title

WEEK = {"s1": "1997-03-03/1997-03-09"}


def test_the_longest_time_without_one_is_told_of_calls_where_there_are_any() -> None:
    m = view(call("a", "1997-03-03"), call("b", "1997-03-20"),
             call("met", "1997-03-10", channel="in_person"))  # fmt: skip
    found = findings.contacts(m, [])
    assert found.title == "Two dated calls of one pair; none with a stated day 4–19 Mar 1997"
    assert "between two of them is 9 days, 11–19 March 1997" in found.alt


def test_where_one_mark_stands_for_several_every_count_is_a_least_one() -> None:
    m = view(
        call("a", "1997-03-03", **FLURRY), call("b", "1997-03-05"), call("c", "1997-03-11"),
        visit("v", "1997-03-12"), call("p", "1997-03-13", a="petra"),
    )  # fmt: skip
    found, periods = findings.contacts(m, []), findings.periods(m, [])
    assert found.title == "At least four dated calls between two pairs"
    assert found.caption.startswith("Each mark is a contact on a stated day, or several that are")
    assert found.alt.startswith("Time line of at least four calls and one visit on stated days")
    assert "most for Anna – Bela (at least 3)" in found.alt
    assert periods.title == (
        "At least two dated calls in the week of 3 Mar 1997 and two in the week of 10 Mar 1997; "
        "none with a stated day in 2 of 4 covered weeks"
    )
    assert periods.alt.startswith("Dots of at least four dated calls in four covered weeks")
    assert findings.overview(m, [], 7).title == (
        "At least four dated calls, one dated visit and no declared halts, on 28 covered days"
    )


def test_neighbouring_days_have_no_silence_between_them() -> None:
    found = findings.contacts(view(call("a", "1997-03-03"), call("b", "1997-03-04")), [])
    assert found.title == "Two dated calls of one pair"
    assert "stretch of covered days" not in found.alt


def test_what_no_source_covers_is_counted_and_what_the_axis_leaves_out_is_said() -> None:
    m = view(call("a", "1997-03-05"), covers=WEEK)
    assert findings.contacts(m, []).caption.endswith(
        "Source 1 does not cover 21 of the 28 days (hatched)."
    )
    assert "(hatched; 15 days of them compressed to a break)" in findings.held(m, [15]).caption
    assert coverage_title(m) == (
        "Source 1 narrates 7 of 28 days; the longest time left out is 10–30 Mar 1997"
    )


def test_an_open_halt_and_an_ended_one_are_told_one_by_one() -> None:
    north = {"north": "initiator"}
    m = view(
        event("stop", "talks_halted", "1997-03-05", who=north),
        event("go", "talks_resumed", "1997-03-08", who=north),
        event("again", "talks_halted", "1997-03-20", who=north),
    )
    assert findings.stalls(m, []).title == (
        "Two halts declared: one of 3 days, 5–8 Mar 1997 "
        "and one from 20 Mar 1997 without a reported end"
    )


def test_a_halt_from_before_the_window_is_no_halt_of_the_window() -> None:
    halted = event("stop", "talks_halted", "1997-03-05")
    m = view(halted, event("go", "talks_resumed", "1997-03-12"), start="1997-03-10")
    assert findings.stalls(m, []).title == (
        "One halt declared before this window: 7 days, 5–12 Mar 1997"
    )
    assert findings.overview(m, [], 7).title == (
        "No dated calls and one halt declared before this window, on 21 covered days"
    )


def test_what_is_held_throughout_is_said_once_and_an_unstated_number_is_not_subtracted() -> None:
    m = view(
        people("taken", "capture", "1997-03-03", **exactly(60)),
        people("some", "release", "1997-03-05"),
        start="1997-03-10", end="1997-03-20",
    )  # fmt: skip
    assert "imply: at most 60 from 10 March 1997." in findings.held(m, []).alt
    assert "release, number not stated" in findings.reconciliation(m).alt


@pytest.mark.parametrize("find", [findings.contacts, findings.periods, "overview"])
def test_a_title_says_what_is_shown_where_that_is_a_choice(find: Any) -> None:
    calls = call("a", "1997-03-05"), call("p", "1997-03-12", a="petra", b="abel")
    only = "(only events of the side Port are shown)"
    made = partial(findings.overview, least=7) if find == "overview" else find
    for sides, told in ((["Port"], True), ([], False)):
        assert made(view(*calls, sides=sides), []).title.endswith(only) is told
    quiet = findings.stalls(view(*calls, sides=["Port"]), [])
    assert "of which only events of the side Port are shown" in quiet.title
    assert only in quiet.alt


def test_no_halt_that_can_be_dated_is_not_no_halt() -> None:
    m = view(event("a", "talks_halted", "1997-03", amount_of="occurrences"))
    assert findings.stalls(m, []).title.startswith(
        "No halt that can be dated is declared in this window; one halt without a stated day"
    )


def test_what_is_told_as_repeated_is_a_statement_and_not_one_contact_or_halt() -> None:
    m = view(
        event("a", "talks_halted", "1997-03", amount_of="occurrences"),
        call("often", "1997-03-05/1997-03-20", amount_of="contacts", repeated="yes"),
    )
    assert "One statement on halts that are repeated or have no stated day has no length." in (
        findings.stalls(m, []).caption
    )
    assert "One statement on contacts without a day or number" in findings.contacts(m, []).caption


def test_the_overview_says_the_finding_of_each_panel() -> None:
    m = view(people("taken", "capture", "1997-03-03", **exactly(60)), call("a", "1997-03-05"))
    whole = findings.overview(m, [], 7)
    assert findings.contacts(m, []).title in whole.alt
    assert findings.held(m, []).title in whole.alt
    assert whole.alt.startswith("Five panels on one time axis. ")
    assert "shown from 7 in a row on" in whole.caption


def test_a_period_whose_number_is_not_a_least_one_is_told_apart() -> None:
    m = view(call("a", "1997-03-03", **FLURRY), call("b", "1997-03-05"),
             call("c", "1997-03-11"), call("d", "1997-03-12"))  # fmt: skip
    assert findings.periods(m, []).title.startswith(
        "At least two dated calls in the week of 3 Mar 1997 and two in the week of 10 Mar 1997;"
    )


def test_events_and_halts_that_may_lie_outside_the_window_are_said_to() -> None:
    m = view(event("h", "talks_halted", "[1997-03-01..1997-03-10]"))
    assert findings.course(m, []).title.endswith("; one may lie outside the window")
    assert "One declared halt that may lie outside the window" in findings.stalls(m, []).title


def test_the_name_of_a_mark_for_several_events_tells_the_days_of_each() -> None:
    m = view(
        event("a", "position", "1997-03-04"), event("b", "position", "1997-03-06"),
        event("c", "position", "1997-03-06"),
    )  # fmt: skip
    told = named(list(each(m.course)))
    assert told.startswith("3 events: 4 March 1997: ")
    assert "; 6 March 1997: " in told
    assert told.endswith("(2 events)")
