"""The chapters one by one: as they are committed, and each run by itself, in two ways."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.parameters import Parameters, names
from analysis.press.plan.editions import read_editions
from analysis.press.run.chapters import find_chapters

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
CHAPTERS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_CELL = 25  # lines

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tagged(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", ())]


def assigned(source: str) -> dict[str, Any]:
    """Name -> value of a cell that holds nothing but assignments of literals."""
    found = {}
    for statement in ast.parse(source).body:
        assert isinstance(statement, ast.Assign)
        (target,) = statement.targets
        assert isinstance(target, ast.Name)
        found[target.id] = ast.literal_eval(statement.value)
    return found


# --- as committed -----------------------------------------------------------------------------


def test_there_are_chapters_and_the_press_finds_them_all() -> None:
    assert len(CHAPTERS) >= 5
    assert [path.name for path in find_chapters(FOLDER)] == [path.name for path in CHAPTERS]


@each_chapter
def test_it_is_valid_and_committed_without_results(chapter: Path) -> None:
    notebook = read(chapter)
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(notebook))
    assert notebook.metadata.kernelspec.name == "python3"


@each_chapter
def test_it_has_one_parameters_cell_with_every_parameter_in_order(chapter: Path) -> None:
    (cell,) = tagged(read(chapter), "parameters")
    assert tuple(assigned(cell.source)) == names("chapters")
    assert all("  # " in line for line in cell.source.splitlines())


def test_all_chapters_have_the_same_defaults() -> None:
    (first, *others) = [tagged(read(path), "parameters")[0].source for path in CHAPTERS]
    assert all(other == first for other in others)


def test_the_defaults_are_those_of_the_model_and_of_the_default_edition() -> None:
    given = assigned(tagged(read(CHAPTERS[0]), "parameters")[0].source)
    edition = read_editions(FOLDER / "editions.yaml", "editions.yaml")["default"].values
    for name in ("start", "end"):
        assert dt.date.fromisoformat(given[name]) == dt.date.fromisoformat(str(edition[name].value))
    for name in set(names("chapters")) - {"start", "end"}:
        default = Parameters.model_fields[name].default
        expected = list(default) if isinstance(default, tuple) else default
        assert given[name] == (expected.as_posix() if isinstance(expected, Path) else expected)


@each_chapter
def test_it_begins_with_its_title(chapter: Path) -> None:
    notebook = read(chapter)
    assert notebook.cells[0].cell_type == "markdown"
    assert re.match(r"# [A-Z]", notebook.cells[0].source)


@each_chapter
def test_no_number_is_typed_into_its_words(chapter: Path) -> None:
    words = [cell.source for cell in read(chapter).cells if cell.cell_type == "markdown"]
    assert [text for text in words if re.search(r"\d", text)] == []


@each_chapter
def test_its_cells_are_short_and_hold_no_analysis(chapter: Path) -> None:
    computing = (
        *(ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If),
        *(ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Compare),
    )
    for cell in code(read(chapter)):
        assert len(cell.source.splitlines()) <= LONGEST_CELL
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, computing), cell.source
            if isinstance(node, ast.Import):
                assert {alias.name.split(".")[0] for alias in node.names} == {"analysis"}
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] == "analysis", cell.source


# --- run by itself ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What came of running a chapter."""

    status: int
    said: str
    result: Path


def papermill(folder: Path, chapter: Path, result: Path, *options: str) -> Run:
    """Plain papermill, as somebody would type it in a folder."""
    command = [sys.executable, "-m", "papermill", os.path.relpath(chapter, folder), str(result)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment |= {
        "PYTHONPATH": str(ROOT / "src"),
        "IPYTHONDIR": str(result.parent / "ipython"),
        "MPLBACKEND": "agg",
    }
    run = subprocess.run(
        [*command, "--no-progress-bar", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    return Run(run.returncode, run.stdout + run.stderr, result)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Run]:
    """Every chapter, run from its own folder as it stands and from the top from another day on."""
    folder = tmp_path_factory.mktemp("notebooks")
    with ThreadPoolExecutor(2) as two:
        waiting = {}
        for path in CHAPTERS:
            own, top = folder / f"own-{path.name}", folder / f"top-{path.name}"
            waiting[path.stem, "own"] = two.submit(papermill, FOLDER, path, own)
            waiting[path.stem, "top"] = two.submit(
                papermill, ROOT, path, top, "-p", "start", "2023-10-20"
            )
        return {name: run.result() for name, run in waiting.items()}


def displayed(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """What the cells of an executed chapter show in the report."""
    return [
        output.metadata.backchannel
        for cell in code(notebook)
        for output in cell.outputs
        if "backchannel" in output.get("metadata", {})
    ]


@each_chapter
@pytest.mark.parametrize("way", ["own", "top"])
def test_it_runs_by_itself(chapter: Path, way: str, runs: dict[tuple[str, str], Run]) -> None:
    run = runs[chapter.stem, way]
    assert run.status == 0, run.said
    assert "unknown parameter" not in run.said.lower()
    assert "Warning" not in run.said, run.said
    notebook = read(run.result)
    assert all(cell.execution_count for cell in code(notebook))
    assert [o for c in code(notebook) for o in c.outputs if o.output_type != "display_data"] == []
    assert displayed(notebook)
    injected = tagged(notebook, "injected-parameters")
    if way == "own":
        assert injected == []
    else:
        assert assigned(injected[0].source.split("\n", 1)[1]) == {"start": "2023-10-20"}


@each_chapter
def test_another_first_day_changes_what_it_shows(
    chapter: Path, runs: dict[tuple[str, str], Run]
) -> None:
    own, top = (
        [o.data for c in code(read(runs[chapter.stem, way].result)) for o in c.outputs]
        for way in ("own", "top")
    )
    assert own != top
