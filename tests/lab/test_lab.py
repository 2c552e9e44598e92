"""The notebooks as a person opens them in JupyterLab."""

from __future__ import annotations

import re
import shutil

import pytest
from tests.copies import ROOT
from tests.lab.conftest import Lab
from tests.report_reader import Report

from analysis.palette import contrast

pytestmark = pytest.mark.slow

CONTACTS = "03_contacts.ipynb"
CHAPTERS = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
CHAPTERS.sort(key=CONTACTS.__eq__)  # last, and looked at while it is open


DEAD = """() => [...document.querySelectorAll('.jp-OutputArea-output a[href^="#"]')]
  .map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_from_top_to_bottom_and_no_link_leads_nowhere(
    lab: Lab, chapter: str
) -> None:
    lab.run(chapter)
    outputs = lab.outputs()
    assert outputs
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert lab.page.evaluate(DEAD) == []


@pytest.mark.parametrize("way", ["hover", "focus"])
@pytest.mark.parametrize(
    "where", [".jp-RenderedHTML p >> .bc-e", "tbody td >> .bc-e", "img + .bc-e"]
)
def test_evidence_says_its_quote_place_and_speaker_when_pointed_at_and_by_keyboard(
    lab: Lab, where: str, way: str
) -> None:
    lab.show(CONTACTS)
    pointed = lab.page.locator(where).first
    said = pointed.locator(".bc-said")
    assert not said.is_visible()
    pointed.hover() if way == "hover" else pointed.focus()
    assert said.is_visible()
    words = said.inner_text()
    assert "“" in words
    assert ", paragraph " in words
    assert "said by " in words
    box = said.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    lab.page.mouse.move(0, 0)


def test_what_somebody_else_ran_is_seen_before_it_is_trusted(
    lab: Lab, lakeland_report: Report
) -> None:
    (lab.root / "notebooks" / "sent").mkdir()
    shutil.copy(lakeland_report.folder / "notebooks" / CONTACTS, lab.root / "notebooks" / "sent")
    lab.open(f"sent/{CONTACTS}")
    pictures = lab.page.locator("img[src^='data:image/svg']").all()
    assert pictures
    assert all(picture.evaluate("e => e.naturalWidth") > 0 for picture in pictures)
    assert all(picture.get_attribute("alt") for picture in pictures)
    number = lab.page.locator(".jp-OutputArea-output td.n").first
    assert number.evaluate("e => getComputedStyle(e).textAlign") == "right"


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_key_figures_are_cards_and_what_is_written_can_be_read(lab: Lab, theme: str) -> None:
    lab.show("06_sources.ipynb")
    lab.theme(theme)
    cards = lab.page.locator(".jp-RenderedHTML div[style*='flex:1 1']")
    told = [card.inner_text().splitlines() for card in cards.all()]
    assert len(told) == 8
    assert told[0][:2] == ["at least 8", "telephone calls reported"]
    boxes = [card.bounding_box() for card in cards.all()]
    assert len({(box["x"], box["y"]) for box in boxes}) == len(boxes)
    ink, ground = (
        lab.page.locator(what).first.evaluate(f"e => getComputedStyle(e)['{name}']")
        for what, name in (
            (".jp-RenderedHTML div[style*='flex:1 1'] div", "color"),
            (".jp-NotebookPanel", "backgroundColor"),
        )
    )
    assert contrast(of(ink), of(ground)) > 7


def of(colour: str) -> str:
    """ "rgb(1, 2, 3)" -> "#010203"."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])
