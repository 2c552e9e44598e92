"""What ``check --source`` shows: once, or again whenever one of the files is saved."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.commands.terminal import tell

DONE, FAILED = 0, 1
PAUSE = 1.0  # seconds between two looks at the files
_CLEAR = "\033[2J\033[3J\033[H"


def show(package: Path, source: str, texts: Path | None) -> int:
    """Print the text with what is coded of it.

    Raises
    ------
    Refused : there is no such source, or its text is not at hand.
    DataProblems : the package breaks a rule.
    """
    from analysis.intake.beside import beside, coded_of, likely_twice, pending_of
    from analysis.package.tables import load
    from analysis.problems import DataProblems

    data = load(package)
    text = _text(package, source, texts)
    coded, problems = coded_of(data, source), ""
    worksheet = package / "texts" / "worksheets" / f"{source}.txt"
    if worksheet.is_file():
        from analysis.intake.accept import prepare

        try:
            coded += pending_of(prepare(package, worksheet, texts).rows)
        except DataProblems as found:
            problems = str(found)
    for line in beside(text, coded, min(shutil.get_terminal_size().columns, 100)):
        tell(line)
    for line in likely_twice(data, source):
        tell(f"warning: {line}")
    if problems:
        tell(f"of the worksheet nothing is shown:\n{problems}")
    return FAILED if problems else DONE


def _text(package: Path, source: str, texts: Path | None) -> list[str]:
    from analysis.intake.worksheet import read_worksheet
    from analysis.package.check import read_checked
    from analysis.package.texts import at_hand, at_hand_by_digest, later_copies
    from analysis.problems import Refused, nearest

    _, raw = read_checked(package)
    folder = texts or package / "texts"
    sources = raw["sources"].frame
    known = list(sources["source_id"])
    if source in known:
        if text := at_hand(sources, folder).get(source):
            return text
        if copy := later_copies(raw, folder).get(source):
            tell(f"the text is a later copy ({copy.file}): {copy.sums}")
            return list(copy.text)
    else:
        worksheet = package / "texts" / "worksheets" / f"{source}.txt"
        if not worksheet.is_file():
            mend = nearest(source, known) or f"there are {', '.join(known)}"
            raise Refused(f"--source {source}: no such source; {mend}")
        read = read_worksheet(worksheet.read_text(encoding="utf-8-sig"), worksheet.name)
        digest = read.source["sha256"].text if "sha256" in read.source else ""
        if text := at_hand_by_digest(folder, digest):
            return text
    raise Refused(f"the text of {source} is not in {folder}; --texts names its folder")


def watch(
    package: Path,
    source: str,
    texts: Path | None,
    wait: Callable[[], None] = lambda: time.sleep(PAUSE),
) -> int:
    """Print it again whenever a file was saved, until it is interrupted (Ctrl-C)."""
    from analysis.problems import Refused

    before: dict[Path, tuple[int, int]] = {}
    try:
        while True:
            now = dict(_files(package, texts))
            if now != before:
                before = now
                if sys.stdout.isatty():
                    print(_CLEAR, end="")
                try:
                    show(package, source, texts)
                except Refused as refused:
                    tell(str(refused))
                tell("waiting for a file to be saved; Ctrl-C ends")
                sys.stdout.flush()
            wait()
    except KeyboardInterrupt:
        return DONE


def _files(package: Path, texts: Path | None) -> Iterator[tuple[Path, tuple[int, int]]]:
    """The files that what is shown depends on, with their time and size."""
    folders = [(package, "*.csv"), (package, "*.json"), (texts or package / "texts", "*.txt")]
    for folder, pattern in [*folders, (package / "texts" / "worksheets", "*.txt")]:
        for path in sorted(folder.glob(pattern)):
            try:
                stat = path.stat()
            except FileNotFoundError:  # saved as a new file just now
                continue
            yield path, (stat.st_mtime_ns, stat.st_size)
