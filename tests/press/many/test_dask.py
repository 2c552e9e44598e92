"""Editions on a real Dask cluster on this machine, one of whose two workers is killed midway."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.commands.cli import main
from analysis.press.build.build import build
from analysis.press.many import pools
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project

pytest.importorskip("distributed", reason="distributed is not installed")

pytestmark = pytest.mark.slow

SRC = Path(__file__).resolve().parents[3] / "src"
PATIENCE = 180  # seconds after which a part of the test has failed

EDITIONS = """\
default:
  freq: D

by-side:
  each: sides

by-source:
  each: sources
"""
NAMES = ["default", "by-side-north", "by-side-south", "by-source-gazette", "by-source-courier"]

# Tells that it has begun, and goes on when it is let.
HELD = """\
import os, time
from pathlib import Path
Path(f"../began/{os.getpid()}").touch()
until = time.monotonic() + 120
while not Path("../let-go").exists() and time.monotonic() < until:
    time.sleep(0.1)
"""


@dataclass(frozen=True)
class Cluster:
    """Two workers and where their scheduler is."""

    address: str
    workers: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster that nobody else on the network can reach, gone with the test."""
    # A short path: it also holds the sockets of the workers' kernels, and what a kill leaves.
    folder = Path(tempfile.mkdtemp(prefix="bc-dask-"))
    told = folder / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []

    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        common = ("--scheduler-file", str(told), "--host", "127.0.0.1", "--no-dashboard")
        with (folder / f"log-{len(started)}").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *common, *arguments],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(SRC), "TMPDIR": str(folder)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    try:
        start("dask_scheduler", "--port", "0")
        wait_until(told.is_file, "the scheduler did not start")
        one, other = (
            start("dask_worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
            for _ in range(2)
        )
        yield Cluster(json.loads(told.read_text(encoding="utf-8"))["address"], (one, other))
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_worker_is_killed_and_nothing_is_lost(checkout: Any, cluster: Cluster) -> None:
    root = checkout.root
    (root / "notebooks" / "editions.yaml").write_text(EDITIONS, encoding="utf-8")
    checkout.chapter("02_words.ipynb", [HELD])
    (root / "began").mkdir()
    twin = Project(root.with_name("a twin"))
    shutil.copytree(root, twin.root)
    run = subprocess.Popen(
        [sys.executable, "-m", "analysis.commands.cli", "editions", "--dask", cluster.address],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # Each worker holds one edition, half made, when one of them is killed.
        wait_until(
            lambda: len(list((root / "began").iterdir())) == 2 or run.poll() is not None,
            "the workers did not begin",
        )
        assert run.poll() is None, run.communicate()
        cluster.workers[0].kill()
        cluster.workers[0].wait()
        assert [path.name for path in root.glob("reports/*")] == []
        (root / "let-go").touch()
        out, errors = run.communicate(timeout=PATIENCE)
    finally:
        run.kill()
        run.wait()
    assert run.returncode == 0, errors
    assert [line.split()[0] for line in out.splitlines()[1:-1]] == NAMES
    assert out.splitlines()[-1].startswith("5 made;")
    reports = root / "reports"
    assert sorted(path.name for path in reports.iterdir()) == sorted([*NAMES, "index.html"])

    (twin.root / "let-go").touch()
    for name in NAMES[1::2]:
        build(make_plan(twin, name))
        assert contents(reports / name) == contents(twin.reports / name)


def test_a_scheduler_that_does_not_answer_is_told(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout.root)
    monkeypatch.setattr(pools, "CONNECT_TIMEOUT", 1)
    assert main(["editions", "--dask", "tcp://127.0.0.1:9"]) == 1
    said = capsys.readouterr().err
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in said
    assert "nothing was built" in said


def test_without_distributed_the_command_says_what_to_install(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.chdir(checkout.root)
    monkeypatch.setattr(pools, "import_module", missing)
    assert main(["editions", "--dask", "tcp://127.0.0.1:9"]) == 1
    assert "--dask needs the package distributed" in capsys.readouterr().err
