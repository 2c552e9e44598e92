"""Contacts: what must not be counted first, then counts, pairs, levels and rates by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from scipy import stats
from tests.measures.cases import FLURRY, call, dates, day, event, exactly, view, visit

from analysis.measures.contacts import (
    contacts_by_pair,
    dated_contacts,
    supposed_contacts,
    unknown_day_contacts,
)
from analysis.measures.frequency import (
    call_rate,
    contacts_per_period,
    counts_in_window,
    rates_by_stretch,
)
from analysis.measures.gaps_and_pairs import gaps, level_counts, named_pairs, pair_matrix
from analysis.measures.rates import CoverageError, compare_rates, contact_rate
from analysis.measures.view import View


def company(who: dict[str, str], channel: str = "in_person") -> pd.Series:
    """The row of one dated contact with these participants."""
    case = view(event("e1", "contact", "1997-03-04", channel=channel, who=who))
    return dated_contacts(case).iloc[0]


# What is not counted


@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("1997-03-04", {"modality": "planned"}),
        ("1997-03-04", {"modality": "hypothetical"}),
        ("1997-03-04", {"modality": "denied"}),
        ("1997-03-04", {"amount_of": "contacts", "amount_text": "hourly"}),
        ("1997-03-04", {"amount_of": "contacts"} | exactly(3)),
        ("[1997-03-04..1997-03-06]", {}),
        ("1997-03-04/1997-03-05", {}),
        ("{1997-03-04,1997-03-06}", {}),
        ("1997-03", {}),
        ("[..1997-03-06]", {}),
        ("1997-03-02", {}),
        ("1997-03-31", {}),
    ],
)
def test_what_did_not_happen_or_has_no_single_day_is_never_counted(
    date: str, cells: dict[str, Any]
) -> None:
    case = view(call("e1", date, **cells))
    assert dated_contacts(case).empty
    assert contacts_per_period(case, "W")["calls"].sum() == 0


def test_a_view_that_holds_other_days_counts_those_of_the_window_alone() -> None:
    wide = view(*(call(f"e{d}", f"1997-03-{d:02}") for d in (4, 5, 9, 10)))
    narrow = replace(wide, start=day("5"), end=day("9"))
    assert list(dated_contacts(narrow)["event_id"]) == ["e5", "e9"]


def test_events_of_other_families_are_no_contacts() -> None:
    case = view(event("e1", "talks_resumed", "1997-03-04", who={"anna": "initiator"}))
    assert dated_contacts(case).empty
    assert unknown_day_contacts(case).empty


def test_what_is_not_counted_is_listed_with_its_reason() -> None:
    case = view(
        call("planned", "1997-03-20", modality="planned"),
        call("hourly", "1997-03-05/1997-03-09", amount_of="contacts", amount_text="hourly"),
        call("three", "[1997-03-04..1997-03-10]", amount_of="contacts", **exactly(3)),
        call("two-days", "1997-03-06/1997-03-07"),
        call("some-day", "[1997-03-07..1997-03-08]"),
        call("before", "[..1997-03-12]"),
        call("counted", "1997-03-04"),
        call("denied", "1997-03-05", modality="denied"),
        call("supposed", "1997-03-06", modality="hypothetical"),
    )
    rows = unknown_day_contacts(case)
    assert list(zip(rows["event_id"], rows["why"], strict=True)) == [
        ("before", "day not stated"),
        ("three", "day not stated"),
        ("hourly", "number not stated"),
        ("two-days", "a stretch of days"),
        ("some-day", "day not stated"),
        ("planned", "planned"),
    ]
    assert dates(rows, "earliest", "latest")[0] == ("", "1997-03-12")
    assert rows["wording"][2] == "hourly"
    assert rows["amount"][1].words() == "3"
    assert list(supposed_contacts(case)["why"]) == ["denied", "hypothetical"]


def test_every_contact_is_in_exactly_one_of_the_three_lists() -> None:
    case = view(
        *(
            call(f"{m}-{n}", d, modality=m)
            for m in ("actual", "planned", "denied", "hypothetical")
            for n, d in enumerate(("1997-03-04", "1997-03", "1997-03-04/1997-03-09"))
        )
    )
    ids = [
        i
        for measure in (dated_contacts, unknown_day_contacts, supposed_contacts)
        for i in measure(case)["event_id"]
    ]
    assert sorted(ids) == sorted(case.events["event_id"])


# Who was in touch with whom


def test_a_call_to_two_pairs_the_caller_with_each_and_not_them_with_each_other() -> None:
    row = company({"petra": "initiator", "anna": "recipient", "bela": "recipient"}, "phone")
    assert row["pairs"] == (("anna", "petra"), ("bela", "petra"))
    assert row["pair"] == "Anna – Petra; Bela – Petra"
    assert row["side_pairs"] == (("North", "Port"), ("Port", "South"))
    assert row["series"] == "call"


def test_two_plain_participants_make_one_unordered_pair() -> None:
    one = company({"anna": "participant", "bela": "participant"})
    other = company({"bela": "participant", "anna": "participant"})
    assert one["pairs"] == other["pairs"] == (("anna", "bela"),)
    assert one["pair"] == other["pair"] == "Anna – Bela"


def test_by_way_of_a_mediator_the_parties_are_the_pair() -> None:
    who = {"anna": "initiator", "bela": "recipient", "petra": "mediator"}
    assert company(who, "via_mediator")["pairs"] == (("anna", "bela"),)
    assert company(who, "via_mediator")["sides"] == ("North", "Port", "South")


def test_where_only_one_party_is_stated_it_pairs_with_the_mediator() -> None:
    row = company({"anna": "participant", "petra": "mediator"}, "via_mediator")
    assert row["pairs"] == (("anna", "petra"),)


def test_a_mediator_in_the_room_is_in_touch_with_both() -> None:
    row = company({"anna": "participant", "bela": "participant", "petra": "mediator"})
    assert row["pairs"] == (("anna", "bela"), ("anna", "petra"), ("bela", "petra"))


def test_subjects_are_not_in_touch_and_a_place_only_where_nobody_else_is_stated() -> None:
    row = company({"anna": "initiator", "bela": "recipient", "boris": "subject", "port": "host"})
    assert row["pairs"] == (("anna", "bela"),)
    assert row["actors"] == ("anna", "bela")
    visit = company({"anna": "initiator", "port": "host"})
    assert visit["pair"] == "Anna – Port"


def test_a_person_who_hosts_takes_part() -> None:
    row = company({"petra": "host", "anna": "participant", "bela": "participant"})
    assert row["pairs"] == (("anna", "bela"), ("anna", "petra"), ("bela", "petra"))


def test_pairs_of_sides_leave_out_pairs_within_a_side() -> None:
    # Abel has no side of his own: it is that of North, to which he belongs.
    row = company({"anna": "participant", "abel": "participant", "bela": "participant"})
    assert len(row["pairs"]) == 3
    assert row["side_pairs"] == (("North", "South"),)


def test_a_lone_actor_has_no_pair_and_no_level() -> None:
    row = company({"anna": "initiator"})
    assert (row["pairs"], row["pair"], row["level"]) == ((), "Anna – not stated", 0)
    assert company({})["pair"] == "not stated"


@pytest.mark.parametrize(
    ("who", "lowest", "highest"),
    [
        ({"anna": "participant", "bela": "participant"}, 4, 5),
        # Each side's best counts: South sends Bela (4) beside Boris (2).
        ({"anna": "participant", "bela": "participant", "boris": "participant"}, 4, 5),
        ({"anna": "participant", "south": "participant"}, 0, 5),
        # Within one side the persons' own levels count.
        ({"anna": "participant", "abel": "participant"}, 3, 5),
    ],
)
def test_the_level_is_the_lower_of_what_both_sides_sent_at_best(
    who: dict[str, str], lowest: int, highest: int
) -> None:
    row = company(who)
    assert (row["level"], row["level_high"]) == (lowest, highest)


@pytest.mark.parametrize(
    ("channel", "series"),
    [
        ("phone", "call"),
        ("video", "call"),
        ("in_person", "meeting"),
        ("via_mediator", "other"),
        ("letter", "other"),
        ("unknown", "other"),
    ],
)
def test_channels_fall_into_series(channel: str, series: str) -> None:
    assert company({"anna": "initiator", "bela": "recipient"}, channel)["series"] == series


@pytest.mark.parametrize(
    ("who", "series"),
    [
        ({"anna": "initiator", "south": "host"}, "visit"),
        ({"anna": "initiator", "south": "host", "bela": "recipient"}, "meeting"),
        ({"anna": "participant", "south": "host", "bela": "participant"}, "meeting"),
        ({"anna": "initiator", "bela": "host"}, "meeting"),  # a person who hosts was met
    ],
)
def test_who_travels_and_is_not_said_to_have_met_anybody_is_on_a_visit(
    who: dict[str, str], series: str
) -> None:
    assert company(who)["series"] == series
    assert company(who, "phone")["series"] == "call"


def test_meetings_and_visits_are_counted_apart() -> None:
    case = view(visit("v", "1997-03-04"), call("m", "1997-03-05", channel="in_person"))
    assert contacts_per_period(case, "M")[["meetings", "visits"]].to_numpy().tolist() == [[1, 1]]
    counts = counts_in_window(case).set_index("series")["certain"]
    assert counts.to_dict() == {"call": 0, "meeting": 1, "visit": 1, "other": 0}


def test_several_on_a_day_without_a_number_are_counted_as_one_and_marked() -> None:
    case = view(call("flurry", "1997-03-04", **FLURRY), call("one", "1997-03-06"))
    rows = dated_contacts(case)
    assert rows[["event_id", "or_more", "wording"]].to_numpy().tolist() == [
        ["flurry", True, "a flurry"],
        ["one", False, ""],
    ]
    assert unknown_day_contacts(case).empty
    assert contacts_by_pair(case)[["count", "or_more"]].to_numpy().tolist() == [[2, True]]
    period = contacts_per_period(case, "M").iloc[0]
    assert (period["calls"], period["certain"], period["unnumbered"]) == (2, 2, True)


def test_of_a_least_count_there_is_no_interval_and_no_test() -> None:
    case = view(
        call("a", "1997-03-04", **FLURRY),
        call("b", "1997-03-25"),
        covers="{1997-03-03..1997-03-09,1997-03-24..1997-03-30}",
    )
    assert call_rate(case) is None
    rows = rates_by_stretch(case)
    assert list(rows["per_week"]) == [1.0, 1.0]
    assert list(rows["low"].isna()) == [True, False]
    assert rows["p_value"].isna().all()


def test_dated_contacts_are_in_order_with_their_evidence() -> None:
    both = [("s1", "the source"), ("s1", "anna")]
    case = view(call("late", "1997-03-20", said=both), call("early", "1997-03-04"))
    rows = dated_contacts(case)
    assert list(rows["event_id"]) == ["early", "late"]
    assert list(rows["evidence"]) == [("E003",), ("E001", "E002")]


# Pairs and levels counted


def several() -> View:
    return view(
        call("e1", "1997-03-04"),
        call("e2", "1997-03-04", a="bela", b="anna"),
        call("e3", "1997-03-06", a="petra", b="anna"),
        call("e4", "1997-03-10", channel="in_person"),
        covers="{1997-03-03..1997-03-06,1997-03-09..1997-03-30}",
    )


def test_pair_matrix_counts_unordered_pairs_by_series() -> None:
    rows = pair_matrix(several())
    assert rows[["a", "b", "series", "count"]].to_numpy().tolist() == [
        ["anna", "bela", "call", 2],
        ["anna", "bela", "meeting", 1],
        ["anna", "petra", "call", 1],
    ]
    assert rows["evidence"][0] == ("E001", "E002")
    assert list(pair_matrix(several(), by="sides")["a"]) == ["North"] * 3


def test_named_pairs_are_the_same_counts_by_name() -> None:
    rows = named_pairs(several())
    assert list(rows["pair"]) == ["Anna – Bela", "Anna – Bela", "Anna – Petra"]
    assert list(rows["count"]) == list(pair_matrix(several())["count"])


def test_level_counts_name_the_level_as_the_codebook_does() -> None:
    case = several()
    rows = level_counts(case)
    assert rows[["level", "level_label", "series", "count"]].to_numpy().tolist() == [
        [4, "minister or intelligence chief", "call", 2],
        [4, "minister or intelligence chief", "meeting", 1],
        [3, "deputy or envoy", "call", 1],
    ]


def test_gaps_are_elapsed_days_and_say_how_much_of_them_is_uncovered() -> None:
    # Contacts on 4, 4, 6 and 10 March; the 7th and 8th are not covered.
    case = several()
    rows = gaps(case)
    assert list(rows["days"]) == [0, 2, 4]
    assert list(rows["uncovered_days"]) == [0, 0, 2]
    assert rows["evidence"][2] == ("E003", "E004")


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_contacts_have_no_gap(count: int) -> None:
    case = view(*(call(f"e{i}", "1997-03-04") for i in range(count)))
    assert gaps(case).empty


# Periods


def test_weeks_start_on_monday_and_are_clipped_to_the_window() -> None:
    # 5 March 1997 is a Wednesday, 18 March a Tuesday.
    case = view(start="1997-03-05", end="1997-03-18")
    rows = contacts_per_period(case, "W")
    assert dates(rows, "start", "end") == [
        ("1997-03-05", "1997-03-09"),
        ("1997-03-10", "1997-03-16"),
        ("1997-03-17", "1997-03-18"),
    ]
    assert list(rows["days"]) == [5, 7, 2]


@pytest.mark.parametrize("freq", ["D", "W", "M"])
def test_periods_part_the_window_and_hold_every_dated_contact(freq: Any) -> None:
    case = view(
        call("e1", "1997-01-17"),
        call("e2", "1997-03-31"),
        call("e3", "1997-02-28", channel="letter"),
        start="1997-01-17",
        end="1997-03-31",
    )
    rows = contacts_per_period(case, freq)
    assert rows["days"].sum() == case.days
    assert (rows["start"].iloc[1:].to_numpy() > rows["end"].iloc[:-1].to_numpy()).all()
    assert rows[["calls", "meetings", "others"]].sum().tolist() == [2, 0, 1]


def test_an_empty_covered_period_is_zero_and_an_uncovered_one_is_no_number() -> None:
    case = view(call("e1", "1997-03-04"), covers="1997-03-03/1997-03-18")
    rows = contacts_per_period(case, "W")
    assert list(rows["status"]) == ["covered", "covered", "partly covered", "not covered"]
    assert list(rows["covered_days"]) == [7, 7, 2, 0]
    assert list(rows["per_week"])[:3] == [1.0, 0.0, 0.0]
    assert rows[["per_week", "low", "high"]].iloc[3].isna().all()
    # No call in 7 days: the upper end is chi2(0.975, 2) / 2 = 3.6889 a week.
    assert rows["low"][1] == 0
    assert rows["high"][1] == pytest.approx(3.6889, abs=1e-4)


def test_a_call_on_an_uncovered_day_is_counted_and_left_out_of_the_rate() -> None:
    # Covered: 3 to 5 March. Calls on the 4th (covered) and the 7th (not): 1 in 3 days, 7/3 a week.
    case = view(
        call("e1", "1997-03-04"),
        call("e2", "1997-03-07"),
        covers="1997-03-03/1997-03-05",
        end="1997-03-09",
    )
    row = contacts_per_period(case, "W").iloc[0]
    assert (row["calls"], row["rated"], row["covered_days"]) == (2, 1, 3)
    assert row["per_week"] == pytest.approx(7 / 3)
    assert row["evidence"] == ("E001", "E002")


def test_the_rate_is_that_of_the_series_asked_for() -> None:
    case = view(call("e1", "1997-03-04"), call("e2", "1997-03-05", channel="in_person"))
    assert contacts_per_period(case, "M", series="meeting")["per_week"][0] == 7 / 28
    assert contacts_per_period(case, "M", series="other")["per_week"][0] == 0


def test_of_contacts_that_may_be_calls_there_is_a_least_rate_and_no_interval() -> None:
    # "Daily", by no channel that is told, from the 10th to the 12th: in the first stretch alone.
    daily = call("daily", "1997-03-10/1997-03-12", channel="unknown", amount_of="contacts",
                 amount_text="daily")  # fmt: skip
    dated = [call("a", "1997-03-04"), call("b", "1997-03-25")]
    case = view(*dated, daily, covers="{1997-03-03..1997-03-16,1997-03-24..1997-03-30}")
    assert call_rate(case) is None
    rows = rates_by_stretch(case)
    assert list(rows["or_more"]) == [True, False]
    assert list(rows["low"].isna()) == [True, False]
    assert rows["p_value"].isna().all()


def test_channels_left_out_of_the_view_have_no_rate() -> None:
    case = view(call("e1", "1997-03-04"), channels=["in_person"])
    row = contacts_per_period(case, "M").iloc[0]
    assert math.isnan(row["per_week"])
    assert row["status"] == "covered"


def test_another_period_is_refused() -> None:
    with pytest.raises(ValueError, match='"D", "W" or "M", not "Y"'):
        contacts_per_period(view(), "Y")  # type: ignore[arg-type]


# Rates


def test_no_exposure_gives_no_rate() -> None:
    with pytest.raises(CoverageError, match="no day is covered"):
        contact_rate(0, 0)
    with pytest.raises(CoverageError):
        compare_rates(1, 7, 1, 0)


@pytest.mark.parametrize(("count", "days"), [(-1, 7), (1, -7)])
def test_negative_counts_and_exposures_are_refused(count: int, days: int) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        contact_rate(count, days)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_no_level_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        contact_rate(1, 7, confidence=confidence)


@pytest.mark.parametrize(("count", "days"), [(0, 30), (1, 7), (3, 30), (9, 47), (250, 365)])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_garwoods(count: int, days: int, confidence: float) -> None:
    # Garwood (1936): chi2(a/2, 2n)/2 and chi2(1-a/2, 2n+2)/2 events, over weeks of exposure.
    tail, weeks = (1 - confidence) / 2, days / 7
    low = stats.chi2.ppf(tail, 2 * count) / 2 / weeks if count else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * count + 2) / 2 / weeks
    rate = contact_rate(count, days, confidence=confidence)
    assert (rate.count, rate.exposure_days) == (count, days)
    assert rate.per_week == pytest.approx(count / weeks)
    assert (rate.low, rate.high) == pytest.approx((low, high))


def test_the_comparison_is_the_binomial_test_of_the_split() -> None:
    # Given 13 contacts, equal rates split them like 13 tosses of a coin of 30/60.
    result = compare_rates(10, 30, 3, 30)
    assert result.p_value == pytest.approx(stats.binomtest(10, 13, 0.5).pvalue)
    assert result.ratio == pytest.approx(10 / 3)
    # Unequal exposure: 4 contacts in 7 days against 2 in 21, a coin of 7/28.
    result = compare_rates(4, 7, 2, 21)
    assert result.p_value == pytest.approx(stats.binomtest(4, 6, 0.25).pvalue)
    assert result.ratio == pytest.approx(6)


@pytest.mark.parametrize(
    ("a", "days_a", "b", "days_b"), [(4, 7, 2, 21), (0, 5, 3, 9), (5, 5, 5, 5)]
)
def test_comparing_the_other_way_round_gives_the_same_p_value(
    a: int, days_a: int, b: int, days_b: int
) -> None:
    one, other = compare_rates(a, days_a, b, days_b), compare_rates(b, days_b, a, days_a)
    assert one.p_value == pytest.approx(other.p_value)


def test_without_contacts_in_b_there_is_no_ratio_and_without_any_nothing_to_tell_apart() -> None:
    assert compare_rates(3, 10, 0, 10).ratio is None
    nothing = compare_rates(0, 10, 0, 20)
    assert (nothing.ratio, nothing.p_value) == (None, 1.0)


# Nothing at all


def test_empty_results_keep_columns_and_types() -> None:
    full, empty = several(), view(covers={})
    for measure in (
        dated_contacts, unknown_day_contacts, supposed_contacts, pair_matrix, level_counts, gaps
    ):  # fmt: skip
        frame = measure(empty)
        assert frame.empty
        assert list(frame.dtypes) == list(measure(full).dtypes)
    periods = contacts_per_period(empty, "W")
    assert list(periods.dtypes) == list(contacts_per_period(full, "W").dtypes)
    assert set(periods["status"]) == {"not covered"}


def test_a_rate_is_over_days_of_sources_that_were_coded_for_contacts() -> None:
    # One call in the 7 days of s1; s2 covers 21 more and was read for other things.
    case = view(
        call("e1", "1997-03-05"),
        covers={"s1": "1997-03-03/1997-03-09", "s2": "1997-03-10/1997-03-30"},
        families={"s2": "inflow outflow"},
    )
    assert (case.call_rate.count, case.call_rate.exposure_days) == (1, 7)
    assert list(case.rates["covered_days"]) == [7]
    assert case.call_rate.per_week == 1.0


def test_without_the_channels_of_calls_there_is_no_rate_of_calls() -> None:
    case = view(call("e1", "1997-03-05"), channels=["in_person"])
    assert case.call_rate is None
    assert case.rates.empty
    assert case.periods["per_week"].isna().all()


# How many, as bounds


def test_a_contact_of_unknown_day_is_certain_in_the_window_and_possible_in_its_weeks() -> None:
    case = view(
        call("known", "1997-03-04"),
        call("within", "[1997-03-04..1997-03-06]"),  # Tuesday to Thursday of one week
        call("across", "[1997-03-07..1997-03-11]"),  # Friday to Tuesday: two weeks
        call("several", "1997-03-12", amount_of="contacts", **exactly(3)),
        call("daily", "1997-03-17/1997-03-20", amount_of="contacts", amount_text="daily"),
        call("planned", "1997-03-18", modality="planned"),
        call("open", "[..1997-03-27]"),
    )
    weeks = contacts_per_period(case, "W").set_index("start")
    told = weeks[["certain", "possible", "unnumbered"]].apply(tuple, axis=1)
    # By hand: known and within; the three of the 12th; across may lie in either week.
    assert told[day("1997-03-03")] == (2, 3, False)
    assert told[day("1997-03-10")] == (3, 4, False)
    assert told[day("1997-03-17")] == (0, 0, True)
    # What has no first day is possible where its last one lies, and for no year before.
    assert told[day("1997-03-24")] == (0, 1, False)
    calls = counts_in_window(case).iloc[0]
    # In the whole window: known, within, across and three; the open one may lie before it.
    assert (calls["dated"], calls["certain"], calls["possible"]) == (1, 6, 7)
    assert calls["unnumbered"]
