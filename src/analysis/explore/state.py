"""What is explored at a moment, and its ways out: parameters, an edition, a command line.

Everything goes through the model of the parameters (:mod:`analysis.parameters`); nothing here
knows a control.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from analysis.parameters import Parameters, names
from analysis.parameters_given import (
    Given,
    PackageValues,
    ParameterProblems,
    check_values,
    validate,
)
from analysis.press.plan.catalogue import Catalogue
from analysis.press.plan.editions import read_editions
from analysis.press.plan.project import Project
from analysis.problems import Problem

_OUTCOME = "the figures stay as they were"
_NOT_WRITTEN = "nothing was written"


@dataclass(frozen=True)
class State:
    """The parameters of a chapter, and one source to leave out of them ("" = none)."""

    parameters: Parameters
    known: PackageValues
    without: str = ""

    @property
    def used(self) -> Parameters:
        """The parameters that the figures are drawn with."""
        if not self.without:
            return self.parameters
        chosen = self.parameters.sources or self.known.sources
        kept = tuple(source for source in chosen if source != self.without)
        return self.parameters.model_copy(update={"sources": kept})

    def changes(self, base: Parameters | None = None) -> dict[str, object]:
        """Parameter -> value as an edition gives it: the window, and what is not as in `base`.

        Without one, what is not the default of the model.
        """
        values = {name: getattr(self.used, name) for name in names("chapters")}
        del values["package"]
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if name in ("start", "end") or value != _given(base, name)
        }

    def command_line(self, project: Project) -> str:
        """What builds the report of this state, typed in the checkout: its default, changed."""
        edition = Catalogue(project).find("default")
        values = self.changes(validate(edition.values, project.seeds).parameters)
        if self.used.package != project.seeds:
            values["package"] = os.path.relpath(self.used.package, project.root)
        words = ["backchannel", "report"]
        for name, value in values.items():
            told = ",".join(map(str, value)) if isinstance(value, list) else value
            words += ["-p", f"{name}={told}"]
        return shlex.join(words)

    def edition(self, name: str, description: str, folder: Path) -> str:
        """The lines of an edition; a path in them starts from `folder`."""
        values: dict[str, object] = {}
        if description:
            values["description"] = " ".join(description.split())
        values |= self.changes()
        if self.used.package != (folder.parent / "seeds").resolve():
            values["package"] = Path(os.path.relpath(self.used.package, folder)).as_posix()
        return f"{_flow(name)}:\n" + "".join(f"  {key}: {_flow(v)}\n" for key, v in values.items())


def _flow(value: object) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6)
    return text.removesuffix("...\n").strip()


def state_of(given: Mapping[str, object], known: PackageValues, without: str = "") -> State:
    """The state of some values, as controls have them.

    Parameters
    ----------
    given : parameter -> value; ``package`` is an absolute path.
    known : what the package lets a parameter name.
    without : a source to leave out; "" leaves none out.

    Raises
    ------
    ParameterProblems : everything wrong with them.
    """
    here = {name: Given(value, "controls", 0, name, Path.cwd()) for name, value in given.items()}
    found = validate(here, Path(str(given["package"])))
    problems = found.problems + check_values(found.parameters, here, known)
    chosen = found.parameters.sources or known.sources
    if without and set(chosen) <= {without}:
        rule = "is the only source that is chosen: without it there is none"
        problems.append(Problem("controls", 0, "without", without, rule))
    if problems:
        raise ParameterProblems(problems, _OUTCOME)
    left_out = without if without in chosen else ""
    return State(found.parameters.within(known.first, known.last), known, left_out)


def _given(base: Parameters | None, name: str) -> object:
    return Parameters.model_fields[name].default if base is None else getattr(base, name)


def add_edition(project: Project, state: State, name: str, description: str = "") -> str:
    """Append a state to ``editions.yaml`` as an edition; all that is in the file stays as it is.

    Returns
    -------
    The lines that were written.

    Raises
    ------
    ParameterProblems : the name is taken or cannot name an edition; nothing was written.
    """
    shown = project.shown(project.editions)
    catalogue = Catalogue(project)
    taken = {
        edition.name
        for entry in catalogue.entries.values()
        for edition in (entry, *catalogue.members(entry))
    }
    if name in taken:
        problem = Problem(shown, 0, "", name, "is the name of an edition already")
        raise ParameterProblems([problem], _NOT_WRITTEN)
    lines = state.edition(name, description, project.notebooks)
    before = project.editions.read_text(encoding="utf-8")
    after = before.rstrip("\n") + "\n\n" + lines
    # Read back before it is written: what the press could not read must not get into the file.
    with TemporaryDirectory(dir=project.notebooks, prefix=".editions-") as folder:
        draft = Path(folder) / "editions.yaml"
        draft.write_text(after, encoding="utf-8")
        try:
            entries = read_editions(draft, shown)
        except ParameterProblems as wrong:
            raise ParameterProblems(wrong.problems, _NOT_WRITTEN) from None
        own = entries.get(name)
        if own is None or list(entries) != [*catalogue.entries, name]:
            problem = Problem(shown, 0, "", name, "cannot name an edition")
            raise ParameterProblems([problem], _NOT_WRITTEN)
        at_home = {
            key: Given(one.value, shown, one.line, key, project.notebooks)
            for key, one in own.values.items()
        }
        if found := validate(at_home, project.seeds).problems:
            raise ParameterProblems(found, _NOT_WRITTEN)
        draft.replace(project.editions)
    return lines
