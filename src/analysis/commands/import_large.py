"""The part of ``backchannel import`` that large files take: which engine, and what it is asked."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.import_options import chosen, given

if TYPE_CHECKING:
    import pandas as pd

    from analysis.importers.choices import Choices
    from analysis.importers.forms import Mapping
    from analysis.importers.large.narrowed import Large
    from analysis.importers.sheet import Sheet

LARGE = 50_000_000
"""Bytes of all files from which DuckDB looks through them, where nobody says what does."""
_PACKED = 8  # times as large as its archive, about, a table of events is


def read(
    options: argparse.Namespace, choices: Choices, kinds: pd.DataFrame, aside: Path
) -> tuple[list[Sheet], Mapping] | None:
    """The rows of large files that can tell something, and their mapping; None: pandas reads them.

    Raises
    ------
    CannotImport : the engine that is asked for is not there, or cannot read a file.
    """
    engine = _engine(options)
    if engine != "pandas" and options.engine is None and not has_ibis():
        print("DuckDB would look through files of this size first: `make large` adds it")
        engine = "pandas"
    if engine == "pandas":
        return None
    check_ibis(f"--engine {engine}", engine)
    from analysis.importers.large.narrowed import Unfit, narrowed

    try:
        larges = _opened(options, aside)
    except Unfit:
        if options.engine is None:
            return None
        raise
    _said(engine, options)
    sheets = narrowed(larges, engine, choices, kinds, aside, print)
    for decision in dict.fromkeys(said for sheet in sheets for said in sheet.decisions):
        print(f"  {decision}")
    return sheets, larges[0].mapping


def count(options: argparse.Namespace) -> int:
    """Write how often which pair did what; the exit status.

    Raises
    ------
    CannotImport : something is there already, or a file cannot be read so.
    """
    from analysis.importers.decisions import CannotImport
    from analysis.scratch import scratch
    from analysis.whole import folder_made

    path: Path = options.count
    check_new("--count", path)
    engine = options.engine or "duckdb"
    if engine == "pandas":
        raise CannotImport("--count: is for the engines that hold no rows: duckdb or spark")
    check_ibis(f"--engine {engine}", engine)
    from analysis.importers.large.counted import counted

    choices = chosen(options)
    place = Path(os.path.realpath(path))
    with folder_made(place.parent), scratch("count", place.parent) as aside:
        larges = _opened(options, aside)
        tell_counts(counted(larges, engine, choices, aside), path, engine)
    return 0


def tell_counts(counts: pd.DataFrame, path: Path, where: str) -> None:
    """Write how often which pair did what, and say what there is."""
    from analysis.whole import write_whole

    write_whole(path, counts.to_csv(index=False, lineterminator="\n").encode())
    told = f"{counts['rows'].sum():,} rows tell {counts['events'].sum():,} events of"
    print(f"{path}: {told} {len(counts):,} pairs and kinds, in {where}")


def check_new(option: str, path: Path) -> None:
    """Refuse to write over a file.

    Raises
    ------
    CannotImport : it is there.
    """
    from analysis.importers.decisions import CannotImport

    if path.exists():
        raise CannotImport(f"{option} {path}: is there already; name a new file")


def has_ibis() -> bool:
    """Whether what runs the engines is installed."""
    return find_spec("ibis") is not None


def check_ibis(option: str, engine: str = "duckdb") -> None:
    """Refuse an option whose engine is not installed.

    Raises
    ------
    CannotImport : Ibis is not there.
    """
    from analysis.importers.decisions import CannotImport

    if not has_ibis():
        more = "spark" if engine == "spark" else "large"
        rule = f"needs Ibis, which is not installed: `make {more}`, or the extra [{more}]"
        raise CannotImport(f"{option}: {rule}")


def _engine(options: argparse.Namespace) -> str:
    if options.engine is not None:
        return str(options.engine)
    size = sum(_size(path) for path in options.files)
    return "duckdb" if size >= LARGE else "pandas"


def _size(path: Path) -> int:
    """Bytes of a file, about, once it is unpacked; 0 for what is no file."""
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        start = file.read(4)
    packed = start[:2] == b"\x1f\x8b" or start == b"PK\x03\x04"
    return path.stat().st_size * (_PACKED if packed else 1)


def _opened(options: argparse.Namespace, aside: Path) -> list[Large]:
    from dataclasses import replace

    from analysis.importers.large.narrowed import opened
    from analysis.importers.mapping import mapping_at

    mapping = mapping_at(options.mapping) if options.mapping else None
    larges: list[Large] = []
    for path in options.files:
        larges.append(opened(path, given(options), mapping, options.format, aside))
        mapping = larges[0].mapping
    own = {k: v for k in ("dates", "decimal") if (v := getattr(options, k))}
    return [replace(one, mapping=one.mapping.model_copy(update=own)) for one in larges]


def _said(engine: str, options: argparse.Namespace) -> None:
    names = {"duckdb": "DuckDB", "spark": "Spark"}
    why = "" if options.engine else f", as the files have {LARGE // 10**6} MB or more"
    print(f"{names[engine]} looks through the files first{why} (--engine gives another)")
