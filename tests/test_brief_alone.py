"""The brief alone: one page, the same sentences as in the whole report, nothing that leads away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.report_reader import Report

from analysis.commands import report as commands
from analysis.parameters import Parameters


@pytest.fixture(scope="module")
def brief(made_once: Callable[..., Path], make_report: Callable[..., Report]) -> Report:
    options = ("start=1997-06-01", "end=1998-02-01", "extent=brief")
    return Report(made_once("brief", lambda folder: make_report(folder, *options)))


def test_it_is_one_page_with_one_heading_and_no_contents(brief: Report) -> None:
    assert len(PdfReader(brief.folder / "report.pdf").pages) == 1
    assert brief.headings == ["In brief"]
    assert brief.page.xpath("//nav") == []


def test_it_says_what_the_first_page_of_the_whole_report_says(
    brief: Report, lakeland_report: Report
) -> None:
    def said(report: Report) -> list[str]:
        items = report.page.xpath("//main//li")[:5]
        return ["".join(report.text_of(e).split()) for e in items]

    assert said(brief) == said(lakeland_report)[: len(said(brief))]


def test_no_link_of_it_leads_nowhere(brief: Report) -> None:
    assert {link[1:] for link in brief.links() if link.startswith("#")} <= brief.ids


def test_the_command_is_the_report_with_that_extent(monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    seen = []
    monkeypatch.setattr(commands, "report", lambda options: seen.append(options.parameters) or 0)
    assert commands.brief(argparse.Namespace(parameters=["freq=D"])) == 0
    assert seen == [["extent=brief", "freq=D"]]
    assert Parameters().extent == "whole"
