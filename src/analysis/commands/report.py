"""``backchannel report`` and ``sample``: make a report, and say what was made or what was wrong.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import progress_bar, tell

if TYPE_CHECKING:
    from analysis.press.build.receipt import Receipt
    from analysis.press.plan.plan import Plan
    from analysis.press.plan.project import Project

DONE = 0

Made = tuple[list[Path], Path | None]
"""The files of a report, and where the edition is kept that it replaced."""

_WORD = re.compile(r"""(?P<name>[^\s=]+)=(?P<quoted>"[^"]*"|'[^']*')(?!\S)|\S+""")


def report(options: argparse.Namespace) -> int:
    """Make one report, unless the one in its place still stands; the exit status is returned."""
    from analysis.press.build.cache import Cache
    from analysis.press.build.receipt import Receipt, Request
    from analysis.press.plan.project import Project

    given = (*options.parameters, *split_assignments(options.set))
    receipt = None
    if not options.fresh:
        project = Project.find(Path.cwd())
        request = Request(project, options.edition, given, options.out, Path.cwd())
        receipt = Receipt(request, Cache.of(project.root))
        made = receipt.standing()
        if made is not None:
            _tell(made)
            print("nothing has changed since it was made")
            return DONE
    # What a build imports is not imported for a report that stands.
    warm_up(options, given)
    from analysis.press.plan.plan import make_plan

    return _building(
        lambda project: make_plan(project, options.edition, given, out=options.out),
        lambda plan, options: _build(plan, options, receipt),
        options,
    )


def brief(options: argparse.Namespace) -> int:
    """Make the first page of a report alone; the exit status is returned."""
    options.parameters = ["extent=brief", *options.parameters]
    return report(options)


def split_assignments(text: str) -> list[str]:
    """The ``name=value`` of a text with several of them; a value may have blanks in it.

    >>> split_assignments("title=Talks in autumn freq=D subtitle='as of x=1'")
    ['title=Talks in autumn', 'freq=D', 'subtitle=as of x=1']
    """
    found: list[str] = []
    for word in _WORD.finditer(text):
        if word["name"]:
            found.append(f"{word['name']}={word['quoted'][1:-1]}")
        elif found and "=" not in word[0]:
            found[-1] += f" {word[0]}"
        else:
            found.append(word[0])
    return found


def warm_up(options: argparse.Namespace, given: Sequence[str] = ()) -> None:
    """Let the kernels' process do its imports while this one does its own.

    It loads the package that is ``given``, or that of the checkout: for an edition with one of
    its own, and where something is wrong, each chapter loads what it opens.
    """
    from analysis.press.run.environment import KERNELS, MEGABYTES, SECONDS

    if options.kernels == "ordinary":
        os.environ[KERNELS] = "ordinary"
    for name, limit in ((SECONDS, options.seconds), (MEGABYTES, options.megabytes)):
        if limit is not None:
            os.environ[name] = limit
    from analysis.press.plan.project import Project
    from analysis.press.run.forking import warm_up

    asked = dict(one.split("=", 1) for one in given if "=" in one)
    package = Path(asked["package"]) if "package" in asked else Project.find(Path.cwd()).seeds
    warm_up(package.absolute(), asked.get("restricted", "left-out"))


def sample(options: argparse.Namespace) -> int:
    """Make the committed sample again; the exit status is returned."""
    warm_up(options)
    from analysis.press.plan.plan import make_plan

    return _building(lambda project: make_plan(project, "default"), _build_sample, options)


def _building(
    plan_for: Callable[[Project], Plan],
    build: Callable[[Plan, argparse.Namespace], Made],
    options: argparse.Namespace,
) -> int:
    """Plan and build, and say what was made."""
    from analysis.press.plan.project import Project

    project = Project.find(Path.cwd())
    plan = plan_for(project)
    if plan.note:
        tell(plan.note, aside=True)
    made, before = build(plan, options)
    _list_in_index(made, project)
    _tell(made)
    if before is not None:
        _tell_moved(before, plan.place)
    return DONE


def _build(plan: Plan, options: argparse.Namespace, receipt: Receipt | None) -> Made:
    from analysis.press.build.build import build, steps

    with progress_bar(steps(plan)) as progress:
        built = build(plan, jobs=options.jobs, progress=progress, fresh=options.fresh)
    if receipt is not None:
        receipt.keep(built)
    return built.files, built.before


def _build_sample(plan: Plan, options: argparse.Namespace) -> Made:
    from analysis.press.build.build import SAMPLE, build_sample, steps

    with progress_bar(steps(plan, SAMPLE)) as progress:
        made = build_sample(plan, jobs=options.jobs, progress=progress, fresh=options.fresh)
    return made, None


def _tell_moved(before: Path, now: Path) -> None:
    """One line on what moved since the edition before, which is kept."""
    from analysis.problems import Refused
    from analysis.proof.changes import changes
    from analysis.proof.sides import both
    from analysis.proof.telling import in_one_line

    old, new = os.path.relpath(before), os.path.relpath(now)
    try:
        sides = both(old, new)
        said = in_one_line(changes(*sides), *sides) or "nothing moved"
    except Refused as refused:
        said = f"what moved cannot be told: {refused.lines[0]}"
    tell(f"since the edition before: {said} (backchannel diff {old} {new})")


def _list_in_index(made: Sequence[Path], project: Project) -> None:
    """Write the list of reports anew when this one is among them."""
    from analysis.press.many.index import write_index
    from analysis.press.plan.place import MARK

    if any(path.name == MARK and path.parents[1] == project.reports for path in made):
        write_index(project.reports)


def _tell(made: Sequence[Path]) -> None:
    pages = [path for path in made if path.suffix in (".html", ".pdf", ".png")]
    for path in pages:
        tell(f"{os.path.relpath(path)}  {path.stat().st_size / 1000:.0f} kB")
    beside = len(made) - len(pages)
    if beside:
        print(f"and beside them {beside} files: tables, key figures, notebooks, provenance")
