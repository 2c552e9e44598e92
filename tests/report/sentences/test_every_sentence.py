"""Every sentence of every chapter, on windows that hold all, little, one thing and nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from tests.report.sentences.sentences import complaints

from analysis.measures import measures
from analysis.measures.view import View
from analysis.package.tables import load
from analysis.report import sentences

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
Sentences = Callable[[View], Sequence[str]]
CHAPTERS: dict[str, Sentences] = {
    "dated contacts": sentences.contacts.on_dated_contacts,
    "rate": lambda view: sentences.contacts.on_rate(view, confidence=0.95),
    "gaps": sentences.contacts.on_gaps,
    "listed contacts": lambda view: sentences.contacts.on_listed_contacts(view, "tbl-x"),
    "coverage": sentences.contacts.on_stretches_of_coverage,
    "flows": sentences.held.on_flows,
    "reconciliation": lambda view: sentences.held.on_reconciliation(view, "tbl-x"),
    "unnumbered": sentences.held.on_unnumbered_reports,
    "promises": sentences.held.on_promises,
    "declared": sentences.stalls.on_declared,
    "causes": sentences.stalls.on_causes,
    "silences": lambda view: sentences.stalls.on_silences(view, (3, 7, 14)),
    "undated": sentences.stalls.on_undated,
    "truces": sentences.stalls.on_truces,
    "survival": lambda view: sentences.stalls.on_survival(view, confidence=0.95),
    "sources": sentences.sources.on_sources,
    "unnamed": sentences.sources.on_unnamed,
    "terms": sentences.sources.on_terms,
    "speakers": sentences.sources.on_speakers,
    "rules": lambda view: sentences.method.on_rules(view, silence_days=[3, 7], confidence=0.95),
    "limits": sentences.method.on_limits,
}


@cache
def window(name: str) -> View:
    start, end = WINDOWS[name]
    return measures(load(LAKELAND), start=start, end=end)


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_sentence_is_one_and_its_links_lead_to_evidence(chapter: str, name: str) -> None:
    view = window(name)
    assert complaints(CHAPTERS[chapter](view), view) == []


@pytest.mark.parametrize(
    "chapter",
    ["dated contacts", "rate", "coverage", "flows", "promises", "declared", "silences", "sources"],
)
def test_a_window_without_an_event_is_told_as_such(chapter: str) -> None:
    said = " ".join(CHAPTERS[chapter](window("nothing")))
    assert any(word in said for word in ("no ", "No "))


@pytest.mark.parametrize(
    "chapter", ["listed contacts", "reconciliation", "gaps", "causes", "truces", "undated", "terms"]
)
def test_what_is_not_there_is_not_spoken_of(chapter: str) -> None:
    assert list(CHAPTERS[chapter](window("nothing"))) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_people_held_are_called_what_the_package_calls_them(chapter: str) -> None:
    assert "hostage" not in " ".join(CHAPTERS[chapter](window("whole"))).lower()
