"""Folders of killed runs are gone after the next one, wherever they lie; those in use stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import scratch

HOLD = """\
import sys, time
from pathlib import Path
from analysis.scratch import scratch
with scratch("test", Path(sys.argv[1])) as folder:
    (folder / "inside").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(scratch, "_cleared", False)


def holding(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    folder.mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_gone_at_the_end_of_the_block(tmp_path: Path) -> None:
    with scratch.scratch("test", tmp_path) as folder:
        (folder / "a").mkdir()
        assert folder.is_dir()
    assert not folder.exists()
    assert [*(tmp_path / "cache" / "backchannel" / "runs").iterdir()] == []


def test_what_a_killed_run_left_goes_with_the_next_and_what_is_in_use_stays(
    tmp_path: Path,
) -> None:
    killed, left = holding(tmp_path / "far" / "away")
    running, used = holding(tmp_path / "other")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert (left / "inside").is_file()
    scratch.clear_left()
    assert not left.exists()
    assert (used / "inside").is_file()
    running.kill()
    running.communicate()
    killed.communicate()


def test_no_folder_of_others_is_touched(tmp_path: Path) -> None:
    place = tmp_path / "cache" / "backchannel" / "runs"
    place.mkdir(parents=True)
    for name in ("papers", "bc-test-abcdefg1"):
        folder = tmp_path / name
        folder.mkdir()
        (place / name).symlink_to(folder)
    (place / "bc-test-abcdefg2").symlink_to(tmp_path / "papers")
    (tmp_path / "bc-test-abcdefg3").symlink_to(tmp_path / "papers")
    (place / "bc-test-abcdefg3").symlink_to(tmp_path / "bc-test-abcdefg3")
    scratch.clear_left()
    assert (tmp_path / "papers").is_dir()
    assert not (tmp_path / "bc-test-abcdefg1").exists()


def test_without_a_place_of_the_users_own_there_is_a_folder_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with scratch.scratch("test", tmp_path) as folder:
        assert folder.is_dir()
    assert not folder.exists()
