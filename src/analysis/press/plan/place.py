"""Puts a finished folder in the place of an older one: whole, or not at all.

A report is written into a hidden folder beside its place. Whatever stops the build, what stood
there before stays; what a killed build left behind is cleared by the next one. Only a report is
replaced (or an export, by an export): a folder with anything else in it is somebody's own. Where
it was made from other data or with other parameters, the report that stood there can be kept
beside the others, in ``.before``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.problems import Refused
from analysis.scratch import clear_left, held, is_held
from analysis.whole import folder_made, swap

MARK = "provenance.json"
"""Every report has one, in which it tells what it was made from."""

PAGES = ("report.html", "report.pdf", "page-1.png")
FIGURES = "key_figures.json"
BEFORE = ".before"
NOTEBOOKS, TABLES, DESCRIPTOR = "notebooks", "tables", "datapackage.json"

_OF_FILE_MANAGERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_BEGUN = 60  # seconds within which a build holds the folder that it made


class NotAReport(Refused):
    """The place named for a report is taken by something else."""


@dataclass(frozen=True)
class Product:
    """What a folder is made to hold, and how one of its sort is known again.

    Attributes
    ----------
    word : what it is called.
    folder : of the project, in which it stands where no other place is named.
    files_told : the files that the one in a folder says that it has, by path from there; none
        where there is no such thing.
    inside : names of whatever can stand in its folder.
    """

    word: str
    folder: str
    files_told: Callable[[Path], frozenset[str]]
    inside: frozenset[str]


@contextmanager
def folder_for(
    place: Path, before: Path | None = None, product: Product | None = None
) -> Iterator[Path]:
    """An empty folder to write into, which takes `place` when the block ends without an error.

    Where `place` is a link, what it leads to is replaced and the link stays.

    Parameters
    ----------
    product : what is made; None is a report.
    before : where a report is kept that this one replaces, if it :func:`tells_other_data`.

    Raises
    ------
    NotAReport : before anything is written, when one of the two holds something that is not a
        report.
    """
    place, product = Path(os.path.realpath(place)), product or REPORT
    check_place(place, product)
    if before is not None:
        check_place(before, product)
    with folder_made(place.parent), _aside_of(place, product) as aside:
        # mkdtemp lets nobody else read the folder; a report is made to be shared.
        mask = os.umask(0)
        os.umask(mask)
        aside.chmod(0o777 & ~mask)
        yield aside
        check_place(place, product)
        swap(aside, place)
        if before is not None and tells_other_data(record_in(aside), record_in(place)):
            _keep(aside, before)


@contextmanager
def _aside_of(place: Path, product: Product) -> Iterator[Path]:
    """A new hidden folder beside a place, held as long as the block lasts."""
    _clear_leftovers(place, product)
    clear_left()
    with held(Path(tempfile.mkdtemp(prefix=_aside(place), dir=place.parent))) as aside:
        yield aside


def before_of(place: Path) -> Path:
    """Where the report is kept that one in `place` has replaced."""
    return place.parent / BEFORE / place.name


def record_in(place: Path) -> dict[str, Any]:
    """The record of the report in a folder; an empty one where there is none."""
    return object_in(place / MARK)


def tells_other_data(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two reports, by their records, are of other data or parameters; not of other code."""
    if not one or not other:
        return False
    return any(one.get(name) != other.get(name) for name in ("package", "parameters", "reads"))


def _keep(report: Path, before: Path) -> None:
    before.parent.mkdir(exist_ok=True)
    shutil.rmtree(before, ignore_errors=True)
    report.rename(before)


def check_place(place: Path, product: Product | None = None) -> None:
    """Refuse a place that holds something else than a report, or than one of the sort named.

    Raises
    ------
    NotAReport : it is a file, or a folder with other things in it.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise NotAReport(f"{place} is a file; name a folder")
    with os.scandir(place) as entries:
        if next(entries, None) is None:
            return
    product = product or REPORT
    own = product.files_told(place)
    if not own:
        raise NotAReport(f"{place} holds files that are not {product.word}; name another folder")
    if other := next(_others(place, own), ""):
        raise NotAReport(
            f'{place} holds "{other}" beside {product.word}, which would be lost with it; '
            "move it, or name another folder"
        )


def _files_told(place: Path) -> frozenset[str]:
    """The files that the report in a folder says that it has; none where there is no report."""
    record = object_in(place / MARK)
    told = record.get("notebooks")
    chapters = told.get("files") if isinstance(told, dict) else None
    if not {"backchannel", "edition", "package", "parameters"} <= record.keys() or not isinstance(
        chapters, dict
    ):
        return frozenset()
    resources = object_in(place / TABLES / DESCRIPTOR).get("resources")
    tables = [one.get("path") for one in resources or () if isinstance(one, dict)]
    return frozenset(
        (
            MARK,
            FIGURES,
            *PAGES,
            *(f"{NOTEBOOKS}/{name}" for name in chapters),
            *(f"{TABLES}/{name}" for name in (DESCRIPTOR, *tables)),
        )
    )


REPORT = Product(
    "a report", "reports", _files_told, frozenset({MARK, FIGURES, *PAGES, NOTEBOOKS, TABLES})
)


def _others(place: Path, own: frozenset[str]) -> Iterator[str]:
    """What lies in a folder, by path from there, and is none of the files that it should have."""
    folders = {parent.as_posix() for name in own for parent in PurePosixPath(name).parents}
    for folder, inside, files in os.walk(place):
        for name in sorted([*inside, *files]):
            path = Path(folder) / name
            told = path.relative_to(place).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                yield told
            elif path.is_dir():
                if told not in folders:
                    yield told
            elif told not in own and name not in _OF_FILE_MANAGERS:
                yield told


def object_in(path: Path) -> dict[str, Any]:
    """The object in a JSON file; an empty one where there is none."""
    try:
        if path.is_symlink() or not path.is_file():
            return {}
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _aside(place: Path) -> str:
    """How the names of hidden folders for `place` begin, however long its own name is."""
    return f".backchannel-{sha256(os.fsencode(place.name)).hexdigest()[:8]}-"


def _age(folder: Path) -> float:
    return time.time() - folder.stat().st_mtime


def _clear_leftovers(place: Path, product: Product) -> None:
    """Remove what builds of this place left behind whose process is no longer there."""
    form = re.compile(rf"{re.escape(_aside(place))}[a-z0-9_]{{8}}(?P<old>\.old)?")
    known = product.inside | _OF_FILE_MANAGERS
    for folder in sorted(place.parent.iterdir()):
        if (named := form.fullmatch(folder.name)) is None or is_held(folder):
            continue
        holds = {path.name for path in folder.iterdir()}
        # What holds other things is somebody else's, whatever its name; and a build that is just
        # beginning has an empty folder before it holds it.
        if not known.issuperset(holds) or not (holds or _age(folder) > _BEGUN):
            continue
        if named["old"] and not place.exists():
            # The build was killed between two renames: this is the last good report.
            folder.rename(place)
        else:
            shutil.rmtree(folder, ignore_errors=True)
