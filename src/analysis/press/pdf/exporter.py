"""The PDF report: an nbconvert exporter that writes Typst and compiles it in process.

One file satisfies PDF/UA-1 (tags, alternative texts, language) and PDF/A-3a (archival, with data
attached). The same notebook gives the same bytes: fonts and dates are those given here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import typst
from nbconvert.exporters import Exporter, TemplateExporter
from nbformat import NotebookNode
from traitlets import List, Unicode, default, validate
from traitlets.config import Config

from analysis.press.document.attachments import attached
from analysis.press.document.losses import Loss
from analysis.press.document.mend import Mending, whole
from analysis.press.document.numbering import ReportPreprocessor, on_a_server
from analysis.press.document.options import PAPERS, Look, points
from analysis.press.document.tree import plain
from analysis.press.pdf import dates, fonts
from analysis.press.pdf import source as typst_source
from analysis.press.pdf.look import margins, settings
from analysis.press.pdf.markup import in_a_drawing
from analysis.press.pdf.text import string

STANDARDS = ["ua-1", "a-3a"]
PAGE_PPI = 110.0
MOST_MENDED = 12  # pieces of one document that Typst may refuse
_FEW_HEADINGS = 3


class BackchannelPDFExporter(Look, Mending, TemplateExporter):
    """Exports a joined report, or a single chapter, to an accessible, archivable PDF.

    ``from_notebook_node`` returns its bytes and the resources; ``to_typst`` the text for Typst.

    Raises
    ------
    AttachmentError : a file of ``metadata.backchannel.attachments`` does not exist, or lies
        neither in the notebook's folder nor in one of ``attach_from``.
    ValueError : the date is not a day, the paper is unknown.
    typst.TypstError : the source does not compile; its note says where.
    """

    export_from_notebook = "Backchannel report (PDF)"
    output_mimetype = "application/pdf"

    font_paths = List(
        Unicode(),
        help="Folders with fonts of your own, used for what the fonts of the report do not have.",
    ).tag(config=True)
    attach_from = List(
        Unicode(),
        help="Folders whose files a notebook may have attached, beside its own: what a notebook "
        "names is somebody's word, and a file of this machine is not to leave with it.",
    ).tag(config=True)
    preprocessors = List(default_value=[ReportPreprocessor]).tag(config=True)
    template_name = Unicode("typst").tag(config=True, affects_template=True)
    template_extension = Unicode(".typ.j2").tag(config=True, affects_environment=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @property
    def default_config(self) -> Config:
        """What nbconvert presupposes, and that this is for paper."""
        config: Config = super().default_config
        config.merge(Config({"ReportPreprocessor": {"printed": True}}))
        return config

    @default("optimistic_validation")
    def _optimistic_validation_default(self) -> bool:
        return True  # nbconvert would check the notebook anew after each of its preprocessors

    @default("extra_template_basedirs")
    def _our_folders(self) -> list[str]:
        # Not the working folder, which nbconvert would search first: what lies there is no input.
        return [str(typst_source.TEMPLATES.parent)]

    @default("extra_template_paths")
    def _our_paths(self) -> list[str]:
        return self._our_folders()

    @validate("extra_template_basedirs", "extra_template_paths")
    def _and_ours(self, proposal: dict[str, list[str]]) -> list[str]:
        """Whatever folders are named, templates can build on those of the report."""
        return list(dict.fromkeys([*proposal["value"], *self._our_folders()]))

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """Nbconvert's filters, and two that write Typst values."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "typst_string", string
        yield "typst_day", dates.typst_day

    def to_typst(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        """The Typst source of the report, and the resources used."""
        prepared, resources = Exporter.from_notebook_node(self, *whole(nb, resources))
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
        """What Typst makes of the notebook.

        Characters that no font has are replaced in sight; a piece that stops Typst is set as its
        words alone. Both are named.
        """
        _, resources = self.to_typst(nb, resources)
        report, told = resources.pop("backchannel_pdf"), resources["backchannel"]
        for piece in told["pieces"]:
            for lines in typst_source.shortened(piece.tree):
                what = f"{lines:,} lines, of which paper shows the first and the last"
                self._name(told, piece.number, "stream", what)
        as_words: frozenset[int] = frozenset()
        for _ in range(MOST_MENDED):
            try:
                made = self._typeset(report, resources, form)
                break
            except typst.TypstError as error:
                if missing := fonts.missing(error.diagnostic) - report["missing"].keys():
                    report["missing"] |= fonts.replaced(missing)
                    self._name_missing(told, missing - fonts.UNSEEN)
                    continue
                culprit = self._culprit(report, told, resources, form, as_words)
                if culprit is None:
                    raise
                what = f"Typst refuses it ({error}); set as words alone"
                self._name(told, told["pieces"][culprit].number, "PDF", what)
                as_words |= {culprit}
                report["body"] = self._body(told, as_words)
        else:
            made = self._typeset(report, resources, form)
        if told["strict"]:
            told["losses"].refuse()
        return made, resources

    def _name(self, told: dict[str, Any], cell: int, kind: str, what: str) -> None:
        told["losses"].cell = cell
        told["losses"].note(kind, what)
        self.log.warning("%s", Loss(cell, kind, what))

    def _name_missing(self, told: dict[str, Any], missing: set[str]) -> None:
        """Name the characters that no font has, cell by cell."""
        for piece in told["pieces"]:
            words = f"{plain(piece.tree)} {piece.mark}"
            if found := sorted(missing & set(words)):
                shown = "".join(found[:40]) + ("…" if len(found) > 40 else "")
                what = f"no font has {shown}; give yours by font_paths"
                self._name(told, piece.number, "characters", what)

    def _culprit(
        self,
        report: dict[str, Any],
        told: dict[str, Any],
        resources: dict[str, Any],
        form: dict[str, Any],
        as_words: frozenset[int],
    ) -> int | None:
        """The first piece that stops Typst where all after it are words; None for no single one."""

        def compiles(upto: int) -> bool:
            after = as_words | frozenset(range(upto, len(told["pieces"])))
            try:
                self._typeset({**report, "body": self._body(told, after)}, resources, form)
            except typst.TypstError:
                return False
            return True

        good, bad = 0, len(told["pieces"])
        if bad == 0 or not compiles(0):
            return None
        while bad - good > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if compiles(middle) else (good, middle)
        return None if good in as_words else good

    def _body(self, told: dict[str, Any], as_words: frozenset[int]) -> typst_source.Body:
        before = told["contents_before"]
        _, right, _, left = margins(self)
        width = PAPERS.get(self._paper(told), PAPERS["a4"])[0] - points(left) - points(right)
        return typst_source.body(told["pieces"], told["anchors"], before, as_words, width)

    def _paper(self, told: dict[str, Any]) -> str:
        return str(self.paper or told["paper"] or next(iter(PAPERS)))

    def _typeset(
        self, report: dict[str, Any], resources: dict[str, Any], form: dict[str, Any]
    ) -> list[bytes]:
        source = self.template.render(resources=resources, report=report)
        source = source.translate(report["missing"])
        files = {"main": source.encode(), **self._styles()}
        if report["logo"]:
            files["logo.svg"] = in_a_drawing(report["logo"])
        for name, drawn in report["body"].files.items():
            files[name] = drawn.decode().translate(report["missing"]).encode()
        files |= {attachment.stored: attachment.content for attachment in report["attachments"]}
        made, warnings = _compile(
            files, fonts.loaded(tuple(self.font_paths)), timestamp=report["stamp"], **form
        )
        for warning in list(dict.fromkeys(map(str, warnings)))[:5]:  # of one cause, many
            self.log.warning("Typst: %s", warning)
        return made

    def _styles(self) -> dict[str, bytes]:
        """The style, which a template of others may replace; the one that it can build on; and
        what is chosen for this document.
        """
        loader = self.environment.loader
        assert loader is not None  # TemplateExporter always sets one
        own: str = loader.get_source(self.environment, "style.typ")[0]
        base = (typst_source.TEMPLATES / "style.typ").read_text(encoding="utf-8")
        chosen = settings(self).encode()
        return {
            "style.typ": own.encode(),
            "typst/style.typ": base.encode(),
            "settings.typ": chosen,
            "typst/settings.typ": chosen,
        }

    def _report(self, nb: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
        """What the template prints."""
        told = resources["backchannel"]
        paper = self._paper(told)
        if paper not in PAPERS:
            raise ValueError(f'paper: "{paper}" is not one of {", ".join(PAPERS)}')
        day = dates.day(told["date"], ours=bool(told["dated"]))
        lang, *subtags = str(told["lang"]).lower().split("-")
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        return {
            **{name: told[name] for name in ("title", "subtitle", "description", "edition")},
            "day": f"{told['dated']}{told['day']}",
            "lang": lang,
            "region": next((tag for tag in subtags if len(tag) == 2), ""),
            "stamp": dates.stamp(day),
            "paper": paper,
            "contents": len(told["contents"]) >= _FEW_HEADINGS
            and not told["contents_before"]
            and self.contents_depth > 0,
            "depth": self.contents_depth,
            "words": told["words"],
            "header": told["title"] if self.header is None else self.header,
            "footer": self.footer or "",
            "logo": self.picture(),
            "front": bool(told["contents_before"]),
            "attachments": attached(
                told["attachments"], told["provenance"], (folder, *map(Path, self.attach_from))
            ),
            "authors": told["authors"],
            "missing": {},
            "body": self._body(told, frozenset()),
        }


class CommandLinePDFExporter(BackchannelPDFExporter):
    """The same under a name with a hyphen, which Jupyter's server cannot route nor offers."""

    @default("enabled")
    def _enabled_default(self) -> bool:
        return not on_a_server()


def _compile(
    files: dict[str, bytes], known: typst.Fonts, **form: Any
) -> tuple[list[bytes], list[typst.TypstWarning]]:
    """What Typst makes of the files: one PDF, or an image of each page."""
    # A dict of files (name -> content; "main" is compiled) is accepted; the stub omits it.
    compile_files = cast(
        Callable[..., tuple[bytes | list[bytes], list[typst.TypstWarning]]],
        typst.compile_with_warnings,
    )
    try:
        made, warnings = compile_files(files, font_paths=known, ignore_system_fonts=True, **form)
    except typst.TypstError as error:
        error.add_note(error.diagnostic)
        raise
    return made if isinstance(made, list) else [made], warnings
