"""The explorer as a person uses it in JupyterLab: every control, rows and marks, and ways out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.lab.conftest import Lab

pytest.importorskip("itables.widget", reason="the widgets of the explorer are not installed")
pytestmark = pytest.mark.slow

PICTURE = "#explore-{} img"


@pytest.fixture(scope="module")
def page(lab: Lab) -> Iterator[Any]:
    """The explorer after all of its cells ran."""
    lab.run("explore.ipynb")
    lab.page.locator(PICTURE.format("overview")).wait_for()
    editions = lab.root / "notebooks" / "editions.yaml"
    before = editions.read_bytes()
    yield lab.page
    editions.write_bytes(before)


def changed(page: Any, name: str, act: Any) -> None:
    """Do something, and wait until the figure is another one."""
    picture = page.locator(PICTURE.format(name))
    before = picture.get_attribute("src")
    act()
    page.wait_for_function(
        "([where, before]) => { const e = document.querySelector(where);"
        " return e && e.getAttribute('src') !== before && e.naturalWidth > 0; }",
        arg=[PICTURE.format(name), before],
    )


def tab(page: Any, title: str) -> None:
    page.locator(".lm-TabBar-tab", has_text=title).last.click()


def button(page: Any, name: str) -> Any:
    return page.locator(".jupyter-button", has_text=name)


def test_the_window_goes_closer_later_and_back_to_the_whole(page: Any) -> None:
    for name in ("Closer", "Later", "Wider", "Earlier", "Whole"):
        changed(page, "overview", button(page, name).first.click)


@pytest.mark.parametrize(
    ("title", "name"),
    [("Contacts", "contacts"), ("People held", "hostages"), ("Halts and truces", "stalls")],
)
def test_each_tab_draws_its_figure_and_a_side_draws_it_anew(
    page: Any, title: str, name: str
) -> None:
    tab(page, title)
    page.locator(PICTURE.format(name)).wait_for()
    assert page.locator(PICTURE.format(name)).get_attribute("alt")
    if name == "contacts":
        sides = page.locator(".widget-select-multiple", has_text="Sides").locator("select")
        changed(page, name, lambda: sides.select_option(["Israel"]))
        changed(page, name, lambda: sides.select_option([]))


def test_a_period_a_length_and_a_channel_are_taken_up(page: Any) -> None:
    tab(page, "Contacts")
    page.locator(PICTURE.format("contacts")).wait_for()
    channels = page.locator(".widget-select-multiple", has_text="Channels").locator("select")
    changed(page, "contacts", lambda: channels.select_option(["phone"]))
    changed(page, "contacts", lambda: channels.select_option([]))
    page.locator(".widget-toggle-button", has_text="D").first.click()
    days = page.locator(".widget-text", has_text="Days without contact").locator("input")
    days.fill("nonsense")
    days.press("Enter")
    page.get_by_text("days_without_contact", exact=False).first.wait_for()
    days.fill("5")
    days.press("Enter")


def test_without_a_source_the_key_figures_say_what_changes(page: Any) -> None:
    tab(page, "Key figures")
    leave = page.locator(".widget-dropdown", has_text="Leave out").locator("select")
    leave.select_option("account-2023-11")
    told = page.locator(".jp-OutputArea-output", has_text="What changes when account-2023-11")
    told.first.wait_for()
    assert "changes" in told.first.inner_text()
    leave.select_option("none")


def test_rows_are_searched_and_a_chosen_one_has_a_ring_in_the_figure(page: Any) -> None:
    tab(page, "Contacts")
    page.locator(PICTURE.format("contacts")).wait_for()
    search = page.locator(".dt-search input").first
    search.fill("Netanyahu")
    rows = page.locator("table.dataTable tbody tr")
    page.wait_for_function(
        "() => [...document.querySelectorAll('table.dataTable tbody tr')]"
        ".every(row => row.innerText.includes('Netanyahu'))"
    )
    assert rows.count() > 1
    page.locator("thead .dt-column-order[role='button'][tabindex]").first.click()
    page.locator("thead th.dt-ordering-asc, thead th.dt-ordering-desc").first.wait_for()
    search.fill("2023-10-22")
    page.wait_for_timeout(300)
    rings = page.locator("#explore-contacts .bc-e[style*='outline']").count()
    rows.first.click()
    page.wait_for_function(
        "before => document.querySelectorAll(\"#explore-contacts .bc-e[style*='outline']\").length"
        " > before",
        arg=rings,
    )
    search.fill("")


def test_a_mark_that_is_clicked_shows_its_rows(page: Any) -> None:
    tab(page, "Contacts")
    mark = page.locator("#explore-contacts > .bc-e").first
    mark.wait_for()
    mark.click()
    page.get_by_text("The rows of one mark", exact=False).wait_for()
    count = page.locator("table.dataTable tbody tr").count()
    page.locator(PICTURE.format("contacts")).click(position={"x": 3, "y": 3})
    page.get_by_text("Rows that are chosen", exact=False).wait_for()
    assert page.locator("table.dataTable tbody tr").count() > count


def test_a_state_is_written_as_an_edition_and_as_a_command_line(page: Any, lab: Lab) -> None:
    button(page, "As a command line").click()
    page.locator("pre", has_text="backchannel report").wait_for()
    page.locator("input[placeholder='name-of-the-edition']").fill("as-seen")
    page.locator("input[placeholder^='what it is about']").fill("As it was seen.")
    button(page, "Write edition").click()
    page.locator("pre", has_text="as-seen").wait_for()
    deadline = time.monotonic() + 10
    editions = lab.root / "notebooks" / "editions.yaml"
    while "as-seen" not in editions.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "as-seen:" in editions.read_text(encoding="utf-8")
