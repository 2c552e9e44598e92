"""The report as one HTML file: no script, nothing fetched, every number linked to its evidence.

An nbconvert exporter with its own template on nbconvert's ``base``. The ``lab`` template would
bring 263 KB of style, scripts from elsewhere, and lose the alternative texts; nbconvert's own
HTML exporter passes each page through another parser, which rewrites it. Neither is used.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, default

from analysis.marks import Figure, KeyFigures, marked, read, rows_html
from analysis.palette import PALETTE
from analysis.press.document.headings import markdown_parser, slug
from analysis.press.document.numbering import ReportPreprocessor, on_a_server
from analysis.press.html import fonts
from analysis.press.html.figures import page_figure
from analysis.press.html.look import TEMPLATES, page_style


class BackchannelHTMLExporter(TemplateExporter):
    """Writes a report, or one chapter of it, as a single HTML page.

    >>> from analysis.press.html.exporter import BackchannelHTMLExporter
    >>> page, resources = BackchannelHTMLExporter().from_notebook_node(notebook)  # doctest: +SKIP

    The same notebook gives the same bytes. ``resources["backchannel"]`` says what was made of it
    (:class:`analysis.press.document.numbering.ReportPreprocessor`).
    """

    export_from_notebook = "Backchannel report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "backchannel"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()  # type: ignore[no-untyped-call]
        for preprocessor in (ReportPreprocessor, PageFigures):
            self.register_preprocessor(preprocessor, enabled=True)  # type: ignore[no-untyped-call]

    def _init_resources(self, resources: dict[str, Any] | None) -> dict[str, Any]:
        resources = super()._init_resources(resources)  # type: ignore[no-untyped-call]
        resources["page_style"] = page_style()
        return dict(resources)

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's filters and those that the page template uses."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_markdown", report_markdown
        yield "inline_markdown", inline_markdown
        yield "mark", read
        yield "rows_html", rows_html
        yield "csv_uri", csv_uri


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
        usages = []
        for output, mark in marked(nb):
            if isinstance(mark, Figure) and "image/svg+xml" in output.data:
                figure = page_figure(
                    output.data["image/svg+xml"],
                    figure_id=mark.id,
                    title=mark.title or mark.label,
                    anchors=report["anchors"],
                    palette=PALETTE,
                    described_by=f"{mark.id}.alt" if mark.alt else "",
                )
                output.data["image/svg+xml"] = figure.svg
                usages.append(figure.characters)
            elif isinstance(mark, KeyFigures):
                # Key figures are set like the charts' titles.
                values = "".join(figure.value for figure in mark.figures)
                usages.append({"semibold": frozenset(values)})
        resources["page_fonts"] = fonts.font_css(fonts.merge(usages))
        return nb, resources


class _PageRenderer(IPythonRenderer):
    """nbconvert's Markdown, with our heading ids and tables that scroll in their own region."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._ids = iter(ids)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        anchor = next(self._ids, None) or slug(re.sub(r"<[^>]+>", "", text))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{escape(code)}</code></pre>\n'

    def table(self, text: str) -> str:
        return (
            '<div class="scroll" role="region" tabindex="0" aria-label="Table">'
            f'<table class="bc">{text}</table></div>\n'
        )

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        style = f' style="text-align:{align}"' if align else ""
        return f'<th scope="col"{style}>{text}</th>' if head else f"<td{style}>{text}</td>"


def report_markdown(source: str, ids: Iterable[str] = ()) -> str:
    """HTML of a Markdown text; `ids` are those of its headings, in order."""
    return markdown_parser(_PageRenderer(ids)).render(source).strip()


def inline_markdown(source: str) -> str:
    """HTML of one paragraph of Markdown, without the paragraph around it."""
    html = report_markdown(source)
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


def csv_uri(text: str) -> str:
    """A ``data:`` address that a browser saves as a CSV file."""
    return f"data:text/csv;base64,{base64.b64encode(text.encode()).decode('ascii')}"
