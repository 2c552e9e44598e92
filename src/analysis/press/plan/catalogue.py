"""Finds editions by name: those of the file, and the members of the grids in it.

The data package is read only where a name needs it: a grid's members depend on what is in there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.package.choices import NothingDated
from analysis.parameters_given import ParameterProblems
from analysis.press.plan import grid
from analysis.press.plan.editions import Edition, read_editions
from analysis.press.plan.project import Project
from analysis.problems import DataProblems, Problem, nearest

if TYPE_CHECKING:
    from analysis.package.tables import Tables
    from analysis.parameters import Restricted

Load = Callable[[Path, "Restricted"], "Tables"]


def load_package(folder: Path, restricted: Restricted = "left-out") -> Tables:
    """The tables of a data package (``load``, imported when it is needed)."""
    from analysis.package.tables import load

    return load(folder, restricted)


class Catalogue:
    """The editions of a checkout.

    Attributes
    ----------
    entries : name -> entry of ``notebooks/editions.yaml``, in its order; grids are one entry.
    shown : the name of that file in messages.
    """

    def __init__(self, project: Project, load: Load = load_package) -> None:
        """Read the file.

        Raises
        ------
        ParameterProblems : it cannot be read, or is not of the form of editions.
        """
        self.shown = project.shown(project.editions)
        self.entries = read_editions(project.editions, self.shown)
        self._seeds = project.seeds
        self._load = functools.cache(load)
        self._members: dict[str, tuple[Edition, ...]] = {}

    def members(self, entry: Edition) -> tuple[Edition, ...]:
        """The editions that an entry stands for: itself, or the members of its grid.

        Raises
        ------
        ParameterProblems : the entry has a value that is refused, or spans nothing.
        DataProblems : everything wrong with its data package.
        NothingDated : the package covers no stated day.
        """
        if entry.each is None:
            return (entry,)
        if entry.name not in self._members:
            asked = grid.checked(entry, self._seeds)
            data = self._load(asked.package, asked.restricted)
            made = grid.members(entry, data, self._seeds)
            problems = grid.clashes([*self.entries.values(), *made], self.shown)
            if problems:
                raise ParameterProblems(problems)
            self._members[entry.name] = tuple(made)
        return self._members[entry.name]

    def find(self, name: str) -> Edition:
        """The one edition of that name.

        Raises
        ------
        ParameterProblems : there is none (the message has the nearest name), or it names a grid.
        DataProblems, NothingDated : as :meth:`members`.
        """
        entry = self.entries.get(name)
        if entry is not None and entry.each is None:
            return entry
        if entry is not None:
            known = ", ".join(member.name for member in self.members(entry))
            rule = "is a grid of editions"
            mend = f"name one of {known}, or make all of them with `backchannel editions {name}`"
            raise ParameterProblems([Problem(self.shown, 0, "", name, rule, mend)])
        found = [
            member
            for grid_entry in self.entries.values()
            if grid_entry.each is not None and name.startswith(f"{grid_entry.name}-")
            for member in self.members(grid_entry)
            if member.name == name
        ]
        if problems := grid.clashes(found, self.shown):
            raise ParameterProblems(problems)
        if not found:
            raise ParameterProblems([self._unknown(name)])
        return found[0]

    def choose(self, names: Sequence[str]) -> list[Edition]:
        """The entries and members of grids of these names, each once; no name means all entries.

        A grid stays one entry here: whoever goes through it asks for its :meth:`members`.

        Raises
        ------
        ParameterProblems : all names that are none, with the nearest.
        """
        if not names:
            return list(self.entries.values())
        chosen: list[Edition] = []
        problems: list[Problem] = []
        for name in dict.fromkeys(names):
            try:
                chosen.append(self.entries[name] if name in self.entries else self.find(name))
            except ParameterProblems as found:
                problems += found.problems
        if problems:
            raise ParameterProblems(problems)
        return chosen

    def _unknown(self, name: str) -> Problem:
        mend = nearest(name, [*self.entries, *self._all_names()])
        mend = mend or f"the editions are {', '.join(self.entries)}"
        return Problem(self.shown, 0, "", name, "is not an edition", mend)

    def _all_names(self) -> list[str]:
        names = []
        for entry in self.entries.values():
            try:
                names += [member.name for member in self.members(entry)]
            except (DataProblems, NothingDated):
                # Whoever builds that grid is told; a mend for a misspelt name needs only the rest.
                continue
        return names
