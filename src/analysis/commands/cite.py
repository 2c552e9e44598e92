"""``backchannel cite``: the citation of one number of a report, with its passages.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.terminal import tell

DONE, FAILED = 0, 1
FORMATS = ("text", "bibtex", "csl")

HELP = "cite a number of a report, with the passages that it rests on, from its file alone"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument(
        "file", type=Path, metavar="FILE", help="a report.html or report.pdf, or a report's folder"
    )
    command.add_argument(
        "id",
        metavar="ID",
        help="of a piece of evidence, an event or a key figure, or the anchor of a figure or table",
    )
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how it is written [text]"
    )


def run(options: argparse.Namespace) -> int:
    """Print the citation; exit status 1 where there is none."""
    from analysis.problems import Refused
    from analysis.proof.citation import FORMS, citation

    if not options.file.exists():
        tell(f"{options.file} is not there", aside=True)
        return FAILED
    try:
        cited = citation(options.file, options.id)
    except Refused as refused:
        tell(str(refused), aside=True)
        return FAILED
    tell(FORMS[options.format](cited))
    return DONE
