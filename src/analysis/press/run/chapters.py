"""Runs the chapters through papermill, side by side, and says exactly what failed where.

A job and its result are plain values, so that any ``concurrent.futures`` executor can carry them:
threads here (the work is done in the kernels' own processes), other machines elsewhere.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode

from analysis.press.plan.chapters import ChapterJob
from analysis.press.run.kernels import ENGINE, READS, BeyondLimit, KernelStopped, kill_kernels
from analysis.problems import Refused

log = logging.getLogger(__name__)

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(
    r"^(?:File (?P<file>.+?):(?P<line>\d+), in (?P<function>.+)"
    r"|Cell In\[\d+\], line (?P<cell_line>\d+).*)$"
)
_ARROW = re.compile(r"^-+> ?\d+ ?(?P<code>.*)$")


@dataclass(frozen=True)
class Chapter:
    """A chapter that ran from top to bottom.

    Attributes
    ----------
    name : file name of the notebook.
    notebook : as papermill leaves it.
    reads : absolute path -> sha256, of each file that it says it has read.
    seconds : that it took.
    """

    name: str
    notebook: NotebookNode
    reads: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class ChapterFailure:
    """A chapter that stopped.

    Attributes
    ----------
    name : file name of the notebook.
    cell : number of the cell in the notebook as committed, from 1, all kinds counted; 0 if none.
    source : the first line of that cell that is neither empty nor a comment.
    error : "KeyError: 'date'".
    where : one line for each step of the traceback in the cell and the project, outermost first.
    traceback : the whole of it, without colours.
    """

    name: str
    cell: int
    source: str
    error: str
    where: tuple[str, ...]
    traceback: str

    def __str__(self) -> str:
        cell = f", cell {self.cell}" if self.cell else ""
        source = f" ({self.source})" if self.source else ""
        return "\n".join(
            [f"notebooks/{self.name}{cell}{source}: {self.error}", *(f"  {w}" for w in self.where)]
        )


class ChaptersFailed(Refused):
    """Raised when all chapters have ended and some failed.

    Attributes
    ----------
    failures : in reading order.
    chapters : those that ran to their end.
    """

    def __init__(
        self, failures: Sequence[ChapterFailure], of: int, chapters: Sequence[Chapter] = ()
    ) -> None:
        self.failures = tuple(failures)
        self.chapters = tuple(chapters)
        self.summary = f"{len(self.failures)} of {of} chapters failed; nothing was built"
        self.detail = "\n\n".join(f"notebooks/{f.name}\n{f.traceback}" for f in self.failures)
        super().__init__("\n".join([*map(str, self.failures), self.summary]))


def run_chapter(job: ChapterJob) -> Chapter | ChapterFailure:
    """Run one chapter in a kernel of its own. A failure is returned, for it to travel anywhere."""
    notebook = nbformat.reads(job.source, as_version=4)
    began = time.perf_counter()
    try:
        # The notebook, not its path: papermill would fill in braces in a path, and its `cwd`
        # moves this whole process, which other chapters run in too.
        executed = papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(job.parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            epoch=job.epoch,
            folder=job.folder,
        )
    except papermill.PapermillExecutionError as error:
        return _failure(job, error)
    except BeyondLimit as error:
        cell, source = _cell(job, error.cell_index)
        return ChapterFailure(job.name, cell, source, str(error), (), str(error))
    except KernelStopped as error:
        said = tuple(line for line in error.said.splitlines() if line.strip())
        cell, source = _cell(job, error.cell_index)
        stopped = f"the kernel stopped: {error}"
        return ChapterFailure(job.name, cell, source, stopped, said[-3:], error.said)
    return Chapter(job.name, executed, executed.metadata[READS], time.perf_counter() - began)


def run_chapters(
    jobs: Sequence[ChapterJob],
    executor: Executor,
    progress: Callable[[str], None] = lambda name: None,
) -> list[Chapter]:
    """Run all chapters and return them in the order of `jobs`.

    Parameters
    ----------
    jobs : the chapters.
    executor : where they run; as many at a time as it has room for.
    progress : called in this thread with the name of each chapter that has ended.

    Raises
    ------
    ChaptersFailed : after every chapter has ended, with all that failed.
    """
    futures: dict[Future[Chapter | ChapterFailure], int] = {
        executor.submit(run_chapter, job): number for number, job in enumerate(jobs)
    }
    results: dict[int, Chapter | ChapterFailure] = {}
    try:
        for future in as_completed(futures):
            number = futures[future]
            results[number] = future.result()
            progress(jobs[number].name)
    except BaseException:
        for future in futures:
            future.cancel()
        kill_kernels()
        raise
    ordered = [results[number] for number in range(len(jobs))]
    failures = [result for result in ordered if isinstance(result, ChapterFailure)]
    chapters = [result for result in ordered if isinstance(result, Chapter)]
    if failures:
        raise ChaptersFailed(failures, len(jobs), chapters)
    for chapter in chapters:
        log.info("%s ran in %.2f s", chapter.name, chapter.seconds)
    return chapters


def _failure(job: ChapterJob, error: Any) -> ChapterFailure:
    cell, source = _cell(job, error.cell_index)
    text = _COLOUR.sub("", "\n".join(error.traceback))
    said = f"{error.ename}: {error.evalue}" if error.evalue else str(error.ename)
    return ChapterFailure(job.name, cell, source, said, tuple(_steps(text)), text)


def _cell(job: ChapterJob, index: int | None) -> tuple[int, str]:
    """Number, from 1, and first line of code of a cell in the notebook as committed.

    `index` is its place in the notebook as run, where the injected cell follows the parameters.
    """
    if index is None:
        return 0, ""
    cells = nbformat.reads(job.source, as_version=4).cells
    tagged = ("parameters" in cell.metadata.get("tags", ()) for cell in cells)
    injected = next((n + 1 for n, found in enumerate(tagged) if found), len(cells))
    number = index + 1 if index < injected else index
    code = [line.strip() for line in cells[number - 1].source.splitlines()]
    lines = (line for line in code if line and not line.startswith(("#", "%")))
    return number, next(lines, "")


def _steps(traceback: str) -> list[str]:
    """The steps of an IPython traceback that lie in the cell or the project, a line for each."""
    steps, place = [], ""
    for line in traceback.splitlines():
        if frame := _FRAME.match(line):
            if frame["cell_line"]:
                place = f"line {frame['cell_line']} of the cell"
            elif "site-packages" in frame["file"] or "/lib/python" in frame["file"]:
                place = ""
            else:
                place = f"{frame['file']}, line {frame['line']}"
        elif place and (arrow := _ARROW.match(line)):
            steps.append(f"{place}: {arrow['code'].strip()}")
            place = ""
    return steps
