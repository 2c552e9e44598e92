"""``backchannel audit``: does all that a page or a PDF prints follow from the data it carries?

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.terminal import tell

FOLLOWS, DOES_NOT, TROUBLE = 0, 1, 2

HELP = "say whether all that an HTML page or a PDF prints follows from the data it carries"

EPILOG = """\
Needs no checkout, runs no notebook and fetches nothing: what the file should print is computed from
the data package, the chapters and the parameters inside it, and compared text by text. It says that
a file agrees with its own data; whether these are the right data, `backchannel verify` and the
sha256 of the package say.

exit status:
  0  everything follows
  1  something does not
  2  the file cannot be read, carries no data, or the command line is wrong
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.epilog = EPILOG
    command.add_argument("file", type=Path, metavar="FILE", help="a report.html or report.pdf")


def run(options: argparse.Namespace) -> int:
    """Audit the file, and list what does not follow."""
    from analysis.problems import Refused

    try:
        return _audit(options.file)
    except Refused as refused:
        tell(str(refused), aside=True)
    except OSError as error:
        if error.filename is None:  # what is told cannot be written
            raise
        tell(f"{error.filename}: {error.strerror}", aside=True)
    return TROUBLE


def _audit(file: Path) -> int:
    from analysis.proof.audit import audit

    found = audit(file)
    for finding in found.findings:
        tell(f"  {finding}")
    counted = f"{found.texts:,} texts, {found.numbers:,} of them with a number or a date"
    if found.findings:
        many = len(found.findings)
        said = f"{many} {'thing does' if many == 1 else 'things do'} not follow from its data"
    else:
        said = "all follow from the data that it carries"
    tell(f"{file}: {counted}: {said}")
    if found.other_code:
        why = "; what differs may come from that" if found.findings else ""
        tell(f"it was made by other code than is installed here{why}:")
        for line in found.other_code:
            tell(f"  {line}")
    return DOES_NOT if found.findings else FOLLOWS
