"""Data is text: whatever stands in a field, a reader sees it as it stands in the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import mistune
import nbformat
import pytest
from tests.cells import Shown
from tests.hostile import ALIVE, alive, hostile_package
from tests.report_reader import Report

from analysis.marks import KEY
from analysis.measures import measures
from analysis.opening import opened
from analysis.press.document.allowed import ATTRIBUTES, ELEMENTS
from analysis.press.document.mathematics import Formula, taken_out
from analysis.report import findings
from analysis.report.wording import cited, plain

OUR_OWN = {"p", "em", "strong", "ul", "li", "a", "div", "code"}
"""What sentences of ours are made of."""


@pytest.fixture(scope="module")
def outputs(hostile_report: Report) -> list[Shown]:
    return [
        Shown(path.stem, output.get("data", {}), output.get("metadata", {}).get(KEY, {}))
        for path in sorted(hostile_report.folder.glob("notebooks/*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", ())
    ]


def sentences(outputs: list[Shown]) -> Iterator[str]:
    for one in outputs:
        yield from filter(None, (one.data.get("text/markdown"), one.mark.get("caption")))


@pytest.mark.slow
def test_a_sentence_shows_a_field_as_it_stands_in_the_table(outputs: list[Shown]) -> None:
    read = mistune.create_markdown(escape=False, plugins=["strikethrough", "footnotes", "url"])
    seen = 0
    for markdown in sentences(outputs):
        page = lxml.html.fromstring(f"<div>{read(markdown)}</div>")
        assert {e.tag for e in page.iter()} <= OUR_OWN, markdown
        assert all(a.get("href", "").startswith("#") for a in page.iter("a")), markdown
        text = page.text_content()
        assert alive(text) == set(), markdown
        seen += text.count("⟦")
    assert seen > 20


@pytest.mark.slow
def test_what_lab_shows_of_a_field_is_text(outputs: list[Shown]) -> None:
    for one in outputs:
        page = lxml.html.fromstring(one.data.get("text/html", "<p></p>"))
        assert {e.tag for e in page.iter()} <= ELEMENTS, one
        assert {name for e in page.iter() for name in e.attrib} <= ATTRIBUTES | {"scoped"}, one
        assert not [e for e in page.iter("style") if "*{}" in (e.text or "")]
        for e in page.iter("a", "img"):
            address = e.get("href", e.get("src", "#"))
            assert address.startswith(("#", "data:image/svg+xml;base64,")), address


@pytest.mark.parametrize(
    "text",
    [ALIVE, "1. first", "- point", "+ point", "= line", "# head", "a -- b ... c", "[x]: y",
     "www.evil.example", "a\n\n# b", ":::", "a  \nb", "\\", "`", "a\\*b", "&lt;", "“said”",
     "[1997-06-25..]", "[ ] task"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "- {}", "*{}*", "so {}, and", "“{}”"])
def test_no_sign_of_a_field_is_markup(text: str, around: str) -> None:
    markdown = around.format(plain(text))
    page = lxml.html.fromstring(f"<div>{mistune.html(markdown)}</div>")
    expected = around.removeprefix("- ").strip("*").format(" ".join(text.split()))
    assert page.text_content().strip() == expected
    assert not page.xpath("//h1|//a|//img|//b|//hr|//code|//ol|//meta|//style")


@pytest.mark.parametrize(
    "text", [ALIVE, "[1997-06-25..]", r"\(x^2\), \[y\]", "$x$", r"\begin{math}x\end{math}"]
)
def test_no_sign_of_a_field_is_mathematics(text: str) -> None:
    formulas: list[Formula] = []
    taken_out(plain(text), formulas, [])
    assert formulas == []


def test_what_is_cited_stands_in_quotation_marks() -> None:
    assert cited("*about* 50") == r"“\*about\* 50”"
    assert cited("") == ""


def test_what_names_the_one_source_of_an_edition_shows_its_label_as_text(tmp_path: Path) -> None:
    package = hostile_package(tmp_path)
    namespace = {"package": str(package), "start": None, "end": None, "sources": ["review-1998-02"]}
    data, chosen = opened(namespace)
    m = measures(data, **chosen)
    captions = [
        findings.contacts(m, []).caption, findings.course(m, []).caption,
        findings.held(m, []).caption, findings.overview(m, [], 3).caption,
        findings.periods(m, []).caption, findings.stalls(m, []).caption,
    ]  # fmt: skip
    for caption in captions:
        text = lxml.html.fromstring(f"<div>{mistune.html(caption)}</div>").text_content()
        assert "⟦sources.label⟧" in text
        assert alive(text) == set(), text
