"""What a finished report may hold, and what stops it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from analysis.press.document.allowed import faults_of_page, faults_of_pdf

SAMPLE = Path(__file__).resolve().parents[3] / "reports" / "sample"
PAGE = "<!DOCTYPE html><html><head><style>a{{}}</style></head><body>{}</body></html>"


def test_the_committed_sample_holds_nothing_else() -> None:
    assert faults_of_page((SAMPLE / "report.html").read_text(encoding="utf-8")) == []
    assert faults_of_pdf((SAMPLE / "report.pdf").read_bytes()) == []


@pytest.mark.parametrize(
    "held",
    [
        "<p>&lt;script&gt; and <a href='#E001'>E001</a></p>",
        "<a href='https://example.org/a?b=c'>there</a> <a href='mailto:a@example.org'>write</a>",
        "<a download='a.csv' href='data:text/csv;base64,YSxi'>CSV</a>",
        "<img alt='' src='data:image/png;base64,iVBOR'>",
        "<svg viewBox='0 0 1 1'><g clip-path='url(#a)'><use xlink:href='#b'/></g></svg>",
        "<math><mrow><mi>x</mi></mrow></math>",
        "<p title='url(http://example.org) is text here'>x</p>",
    ],
)
def test_what_a_report_is_made_of_is_allowed(held: str) -> None:
    assert faults_of_page(PAGE.format(held)) == []


@pytest.mark.parametrize(
    ("held", "fault"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT src=//evil.example></SCRIPT>", "<script>"),
        ("<style>*{}</style>", "<style>"),
        ("<meta http-equiv=refresh content='0;url=//evil.example'>", "<meta>"),
        ("<iframe src='//evil.example'></iframe>", "<iframe>"),
        ("<object data='x'></object>", "<object>"),
        ("<embed src='x'>", "<embed>"),
        ("<base href='//evil.example'>", "<base>"),
        ("<link rel=stylesheet href='//evil.example'>", "<link>"),
        ("<form action='//evil.example'></form>", "<form>"),
        ("<svg><foreignObject></foreignObject></svg>", "<foreignobject>"),
        ("<svg><animate attributeName=href></animate></svg>", "<animate>"),
        ("<svg><image href='//evil.example/p'/></svg>", "<image href=//evil.example/p>"),
        ("<p onclick='x()'>x</p>", "<p onclick>"),
        ("<svg onload=x()></svg>", "<svg onload>"),
        ("<img src='//evil.example/p'>", "<img src=//evil.example/p>"),
        ("<img src='data:text/html;base64,AAAA'>", "<img src=data:text/html;base64,AAAA>"),
        ("<img srcset='//evil.example/p 2x'>", "<img srcset>"),
        ("<a href='javascript:alert(1)'>x</a>", "<a href=javascript:alert(1)>"),
        ("<a href='JavaScript:alert(1)'>x</a>", "<a href=JavaScript:alert(1)>"),
        ("<a href='&#106;avascript:alert(1)'>x</a>", "<a href=javascript:alert(1)>"),
        ("<a href='//evil.example'>x</a>", "<a href=//evil.example>"),
        ("<a href='file:///etc/passwd'>x</a>", "<a href=file:///etc/passwd>"),
        ("<a href='data:text/html;base64,AAAA'>x</a>", "<a href=data:text/html;base64,AAAA>"),
        ("<a ping='//evil.example'>x</a>", "<a ping>"),
        ("<p style='background:url(//evil.example)'>x</p>",
         "<p style=background:url(//evil.example)>"),
        ("<!-- [if IE] -->", "<!-- [if IE] -->"),
        ("<?php ?>", "<?php ?>"),
    ],
)  # fmt: skip
def test_anything_else_is_a_fault(held: str, fault: str) -> None:
    assert fault in faults_of_page(PAGE.format(held))


def test_a_page_may_not_go_elsewhere_from_its_head() -> None:
    page = '<html><head><meta http-equiv="refresh" content="0"></head></html>'
    assert faults_of_page(page) == ["<meta http-equiv=refresh>"]


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("https://example.org", []),
        ("mailto:a@example.org", []),
        ("javascript:alert(1)", ["a link to javascript:alert(1)"]),
        ("file:///etc/passwd", ["a link to file:///etc/passwd"]),
        ("smb://evil.example/x", ["a link to smb://evil.example/x"]),
    ],
)
def test_a_pdf_links_to_pages_and_people_only(address: str, faults: list[str]) -> None:
    pdf = typst.compile(f'#link("{address}")[there] #link(<a>)[here] = A <a>'.encode())
    assert isinstance(pdf, bytes)
    assert faults_of_pdf(pdf) == faults
