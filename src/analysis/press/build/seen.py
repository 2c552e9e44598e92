"""What a reader sees of a report: its text and its figures, whatever code they were made by.

Left out is what names the state that a report was made from: the checksums in the colophon and
the record that travels along. Two reports may differ in these alone, and say the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pypdf
from lxml import etree, html

from analysis.press.build.differences import around

_OF_THE_STATE = '//*[@id="tbl-inputs"] | //details[@class="record"]'
_EMBEDDED = re.compile(r"url\([\"']?data:[^)]*\)")
_CHECKSUM = re.compile(r"\b[0-9a-f]{16,64}\b")
_CODE = re.compile(r"the code, \d+ files")


def seen_difference(ours: Path, theirs: Path) -> str:
    """The first place at which a reader sees two reports differ; "" where there is none.

    Parameters
    ----------
    ours, theirs : two HTML pages, or two PDF files.
    """
    read = _in_pdf if ours.suffix == ".pdf" else _on_page
    one, other = read(ours.read_bytes()), read(theirs.read_bytes())
    for (place, said), (other_place, other_said) in zip(one, other, strict=False):
        if said != other_said:
            return f"{place or other_place}: {around(said, other_said)}"
    if len(one) != len(other):
        longer = max(one, other, key=len)
        return f"{longer[min(len(one), len(other))][0]}: only in one of them"
    return ""


def _on_page(data: bytes) -> Sequence[tuple[str, str]]:
    """Each text and each drawing of the page, with the anchor before it; last how it looks."""
    page = html.fromstring(data)
    for element in page.xpath(_OF_THE_STATE):
        element.drop_tree()
    found, place = [], ""
    for element in page.find("body").iter():
        if element.get("id") and not any(True for _ in element.iterancestors("svg")):
            place = f'at "#{element.get("id")}"'
        if element.tag == "svg":
            found.append((place, etree.tostring(element, encoding="unicode", with_tail=False)))
        elif not any(True for _ in element.iterancestors("svg")):
            found.append((place, _words(element.text)))
        found.append((place, _words(element.tail)))
    look = _EMBEDDED.sub("", " ".join(page.xpath("//style/text()")))
    return [*((place, said) for place, said in found if said), ("in its style", look)]


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _in_pdf(data: bytes) -> Sequence[tuple[str, str]]:
    """The text of each page."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    texts = (_CODE.sub("the code", _CHECKSUM.sub("", page.extract_text())) for page in pages)
    return [(f"page {number}", _words(text)) for number, text in enumerate(texts, 1)]
