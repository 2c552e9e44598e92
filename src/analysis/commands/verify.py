"""``backchannel verify``: is a report what this checkout makes, byte for byte?

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import progress_bar, tell

if TYPE_CHECKING:
    from analysis.press.build.verify import Verdict

DONE, FAILED = 0, 1

HELP = "say whether a report is what this checkout makes: the same bytes, or the same to a reader"


def add_report(command: argparse.ArgumentParser) -> None:
    """Give a command the arguments that say which report is built again."""
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a report.html or report.pdf [none]"
    )
    command.add_argument(
        "--edition", default="default", metavar="NAME", help="without FILE: reports/NAME [default]"
    )
    command.add_argument(
        "--package", type=Path, metavar="DIR", help="the data package, where it lies elsewhere"
    )


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    add_report(command)
    command.add_argument(
        "--need",
        type=int,
        metavar="N",
        help="build nothing: ask for statements of N builders that got these bytes",
    )
    command.add_argument(
        "--statement",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="with --need, a statement beside those that lie next to the report; may be repeated",
    )


def run(options: argparse.Namespace) -> int:
    """Compare the inputs, then a fresh build; exit status 1 where anything differs."""
    from analysis.press.build.build import HTML, PDF, steps
    from analysis.press.build.verify import verify_edition, verify_file
    from analysis.press.plan.plan import make_plan
    from analysis.press.plan.project import Project
    from analysis.problems import Refused

    file: Path | None = options.file
    if file is not None and not file.is_file():
        raise Refused(f"{file} is not a file")
    if options.need is not None and file is not None:
        return _agreed([file], file, options)
    project = Project.find(Path.cwd())
    plan = make_plan(project, options.edition)
    if options.need is not None:
        pages = [plan.place / name for name in (HTML, PDF)]
        if missing := [page for page in pages if not page.is_file()]:
            raise Refused(f"{project.shown(missing[0])} is not there: make the report first")
        return _agreed(pages, plan.place, options)
    with progress_bar(steps(plan)) as progress:
        if file is not None:
            verdict = verify_file(project, file, package=options.package, progress=progress)
        else:
            verdict = verify_edition(plan, progress=progress)
    return _tell(verdict, str(file or project.shown(plan.place)))


def _tell(verdict: Verdict, what: str) -> int:
    if verdict.same:
        tell(f"{what}: this checkout makes the same bytes")
        return DONE
    if verdict.inputs:
        tell(f"{what}: made from other data than this checkout has")
    elif verdict.state:
        seen = "differs" if verdict.found else "is the same"
        tell(f"{what}: made from another state; what a reader sees {seen}")
    else:
        tell(f"{what}: the inputs are the same, the bytes are not")
    for lines in (verdict.inputs, verdict.state, verdict.found):
        for line in lines:
            tell(f"  {line}")
    return FAILED if verdict.inputs or verdict.found else DONE


def _agreed(pages: list[Path], report: Path, options: argparse.Namespace) -> int:
    """Whether enough builders state that they got these bytes."""
    from analysis.problems import Refused
    from analysis.proof.attest import agreement, read_statement, statements_beside

    if options.need < 1:
        raise Refused("--need: ask for at least one statement")
    if missing := [file for file in options.statement if not file.is_file()]:
        raise Refused(f"{missing[0]} is not a file")
    files = dict.fromkeys(
        path.resolve() for path in (*statements_beside(report), *options.statement)
    )
    found = agreement(pages, map(read_statement, files))
    for builder, one in found.agreeing.items():
        tell(f"  {builder}: the same bytes ({one.file.name})")
    for one in found.other:
        tell(f"  {one.builder}: other bytes ({one.file.name})")
    count = len(found.agreeing)
    tell(f"{report.name}: {count} of {options.need} builders needed state the same bytes")
    if found.agreeing:
        signed = sum(one.signed for one in found.agreeing.values())
        print(
            f"signatures are not checked here; without one: {count - signed} of these statements, "
            "so that who wrote it is only what it says"
        )
    return DONE if count >= options.need else FAILED
