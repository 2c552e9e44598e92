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


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a report.html or report.pdf [none]"
    )
    command.add_argument(
        "--edition", default="default", metavar="NAME", help="without FILE: reports/NAME [default]"
    )
    command.add_argument(
        "--package", type=Path, metavar="DIR", help="the data package, where it lies elsewhere"
    )


def run(options: argparse.Namespace) -> int:
    """Compare the inputs, then a fresh build; exit status 1 where anything differs."""
    from analysis.press.build.build import steps
    from analysis.press.build.verify import verify_edition, verify_file
    from analysis.press.plan.plan import make_plan
    from analysis.press.plan.project import Project
    from analysis.problems import Refused

    file: Path | None = options.file
    if file is not None and not file.is_file():
        raise Refused(f"{file} is not a file")
    project = Project.find(Path.cwd())
    plan = make_plan(project, options.edition)
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
