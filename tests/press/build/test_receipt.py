"""When a report still stands: only if no input, no version and no file of it has changed."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.press.build import record
from analysis.press.build.build import build
from analysis.press.build.cache import Cache
from analysis.press.build.receipt import Receipt, Request
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project

SRC = Path(__file__).resolve().parents[3] / "src"
PLAIN = {"report.html": lambda report: nbformat.writes(report).encode()}


def request(root: Path, *assignments: str, edition: str = "default", **options: Any) -> Request:
    return Request(Project(root), edition, assignments, options.get("out"), root)


def make(root: Path, *assignments: str, edition: str = "default") -> Any:
    """Build a report and keep its receipt, as the command does."""
    cache = Cache.of(root)
    receipt = Receipt(request(root, *assignments, edition=edition), cache)
    plan = make_plan(Project(root), edition, assignments, folder=root)
    built = build(plan, exports=PLAIN)
    receipt.keep(built)
    return built


def standing(root: Path, *assignments: str, edition: str = "default") -> list[Path] | None:
    return Receipt(request(root, *assignments, edition=edition), Cache.of(root)).standing()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, new_checkout: Callable[[Path], Any]) -> Path:
    """A checkout whose default edition stands."""
    checkout = new_checkout(tmp_path_factory.mktemp("made"))
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    make(checkout.root)
    return Path(checkout.root)


def test_a_report_stands_while_nothing_has_changed(made: Path) -> None:
    files = standing(made)
    assert files is not None
    place = made / "reports" / "default"
    assert sorted(files) == sorted(path for path in place.rglob("*") if path.is_file())


def test_times_of_files_say_nothing(made: Path) -> None:
    for path in [*(made / "seeds").iterdir(), *(made / "reports").rglob("*")]:
        os.utime(path)
    assert standing(made) is not None


def test_running_and_saving_a_notebook_says_nothing(made: Path) -> None:
    chapter = made / "notebooks" / "01_calls.ipynb"
    before = chapter.read_bytes()
    notebook = nbformat.read(chapter, as_version=4)
    notebook.metadata.language_info = {"name": "python", "version": "3.11.2"}
    for cell in notebook.cells[1:]:
        cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="one")], 7
    nbformat.write(notebook, chapter)
    try:
        assert chapter.read_bytes() != before
        assert standing(made) is not None
        assert make_plan(Project(made), "default", folder=made).jobs[0].source == before.decode()
    finally:
        chapter.write_bytes(before)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a cell of the data": lambda root: replace(root / "seeds" / "events.csv", "again", "twice"),
    "the description of the data": lambda root: replace(
        root / "seeds" / "datapackage.json", "An invented case", "A case"
    ),
    "a table is gone": lambda root: (root / "seeds" / "evidence.csv").unlink(),
    "a notebook": lambda root: replace(root / "notebooks" / "01_calls.ipynb", "# Calls", "# All"),
    "a new notebook": lambda root: shutil.copy(
        root / "notebooks" / "01_calls.ipynb", root / "notebooks" / "03_more.ipynb"
    ),
    "a notebook is gone": lambda root: (root / "notebooks" / "01_calls.ipynb").unlink(),
    "a module beside them": lambda root: (root / "notebooks" / "words.py").write_text(""),
    "the editions": lambda root: replace(
        root / "notebooks" / "editions.yaml", "The harbour talks", "Talks"
    ),
    "the lock file": lambda root: replace(root / "requirements.txt", "one==1", "one==2"),
    "no lock file": lambda root: (root / "requirements.txt").unlink(),
    "a file of the report": lambda root: replace(
        root / "reports" / "default" / "report.html", "Calls", "calls"
    ),
    "a file more": lambda root: (root / "reports" / "default" / "notes.txt").write_text("mine"),
    "a file less": lambda root: (root / "reports" / "default" / "tables" / "calls.csv").unlink(),
    "no report": lambda root: shutil.rmtree(root / "reports" / "default"),
    "no cache": lambda root: Cache.of(root).clear(),
}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_it_does_not_stand(made: Path, tmp_path: Path, change: str) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(made, kept)
    try:
        CHANGES[change](made)
        assert standing(made) is None
    finally:
        shutil.rmtree(made)
        shutil.copytree(kept, made)
    assert standing(made) is not None


def test_after_a_change_of_the_code_it_does_not_stand(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = record.code_hashes()
    monkeypatch.setattr(record, "code_hashes", lambda: {**hashes, "analysis/new.py": "0"})
    assert standing(made) is None


def test_with_another_version_it_does_not_stand(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "harbour-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert standing(made) is None


@pytest.mark.parametrize("asked", [("freq=D",), ("start=2031-03-02",), ("package=seeds",)])
def test_what_was_not_asked_for_before_does_not_stand(made: Path, asked: tuple[str, ...]) -> None:
    assert standing(made, *asked) is None
    assert standing(made, edition="north") is None


@pytest.mark.parametrize("told", ["[]", '{"resources": null}', '{"resources": ["x"]}', "{"])
def test_a_descriptor_that_is_none_is_for_the_build_to_name(
    made: Path, tmp_path: Path, told: str
) -> None:
    descriptor = made / "seeds" / "datapackage.json"
    before = descriptor.read_bytes()
    try:
        descriptor.write_text(told, encoding="utf-8")
        assert standing(made) is None
    finally:
        descriptor.write_bytes(before)
    assert standing(made) is not None


def test_a_link_that_leads_elsewhere_is_another_package(
    checkout: Any, new_package: Callable[..., Path]
) -> None:
    root = checkout.root
    (root / "notebooks" / "02_words.ipynb").unlink()
    (root / "seeds").rename(root / "one")
    (root / "seeds").symlink_to("one")
    new_package(root / "other", title="Another")
    make(root)
    assert standing(root) is not None
    (root / "seeds").unlink()
    (root / "seeds").symlink_to("other")
    assert standing(root) is None


def test_an_input_that_changed_meanwhile_leaves_no_receipt(checkout: Any) -> None:
    root = checkout.root
    (root / "notebooks" / "02_words.ipynb").unlink()
    receipt = Receipt(request(root), Cache.of(root))
    plan = make_plan(Project(root), "default", folder=root)
    built = build(plan, exports=PLAIN)
    events = root / "seeds" / "events.csv"
    text = events.read_text(encoding="utf-8")
    replace(events, "again", "twice")
    receipt.keep(built)
    events.write_text(text, encoding="utf-8")
    assert standing(root) is None
    # As if the table had been another one when the build read it, and not before or after.
    told = {**built.record, "package": {**built.record["package"], "files": {}}}
    receipt.keep(dataclasses.replace(built, record=told))
    assert standing(root) is None
    receipt.keep(built)
    assert standing(root) is not None


@pytest.mark.slow
def test_the_command_says_so_and_imports_nothing_that_takes_time(checkout: Any) -> None:
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    code = (
        "import sys\nfrom analysis.commands.cli import main\nstatus = main(['report'])\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'pydantic', 'papermill', 'nbformat', 'yaml',"
        " 'tqdm', 'zmq', 'importlib.metadata'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))\nsys.exit(status)"
    )

    def run() -> list[str]:
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=checkout.root,
            env=os.environ | {"PYTHONPATH": str(SRC)},
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.splitlines()

    first, again = run(), run()
    assert "'pandas'" in first[-1]
    assert again == [*first[:-1], "nothing has changed since it was made", "loaded: []"]


def test_a_fresh_run_makes_it_anew(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from analysis.commands.cli import main

    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    monkeypatch.chdir(checkout.root)
    for arguments, told in (
        (["report", "--fresh"], False),
        (["report"], False),
        (["report"], True),
        (["report", "--fresh"], False),
    ):
        assert main(arguments) == 0
        assert ("nothing has changed" in capsys.readouterr().out) == told


def test_a_report_stands_only_while_what_its_chapters_read_is_the_same(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from analysis.commands.cli import main

    beyond = checkout.root / "notes.txt"
    beyond.write_text("before")
    says = "from analysis.reads import reads\nprint(reads('../notes.txt').read_text())"
    checkout.chapter("01_calls.ipynb", [says])
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    monkeypatch.chdir(checkout.root)
    executed = checkout.root / "reports" / "default" / "notebooks" / "01_calls.ipynb"
    for text, standing in (("before", False), ("before", True), ("after", False), ("after", True)):
        beyond.write_text(text)
        assert main(["report"]) == 0
        assert ("nothing has changed" in capsys.readouterr().out) == standing
        assert text in executed.read_text(encoding="utf-8")
    beyond.unlink()
    assert main(["report"]) == 1
