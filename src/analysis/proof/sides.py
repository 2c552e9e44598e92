"""The two sides of a comparison: whatever was given for each, as tables and the measures of them.

A side is a report (its folder, HTML or PDF), a data package (its folder), or a package as it was
at a revision, in git's own form: ``HEAD~3:seeds``. What is compared is computed here and now from
the data of both, by one and the same code.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.measures import Measures, measures
from analysis.package.choices import package_values
from analysis.package.files import DESCRIPTOR, refusal
from analysis.package.tables import Tables, load
from analysis.parameters import OF_DATA, Parameters, names
from analysis.press.plan.inputs import package_hashes
from analysis.press.plan.place import MARK
from analysis.problems import DataProblems, Refused
from analysis.proof.carried import read_carried
from analysis.scratch import scratch


class NoSide(Refused):
    """What was named is nothing that could be compared."""


@dataclass(frozen=True)
class Side:
    """One of two editions that are compared.

    Attributes
    ----------
    name : as it was given.
    data : the whole package.
    told : what is compared: what the report tells of; of two packages, all of them.
    m : the measures of the report, or of the packages in the window that the sources of both cover.
    files : file of the package -> sha256.
    record : provenance of a report; None of a package.
    """

    name: str
    data: Tables
    told: Tables
    m: Measures
    files: Mapping[str, str]
    record: Mapping[str, Any] | None


@dataclass(frozen=True)
class _Given:
    name: str
    data: Tables
    files: Mapping[str, str]
    record: Mapping[str, Any] | None


def both(old: str, new: str) -> tuple[Side, Side]:
    """The two sides; a package is seen with the parameters of the report that is the other.

    Raises
    ------
    NoSide, NoData : one is nothing that could be compared.
    DataProblems : a package breaks a rule.
    """
    one, other = _given(old), _given(new)
    values = [package_values(given.data) for given in (one, other)]
    window = min(v.first for v in values), max(v.last for v in values)
    return (
        _measured(one, one.record or other.record, window),
        _measured(other, other.record or one.record, window),
    )


def _given(name: str) -> _Given:
    path = Path(name)
    with scratch("proof") as aside:
        folder, record = path, None
        if path.name == DESCRIPTOR and path.is_file():
            folder = path.parent
        elif path.is_file() or (path / MARK).is_file():
            carried = read_carried(path)
            # Problems are named by the folder: it is called as the file is.
            folder, record = carried.unpack(aside / path.stem), carried.record
        elif not (path / DESCRIPTOR).is_file():
            folder = _at_revision(name, aside)
        try:
            return _Given(name, load(folder), package_hashes(folder), record)
        except DataProblems as found:
            shown = (replace(one, file=_shown(name, one.file)) for one in found.problems)
            raise DataProblems(shown, "nothing was compared") from None


def _shown(name: str, file: str) -> str:
    """A file of a package by what was given for the package, not by where it was unpacked."""
    return f"{name.rstrip('/')}/{file.partition('/')[2]}"


def _at_revision(name: str, aside: Path) -> Path:
    """A package as git has it at a revision, written out."""
    revision, colon, path = name.partition(":")
    if Path(name).exists() or not revision or not colon or revision.startswith("-"):
        raise NoSide(
            f"{name} is no report, no data package (a folder with {DESCRIPTOR}) and no revision"
            " of one; write a revision as git does, HEAD~1:seeds"
        )
    command = ["git", "archive", "--format=tar", f"{revision}:{path}"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoSide(f"{name}: git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise NoSide(f"{name}: git says: {said}")
    folder = aside / (Path(path).name or "package")
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and not refusal(folder, member.name):
                (folder / member.name).parent.mkdir(parents=True, exist_ok=True)
                (folder / member.name).write_bytes(file.read())
    if not (folder / DESCRIPTOR).is_file():
        raise NoSide(f"{name} is no data package: it has no {DESCRIPTOR}")
    return folder


def _measured(
    given: _Given, record: Mapping[str, Any] | None, window: tuple[dt.date, dt.date]
) -> Side:
    parameters = parameters_of(record, given.name).within(*window)
    chosen = {n: getattr(parameters, n) for n in names("chapters") if n not in OF_DATA}
    try:
        m = measures(given.data, **chosen)
    except ValueError as error:
        raise NoSide(f"{given.name}: {error}") from error
    told = given.data if record is None else m.tables
    return Side(given.name, given.data, told, m, given.files, given.record)


def parameters_of(record: Mapping[str, Any] | None, name: str) -> Parameters:
    """The parameters that a record tells of, without a package; the defaults where there is none.

    Raises
    ------
    NoSide : the record has a value that is none of its parameter.
    """
    told = dict(record["parameters"]) if record else {}
    given = {key: told[key] for key in names() if key in told and key != "package"}
    try:
        return Parameters.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its parameters"
        raise NoSide(f"{name}: the record in it, {where}: {first['msg']}") from error
