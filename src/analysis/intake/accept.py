"""A filled-in worksheet enters the tables: whole or not at all, and one undo away.

The rows are put behind those of the files as they are, so that a comparison shows added lines and
nothing else. Before anything is written, the package with the rows in it passes every check that
the package itself has to pass; what fails is told with the line of the worksheet.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.intake.coded import again, alike
from analysis.intake.kinds import Kinds
from analysis.intake.row import Row
from analysis.intake.rows import Rows
from analysis.intake.worksheet import Worksheet, read_worksheet
from analysis.package.check import read_checked
from analysis.package.files import DESCRIPTOR, table_files
from analysis.package.reading import RawTable
from analysis.package.tables import typed
from analysis.package.texts import at_hand_by_digest
from analysis.problems import DataProblems, Problem, Refused
from analysis.scratch import scratch
from analysis.whole import folder_made, write_all

TEXTS = "texts"
KEPT = Path(TEXTS) / "before-accept"
"""Where the files lie as they were before the last acceptance, in the folder of the package."""
_RECORD = "after.json"
_UNTOUCHED = "nothing was written"


class NoUndo(Refused):
    """There is nothing to undo, or the files were changed since."""


@dataclass(frozen=True)
class Prepared:
    """What a worksheet would add, checked.

    Attributes
    ----------
    rows : in the order of the worksheet.
    ids : line of each new entry -> its event.
    alike : new event, and an older one of its kind, days and actors, for a person to look at.
    files : path of a file -> what it is to hold.
    """

    rows: tuple[Row, ...]
    ids: Mapping[int, str]
    alike: tuple[tuple[str, str], ...]
    files: Mapping[Path, bytes]

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows if row.table == table]


def prepare(package: Path, worksheet: Path, texts: Path | None = None) -> Prepared:
    """The rows of a worksheet, with everything checked and nothing written.

    Parameters
    ----------
    texts : folder of the sources' texts; ``texts/`` in the package where it is None.

    Raises
    ------
    DataProblems : everything that is wrong with the worksheet, or with the package.
    """
    sheet = read_worksheet(_text(worksheet), worksheet.name)
    codebook, raw = read_checked(package)
    paragraphs = _paragraphs(sheet, texts or package / TEXTS)
    rows = Rows(sheet, typed(codebook, raw), Kinds(codebook, raw), paragraphs)
    problems = [*sheet.problems, *rows.problems]
    added = _added(package, rows.made)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / package.resolve().name
        _copy_with(package, whole, added)
        try:
            made = read_checked(whole)
        except DataProblems as found:
            broken = _at_their_lines(found.problems, rows.made, raw, sheet.file)
            problems += [p for p in broken if not _follows(p, rows)]
        if problems:
            raise DataProblems(problems, _UNTOUCHED)
        data = typed(*made)
    new = {row.cells["event_id"]: row.line for row in rows.of("events")}
    wanted = {e.line for e in sheet.entries if e.text("new").casefold() in ("yes", "y")}
    problems = [
        Problem(
            sheet.file, new[event], "event", event,
            f'may be the same as "{other}": one kind and channel, an actor in common, and days '
            "that overlap",
            f'write "event: {other}" to give that one evidence, or "new: yes" if it is another',
        )
        for event, other in again(data, new)
        if new[event] not in wanted
    ]  # fmt: skip
    if problems:
        raise DataProblems(problems, _UNTOUCHED)
    marked = _marked(worksheet, rows)
    return Prepared(
        tuple(rows.made), rows.ids, tuple(alike(data, new)), {**added, worksheet: marked}
    )


def write(package: Path, prepared: Prepared) -> None:
    """Write the files, each whole, and keep them as they were; on an error none is changed."""
    with folder_made((package / KEPT).parent), scratch("accept", (package / KEPT).parent) as aside:
        _keep(package, prepared, aside / KEPT.name)
        write_all(prepared.files)
        shutil.rmtree(package / KEPT, ignore_errors=True)
        (aside / KEPT.name).rename(package / KEPT)


def _keep(package: Path, prepared: Prepared, kept: Path) -> None:
    """Write the files as they are into a new folder, with what they are going to be."""
    kept.mkdir()
    record = {}
    for number, (path, data) in enumerate(prepared.files.items()):
        shutil.copy(path, kept / str(number))
        record[str(number)] = {
            "path": os.path.relpath(path, package),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    (kept / _RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")


def undo(package: Path) -> list[Path]:
    """Put the files back as they were before the last acceptance; which, is returned.

    Raises
    ------
    NoUndo : nothing was accepted, or a file was changed since; nothing is put back.
    """
    kept = package / KEPT
    if not (kept / _RECORD).is_file():
        raise NoUndo(f"nothing to undo in {package}: no acceptance is kept there")
    record = json.loads((kept / _RECORD).read_text(encoding="utf-8"))
    back, changed = {}, []
    for number, told in record.items():
        path = package / told["path"]
        back[path] = (kept / number).read_bytes()
        now = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(now).hexdigest() != told["sha256"]:
            changed.append(path.name)
    if changed:
        names = ", ".join(changed)
        raise NoUndo(f"{names} changed since it was accepted; nothing was undone")
    write_all(back)
    shutil.rmtree(kept)
    return list(back)


def _text(worksheet: Path) -> str:
    try:
        return worksheet.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        rule = f"is not UTF-8 (byte {error.start})"
        raise DataProblems([Problem(worksheet.name, 0, "", None, rule)], _UNTOUCHED) from None


def _paragraphs(sheet: Worksheet, folder: Path) -> list[str]:
    value = sheet.source.get("sha256")
    if value is None or not value.text:
        rule = "is missing: `backchannel add` writes it at the top"
        raise DataProblems(
            [*sheet.problems, Problem(sheet.file, 0, "sha256", None, rule)], _UNTOUCHED
        )
    text = at_hand_by_digest(folder, value.text)
    if text is None:
        rule = f"is the sha256 of no text in {folder.name}/"
        problem = Problem(sheet.file, value.line, "sha256", value.text, rule)
        raise DataProblems([*sheet.problems, problem], _UNTOUCHED)
    return text


def _added(package: Path, rows: list[Row]) -> dict[Path, bytes]:
    """Each file that gets rows, with them behind what it holds."""
    added = {}
    for table, path in table_files(package).items():
        own = [row for row in rows if row.table == table]
        if not own:
            continue
        old = (package / path).read_bytes()
        head = next(csv.reader(io.StringIO(old.decode("utf-8-sig"), newline="")))
        end = "\r\n" if b"\r\n" in old.split(b"\n", 1)[0] + b"\n" else "\n"
        text = io.StringIO()
        lines = csv.DictWriter(text, head, restval="", lineterminator=end, extrasaction="ignore")
        lines.writerows(dict(row.cells) for row in own)
        gap = "" if old.endswith(b"\n") else end
        added[package / path] = old + (gap + text.getvalue()).encode()
    return added


def _copy_with(package: Path, folder: Path, added: Mapping[Path, bytes]) -> None:
    folder.mkdir()
    for name in (DESCRIPTOR, *table_files(package).values()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(added.get(package / name) or (package / name).read_bytes())


def _at_their_lines(
    problems: Iterable[Problem], rows: list[Row], raw: Mapping[str, RawTable], file: str
) -> Iterator[Problem]:
    """Problems of new rows with the line of the worksheet that the row comes from."""
    tables = {table.file: (name, table) for name, table in raw.items()}
    for problem in problems:
        name, table = tables.get(problem.file, ("", None))
        own = [row for row in rows if row.table == name]
        last = table.line(-1) if table is not None and len(table.lines) else 1
        place = problem.line - last - 1
        if own and 0 <= place < len(own):
            row = own[place]
            yield Problem(
                file, row.line_of(problem.column), row.key_of(problem.column), problem.value,
                problem.rule, problem.mend,
            )  # fmt: skip
        else:
            yield problem


def _follows(problem: Problem, rows: Rows) -> bool:
    """Whether a problem of the tables is there only because something could not be looked up.

    That is an empty cell on the line of another problem, and an event that lacks participants
    where one of its names is nobody's.
    """
    lines = {other.line for other in rows.problems}
    if not problem.value:
        return problem.line in lines
    return problem.column in ("event", "id") and any(
        row.cells["event_id"] == problem.value and lines & set(row.lines.values())
        for row in rows.of("events")
    )


def _marked(worksheet: Path, rows: Rows) -> bytes:
    """The worksheet with the ids of what was accepted, so that it is not accepted again."""
    evidence: dict[int, list[str]] = {}
    for row in rows.of("evidence"):
        evidence.setdefault(row.lines["event_id"], []).append(row.cells["evidence_id"])
    accepted = {line: f"{event} {' '.join(evidence[line])}" for line, event in rows.ids.items()}
    accepted |= {row.line: row.cells["actor_id"] for row in rows.of("actors")}
    lines = worksheet.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    for line in sorted(accepted, reverse=True):
        end = "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
        lines[line - 1] = lines[line - 1].rstrip("\r\n") + end
        lines.insert(line, f"accepted: {accepted[line]}{end}")
    return "".join(lines).encode()
