"""``backchannel import``: files of others become a data package, with a line for every row.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.import_options import add_arguments, chosen, given
from analysis.commands.terminal import tell

if TYPE_CHECKING:
    from analysis.importers.forms import Mapping
    from analysis.importers.package import Imported
    from analysis.importers.sheet import Sheet

__all__ = ["HELP", "add_arguments", "run"]

DONE, USAGE = 0, 2

HELP = "make a data package of tables of others: CSV, TSV, XLSX, ODS, JSON, Parquet, gzip, zip"

_MOST_LISTED = 12


def run(options: argparse.Namespace) -> int:
    """Read the files, make the package, and say what was decided and what became of the rows.

    Raises
    ------
    CannotImport : a file cannot be read, or something has to be given; nothing is written.
    DataProblems : what was made breaks a rule of the tables; nothing is written.
    """
    import pandas as pd

    from analysis.commands import import_large, import_table
    from analysis.commands.init import template_folder
    from analysis.importers.decisions import CannotImport
    from analysis.importers.package import imported, write
    from analysis.scratch import scratch
    from analysis.whole import folder_made, swap

    if options.table is not None:
        return import_table.run(options)
    if not options.files or options.save is not None:
        tell("name a FILE to be imported (--save goes with --table)", aside=True)
        return USAGE
    if options.draft is not None:
        return _draft(_read(options)[1], options.draft)
    if options.count is not None:
        return import_large.count(options)
    folder: Path | None = options.to
    if folder is None:
        raise CannotImport("--to FOLDER is missing: where the package is to be made")
    _check_place(folder, options.replace)
    template = template_folder() / "seeds"
    choices, kinds = (
        chosen(options),
        pd.read_csv(template / "kinds.csv", dtype=str, na_filter=False),
    )
    place = Path(os.path.realpath(folder))
    with folder_made(place.parent), scratch("import", place.parent) as aside:
        read = import_large.read(options, choices, kinds, aside) or _read(options)
        made = imported(*read, kinds, choices)
        _say(made.decisions, made.mapping.title)
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

    form = given(options)
    mapping = mapping_at(options.mapping) if options.mapping else None
    sheets = []
    for path in options.files:
        content = opened(path)
        if mapping is not None:
            sheet = sheet_of(content, mapping.options(form))
        else:
            sheet, mapping = recognised(content, form, options.format)
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
    report = made.report
    each = report["rows"] if "rows" in report else report["row"].map(lambda _: 1)
    counts = each.groupby(report["outcome"]).sum().to_dict()
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
    rejected = report[report["outcome"] == "rejected"]
    first = rejected[rejected["row"] == ""]
    for reason, rows in zip(first["reason"], first.get("rows", ()), strict=True):
        print(f"          {rows:,} of those that were left out first: {reason}")
    reasons = rejected[rejected["row"] != ""].groupby("reason", sort=False)["row"].agg(list)
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
