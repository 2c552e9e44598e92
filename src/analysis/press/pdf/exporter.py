"""The PDF report: an nbconvert exporter that writes Typst and compiles it in process.

No LaTeX and no browser. One file satisfies PDF/UA-1 (tags, alternative texts, language) and
PDF/A-3a (archival, with the data attached). The same notebook gives the same bytes: only the
fonts given here are used, and the dates in the file are those of the evidence.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import matplotlib
import typst
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import Enum, List, Unicode, default

import analysis
from analysis.press.document.numbering import ReportPreprocessor, on_a_server
from analysis.press.pdf import source as typst_source
from analysis.press.pdf.text import string

PAPERS = ("a4", "us-letter")
STANDARDS = ["ua-1", "a-3a"]
PAGE_PPI = 110.0
PROVENANCE = "provenance.json"
_FEW_HEADINGS = 3


class AttachmentError(FileNotFoundError):
    """A file that the report promises to carry is not there."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: `stored` is its name in the compiler's own file system."""

    name: str
    mime: str
    description: str
    stored: str
    content: bytes


class BackchannelPDFExporter(TemplateExporter):
    """Exports a joined report, or a single chapter, to an accessible, archivable PDF.

    ``from_notebook_node`` returns the bytes of the PDF and the resources, as nbconvert's other
    PDF exporters do; ``to_typst`` returns the Typst text, for whoever wants to read it.

    Raises
    ------
    AttachmentError : a file of ``metadata.backchannel.attachments`` does not exist.
    ValueError : the date is not a day, the paper is unknown.
    typst.TypstError : the source does not compile; the note of the error says where.
    """

    export_from_notebook = "Backchannel report (PDF)"
    output_mimetype = "application/pdf"

    paper = Enum(
        (*PAPERS, None),
        default_value=None,
        allow_none=True,
        help="Paper size; without it, that of the report's metadata, and then a4.",
    ).tag(config=True)
    preprocessors = List(default_value=[ReportPreprocessor]).tag(config=True)
    template_name = Unicode("typst").tag(config=True, affects_template=True)
    template_extension = Unicode(".typ.j2").tag(config=True, affects_environment=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        # Not the working folder, which nbconvert would search first: what lies there is no input.
        return [str(typst_source.TEMPLATES.parent)]

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """Nbconvert's filters, and two that write Typst values."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "typst_string", string
        yield "typst_day", _typst_day

    def to_typst(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """The Typst source of the report, and the resources used."""
        prepared, resources = super(TemplateExporter, self).from_notebook_node(nb, resources)
        report = self._report(prepared, resources)
        resources["backchannel_pdf"] = report
        return self.template.render(nb=prepared, resources=resources, report=report), resources

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a notebook, and the resources used."""
        (pdf,), resources = self._compiled(nb, resources, format="pdf", pdf_standards=STANDARDS)
        resources["output_extension"] = ".pdf"
        return pdf, resources

    def first_page(self, nb: NotebookNode, ppi: float = PAGE_PPI) -> bytes:
        """The first page of the PDF as a PNG image, `ppi` pixels to the inch."""
        pages, _ = self._compiled(nb, None, format="png", ppi=ppi)
        return pages[0]

    def _compiled(
        self, nb: NotebookNode, resources: dict[str, Any] | None, **form: Any
    ) -> tuple[list[bytes], dict[str, Any]]:
        source, resources = self.to_typst(nb, resources)
        report = resources.pop("backchannel_pdf")
        files = {"main": source.encode(), "style.typ": self._style()}
        files |= {attachment.stored: attachment.content for attachment in report["attachments"]}
        made, warnings = _compile(files, timestamp=report["stamp"], **form)
        for warning in warnings:
            self.log.warning("Typst: %s", warning)
        return made, resources

    def _style(self) -> bytes:
        loader = self.environment.loader
        assert loader is not None  # TemplateExporter always sets one
        text: str = loader.get_source(self.environment, "style.typ")[0]
        return text.encode()

    def _report(self, nb: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
        """What the template prints."""
        told = resources["backchannel"]
        paper = self.paper or nb.metadata.get("backchannel", {}).get("paper") or PAPERS[0]
        if paper not in PAPERS:
            raise ValueError(f'paper: "{paper}" is not one of {", ".join(PAPERS)}')
        day = _day(told["date"])
        lang, _, region = str(told["lang"]).partition("-")
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        return {
            **{name: told[name] for name in ("title", "subtitle", "description", "edition", "day")},
            "lang": lang.lower(),
            "region": region.lower() if len(region) == 2 else "",
            "stamp": _stamp(day),
            "paper": paper,
            "contents": len(told["contents"]) >= _FEW_HEADINGS and not told["contents_before"],
            "front": bool(told["contents_before"]),
            "attachments": _attachments(told["attachments"], told["provenance"], folder),
            "body": typst_source.source(nb, told["contents_before"]),
        }


class CommandLinePDFExporter(BackchannelPDFExporter):
    """The same under a name with a hyphen, which Jupyter's server cannot route nor offers."""

    @default("enabled")
    def _enabled_default(self) -> bool:
        return not on_a_server()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'date: "{text}" is not a day (YYYY-MM-DD)') from error


def _typst_day(day: date | None) -> str:
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"


def _stamp(day: date | None) -> datetime:
    """The creation date written into the file: that of the evidence, never of the build."""
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    # A chapter exported alone states no date. The clock would make every export differ.
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)


def _attachments(listed: list[dict[str, Any]], provenance: str, folder: Path) -> list[Attachment]:
    """The files to carry, by name; relative paths start at the notebook's folder."""
    carried: dict[str, Attachment] = {}
    for file in listed:
        path = folder / file["path"]
        if not path.is_file():
            raise AttachmentError(f'attachment "{file["name"]}": there is no file {file["path"]}')
        if file["name"] in carried:
            raise ValueError(f'attachment "{file["name"]}" is listed twice')
        carried[file["name"]] = Attachment(
            name=file["name"],
            mime=file.get("mime") or "application/octet-stream",
            description=file.get("description") or file["name"],
            stored=f"attachments/{len(carried)}",
            content=path.read_bytes(),
        )
    if provenance and PROVENANCE not in carried:
        carried[PROVENANCE] = Attachment(
            name=PROVENANCE,
            mime="application/json",
            description="Parameters, checksums of the inputs and versions behind this report",
            stored=f"attachments/{len(carried)}",
            content=provenance.encode(),
        )
    return [carried[name] for name in sorted(carried)]


@cache
def _fonts() -> typst.Fonts:
    """The report's own fonts and matplotlib's; the fonts of the machine stay out."""
    ours = Path(analysis.__file__).parent / "fonts"
    matplotlibs = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(ours), str(matplotlibs)])


def _compile(files: dict[str, bytes], **form: Any) -> tuple[list[bytes], list[typst.TypstWarning]]:
    """What Typst makes of the files: one PDF, or an image of each page."""
    # A dict of files (name -> content; "main" is compiled) is accepted; the stub omits it.
    compile_files = cast(
        Callable[..., tuple[bytes | list[bytes], list[typst.TypstWarning]]],
        typst.compile_with_warnings,
    )
    try:
        made, warnings = compile_files(files, font_paths=_fonts(), ignore_system_fonts=True, **form)
    except typst.TypstError as error:
        error.add_note(error.diagnostic)
        raise
    return made if isinstance(made, list) else [made], warnings
