"""Carries out a plan: runs the chapters, joins them, exports, and puts the report in its place.

A report appears whole or not at all. When anything fails, the last good one stays as it is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from analysis.press.build import contents
from analysis.press.build.cache import Cache
from analysis.press.build.execute import Progress, Work
from analysis.press.build.hidden import refuse_hidden
from analysis.press.build.receipt import Built, files_of
from analysis.press.document.allowed import faults_of_page, faults_of_pdf
from analysis.press.document.colophon import colophon
from analysis.press.document.join import join
from analysis.press.document.numbering import json_text
from analysis.press.document.tables_out import OutputDefect
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.pdf.exporter import BackchannelPDFExporter
from analysis.press.plan.place import (
    FIGURES,
    MARK,
    NOTEBOOKS,
    PAGES,
    TABLES,
    before_of,
    folder_for,
    record_in,
    tells_other_data,
)
from analysis.press.plan.plan import Plan
from analysis.scratch import scratch
from analysis.whole import write_whole

log = logging.getLogger(__name__)

HTML, PDF, PAGE = PAGES

# An exporter takes the joined report and gives the bytes of a file.
Export = Callable[[NotebookNode], bytes]


def to_html(report: NotebookNode) -> bytes:
    """The report as one HTML file.

    Raises
    ------
    OutputDefect : a chapter shows what no report may hold.
    """
    exporter = BackchannelHTMLExporter(attach_from=_carried_from(report))  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(report)
    _refuse(HTML, faults_of_page(page))
    return page.encode("utf-8")


def to_pdf(report: NotebookNode) -> bytes:
    """The report as one PDF file, with its data attached.

    Raises
    ------
    OutputDefect : a chapter links to where no report may.
    """
    pdf, _ = _pdf_exporter(report).from_notebook_node(report)
    _refuse(PDF, faults_of_pdf(pdf))
    return pdf


def _pdf_exporter(report: NotebookNode) -> BackchannelPDFExporter:
    return BackchannelPDFExporter(attach_from=_carried_from(report))  # type: ignore[no-untyped-call]


def _carried_from(report: NotebookNode) -> list[str]:
    """Where what this report says that it carries lies: it was joined here."""
    carried = report.metadata["backchannel"]["attachments"]
    return sorted({str(Path(one["path"]).parent) for one in carried if "path" in one})


def _refuse(name: str, faults: list[str]) -> None:
    if faults:
        more = f" and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise OutputDefect(f"{name} would hold {', '.join(faults[:3])}{more}: no report may")


def to_page_image(report: NotebookNode) -> bytes:
    """The first page of the PDF as an image, for where a PDF cannot be shown."""
    return _pdf_exporter(report).first_page(report)


EXPORTS: Mapping[str, Export] = {HTML: to_html, PDF: to_pdf}
SAMPLE: Mapping[str, Export] = {**EXPORTS, PAGE: to_page_image}


def build(
    plan: Plan,
    *,
    jobs: int = 2,
    progress: Progress = lambda step: None,
    exports: Mapping[str, Export] = EXPORTS,
    fresh: bool = False,
) -> Built:
    """Build the report and put it in its place.

    Parameters
    ----------
    plan : of :func:`analysis.press.plan.plan.make_plan`.
    jobs : how many chapters run side by side (>= 1).
    progress : called with a name for each of :func:`steps` that is done.
    exports : file name -> what makes it.
    fresh : make everything anew, without looking into the cache or adding to it.

    Raises
    ------
    ChaptersFailed : a cell failed; nothing was written.
    InputsChanged : a file that the report depends on was written to meanwhile.
    OutputDefect : a chapter shows a table that cannot be handed on.
    Hidden : the report would hold what a restricted source alone tells.
    NotAReport : the place is taken by something that is not a report.
    """
    work = Work(plan, None if fresh else Cache.of(plan.project.root))
    before, old = kept_before(plan), record_in(plan.place)
    with folder_for(plan.place, before) as folder, contents.package_of(plan) as package:
        with _timed("chapters"), ThreadPoolExecutor(max_workers=jobs) as executor:
            executed = work.chapters(executor, progress)
        with _timed("join"):
            record = work.record
            contents.write_notebooks(folder / NOTEBOOKS, executed)
            contents.write_tables(folder / TABLES, plan, executed)
            contents.write_figures(folder / FIGURES, plan, executed)
            contents.write(folder / MARK, json_text(record))
            closing = [] if plan.parameters.extent == "brief" else colophon(record)
            report = join(executed, closing, contents.metadata(plan, record, package))
            refuse_hidden(plan, folder, report)
        digest = work.digest(report)
        # One after another: what they import late is imported in this thread alone.
        for name, export in exports.items():
            with _timed(name):
                (folder / name).write_bytes(work.file(name, digest, report, export))
            progress(name)
        hashes = files_of(folder)
    return Built(
        plan.place,
        hashes,
        plan.packages,
        work.reads,
        record,
        tuple(work.made),
        tuple(work.reused),
        before if tells_other_data(old, record) else None,
    )


def kept_before(plan: Plan) -> Path | None:
    """Where the report before this one is kept: beside the others of the project; else nowhere."""
    return before_of(plan.place) if plan.place.parent == plan.project.reports else None


def build_sample(
    plan: Plan, *, jobs: int = 2, progress: Progress = lambda step: None, fresh: bool = False
) -> list[Path]:
    """Build the report; keep its HTML, its PDF and an image of page 1 in ``reports/sample``.

    Other files there stay. Raises what :func:`build` raises.
    """
    place = plan.project.reports / "sample"
    with scratch("sample") as aside:
        whole = replace(plan, place=aside / "report")
        built = build(whole, jobs=jobs, progress=progress, exports=SAMPLE, fresh=fresh)
        for name in SAMPLE:
            write_whole(place / name, (built.place / name).read_bytes())
    return [place / name for name in SAMPLE]


def steps(plan: Plan, exports: Mapping[str, Export] = EXPORTS) -> int:
    """How many steps a build of this plan reports to its ``progress``."""
    return len(plan.jobs) + len(exports)


@contextmanager
def _timed(step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    log.info("%s: %.2f s", step, time.perf_counter() - began)
