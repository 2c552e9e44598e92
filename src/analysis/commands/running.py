"""What every command takes that runs chapters: which edition, where it goes, and how they are run.

Only the standard library is imported here, as in :mod:`analysis.commands.cli`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_reporting(report: Any, product: str = "the report") -> None:
    """What a report is to be made with, and where it goes."""
    report.add_argument(
        "--edition", default="default", metavar="NAME", help="named parameters [default]"
    )
    report.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter anew; may be given again for another",
    )
    report.add_argument(
        "--set",
        default="",
        metavar="NAMES=VALUES",
        help="several of them in one text; a value may have blanks",
    )
    report.add_argument(
        "--out", type=Path, metavar="DIR", help=f"folder of {product}, made or replaced whole"
    )
    add_running(report)


def add_running(command: argparse.ArgumentParser) -> None:
    """How its chapters are run."""
    command.add_argument(
        "--jobs", type=at_least_one, default=2, metavar="N", help="chapters run side by side [2]"
    )
    command.add_argument(
        "--fresh", action="store_true", help="make everything anew, whatever the cache holds"
    )
    command.add_argument(
        "--kernels",
        choices=("warm", "ordinary"),
        default="warm",
        help="forked from one warmed process, or each a process of its own [warm]",
    )
    command.add_argument(
        "--seconds", type=_limit, metavar="N", help="time that a chapter may take [900]"
    )
    command.add_argument(
        "--megabytes", type=_limit, metavar="N", help="output that a chapter may have [64]"
    )
    command.add_argument(
        "-v", "--verbose", action="store_true", help="print timings, and failures in full"
    )


def at_least_one(text: str) -> int:
    """A number of chapters that run side by side."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


at_least_one.__name__ = "number of chapters"  # what argparse calls a value that is none


def _limit(text: str) -> str:
    if not 0 < float(text) < 10**9:
        raise ValueError(text)
    return text


_limit.__name__ = "number above nothing"
