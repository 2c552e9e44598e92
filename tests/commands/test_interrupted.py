"""A run that is interrupted ends soon, says so in a line, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SOON = 10  # seconds, on a machine that does much else; two on one that does not


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", [1.5, 3.0, 6.0])
def test_nothing_is_left(checkout: Any, tmp_path: Path, number: int, after: float) -> None:
    (tmp_path / "tmp").mkdir()
    own = {"TMPDIR": str(tmp_path / "tmp"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    checkout.chapter("02_words.ipynb", ["import time\ntime.sleep(60)\n"])
    run = subprocess.Popen(
        [sys.executable, "-m", "analysis", "report", "--fresh", "--out", str(tmp_path / "o" / "r")],
        cwd=checkout.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **own},
    )  # fmt: skip
    time.sleep(after)
    began = time.monotonic()
    run.send_signal(number)
    _, said = run.communicate(timeout=60)
    assert time.monotonic() - began < SOON
    assert run.returncode == 130, said
    assert said.strip().splitlines() == ["interrupted; nothing was built"]
    assert [*(tmp_path / "tmp").iterdir()] == []
    assert not (tmp_path / "o").exists() or [*(tmp_path / "o").iterdir()] == []


def test_an_interruption_in_the_middle_of_an_exec_ends_with_the_same_status(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(
        "import sys; from analysis.commands import cli, verify\n"
        "verify.run = lambda options: exec('import os; os.kill(os.getpid(), 2); input()')\n"
        "sys.argv = ['backchannel', 'verify']; sys.exit(cli.main())\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-m", "interrupted"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
    )  # fmt: skip
    assert run.stderr.splitlines() == ["interrupted; nothing was built"]
    assert run.returncode == 130


@pytest.mark.slow
def test_a_long_place_for_temporary_files_is_no_obstacle(checkout: Any, tmp_path: Path) -> None:
    place = tmp_path / ("long" * 30) / ("path" * 30)
    place.mkdir(parents=True)
    made = subprocess.run(
        [sys.executable, "-m", "analysis", "report", "--fresh"],
        cwd=checkout.root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(place)},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert (checkout.root / "reports" / "default" / "report.pdf").is_file()
    assert [*place.iterdir()] == []
