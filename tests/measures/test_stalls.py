"""Stalls and truces: what is no stall, where spells begin, end and are cut off, and how long."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.measures.cases import call, dates, event, view

from analysis.measures import measures
from analysis.measures.stalls import (
    causes,
    declared_stalls,
    stretches_without_contact,
    truces,
    undated_stalls,
)
from analysis.measures.survival import TooFewSpells, survival
from analysis.package.tables import load

BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


LAKELAND = Path(__file__).parents[1] / "packages" / "lakeland"


def halt(event_id: str, date: str, **cells: Any) -> dict[str, Any]:
    return event(event_id, "talks_halted", date, **cells)


def resumed(event_id: str, date: str, **cells: Any) -> dict[str, Any]:
    return event(event_id, "talks_resumed", date, **cells)


def lengths(frame: pd.DataFrame) -> list[tuple[float, float | None]]:
    return [
        (low, None if math.isnan(high) else high)
        for low, high in zip(frame["days_low"], frame["days_high"], strict=True)
    ]


# What is no stall


@pytest.mark.parametrize("modality", ["planned", "hypothetical", "denied"])
def test_a_halt_or_resumption_that_did_not_happen_bounds_no_stall(modality: str) -> None:
    assert declared_stalls(view(halt("h", "1997-03-10", modality=modality))).empty
    assert undated_stalls(view(halt("h", "1997-03-10", modality=modality))).empty
    case = view(halt("h", "1997-03-10"), resumed("r", "1997-03-12", modality=modality))
    assert list(declared_stalls(case)["open"]) == [True]


@pytest.mark.parametrize(
    ("date", "cells", "why"),
    [
        ("1997-03-10", {"amount_of": "occurrences"}, "stated as repeated"),
        ("1997-03-05/1997-03-20", {"amount_of": "occurrences"}, "stated as repeated"),
        ("[1997-03-05..1997-03-20]", {}, "day not known to within 14 days"),
        ("[..1997-03-20]", {}, "day not known to within 14 days"),
        ("[1997-03-05..]", {}, "day not known to within 14 days"),
    ],
)
def test_a_halt_without_a_place_in_time_is_listed_apart(
    date: str, cells: dict[str, str], why: str
) -> None:
    case = view(halt("h", date, amount_text="again", **cells))
    assert declared_stalls(case).empty
    rows = undated_stalls(case)
    assert (rows["why"][0], rows["wording"][0], rows["evidence"][0]) == (why, "again", ("E001",))


def test_fourteen_days_is_still_a_dated_halt() -> None:
    case = view(halt("h", "[1997-03-05..1997-03-19]"))
    assert len(declared_stalls(case)) == 1
    assert undated_stalls(case).empty


def test_a_resumption_without_a_place_in_time_ends_nothing() -> None:
    case = view(halt("h", "1997-03-10"), resumed("r", "1997-03", amount_of="occurrences"))
    assert list(declared_stalls(case)["open"]) == [True]


def test_a_resumption_before_the_halt_ends_nothing() -> None:
    case = view(resumed("r", "1997-03-09"), halt("h", "1997-03-10"))
    assert list(declared_stalls(case)["open"]) == [True]


# Start, end and length


def test_a_stall_of_known_days_has_one_length() -> None:
    case = view(halt("h", "1997-03-10"), resumed("r", "1997-03-15"), resumed("r2", "1997-03-20"))
    rows = declared_stalls(case)
    assert dates(rows, *BOUNDS) == [("1997-03-10", "1997-03-10", "1997-03-15", "1997-03-15")]
    assert lengths(rows) == [(5, 5)]
    assert (rows["spell_id"][0], rows["start_event"][0], rows["end_event"][0]) == (
        "stall-1",
        "h",
        "r",
    )
    assert rows["evidence"][0] == ("E001", "E002")
    assert dates(rows, "censored_on") == [("",)]


def test_talks_that_resume_on_the_day_of_the_halt_stalled_for_no_whole_day() -> None:
    rows = declared_stalls(view(halt("h", "1997-03-10"), resumed("r", "1997-03-10")))
    assert lengths(rows) == [(0, 0)]


def test_unknown_days_make_bounds_on_the_length() -> None:
    # Halted on 10 to 12, resumed on 14 to 17: at least 14-12 = 2 days, at most 17-10 = 7.
    case = view(halt("h", "[1997-03-10..1997-03-12]"), resumed("r", "[1997-03-14..1997-03-17]"))
    rows = declared_stalls(case)
    assert dates(rows, *BOUNDS) == [("1997-03-10", "1997-03-12", "1997-03-14", "1997-03-17")]
    assert lengths(rows) == [(2, 7)]


def test_overlapping_bounds_never_give_a_negative_length() -> None:
    case = view(halt("h", "[1997-03-10..1997-03-15]"), resumed("r", "[1997-03-12..1997-03-13]"))
    assert lengths(declared_stalls(case)) == [(0, 3)]


def test_the_end_is_whichever_resumption_came_first() -> None:
    # One resumption some day from 14 to 20, another on the 16th: ended by the 16th.
    case = view(
        halt("h", "1997-03-10"),
        resumed("r1", "[1997-03-14..1997-03-20]"),
        resumed("r2", "1997-03-16"),
    )
    assert dates(declared_stalls(case), "end_earliest", "end_latest") == [
        ("1997-03-14", "1997-03-16")
    ]


def test_a_halt_stated_again_before_any_resumption_is_the_same_stall() -> None:
    case = view(
        halt("h1", "1997-03-10"),
        halt("h2", "1997-03-12"),
        resumed("r", "1997-03-15"),
        halt("h3", "1997-03-20"),
    )
    rows = declared_stalls(case)
    assert list(rows["start_events"]) == [("h1", "h2"), ("h3",)]
    assert list(rows["spell_id"]) == ["stall-1", "stall-2"]
    assert rows["evidence"][0] == ("E001", "E002", "E003")


def test_a_stall_coded_as_a_stretch_begins_on_its_first_day_and_ends_on_its_last() -> None:
    rows = declared_stalls(view(halt("h", "1997-03-10/1997-03-16")))
    assert dates(rows, *BOUNDS) == [("1997-03-10", "1997-03-10", "1997-03-16", "1997-03-16")]
    still = declared_stalls(view(halt("h", "1997-03-10/..")))
    assert (still["open"][0], lengths(still)) == (True, [(20, None)])


# Where observation begins and ends


def test_an_open_stall_is_censored_at_the_end_of_coverage() -> None:
    # The window runs to the 30th, the stretch that holds the halt to the 18th: 18-12 = 6 days.
    case = view(halt("h", "[1997-03-10..1997-03-12]"), covers="1997-03-03/1997-03-18")
    rows = declared_stalls(case)
    assert dates(rows, "end_earliest", "end_latest", "censored_on") == [("", "", "1997-03-18")]
    assert lengths(rows) == [(6, None)]
    assert not rows["left_truncated"][0]


def test_whoever_tells_of_a_resumption_beyond_uncovered_days_ends_the_stall() -> None:
    covers = {"s1": "1997-03-03/1997-03-12", "s2": "1997-03-20/1997-03-30"}
    events = halt("h", "1997-03-10"), resumed("r", "1997-03-25", said=[("s2", "the source")])
    rows = declared_stalls(view(*events, covers=covers))
    assert dates(rows, *BOUNDS, "censored_on") == [
        ("1997-03-10", "1997-03-10", "1997-03-25", "1997-03-25", "")
    ]
    assert (rows["open"][0], rows["end_stated"][0]) == (False, True)


@pytest.mark.parametrize("kind", ["talks_round", "agreement"])
def test_talks_that_go_on_later_end_a_stall_at_some_time_after_it_was_last_said_to_hold(
    kind: str,
) -> None:
    # Halted on 10 to 12; talks on 25 to 27: over from the 12th to the 27th, at most 17 days.
    covers = {"s1": "1997-03-03/1997-03-12", "s2": "1997-03-20/1997-03-30"}
    later = event("t", kind, "[1997-03-25..1997-03-27]", said=[("s2", "the source")])
    rows = declared_stalls(view(halt("h", "[1997-03-10..1997-03-12]"), later, covers=covers))
    assert dates(rows, *BOUNDS) == [("1997-03-10", "1997-03-12", "1997-03-12", "1997-03-27")]
    assert lengths(rows) == [(0, 17)]
    assert (rows["open"][0], rows["end_stated"][0], rows["end_event"][0]) == (False, False, "t")


def test_the_first_evidence_that_talks_went_on_is_the_latest_end() -> None:
    # Talks on the 16th, and a resumption that may be as late as the 20th: over by the 16th.
    case = view(
        halt("h", "1997-03-10"),
        resumed("r", "[1997-03-14..1997-03-20]"),
        event("t", "talks_round", "1997-03-16/.."),
        event("a", "agreement", "1997-03-25"),
    )
    assert dates(declared_stalls(case), "end_earliest", "end_latest") == [
        ("1997-03-14", "1997-03-16")
    ]


@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("1997-03-12", {}),
        ("[1997-03-11..1997-03-20]", {}),
        ("1997-03-05/1997-03-20", {}),
        ("1997-03-20", {"modality": "planned"}),
        ("1997-03-13/1997-03-20", {"amount_of": "occurrences"}),
    ],
)
def test_talks_that_may_have_come_before_the_halt_end_nothing(
    date: str, cells: dict[str, str]
) -> None:
    case = view(halt("h", "[1997-03-10..1997-03-12]"), event("t", "talks_round", date, **cells))
    assert list(declared_stalls(case)["open"]) == [True]


def test_a_resumption_that_only_the_coder_infers_is_not_told_as_stated() -> None:
    case = view(halt("h", "1997-03-10"), resumed("r", "1997-03-15", date_basis="inferred"))
    assert list(declared_stalls(case)["end_stated"]) == [False]


def test_the_uncovered_days_of_a_stall_are_counted() -> None:
    # The 13th to the 19th are not covered; of the days between 10 and 25 that is 7.
    case = view(
        halt("h", "1997-03-10"),
        resumed("r", "1997-03-25"),
        covers="{1997-03-03..1997-03-12,1997-03-20..1997-03-30}",
    )
    rows = declared_stalls(case)
    assert lengths(rows) == [(15, 15)]
    assert rows["uncovered_days"][0] == 7


def test_halts_in_two_covered_stretches_are_two_stalls() -> None:
    case = view(
        halt("h1", "1997-03-10"),
        halt("h2", "1997-03-22"),
        covers="{1997-03-03..1997-03-12,1997-03-20..1997-03-30}",
    )
    assert dates(declared_stalls(case), "start_earliest", "censored_on") == [
        ("1997-03-10", "1997-03-12"),
        ("1997-03-22", "1997-03-30"),
    ]


def test_a_halt_on_an_uncovered_day_is_observed_for_no_day() -> None:
    rows = declared_stalls(view(halt("h", "1997-03-10"), covers="1997-03-20/1997-03-30"))
    assert dates(rows, "censored_on") == [("1997-03-10",)]
    assert lengths(rows) == [(0, None)]


@pytest.mark.parametrize(
    ("covers", "start"),
    [("1997-03-12/1997-03-30", "1997-03-03"), ("1997-03-01/1997-03-30", "1997-03-12")],
)
def test_a_halt_that_may_precede_coverage_or_window_is_left_truncated(
    covers: str, start: str
) -> None:
    # Halted on 10 to 14; observed from the 12th: two days may be unseen.
    case = view(halt("h", "[1997-03-10..1997-03-14]"), covers=covers, start=start)
    row = declared_stalls(case).iloc[0]
    assert row["left_truncated"]
    assert row["entry_days"] == 2


# Claims


def test_who_is_said_to_have_caused_it_keeps_source_and_speaker() -> None:
    covers = {"s1": "1997-03-03/1997-03-30", "s2": "1997-03-03/1997-03-30"}
    told = [("s1", "bela"), ("s1", "the source"), ("s2", "the source"), ("s1", "bela")]
    case = view(halt("h", "1997-03-10", blames="anna", said=told), covers=covers)
    rows = causes(case)
    assert rows[["source", "speaker", "said_cause"]].to_numpy().tolist() == [
        ["Source 1", "Bela", "Anna"],
        ["Source 1", "the source", "Anna"],
        ["Source 2", "the source", "Anna"],
    ]
    assert rows["evidence"][0] == ("E001", "E004")
    stall = declared_stalls(case).iloc[0]
    assert (stall["claimed_cause"], stall["speakers"]) == ("Anna", "Bela, the source")


def test_where_nobody_is_blamed_nobody_is_made_to_be() -> None:
    # Who took the step is not who is blamed for it.
    case = view(halt("h", "1997-03-10", who={"anna": "initiator"}))
    assert list(causes(case)["said_cause"]) == ["not stated"]
    assert list(declared_stalls(case)["claimed_cause"]) == ["not stated"]


# Truces


def test_a_planned_truce_is_none() -> None:
    case = view(event("t", "truce_start", "1997-03-10", modality="planned"))
    assert truces(case).empty


def test_a_truce_has_wide_bounds_rather_than_none_and_ends_beyond_uncovered_days() -> None:
    # Some day in March to the 28th: 0 days at least (28 - 31 is less), 27 at most (28 - 1).
    case = view(
        event("t", "truce_start", "1997-03"),
        event("e", "truce_end", "1997-03-28", blames="bela"),
        covers="1997-03-03/1997-03-05",
        start="1997-03-01",
    )
    rows = truces(case)
    assert lengths(rows) == [(0, 27)]
    assert (rows["spell_id"][0], rows["claimed_cause"][0]) == ("truce-1", "Bela")


def test_a_truce_in_one_place_is_not_ended_by_that_of_another() -> None:
    case = view(
        event("t1", "truce_start", "1997-03-05", place="Upper Town"),
        event("t2", "truce_start", "1997-03-08", place="Lower Town"),
        event("e2", "truce_end", "1997-03-12", place="Lower Town"),
    )
    rows = truces(case)
    assert list(zip(rows["start_event"], rows["end_event"], strict=True)) == [
        ("t1", ""),
        ("t2", "e2"),
    ]


def test_truces_of_other_parties_are_not_joined_and_unknown_ones_may_be() -> None:
    # Anna is of North, Bela of South.
    north, south = {"anna": "participant"}, {"bela": "participant"}
    start = event("t", "truce_start", "1997-03-05", who=north)
    ends = [event("e", "truce_end", "1997-03-12", who=who) for who in (south, north, {})]
    assert [truces(view(start, end))["open"][0] for end in ends] == [True, False, False]


def test_nothing_is_joined_across_negotiations() -> None:
    case = view(
        halt("h1", "1997-03-10", process="lake"),
        halt("h2", "1997-03-11", process="hills"),
        resumed("r2", "1997-03-14", process="hills"),
        event("t1", "talks_round", "1997-03-20", process="lake"),
        event("t2", "talks_round", "1997-03-12", process="coast"),
    )
    rows = declared_stalls(case)
    assert list(zip(rows["start_event"], rows["end_event"], strict=True)) == [
        ("h1", "t1"),
        ("h2", "r2"),
    ]


# Days without a dated contact


def test_silence_is_counted_on_covered_days_only_and_never_across_uncovered_time() -> None:
    # Covered 3-9 and 15-21; one call, on the 5th. Without: 3-4, 6-9, 15-21. Never 10-14.
    case = view(call("e1", "1997-03-05"), covers="{1997-03-03..1997-03-09,1997-03-15..1997-03-21}")
    rows = stretches_without_contact(case, days=(2, 4, 8))
    assert list(zip(rows["k"], dates(rows, "start", "end"), rows["days"], strict=True)) == [
        (2, ("1997-03-03", "1997-03-04"), 2),
        (2, ("1997-03-06", "1997-03-09"), 4),
        (2, ("1997-03-15", "1997-03-21"), 7),
        (4, ("1997-03-06", "1997-03-09"), 4),
        (4, ("1997-03-15", "1997-03-21"), 7),
    ]


def test_a_stretch_of_months_claims_no_day_for_its_ends() -> None:
    # From some time in February to some time in April: the first day is not known to 14 days.
    assert declared_stalls(view(event("h", "talks_halted", "1997-02/1997-04"))).empty
    rows = truces(view(event("t", "truce_start", "1997-02/1997-03-20")))
    assert dates(rows, "start_earliest", "start_latest") == [("1997-02-01", "1997-02-28")]
    assert dates(rows, "end_earliest", "end_latest") == [("1997-03-20", "1997-03-20")]
    # 28 February to 20 March, and 1 February to 20 March.
    assert lengths(rows) == [(20, 47)]


def test_a_contact_without_a_lower_bound_falls_into_no_earlier_silence() -> None:
    case = view(call("e1", "1997-03-15"), call("e2", "[..1997-03-28]"), call("e3", "1997-03"))
    assert list(stretches_without_contact(case, days=(3,))["claims"]) == [("e3",), ("e2", "e3")]


def test_a_source_that_was_not_coded_for_contacts_covers_no_silence() -> None:
    covers = {"s1": "1997-03-03/1997-03-09", "s2": "1997-03-15/1997-03-21"}
    case = view(covers=covers, families={"s2": "inflow outflow"})
    rows = stretches_without_contact(case, days=(3,))
    assert dates(rows, "start", "end") == [("1997-03-03", "1997-03-09")]
    both = view(covers=covers, families={"s2": "contact outflow"})
    assert len(stretches_without_contact(both, days=(3,))) == 2


def test_a_silence_at_the_edge_of_coverage_may_be_longer() -> None:
    case = view(call("e1", "1997-03-08"), call("e2", "1997-03-20"), covers="1997-03-03/1997-03-25")
    rows = stretches_without_contact(case, days=(3,))
    assert list(rows["left_truncated"]) == [True, False, False]
    assert list(rows["right_censored"]) == [False, False, True]
    assert dates(rows, "last_contact", "next_contact") == [
        ("", "1997-03-08"),
        ("1997-03-08", "1997-03-20"),
        ("1997-03-20", ""),
    ]
    assert list(rows["evidence"]) == [("E001",), ("E001", "E002"), ("E002",)]


@pytest.mark.parametrize("channel", ["phone", "in_person", "letter", "via_mediator", "unknown"])
def test_every_dated_contact_breaks_a_silence(channel: str) -> None:
    case = view(call("e1", "1997-03-06", channel=channel), end="1997-03-09")
    assert stretches_without_contact(case, days=(4,)).empty


@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("1997-03-06", {"modality": "planned"}),
        ("1997-03-06", {"modality": "denied"}),
        ("[..1997-03-06]", {}),
        ("1997-03-05/1997-04-20", {"amount_of": "contacts"}),
    ],
)
def test_what_need_not_lie_inside_a_stretch_does_not_shorten_it(
    date: str, cells: dict[str, str]
) -> None:
    rows = stretches_without_contact(view(call("e1", date, **cells), end="1997-03-09"), days=(7,))
    assert list(rows["days"]) == [7]


def test_the_days_among_which_a_contact_must_lie_belong_to_no_stretch() -> None:
    # Covered 3-30. One contact on a day from 5 to 7, calls without a number on the 20th.
    case = view(
        call("e1", "[1997-03-05..1997-03-07]"),
        call("e2", "1997-03-20", amount_of="contacts", amount_text="several"),
    )
    rows = stretches_without_contact(case, days=(2,))
    assert dates(rows, "start", "end") == [
        ("1997-03-03", "1997-03-04"),
        ("1997-03-08", "1997-03-19"),
        ("1997-03-21", "1997-03-30"),
    ]
    assert rows["left_truncated"].all()  # each may go on into such days, or before the coverage
    assert rows["right_censored"].all()


def test_a_contact_on_an_uncovered_day_does_not_close_a_silence() -> None:
    case = view(call("e1", "1997-03-08"), covers="1997-03-03/1997-03-07")
    row = stretches_without_contact(case, days=(3,)).iloc[0]
    assert row["right_censored"]
    assert pd.isna(row["next_contact"])


def test_claims_that_may_fall_into_a_silence_stand_beside_it() -> None:
    # From 3 to 7 and from 11 to 30, with a call on the 10th and one on the 8th or 9th.
    case = view(
        call("call", "1997-03-10"),
        call("hourly", "1997-03-05/1997-03-20", amount_of="contacts"),
        call("early", "[1997-03-08..1997-03-09]"),
        call("open", "[..1997-03-03]"),
        call("planned", "1997-03-06", modality="planned"),
        call("denied", "1997-03-06", modality="denied"),
    )
    rows = stretches_without_contact(case, days=(3,))
    assert list(rows["claims"]) == [("open", "hourly"), ("hourly",)]
    assert list(rows["overlapping_claims"]) == [2, 1]
    assert rows["evidence"][1] == ("E001", "E002")


def test_a_silence_of_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 day; asked for 0"):
        stretches_without_contact(view(), days=(0, 3))


@pytest.mark.parametrize("contact_days", [(), (3,), (3, 4, 30), (10, 10, 17), tuple(range(3, 31))])
def test_silent_days_and_days_with_contact_part_the_covered_time(
    contact_days: tuple[int, ...],
) -> None:
    calls = (call(f"e{i}", f"1997-03-{d:02}") for i, d in enumerate(contact_days))
    rows = stretches_without_contact(view(*calls), days=(1,))
    assert rows["days"].sum() + len(set(contact_days)) == 28


def test_without_coverage_nothing_is_silent() -> None:
    assert stretches_without_contact(view(covers={})).empty


# How long they last


def spells(*rows: tuple[float, float, bool, float]) -> pd.DataFrame:
    """days_low, days_high, open, entry_days."""
    return pd.DataFrame(rows, columns=["days_low", "days_high", "open", "entry_days"])


def test_below_five_spells_there_is_no_curve() -> None:
    four = spells(*[(1.0, 1.0, False, 0.0)] * 4)
    with pytest.raises(TooFewSpells, match="4 spells: a survival curve needs at least 5"):
        survival(four)
    with pytest.raises(TooFewSpells, match="1 spell:"):
        survival(four.iloc[:1])


def test_open_spells_leave_the_risk_set_without_ending() -> None:
    # Days 2, 3, 3+, 5, 8+ (+ open): 4/5 after 2; of 4 at risk one ends on 3: 4/5*3/4 = 0.6; of 2
    # at risk one ends on 5: 0.3. Greenwood at 2: S*sqrt(1/(5*4)) = 0.8*0.2236 = 0.1789.
    nan = math.nan
    five = spells(
        (2, 2, False, 0), (3, 3, False, 0), (3, nan, True, 0), (5, 5, False, 0), (8, nan, True, 0)
    )
    curve = survival(five)
    assert list(curve["time"]) == [2, 3, 5]
    assert list(curve["at_risk"]) == [5, 4, 2]
    assert list(curve["ended"]) == [1, 1, 1]
    assert list(curve["survival"]) == pytest.approx([0.8, 0.6, 0.3])
    # log-log: 0.8 ** exp(+-1.95996 * 0.17889 / (0.8 * ln 0.8)) = 0.2038 and 0.9692
    assert (curve["low"][0], curve["high"][0]) == pytest.approx((0.2038, 0.9692), abs=1e-4)


def test_a_left_truncated_spell_is_at_risk_only_once_it_is_observed() -> None:
    # Five spells end after 2, 4, 6, 8, 10 days; the last is observed from its fifth day on, so
    # that 4 are at risk at 2 (3/4), 3 at 4 (2/3: 0.5), and, with it, 3 at 6 (2/3: 1/3).
    rows = spells(*[(float(d), float(d), False, 0.0) for d in (2, 4, 6, 8)], (10, 10, False, 5))
    curve = survival(rows)
    assert list(curve["at_risk"]) == [4, 3, 3, 2, 1]
    assert list(curve["survival"])[:3] == pytest.approx([0.75, 0.5, 1 / 3])
    assert math.isnan(curve["high"].iloc[-1])


def test_a_spell_that_ended_on_its_first_day_was_at_risk_on_that_day() -> None:
    curve = survival(spells((0, 0, False, 0), *[(3.0, 3.0, False, 0.0)] * 4))
    assert list(curve["time"]) == [0, 3]
    assert list(curve["at_risk"]) == [5, 4]
    assert curve["survival"][0] == pytest.approx(0.8)


def test_the_curve_of_the_upper_bounds_never_lies_below_that_of_the_lower() -> None:
    rng = np.random.default_rng(1997)
    low = rng.integers(0, 20, 30)
    rows = spells(
        *(
            (float(a), float(a + b), False, 0.0)
            for a, b in zip(low, rng.integers(0, 9, 30), strict=True)
        )
    )
    days = np.arange(40)

    def at_each_day(curve: pd.DataFrame) -> np.ndarray:
        steps = np.concatenate([[1.0], curve["survival"]])
        return steps[np.searchsorted(curve["time"], days, side="right")]

    assert (at_each_day(survival(rows, use="high")) >= at_each_day(survival(rows)) - 1e-12).all()


def test_a_curve_of_open_spells_alone_has_no_row() -> None:
    curve = survival(spells(*[(3.0, math.nan, True, 0.0)] * 5))
    assert curve.empty
    assert list(curve.columns) == ["time", "at_risk", "ended", "survival", "low", "high"]


def test_a_confidence_that_is_no_level_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        survival(spells(*[(3.0, 3.0, False, 0.0)] * 5), confidence=95)


def test_five_declared_stalls_give_a_curve() -> None:
    # Halted on 3, 8, 13, 18, 23 March and resumed 1, 2, 3, 4 days later; the last is open.
    pairs = [(3, 1), (8, 2), (13, 3), (18, 4)]
    events = [halt(f"h{d}", f"1997-03-{d:02}") for d, _ in pairs] + [halt("h23", "1997-03-23")]
    events += [resumed(f"r{d}", f"1997-03-{d + n:02}") for d, n in pairs]
    curve = survival(declared_stalls(view(*events)))
    assert list(curve["time"]) == [1, 2, 3, 4]
    assert list(curve["survival"]) == pytest.approx([0.8, 0.6, 0.4, 0.2])


# Nothing at all


def test_empty_results_keep_columns_and_types() -> None:
    full = view(
        halt("h", "1997-03-10"),
        halt("again", "1997-03", amount_of="occurrences"),
        event("t", "truce_start", "1997-03-20"),
    )
    for measure in (declared_stalls, undated_stalls, truces, causes, stretches_without_contact):
        frame = measure(view(covers={}))
        assert frame.empty
        assert list(frame.dtypes) == list(measure(full).dtypes)


def test_a_stall_that_is_on_when_the_window_opens_is_in_the_table_with_its_own_start() -> None:
    # Lakeland: halted on 18 June 1997, resumed on 24 June.
    data = load(LAKELAND)
    [row] = declared_stalls(measures(data, start="1997-06-20", end="1997-06-30")).to_dict("records")
    assert row["start_earliest"] == pd.Timestamp("1997-06-18")
    assert row["days_low"] == row["days_high"] == 6
    # It is at risk in this window from the third day on.
    assert row["left_truncated"]
    assert row["entry_days"] == 2


def test_a_stall_that_was_over_before_the_window_is_not_in_the_table() -> None:
    view = measures(load(LAKELAND), start="1997-06-25", end="1997-06-30")
    assert declared_stalls(view).empty


def test_a_truce_and_a_halt_end_whoever_s_events_are_shown() -> None:
    rows = (
        event("t", "truce_start", "1997-03-05", who={"north": "participant", "port": "mediator"}),
        event("u", "truce_end", "1997-03-10", who={"north": "participant"}),
        event("h", "talks_halted", "1997-03-12", who={"port": "mediator"}),
        event("r", "talks_resumed", "1997-03-15", who={"north": "initiator"}),
        event("other", "talks_halted", "1997-03-20", who={"north": "initiator"}),
    )
    case = view(*rows, sides=["Port"])
    for found, length in ((truces(case), 5), (declared_stalls(case), 3)):
        assert list(found["open"]) == [False]
        assert list(found["days_high"]) == [length]
    assert list(case.events["event_id"]) == ["t", "h"]
