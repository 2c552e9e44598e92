"""The page that lists the reports: what it says of each, and how it reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from analysis.press.many.index import INDEX, read_reports, write_index

FIGURES = [
    {"id": "calls", "value": "about 12", "label": "calls <dated>", "note": "to 14 March"},
    {"id": "held", "value": "7", "label": "people held", "note": ""},
]


def report(reports: Path, name: str, code: str = "b" * 64, **told: Any) -> Path:
    """A folder with what the page reads of a report."""
    folder = reports / name
    folder.mkdir(parents=True)
    record = {
        "edition": name,
        "customised": told.pop("customised", []),
        "parameters": {"freq": "D", "sources": ["gazette"]},
        "package": {"title": "A harbour strike", "sha256": "a" * 64},
        "code": {"sha256": code},
    }
    figures = {
        "title": "The harbour talks",
        "subtitle": "1 March 2031 to 31 March 2031",
        "description": f"All of {name}.",
        "evidence_date": "2031-04-02",
        "window": {"start": "2031-03-01", "end": "2031-03-31"},
        "figures": FIGURES,
    }
    (folder / "provenance.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "key_figures.json").write_text(json.dumps(figures | told), encoding="utf-8")
    for file in ("report.html", "report.pdf"):
        (folder / file).write_bytes(b"")
    return folder


def page(reports: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(write_index(reports).read_bytes())


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for name in ("north", "default", "by-month-2031-03"):
        report(folder, name)
    return folder


def test_each_report_is_there_with_window_key_figures_and_links(reports: Path) -> None:
    articles = page(reports).findall(".//article")
    assert [a.find("h3").text for a in articles] == ["default", "by-month-2031-03", "north"]
    said = words(articles[2])
    assert "1 March 2031 to 31 March 2031" in said
    assert "All of north." in said
    assert "calls <dated> about 12 to 14 March" in said
    assert "Evidence up to 2 April 2031" in said
    links = [link.get("href") for link in articles[2].iter("a")]
    assert links == ["north/report.html", "north/report.pdf", "north/provenance.json"]
    assert words(articles[2].find(".//a")) == "Page of north"


def test_every_link_leads_to_a_file(reports: Path) -> None:
    (reports / "north" / "report.pdf").unlink()
    for link in page(reports).iter("a"):
        assert (reports / link.get("href")).is_file()


def test_a_customised_report_says_what_is_not_the_editions(reports: Path) -> None:
    report(reports, "default+custom", customised=["freq", "sources"])
    [article] = [a for a in page(reports).findall(".//article") if a.find("h3").text[-1] == "m"]
    assert "freq = D, sources = gazette" in words(article)
    assert article.find(".//a").get("href") == "default%2Bcustom/report.html"


def test_what_is_no_report_is_left_out(reports: Path) -> None:
    (reports / "sample").mkdir()
    (reports / "sample" / "report.html").write_bytes(b"")
    shutil.copytree(reports / "north", reports / ".north.123.abc")
    assert [found.folder for found in read_reports(reports)] == [
        "default", "by-month-2031-03", "north",
    ]  # fmt: skip


def test_reports_of_two_states_are_not_compared_unawares(reports: Path) -> None:
    assert page(reports).find_class("callout") == []
    report(reports, "old", code="c" * 64)
    found = page(reports)
    [callout] = found.find_class("callout")
    assert "2 different states" in words(callout)
    assert "code cccccccc" in words(found.find_class("state")[-1])


def test_a_report_that_cannot_be_read_is_listed_with_the_reason(reports: Path) -> None:
    (reports / "north" / "key_figures.json").write_text("{", encoding="utf-8")
    shutil.rmtree(reports / "default")
    [_, north] = page(reports).findall(".//article")
    assert "cannot be read: key_figures.json is not JSON" in words(north)


def test_reports_of_other_packages_stand_under_their_own_title(reports: Path) -> None:
    report(reports, "lockout", title="A lockout")
    sections = page(reports).findall(".//section")
    assert [words(section.find("h2")) for section in sections] == ["The harbour talks", "A lockout"]


def test_without_a_report_the_page_says_so(tmp_path: Path) -> None:
    assert "no report here yet" in words(page(tmp_path / "reports"))


def test_the_same_reports_give_the_same_page_and_nothing_is_left_beside_it(reports: Path) -> None:
    one = write_index(reports).read_bytes()
    assert write_index(reports).read_bytes() == one
    assert sorted(path.name for path in reports.iterdir()) == [
        "by-month-2031-03", "default", INDEX, "north",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_reads_on_any_screen_without_a_request_or_a_violation(
    browser: Any, reports: Path, mode: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    report(reports, "old", code="c" * 64)
    file = write_index(reports).as_uri()
    view = browser.new_page(color_scheme=mode, viewport={"width": width, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []
    view.on("request", lambda request: requests.append(request.url))
    view.on("console", lambda message: complaints.append(message.text))
    view.goto(file)
    assert [url for url in requests if not url.startswith("data:")] == [file]
    assert complaints == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    violations = axe.Axe().run(view).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in violations] == []
    view.close()
