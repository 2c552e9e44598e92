"""Carries out a plan: runs the chapters, joins them, exports, and puts the report in its place.

A report appears whole or not at all. When anything fails, the last good one stays as it is.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.press.build import provenance as record_keeping
from analysis.press.build.cache import Cache
from analysis.press.build.place import MARK, folder_for, write_whole
from analysis.press.build.reuse import Reuse
from analysis.press.document import contents
from analysis.press.document.colophon import colophon
from analysis.press.document.join import join
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.pdf.exporter import BackchannelPDFExporter
from analysis.press.plan.plan import Plan
from analysis.press.run.chapters import Chapter, ChaptersFailed, run_chapters
from analysis.press.run.normalise import machine_paths, normalise
from analysis.problems import Refused

log = logging.getLogger(__name__)

HTML, PDF, PAGE = "report.html", "report.pdf", "page-1.png"

# An exporter takes the joined report and gives the bytes of a file.
Export = Callable[[NotebookNode], bytes]
Progress = Callable[[str], None]


class InputsChanged(Refused):
    """An input changed during the build, so that no checksum of it would be true of the report."""


def to_html(report: NotebookNode) -> bytes:
    """The report as one HTML file."""
    page, _ = BackchannelHTMLExporter().from_notebook_node(report)  # type: ignore[no-untyped-call]
    return page.encode("utf-8")


def to_pdf(report: NotebookNode) -> bytes:
    """The report as one PDF file, with its data attached."""
    pdf, _ = BackchannelPDFExporter().from_notebook_node(report)  # type: ignore[no-untyped-call]
    return pdf


def to_page_image(report: NotebookNode) -> bytes:
    """The first page of the PDF as an image, for where a PDF cannot be shown."""
    return BackchannelPDFExporter().first_page(report)  # type: ignore[no-untyped-call]


EXPORTS: Mapping[str, Export] = {HTML: to_html, PDF: to_pdf}
SAMPLE: Mapping[str, Export] = {**EXPORTS, PAGE: to_page_image}

# The modules whose work these do; what others make is made each time.
_EXPORTERS: Mapping[Export, str] = {
    to_html: "analysis.press.html.exporter",
    to_pdf: "analysis.press.pdf.exporter",
    to_page_image: "analysis.press.pdf.exporter",
}


@dataclass(frozen=True)
class Built:
    """A report in its place.

    Attributes
    ----------
    place : its absolute folder.
    hashes : file of the report, path from there -> sha256 as it was written, in order of path.
    made : steps that were carried out: chapters that ran, files that were exported.
    reused : steps whose outcome came from the cache.
    record : its provenance.
    sure : all that it depends on is in that record, so that nothing else can make it another.
    """

    place: Path
    hashes: Mapping[str, str]
    made: tuple[str, ...]
    reused: tuple[str, ...]
    record: Mapping[str, Any]
    sure: bool

    @property
    def files(self) -> list[Path]:
        """The files of the report, absolute, in order of path."""
        return [self.place / name for name in self.hashes]


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
    NotAReport : the place is taken by something that is not a report.
    """
    cache = None if fresh else Cache.of(plan.project.root)
    with folder_for(plan.place) as folder:
        with ThreadPoolExecutor(max_workers=jobs) as executor:
            done = write_report(
                plan, folder, executor, progress=progress, exports=exports, cache=cache
            )
        files = (path for path in folder.rglob("*") if path.is_file())
        hashes = record_keeping.file_hashes(files, folder)
    return Built(plan.place, hashes, tuple(done.made), tuple(done.reused), done.record, done.sure)


def build_sample(
    plan: Plan, *, jobs: int = 2, progress: Progress = lambda step: None, fresh: bool = False
) -> list[Path]:
    """Build the report; keep its HTML, its PDF and an image of page 1 in ``reports/sample``.

    Other files there stay. Raises what :func:`build` raises.
    """
    place = plan.project.reports / "sample"
    with tempfile.TemporaryDirectory(prefix="bc-sample-") as aside:
        with ThreadPoolExecutor(max_workers=jobs) as executor:
            cache = None if fresh else Cache.of(plan.project.root)
            write_report(
                plan, Path(aside), executor, progress=progress, exports=SAMPLE, cache=cache
            )
        for name in SAMPLE:
            write_whole(place / name, (Path(aside) / name).read_bytes())
    return [place / name for name in SAMPLE]


def steps(plan: Plan, exports: Mapping[str, Export] = EXPORTS) -> int:
    """How many steps a build of this plan reports to its ``progress``."""
    return len(plan.jobs) + len(exports)


def write_report(
    plan: Plan,
    folder: Path,
    executor: Executor,
    *,
    progress: Progress = lambda step: None,
    exports: Mapping[str, Export] = EXPORTS,
    cache: Cache | None = None,
) -> Reuse:
    """Write every file of the report into an empty folder; say what was made and what reused.

    Parameters
    ----------
    executor : runs the chapters that are not in the cache.
    cache : None to make everything and keep nothing.
    """
    record = record_of(plan)
    reuse = Reuse(plan, record, _paths(plan), cache)
    with _timed("chapters"):
        executed = _executed(reuse, executor, progress)
    with _timed("join"):
        contents.write_notebooks(folder / "notebooks", executed)
        contents.write_tables(folder / "tables", plan, executed)
        contents.write_figures(folder / "key_figures.json", plan, executed)
        contents.write(folder / MARK, record_keeping.as_json(record))
        report = join(executed, colophon(record), contents.metadata(plan, record, folder))
    _export(reuse, report, folder, exports, progress)
    return reuse


def _export(
    reuse: Reuse,
    report: NotebookNode,
    folder: Path,
    exports: Mapping[str, Export],
    progress: Progress,
) -> None:
    """Make the files one after another: what they import late is imported in this thread alone."""
    for name, export in exports.items():
        with _timed(name):
            content = reuse.file(name, _EXPORTERS.get(export), report, export)
        (folder / name).write_bytes(content)
        progress(name)


@contextmanager
def _timed(step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    log.info("%s: %.2f s", step, time.perf_counter() - began)


def _executed(reuse: Reuse, executor: Executor, progress: Progress) -> contents.Executed:
    """Every chapter, normalised, as it ran now or before."""
    plan = reuse.plan
    found = reuse.chapters()
    for name in found:
        progress(name)
    missing = [job for job in plan.jobs if job.name not in found]
    try:
        ran = run_chapters(missing, executor, progress)
    except ChaptersFailed as failed:
        if not _changed(reuse.record, record_of(plan)):
            # Whoever mends the others need not wait for these again.
            _kept(reuse, failed.chapters)
        raise ChaptersFailed(failed.failures, len(plan.jobs)) from None
    changed = _changed(reuse.record, record_of(plan))
    if changed:
        raise InputsChanged(f"{', '.join(changed)} changed while the report was being made")
    found |= _kept(reuse, ran)
    return [(job.name, found[job.name]) for job in plan.jobs]


def _kept(reuse: Reuse, chapters: Iterable[Chapter]) -> dict[str, NotebookNode]:
    normalised = {one.name: normalise(one.notebook, reuse.paths) for one in chapters}
    for name, notebook in normalised.items():
        reuse.keep_chapter(name, notebook)
    return normalised


def _paths(plan: Plan) -> dict[str, str]:
    paths = machine_paths(plan.project.root)
    package = plan.parameters.package
    if not package.is_relative_to(plan.project.root):
        # How the package is reached from here says where this checkout and it happen to lie.
        paths[str(plan.jobs[0].parameters.get("package", package))] = package.name
        paths[str(package)] = package.name
    return paths


def record_of(plan: Plan) -> dict[str, Any]:
    """The provenance of the report that a plan makes, as its inputs are now."""
    lock = plan.project.lock
    codebook = plan.codebook
    return record_keeping.provenance(
        edition=plan.edition.name,
        customised=plan.customised,
        parameters=plan.shown_parameters(),
        evidence_date=plan.evidence_date.isoformat(),
        package={
            "name": codebook.name,
            "title": codebook.title,
            "version": codebook.version,
            "files": record_keeping.package_hashes(plan.parameters.package),
        },
        notebooks={job.name: record_keeping.sha256(job.source.encode()) for job in plan.jobs},
        lock=record_keeping.sha256(lock.read_bytes()) if lock.is_file() else None,
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Inputs that are not what they were: the chapters read them while they ran."""
    return [
        name
        for group in ("package", "code", "lock")
        for was, now in [(before[group]["files"], after[group]["files"])]
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]
