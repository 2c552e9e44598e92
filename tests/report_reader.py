"""A finished report as somebody would open it: its page, its PDF, its tables, its key figures.

Nothing of the project is imported here: what is read is what a reader gets.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
from pypdf import PdfReader

# What a computed sentence must never hold: values printed instead of worded, and numbers and
# nouns or verbs that do not agree.
_COUNTABLE = (
    "calls|meetings|visits|contacts|halts|stalls|days|weeks|months|events|sources|pieces|pairs|"
    "statements|spells|voices|speakers|changes|spans|lists|names|truces|silences"
)
FAULTS = re.compile(
    r"\bnan\b|\bNaN\b|\bNaT\b|\bNone\b(?! (?:of|is|are|reported))|\binf\b|Bounds\(|Timestamp\("
    r"|\bdtype\b|00:00:00|\bTrue\b|\bFalse\b"
    rf"|(?<![\d.,:–/])\b(?:1|[Oo]ne) (?:(?!of\b)[a-z]+ )?(?:{_COUNTABLE})\b(?!')"
    r"|\b[Nn]o of\b|\bvoice are\b|\bcall make\b|\b[Oo]ne of [^.]{1,30} (?:have|are|rest)\b"
    r"|One source\.\W+They"
)


def faults(text: str) -> list[str]:
    """Each fault of :data:`FAULTS` in a text, with what stands around it."""
    return [
        text[max(found.start() - 40, 0) : found.end() + 40].replace("\n", " ")
        for found in FAULTS.finditer(text)
    ]


def digests(folder: Path) -> dict[str, str]:
    """Checksum of every file, by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def squeezed(text: str) -> str:
    """The text without blanks and soft hyphens, so that line breaks of a PDF do not matter."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.sub("[\\s\N{SOFT HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH SPACE}]", "", plain)


# What stands in the page for other choices of sources than those of the report, and what is said
# of the report itself while one of them is chosen.
_OTHER_SOURCES = (
    "(contains(@class, 'choice ') and not(contains(@class, ' own')) or @class = 'told')"
)


@dataclass(frozen=True)
class EvidenceRow:
    """One row of the evidence table, as text."""

    evidence_id: str
    when: str
    source: str
    paragraph: int
    quote: str
    speaker: str


@dataclass(frozen=True)
class Report:
    """A report by its folder."""

    folder: Path

    @property
    def files(self) -> list[str]:
        return sorted(digests(self.folder))

    # --- files ----------------------------------------------------------------------------

    @cached_property
    def key_figures(self) -> dict[str, dict[str, Any]]:
        """Key figures by id."""
        told = self.json("key_figures.json")
        return {figure["id"]: figure for figure in told["figures"]}

    def json(self, name: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return read

    def table(self, name: str) -> list[dict[str, str]]:
        """Rows of one of the tables beside the report."""
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    # --- the page -------------------------------------------------------------------------

    @cached_property
    def page(self) -> lxml.html.HtmlElement:
        source = (self.folder / "report.html").read_text(encoding="utf-8")
        return lxml.html.document_fromstring(source)

    @cached_property
    def ids(self) -> set[str]:
        """Every anchor of the page."""
        return set(self.page.xpath("//@id"))

    def text_of(self, element: lxml.html.HtmlElement) -> str:
        """The words of an element as they are read: blocks and cells parted by blanks."""
        unseen = "ancestor::style or ancestor::script"
        parts = [t for t in element.xpath(f".//text()[not({unseen})]") if t.strip()]
        return " ".join(" ".join(parts).split())

    @cached_property
    def text(self) -> str:
        """All that is read or heard on the page, names and descriptions of elements included."""
        heard = self.page.xpath("//@alt | //@aria-label | //@title | //meta[@name]/@content")
        return " ".join([self.text_of(self.page), *heard])

    @cached_property
    def headings(self) -> list[str]:
        """The headings of the report's body."""
        return [self.text_of(h) for h in self.page.xpath("//main//*[self::h2 or self::h3]")]

    @cached_property
    def prose(self) -> list[str]:
        """Paragraphs and points of the chapters, without tables, captions and the colophon."""
        found = self.page.xpath(
            "//main//*[self::p or self::li][not(ancestor::figure) and not(ancestor::table)]"
            "[not(preceding::h2[@id='colophon'])][not(ancestor::fieldset)]"
            f"[not(ancestor-or-self::*[{_OTHER_SOURCES}])]"
        )
        return [self.text_of(element) for element in found]

    @property
    def figures(self) -> list[lxml.html.HtmlElement]:
        own = f"[not(ancestor::*[{_OTHER_SOURCES}])]"
        return list(self.page.xpath(f"//figure[contains(@class, 'chart')]{own}"))

    @property
    def tiles(self) -> list[lxml.html.HtmlElement]:
        """The key figures of the report itself."""
        own = f"[not(ancestor::*[{_OTHER_SOURCES}])]"
        return list(self.page.xpath(f"//dl[@class='tiles']{own}/div"))

    @property
    def tables_shown(self) -> list[lxml.html.HtmlElement]:
        """The tables that are numbered; those that are folded are not."""
        return list(self.page.xpath("//figure[contains(@class, 'table')][not(parent::details)]"))

    def links(self, element: lxml.html.HtmlElement | None = None) -> list[str]:
        """Where the links inside an element lead."""
        root = self.page if element is None else element
        return [str(h) for h in root.xpath(".//a/@href | .//a/@*[local-name()='href']")]

    @cached_property
    def evidence(self) -> dict[str, EvidenceRow]:
        """Rows of the evidence table by id."""
        return {row.evidence_id: row for row in self._evidence_rows()}

    def _evidence_rows(self) -> Iterator[EvidenceRow]:
        for row in self.page.xpath("//table[.//span[starts-with(@id, 'E')]]//tbody/tr"):
            # Beside the words of the source stand those of the coder, and the way to other rows.
            own = ".//text()[not(ancestor::small) and not(ancestor::span[@class='way'])]"
            cells = [" ".join("".join(c.xpath(own)).split()) for c in row.xpath("./th | ./td")]
            (anchor,) = row.xpath("./th//span/@id")
            assert cells[0] == anchor
            source, paragraph = re.fullmatch(r"(.+), ¶ (\d+)", cells[1]).groups()  # type: ignore[union-attr]
            yield EvidenceRow(
                anchor, cells[4], source, int(paragraph), cells[2].strip("“”"), cells[3]
            )

    # --- the PDF --------------------------------------------------------------------------

    @cached_property
    def pdf_pages(self) -> list[str]:
        """Text of each page."""
        return [page.extract_text() for page in PdfReader(self.folder / "report.pdf").pages]

    @cached_property
    def pdf_text(self) -> str:
        return "\n".join(self.pdf_pages)

    @cached_property
    def bookmarks(self) -> list[tuple[str, int]]:
        """Each bookmark with the index of the page that it opens."""
        reader = PdfReader(self.folder / "report.pdf")
        found: list[tuple[str, int]] = []

        def visit(items: list[Any]) -> None:
            for item in items:
                if isinstance(item, list):
                    visit(item)
                else:
                    number = reader.get_destination_page_number(item)
                    assert number is not None
                    found.append((str(item.title), number))

        visit(reader.outline)
        return found

    @cached_property
    def tags(self) -> list[tuple[str, str]]:
        """Kind and alternative text of every structure element, in reading order."""
        found = []
        with pikepdf.open(self.folder / "report.pdf") as pdf:
            waiting = [pdf.Root.StructTreeRoot.K]
            while waiting:
                node = waiting.pop()
                if isinstance(node, pikepdf.Array):
                    waiting.extend(reversed(list(node)))
                elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                    found.append((str(node.S).removeprefix("/"), str(node.get("/Alt", ""))))
                    if "/K" in node:
                        waiting.append(node.K)
        return found

    @cached_property
    def attachments(self) -> dict[str, bytes]:
        """Files inside the PDF."""
        with pikepdf.open(self.folder / "report.pdf") as pdf:
            return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
