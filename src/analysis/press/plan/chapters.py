"""The notebooks of a report, and what each of them is to be run with."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.parameters import names
from analysis.parameters_given import ParameterProblems
from analysis.press.plan.tidy import NotANotebook, tidied
from analysis.problems import Problem, nearest


@dataclass(frozen=True)
class ChapterJob:
    """One chapter to run.

    Attributes
    ----------
    name : file name of the notebook, "01_overview.ipynb".
    source : what the notebook says, as JSON text: nothing that is left of a run.
    folder : absolute folder that the kernel works in (the notebook's own).
    parameters : those that the notebook declares, as JSON values.
    epoch : the evidence date in seconds since 1970 (UTC).
    """

    name: str
    source: str
    folder: str
    parameters: Mapping[str, Any]
    epoch: int


def find_chapters(folder: Path) -> list[Path]:
    """The numbered notebooks of a folder, in reading order."""
    return sorted(path for path in folder.glob("[0-9]*.ipynb") if path.is_file())


def declared(notebook: NotebookNode) -> tuple[str, ...] | None:
    """Names that the cell tagged ``parameters`` assigns, in order; None without such a cell."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", ()):
            return tuple(
                target.id
                for node in ast.parse(cell.source).body
                if isinstance(node, ast.Assign | ast.AnnAssign)
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name)
            )
    return None


def make_jobs(
    chapters: Sequence[Path], parameters: Mapping[str, Any], epoch: int
) -> list[ChapterJob]:
    """One job for each notebook, with the parameters that it declares.

    Raises
    ------
    ParameterProblems : a notebook without a parameters cell, or one that declares an unknown name
        (papermill would run both, and the report would not be what its parameters say); a file that
        is no notebook.
    """
    known = names("chapters")
    problems, jobs = [], []
    for path in chapters:
        shown = f"{path.parent.name}/{path.name}"
        try:
            source = tidied(path.read_bytes())
        except NotANotebook as error:
            problems.append(Problem(shown, 0, "", None, str(error)))
            continue
        own = declared(nbformat.reads(source, as_version=4))
        if own is None:
            problems.append(Problem(shown, 0, "", None, 'has no cell tagged "parameters"'))
            continue
        problems += [
            Problem(shown, 0, "parameters", name, "is not a parameter", nearest(name, known))
            for name in own
            if name not in known
        ]
        values = {name: parameters[name] for name in own if name in parameters}
        jobs.append(ChapterJob(path.name, source, str(path.parent.resolve()), values, epoch))
    if problems:
        raise ParameterProblems(problems)
    return jobs
