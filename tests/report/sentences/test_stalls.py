"""Sentences on halts, days without contact and truces: lengths, open ends, whose claim is whose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.measures.cases import call, event, view
from tests.report.sentences.sentences import cited

from analysis.report import findings
from analysis.report.sentences import (
    in_brief,
    on_causes,
    on_days_without_contact,
    on_stalls,
    on_survival,
    on_truces,
    on_undated_stalls,
)


def halt(event_id: str, date: str, **cells: Any) -> dict[str, Any]:
    return event(event_id, "talks_halted", date, **cells)


def resumed(event_id: str, date: str) -> dict[str, Any]:
    return event(event_id, "talks_resumed", date)


def test_a_halt_that_ended_is_told_with_its_length_and_both_days() -> None:
    assert on_stalls(view(halt("h", "1997-03-10"), resumed("r", "1997-03-15"))) == [
        "Source 1 states one halt of the talks that can be dated.",
        "The halt that began on 10 March 1997 lasted 5 days; the talks resumed on 15 March 1997 "
        "([E001](#E001), [E002](#E002)).",
    ]


def test_a_halt_from_before_the_window_is_told_as_such() -> None:
    early, late = halt("early", "1997-03-05"), halt("late", "1997-03-20")
    went_on = resumed("r", "1997-03-12")
    both = on_stalls(view(early, went_on, late, start="1997-03-10"))
    assert both[0] == (
        "Source 1 states two halts of the talks that can be dated, of which one is from before "
        "this window and one is open."
    )
    assert both[1].startswith(
        "The halt that began before this window, on 5 March 1997, lasted 7 days; the talks resumed"
    )
    assert both[2].startswith("The halt that began on 20 March 1997 is open")
    alone = on_stalls(view(early, went_on, start="1997-03-10"))[0]
    assert alone.endswith("that can be dated, and it is from before this window.")


def test_halts_are_counted_among_the_events_that_are_shown() -> None:
    case = view(
        halt("a", "1997-03-05", who={"north": "participant"}),
        halt("b", "1997-03-20", who={"south": "participant"}),
        sides=["South"],
    )
    assert on_stalls(case)[0] == (
        "Source 1 states one halt of the talks that can be dated (only events of the side South "
        "are shown), and it is open."
    )


def test_a_day_is_one_day() -> None:
    said = on_stalls(view(halt("h", "1997-03-10"), resumed("r", "1997-03-11")))
    assert "lasted 1 day;" in said[1]


def test_unknown_days_are_told_as_bounds() -> None:
    case = view(halt("h", "[1997-03-10..1997-03-12]"), resumed("r", "[1997-03-14..1997-03-20]"))
    assert (
        "began between 10 and 12 March 1997 lasted 2 to 10 days; the talks resumed "
        "between 14 and 20 March 1997"
    ) in on_stalls(case)[1]


def test_an_open_halt_is_told_until_the_end_of_coverage() -> None:
    assert on_stalls(view(halt("h", "1997-03-10"))) == [
        "Source 1 states one halt of the talks that can be dated, and it is open.",
        "The halt that began on 10 March 1997 is open: Source 1 does not report that talks went "
        "on up to 30 March 1997, where the coverage of its sources ends ([E001](#E001)).",
    ]


def test_where_no_source_says_that_talks_resumed_the_day_by_which_they_went_on_is_told() -> None:
    case = view(halt("h", "1997-03-10"), event("t", "talks_round", "1997-03-15"))
    assert on_stalls(case)[1] == (
        "The halt that began on 10 March 1997 lasted at most 5 days; talks were under way again by "
        "15 March 1997 ([E001](#E001), [E002](#E002))."
    )


def test_of_a_halt_whose_end_nobody_dates_no_length_is_told() -> None:
    m = view(
        event("stop", "talks_halted", "1997-03-10"),
        event("round", "talks_round", "1997-06-01"),
        start="1997-03-01",
        end="1997-06-30",
        covers={"s1": "1997-03-01/1997-03-20", "s2": "1997-06-01"},
    )
    assert on_stalls(m)[1] == (
        "The halt that began on 10 March 1997 ended on a day that no source gives; talks were "
        "under way again by 1 June 1997 ([E001](#E001), [E002](#E002))."
    )
    (brief,) = (said for said in in_brief(m) if "Halts" in said)
    assert "and was over by 1 June 1997 (no day is given)" in brief
    assert "days" not in brief
    title = findings.stalls(m, ()).title
    assert title == "One halt declared: from 10 Mar 1997, over by 1 June 1997"


def test_a_cause_is_told_as_the_claim_of_its_speakers() -> None:
    case = view(
        halt(
            "h",
            "1997-03-10",
            blames="south",
            said=(("s1", "official"), ("s1", "the source")),
        )
    )
    (said,) = on_causes(case)
    assert "is attributed to South by An official (Source 1) and Source 1 itself" in said
    assert "claim" in said


def test_who_disputes_a_halt_is_not_among_those_who_attribute_it() -> None:
    case = view(halt("h", "1997-03-10", blames="south", said=(("s1", "official"), ("s1", "bela"))))
    case.evidence.loc[case.evidence["speaker"] == "bela", "stance"] = "disputes"
    (said,) = on_causes(case)
    claimed = said.split("claim")[0]
    assert "attributed to South by An official (Source 1)" in claimed
    assert "and Bela (Source 1)" not in claimed


def test_a_halt_that_nobody_is_blamed_for_is_told_as_such() -> None:
    assert on_causes(view(halt("h", "1997-03-10"))) == [
        "Nobody is named as having caused the halt on 10 March 1997, of which Source 1 itself "
        "tells."
    ]


def test_silences_are_counted_for_each_length() -> None:
    case = view(call("a", "1997-03-03"), call("b", "1997-03-08"), call("c", "1997-03-30"))
    counts, longest = on_days_without_contact(case)
    assert "two of at least 3 days, one of at least 7 days and one of at least 14 days" in counts
    assert longest.startswith("The longest is 21 days, 9–29 March 1997")


def test_a_length_that_no_silence_reaches_has_none() -> None:
    case = view(call("a", "1997-03-03"), call("b", "1997-03-08"), covers="1997-03-03/1997-03-08")
    (counts, _) = on_days_without_contact(case)
    assert "one of at least 3 days, none of at least 7 days and none of at least 14 days" in counts


def test_a_silence_at_the_edge_of_coverage_may_be_longer() -> None:
    case = view(call("a", "1997-03-10"))
    longest = on_days_without_contact(replace(case, days_without_contact=(3,)))[1]
    assert "20 days, 11–30 March 1997, and may have ended later" in longest


def test_claims_that_may_fall_into_a_silence_are_counted_beside_it() -> None:
    case = view(
        call("a", "1997-03-03"),
        call("b", "1997-03-29"),
        call("often", "1997-03", amount_of="contacts", amount_text="daily"),
    )
    assert (
        "one statement on contacts without a day may fall into it"
        in on_days_without_contact(replace(case, days_without_contact=(3,)))[1]
    )


def test_a_silence_that_no_claim_falls_into_is_not_excused_by_one() -> None:
    case = view(call("a", "1997-03-03"), call("b", "1997-03-29"))
    assert (
        "no statements on contacts without a day may fall"
        not in on_days_without_contact(replace(case, days_without_contact=(3,)))[1]
    )


def test_contact_on_every_covered_day_leaves_no_silence() -> None:
    case = view(
        *(call(f"c{n}", f"1997-03-{n:02}") for n in range(3, 7)), covers="1997-03-03/1997-03-06"
    )
    assert on_days_without_contact(replace(case, days_without_contact=(7, 3))) == [
        "No stretch of three or more covered days is free of dated contacts and of days among "
        "which a contact of unknown day must lie."
    ]


def test_halts_without_a_day_are_quoted() -> None:
    case = view(halt("h", "1997-03", amount_of="occurrences", amount_text="again"))
    assert on_undated_stalls(case) == [
        "One statement on halts is listed without a length, because its days or number are "
        "not known: “again” ([E001](#E001))."
    ]


def test_a_truce_is_told_like_a_halt_and_none_is_not_told() -> None:
    case = view(event("t", "truce_start", "1997-03-10"), event("u", "truce_end", "1997-03-20"))
    assert on_truces(case) == [
        "The truce that began on 10 March 1997 lasted 10 days; it ended on 20 March 1997 "
        "([E001](#E001), [E002](#E002))."
    ]
    assert on_truces(view()) == []


def test_a_median_is_told_from_five_halts_on() -> None:
    # Lengths of 1, 2, 3, 4 and 5 days: half of them last longer than 3.
    pairs = [
        (halt(f"h{n}", f"1997-03-{3 + 5 * n:02}"), resumed(f"r{n}", f"1997-03-{4 + 6 * n:02}"))
        for n in range(5)
    ]
    five, four = (view(*(e for pair in pairs[:count] for e in pair)) for count in (5, 4))
    assert on_survival(five) == [
        "By the Kaplan-Meier estimate, half of the stalls last longer than 3 days."
    ]
    assert on_survival(four) == []


def test_every_halt_and_truce_leads_to_its_evidence() -> None:
    case = view(
        halt("h", "1997-03-10"),
        resumed("r", "1997-03-15"),
        halt("open", "1997-03-20"),
        event("t", "truce_start", "1997-03-16"),
    )
    assert cited([*on_stalls(case), *on_truces(case)]) == {"E001", "E002", "E003", "E004"}


def test_days_on_which_an_undated_contact_must_lie_are_not_said_to_be_without_a_contact() -> None:
    # Eight covered days without a dated contact; one contact lies on one of the last seven.
    case = view(call("c", "[1997-03-04..1997-03-10]"), covers="1997-03-03/1997-03-10")
    assert on_days_without_contact(case) == [
        "No stretch of three or more covered days is free of dated contacts and of days among "
        "which a contact of unknown day must lie."
    ]
