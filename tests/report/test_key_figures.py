"""The numbers that open a report: their values, bounds, notes and evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.measures.cases import FLURRY, call, event, exactly, people, view, visit
from tests.report_reader import faults

from analysis.marks import KeyFigure
from analysis.measures import measures
from analysis.measures.view import View
from analysis.package.tables import load
from analysis.report.key_figures import key_figures

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"


def figures(case: View) -> dict[str, KeyFigure]:
    return {figure.id: figure for figure in key_figures(case)}


def test_calls_and_meetings_are_counted_by_pair_with_their_days() -> None:
    case = view(
        call("c1", "1997-03-03"), call("c2", "1997-03-05"), call("c3", "1997-03-10", a="petra"),
        event("m", "contact", "1997-03-12", channel="in_person",
              who={"anna": "participant", "boris": "participant"}),
    )  # fmt: skip
    found = figures(case)
    calls, meetings = found["calls"], found["meetings"]
    assert (calls.value, calls.label) == ("at least 3", "telephone calls reported")
    assert calls.note == "three on a known day: two pairs, 3–10 Mar 1997"
    assert calls.evidence == ("E001", "E002", "E003")
    assert (calls.number, calls.low, calls.high) == (None, 3, None)
    assert (meetings.value, meetings.label) == ("at least 1", "meeting reported")
    assert meetings.note == "one on a known day: one pair, 12 Mar 1997"


def test_visits_are_a_figure_of_their_own_where_there_are_any() -> None:
    found = figures(view(visit("v", "1997-03-04")))
    assert (found["visits"].value, found["visits"].label) == ("at least 1", "visit reported")
    assert found["meetings"].value == "0"
    assert "visits" not in figures(view(call("c", "1997-03-03")))


def test_how_many_are_on_a_known_day_is_a_least_number_where_one_stands_for_several() -> None:
    calls = figures(view(call("a", "1997-03-03", **FLURRY), call("b", "1997-03-05")))["calls"]
    assert (calls.value, calls.low, calls.high) == ("at least 2", 2, None)
    assert calls.note.startswith("at least two on a known day: one pair")


def test_calls_on_a_day_that_is_not_known_are_counted_where_they_must_lie_in_the_window() -> None:
    about = {"amount_best": 10, "amount_of": "contacts", "amount_text": "some ten"}
    found = figures(
        view(
            call("c1", "1997-03-03"),
            call("c2", "[1997-03-04..1997-03-09]"),
            call("c3", "1997-03-09", **about),
        )
    )
    calls = found["calls"]
    assert (calls.value, calls.about) == ("at least about 12", True)
    assert (calls.low, calls.high) == (12, None)
    assert calls.note.startswith("one on a known day")


def test_an_approximate_count_has_no_bounds_and_says_about() -> None:
    case = view(people("held", "count_report", "1997-03-12", 50, amount_text="some 50"))
    held = figures(case)["reported_held"]
    assert (held.value, held.about, held.low, held.high) == ("about 50", True, None, None)
    assert held.note == "“some 50”, 12 Mar 1997"
    assert held.evidence == ("E001",)


def test_a_range_has_its_bounds_and_no_single_number() -> None:
    case = view(people("held", "count_report", "1997-03-12", 30, 40, amount_text="30 to 40"))
    held = figures(case)["reported_held"]
    assert (held.value, held.number, held.low, held.high) == ("30 to 40", None, 30, 40)


def test_the_last_count_with_a_number_is_the_one_shown() -> None:
    case = view(
        people("a", "count_report", "1997-03-05", **exactly(9), amount_text="nine"),
        people("b", "count_report", "1997-03-12", **exactly(7), amount_text="seven"),
        people("c", "count_report", "1997-03-20", amount_text="many"),
    )
    assert figures(case)["reported_held"].value == "7"


def test_what_no_source_itemises_follows_from_all_flows_before() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", 60, amount_text="about 60"),
        people("freed", "release", "1997-03-05", **exactly(2), amount_text="two"),
        people("held", "count_report", "1997-03-12", **exactly(50), amount_text="50"),
    )
    rest = figures(case)["not_itemised"]
    assert (rest.value, rest.about) == ("about 8", True)
    assert rest.evidence == ("E001", "E002", "E003")


def test_an_amount_that_no_source_states_is_no_figure() -> None:
    assert {"reported_held", "not_itemised"}.isdisjoint(figures(view(call("c", "1997-03-03"))))


def test_halts_are_counted_with_their_lengths() -> None:
    case = view(
        event("h1", "talks_halted", "1997-03-05"),
        event("r1", "talks_resumed", "1997-03-09"),
        event("h2", "talks_halted", "1997-03-20"),
    )
    halts = figures(case)["declared_halts"]
    assert (halts.value, halts.label) == ("2", "declared halts of the talks that can be dated")
    assert halts.note == "4 days from 5 Mar 1997 and one open since 20 Mar 1997"
    assert halts.evidence == ("E001", "E002", "E003")


def test_covered_days_are_given_of_the_window_with_their_stretches() -> None:
    found = figures(view(covers="{1997-03-03..1997-03-09,1997-03-24..1997-03-30}"))
    days = found["covered_days"]
    assert (days.value, days.label) == ("14", "of 28 days covered by a source")
    assert days.note == "3–9 Mar 1997 and 24–30 Mar 1997"


def test_nothing_is_zero_and_said() -> None:
    found = figures(view(start="1997-05-01", end="1997-05-31"))
    assert {name: figure.value for name, figure in found.items()} == {
        "calls": "0",
        "meetings": "0",
        "declared_halts": "0",
        "covered_days": "0",
        "events": "0",
    }
    assert all(figure.note and not figure.evidence for figure in found.values())


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("1997-06-01", "1998-02-01"),
        ("1997-06-16", "1997-06-29"),
        ("1997-06-03", "1997-06-03"),
        ("1997-05-01", "1997-05-31"),
    ],
)
def test_every_figure_is_worded_and_leads_to_evidence_of_the_view(start: str, end: str) -> None:
    case = measures(load(LAKELAND), start=start, end=end)
    for figure in key_figures(case):
        said = f"{figure.value} {figure.label}, {figure.note}"
        assert faults(said) == []
        assert "  " not in said
        assert set(figure.evidence) <= set(case.with_earlier.evidence["evidence_id"])
        if figure.number and figure.id not in ("covered_days", "events"):
            assert figure.evidence


def test_events_of_which_some_may_lie_outside_the_window_are_not_said_to_lie_in_it() -> None:
    inside = event("in", "position", "1997-03-04")
    edge = event("edge", "position", "[1997-03-01..1997-03-05]")
    assert figures(view(inside))["events"].label == "event told of in this window"
    told = figures(view(inside, edge))["events"]
    assert (told.value, told.label) == ("2", "events that lie, or may lie, in this window")
    assert told.note.endswith("; one may lie outside the window")


def test_a_halt_that_nobody_ends_on_a_day_is_told_from_when_and_by_when() -> None:
    halt = event("h", "talks_halted", "[1997-03-01..1997-03-10]")
    found = figures(view(halt, event("r", "talks_resumed", "[1997-03-12..1997-04-20]")))
    assert found["declared_halts"].note == (
        "one from 1–10 Mar 1997, perhaps outside this window (over by 20 Apr 1997)"
    )
