"""The part of ``backchannel import`` that asks a table in a database: contacts counted, rows saved.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import io
from typing import TYPE_CHECKING

from analysis.commands.import_large import check_ibis, check_new, tell_counts
from analysis.commands.import_options import chosen
from analysis.commands.terminal import tell

if TYPE_CHECKING:
    from analysis.importers.forms import Mapping

DONE, USAGE = 0, 2


def run(options: argparse.Namespace) -> int:
    """Write what --count or --save asks for; the exit status.

    Raises
    ------
    CannotImport : there is no such format or table, or the database refuses.
    """
    from analysis.whole import folder_made, write_whole

    path = options.count or options.save
    if options.files or path is None or (options.count and options.save):
        tell("--table goes with --count FILE or with --save FILE, and with no other", aside=True)
        return USAGE
    check_new("--count" if options.count else "--save", path)
    check_ibis("--table")
    from analysis.importers.large.databases import counted_there, save

    mapping, choices = _mapping(options), chosen(options)
    with folder_made(path.parent):
        if options.count:
            counts = counted_there(options.table, mapping, choices)
            tell_counts(counts, path, options.table)
            return DONE
        text = io.StringIO()
        number, whole = save(options.table, mapping, choices, text)
        write_whole(path, text.getvalue().encode())
    print(f"{path}: {number:,} of {whole:,} rows, read as {mapping.name}")
    print(f"next: backchannel import {path} --format {mapping.name} --to my-package")
    return DONE


def _mapping(options: argparse.Namespace) -> Mapping:
    from analysis.importers.decisions import CannotImport
    from analysis.importers.mapping import formats, mapping_at

    if options.mapping:
        return mapping_at(options.mapping)
    if options.format not in formats():
        raise CannotImport(f"--table: needs --format, one of {', '.join(formats())}")
    return formats()[options.format]
