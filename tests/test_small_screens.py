"""Every figure of every edition at 320 pixels: nothing to scroll, too small or overprinted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report_reader import Report

from analysis.commands.cli import main

pytestmark = pytest.mark.slow

EDITIONS = (
    "default",
    "truce-2023",
    "january-2025",
    "by-source-account-2023-11",
    "by-source-impasse-2023-12",
    "by-source-approval-2025-01",
)
FIGURES = """
() => {
const shown = e => e.checkVisibility();
return [...document.querySelectorAll("figure.chart")].filter(shown).map(figure => {
  const drawings = [...figure.querySelectorAll("svg")].filter(shown);
  const svg = drawings[0], frame = svg.parentElement, paper = svg.getBoundingClientRect();
  const scale = paper.width / svg.viewBox.baseVal.width;
  const words = [...svg.querySelectorAll('text')].map(e => ({
    text: e.textContent.trim(), box: e.getBoundingClientRect(),
    size: parseFloat(getComputedStyle(e).fontSize) * scale,
  })).filter(w => w.text);
  const over = [];
  for (const [i, a] of words.entries()) for (const b of words.slice(i + 1)) {
    const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    // A line of type has room above and below its letters.
    if (width > 1 && height > 0.35 * Math.min(a.box.height, b.box.height))
      over.push([a.text, b.text]);
  }
  return {
    id: figure.id, drawings: drawings.length, over,
    wider: frame.scrollWidth > frame.clientWidth || paper.right > innerWidth,
    smallest: Math.min(...words.map(w => w.size)),
    cut: words.filter(w => w.box.left < 0 || w.box.right > innerWidth).map(w => w.text),
  };
});
}
"""


@pytest.fixture(params=[*EDITIONS, "lakeland"])
def address(
    request: pytest.FixtureRequest, made_once: Callable[..., Path], lakeland_report: Report
) -> str:
    if request.param == "lakeland":
        return (lakeland_report.folder / "report.html").as_uri()

    def fill(folder: Path) -> None:
        assert main(["report", "--edition", request.param, "--out", str(folder)]) == 0

    return (made_once(f"small-{request.param}", fill) / "report.html").as_uri()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 320, "height": 800}, reduced_motion="reduce")
    yield page
    page.close()


def test_each_figure_is_read_without_scrolling_sideways(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    found = page.evaluate(FIGURES)
    assert len(found) == 7
    for figure in found:
        assert figure["drawings"] == 1, figure["id"]
        assert not figure["wider"], figure["id"]
        assert figure["smallest"] >= 10, figure["id"]
        assert figure["cut"] == [], figure["id"]
        assert figure["over"] == [], figure["id"]


def test_a_wide_window_and_print_have_the_wide_drawing_alone(page: Any, address: str) -> None:
    page.goto(address)
    narrow, wide = page.locator("figure.chart .narrow"), page.locator("figure.chart .wide")
    assert narrow.first.is_visible()
    assert not wide.first.is_visible()
    page.emulate_media(media="print")
    assert wide.first.is_visible()
    assert not narrow.first.is_visible()
    page.emulate_media(media="screen")
    for width in (677, 1280):  # the first has just the room that a wide drawing needs
        page.set_viewport_size({"width": width, "height": 800})
        assert wide.first.is_visible()
        assert not narrow.first.is_visible()
        assert wide.first.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_drawing_that_is_not_shown_is_not_read_aloud(page: Any, address: str) -> None:
    page.goto(address)
    for figure in page.locator("figure.chart:visible").all():
        assert figure.locator(".wide").get_by_role("link").count() == 0
        drawn = figure.locator(".narrow")
        assert drawn.get_by_role("link").count() == drawn.locator("a").count()


def test_a_mark_leads_to_its_row_by_keyboard(page: Any, address: str) -> None:
    page.goto(address)
    link = page.locator("#fig-course .narrow a").first
    link.focus()
    page.keyboard.press("Enter")
    row = link.get_attribute("href").removeprefix("#")
    assert page.url.endswith(f"#{row}")
    assert page.locator(f"tr:has(#{row})").is_visible()
