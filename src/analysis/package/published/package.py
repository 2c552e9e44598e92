"""The published form of a package: a package itself, with its own bytes and its own checksums.

A report that is public is made from this and from nothing else, so that no notebook, table, page,
attachment, record or entry of the cache can hold what is not in it. The checksums are those of the
published files: one of a file with secrets in it would tell whoever guesses at them that he is
right.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.package.check import read_checked
from analysis.package.codebook import Codebook, codebook_of, read_description
from analysis.package.files import DESCRIPTOR, SECOND_CODING, restricts
from analysis.package.published.described import described
from analysis.package.published.rows import Frames, Kept, kept, second_kept
from analysis.parameters import COUNTED, LEFT_OUT, SHOWN, Restricted
from analysis.problems import Refused


class NothingPublic(Refused):
    """Every source of the package is restricted."""


@dataclass(frozen=True)
class Opened:
    """A package as a report may use it.

    Attributes
    ----------
    codebook, frames : its description, and its rows as text.
    second : a second coding, where it has one.
    told : the descriptor as JSON has it; None where the package is used as it stands.
    kept : what was left out of it; None where nothing was.
    """

    codebook: Codebook
    frames: Frames
    second: pd.DataFrame | None
    told: Any = None
    kept: Kept | None = None


def opened(package: Path, restricted: Restricted = LEFT_OUT) -> Opened:
    """Read and check a package, and leave out what a report of this kind may not hold.

    Parameters
    ----------
    package : its folder.
    restricted : of the parameters; all but ``shown`` leaves out what restricted sources alone tell.

    Raises
    ------
    DataProblems : with every problem of every table at once.
    NothingPublic : no source is left.
    """
    codebook, raw = read_checked(package)
    frames = {name: table.frame for name, table in raw.items()}
    second = _second(package)
    if restricted == SHOWN or not (frames["sources"]["access"] == "restricted").any():
        return Opened(codebook, frames, second)
    found = kept(frames)
    if not len(found.frames["sources"]):
        raise NothingPublic(
            "every source of the data package is restricted, so that a public report has none;"
            " -p restricted=shown makes one that is not for publication"
        )
    told = described(
        read_description(package),
        found.frames,
        found.left_out if restricted == COUNTED else {},
    )
    return Opened(
        codebook_of(told, package),
        found.frames,
        _second_kept(second, found.frames),
        told,
        found,
    )


def files_of(package: Path, restricted: Restricted = LEFT_OUT) -> dict[str, bytes] | None:
    """Path -> content of the published form; None where the package is used as it stands.

    Raises
    ------
    DataProblems, NothingPublic : as :func:`opened`.
    """
    if restricted == SHOWN or not restricts(package):
        return None
    made = opened(package, restricted)
    if made.told is None:
        return None
    text = json.dumps(made.told, ensure_ascii=False, indent=1)
    files = {DESCRIPTOR: f"{text}\n".encode()}
    for name, table in made.codebook.tables.items():
        columns = [field.name for field in table.fields]
        files[table.path] = csv_bytes(made.frames[name][columns])
    if made.second is not None:
        files[SECOND_CODING] = csv_bytes(made.second)
    return dict(sorted(files.items()))


def checksum(package: Path) -> str:
    """sha256 of the published form of a package with restricted sources.

    Raises
    ------
    OSError, ValueError : the package cannot be read, or has no such source.
    DataProblems, NothingPublic : as :func:`opened`.
    """
    files = files_of(package)
    if files is None:
        raise ValueError(f"{package} has no restricted source")
    told = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return hashlib.sha256("".join(told).encode()).hexdigest()


def hidden_words(package: Path, restricted: Restricted) -> dict[str, str]:
    """Each text that stands only in what is left out, with its place: "sources.csv, line 4, note".

    Looked for are texts that nothing else would say by chance: of several words, or long. Empty
    where nothing is left out.
    """
    if restricted == SHOWN or not restricts(package):
        return {}
    made = opened(package, restricted)
    if made.kept is None:
        return {}
    _, raw = read_checked(package)
    said = "\n".join(
        "\n".join(map(str, cells)) for frame in made.frames.values() for _, cells in frame.items()
    )
    return {
        text: f"{table.file}, line {table.line(row)}, {column}"
        for table in raw.values()
        for column, cells in table.frame.items()
        for row, text in enumerate(cells)
        if _telling(text) and text not in said
    }


def _telling(text: str) -> bool:
    return len(text) >= 16 or (len(text) >= 10 and " " in text)


def _second(package: Path) -> pd.DataFrame | None:
    path = package / SECOND_CODING
    return pd.read_csv(path, dtype=str, keep_default_na=False) if path.is_file() else None


def _second_kept(second: pd.DataFrame | None, public: Frames) -> pd.DataFrame | None:
    """None where it cannot be told which of its rows are of which source."""
    if second is None or not {"source_id", "event_id", "kind", "participants"} <= {*second}:
        return None
    return second_kept(second, public)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table of texts as it lies in a package: every cell as it stands."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(frame.columns)
    rows.writerows(frame.itertuples(index=False, name=None))
    return text.getvalue().encode()
