"""``backchannel add``: a text gets a worksheet to code it in.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from analysis.commands.terminal import tell

DONE, USAGE = 0, 2

HELP = "make a worksheet for the text of a new source"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("text", type=Path, metavar="TEXT", help="UTF-8, one paragraph a line")
    command.add_argument("--package", type=Path, metavar="FOLDER", help="[seeds]")
    command.add_argument("--published", default="", metavar="DAY", help="EDTF [its date line]")
    command.add_argument("--headline", default="", help="[the first line, but for a date line]")
    command.add_argument("--publisher", default="", help="[not stated]")
    command.add_argument("--address", default="", metavar="URL", help="[none]")
    command.add_argument(
        "--propose", action="store_true", help="with candidate entries, none of them accepted"
    )
    command.add_argument("--id", default="", metavar="ID", help="[from the headline or the file]")


def run(options: argparse.Namespace) -> int:
    """Write the worksheet, keep the text beside it, and say what comes next.

    Raises
    ------
    Refused : the text or the package is wrong, or the worksheet is there already.
    """
    from analysis.commands.packages import package_at
    from analysis.intake.accept import TEXTS
    from analysis.intake.add import Given, NotAdded, worksheet_for
    from analysis.intake.kinds import Kinds
    from analysis.package.check import read_checked
    from analysis.package.tables import typed
    from analysis.whole import write_all

    package = package_at(options.package)
    text: Path = options.text
    if not text.is_file():
        tell(f"{text} is not a file", aside=True)
        return USAGE
    given = Given(
        options.id,
        options.published,
        options.headline,
        options.publisher,
        options.address,
        options.propose,
    )
    data = text.read_bytes()
    codebook, raw = read_checked(package)
    added = worksheet_for(data, text.name, given, typed(codebook, raw), Kinds(codebook, raw))
    folder = package / TEXTS
    worksheet = folder / "worksheets" / f"{added.source_id}.txt"
    if worksheet.exists():
        raise NotAdded(f"{os.path.relpath(worksheet)} is there already; --id names another")
    kept = folder / f"{added.source_id}.txt"
    if kept.exists() and kept.read_bytes() != data:
        raise NotAdded(f"{os.path.relpath(kept)} is there already and is another text")
    ignored = folder / ".gitignore"  # texts belong to their publishers
    files = {kept: data, worksheet: added.text.encode()}
    if not ignored.exists():
        files = {ignored: b"*\n", **files}
    write_all(files)
    source, shown = added.source, os.path.relpath(worksheet)
    tell(f"{shown}: a worksheet with {added.paragraphs} paragraphs, language {source['language']}")
    tell(f"{os.path.relpath(kept)}: the text, which stays out of git")
    for key, rule in (
        ("published", "no line of the text says of what day it is"),
        ("published_reason", "the day was given, so say how it is known"),
        ("covers", "the days that the text really narrates"),
    ):
        wanted = not source[key] and (key != "published_reason" or _inferred(source))
        if wanted:
            tell(f"to be filled in, {key}: {rule}")
    tell(f"then: backchannel accept {shown}")
    return DONE


def _inferred(source: dict[str, str]) -> bool:
    return source["published_basis"] == "inferred"
