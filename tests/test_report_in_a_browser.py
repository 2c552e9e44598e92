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
    page.locator("dl.tiles:visible a", has_text="E003").first.click()
    assert page.url.endswith("#E003")
    row = page.locator("tr:has(#E003)")
    assert row.evaluate("e => e.getBoundingClientRect().top < innerHeight")
    assert "Account, ¶ 4" in " ".join(row.inner_text().split())
    row.locator("a[href='#fig-contacts']").click()
    assert page.url.endswith("#fig-contacts")


# Twelve questions that a reader may ask of the default report, each answered by what a reader can
# see, click and choose on the page alone.


@pytest.fixture
def asked(page: Any, default_report: Report) -> Any:
    page.goto((default_report.folder / "report.html").as_uri())
    return page


def words(found: Any) -> str:
    return " ".join(found.inner_text().split())


def card(page: Any) -> Any:
    """The row of the evidence that is open as a card."""
    return page.locator("tr.card:has(:target)")


def seen(page: Any, table: str) -> list[str]:
    rows = page.locator(f"#{table} tbody tr").all()
    return [words(row) for row in rows if row.is_visible()]


def test_1_when_did_leaders_first_speak_on_a_known_day(asked: Any) -> None:
    asked.get_by_text("Contacts with a known day, all counted").click()
    assert seen(asked, "tbl-dated-contacts")[0].startswith("20 Oct 2023 Biden – Netanyahu")


def test_2_which_passage_says_so_without_losing_the_place(asked: Any) -> None:
    mark = asked.get_by_role(
        "link", name="20 October 2023: Biden – Netanyahu, at least one call"
    ).first
    mark.scroll_into_view_if_needed()
    before = asked.evaluate("scrollY")
    mark.click()
    assert asked.evaluate("scrollY") == before
    assert "Source 1, ¶" in words(card(asked))
    assert card(asked).evaluate("e => getComputedStyle(e).position") == "fixed"
    card(asked).get_by_role("link", name="Close").click()
    assert card(asked).count() == 0


def test_3_what_came_before_and_after_by_keyboard_alone(asked: Any) -> None:
    asked.get_by_role(
        "link", name="20 October 2023: Biden – Netanyahu, at least one call"
    ).first.press("Enter")
    days = []
    for _ in range(4):
        days.append(words(card(asked).locator("td").nth(3)))
        asked.keyboard.press("Tab")  # to "Later"
        asked.keyboard.press("Enter")
    assert days[0].endswith("20 Oct 2023")
    walked = card(asked).locator("th").inner_text()
    asked.keyboard.press("Tab")
    asked.keyboard.press("Tab")  # to "Earlier"
    asked.keyboard.press("Enter")
    assert words(card(asked).locator("td").nth(3)) == days[3]
    assert card(asked).locator("th").inner_text() != walked


def test_4_what_was_agreed_in_the_truce(asked: Any) -> None:
    course = asked.locator("#tbl-course")
    course.get_by_label("truce").check()
    told = seen(asked, "tbl-course")
    assert 0 < len(told) < course.locator("tbody tr").count()
    assert any("air traffic" in row for row in told)
    course.get_by_role("group", name="Kind").get_by_label("all").check()
    assert len(seen(asked, "tbl-course")) == course.locator("tbody tr").count()


def test_5_what_had_egypt_a_part_in(asked: Any) -> None:
    asked.locator("#tbl-course").get_by_label("Egypt").check()
    told = seen(asked, "tbl-course")
    assert told
    assert any("Egypt" in row for row in told)


def test_6_how_many_were_reported_as_held_and_by_whom(asked: Any) -> None:
    tile = asked.locator("dl.tiles:visible > div", has_text="reported as held")
    assert "about 100" in words(tile)
    tile.get_by_role("link").first.click()
    assert "Source 3" in words(card(asked))


def test_7_what_changes_without_a_source(asked: Any) -> None:
    assert "Source 2" in words(asked.locator("#tbl-left-out tbody"))
    assert asked.locator("#tbl-left-out em").count() > 0
    halts = asked.locator("main li:visible", has_text="Halts and truces.")
    tile = asked.locator("dl.tiles:visible > div", has_text="declared halt").locator(".value")
    assert "a halt began between 23 November and 1 December 2023" in words(halts)
    assert words(tile) == "2"
    asked.get_by_role("checkbox", name="Source 2").uncheck()
    assert "between 23 November and 1 December" not in words(halts)
    assert words(tile) == "1"
    assert "one declared halt" in words(asked.locator("figure.chart:visible").first)
    asked.get_by_role("checkbox", name="Source 1").uncheck()
    asked.get_by_role("checkbox", name="Source 3").uncheck()
    assert asked.get_by_text("No source is on").is_visible()
    asked.emulate_media(media="print")
    assert "a halt began between 23 November and 1 December 2023" in words(halts)


def test_8_who_is_said_to_have_halted_the_talks(asked: Any) -> None:
    assert "Hamas" in words(asked.locator("#tbl-causes"))


def test_9_how_long_did_the_truce_last(asked: Any) -> None:
    assert "lasted at most 8 days" in words(asked.locator("main"))


def test_10_how_much_rests_on_one_unnamed_official(asked: Any) -> None:
    limits = words(asked.locator("main > ul").first)
    assert "rest on one speaker who is not named" in limits


def test_11_how_is_the_day_of_the_agreement_known(asked: Any) -> None:
    row = asked.locator("#tbl-course tbody tr", has_text="A truce agreement was reached")
    assert "inferred" in words(row)
    row.get_by_role("link").first.click()
    assert "Coder's note: No source states the day of the agreement" in words(card(asked))


def test_12_on_how_many_days_can_nothing_be_said(asked: Any) -> None:
    assert "44 of 472 days are covered" in words(asked.locator("main > ul").first)


def looks(page: Any, selector: str, what: str) -> set[str]:
    """What a property of the style of all these elements is."""
    script = "(found, what) => found.map(e => getComputedStyle(e)[what])"
    return set(page.locator(selector).evaluate_all(script, what))


@pytest.mark.parametrize("width", [320, 1280])
def test_what_only_a_source_that_is_off_tells_is_pale_and_struck(asked: Any, width: int) -> None:
    asked.set_viewport_size({"width": width, "height": 900})
    line = asked.locator(".told")
    assert looks(asked, ".told", "display") == {"none"}
    assert looks(asked, "#fig-course a", "opacity") == {"1"}
    asked.get_by_role("checkbox", name="Source 2").uncheck()
    assert looks(asked, ".told", "display") == {"block"}
    assert "still told from all sources" in words(line.first)
    assert looks(asked, "#fig-course a.q1", "opacity") == {"0.42"}
    assert looks(asked, "#fig-course a.q1 text", "textDecorationLine") == {"line-through"}
    assert looks(asked, "#fig-course a.q0", "opacity") == {"1"}
    assert looks(asked, "#fig-course a.q0 text", "textDecorationLine") == {"none"}
    assert looks(asked, "#fig-course a.q12", "outlineStyle") == {"dotted"}
    assert looks(asked, "#fig-course a.q12", "opacity") == {"1"}
    rows = "#tbl-evidence tr:has(td:text('Source 2,'))"
    assert looks(asked, f"{rows} > th", "textDecorationLine") == {"line-through"}
    assert looks(asked, "#tbl-evidence tr.q0 > th", "textDecorationLine") == {"none"}
    assert len(asked.locator(rows).all()) == len(asked.locator("#tbl-evidence tr.q1").all())
    assert looks(asked, "main td > a[href='#E073']", "textDecorationLine") == {"line-through"}
    asked.emulate_media(media="print")
    assert looks(asked, ".told", "display") == {"none"}
    assert looks(asked, "#fig-course a", "opacity") == {"1"}
    assert looks(asked, "#tbl-evidence th", "textDecorationLine") == {"none"}


def test_a_choice_of_sources_has_no_serious_violation(asked: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    asked.get_by_role("checkbox", name="Source 2").uncheck()
    found = axe.Axe().run(asked).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []


def test_in_print_every_row_is_there_and_no_card(asked: Any) -> None:
    asked.locator("#tbl-course").get_by_label("truce").check()
    asked.get_by_role(
        "link", name="20 October 2023: Biden – Netanyahu, at least one call"
    ).first.click()
    asked.emulate_media(media="print")
    assert len(seen(asked, "tbl-course")) == asked.locator("#tbl-course tbody tr").count()
    assert card(asked).evaluate("e => getComputedStyle(e).position") == "static"
    assert not asked.locator(".pick").first.is_visible()


def test_the_default_page_stays_small(default_report: Report) -> None:
    assert (default_report.folder / "report.html").stat().st_size <= 700_000
