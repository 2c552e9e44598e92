"""What a notebook says stays, what running and saving it left behind goes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.press.plan.tidy import NotANotebook, tidied

CHAPTERS = sorted((Path(__file__).resolve().parents[3] / "notebooks").glob("*.ipynb"))


def noisy(text: str) -> dict[str, Any]:
    """A chapter as JupyterLab and VS Code leave it when it has been run and looked at."""
    notebook = json.loads(text)
    notebook["metadata"] = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.1", "file_extension": ".py"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {}},
    }
    for number, cell in enumerate(notebook["cells"], start=1):
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}, "trusted": True}
        cell["metadata"].setdefault("tags", [])
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"execution": {"iopub.execute_input": "2031-01-01T00:00:00Z"}}
            cell["metadata"] |= {"jupyter": {"outputs_hidden": True}, "scrolled": True}
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["said\n"]}]
    return notebook


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_is_tidy_and_is_itself_again_after_a_noisy_save(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    assert tidied(text) == text
    assert tidied(json.dumps(noisy(text))) == text


def test_what_a_person_typed_stays() -> None:
    notebook = json.loads(CHAPTERS[0].read_text(encoding="utf-8"))
    typed = copy.deepcopy(notebook)
    typed["metadata"]["authors"] = [{"name": "A Reader"}]
    typed["cells"][0]["attachments"] = {"map.png": {"image/png": "QUJD"}}
    typed["cells"][1]["metadata"] |= {"tags": ["mine"], "slideshow": {"slide_type": "slide"}}
    typed["cells"].append({"cell_type": "raw", "id": "x", "metadata": {}, "source": ["as it is"]})
    assert json.loads(tidied(json.dumps(typed))) == typed


def test_it_writes_what_jupyter_writes(tmp_path: Path) -> None:
    text = CHAPTERS[0].read_text(encoding="utf-8")
    nbformat.write(nbformat.reads(text, as_version=4), tmp_path / "saved.ipynb")
    assert (tmp_path / "saved.ipynb").read_text(encoding="utf-8") == text


def test_another_languages_kernel_stays() -> None:
    kernel = {"display_name": "R", "language": "R", "name": "ir"}
    notebook = {"cells": [], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    assert json.loads(tidied(json.dumps(notebook))) == notebook


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"nbformat": 3, "worksheets": []}'])
def test_what_is_no_notebook_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotANotebook):
        tidied(text)


def test_it_is_said_what_is_wrong_with_what_is_no_notebook() -> None:
    with pytest.raises(NotANotebook, match="not a notebook of format 4"):
        tidied('{"nbformat": 3, "worksheets": []}')
    with pytest.raises(NotANotebook, match=r"is not a notebook$"):
        tidied(b"\xff\xfe")
