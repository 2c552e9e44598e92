"""``backchannel attest``: build a report again, and state that it gave the same bytes.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.terminal import progress_bar, tell
from analysis.commands.verify import add_report

DONE, FAILED = 0, 1

HELP = "build a report again and, where the bytes are the same, write a statement of it"

EPILOG = """\
The statement is an in-toto Statement v1 with the predicate SLSA provenance v1, beside the report:
reports/default.BUILDER.intoto.json. It is not signed; docs/proof.md says how to sign it.
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.epilog = EPILOG
    add_report(command)
    command.add_argument(
        "--builder", required=True, metavar="WHO", help="who builds it: a name or an address"
    )


def run(options: argparse.Namespace) -> int:
    """Rebuild, and write the statement; exit status 1 where the bytes are others.

    Raises
    ------
    BadStatement, Refused : what is wrong with the builder or the report.
    """
    from analysis.press.build.build import steps
    from analysis.press.build.receipt import files_of
    from analysis.press.build.verify import read_record, verify_edition, verify_file
    from analysis.press.plan.inputs import sha256
    from analysis.press.plan.place import record_in
    from analysis.press.plan.plan import make_plan
    from analysis.press.plan.project import Project
    from analysis.problems import Refused
    from analysis.proof.attest import beside, statement
    from analysis.whole import write_whole

    file: Path | None = options.file
    if file is not None and not file.is_file():
        raise Refused(f"{file} is not a file")
    project = Project.find(Path.cwd())
    plan = make_plan(project, options.edition)
    place = file or plan.place
    record = read_record(file) if file else record_in(place)
    if record:  # without one, what verifies it says so
        statement({}, record, options.builder)
    with progress_bar(steps(plan)) as progress:
        if file is not None:
            verdict = verify_file(project, file, package=options.package, progress=progress)
        else:
            verdict = verify_edition(plan, progress=progress)
    shown = str(file or project.shown(place))
    if not verdict.same:
        tell(f"{shown}: this checkout does not make the same bytes; nothing is stated", aside=True)
        for line in (*verdict.inputs, *verdict.state, *verdict.found):
            tell(f"  {line}", aside=True)
        return FAILED
    files = {file.name: sha256(file.read_bytes())} if file else files_of(place)
    out = beside(place, options.builder)
    write_whole(out, statement(files, record, options.builder).encode("utf-8"))
    tell(f"{out if file else project.shown(out)}: {options.builder} built the same bytes again")
    print("the statement is not signed")
    return DONE
