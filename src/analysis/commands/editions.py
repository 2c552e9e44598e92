"""``backchannel editions``: makes many editions side by side, or lists them.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import progress_bar, tell

if TYPE_CHECKING:
    from analysis.press.many.pools import Pool
    from analysis.press.many.worker import Result
    from analysis.press.plan.editions import Edition
    from analysis.press.plan.project import Project

DONE, FAILED, INTERRUPTED = 0, 1, 130

HELP = "make every edition, or those named, side by side"


def add_arguments(command: argparse.ArgumentParser, number: Callable[[str], int]) -> None:
    """Give the command its arguments; `number` reads one that is at least 1."""
    command.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="an edition, a grid of them or one of its members [all]",
    )
    command.add_argument(
        "--jobs", type=number, metavar="N", help="editions made side by side [one per processor]"
    )
    command.add_argument(
        "--dask", metavar="ADDRESS", help="make them on the Dask cluster with this scheduler"
    )
    command.add_argument("--list", action="store_true", help="list them, and make none")
    command.add_argument("-v", "--verbose", action="store_true", help="print failures in full")


def run(options: argparse.Namespace) -> int:
    """Make or list the editions; the exit status of the process is returned."""
    from analysis.press.plan.project import Project

    project = Project.find(Path.cwd())
    if options.list:
        return _list(project, options.names)
    return _make(project, options)


# Making them


def _make(project: Project, options: argparse.Namespace) -> int:
    from analysis.press.many.batch import choose, make_editions
    from analysis.press.many.index import write_index

    batch = choose(project, options.names)
    pool, chapters = _pool(options, len(batch.editions))
    try:
        with progress_bar(len(batch), "making editions") as progress:
            results = make_editions(batch, pool, chapters=chapters, progress=progress)
    except KeyboardInterrupt:
        write_index(project.reports)
        done = in_numbers(batch.results.values())
        return _say([f"interrupted; {done}, and every other report is as it was"], INTERRUPTED)
    index = write_index(project.reports)
    for line in table(results, timings=sys.stdout.isatty()):
        tell(line)
    tell(f"{in_numbers(results)}; {os.path.relpath(index)} lists the reports")
    failed = [result for result in results if result.outcome == "failed"]
    _say(reasons(failed, verbose=options.verbose), FAILED)
    return FAILED if failed else DONE


def _pool(options: argparse.Namespace, editions: int) -> tuple[Pool, int]:
    """Where they are made, and how many chapters of each side by side: no more than fit."""
    from analysis.press.many.pools import DaskCluster, LocalProcesses, cores

    if options.dask:
        return DaskCluster(options.dask), 1
    processes = max(min(options.jobs or cores(), editions), 1)
    return LocalProcesses(processes), max(cores() // processes, 1)


def table(results: Sequence[Result], *, timings: bool) -> list[str]:
    """What became of each edition, as lines with aligned columns."""
    rows = [("edition", "window", "result", "seconds")]
    for result in results:
        took = f"{result.seconds:7.1f}" if result.seconds else ""
        rows.append((result.edition, result.window, result.outcome, took))
    if not timings:
        rows = [(*row[:3], "") for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def in_numbers(results: Iterable[Result]) -> str:
    """How many had each outcome: "3 made, 1 reused, 1 failed"."""
    outcomes = [result.outcome for result in results]
    counts = {name: outcomes.count(name) for name in ("made", "reused", "failed")}
    return ", ".join(f"{n} {name}" for name, n in counts.items() if n) or "no edition"


def reasons(failed: Iterable[Result], *, verbose: bool) -> list[str]:
    """Why editions failed, as lines; those that failed alike are told together."""
    alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for result in failed:
        alike.setdefault((result.lines, result.detail), []).append(result.edition)
    lines = []
    for (why, detail), names in alike.items():
        told = [line for text in why for line in text.splitlines()]
        lines += ["", f"{', '.join(names)}:", *(f"  {line}".rstrip() for line in told)]
        if verbose and detail:
            lines += ["", detail]
    return lines


# Listing them


def _list(project: Project, names: Sequence[str]) -> int:
    from analysis.parameters_given import ParameterProblems, validate
    from analysis.press.plan.catalogue import Catalogue

    catalogue = Catalogue(project)
    chosen = catalogue.choose(names)
    problems = [p for e in chosen for p in validate(e.values, project.seeds).problems]
    if problems:
        raise ParameterProblems(problems)
    for entry in chosen:
        _print(entry)
        if entry.each is not None:
            for member in catalogue.members(entry):
                tell(f"    {member.name}")
    return DONE


def _print(entry: Edition) -> None:
    from analysis.parameters import in_words

    tell(f"{entry.name}: {entry.description}")
    values = dict(entry.values) if entry.each is None else {"each": entry.each, **entry.values}
    for name, given in values.items():
        tell(f"    {name} = {in_words(given.value)}")


def _say(lines: Iterable[str], status: int) -> int:
    for line in lines:
        tell(line, aside=True)
    return status
