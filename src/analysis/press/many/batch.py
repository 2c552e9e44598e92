"""Makes many editions side by side; one that fails stops no other.

Each is planned here, made by a worker (:mod:`~analysis.press.many.worker`) in a pool of them,
and put in its place here, whole.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analysis.parameters_given import ParameterProblems
from analysis.press.build.build import kept_before
from analysis.press.build.cache import Cache
from analysis.press.build.receipt import Built, Receipt, Request
from analysis.press.build.record import record_of
from analysis.press.many.pools import Pool
from analysis.press.many.worker import EditionJob, Made, Result, failure, make_edition
from analysis.press.plan.catalogue import Catalogue, Load, load_package
from analysis.press.plan.editions import Edition
from analysis.press.plan.grid import clashes
from analysis.press.plan.inputs import sha256
from analysis.press.plan.place import MARK, folder_for
from analysis.press.plan.plan import Plan, make_plan
from analysis.press.plan.project import Project

Progress = Callable[[str], None]


class _UnderWay(NamedTuple):
    plan: Plan
    receipt: Receipt


@dataclass
class Batch:
    """A choice of editions that is known by name and not yet planned.

    Attributes
    ----------
    project : the checkout.
    editions : to be made, each once.
    results : by name, of what has ended.
    """

    project: Project
    editions: list[Edition]
    load: Load
    results: dict[str, Result] = field(default_factory=dict)

    def __len__(self) -> int:
        return len({edition.name for edition in self.editions} | self.results.keys())


def choose(project: Project, names: Sequence[str] = ()) -> Batch:
    """The editions of these names; a grid stands for all its members, and no name for everything.

    A grid that cannot be spanned has failed already.

    Raises
    ------
    ParameterProblems : the file is not one of editions, a name is unknown or not unique.
    """
    load = functools.cache(load_package)
    catalogue = Catalogue(project, load)
    batch = Batch(project, [], load)
    for entry in catalogue.choose(names):
        try:
            batch.editions += catalogue.members(entry)
        except Exception as error:
            batch.results[entry.name] = failure(entry.name, error)
    batch.editions = list({id(edition): edition for edition in batch.editions}.values())
    problems = clashes(batch.editions, catalogue.shown)
    if problems:
        raise ParameterProblems(problems)
    return batch


def make_editions(
    batch: Batch, pool: Pool, *, chapters: int = 1, progress: Progress = lambda edition: None
) -> list[Result]:
    """Make the reports of a batch and put each in its place.

    Parameters
    ----------
    batch : of :func:`choose`.
    pool : where they are made.
    chapters : how many chapters of one edition run side by side (>= 1).
    progress : called with the name of each edition that has ended.

    Returns
    -------
    One result for each edition, in the order of the batch, failed grids last.

    Raises
    ------
    NoCluster : the pool is a cluster that is not there; nothing was built.
    """
    for name in batch.results:
        progress(name)
    under_way: dict[str, _UnderWay] = {}
    jobs = _jobs(batch, under_way, chapters, progress)
    for told in _outcomes(jobs, pool):
        plan, receipt = under_way.pop(told.edition)
        result = told if isinstance(told, Result) else _place(plan, told, receipt)
        window = f"{plan.parameters.start} to {plan.parameters.end}"
        batch.results[told.edition] = replace(result, window=window)
        progress(told.edition)
    names = dict.fromkeys([*(edition.name for edition in batch.editions), *batch.results])
    return [batch.results[name] for name in names]


def _jobs(
    batch: Batch, under_way: dict[str, _UnderWay], chapters: int, progress: Progress
) -> Iterator[EditionJob]:
    """Plan one edition after another, as they are asked for.

    Passed over are those whose report stands as it would be made, and those that cannot be planned.
    """
    root = str(batch.project.root)
    cache = Cache.of(batch.project.root)
    for edition in batch.editions:
        began = time.perf_counter()
        receipt = Receipt(Request(batch.project, edition.name, (), None, Path.cwd()), cache)
        standing = receipt.standing()
        if standing is not None:
            window = _window_of(standing[0].parent)
            batch.results[edition.name] = Result(edition.name, "reused", window)
            progress(edition.name)
            continue
        try:
            plan = make_plan(batch.project, edition, load=batch.load)
            job = EditionJob(edition.name, root, record_of(plan), chapters)
        except Exception as error:
            seconds = time.perf_counter() - began
            batch.results[edition.name] = failure(edition.name, error, seconds)
            progress(edition.name)
            continue
        under_way[edition.name] = _UnderWay(plan, receipt)
        yield job


def _window_of(place: Path) -> str:
    told = json.loads((place / "key_figures.json").read_text(encoding="utf-8"))
    return f"{told['window']['start']} to {told['window']['end']}"


def _outcomes(jobs: Iterable[EditionJob], pool: Pool) -> Iterator[Made | Result]:
    """What became of each job, as they end. A process that is killed costs at most its own."""
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:
        return
    left: list[EditionJob] = [first]
    while left:
        suspects: list[EditionJob] = []
        with pool.open() as executor:
            yield from _run(executor, left, waiting, pool.ahead, suspects)
        left = []
        for job in suspects:
            # One of these has ended the process that it ran in: alone, it is seen which.
            alone: list[EditionJob] = []
            with pool.open(alone=True) as executor:
                yield from _run(executor, [job], iter(()), None, alone)
            if alone:
                words = "the process that made it was killed, twice; perhaps memory ran out"
                yield Result(job.edition, "failed", lines=(words,))
        if suspects:
            left = list(islice(waiting, 1))


def _run(
    executor: Executor,
    first: Sequence[EditionJob],
    more: Iterator[EditionJob],
    ahead: int | None,
    suspects: list[EditionJob],
) -> Iterator[Made | Result]:
    """Run jobs until there are none, or until the executor breaks: then `suspects` gets the rest.

    `ahead` bounds how many are handed over at a time, and so how many are suspected.
    """
    running: dict[Future[Made | Result], EditionJob] = {}
    broken = False
    try:
        for job in first:
            running[executor.submit(make_edition, job)] = job
        while running or not broken:
            room = None if ahead is None else max(ahead - len(running), 0)
            for job in islice(more, 0 if broken else room):
                try:
                    running[executor.submit(make_edition, job)] = job
                except BrokenExecutor:
                    broken = True
                    suspects.append(job)
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                error = future.exception()
                if isinstance(error, BrokenExecutor):
                    broken = True
                    suspects.append(job)
                elif error is not None:
                    words = f"{type(error).__name__}: {error}"
                    yield Result(job.edition, "failed", lines=(words,))
                else:
                    yield future.result()
    finally:
        for future in running:
            future.cancel()


def _place(plan: Plan, made: Made, receipt: Receipt) -> Result:
    """Put the files of a report into its place, all or none."""
    try:
        outside = [name for name in made.files if not _lies_inside(name)]
        if outside or MARK not in made.files:
            raise ValueError(f"what came back is not a report: {outside or sorted(made.files)}")
        with folder_for(plan.place, kept_before(plan)) as folder:
            for name, content in made.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        hashes = {name: sha256(content) for name, content in sorted(made.files.items())}
        record = json.loads(made.files[MARK])
        receipt.keep(Built(plan.place, hashes, plan.packages, made.reads, record))
    except Exception as error:
        return failure(made.edition, error, made.seconds)
    return Result(made.edition, "made", seconds=made.seconds)


def _lies_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not Path(name).is_absolute()
