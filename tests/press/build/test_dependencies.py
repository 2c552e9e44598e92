"""Keys of chapters and exported files: what changes them, and what does not."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.parameters import names
from analysis.press.build import dependencies
from analysis.press.build.cache import Cache
from analysis.press.build.dependencies import Dependencies, used_parameters
from analysis.press.build.installed import Installed
from analysis.press.build.provenance import code_hashes
from analysis.press.run.chapters import find_chapters, make_jobs

ROOT = Path(__file__).resolve().parents[3]
VALUES = {
    "start": "2031-03-01",
    "end": "2031-03-31",
    "freq": "W",
    "sides": [],
    "sources": [],
    "channels": [],
    "silence_days": [3],
    "confidence": 0.95,
    "package": "../seeds",
}
PACKAGE = {"events.csv": "a" * 64}
INSTALLED = Installed.here()
CODE = code_hashes()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("store"))


@pytest.fixture
def keys(checkout: Any, store: Cache) -> Callable[..., list[str | None]]:
    """Keys of the small checkout's chapters, with something changed."""

    def made(
        parameters: dict[str, Any] | None = None,
        code: dict[str, str] | None = None,
        epoch: int = 0,
        package: dict[str, str] | None = None,
    ) -> list[str | None]:
        folder = checkout.root / "notebooks"
        jobs = make_jobs(find_chapters(folder), {**VALUES, **(parameters or {})}, epoch)
        told = Dependencies({**CODE, **(code or {})}, ROOT / "src", folder, store)
        return [told.chapter(job, package or PACKAGE, "seeds") for job in jobs]

    return made


@pytest.fixture
def chapters(checkout: Any) -> Any:
    """One chapter that counts calls in the tables, and one that only says the period."""
    from tests.conftest import CALLS, SAY

    checkout.chapter("01_calls.ipynb", [CALLS])
    checkout.chapter("02_words.ipynb", [SAY])
    return checkout


def changed(before: Sequence[str | None], after: Sequence[str | None]) -> list[bool]:
    assert None not in (*before, *after)
    return [one != other for one, other in zip(before, after, strict=True)]


# Chapters


def test_equal_inputs_give_equal_keys(chapters: Any, keys: Any) -> None:
    first = keys()
    assert all(first)
    assert first == keys()


def test_a_parameter_counts_for_the_chapters_that_speak_of_it(chapters: Any, keys: Any) -> None:
    assert changed(keys(), keys({"freq": "D"})) == [False, True]
    assert changed(keys(), keys({"sides": ["North"]})) == [True, False]
    assert changed(keys(), keys({"confidence": 0.9})) == [False, False]


def test_the_data_and_the_date_of_the_evidence_count_for_all(chapters: Any, keys: Any) -> None:
    assert changed(keys(), keys(package={"events.csv": "b" * 64})) == [True, True]
    assert changed(keys(), keys(epoch=86400)) == [True, True]


def test_a_changed_notebook_counts_for_itself(chapters: Any, keys: Any) -> None:
    before = keys()
    chapters.chapter("02_words.ipynb", ["freq"])
    assert changed(before, keys()) == [False, True]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("analysis/measures/view.py", [True, False]),
        ("analysis/package/tables.py", [True, False]),
        ("analysis/edtf.py", [True, True]),  # what runs the chapters reads dates as well
        ("analysis/press/run/kernels.py", [True, True]),
        ("analysis/press/run/kernel_process.py", [True, True]),
        ("analysis/press/run/normalise.py", [True, True]),
        ("analysis/charts/house.mplstyle", [False, False]),
        ("analysis/charts/overview.py", [False, False]),
        ("analysis/press/html/exporter.py", [False, False]),
        ("analysis/press/html/templates/backchannel/style.css", [False, False]),
        ("analysis/commands/cli.py", [False, False]),
    ],
)
def test_a_changed_file_counts_for_what_can_use_it(
    chapters: Any, keys: Any, path: str, expected: list[bool]
) -> None:
    assert path in CODE
    assert changed(keys(), keys(code={path: "c" * 64})) == expected


def test_what_one_cell_imports_counts_when_another_one_uses_it(chapters: Any, keys: Any) -> None:
    chapters.chapter(
        "02_words.ipynb", ["from analysis.report import sentences as prose", "prose.stalls\nfreq"]
    )
    before = keys()
    assert changed(before, keys(code={"analysis/report/sentences/stalls.py": "c" * 64})) == [
        False,
        True,
    ]
    assert changed(before, keys(code={"analysis/report/sentences/method.py": "c" * 64})) == [
        False,
        False,
    ]


def test_a_chapter_with_charts_depends_on_their_style_and_fonts(chapters: Any, keys: Any) -> None:
    chapters.chapter("02_words.ipynb", ["from analysis.charts.base import svg_bytes\nfreq"])
    for path in ("analysis/charts/house.mplstyle", "analysis/fonts/SourceSansPro-It.ttf"):
        assert changed(keys(), keys(code={path: "c" * 64})) == [False, True]


def test_a_module_beside_the_notebooks_counts_for_whoever_imports_it(
    chapters: Any, keys: Any
) -> None:
    beside = chapters.root / "notebooks" / "own_words.py"
    beside.write_text("WORD = 'tide'\n")
    chapters.chapter("02_words.ipynb", ["import own_words\nown_words.WORD"])
    before = keys()
    beside.write_text("WORD = 'ebb'\n")
    assert changed(before, keys()) == [False, True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pandas", True),  # imported ahead in every kernel
        ("papermill", True),
        ("ipykernel", True),
        ("traitlets", True),  # required by those
        ("typst", False),
        ("nbconvert", False),
        ("lxml", False),
        ("pytest", False),
    ],
)
def test_a_changed_version_counts_where_it_is_used(
    chapters: Any, keys: Any, name: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys()
    monkeypatch.setattr(dependencies, "_installed", lambda cache: with_version(name))
    assert changed(before, keys()) == [expected, expected]


def with_version(name: str) -> Installed:
    assert name in INSTALLED.versions
    return dataclasses.replace(INSTALLED, versions={**INSTALLED.versions, name: "0.0.changed"})


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline",
        "!ls",
        "open('../seeds/events.csv').read()",
        "import pandas as pd\npd.read_csv('../more.csv')",
        "import datetime as dt\ndt.datetime.now()",
        "import os\nos.environ['HOME']",
        "from importlib import import_module\nimport_module(freq)",
        "exec(freq)",
        "import this_is_loose",
    ],
)
def test_a_chapter_that_reaches_beyond_its_inputs_has_no_key(
    chapters: Any, keys: Any, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "this_is_loose.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    chapters.chapter("02_words.ipynb", [cell])
    one, other = keys()
    assert one is not None
    assert other is None


def test_a_word_in_a_string_or_a_comment_is_no_reach(chapters: Any, keys: Any) -> None:
    chapters.chapter("02_words.ipynb", ["# open to all, now\nsaid = 'the system exists today'"])
    assert all(keys())


@pytest.mark.parametrize(
    "cell",
    ["globals()['fr' + 'eq']", "frame.query('a == @freq')", "f'{freq}'", "get_ipython().user_ns"],
)
def test_parameters_that_are_reached_by_other_means_count(cell: str) -> None:
    assert "freq" in used_parameters([("freq = 'W'", True), (cell, False)], VALUES)


def test_a_parameters_cell_that_computes_uses_all_of_them() -> None:
    cells = [("freq = 'W'\nlabel = freq * 2", True), ("label", False)]
    assert used_parameters(cells, VALUES) == VALUES
    assert used_parameters([("freq: str = 'W'", True), ("1", False)], VALUES) == {}


def test_every_notebook_of_this_project_has_a_key_and_uses_what_it_says(
    store: Cache, tmp_path: Path
) -> None:
    folder = ROOT / "notebooks"
    told = Dependencies(CODE, ROOT / "src", folder, store)

    def key(path: Path, **values: Any) -> str | None:
        given = {name: VALUES[name] for name in names("chapters")}
        return told.chapter(make_jobs([path], {**given, **values}, 0)[0], PACKAGE, "seeds")

    found = {path.stem: path for path in find_chapters(folder)}
    assert all(key(path) for path in found.values())
    counted = {name for name, path in found.items() if key(path) != key(path, freq="M")}
    assert counted == {"02_contacts"}


# Runs each notebook in a child of its own and tells which functions of the project were called
# in it, and which files of the project were opened.
WATCH = """\
import json, os, sys
from pathlib import Path
import nbformat
import matplotlib
matplotlib.use("agg")
from analysis import notebook
from analysis.press.run import kernel_process
kernel_process.import_all()
own = str(Path(notebook.__file__).parent) + os.sep
used = set()
notebook._display = lambda data, mark: None

def watch(frame, event, argument):
    if frame.f_code.co_filename.startswith(own) and frame.f_code.co_name != "<module>":
        used.add(frame.f_code.co_filename)

def opened(event, arguments):
    if event == "open" and str(arguments[0]).startswith(own):
        used.add(str(arguments[0]))

sys.addaudithook(opened)
os.chdir(sys.argv[1])
for path in sorted(Path().glob("[0-9]*.ipynb")):
    reading, writing = os.pipe()
    if os.fork() == 0:
        used.clear()
        names = {}
        sys.settrace(watch)
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
        sys.settrace(None)
        found = sorted("analysis/" + name.removeprefix(own) for name in used)
        os.write(writing, json.dumps([path.name, found]).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    print(os.read(reading, 10**6).decode(), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for each notebook")
def test_what_a_chapter_calls_and_opens_is_in_its_key(store: Cache) -> None:
    folder = ROOT / "notebooks"
    watched = subprocess.run(
        [sys.executable, "-c", WATCH, str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = Dependencies(CODE, ROOT / "src", folder, store)
    seen = dict(map(json.loads, watched.stdout.splitlines()))
    assert sorted(seen) == [path.name for path in find_chapters(folder)]
    for path in find_chapters(folder):
        parts = told.behind_chapter(make_jobs([path], VALUES, 0)[0], PACKAGE, "seeds")
        assert parts is not None
        assert len(seen[path.name]) > 5
        assert (
            set(seen[path.name]) - {"analysis/press/run/kernel_process.py"} <= parts["files"].keys()
        )


# Exported files


@pytest.fixture
def export_keys(report: Any, store: Cache, tmp_path: Path) -> Callable[..., list[str | None]]:
    def made(
        code: dict[str, str] | None = None, joined: Any = report, data: bytes = b"x"
    ) -> list[str | None]:
        attached = tmp_path / hashlib.sha256(data).hexdigest()
        attached.write_bytes(data)
        files = [{"name": "events.csv", "path": str(attached), "mime": "text/csv"}]
        joined.metadata["backchannel"]["attachments"] = files
        told = Dependencies({**CODE, **(code or {})}, ROOT / "src", tmp_path / "none", store)
        return [
            told.export("analysis.press.html.exporter", "report.html", joined),
            told.export("analysis.press.pdf.exporter", "report.pdf", joined),
            told.export("analysis.press.pdf.exporter", "page-1.png", joined),
        ]

    return made


def test_files_of_one_module_have_keys_of_their_own(export_keys: Any) -> None:
    assert len({*export_keys()}) == 3


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("analysis/press/html/exporter.py", [True, False, False]),
        ("analysis/press/pdf/exporter.py", [False, True, True]),
        ("analysis/press/document/numbering.py", [True, True, True]),
        ("analysis/fonts/SourceSansPro-Regular.ttf", [True, True, True]),
        ("analysis/press/pdf/templates/typst/style.typ", [True, True, True]),
        ("analysis/press/run/kernels.py", [False, False, False]),
    ],
)
def test_a_changed_file_of_the_press_counts_for_what_it_makes(
    export_keys: Any, path: str, expected: list[bool]
) -> None:
    assert path in CODE
    assert changed(export_keys(), export_keys({path: "c" * 64})) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("typst", [False, True, True]),
        ("pypandoc-binary", [False, True, True]),
        ("lxml", [True, False, False]),
        ("brotli", [True, True, True]),
        ("jinja2", [True, True, True]),
        ("mistune", [True, True, True]),
        ("nbconvert", [True, True, True]),
        ("statsmodels", [False, False, False]),
        ("papermill", [False, False, False]),
    ],
)
def test_a_changed_version_counts_for_the_files_that_it_makes(
    export_keys: Any, name: str, expected: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = export_keys()
    monkeypatch.setattr(dependencies, "_installed", lambda cache: with_version(name))
    assert changed(before, export_keys()) == expected


def test_what_the_report_says_and_carries_counts_and_where_it_lies_does_not(
    export_keys: Any, report: Any, tmp_path: Path
) -> None:
    before = export_keys()
    other = nbformat.from_dict(report)
    other.cells[1].source += " And more."
    assert changed(before, export_keys(joined=other)) == [True, True, True]
    other.cells[1].source = other.cells[1].source.removesuffix(" And more.")
    assert changed(before, export_keys(data=b"y")) == [True, True, True]
    moved = tmp_path / "elsewhere"
    moved.write_bytes(b"x")
    report.metadata["backchannel"]["attachments"][0]["path"] = str(moved)
    assert changed(before, export_keys()) == [False, False, False]
