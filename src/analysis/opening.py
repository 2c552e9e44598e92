"""The first line after a parameters cell: checks every parameter, all at once, and opens the data.

The press has checked the values that it hands to a chapter. Whoever changes a cell in JupyterLab or
VS Code, or runs papermill alone, is told here, by the same model and in the same words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.notebook import NoPackage, open_package, package_folder
from analysis.package.choices import package_values
from analysis.package.tables import Tables
from analysis.parameters import OF_DATA, Parameters, names
from analysis.parameters_given import Given, ParameterProblems, check_values, validate
from analysis.problems import DataProblems

_INJECTED = "# Parameters\n"  # how papermill begins the cell with the values that it was given
_SHOWN = "parameters cell"
_OUTCOME = "nothing was computed"
DEFAULT = Parameters.model_fields["package"].default


def opened(namespace: Mapping[str, Any]) -> tuple[Tables, dict[str, Any]]:
    """The data package that a parameters cell names, and the other parameters as they are used.

    Parameters
    ----------
    namespace : ``globals()`` of the notebook. A parameter that it lacks has its default; a window
        that is left open is that of the package.

    Returns
    -------
    The package, and the arguments of :func:`analysis.measures.measures` by name.

    Raises
    ------
    ParameterProblems : everything wrong with the parameters; a name that is none among them.
    DataProblems : everything wrong with the package, where the parameters are right.
    """
    given = dict(_given(namespace))
    found = validate(given, _located(DEFAULT))
    problems = found.problems + [
        one.problem(name, "is a parameter of the report as a whole, not of a notebook")
        for name, one in given.items()
        if name in names("report")
    ]
    if "package" in found.refused:
        raise ParameterProblems(problems, _OUTCOME)
    try:
        data = open_package(str(found.parameters.package), found.parameters.restricted)
    except DataProblems as broken:
        if problems:
            raise ParameterProblems([*problems, *broken.problems], _OUTCOME) from None
        raise
    values = package_values(data)
    problems += check_values(found.parameters, given, values)
    if problems:
        raise ParameterProblems(problems, _OUTCOME)
    used = found.parameters.within(values.first, values.last)
    return data, {name: getattr(used, name) for name in names("chapters") if name not in OF_DATA}


def _given(namespace: Mapping[str, Any]) -> Iterator[tuple[str, Given]]:
    """Every parameter that the notebook has, and whatever its cells assign beside them."""
    here = Path.cwd()
    for name in dict.fromkeys((*names("chapters"), *_assigned(namespace.get("In", ())))):
        if name in namespace:
            value = _located(namespace[name]) if name == "package" else namespace[name]
            yield name, Given(value, _SHOWN, 0, name if name in names("chapters") else "", here)


def _located(package: object) -> Path:
    try:
        return package_folder(str(package)).resolve()
    except NoPackage:
        return Path(str(package))  # to be refused with the other problems


def _assigned(cells: Sequence[str]) -> Iterator[str]:
    """Names that the newest parameters cell assigns, and those that papermill injected after it.

    Parameters
    ----------
    cells : what was run, oldest first, as IPython keeps it.
    """
    known = names("chapters")
    for source in reversed(cells):
        assigned = _literals(source)
        injected = source.startswith(_INJECTED)
        if injected or not set(known).isdisjoint(assigned):
            yield from assigned
            if not injected:
                return


def _literals(source: str) -> list[str]:
    """Names that a cell assigns literals to; none when it does anything else."""
    assigned = []
    try:
        for statement in ast.parse(source).body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
                return []
            ast.literal_eval(statement.value)
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            assigned += [one.id for one in targets if isinstance(one, ast.Name)]
    except (SyntaxError, TypeError, ValueError):  # a magic command, or an expression
        return []
    return assigned
