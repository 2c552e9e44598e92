"""Sentences on people held: the sources' words, what the numbers leave, and the rest."""

from __future__ import annotations

import pytest
from tests.measures.cases import event, exactly, people, view
from tests.report.sentences.sentences import cited

from analysis.report.sentences import (
    on_flows,
    on_promises,
    on_reconciliation,
    on_unnumbered_reports,
)

TAKEN = people("taken", "capture", "1997-03-03", 60, amount_text="about 60")
FREED = people("freed", "release", "1997-03-10", **exactly(2), amount_text="two")


def test_a_flow_is_told_with_the_words_of_the_source_and_its_day() -> None:
    said = on_flows(view(TAKEN, FREED, people("more", "release", "[1997-03-11..1997-03-14]", 5)))
    assert said[:2] == [
        "taken happened (“about 60”, on 3 March 1997) ([E001](#E001)).",
        "freed happened (“two”, on 10 March 1997) ([E002](#E002)).",
    ]
    assert "between 11 and 14 March 1997" in said[2]


def test_a_flow_without_a_number_is_told_and_is_not_zero() -> None:
    (one,) = on_flows(view(people("some", "release", "1997-03-10")))
    assert one == (
        "One change is stated without a number (release) ([E001](#E001)); an unknown "
        "number is not zero."
    )
    two = view(people("some", "release", "1997-03-10"), people("others", "rescue", "1997-03-11"))
    assert on_flows(two)[0].startswith(
        "Two changes are stated without a number (release and rescue)"
    )


def test_without_a_flow_it_is_said_that_none_is_stated() -> None:
    assert on_flows(view()) == [
        "Source 1 states no change in the number of hostages in this window."
    ]


@pytest.mark.parametrize(
    ("report", "left", "rest"),
    [
        ({"amount_best": 50, "amount_text": "some 50"}, "about 58", "The difference, about 8,"),
        (exactly(40) | {"amount_text": "40"}, "about 58", "The difference, about 18,"),
    ],
)
def test_the_rest_is_what_the_numbers_leave_less_the_count(
    report: dict[str, object], left: str, rest: str
) -> None:
    case = view(TAKEN, FREED, people("held", "count_report", "1997-03-12", **report))
    said = on_reconciliation(case)
    words = report["amount_text"]
    assert said[0] == f"On 12 March 1997, “{words}” hostages were reported as held ([E003](#E003))."
    assert (
        said[1] == f"The numbers stated before that leave {left} ([Figure](#fig-reconciliation))."
    )
    assert said[2].startswith(f"{rest} has no number of its own")


def test_a_count_that_the_numbers_explain_leaves_nothing() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(12)),
        FREED,
        people("held", "count_report", "1997-03-12", **exactly(10)),
    )
    assert on_reconciliation(case)[1:] == [
        "The numbers stated before that leave 10 ([Figure](#fig-reconciliation)).",
        "No rest is left.",
    ]


def test_a_count_above_what_the_numbers_leave_is_not_a_negative_rest() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(12)),
        people("held", "count_report", "1997-03-12", **exactly(15)),
    )
    said = " ".join(on_reconciliation(case))
    assert "difference" in said
    assert not any(sign in said for sign in ("-3", "\N{MINUS SIGN}3"))


def test_a_count_that_nothing_precedes_is_told_too() -> None:
    case = view(people("held", "count_report", "1997-03-12", 98, amount_text="some 98"))
    said = on_reconciliation(case)
    assert "“some 98”" in " ".join(said)
    assert cited(said) == {"E001"}


def test_a_count_without_a_number_is_told_in_its_words() -> None:
    case = view(people("held", "count_report", "1997-03-12", amount_text="many"))
    assert on_unnumbered_reports(case) == [
        "On 12 March 1997, Source 1 itself speaks of “many” without a number ([E001](#E001))."
    ]
    spoken = (("s1", "official"), ("s1", "aide"))
    case = view(people("held", "count_report", "1997-03-12", said=spoken, date_basis="inferred"))
    assert on_unnumbered_reports(case) == [
        "On 12 March 1997 (inferred), An official (Source 1) and An aide (Source 1) speak of "
        "hostages without a number ([E001](#E001), [E002](#E002))."
    ]
    assert on_unnumbered_reports(view(TAKEN)) == []


def test_without_offers_and_lists_it_is_said_that_there_are_none() -> None:
    assert on_promises(view(TAKEN)) == [
        "Source 1 speaks of no offer of releases and of no list in this window."
    ]
    assert on_promises(view(event("l", "list", "1997-03-04"))) == []
