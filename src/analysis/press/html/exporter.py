"""The report as one HTML file: no script, nothing fetched, every number linked to its evidence.

An nbconvert exporter with its own template on nbconvert's ``base``. The ``lab`` template would
bring 263 KB of style, scripts from elsewhere, and lose the alternative texts; nbconvert's own
HTML exporter passes each page through another parser, which rewrites it. Neither is used.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, List, Unicode, default, validate

from analysis.marks import Figure, KeyFigures, Table
from analysis.palette import PALETTE
from analysis.press.document.attachments import Attachment, archive, attached
from analysis.press.document.mend import Mending, whole
from analysis.press.document.numbering import ReportPreprocessor, on_a_server
from analysis.press.document.options import Look
from analysis.press.html import fonts, rows
from analysis.press.html.figures import page_figure
from analysis.press.html.look import TEMPLATES, look_css, page_style
from analysis.press.html.rests import Rests, rests, rests_css, told_before
from analysis.press.html.shared import share
from analysis.press.html.switch import switch, switch_css
from analysis.press.html.writer import Writer

MOST_CARRIED = 1_000_000
"""Bytes of data in a page, at most: with more it would be slow to open, and a PDF has them."""


class BackchannelHTMLExporter(Look, Mending, TemplateExporter):
    """Writes a report, or one chapter of it, as a single HTML page.

    >>> from analysis.press.html.exporter import BackchannelHTMLExporter
    >>> page, resources = BackchannelHTMLExporter().from_notebook_node(notebook)  # doctest: +SKIP

    The same notebook gives the same bytes. ``resources["backchannel"]`` says what was made of it
    (:class:`analysis.press.document.numbering.ReportPreprocessor`).
    """

    export_from_notebook = "Backchannel report (HTML)"
    output_mimetype = "text/html"

    attach_from = List(
        Unicode(),
        help="Folders whose files a notebook may have carried along, beside its own.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "backchannel"

    @default("optimistic_validation")
    def _optimistic_validation_default(self) -> bool:
        return True  # nbconvert would check the notebook anew after each of its preprocessors

    @default("extra_template_basedirs")
    def _our_folders(self) -> list[str]:
        # Not the working folder, which nbconvert would search first: what lies there is no input.
        return [str(TEMPLATES)]

    @default("extra_template_paths")
    def _our_paths(self) -> list[str]:
        return self._our_folders()

    @validate("extra_template_basedirs", "extra_template_paths")
    def _and_ours(self, proposal: dict[str, list[str]]) -> list[str]:
        """Whatever folders are named, templates can build on those of the report."""
        return list(dict.fromkeys([*proposal["value"], *self._our_folders()]))

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a notebook, and the resources used."""
        return super().from_notebook_node(*whole(nb, resources), **kw)

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()  # type: ignore[no-untyped-call]
        for preprocessor in (ReportPreprocessor, PageFigures, PageData(tuple(self.attach_from))):
            self.register_preprocessor(preprocessor, enabled=True)  # type: ignore[no-untyped-call]

    def _init_resources(self, resources: dict[str, Any] | None) -> dict[str, Any]:
        resources = super()._init_resources(resources)  # type: ignore[no-untyped-call]
        resources["page_style"] = page_style()
        resources["look"] = self
        return dict(resources)

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's filters and those that the page template uses."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "page_rows", rows.page_rows
        yield "choices", rows.choices
        yield "headings", rows.headings
        yield "look_css", look_css
        yield "csv_uri", csv_uri
        yield "as_text", partial(escape, quote=False)


class CommandLineHTMLExporter(BackchannelHTMLExporter):
    """The same under a name with a hyphen, which Jupyter's server cannot route nor offers."""

    @default("enabled")
    def _enabled_default(self) -> bool:
        return not on_a_server()


class PageFigures(Preprocessor):
    """Fits every SVG into the page and collects the fonts that they need, once for all of them."""

    enabled = Bool(True).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Fit the figures of `nb`; add ``page_fonts`` (a style sheet) to `resources`."""
        report = resources["backchannel"]
        usages, drawn = [], []
        every = [one for piece in report["pieces"] for one in (piece, *piece.instead)]
        found = switch(report["pieces"])
        known = rests(report["pieces"], found)
        for piece in every:
            mark = piece.mark
            if isinstance(mark, Figure) and piece.svg:
                for kind, own in (("svg", mark.id), ("narrow", f"{mark.id}.narrow")):
                    if not getattr(piece, kind):
                        continue
                    figure = page_figure(
                        getattr(piece, kind),
                        figure_id=own,
                        title=mark.title or mark.label,
                        anchors=report["anchors"],
                        palette=PALETTE,
                        described_by=f"{mark.id}.alt" if mark.alt else "",
                        # What stands for a choice of sources rests on no other.
                        rests=(Rests() if piece.choice else known).name,
                    )
                    drawn.append((piece, kind, figure.svg))
                    usages.append(figure.characters)
            elif isinstance(mark, KeyFigures):
                # Key figures are set like the charts' titles.
                values = "".join(figure.value for figure in mark.figures)
                usages.append({"semibold": frozenset(values)})
        resources["page_switch"] = found
        resources["page_style"] += "\n" + switch_css(found)
        resources["page_writer"] = Writer()
        shared = share([svg for _, _, svg in drawn])
        for (piece, kind, _), svg in zip(drawn, shared.svgs, strict=True):
            setattr(piece, kind, svg)
        resources["page_style"] += "\n" + shared.style
        resources["page_shapes"] = shared.shapes
        tables = [piece.mark for piece in report["pieces"] if isinstance(piece.mark, Table)]
        resources["page_style"] += "\n" + rows.choice_css(tables)
        for table in tables:
            known.of_rows(table)  # so that the sets of all rows have their rules
        resources["page_style"] += "\n" + rests_css(known, found)
        resources["page_rests"] = known
        resources["page_told"] = told_before(report["pieces"], known)
        resources["page_fonts"] = fonts.font_css(fonts.merge(usages))
        return nb, resources


class PageData(Preprocessor):
    """Packs what the report carries into one address, for a link of the page."""

    enabled = Bool(True).tag(config=True)

    def __init__(self, folders: tuple[str, ...] = (), **kw: Any) -> None:
        super().__init__(**kw)  # type: ignore[no-untyped-call]
        self._folders = folders

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Add ``page_data`` to `resources`: the address, "" where there is none or too much."""
        report = resources["backchannel"]
        own = Path(resources.get("metadata", {}).get("path") or ".")
        folders = (own, *map(Path, self._folders))
        files = attached(report["attachments"], report["provenance"], folders)
        carried = len(report["attachments"]) > 0 and _size(files) <= MOST_CARRIED
        resources["page_data"] = bzip2_uri(archive(files)) if carried else ""
        return nb, resources


def _size(files: Iterable[Attachment]) -> int:
    return sum(len(file.content) for file in files)


def bzip2_uri(data: bytes) -> str:
    """A ``data:`` address that a browser saves as a compressed archive."""
    return f"data:application/x-bzip2;base64,{base64.b64encode(data).decode('ascii')}"


def csv_uri(text: str) -> str:
    """A ``data:`` address that a browser saves as a CSV file."""
    return f"data:text/csv;base64,{base64.b64encode(text.encode()).decode('ascii')}"
