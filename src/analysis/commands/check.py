"""``backchannel check``: every rule of a data package at once, or one source beside its text.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import tell

if TYPE_CHECKING:
    from analysis.package.later import State

DONE, FAILED, USAGE = 0, 1, 2

HELP = "check a data package, every rule at once; or show what is coded of a source"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("package", nargs="?", type=Path, metavar="PACKAGE", help="folder [seeds]")
    command.add_argument(
        "--texts",
        type=Path,
        metavar="DIR",
        help="folder of the sources' texts, or of later copies of them, to check quotes against "
        "[texts in the package]",
    )
    command.add_argument(
        "--source", metavar="ID", help="show the text of this source with what is coded of it"
    )
    command.add_argument(
        "--watch", action="store_true", help="with --source: again whenever a file is saved"
    )
    command.add_argument(
        "-v", "--verbose", action="store_true", help="name the quotes that are found, too"
    )


def run(options: argparse.Namespace) -> int:
    """Check, and say what is wrong, what is doubtful and what was looked up."""
    from analysis.press.plan.project import NoProject, Project

    package: Path | None = options.package
    if package is None:
        try:
            package = Project.find(Path.cwd()).root / "seeds"
        except NoProject:
            return _wrong("no data package here; name its folder")
    if not package.is_dir():
        made = "; `backchannel import` makes one of a table" if package.is_file() else ""
        return _wrong(f"{package} is not a folder, and a data package is one{made}")
    if options.texts is not None and not options.texts.is_dir():
        return _wrong(f"--texts {options.texts}: not a folder")
    if options.source is None:
        return _wrong("--watch needs --source") if options.watch else _whole(package, options)
    from analysis.commands.beside import show, watch

    if options.watch:
        return watch(package, options.source, options.texts)
    return show(package, options.source, options.texts)


def _wrong(text: str) -> int:
    tell(text, aside=True)
    return USAGE


def _whole(package: Path, options: argparse.Namespace) -> int:
    """Check the package; problems go where errors go, and decide the exit status."""
    from analysis.package.check import check
    from analysis.problems import DataProblems

    problems = check(package, options.texts)
    if problems:
        found = DataProblems(problems, "mend these first")
        _tell_of_copies(package, options)
        tell(str(found), aside=True)
        return FAILED
    _tell_what_was_seen(package, options)
    return DONE


def _tell_of_copies(package: Path, options: argparse.Namespace) -> None:
    """What the quotes say of texts that are later copies: warnings, then how many have which fate.

    A package that could not be read says nothing of them: what is wrong with it is told already.
    """
    from analysis.package.codebook import read_codebook
    from analysis.package.reading import read_tables
    from analysis.package.texts import later_copies, warnings_of_texts
    from analysis.problems import DataProblems

    try:
        raw, broken = read_tables(package, read_codebook(package))
    except DataProblems:
        return
    if broken:
        return
    copies = later_copies(raw, options.texts or package / "texts")
    states: list[State] = ["moved", "found"] if options.verbose else ["moved"]
    for line in warnings_of_texts(raw, copies, states):
        tell(f"warning: {line}")
    for source, copy in copies.items():
        tell(f"{source}, against a later copy ({copy.file}): {copy.sums}")


def _tell_what_was_seen(package: Path, options: argparse.Namespace) -> None:
    """The warnings of a package without a problem, and how many quotes were looked up."""
    from analysis.package.check import read_checked
    from analysis.package.doubts import doubts, placed
    from analysis.package.tables import typed
    from analysis.package.texts import later_copies, looked_up

    codebook, raw = read_checked(package)
    folder = options.texts or package / "texts"
    found = placed(doubts(typed(codebook, raw)), raw)
    for line in found:
        tell(f"warning: {line}")
    quotes = looked_up(raw, folder)
    tell(f"{os.path.relpath(package)}: no problem found")
    if found:
        said = "warnings, which stop" if len(found) > 1 else "warning, which stops"
        print(f"{len(found)} {said} nothing")
    if quotes:
        print(f"{quotes} quote{'s' if quotes > 1 else ''} looked up in the sources' texts")
    elif not later_copies(raw, folder):
        print("no quote looked up: --texts names the folder of the sources' texts")
    _tell_of_copies(package, options)
