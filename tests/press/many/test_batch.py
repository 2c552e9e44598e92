"""Many editions side by side: what is made, what a failure costs, what an end by force leaves."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.press.many import dying

from analysis.commands.cli import main
from analysis.parameters_given import ParameterProblems
from analysis.press.build.build import build
from analysis.press.build.record import record_of
from analysis.press.many import batch
from analysis.press.many.batch import choose, make_editions
from analysis.press.many.pools import LocalProcesses
from analysis.press.many.worker import EditionJob, Made, Result, make_edition
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project

SRC = Path(__file__).resolve().parents[3] / "src"

# One edition of which fails, in its second chapter.
EDITIONS = """\
default:
  description: All of it.
  start: 2031-03-01
  end: 2031-03-31

by-side:
  description: One side
  each: sides
  start: 2031-03
"""
FAILS_FOR_SOUTH = 'calls_by_side = {"North": 2}\nsides and calls_by_side[sides[0]]'


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_editions(checkout: Any, text: str = EDITIONS) -> Project:
    (checkout.root / "notebooks" / "editions.yaml").write_text(text, encoding="utf-8")
    return Project(checkout.root)


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, new_checkout: Callable[[Path], Any]
) -> tuple[Path, int, str, str]:
    """Root, exit status, output and errors of `backchannel editions --jobs 2` on three editions."""
    checkout = new_checkout(tmp_path_factory.mktemp("batch"))
    write_editions(checkout)
    checkout.chapter("02_words.ipynb", [FAILS_FOR_SOUTH])
    shutil.copytree(checkout.root, checkout.root.with_name("a twin"))
    done = editions(checkout.root, "--jobs", "2")
    return checkout.root, done.returncode, done.stdout, done.stderr


def editions(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "analysis.commands.cli", "editions", *arguments]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


# What is made


@pytest.mark.slow
def test_a_failing_edition_stops_no_other_and_the_exit_status_tells(run: Any) -> None:
    root, status, out, _ = run
    assert status == 1
    assert [line.split() for line in out.splitlines()[:-1]] == [
        ["edition", "window", "result"],
        ["default", "2031-03-01", "to", "2031-03-31", "made"],
        ["by-side-north", "2031-03-01", "to", "2031-03-31", "made"],
        ["by-side-south", "2031-03-01", "to", "2031-03-31", "failed"],
    ]
    assert out.splitlines()[-1] == "2 made, 1 failed; reports/index.html lists the reports"
    assert sorted(path.name for path in (root / "reports").iterdir()) == [
        "by-side-north", "default", "index.html",
    ]  # fmt: skip


@pytest.mark.slow
def test_why_an_edition_failed_is_told_with_notebook_and_cell(run: Any) -> None:
    *_, said = run
    assert said.splitlines()[1:3] == [
        "by-side-south:",
        "  notebooks/02_words.ipynb, cell 3 (calls_by_side = {\"North\": 2}): KeyError: 'South'",
    ]


@pytest.mark.slow
def test_side_by_side_gives_the_same_bytes_as_one_by_one(run: Any) -> None:
    root = run[0]
    twin = Project(root.with_name("a twin"))
    for name in ("default", "by-side-north"):
        build(make_plan(twin, name), jobs=1)
        assert contents(twin.reports / name) == contents(root / "reports" / name)


@pytest.mark.slow
def test_the_index_lists_what_was_made(run: Any) -> None:
    page = (run[0] / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="by-side-north/report.pdf"' in page
    assert "by-side-south" not in page


@pytest.mark.slow
def test_what_stands_is_reused_and_what_failed_is_tried_again_and_told_in_full_on_demand(
    run: Any,
) -> None:
    root = run[0]
    before = contents(root / "reports")
    again = editions(root, "--jobs", "2", "--verbose")
    assert "Traceback (most recent call last)" in again.stderr
    assert "Traceback" not in run[3]
    assert again.returncode == 1
    assert again.stdout.splitlines()[-1].startswith("2 reused, 1 failed;")
    assert contents(root / "reports") == before


@pytest.mark.slow
def test_a_report_of_its_own_is_listed_too(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout.root)
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    assert main(["report", "--edition", "north"]) == 0
    page = (checkout.root / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="north/report.html"' in page
    assert "1 March 2031 to 31 March 2031, only events of the side North" in page


# What stands in the way


def test_an_unknown_name_is_told_before_anything_is_made(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_editions(checkout)
    monkeypatch.chdir(checkout.root)
    assert main(["editions", "defautl", "by-side-north", "by-sid"]) == 1
    said = capsys.readouterr().err
    assert 'did you mean "default"?' in said
    assert 'did you mean "by-side"?' in said
    assert "2 problems; nothing was built" in said
    assert not (checkout.root / "reports").exists()


@pytest.mark.slow
def test_one_edition_with_a_wrong_parameter_stops_no_other(
    checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "make_edition", dying.killed)
    project = write_editions(checkout, "one:\n  fre: D\ntwo:\n  freq: D\nthree:\n  each: months\n")
    (checkout.root / "seeds" / "sources.csv").rename(checkout.root / "aside.csv")
    # A grid is spanned by its package, and the plain editions need it as well.
    results = make_editions(choose(project), LocalProcesses(1))
    assert [(r.edition, r.outcome) for r in results] == [
        ("one", "failed"), ("two", "failed"), ("three", "failed"),
    ]  # fmt: skip
    (checkout.root / "aside.csv").rename(checkout.root / "seeds" / "sources.csv")
    one, two, three = make_editions(choose(project), LocalProcesses(1))
    assert one.lines == (
        'notebooks/editions.yaml, line 2, fre: "fre" is not a parameter; did you mean "freq"?',
    )
    assert (two.outcome, three.outcome) == ("made", "made")
    assert three.edition == "three-2031-03"


def test_two_editions_that_would_share_a_folder_are_refused(checkout: Any) -> None:
    text = "one:\n  each: sides\none-north:\n  freq: D\n"
    results = choose(write_editions(checkout, text)).results
    assert "is also the name of an edition" in results["one"].lines[0]
    text = "a:\n  each: [sides, months]\na-north:\n  each: months\n  freq: D\n"
    with pytest.raises(ParameterProblems, match='"a-north-2031-03" is also the name'):
        choose(write_editions(checkout, text))


@pytest.mark.slow
def test_a_process_that_is_killed_costs_its_own_edition_only(
    checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_editions(checkout, "".join(f"e{n}:\n  freq: D\n" for n in range(4)) + NORTH)
    monkeypatch.setattr(batch, "make_edition", dying.killed)
    results = make_editions(choose(project), LocalProcesses(2))
    assert [r.edition for r in results if r.outcome == "made"] == ["e0", "e1", "e2", "e3"]
    assert results[-1].lines == (
        "the process that made it was killed, twice; perhaps memory ran out",
    )
    assert sorted(path.name for path in project.reports.iterdir()) == ["e0", "e1", "e2", "e3"]


@pytest.mark.slow
def test_an_edition_whose_process_was_killed_once_is_made_after_all(
    checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_editions(checkout, NORTH + "other:\n  freq: D\n")
    monkeypatch.setattr(batch, "make_edition", dying.killed_once)
    results = make_editions(choose(project), LocalProcesses(2))
    assert [r.outcome for r in results] == ["made", "made"]


@pytest.mark.slow
def test_files_that_would_lie_outside_the_report_are_refused(
    checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_editions(checkout, NORTH)
    monkeypatch.setattr(batch, "make_edition", dying.astray)
    [result] = make_editions(choose(project), LocalProcesses(1))
    assert "what came back is not a report" in result.lines[-1]
    assert not list(project.root.glob("**/astray"))


NORTH = "north:\n  sides: North\n"


# The worker


def job(root: Path, edition: str = "default") -> EditionJob:
    plan = make_plan(Project(root), edition)
    return EditionJob(edition, str(root), record_of(plan), 1)


@pytest.mark.slow
def test_a_worker_hands_back_the_files_and_leaves_nothing_behind(checkout: Any) -> None:
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    made = make_edition(job(checkout.root))
    assert isinstance(made, Made)
    assert {"report.html", "report.pdf", "tables/calls.csv"} <= made.files.keys()
    assert not (checkout.root / "reports").exists()


def test_a_worker_with_other_inputs_refuses_and_names_them(checkout: Any) -> None:
    asked = job(checkout.root)
    events = checkout.root / "seeds" / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("again", "twice"), "utf-8")
    checkout.chapter("02_words.ipynb", ["1"])
    told = make_edition(asked)
    assert isinstance(told, Result)
    [line] = told.lines
    assert "has other inputs than this run began with" in line
    assert "events.csv" in line
    assert "02_words.ipynb" in line


def test_a_worker_with_other_code_refuses(checkout: Any) -> None:
    asked = job(checkout.root)
    code = {"analysis/press/pdf.py": "0" * 64}
    files = {**asked.record["code"]["files"], **code}
    told = make_edition(replace(asked, record={**asked.record, "code": {"files": files}}))
    assert isinstance(told, Result)
    assert "analysis/press/pdf.py" in told.lines[0]


@pytest.mark.slow
def test_a_worker_from_before_a_change_of_the_code_refuses(
    checkout: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.press.many.worker._CODE_IN_MEMORY", "0" * 64)
    told = make_edition(job(checkout.root))
    assert isinstance(told, Result)
    assert "was started before its code was changed" in told.lines[0]


# An end from outside


@pytest.fixture
def endless(checkout: Any) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A run in which one edition's chapter writes its process id and then waits."""
    write_editions(checkout, "default:\n  freq: D\n")
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    said = checkout.root / "pid"
    cell = (
        f"import os, time\nopen({str(said)!r}, 'w').write(f'{{os.getpid()}}\\n')\ntime.sleep(600)"
    )
    checkout.chapter("01_calls.ipynb", [cell])
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.commands.cli", "editions"],
        cwd=checkout.root,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        _wait(lambda: said.is_file() and said.read_text().endswith("\n"), "no kernel started")
        yield process, said
    finally:
        for pid in (process.pid, int(said.read_text() or 0) if said.is_file() else 0):
            if pid and _runs(pid):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def _wait(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.slow
def test_a_run_that_is_ended_takes_its_processes_along(
    endless: tuple[subprocess.Popen[str], Path], number: signal.Signals
) -> None:
    process, said = endless
    kernel = int(said.read_text())
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    if number == signal.SIGTERM:
        assert process.returncode == 130
        assert errors.splitlines() == [
            "interrupted; no edition, and every other report is as it was"
        ]
    _wait(lambda: not _runs(kernel), "the kernel goes on")
    left = [path.name for path in (said.parent / "reports").glob("*")]
    assert set(left) <= {"index.html"}
