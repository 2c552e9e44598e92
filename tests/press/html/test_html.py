import html
import re
from collections import Counter
from html.parser import HTMLParser

import nbformat.v4 as v4
import pytest
from tests.press.conftest import build_report

from analysis.press.document.join import only_marked
from analysis.press.document.numbering import json_text
from analysis.press.html.exporter import (
    BackchannelHTMLExporter,
    csv_uri,
)


class Page(HTMLParser):
    """Elements of a page with their attributes, in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [a[attribute] for _, a in self.elements if a.get(attribute) is not None]


def export(notebook) -> str:
    return BackchannelHTMLExporter().from_notebook_node(notebook)[0]


@pytest.fixture(scope="module")
def source() -> str:
    return export(build_report())


@pytest.fixture
def page(source) -> Page:
    return Page(source)


def test_the_same_notebook_gives_the_same_bytes(report, source):
    assert export(report) == source


def test_the_page_has_no_script_and_asks_nobody_for_anything(source, page):
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in page.elements}
    assert not re.search(r"\son\w+=|javascript:|@import|url\((?!data:|#)", source)
    assert all(not address.startswith(("http", "//")) for address in page.values("src"))
    assert all(address.startswith(("#", "data:")) for address in page.values("href"))


def test_the_policy_of_the_page_forbids_everything_that_it_does_not_need(page):
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv")]
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:;")
    assert "script-src" not in policy


def test_the_head_says_what_the_page_is(source, page):
    assert page.all("html") == [{"lang": "en"}]
    assert "<title>How North and South talked</title>" in source
    descriptions = [m["content"] for m in page.all("meta") if m.get("name") == "description"]
    assert descriptions == ["Contacts between North and South in March 2031, with their evidence."]
    assert '<time datetime="2031-03-20">20 March 2031</time>' in source


def test_a_date_that_is_not_one_day_stays_as_it_is(report):
    report.metadata.backchannel.date = "2031-03"
    assert '<time datetime="2031-03">2031-03</time>' in export(report)


def test_there_is_one_title_and_every_landmark_once(page):
    counts = Counter(tag for tag, _ in page.elements)
    assert [counts[tag] for tag in ("h1", "header", "nav", "main", "footer")] == [1] * 5
    assert page.all("a")[0] == {"class": "skip", "href": "#Main"}


def test_every_id_is_given_once_and_every_link_lands(page):
    ids = Counter(page.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert targets <= set(ids)
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(page.values(attribute)) <= set(ids)


def test_figures_carry_number_caption_description_marks_and_data(source, page):
    figure = source[source.index('id="fig-calls"') : source.index("There are 3 dated calls")]
    assert "<b>Figure 1.</b> Contacts by pair and day." in figure
    assert '<a href="#method-and-limits">Method and limits</a>' in figure
    assert 'aria-label="Three calls and one meeting in two weeks"' in figure
    assert '<p id="fig-calls.alt">Three calls and one meeting in two weeks. The first' in figure
    assert "Evidence (4)" in figure
    assert '<a href="#E003"><title>9 March 2031: Cedar – Birch, meeting</title>' in figure
    assert 'download="calls.csv" href="data:text/csv;base64,' in figure
    assert 'role="img"' not in figure


def test_charts_are_text_in_the_colours_of_the_page(source):
    assert ">not covered</text>" in source
    assert "fill:var(--c-call)" in source
    assert "--c-call:#5cb8e0" in source
    assert source.count("@font-face") == 3


def test_evidence_is_linked_both_ways(source):
    assert '<a href="#E001">E001</a>' in source
    row = source[source.index('<span id="E001">') : source.index('<span id="E002">')]
    assert '<a href="#fig-calls" aria-label="Figure 1">1</a>' in row
    assert '<a href="#tbl-pairs" aria-label="Table 1">1</a>' in row


def test_key_figures_show_value_label_note_and_evidence(source):
    tile = source[source.index('<dl class="tiles">') : source.index("people still held")]
    assert "<dt>dated telephone calls</dt>" in tile
    assert '<dd class="value">3</dd>' in tile
    assert '<a href="#E004">E004</a>' in tile
    assert "<summary>Evidence (8)</summary>" in source


def test_code_streams_and_the_caption_for_jupyterlab_are_not_shown(report):
    report.cells = list(only_marked(report.cells))
    source = export(report)
    for hidden in ("show(chart)", "left in the notebook", "a secret parameter", "<dl></dl>"):
        assert hidden not in source
    assert source.count("Days that no source covers are hatched") == 1


def test_tables_scroll_in_a_region_that_the_keyboard_reaches(page):
    regions = [a for _, a in page.elements if a.get("class") == "scroll"]
    assert len(regions) == 5
    assert all(a["role"] == "region" and a["tabindex"] == "0" and a["aria-label"] for a in regions)
    assert all(a.get("scope") in {"col", "row"} for a in page.all("th"))


def test_a_table_is_its_own_data_and_a_figure_carries_its_own(source):
    assert re.findall(r'download="([^"]*)"', source) == ["calls.csv", "held.csv"]


def test_the_record_stands_folded_at_the_end_as_in_its_file(report, chapter, source):
    before, record = source.split('<pre id="Provenance" tabindex="0">')
    assert before.rstrip().endswith("</summary>")
    assert "<details open" not in source
    text, after = record.split("</pre></details>")
    assert after.split() == ["</main>", *after.split()[1:]]
    assert html.unescape(text) == json_text(report.metadata.backchannel.provenance)
    assert "Provenance" not in export(chapter)


def test_the_foot_of_the_page_leads_to_the_colophon_where_there_is_one(report, source):
    assert 'href="#colophon"' not in source
    report.cells.append(v4.new_markdown_cell("## Colophon"))
    foot = export(report).split("<footer>")[1]
    assert '<a href="#colophon">colophon</a>' in foot


def test_a_single_chapter_is_a_page_of_its_own(chapter):
    source = export(chapter)
    page = Page(source)
    assert "<h1>Contacts in one chapter</h1>" in source
    assert "Evidence up to" not in source
    assert "By day; see Figure.</figcaption>" in source
    ids = set(page.values("id"))
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= ids
    assert "<g><title>3 March 2031: Alder – Birch, call</title>" in source


def test_a_failed_cell_is_shown_as_a_failure():
    failed = v4.new_output(
        "error", ename="KeyError", evalue="'<day>'", traceback=["\x1b[31mKeyError\x1b[0m: '<day>'"]
    )
    source = export(v4.new_notebook(cells=[v4.new_code_cell("x", outputs=[failed])]))
    assert "<strong>Error.</strong> KeyError: &#x27;&lt;day&gt;&#x27;" in source
    assert "\x1b" not in source


def test_text_from_the_metadata_is_escaped(report):
    report.metadata.backchannel.title = "<b>Talks</b> & more"
    source = export(report)
    assert "<title>&lt;b&gt;Talks&lt;/b&gt; &amp; more</title>" in source
    assert "<b>Talks</b>" not in source


def test_the_page_is_lean(source):
    assert len(source.encode()) < 60_000


def test_a_table_is_named_by_the_caption_outside_of_it(source):
    table = source[source.index('id="tbl-pairs"') : source.index("Alder – Cedar</th>")]
    assert '<figcaption id="tbl-pairs.caption"><b>Table 1.</b> Contacts by pair.' in table
    opening = '<table class="bc" style="--columns:3" aria-labelledby="tbl-pairs.caption">'
    assert f"{opening}<colgroup><col/><col/><col/></colgroup><thead>" in table
    assert "<caption" not in table


def test_csv_uri_holds_the_whole_file():
    assert csv_uri("a,b\n1,–\n") == "data:text/csv;base64,YSxiCjEs4oCTCg=="
