"""What every form is made of: the narrowed tables of an edition, and how it calls itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.package.codebook import Codebook
from analysis.package.narrow import Selection
from analysis.package.published.package import Opened

Files = dict[str, bytes]
"""Path from the folder of a form, with forward slashes -> content."""


@dataclass(frozen=True, eq=False)
class Edition:
    """An edition, narrowed as its report is.

    Attributes
    ----------
    view : the tables and the window, as :func:`analysis.package.narrow.select` gives them.
    opened : the same package as text, from which the rows are taken as they stand there.
    name : of the edition; "+custom" is added where parameters differ from it.
    title, subtitle : as the report has them: what it is of; window and choice in words.
    description : what the edition, or else the package, says of itself.
    date : day of the newest evidence, ISO 8601: the date of a report, which asks no clock.
    """

    view: Selection
    opened: Opened
    name: str
    title: str
    subtitle: str
    description: str
    date: str

    @property
    def codebook(self) -> Codebook:
        return self.opened.codebook


def json_bytes(told: Mapping[str, Any] | list[Any]) -> bytes:
    """JSON in the order given, with every letter as itself, indented for a reader."""
    return (json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def json_lines(told: Mapping[str, Any] | list[Any], depth: int) -> bytes:
    """The same for much of one sort: what lies ``depth`` levels deep is a line each."""
    return (_spread(told, depth) + "\n").encode()


def _spread(told: Any, depth: int) -> str:
    if depth and told and isinstance(told, Mapping):
        inside = [f"{json.dumps(k)}: {_spread(value, depth - 1)}" for k, value in told.items()]
        return "{\n" + ",\n".join(inside) + "\n}"
    if depth and told and isinstance(told, list):
        return "[\n" + ",\n".join(_spread(one, depth - 1) for one in told) + "\n]"
    return json.dumps(told, ensure_ascii=False, allow_nan=False)
