"""The page of a whole report in a real browser: what it asks for, how it fits, who can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.report_reader import Report

pytestmark = pytest.mark.slow

OVERLAPS = """
[...document.querySelectorAll('figure.chart')].flatMap(figure => {
  const words = [...figure.querySelectorAll('svg text')]
    .map(e => ({text: e.textContent.trim(), box: e.getBoundingClientRect()}))
    .filter(w => w.text && w.box.width);
  const found = [];
  for (const [i, a] of words.entries()) for (const b of words.slice(i + 1)) {
    const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    const lower = Math.min(a.box.height, b.box.height);
    if (width > 2 && height > 0.4 * lower) found.push([figure.id, a.text, b.text]);
  }
  return found;
})
"""
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def address(lakeland_report: Report) -> str:
    return (lakeland_report.folder / "report.html").as_uri()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield page
    page.close()


def test_nothing_is_requested_and_nothing_complains(page: Any, address: str) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert [url for url in requests if not url.startswith("data:")] == [address]
    assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_never_scrolls_sideways(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_no_serious_violation(page: Any, address: str, mode: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=mode)
    page.goto(address)
    page.evaluate(OPEN)
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]][:3])
        for violation in axe.Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_every_link_within_the_page_lands(page: Any, address: str) -> None:
    page.goto(address)
    lost = page.evaluate(
        "[...document.querySelectorAll('a')]"
        ".map(a => a.getAttribute('href') ?? a.getAttribute('xlink:href'))"
        ".filter(h => h.startsWith('#') && !document.getElementById(h.slice(1)))"
    )
    assert lost == []


def test_no_word_of_a_figure_is_printed_over_another(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(OVERLAPS) == []


def test_a_number_leads_to_its_row_of_evidence_and_back(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("dl.tiles a", has_text="E003").first.click()
    assert page.url.endswith("#E003")
    row = page.locator("tr:has(#E003)")
    assert row.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    assert "Account, ¶ 4" in " ".join(row.inner_text().split())
    row.locator("a[href='#fig-contacts']").click()
    assert page.url.endswith("#fig-contacts")
