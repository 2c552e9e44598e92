"""The chapters one by one: as they are committed, and each run by itself."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.marks import KEY
from analysis.parameters import Parameters, names
from analysis.press.plan.chapters import find_chapters, make_jobs
from analysis.press.plan.editions import read_editions
from analysis.press.run.chapters import run_chapters
from analysis.reads import READS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
CHAPTERS = sorted(FOLDER.glob("[0-9]*.ipynb"))
LONGEST_CELL = 25  # lines
LATER = "2023-10-20"  # a first day after that of the chapters' own parameters

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
def test_its_cells_are_short(chapter: Path) -> None:
    assert max(len(cell.source.splitlines()) for cell in code(read(chapter))) <= LONGEST_CELL


@each_chapter
def test_no_measure_is_defined_here(chapter: Path) -> None:
    """What the report says and shows comes out of ``src/``: a cell may only ask for it.

    A comparison, a loop or pandas of the analyst's own is welcome in a cell: what it ends with is
    there to look at, and stays out of the report.
    """
    notebook = read(chapter)
    (setup,) = tagged(notebook, "setup")
    imported = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(setup.source))
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "analysis"
        for alias in node.names
    }
    known = imported | {"data", "chosen", "m"} | set(names("chapters"))
    if any(OTHERS in cell.source.splitlines() for cell in code(notebook)):
        known.add("others")
    for cell in code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, DEFINITIONS), cell.source
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
                assert [*complaints(node, imported, known)] == [], cell.source


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
OTHERS = "others = with_each_choice(data, **chosen)  # with fewer of the sources"
SAYING = {"say_each", "say", "show", "show_key_figures", "show_table", "warn"}


def complaints(said: ast.Call, imported: set[str], known: set[str]) -> Iterator[str]:
    """What computes in the arguments of a cell's words, tables and figures to the reader."""
    plain = (ast.Attribute, ast.Constant, ast.List, ast.keyword, ast.Add, ast.expr_context)
    for node in (n for part in (*said.args, *said.keywords) for n in ast.walk(part)):
        if isinstance(node, ast.Name):
            if node.id not in known:
                yield f"{node.id} is of the notebook's own making"
        elif isinstance(node, ast.Call):
            root: ast.expr = node.func
            while isinstance(root, ast.Attribute):
                root = root.value
            if not (isinstance(root, ast.Name) and root.id in imported):
                yield f"{ast.unparse(node)} is not a function of analysis"
        elif not isinstance(node, (*plain, ast.BinOp)):
            yield f"{ast.unparse(node)} computes"


@pytest.mark.parametrize(
    "cell",
    [
        "show_table(m.contacts.groupby('pair').size())",
        "say(str(len(m.contacts)))",
        "calls = m.contacts\nshow_table(tables.of_contacts(calls))",
        "say_each([f'{n} calls' for n in m.periods['calls']])",
        "say(sentences.on_gaps(m) if len(m.gaps) > 1 else '')",
        "say(sentences.on_gaps(m) * 2)",
    ],
)
def test_a_cell_that_computes_what_it_says_is_found(cell: str) -> None:
    (said,) = (
        n
        for n in ast.walk(ast.parse(cell))
        if isinstance(n, ast.Call) and getattr(n.func, "id", "") in SAYING
    )
    assert [*complaints(said, {"sentences", "tables"}, {"sentences", "tables", "m"})]


# --- run by itself ----------------------------------------------------------------------------


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in code(notebook) for output in cell.outputs]


@pytest.fixture(scope="module")
def runs(made_once: Callable[..., Path]) -> dict[str, dict[str, nbformat.NotebookNode]]:
    """Every chapter as it stands ("own"), and from a later first day on ("later"), by its name."""

    def fill(folder: Path) -> None:
        for way, values in (("own", {}), ("later", {"start": LATER})):
            (folder / way).mkdir(parents=True)
            with ThreadPoolExecutor(2) as two:
                for ran in run_chapters(make_jobs(CHAPTERS, values, epoch=0), two):
                    nbformat.write(ran.notebook, folder / way / ran.name)

    place = made_once("chapters", fill)
    return {
        way: {path.name: read(place / way / path.name) for path in CHAPTERS}
        for way in ("own", "later")
    }


@pytest.mark.slow
@each_chapter
@pytest.mark.parametrize("way", ["own", "later"])
def test_it_runs_by_itself_and_shows_only_what_is_meant_for_the_report(
    chapter: Path, way: str, runs: dict[str, dict[str, nbformat.NotebookNode]]
) -> None:
    ran = runs[way][chapter.name]
    assert all(cell.execution_count for cell in code(ran))
    # A warning of a library would be an output of another type.
    kinds = ("display_data", "execute_result")
    assert [o for o in outputs(ran) if o.output_type not in kinds] == []
    assert all((o.output_type == kinds[0]) == (KEY in o.metadata) for o in outputs(ran))
    assert any(KEY in output.metadata for output in outputs(ran))
    given = [assigned(c.source.split("\n", 1)[1]) for c in tagged(ran, "injected-parameters")]
    assert given == ([] if way == "own" else [{"start": LATER}])


@pytest.mark.slow
@each_chapter
def test_a_table_of_its_data_is_there_to_look_at(
    chapter: Path, runs: dict[str, dict[str, nbformat.NotebookNode]]
) -> None:
    own = outputs(runs["own"][chapter.name])
    assert [o for o in own if o.output_type == "execute_result" and "<table" in o.data["text/html"]]


@pytest.mark.slow
@each_chapter
def test_another_first_day_changes_what_it_shows(
    chapter: Path, runs: dict[str, dict[str, nbformat.NotebookNode]]
) -> None:
    own, later = ([o.data for o in outputs(runs[way][chapter.name])] for way in runs)
    assert own != later


@pytest.mark.slow
@pytest.mark.parametrize(
    "chapter",
    [
        # One for all: what they share is held above, and each runs in an ordinary kernel in Lab.
        pytest.param(
            path, id=path.stem, marks=[] if path.stem == "03_contacts" else pytest.mark.long
        )
        for path in CHAPTERS
    ],
)
def test_plain_papermill_runs_it_from_the_top_and_shows_the_same(
    chapter: Path, tmp_path: Path, runs: dict[str, dict[str, nbformat.NotebookNode]]
) -> None:
    result = tmp_path / "out.ipynb"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    command = ["papermill", f"notebooks/{chapter.name}", str(result), "-p", "start", LATER]
    run = subprocess.run(
        [sys.executable, "-m", *command, "--no-progress-bar"],
        cwd=ROOT,
        env=inherited
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "IPYTHONDIR": str(tmp_path / "ipython"),
            READS: str(tmp_path / "reads"),  # as in a report, which carries no text of a source
            "MPLBACKEND": "agg",
        },
        capture_output=True,
        text=True,
    )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    assert "unknown parameter" not in said.lower()
    assert "Warning" not in said, said
    assert [*looks(read(result))] == [*looks(runs["later"][chapter.name])]


def looks(notebook: nbformat.NotebookNode) -> Iterator[dict[str, str]]:
    """What each output shows; but for the plain text of a DataFrame, as wide as a terminal is."""
    for output in outputs(notebook):
        framed = output.output_type == "execute_result"
        yield {kind: v for kind, v in output.data.items() if not (framed and kind == "text/plain")}
