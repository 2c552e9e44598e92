"""Mapping files: read, checked and written; and the formats and tables of codes that ship here.

Unknown keys are refused with the nearest right one, so that a slip changes nothing in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import BaseModel, ValidationError

from analysis.importers.decisions import CannotImport
from analysis.importers.forms import (
    Amount,
    Coded,
    EventForm,
    FileForm,
    Mapping,
    Merge,
    OwnKind,
    SourceForm,
    When,
    Who,
)
from analysis.problems import nearest

_COLUMNS = ("name", "column", "also", "place", "process", "covers", "published", "version")


OPENING = """\
What the columns of the file mean. Change it, and import again with --mapping and this file; the
names of columns are those of the file."""


def read_mapping(text: str, file: str) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    CannotImport : it is not YAML, or has a key or a value that a mapping cannot have.
    """
    try:
        told = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = str(error).splitlines()[0]
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = f", line {line + 1}" if line is not None else ""
        raise CannotImport(f"{file}{place}: is not YAML ({problem})") from error
    if not isinstance(told, dict):
        raise CannotImport(f"{file}: is no mapping: it has no names with values")
    try:
        return Mapping.model_validate(told)
    except ValidationError as error:
        lines = [f"{file}, {_place(e['loc'])}: {_said(e)}" for e in error.errors()]
        raise CannotImport("\n".join(lines)) from error


def written(mapping: Mapping, opening: str) -> str:
    """The mapping as YAML, without what is left at its default."""
    told = _plain(mapping.model_dump(exclude_defaults=True))
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=96)
    return "".join(f"# {line}\n" for line in opening.splitlines()) + text


def _plain(told: Any, key: str = "") -> Any:
    """The same with a lone column as a text rather than a list of one."""
    if isinstance(told, dict):
        return {name: _plain(value, name) for name, value in told.items()}
    if not isinstance(told, list):
        return told
    if key in _COLUMNS and len(told) == 1:
        return told[0]
    return [_plain(value) for value in told]


@cache
def formats() -> dict[str, Mapping]:
    """The forms of file that ship here, by name."""
    found = {}
    for path in sorted(_shipped("formats"), key=lambda p: str(p.name)):
        mapping = read_mapping(path.read_text(encoding="utf-8"), f"formats/{path.name}")
        found[mapping.name] = mapping
    return found


@cache
def code_table(name: str) -> pd.DataFrame:
    """A table of codes that ships here.

    Returns
    -------
    (n, 7) all str, by ``code``: kind, channel, group (codes that tell of one thing), first and
    second (the parts of the two actors), words.
    """
    (path,) = (p for p in _shipped("codes") if p.name == f"{name}.csv")
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, na_filter=False).set_index("code")


def _shipped(folder: str) -> Iterator[Any]:
    here = files("analysis.importers") / folder
    return (path for path in here.iterdir() if path.name.endswith((".yaml", ".csv")))


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "the whole"


def _said(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        known = {n for model in _models() for n in model.model_fields}
        mend = nearest(str(error["loc"][-1]), known)
        return "is no key of a mapping" + (f"; {mend}" if mend else "")
    return str(error["msg"])


def _models() -> list[type[BaseModel]]:
    return [Mapping, FileForm, SourceForm, EventForm, Coded, When, Who, Amount, Merge, OwnKind]


def mapping_at(path: Path) -> Mapping:
    """Read a mapping file from a folder.

    Raises
    ------
    CannotImport : it cannot be read, or is no mapping.
    """
    try:
        return read_mapping(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotImport(f"{path}: cannot be read ({error})") from error
