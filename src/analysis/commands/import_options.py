"""What a user says of an import on the command line, and what it means to the importers.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.importers.choices import Choices
    from analysis.importers.sheet import Options


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="tables of one form")
    command.add_argument(
        "--to", type=Path, metavar="FOLDER", help="of the package, made or replaced"
    )
    command.add_argument(
        "--replace", action="store_true", help="replace what an earlier import left in FOLDER"
    )
    command.add_argument(
        "--mapping", type=Path, metavar="FILE", help="what the columns mean [found by their names]"
    )
    command.add_argument(
        "--draft",
        type=Path,
        metavar="FILE",
        help="write the mapping that was found, and stop; needs no --to",
    )
    command.add_argument("--format", default="", metavar="NAME", help="of the file [found out]")
    command.add_argument("--encoding", metavar="NAME", help="of a text file [found out]")
    command.add_argument("--delimiter", metavar="SIGN", help='between columns; "tab" [found out]')
    command.add_argument(
        "--header", type=int, metavar="N", help="row with the names of columns, 0: none [found out]"
    )
    command.add_argument("--sheet", metavar="NAME", help="of a spreadsheet [the first filled one]")
    command.add_argument(
        "--dates",
        choices=("day-month", "month-day"),
        help="what stands first in 3/4/1997 [decided from the column]",
    )
    command.add_argument("--decimal", choices=(".", ","), help="sign [decided from the column]")
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="COLUMNS=VALUES",
        help="only rows with one of the values in one of the columns, as in a,b=x,y; may be given "
        "again, and then both have to hold",
    )
    command.add_argument(
        "--engine",
        choices=("duckdb", "spark", "pandas"),
        help="what looks through the files first: pandas holds them whole, the others leave out on "
        "the disk what can tell nothing [pandas; duckdb for 50 MB of machine-coded rows and more]",
    )
    command.add_argument(
        "--count",
        type=Path,
        metavar="FILE",
        help="write how often which pair did what in machine-coded rows, and stop; needs no --to",
    )
    command.add_argument(
        "--table",
        metavar="ADDRESS#NAME",
        help="a table in a database, in place of files, for --count or --save: "
        "bigquery://PROJECT#OWNER.DATASET.NAME, duckdb:///PATH#NAME",
    )
    command.add_argument(
        "--save",
        type=Path,
        metavar="FILE",
        help="write the rows of --table that are of a kind as a file to import, and stop",
    )
    command.add_argument("--title", default="", help="of the package [the name of the file]")
    command.add_argument("--held", default="people held", metavar="WORD", help="for those held")
    command.add_argument("--release", default="", metavar="TEXT", help="version of the data set")
    command.add_argument("--published", default="", metavar="DAY", help="of the data set, EDTF")
    command.add_argument("--covers", default="", metavar="DAYS", help="of the data set, EDTF")


def given(options: argparse.Namespace) -> Options:
    """How the files are said to be written."""
    from analysis.importers.sheet import Options
    from analysis.importers.text import Given

    signs = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "\\t": "\t"}
    delimiter = signs.get(options.delimiter, options.delimiter)
    return Options(
        text=Given(options.encoding, delimiter), header=options.header, sheet=options.sheet
    )


def chosen(options: argparse.Namespace) -> Choices:
    """What is said of the whole import.

    Raises
    ------
    CannotImport : a date is none, or --keep names no columns.
    """
    from analysis.edtf import EdtfError, parse_edtf
    from analysis.importers.choices import Choices
    from analysis.importers.decisions import CannotImport

    for name in ("published", "covers"):
        try:
            parse_edtf(getattr(options, name) or "2000")
        except EdtfError as error:
            raise CannotImport(f'--{name} "{getattr(options, name)}": {error}') from error
    keep = []
    for text in options.keep:
        columns, sign, values = text.partition("=")
        if not sign:
            raise CannotImport(f'--keep "{text}": is written COLUMNS=VALUES')
        keep.append((tuple(columns.split(",")), tuple(values.split(","))))
    return Choices(
        title=options.title,
        held=options.held,
        version=options.release,
        published=options.published,
        covers=options.covers,
        keep=tuple(keep),
    )
