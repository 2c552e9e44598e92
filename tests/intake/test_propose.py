"""Candidates: sentences that may tell an event, for a person to accept, and never more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import LAKELAND
from tests.intake.fourth import HEAD, TEXT

from analysis.commands.cli import main
from analysis.intake.kinds import Kinds
from analysis.intake.names import Names
from analysis.intake.propose import candidates, sentences
from analysis.package.check import read_checked
from analysis.package.quotes import find
from analysis.package.rules import QUOTE_WORDS
from analysis.package.texts import paragraphs

PARAGRAPHS = paragraphs(TEXT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> list[tuple[int, str, tuple[str, ...], str, str]]:
    codebook, raw = read_checked(LAKELAND)
    names, kinds = Names(raw["actors"].frame), Kinds(codebook, raw)
    made = list(candidates(PARAGRAPHS, names, kinds))
    for one in made:
        assert len(one.quote.split()) <= QUOTE_WORDS
        assert one.paragraph in {place.paragraph for place in find(one.quote, PARAGRAPHS)}
    return [(one.paragraph, one.event, one.actors, one.day, one.number) for one in made]


def test_sentences_with_general_words_are_offered_with_actors_days_and_numbers(
    found: list[tuple[int, str, tuple[str, ...], str, str]],
) -> None:
    assert (8, "talks_halted", (), "on March 14", "") in found
    assert (11, "release", (), "on Wednesday", "Three") in found
    society = ("Lakes Relief Society",)
    assert (11, "count_report", society, "on Thursday", "More than ten") in found
    calls = [one for one in found if one[0] == 10 and one[1] == "contact phone"]
    assert calls == [(10, "contact phone", ("Corde", "Quill"), "on Monday", "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister called for calm.",
        "The prisoners would be freed under the offer.",
        "Israel agreed to halt air traffic.",
        "The talks went well.",
        "An official newspaper called Thursday on both sides to stop.",
        "They will fight until their demands are met.",
        "He spoke on Friday to reporters.",
        "They work on a new hostage release deal.",
        "All ideas lead to a hostage exchange.",
        "It said that the group had refused to say more.",
        "The shelling killed 1,200 people, most of them civilians.",
    ],
)
def test_what_only_looks_like_an_event_is_not_offered(sentence: str) -> None:
    codebook, raw = read_checked(LAKELAND)
    names, kinds = Names(raw["actors"].frame), Kinds(codebook, raw)
    assert list(candidates([sentence], names, kinds)) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Corde spoke on Saturday with the chair of the council.", "contact"),
        ("“The two leaders discussed the landing of boats,” her office said.", "contact"),
        ("The envoy, following the call at noon, was content.", "contact"),
        ("Security chiefs reach Tolby for final talks.", "delegation"),
        ("Marl will also join the delegation in Tolby.", "delegation"),
        ("This follows months of deadlock.", "talks_halted"),
        ("They spoke about the hold-up over the boats.", "talks_halted"),
        ("The first group of 13 captives will be released on Friday.", "release"),
        ("Of the 62 captives taken, 40 remain inside the island.", "count_report"),
    ],
)
def test_contacts_delegations_halts_releases_and_counts_are_offered(
    sentence: str, kind: str
) -> None:
    codebook, raw = read_checked(LAKELAND)
    names, kinds = Names(raw["actors"].frame), Kinds(codebook, raw)
    assert kind in {one.kind for one in candidates([sentence], names, kinds)}


def test_what_is_still_to_come_is_offered_as_planned_and_nothing_else() -> None:
    codebook, raw = read_checked(LAKELAND)
    names, kinds = Names(raw["actors"].frame), Kinds(codebook, raw)
    text = ["He said that the first group of captives will be freed on Friday.",
            "Five captives were freed on Monday."]  # fmt: skip
    first, second = candidates(text, names, kinds)
    assert first.entry().startswith(
        "event: planned release\nwho:\nquote: the first group of captives will be freed on Friday."
    )
    assert second.entry().startswith("event: release\n")


def test_sentences_end_where_they_end() -> None:
    text = "He met U.S. envoys on Jan. 5. “They agreed.” Mr. Marl left at 5 p.m. on Monday."
    assert sentences(text) == [
        "He met U.S. envoys on Jan. 5.",
        "“They agreed.”",
        "Mr. Marl left at 5 p.m. on Monday.",
    ]


def test_no_candidate_enters_a_table_without_a_yes(
    package: Path, accept: Callable[..., tuple[int, str]]
) -> None:
    assert main(["add", str(TEXT), "--package", str(package), "--propose"]) == 0
    sheet = package / "texts/worksheets/lake-talks-1998-03.txt"
    text = sheet.read_text(encoding="utf-8").replace("\ncovers:\n", f"\ncovers: {HEAD['covers']}\n")
    assert text.count("accept: no") > 5
    sheet.write_text(text, encoding="utf-8")
    before = (package / "sources.csv").read_bytes()
    assert "nothing to add" in accept(sheet)[1]
    assert (package / "sources.csv").read_bytes() == before

    start = text.index("event: release")
    entry = text[start : text.index("accept: no", start) + len("accept: no")]
    own = entry.replace("accept: no", "accept: yes").replace(
        "summary:", "summary: Three came free."
    )
    sheet.write_text(text.replace(entry, own), encoding="utf-8")
    status, said = accept(sheet)
    assert status == 0
    assert "1 source, 1 event, 1 piece of evidence" in said
