"""What an entry that spans a grid stands for: an edition for each side, source or month.

The values come from the data package, so that a source added there has its edition at once. A
grid spans what its own entry allows: the sources that it names, or all; the months of its window.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.days import MONTHS
from analysis.package.choices import narrowed, package_values
from analysis.parameters import Parameters
from analysis.parameters_given import Given, ParameterProblems, check_values, validate
from analysis.press.plan.editions import Edition
from analysis.problems import Problem

if TYPE_CHECKING:
    from analysis.package.tables import Tables


@dataclass(frozen=True)
class _Step:
    """One value of one axis.

    Attributes
    ----------
    slug : what it adds to the edition's name.
    words : what it adds to the description.
    values : parameter name -> what it sets.
    """

    slug: str
    words: str
    values: dict[str, object]


def checked(edition: Edition, default_package: Path) -> Parameters:
    """The parameters of an entry by itself, before its package is read.

    Raises
    ------
    ParameterProblems : all that is wrong with its names, types and ranges.
    """
    found = validate(edition.values, default_package)
    if found.problems:
        raise ParameterProblems(found.problems)
    return found.parameters


def members(grid: Edition, data: Tables, default_package: Path) -> list[Edition]:
    """The editions that a grid stands for, in the order of its axes.

    A month is spanned when one of the chosen sources covers a day of it, or when an event lies
    wholly in it; other months would be empty reports.

    Parameters
    ----------
    grid : an entry with ``each``.
    data : its data package.
    default_package : folder of the package where the entry names none.

    Raises
    ------
    ParameterProblems : a value of the entry is refused, or the grid spans nothing.
    NothingDated : the package covers no stated day.
    """
    assert grid.each is not None
    asked = checked(grid, default_package)
    values = package_values(data)
    problems = check_values(asked, grid.values, values)
    if problems:
        raise ParameterProblems(problems)
    axes = grid.each.value
    assert isinstance(axes, tuple)
    made = [
        _member(grid, grid.each, path)
        for path in _paths(axes, asked.within(values.first, values.last), data)
    ]
    if not made:
        problem = grid.each.problem(", ".join(axes), "spans nothing: the data package has none")
        raise ParameterProblems([problem])
    return made


def _paths(axes: tuple[str, ...], asked: Parameters, data: Tables) -> Iterator[tuple[_Step, ...]]:
    """Every way through the axes. Months come from what the other axes have chosen."""
    others = [_steps(axis, asked, data) for axis in axes if axis != "months"]
    for path in itertools.product(*others):
        if "months" not in axes:
            yield path
            continue
        chosen = asked.model_copy(update={k: v for step in path for k, v in step.values.items()})
        at = axes.index("months")
        for month in _months(chosen, data):
            yield (*path[:at], month, *path[at:])


def _steps(axis: str, asked: Parameters, data: Tables) -> list[_Step]:
    if axis == "sources":
        rows = data.sources[["source_id", "label"]].astype(str).itertuples(index=False)
        named = [(source, label) for source, label in rows]
    else:
        named = [(side, side) for side in _sides_that_take_part(data)]
    allowed = getattr(asked, axis)
    kept = [(value, words) for value, words in named if not allowed or value in allowed]
    slugs = _distinct([slug(value) for value, _ in kept])
    return [
        _Step(name, words, {axis: (value,)})
        for name, (value, words) in zip(slugs, kept, strict=True)
    ]


def _sides_that_take_part(data: Tables) -> list[str]:
    from analysis.package.sides import sides_of

    own = sides_of(data.actors)
    present = {own.get(str(actor), "") for actor in data.participants["actor_id"]}
    return sorted(present - {""})


def _months(asked: Parameters, data: Tables) -> Iterator[_Step]:
    """The months of the window that hold a covered day or a whole event, clipped to the window."""
    from analysis.package.covers import covered_stretches

    assert asked.start is not None
    assert asked.end is not None
    view = narrowed(data, asked)
    spans = covered_stretches(view)
    events = view.events[["earliest", "latest"]].dropna()
    inside = (events["earliest"] >= view.start) & (events["latest"] <= view.end)
    whole = events["earliest"].dt.to_period("M") == events["latest"].dt.to_period("M")
    spans += list(events[inside & whole].itertuples(index=False, name=None))
    year, month = asked.start.year, asked.start.month
    while (year, month) <= (asked.end.year, asked.end.month):
        first = max(dt.date(year, month, 1), asked.start)
        last = min(dt.date(year, month, calendar.monthrange(year, month)[1]), asked.end)
        if any(start.date() <= last and first <= end.date() for start, end in spans):
            words = f"{MONTHS[month - 1]} {year}"
            yield _Step(f"{year:04}-{month:02}", words, {"start": first, "end": last})
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _member(grid: Edition, each: Given, path: tuple[_Step, ...]) -> Edition:
    words = ", ".join(step.words for step in path)
    told = grid.description.rstrip(".")
    own = {name: replace(each, value=value) for step in path for name, value in step.values.items()}
    return Edition(
        name="-".join((grid.name, *(step.slug for step in path))),
        line=grid.line,
        description=f"{told}: {words}." if told else f"{words}.",
        values={**grid.values, **own},
    )


def slug(value: str) -> str:
    """A value as part of an edition's name: a-z, 0-9 and hyphens; "value" where none is left."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "value"


def _distinct(slugs: list[str]) -> list[str]:
    """The same, with "-2", "-3" … behind those that were there before."""
    taken: set[str] = set()
    found = []
    for name in slugs:
        free = (f"{name}-{number}" if number > 1 else name for number in itertools.count(1))
        found.append(next(one for one in free if one not in taken))
        taken.add(found[-1])
    return found


def clashes(listed: list[Edition], shown: str) -> list[Problem]:
    """The names that two editions would have, of entries and members of grids together."""
    problems: list[Problem] = []
    seen: dict[str, Edition] = {}
    for edition in listed:
        first = seen.setdefault(edition.name, edition)
        if first is not edition:
            rule = f"is also the name of an edition from line {first.line}"
            problems.append(Problem(shown, edition.line, "", edition.name, rule))
    return problems
