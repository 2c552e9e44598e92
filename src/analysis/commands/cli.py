"""The command line: what each command takes, and how it ends.

Only the standard library is imported here; each command imports what it needs when it runs, so
that ``--help`` answers at once. What a user got wrong is said in lines without a traceback.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from analysis.commands import accept as accept_command
from analysis.commands import add as add_command
from analysis.commands import attest as attest_command
from analysis.commands import audit as audit_command
from analysis.commands import cache as cache_command
from analysis.commands import check as check_command
from analysis.commands import cite as cite_command
from analysis.commands import completion as completion_command
from analysis.commands import diff as diff_command
from analysis.commands import editions as edition_commands
from analysis.commands import export as export_command
from analysis.commands import import_ as import_command
from analysis.commands import init as init_command
from analysis.commands import lab as lab_command
from analysis.commands import report as report_commands
from analysis.commands import tidy as tidy_command
from analysis.commands import verify as verify_command
from analysis.commands.running import add_reporting, add_running, at_least_one
from analysis.commands.terminal import ended_by_signals, kill_children, said, tell

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

_OF_THE_MACHINE = frozenset(
    {
        errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM,
        errno.ENAMETOOLONG,
        errno.ENOTDIR, errno.EEXIST, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ELOOP,
        errno.EFBIG, errno.EISDIR, errno.ENOTEMPTY, errno.EBUSY, errno.EXDEV, errno.ENOMEM,
        errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ETXTBSY, errno.ENOLCK, errno.ENOENT,
    }
)  # fmt: skip
"""Errors that say what is wrong with a disk or a place, and nothing of this code."""

_EXIT = """\
exit status:
  0  done
  1  the data, a parameter or a cell is wrong: nothing was built, the last report is untouched
  2  the command line is wrong
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status of the process is returned."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as end:  # after the help, the version, or what is wrong with the line
        raise SystemExit(_all_said(int(end.code or DONE))) from None
    except OSError as error:
        return _all_said(_say_of_the_machine(error))
    if not hasattr(options, "run"):
        parser.print_help()
        return _all_said(DONE)
    logging.basicConfig(format="%(message)s", stream=sys.stderr, level=logging.WARNING)
    if getattr(options, "verbose", False):
        logging.getLogger("analysis").setLevel(logging.INFO)
    try:
        return _all_said(_carried_out(options, for_good=arguments is None))
    except KeyboardInterrupt:  # it came while another end was being told
        said.set()
        return _say("interrupted; nothing was built", INTERRUPTED)


def _carried_out(options: argparse.Namespace, *, for_good: bool) -> int:
    from analysis.problems import Refused

    run: Callable[[argparse.Namespace], int] = options.run
    with ended_by_signals(INTERRUPTED, for_good=for_good):
        try:
            return run(options)
        except Refused as refused:
            if refused.detail and getattr(options, "verbose", False):
                _say(f"{refused.detail}\n", FAILED)
            end = "" if refused.summary else "; nothing was built"
            return _say(f"{refused}{end}", FAILED)
        except KeyboardInterrupt:
            if for_good:
                kill_children()
            said.set()
            return _say("interrupted; nothing was built", INTERRUPTED)
        except OSError as error:
            if error.errno not in _OF_THE_MACHINE:
                raise
            if getattr(options, "verbose", False):
                _say(traceback.format_exc(), FAILED)
            return _say_of_the_machine(error)


class _ReportParser(argparse.ArgumentParser):
    """Lists the parameters in its help, from their model, and loads that only for its help."""

    place = ""
    """Where that goes which is made with these parameters; without a place it takes none."""

    def format_help(self) -> str:
        if self.place:
            from analysis.parameters import help_text

            told = f"parameters [default]:\n{help_text()}\n\n{_CHOICE}\n{self.place}"
            self.epilog = f"{told}\n{_EXIT}"
        return super().format_help()


_CHOICE = """\
An edition's choices and titles belong to its own data package: with another package they are taken
from that one, unless given with -p; so is the window, where that has no day in the edition's. Lists
are written a,b; paths start from here.
"""
_REPORT = """\
A report goes to reports/EDITION/. If a -p makes it differ from that edition it goes to
reports/EDITION+custom/ instead, which the next such run replaces; --out keeps it elsewhere.
"""
_EXPORT = """\
An export goes to exports/EDITION/, or where a -p makes it differ from that edition, to
exports/EDITION+custom/; --out keeps it elsewhere. It is narrowed as the report of that edition is,
and leaves out of restricted sources what that leaves out.
"""


def _parser() -> argparse.ArgumentParser:
    parser = _ReportParser(
        prog="backchannel",
        description="Turns a coded table of news reports on a negotiation into a report.",
        epilog="`backchannel COMMAND --help` says more on each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    known: dict[str, argparse.ArgumentParser] = {}

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str, place: str = "") -> Any:
        command = commands.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog=_EXIT,
            allow_abbrev=False,
        )
        command.set_defaults(run=run)
        command.place = place
        known[name] = command
        return command

    made = "run the notebooks and make the report, HTML and PDF"
    add_reporting(add("report", report_commands.report, made, _REPORT))
    first = "make the first page of a report alone, HTML and PDF"
    add_reporting(add("brief", report_commands.brief, first, _REPORT))
    export = add("export", export_command.run, export_command.HELP, _EXPORT)
    export_command.add_arguments(export)
    add_reporting(export, product="the export")

    check_command.add_arguments(add("check", check_command.run, check_command.HELP))

    add_command.add_arguments(add("add", add_command.run, add_command.HELP))

    accept_command.add_arguments(add("accept", accept_command.run, accept_command.HELP))

    sample = add(
        "sample", report_commands.sample, "make the committed sample report in reports/sample again"
    )
    add_running(sample)

    for name, command in (
        ("verify", verify_command),
        ("diff", diff_command),
        ("audit", audit_command),
        ("cite", cite_command),
        ("attest", attest_command),
        ("init", init_command),
        ("import", import_command),
        ("lab", lab_command),
        ("tidy", tidy_command),
        ("cache", cache_command),
    ):
        command.add_arguments(add(name, command.run, command.HELP))

    completion_command.add_arguments(
        add("completion", completion_command.run, completion_command.HELP), known
    )

    edition_commands.add_arguments(
        add("editions", edition_commands.run, edition_commands.HELP), at_least_one
    )
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from analysis import __version__

        print(f"backchannel {__version__}")
        parser.exit(DONE)


def _say(text: str, status: int) -> int:
    with suppress(OSError):  # nobody listens
        tell(text, aside=True)
    return status


def _say_of_the_machine(error: OSError) -> int:
    """Say what a disk or a place does not allow; whoever reads no further needs no word."""
    if error.errno == errno.EPIPE:
        return FAILED
    if error.filename is None:  # a file, or what is printed: it cannot be told which
        return _say(f"{error.strerror}; nothing is left half made", FAILED)
    return _say(f"{error.filename}: {error.strerror}; nothing was built", FAILED)


def _all_said(status: int) -> int:
    """The exit status, when what was printed has gone where it goes; FAILED where it cannot."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError as error:
            # What it still holds must not be tried again as the process ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            status = FAILED
            if error.errno != errno.EPIPE:  # a reader who has seen enough needs no word
                _say(f"what was printed could not be written: {error.strerror}", FAILED)
    return status


if __name__ == "__main__":
    sys.exit(main())
