"""``backchannel tidy``: takes out of notebooks what running and saving them left behind.

`make lab` saves them so by itself; other editors do not. Only the standard library is imported
here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

DONE = 0

HELP = "take out of notebooks what running and saving them left behind"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument(
        "notebooks", nargs="*", type=Path, metavar="FILE", help="notebooks [all of the checkout's]"
    )


def run(options: argparse.Namespace) -> int:
    """Rewrite those that are not tidy, and name them.

    Raises
    ------
    DataProblems : files that are no notebooks; the others are tidied all the same.
    """
    from analysis.press.plan.project import Project
    from analysis.press.plan.tidy import NotANotebook, tidied
    from analysis.problems import DataProblems, Problem
    from analysis.whole import write_whole

    files = options.notebooks or sorted(Project.find(Path.cwd()).notebooks.glob("*.ipynb"))
    problems, changed = [], 0
    for file in files:
        shown = os.path.relpath(file)
        try:
            data = file.read_bytes()
            told = tidied(data).encode()
        except OSError:
            problems.append(Problem(shown, 0, "", None, "cannot be read"))
            continue
        except NotANotebook as error:
            problems.append(Problem(shown, 0, "", None, str(error)))
            continue
        if told != data:
            write_whole(file, told)
            print(f"{shown}: tidied")
            changed += 1
    print(f"{changed} of {len(files)} notebook{'s' if len(files) != 1 else ''} changed")
    if problems:
        raise DataProblems(problems, "left as they are")
    return DONE
