"""What a notebook says, apart from what running and saving it leaves behind.

Outputs, counts of runs, timings and the names that an editor gives to its Python say nothing, and
differ from one save to the next. A notebook is committed, run and recorded without them.
Only the standard library is imported here: a receipt asks too.
"""

from __future__ import annotations

import json
from typing import Any

# Written by JupyterLab, VS Code, PyCharm, papermill and extensions of Jupyter, typed by nobody.
CELL_NOISE = frozenset(
    {"trusted", "execution", "papermill", "ExecuteTime", "collapsed", "scrolled"}
    | {"vscode", "pycharm"}
)
_NOTEBOOK_NOISE = frozenset(
    {"signature", "orig_nbformat", "widgets", "papermill", "vscode", "pycharm"}
)
# What the property inspector of JupyterLab adds to a cell that it only shows.
_EMPTY: dict[str, Any] = {"editable": True, "slideshow": {"slide_type": ""}, "tags": []}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class NotANotebook(ValueError):
    """A text that is no notebook of format 4."""


def tidied(text: str | bytes) -> str:
    """The text of a notebook that says the same and has not been run, in one form for all.

    Raises
    ------
    NotANotebook : it is not JSON in UTF-8, or not a notebook of format 4.
    """
    try:
        notebook = json.loads(text.decode() if isinstance(text, bytes) else text)
        if notebook["nbformat"] == 4:
            return as_text(tidy(notebook))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotANotebook("is not a notebook") from error
    raise NotANotebook("is not a notebook of format 4")


def tidy(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook, as JSON values, that says the same and has not been run."""
    told = {k: v for k, v in notebook["metadata"].items() if k not in _NOTEBOOK_NOISE}
    if told.get("kernelspec", {}).get("language", "python") == "python":
        told |= {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    return {**notebook, "metadata": told, "cells": [_cell(cell) for cell in notebook["cells"]]}


def as_text(notebook: dict[str, Any]) -> str:
    """The notebook as the text of a file, as Jupyter writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    told = {k: v for k, v in cell["metadata"].items() if k not in CELL_NOISE}
    if "jupyter" in told:  # whether its input or output is folded; others keep settings there
        folded = ("outputs_hidden", "source_hidden")
        told["jupyter"] = {k: v for k, v in told["jupyter"].items() if k not in folded}
    told = {k: v for k, v in told.items() if v != _EMPTY.get(k, {})}
    source = cell["source"]
    lines = ("".join(source) if isinstance(source, list) else source).splitlines(keepends=True)
    clean = {**cell, "metadata": told, "source": lines}
    if cell["cell_type"] == "code":
        clean |= {"outputs": [], "execution_count": None}
    return clean
