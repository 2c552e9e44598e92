"""``backchannel accept``: a filled-in worksheet enters the tables, or is taken out again.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.terminal import tell

if TYPE_CHECKING:
    from analysis.intake.accept import Prepared

DONE, USAGE = 0, 2

HELP = "put what a worksheet codes into the tables, checked whole; or undo that"

_TOLD = {
    "sources": ("source", "sources"),
    "actors": ("actor", "actors"),
    "events": ("event", "events"),
    "participants": ("participant", "participants"),
    "evidence": ("piece of evidence", "pieces of evidence"),
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument(
        "worksheet", nargs="?", type=Path, metavar="WORKSHEET", help="that `add` made"
    )
    command.add_argument("--package", type=Path, metavar="FOLDER", help="[seeds]")
    command.add_argument(
        "--texts", type=Path, metavar="DIR", help="folder of the sources' texts [in the package]"
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="say what would be added, and stop")
    how.add_argument("--undo", action="store_true", help="put back what the last one changed")


def run(options: argparse.Namespace) -> int:
    """Check and write, or undo, and say what was done.

    Raises
    ------
    DataProblems : everything that is wrong; nothing is written.
    NoUndo : there is nothing to undo, or it would lose what was changed since.
    """
    from analysis.commands.packages import package_at
    from analysis.intake.accept import prepare, undo, write

    package = package_at(options.package)
    if options.undo:
        for path in undo(package):
            tell(f"{os.path.relpath(path)}: as it was before")
        return DONE
    if options.worksheet is None or not options.worksheet.is_file():
        named = "name a worksheet" if options.worksheet is None else f"{options.worksheet}: no file"
        tell(f"{named}; `backchannel add TEXT` makes one", aside=True)
        return USAGE
    prepared = prepare(package, options.worksheet, options.texts)
    if not (prepared.of("evidence") or prepared.of("actors")):
        tell("nothing to add: no entry that is accepted now and was not before")
        return DONE
    for line in _added(prepared):
        tell(line)
    for event, other in prepared.alike:
        tell(f"look again: {event} may be {other}: of one kind, and days that may be the same")
    counts = ", ".join(
        f"{n} {words[n > 1]}" for table, words in _TOLD.items() if (n := len(prepared.of(table)))
    )
    if options.dry_run:
        tell(f"would be added to {os.path.relpath(package)}: {counts}; nothing was written")
        return DONE
    write(package, prepared)
    tell(f"added to {os.path.relpath(package)}: {counts}")
    tell("taken out again by: backchannel accept --undo")
    return DONE


def _sort(cells: Mapping[str, str]) -> str:
    """The kind of a new event, with how it is told where that is not as one that happened."""
    from analysis.intake.kinds import ACTUAL

    modality = cells["modality"] if cells["modality"] != ACTUAL else ""
    return " ".join(filter(None, (modality, cells["kind"], cells["channel"])))


def _added(prepared: Prepared) -> Iterator[str]:
    """Each new event with who took part and its passages, in the worksheet's order."""
    from analysis.package.rules import SOURCE_ITSELF

    who: dict[str, list[str]] = {}
    for row in prepared.of("participants"):
        told = f"{row.cells['actor_id']} ({row.cells['part']})"
        who.setdefault(row.cells["event_id"], []).append(told)
    new = {row.cells["event_id"]: row.cells for row in prepared.of("events")}
    before = ""
    for row in prepared.of("evidence"):
        cells = row.cells
        event = cells["event_id"]
        if event != before:
            sort = new.get(event)
            kind = _sort(sort) if sort else "coded already"
            yield f"{event}: {kind}; {', '.join(who.get(event, []))}".rstrip("; ")
        before = event
        bounds = "/".join(cells.get(f"amount_{end}", "") or "-" for end in ("low", "best", "high"))
        order = " ".join(cells.get(column, "") for column in ("relation", "days", "anchor")).strip()
        voice = "" if cells["speaker"] == SOURCE_ITSELF else f"said by {cells['speaker']}"
        if cells["stance"] != "asserts":
            voice = f"{cells['speaker']} {cells['stance']} it"
        supports = (
            voice,
            cells.get("date", ""),
            " ".join(order.split()),
            f"{cells['amount_text']} ({bounds})" if cells.get("amount_text") else "",
        )
        said = "; ".join(filter(None, (f'"{cells["quote"]}"', *supports)))
        yield f"  {cells['evidence_id']}, paragraph {cells['paragraph']}: {said}"
