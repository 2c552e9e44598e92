"""Warm kernels: forked, one for each notebook, gone in the end, and not to be told from others."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from analysis.press.build.build import build
from analysis.press.plan.chapters import ChapterJob
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
from analysis.press.run import forking, preload
from analysis.press.run.chapters import Chapter, ChapterFailure, run_chapter
from analysis.press.run.environment import KERNELS, lasting_environment
from analysis.press.run.warm import WarmProvisioner

ROOT = Path(__file__).resolve().parents[3]
SRC = ROOT / "src"
pytestmark = pytest.mark.skipif(not forking.can_fork(), reason="no kernels are forked here")

FIGURE = """\
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from analysis.charts.base import Chart
from analysis.measures.columns import COUNT, Column, Columns
from analysis.notebook import show
figure = Figure(figsize=(7.2, 2))
ax = figure.add_subplot()
ax.plot(pd.to_datetime(["2031-03-03", "2031-03-22"]), [1, 2], "o", clip_on=True)
ax.fill_between(pd.to_datetime(["2031-03-03", "2031-03-22"]), [0, 1], hatch="//")
ax.set_title("two calls")
table = pd.DataFrame({"n": [1, 2]})
table.attrs["about"] = {"n": "calls"}
show(Chart(figure=figure, title="Two calls", caption="Calls.", alt="Two calls.", evidence=(),
    table=table), id="fig-two")
"""
# Whatever a chapter might ask about the process that it runs in.
SURROUNDINGS = """\
import decimal, gc, locale, os, signal, sys, threading, time, warnings
from pathlib import Path
import matplotlib, numpy, pandas
own = {"IPYTHONDIR", "BACKCHANNEL_READS", "_"}
print(sorted((k, v) for k, v in os.environ.items() if k[:4] != "JPY_" and k not in own))
print(hash("a"), time.tzname, locale.getlocale(), locale.getpreferredencoding())
print(sys.stdout.encoding, sys.stderr.errors, sys.flags, sys.warnoptions, sys.path == [
    "", *dict.fromkeys(sys.path[1:])], Path(sys.argv[0]).name, len(sys.argv), sys.stdin.fileno())
print(Path.cwd().name, oct(os.umask(0o22)), gc.isenabled(), gc.get_threshold())
print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD))
print(sorted(thread.name.rstrip("0123456789") for thread in threading.enumerate()))
print(sorted(matplotlib.rcParams.items(), key=str), matplotlib.get_backend())
print(numpy.get_printoptions(), numpy.geterr(), decimal.getcontext())
print(len(warnings.filters), os.getsid(0) == os.getpid())
print(pandas.DataFrame({"a": [1.5, None], "b": ["x", "y"]}), pandas.DataFrame([range(90)]))
"""


def job(folder: Path, *cells: str, name: str = "01_one.ipynb") -> ChapterJob:
    v4 = nbformat.v4
    parameters = v4.new_code_cell("freq = 'W'", metadata={"tags": ["parameters"]})
    notebook = v4.new_notebook(cells=[parameters, *map(v4.new_code_cell, cells)])
    return ChapterJob(name, nbformat.writes(notebook), str(folder), {"freq": "D"}, 0)


def printed(ran: Chapter | ChapterFailure) -> str:
    assert isinstance(ran, Chapter), str(ran)
    return "".join(
        output.text
        for cell in ran.notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    )


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# Not to be told from ordinary kernels


@pytest.mark.slow
def test_warm_and_ordinary_kernels_give_the_same_bytes(
    checkout: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.chapter("03_figures.ipynb", [FIGURE, SURROUNDINGS])
    made = []
    for kind in ("warm", "ordinary"):
        monkeypatch.setenv(KERNELS, kind)
        plan = make_plan(Project(checkout.root), "default", out=tmp_path / kind)
        build(plan)
        made.append(contents(tmp_path / kind))
    assert "tables/two.csv" in made[0]
    assert made[0] == made[1]


@pytest.mark.slow
def test_a_chapter_draws_other_random_numbers_in_each_kernel(tmp_path: Path) -> None:
    draw = job(tmp_path, "import random, numpy\nprint(random.random(), numpy.random.rand())")
    first, second = (printed(run_chapter(draw)).split() for _ in range(2))
    assert not {*first} & {*second}


def test_all_that_the_notebooks_import_of_the_project_is_there_before_the_fork() -> None:
    ready = set(preload.imports())
    needed = {"analysis.notebook"}
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                for node in ast.walk(ast.parse(cell.source)):
                    if isinstance(node, ast.ImportFrom) and node.module != "analysis":
                        needed.add(str(node.module))
    assert needed <= ready
    assert not any(name.startswith("analysis.press") for name in ready)


# One for each notebook


def test_each_notebook_has_a_process_of_its_own(tmp_path: Path) -> None:
    # A module of the standard library that all of them were forked with.
    mark = job(tmp_path, "import os, calendar", "print(os.getpid(), hasattr(calendar, 'seen'))",
               "calendar.seen = True")  # fmt: skip
    with ThreadPoolExecutor(2) as executor:
        told = [printed(ran).split() for ran in executor.map(run_chapter, [mark] * 4)]
    assert len({pid for pid, _ in told}) == 4
    assert {seen for _, seen in told} == {"False"}


def test_one_process_forks_all_of_them(tmp_path: Path) -> None:
    assert forking.warm_up()
    parent = job(tmp_path, "import os\nprint(os.getppid())")
    told = {printed(run_chapter(parent)) for _ in range(2)}
    assert len(told) == 1
    assert told != {f"{os.getpid()}\n"}


def test_a_kernel_is_an_ordinary_one_when_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KERNELS, "ordinary")
    told = printed(
        run_chapter(job(tmp_path, f"import os\nprint(os.getppid(), {KERNELS!r} in os.environ)"))
    )
    assert told == f"{os.getpid()} False\n"


def test_the_entry_point_names_the_provisioner() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["jupyter_client.kernel_provisioners"]
    module, name = points["backchannel-warm"].split(":")
    assert getattr(import_module(module), name) is WarmProvisioner


# Never from an old process


@pytest.mark.slow
def test_a_changed_source_file_is_seen(tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SRC / "analysis", source / "analysis")
    (tmp_path / "job.json").write_text(json.dumps(job(tmp_path, READ_WORD).__dict__), "utf-8")
    script = """
        import json
        from pathlib import Path
        from analysis.press.plan.chapters import ChapterJob
        from analysis.press.run.chapters import run_chapter
        job = ChapterJob(**json.loads(Path("job.json").read_text()))
        for word in ("one", "two", "two"):
            Path("src/analysis/word.py").write_text(f"WORD = {word!r}")
            print(run_chapter(job).notebook.cells[-1].outputs[0].text)
    """
    assert python(script, source, tmp_path).split() == ["one", "two", "two"]


READ_WORD = "from analysis.word import WORD\nprint(WORD, end='')"


@pytest.mark.slow
def test_with_other_variables_than_it_started_with_nothing_is_forked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert forking.warm_up()
    monkeypatch.setenv("HARBOUR", "open")
    assert not forking.warm_up()
    told = printed(
        run_chapter(job(tmp_path, "import os\nprint(os.getppid(), os.environ['HARBOUR'])"))
    )
    assert told == f"{os.getpid()} open\n"


def test_the_command_itself_may_fork_and_another_script_may_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main = SimpleNamespace(__file__=str(Path(sysconfig.get_path("scripts")) / "backchannel"))
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert forking.can_fork()
    main.__file__ = str(tmp_path / "backchannel")
    assert not forking.can_fork()


@pytest.mark.slow
def test_a_plain_script_has_ordinary_kernels(tmp_path: Path) -> None:
    """multiprocessing would run the script again in each kernel."""
    (tmp_path / "job.json").write_text(json.dumps(job(tmp_path, "print(freq)").__dict__), "utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        dedent("""
            import json
            from pathlib import Path
            from analysis.press.plan.chapters import ChapterJob
            from analysis.press.run.chapters import run_chapter
            print("once")
            job = ChapterJob(**json.loads(Path("job.json").read_text()))
            print(run_chapter(job).notebook.cells[-1].outputs[0].text)
        """),
        "utf-8",
    )
    ran = subprocess.run(
        [sys.executable, script.name],
        env=os.environ | {"PYTHONPATH": str(SRC)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["once", "D"]


# Ends


@pytest.mark.slow
def test_a_cell_that_kills_its_kernel_is_told(tmp_path: Path) -> None:
    kill = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    ran = run_chapter(job(tmp_path, "1", kill))
    assert isinstance(ran, ChapterFailure)
    assert (ran.cell, ran.error) == (3, "the kernel stopped: Kernel died")


def test_a_kernel_that_cannot_start_has_a_status_and_its_last_words(tmp_path: Path) -> None:
    assert forking.warm_up()
    process = forking.fork_kernel(
        ["--transport=pigeon"], lasting_environment(), tmp_path, tmp_path / "said"
    )
    process.join(60)
    assert process.exitcode == 1
    assert "pigeon" in (tmp_path / "said").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_process_to_fork_from_that_has_ended_is_replaced(tmp_path: Path) -> None:
    ask = job(tmp_path, "import os\nprint(os.getppid())")
    first = int(printed(run_chapter(ask)))
    os.kill(first, signal.SIGKILL)
    second = int(printed(run_chapter(ask)))
    assert first != second


@pytest.mark.slow
def test_a_module_that_fails_is_told_by_the_cell_that_imports_it(tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SRC / "analysis", source / "analysis")
    (source / "analysis" / "word.py").write_text("WORD = 1 / 0\n", encoding="utf-8")
    (tmp_path / "job.json").write_text(json.dumps(job(tmp_path, READ_WORD).__dict__), "utf-8")
    script = """
        import json
        from pathlib import Path
        from analysis.press.plan.chapters import ChapterJob
        from analysis.press.run.chapters import run_chapter
        print(run_chapter(ChapterJob(**json.loads(Path("job.json").read_text()))))
    """
    told = python(script, source, tmp_path)
    assert "cell 2 (from analysis.word import WORD): ZeroDivisionError" in told


# Nothing is left


RUN = """
    import sys
    from pathlib import Path
    from analysis.press.build.build import build
    from analysis.press.run.forking import warm_up
    from analysis.press.plan.plan import make_plan
    from analysis.press.plan.project import Project
    warm_up()
    plan = make_plan(Project(Path.cwd()), "default")
    build(plan, exports={})
"""


def marked(mark: str) -> list[int]:
    """Processes that were started with this word among their environment variables."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[str]:
    """A word that marks the processes of one test; their temporary files go to its folder."""
    word = uuid.uuid4().hex
    yield word
    for pid in marked(word):
        os.kill(pid, signal.SIGKILL)


def start(checkout: Any, mark: str, *cells: str) -> subprocess.Popen[str]:
    """Build chapters of one cell each, in another process."""
    for number, cell in enumerate(cells, start=1):
        checkout.chapter(("01_calls.ipynb", "02_words.ipynb")[number - 1], [cell])
    environment = os.environ | {"PYTHONPATH": str(SRC), "MARK": mark}
    # A socket's path may not be long.
    short = Path("/tmp") / f"bc-{mark[:8]}"
    short.mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", dedent(RUN)],
        cwd=checkout.root,
        env=environment | {"TMPDIR": str(short)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def left_in(mark: str) -> list[str]:
    short = Path("/tmp") / f"bc-{mark[:8]}"
    left = [path.name for path in short.iterdir()]
    shutil.rmtree(short)
    return left


@pytest.mark.parametrize("cells", [(), ("1 / 0", "import os\nos._exit(1)")])
@pytest.mark.slow
def test_no_process_is_left_after_success_and_failure(
    checkout: Any, mark: str, cells: tuple[str, ...]
) -> None:
    building = start(checkout, mark, *cells)
    said, complained = building.communicate()
    assert building.returncode == bool(cells), complained
    assert said == ""
    assert not cells or "2 of 2 chapters failed" in complained
    assert cells or not complained
    assert not marked(mark)
    assert not left_in(mark)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.slow
def test_no_process_is_left_when_the_building_one_is_stopped(
    checkout: Any, mark: str, number: signal.Signals
) -> None:
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    sleep = "open('running', 'w').close()\nimport time\ntime.sleep(5)"
    building = start(checkout, mark, sleep)
    running = checkout.root / "notebooks" / "running"
    wait_for(running.exists)
    # Who builds, who forks, the kernel, and who keeps count of shared resources for the first.
    assert len(marked(mark)) == 4
    building.send_signal(number)
    building.communicate()
    if number == signal.SIGINT:
        assert not marked(mark)
        assert not left_in(mark)
    else:
        wait_for(lambda: not marked(mark))
        left_in(mark)


def wait_for(reached: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# Before the fork, and for nobody else


@pytest.mark.slow
def test_nothing_but_imports_happens_before_the_fork() -> None:
    script = """
        import asyncio, gc, os, threading
        from analysis.press.run import preload
        preload.import_all()
        import zmq
        from ipykernel.kernelapp import IPKernelApp
        assert threading.active_count() == 1
        assert len(os.listdir("/proc/self/task")) == 1
        kept = gc.get_objects()
        assert not [o for o in kept if isinstance(o, (zmq.Context, zmq.Socket))]
        assert not [o for o in kept if isinstance(o, asyncio.AbstractEventLoop)]
        assert not IPKernelApp.initialized()
        print("only imports")
    """
    assert python(script) == "only imports\n"


def test_only_this_user_can_reach_the_kernels(tmp_path: Path) -> None:
    where = "import os\nfrom pathlib import Path\nfrom ipykernel import get_connection_info\n"
    where += "told = get_connection_info(unpack=True)\n"
    where += "print(told['transport'], oct(Path(told['ip']).parent.stat().st_mode & 0o777))"
    assert printed(run_chapter(job(tmp_path, where))) == "ipc 0o700\n"


def python(script: str, source: Path = SRC, folder: Path | None = None) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        env=lasting_environment() | {"PYTHONPATH": str(source)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
