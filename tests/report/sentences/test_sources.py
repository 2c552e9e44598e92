"""Sentences on the sources: how much rests on whom, in whose words and voices."""

from __future__ import annotations

import pytest
from tests.measures.cases import call, view
from tests.report.sentences.sentences import cited

from analysis.report.sentences import on_sources, on_speakers, on_terms, on_unnamed

COVERS = {"s1": "1997-03-03/1997-03-16", "s2": "1997-03-17/1997-03-30"}


def test_each_source_is_told_with_its_events_and_their_days() -> None:
    case = view(
        call("c1", "1997-03-03"),
        call("c2", "1997-03", said=(("s1", "the source"), ("s2", "the source"))),
        call("c3", "1997-03-20", said=(("s2", "the source"),)),
        covers=COVERS,
    )
    assert on_sources(case) == [
        "The edition rests on two sources.",
        "Source 1, published 1 April 1997, gives evidence for two events, one of them with one "
        "known day.",
        "Source 2, published 1 April 1997, gives evidence for two events, one of them with one "
        "known day.",
    ]


def test_a_source_without_a_dated_event_has_none() -> None:
    case = view(call("c", "1997-03"))
    assert "one event, none of them with one known day" in on_sources(case)[1]


def test_a_date_that_was_worked_out_is_told_as_such() -> None:
    case = view(call("c", "1997-03-03"))
    case.tables.sources.loc[0, "published_basis"] = "inferred"
    assert "published 1 April 1997 (worked out by the coder)" in on_sources(case)[1]


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("[1997-06-25..]", "on or after 25 June 1997"),
        ("[..1997-06-25]", "by 25 June 1997"),
        ("[1997-06-01..1997-06-25]", "between 1 and 25 June 1997"),
        ("1997", "1997"),
    ],
)
def test_a_source_of_unknown_day_is_told_with_its_bounds(edtf: str, told: str) -> None:
    case = view(call("c", "1997-03-03"))
    case.tables.sources.loc[0, "published"] = edtf
    assert f"published {told}, gives" in on_sources(case)[1]


def test_events_on_one_unnamed_speaker_are_counted() -> None:
    case = view(
        call("c1", "1997-03-03", said=(("s1", "aide"),)),
        call("c2", "1997-03-04", said=(("s1", "aide"), ("s1", "bela"))),
        call("c3", "1997-03-05"),
        call("c4", "1997-03-06", said=(("s1", "official"),)),
    )
    assert on_unnamed(case) == [
        "Two of four events (50%) rest on the word of one speaker who is not named, and on nobody "
        "else."
    ]


def test_where_every_speaker_is_named_no_event_rests_on_another() -> None:
    (said,) = on_unnamed(view(call("c1", "1997-03-03"), call("c2", "1997-03-04")))
    assert said.startswith(("None of two events", "No event"))


def test_the_words_for_the_people_held_are_counted_by_source() -> None:
    case = view(
        call("c1", "1997-03-03", said=(("s1", "the source", "captives"),)),
        call("c2", "1997-03-04", said=(("s1", "the source", "captives"),)),
        call("c3", "1997-03-05", said=(("s1", "the source", "those held"),)),
    )
    assert on_terms(case) == [
        "This report calls the people held “hostages”; counted here are the coded paragraphs with "
        "the words of the sources and of those whom they quote.",
        "Source 1 has “captives” (one) ([E001](#E001), [E002](#E002)) and “those held” (one) "
        "([E003](#E003)).",
    ]
    assert on_terms(view(call("c", "1997-03-03"))) == []


def test_one_voice_is_heard_in_the_singular() -> None:
    assert on_speakers(view(call("c", "1997-03-03", said=(("s1", "bela"),)))) == [
        "One voice is heard: Bela."
    ]


def test_who_is_not_named_is_told_with_evidence() -> None:
    case = view(
        call("c1", "1997-03-03", said=(("s1", "bela"),)),
        call("c2", "1997-03-04", said=(("s1", "aide"),)),
    )
    said = on_speakers(case)
    assert said[0] == "Two voices are heard: An aide and Bela."
    assert cited(said) == {"E002"}


def test_without_evidence_no_voice_is_heard() -> None:
    assert on_speakers(view()) == []
    assert on_unnamed(view()) == []
