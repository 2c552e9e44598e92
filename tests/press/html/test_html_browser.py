"""What a reader gets: the page in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.press.conftest import build_report

from analysis.press.html.exporter import BackchannelHTMLExporter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    page, _ = BackchannelHTMLExporter().from_notebook_node(build_report())
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


def test_nothing_is_requested_and_nothing_complains(browser, file):
    page = browser.new_page()
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert [url for url in requests if not url.startswith("data:")] == [file]
    assert complaints == []
    page.close()


def test_the_chart_font_is_the_one_in_the_page(browser, file):
    page = browser.new_page()
    page.goto(file)
    loaded = page.evaluate(
        "document.fonts.ready.then(f => [...f].map(x => x.weight + x.style + x.status).sort())"
    )
    assert loaded == ["400italicloaded", "400normalloaded", "600normalloaded"]
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_itself_never_scrolls_sideways(browser, file, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_wide_charts_scroll_in_their_own_region_on_a_small_screen(browser, file):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(file)
    region = page.locator("#fig-calls .scroll")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    page.close()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_serious_violation(browser, file, mode, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=mode, viewport={"width": width, "height": 900})
    page.goto(file)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    page.close()


def test_every_link_within_the_page_lands(browser, file):
    page = browser.new_page()
    page.goto(file)
    lost = page.evaluate(
        "[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))"
        ".filter(h => h.startsWith('#') && !document.getElementById(h.slice(1)))"
    )
    assert lost == []
    page.close()


def test_a_mark_leads_to_its_evidence_row_by_keyboard_and_the_row_is_lit(browser, file):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(file)
    plain = page.locator("tr:has(#E003)").evaluate("e => getComputedStyle(e).backgroundColor")
    mark = page.locator("#fig-calls svg a[href='#E003']")
    mark.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#E003")
    assert page.locator("#E003").evaluate(
        "e => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().top < innerHeight"
    )
    lit = page.locator("tr:has(#E003)").evaluate("e => getComputedStyle(e).backgroundColor")
    assert lit != plain
    page.close()


def test_the_dark_page_is_dark_and_paper_is_light(browser, file):
    page = browser.new_page(color_scheme="dark")
    page.goto(file)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 28)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    page.close()
