"""Every sentence of every chapter, on windows that hold all, little, one thing and nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from tests.measures.cases import call, event, view
from tests.report.sentences.sentences import complaints

from analysis.measures import Measures, measures
from analysis.package.tables import load
from analysis.report import sentences, tables

LAKELAND = Path(__file__).resolve().parents[2] / "packages" / "lakeland"
WINDOWS = {
    "whole": ("1997-06-01", "1998-02-01"),
    "two weeks": ("1997-06-16", "1997-06-29"),
    "covered throughout": ("1997-06-16", "1997-06-27"),
    "one call": ("1997-06-03", "1997-06-03"),
    "one covered day": ("1997-06-27", "1997-06-28"),
    "uncovered": ("1997-10-01", "1997-10-31"),
    "nothing": ("1997-05-01", "1997-05-31"),
}
CHAPTERS: dict[str, Callable[[Measures], Sequence[str]]] = {
    name: getattr(sentences, name) for name in sentences.__all__
}
CHAPTERS["on_citing"] = lambda m: sentences.on_citing(m, load(LAKELAND))


@cache
def window(name: str) -> Measures:
    start, end = WINDOWS[name]
    return measures(load(LAKELAND), start=start, end=end)


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_sentence_is_one_and_its_links_lead_to_evidence(chapter: str, name: str) -> None:
    view = window(name)
    assert complaints(CHAPTERS[chapter](view), view) == []


@pytest.mark.parametrize(
    "chapter",
    [
        "on_contacts",
        "on_coverage",
        "on_flows",
        "on_stalls",
        "on_days_without_contact",
        "on_sources",
    ],
)
def test_a_window_without_an_event_is_told_as_such(chapter: str) -> None:
    said = " ".join(CHAPTERS[chapter](window("nothing")))
    assert any(word in said for word in ("no ", "No "))


@pytest.mark.parametrize(
    "chapter",
    [
        "on_listed_contacts",
        "on_reconciliation",
        "on_levels",
        "on_rate",
        "on_causes",
        "on_truces",
        "on_undated_stalls",
        "on_terms",
    ],
)
def test_what_is_not_there_is_not_spoken_of(chapter: str) -> None:
    assert list(CHAPTERS[chapter](window("nothing"))) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_people_held_are_called_what_the_package_calls_them(chapter: str) -> None:
    assert "hostage" not in " ".join(CHAPTERS[chapter](window("whole"))).lower()


def test_what_is_absent_names_the_choice_that_it_is_absent_from() -> None:
    agreed = {"north": "participant", "port": "mediator"}
    m = view(
        call("a", "1997-03-04"),
        call("p", "1997-03-20", a="petra", b="abel"),
        event("d", "agreement", "1997-03-21", who=agreed),
        sides=["Port"],
    )
    absent = (
        sentences.on_days_without_contact(m)[0],
        sentences.on_contacts(m)[-1],
        sentences.on_promises(m)[0],
        sentences.on_unplaced(m)[0],
        sentences.on_stalls(m)[0],
        tables.of_days_without_contact(m).table.caption,
    )
    for said in absent:
        assert re.search("( [(]|, of which )only events of the side Port are shown", said)
