"""``backchannel diff``: what changed between two editions, in data and not in bytes.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.terminal import tell

SAME, DIFFERENT, TROUBLE = 0, 1, 2

HELP = "say what changed between two reports or data packages"

EPILOG = """\
OLD and NEW are each a report (its folder, its HTML or its PDF), a data package (its folder), or a
package at a revision, as git writes it: HEAD~1:seeds. Both sides are computed by the code that is
installed here; a package is seen with the parameters of the report that it is compared with.

exit status:
  0  the two tell the same
  1  they differ
  2  one of them cannot be read, or the command line is wrong
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.epilog = EPILOG
    command.add_argument("old", metavar="OLD", help="the edition before")
    command.add_argument("new", metavar="NEW", help="the edition now")
    command.add_argument(
        "--markdown", action="store_true", help="print Markdown, to be pasted into a mail"
    )
    command.add_argument("--html", type=Path, metavar="FILE", help="write it as one HTML page")


def run(options: argparse.Namespace) -> int:
    """Tell what differs; the exit status is that of ``diff``."""
    from analysis.problems import Refused

    try:
        return _compare(options)
    except Refused as refused:
        tell(str(refused), aside=True)
    except OSError as error:
        if error.filename is None:  # what is told cannot be written
            raise
        tell(f"{error.filename}: {error.strerror}", aside=True)
    return TROUBLE


def _compare(options: argparse.Namespace) -> int:
    from analysis.proof import telling
    from analysis.proof.changes import changes
    from analysis.proof.page import page
    from analysis.proof.sides import both
    from analysis.whole import write_whole

    old, new = both(options.old, options.new)
    found = changes(old, new)
    said = telling.sections(found, old, new)
    same = not telling.differs(found, old, new)
    if options.html is not None:
        write_whole(options.html, page(said, old.name, new.name, same).encode("utf-8"))
        print(f"{options.html}  {telling.in_one_line(found, old, new) or telling.SAME}")
    elif options.markdown:
        tell(telling.as_markdown(said, telling.heading(old, new), same))
    else:
        tell(telling.for_terminal(said, telling.heading(old, new), same))
    return SAME if same else DIFFERENT
