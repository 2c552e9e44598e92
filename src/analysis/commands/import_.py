"""``backchannel import``: files of others become a data package, with a line for every row.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.importers.choices import Choices
    from analysis.importers.forms import Mapping
    from analysis.importers.package import Imported
    from analysis.importers.sheet import Options, Sheet

DONE = 0

HELP = "make a data package of tables of others: CSV, TSV, XLSX, ODS, JSON, Parquet, gzip, zip"

_MOST_LISTED = 12


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tables of one form")
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
    command.add_argument("--title", default="", help="of the package [the name of the file]")
    command.add_argument("--held", default="people held", metavar="WORD", help="for those held")
    command.add_argument("--release", default="", metavar="TEXT", help="version of the data set")
    command.add_argument("--published", default="", metavar="DAY", help="of the data set, EDTF")
    command.add_argument("--covers", default="", metavar="DAYS", help="of the data set, EDTF")


def run(options: argparse.Namespace) -> int:
    """Read the files, make the package, and say what was decided and what became of the rows.

    Raises
    ------
    CannotImport : a file cannot be read, or something has to be given; nothing is written.
    DataProblems : what was made breaks a rule of the tables; nothing is written.
    """
    from analysis.commands.init import template_folder
    from analysis.importers.decisions import CannotImport
    from analysis.importers.package import imported, write
    from analysis.scratch import scratch
    from analysis.whole import folder_made, swap

    if options.draft is not None:
        return _draft(_read(options)[1], options.draft)
    folder: Path | None = options.to
    if folder is None:
        raise CannotImport("--to FOLDER is missing: where the package is to be made")
    _check_place(folder, options.replace)
    template = template_folder() / "seeds"
    sheets, mapping = _read(options)
    made = imported(sheets, mapping, _kinds(template), _choices(options))
    _say(made.decisions, made.mapping.title)
    place = Path(os.path.realpath(folder))
    with folder_made(place.parent), scratch("import", place.parent) as aside:
        write(made, template, aside / place.name)
        _check(aside / place.name)
        swap(aside / place.name, place)
    _tell(made, folder)
    return DONE


def _draft(mapping: Mapping, path: Path) -> int:
    """Write a mapping to be filled in; one that is there already is somebody's work.

    Raises
    ------
    CannotImport : something is there already.
    """
    from analysis.importers.decisions import CannotImport
    from analysis.importers.mapping import OPENING, written
    from analysis.whole import write_whole

    if path.exists():
        raise CannotImport(f"--draft {path}: is there already; name a new file")
    write_whole(path, written(mapping, OPENING).encode())
    print(f"{path}: the mapping that was found; edit it, and give it with --mapping")
    return DONE


def _read(options: argparse.Namespace) -> tuple[list[Sheet], Mapping]:
    from analysis.importers.container import opened
    from analysis.importers.mapping import mapping_at
    from analysis.importers.recognise import for_flat_sheet, recognised, spelt, with_kinds_of
    from analysis.importers.sheet import sheet_of

    given = _given(options)
    mapping = mapping_at(options.mapping) if options.mapping else None
    sheets = []
    for path in options.files:
        content = opened(path)
        if mapping is not None:
            sheet = sheet_of(content, mapping.options(given))
        else:
            sheet, mapping = recognised(content, given, options.format)
        print(f"{path}: {len(sheet.frame):,} rows of {len(sheet.frame.columns)} columns")
        if mapping is not None:
            sheet = spelt(sheet, mapping)
            if options.draft is not None:
                mapping = with_kinds_of(sheet, mapping)
        _say(sheet.decisions)
        if mapping is None:
            mapping, said = for_flat_sheet(
                sheet, options.dates, options.decimal, draft=options.draft is not None
            )
            _say(said)
        sheets.append(sheet)
    assert mapping is not None
    own = {"dates": options.dates, "decimal": options.decimal}
    return sheets, mapping.model_copy(update={k: v for k, v in own.items() if v})


def _given(options: argparse.Namespace) -> Options:
    from analysis.importers.sheet import Options
    from analysis.importers.text import Given

    signs = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|", "\\t": "\t"}
    delimiter = signs.get(options.delimiter, options.delimiter)
    return Options(
        text=Given(options.encoding, delimiter), header=options.header, sheet=options.sheet
    )


def _choices(options: argparse.Namespace) -> Choices:
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


def _kinds(template: Path):  # type: ignore[no-untyped-def]  # pandas is imported late
    import pandas as pd

    return pd.read_csv(template / "kinds.csv", dtype=str, na_filter=False)


def _check_place(folder: Path, replace: bool) -> None:
    from analysis.importers.decisions import CannotImport
    from analysis.importers.package import REPORT

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / REPORT).is_file():
        raise CannotImport(f"{folder} is there already, and no import made it; name a new folder")
    if not replace:
        raise CannotImport(f"{folder} is there already; --replace makes it anew")


def _check(package: Path) -> None:
    from analysis.package.check import check
    from analysis.problems import DataProblems

    if problems := check(package):
        raise DataProblems(problems, "nothing was imported")


def _say(decisions: Iterable[object], of: str = "") -> None:
    if of:
        print(f"read as: {of}")
    for decision in decisions:
        print(f"  {decision}")


def _tell(made: Imported, folder: Path) -> None:
    """What became of the rows, and what is left to be decided."""
    from analysis.importers.decisions import rows_named
    from analysis.importers.package import MAPPING, REPORT

    shown = os.path.relpath(folder)
    counts = made.report["outcome"].value_counts()
    tables = made.tables
    covers = tables["sources"]["covers"].iloc[0]
    print(
        f"{shown}: {len(tables['events']):,} events of {len(tables['actors']):,} actors, "
        f"{len(tables['evidence']):,} pieces of evidence; covers {covers}"
    )
    for outcome, told in (
        ("event", "became an event"),
        ("merged", "merged into one of these"),
        ("not coded", "of no kind that is coded here"),
        ("left out", "left out, as --keep asks"),
        ("rejected", "rejected:"),
    ):
        if counts.get(outcome, 0):
            print(f"  {counts[outcome]:>7,} {'row' if counts[outcome] == 1 else 'rows'} {told}")
    rejected = made.report[made.report["outcome"] == "rejected"]
    reasons = rejected.groupby("reason", sort=False)["row"].agg(list)
    for reason, rows in list(reasons.items())[:_MOST_LISTED]:
        print(f"          {rows_named(rows)}: {reason}")
    if len(reasons) > _MOST_LISTED:
        print(f"          and for {len(reasons) - _MOST_LISTED:,} more reasons, in {REPORT}")
    if made.unknown:
        print(f"kinds to be named in {MAPPING}, under `kinds` (or `skip`):")
        for text, count in list(made.unknown.items())[:_MOST_LISTED]:
            print(f'  "{text}": {count:,} {"row" if count == 1 else "rows"}')
    if made.alike:
        print(f"names that look alike; if two are one, say so in {MAPPING}, under `names`:")
        for one, other in made.alike[:_MOST_LISTED]:
            print(f'  "{other}": "{one}"')
    print(f"{shown}/{REPORT} tells what became of each row; {shown}/{MAPPING} what columns mean")
    print(f"next: backchannel report -p package={shown} --out my-report")
