"""Sentences on contacts, set against cases small enough to count on one hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measures.cases import FLURRY, call, event, view, visit
from tests.report.sentences.sentences import cited

from analysis.measures.contacts import dated_contacts
from analysis.report import tables
from analysis.report.sentences import (
    on_contacts,
    on_coverage,
    on_levels,
    on_listed_contacts,
    on_rate,
)

MEETING = {"channel": "in_person", "who": {"anna": "participant", "boris": "participant"}}


def test_calls_are_told_by_pair_with_their_days_and_evidence() -> None:
    case = view(
        call("c1", "1997-03-03"), call("c2", "1997-03-05"), call("c3", "1997-03-10", a="petra")
    )
    calls, meetings = on_contacts(case)
    assert calls == (
        "Three dated telephone calls: Anna – Bela, two (3 and 5 March 1997) "
        "([E001](#E001), [E002](#E002)); Bela – Petra, one (10 March 1997) ([E003](#E003))."
    )
    assert meetings == "Source 1 gives no dated meeting or visit in person in this window."


def test_several_calls_on_a_day_make_each_count_of_them_a_least_one() -> None:
    case = view(
        call("c1", "1997-03-03", **FLURRY),
        call("c2", "1997-03-05"),
        call("c3", "1997-03-10", a="petra"),
    )
    assert on_contacts(case)[0] == (
        "At least three dated telephone calls: Anna – Bela, at least two (3 and 5 March 1997) "
        "([E001](#E001), [E002](#E002)); Bela – Petra, one (10 March 1997) ([E003](#E003))."
    )
    assert on_rate(case) == []


def test_a_visit_is_told_as_such_and_not_as_a_meeting() -> None:
    said = on_contacts(view(visit("v", "1997-03-03"), call("c", "1997-03-04")))
    assert "One dated visit: Anna – South, one (3 March 1997) ([E001](#E001))." in said
    assert "Source 1 gives no dated meeting in person in this window." in said


def test_one_of_each_is_told_in_the_singular() -> None:
    case = view(
        call("c", "1997-03-03"),
        event("m", "contact", "1997-03-04", **MEETING),
        call("l", "1997-03-05", channel="letter"),
    )
    assert [said.split(":")[0] for said in on_contacts(case)] == [
        "One dated telephone call",
        "One dated meeting in person",
        "One other dated contact",
        "No contact with a known day has Port among those who took part.",  # a party in this case
    ]


def test_no_party_of_several_took_part_in_a_contact_with_a_known_day() -> None:
    (*_, absent) = on_contacts(view(call("c", "1997-03-04", "petra", "petra")))
    assert absent == "No contact with a known day has North or South among those who took part."


def test_days_of_several_months_name_each_month_once() -> None:
    case = view(
        call("c1", "1997-03-03"), call("c2", "1997-03-30"), call("c3", "1997-04-02"), end="1997-04"
    )
    assert "(3 and 30 March and 2 April 1997)" in on_contacts(case)[0]
    years = view(call("c1", "1996-12-30"), call("c2", "1997-03-05"), start="1996-12-01")
    assert "(30 December 1996 and 5 March 1997)" in on_contacts(years)[0]


@pytest.mark.parametrize(("count", "words"), [(1, "One"), (2, "Two"), (10, "Ten"), (11, "11")])
def test_the_number_told_is_the_number_counted(count: int, words: str) -> None:
    case = view(*(call(f"c{n}", f"1997-03-{n + 3:02}") for n in range(count)))
    assert len(dated_contacts(case)) == count
    assert on_contacts(case)[0].split()[0] == words


def test_only_what_is_counted_is_cited() -> None:
    case = view(
        call("c1", "1997-03-03"),
        call("c2", "1997-03"),
        call("c3", "1997-03-09", modality="planned"),
    )
    assert cited(on_contacts(case)) == {"E001"}


def test_the_rate_is_that_of_the_measure_with_its_interval() -> None:
    # 24 calls in 4 weeks; Garwood: 15.3774 to 35.7099 calls, so 3.84 to 8.93 a week.
    case = view(*(call(f"c{n}", f"1997-03-{n + 3:02}") for n in range(24)))
    assert on_rate(case) == [
        "Over the 28 days of the window that a source covers, 24 dated calls make 6.0 calls a "
        "week (95% exact Poisson interval 3.8 to 8.9)."
    ]
    assert "(90% exact Poisson interval" in on_rate(replace(case, confidence=0.9))[0]


def test_a_call_on_a_day_that_no_source_covers_is_not_in_the_rate() -> None:
    calls = [call(f"c{n}", f"1997-03-{3 + n % 7:02}") for n in range(20)]
    case = view(*calls, call("out", "1997-03-20"), covers="1997-03-03/1997-03-09")
    (said,) = on_rate(case)
    assert "Over the 7 days" in said
    assert "20 dated calls make" in said


def test_a_handful_of_calls_makes_no_rate() -> None:
    case = view(*(call(f"c{n}", f"1997-03-{n + 3:02}") for n in range(19)))
    assert on_rate(case) == []


def test_the_level_of_most_contacts_is_told_with_its_evidence() -> None:
    case = view(call("a", "1997-03-05"), call("b", "1997-03-06"), call("c", "1997-03-07", a="abel"))
    (said,) = on_levels(case)
    counts = case.levels.set_index("level_label")["count"]
    best = counts.idxmax()
    which = "All three" if len(counts) == 1 else "Two of the three"
    assert said.startswith(f"{which} counted contacts were at the level *")
    assert f"at the level *{best}*" in said
    assert on_levels(view(call("v", "1997-03"))) == []


def test_a_level_that_is_not_known_is_told_as_such() -> None:
    case = view(call("a", "1997-03-05", a="north", b="south"))
    assert on_levels(case) == [
        "At which level the one dated contact was is not known ([E001](#E001))."
    ]


def test_as_many_statements_are_told_as_the_table_lists() -> None:
    case = view(
        call("planned", "1997-03-20", modality="planned"),
        call("denied", "1997-03-21", modality="denied"),
        call("supposed", "1997-03-22", modality="hypothetical"),
        call("lasting", "1997-03-07/1997-03-09"),
        call("often", "1997-03-07", amount_of="contacts", amount_text="daily"),
    )
    assert len(tables.of_listed_contacts(case).frame) == 5
    (said,) = on_listed_contacts(case)
    assert said.startswith(
        "Five statements on contacts are listed in [Table](#tbl-listed-contacts)"
    )
    assert "one without a number" in said
    assert "one over a stretch of days" in said
    assert "one announced and not reported as held" in said


def test_one_listed_contact_is_told_in_the_singular() -> None:
    (said,) = on_listed_contacts(view(call("vague", "1997-03")))
    assert said == (
        "One statement on contacts is listed in [Table](#tbl-listed-contacts) and not "
        "counted by day: one without a day."
    )


def test_which_of_the_listed_add_to_the_least_numbers_is_told() -> None:
    inside, wider = call("inside", "[1997-03-10..1997-03-12]"), call("wider", "1997-03")
    (said,) = on_listed_contacts(view(inside, wider))
    assert said.endswith(
        "One of them lies in this window on whichever day, and adds to the least numbers of page "
        "one."
    )


def test_the_covered_days_are_told_as_stretches() -> None:
    case = view(covers="{1997-03-03..1997-03-09,1997-03-24..1997-03-30}")
    (said,) = on_coverage(case)
    assert said.startswith("Source 1 narrates 14 days of the 28 days of the window: ")
    assert "3–9 March 1997 and 24–30 March 1997" in said
    other = (
        "The other days Source 1 does not narrate: that nothing is reported of one says nothing."
    )
    assert other in said


def test_a_window_covered_throughout_has_no_other_days() -> None:
    (said,) = on_coverage(view())
    assert "other days" not in said


def test_a_window_that_no_source_narrates_is_told_as_such() -> None:
    case = view(start="1997-05-01", end="1997-05-31")
    assert on_coverage(case) == ["Source 1 does not narrate any day of this window."]
