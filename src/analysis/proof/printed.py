"""What a page or a PDF prints, as a list of texts, each with its place.

Of a page: every text, every attribute and every drawing in the order of the document, whatever
shows it, and its style. Of a PDF: every line of every page, and how each page is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.days import MONTHS, SHORT_MONTHS

_SAYS = re.compile(rf"\d|\b(?:{'|'.join((*MONTHS, *SHORT_MONTHS))})\b")
_DATA = "Data"


@dataclass(frozen=True)
class Printed:
    """One text of a file.

    Attributes
    ----------
    place : 'after "#fig-calls"', or "page 3".
    text : what stands there, blanks as one; of an attribute `name="value"`.
    drawn : it is no text but part of a drawing, or of how things look.
    """

    place: str
    text: str
    drawn: bool = False

    @property
    def counts(self) -> bool:
        """Whether it holds a number or a date in figures."""
        return not self.drawn and _SAYS.search(self.text) is not None


def printed(data: bytes) -> list[Printed]:
    """Everything that a page, or a PDF, prints."""
    return list(_in_pdf(data) if data.startswith(b"%PDF-") else _on_page(data))


def _on_page(data: bytes) -> Iterator[Printed]:
    from lxml import html

    page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    place = "at its head"
    for element in page.iter():
        if not isinstance(element.tag, str):
            yield Printed(place, _words(str(element.text)), drawn=True)  # a comment
        elif element.tag == "style":
            yield Printed("in its style", element.text or "", drawn=True)
        elif element.get("name") == "description":
            continue  # of the edition, for who lists pages: it stands nowhere on this one
        else:
            drawing = any(True for _ in element.iterancestors("svg")) or element.tag == "svg"
            if (anchor := element.get("id")) and not drawing:
                place = f'after "#{anchor}"'
            for name, value in element.items():
                if (element.get("id"), name) != (_DATA, "href"):
                    seen = name in ("aria-label", "alt", "title", "datetime", "href", "download")
                    yield Printed(place, f'{name}="{_words(value)}"', not seen)
            yield from _text(place, element.text)
        yield from _text(place, element.tail)


def _text(place: str, text: str | None) -> Iterator[Printed]:
    if said := _words(text):
        yield Printed(place, said)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _in_pdf(data: bytes) -> Iterator[Printed]:
    import pypdf

    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, 1):
        place = f"page {number}"
        for line in page.extract_text().splitlines():
            yield from _text(place, line)
        contents = page.get_contents()
        drawn = b"" if contents is None else bytes(contents.get_data())
        yield Printed(place, drawn.decode("latin-1"), drawn=True)
