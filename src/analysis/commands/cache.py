"""``backchannel cache``: says what is kept of earlier builds, or clears it.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

DONE = 0

HELP = "say what is kept of earlier builds, or clear it"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("--clear", action="store_true", help="remove everything that is kept")


def run(options: argparse.Namespace) -> int:
    """Say where it is, how many entries it has and what they take; or remove them."""
    from analysis.press.build.cache import Cache
    from analysis.press.plan.project import Project

    cache = Cache.of(Project.find(Path.cwd()).root)
    size = cache.size()
    held = f"{size.entries} {'entry' if size.entries == 1 else 'entries'}, {_megabytes(size.bytes)}"
    if options.clear:
        cache.clear()
        print(f"{os.path.relpath(cache.folder)}: {held} removed")
    else:
        print(f"{os.path.relpath(cache.folder)}: {held} of at most {_megabytes(cache.limit)}")
    return DONE


def _megabytes(count: int) -> str:
    return f"{count / 10**6:.1f} MB" if count < 10**8 else f"{count / 10**6:.0f} MB"
