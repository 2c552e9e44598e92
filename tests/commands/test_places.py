"""A place that cannot be written to costs a line: nothing half made stays, and what was there does.

A limit on the size of files cuts off each writing in turn, as a full disk does; the disks that are
full, without inodes or read-only in earnest are in the slow tests.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pytest

from analysis.commands.cli import main

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"
SHEET = "date,kind,actor 1,actor 2\n2031-03-03,call,Alder,Birch\n2031-03-04,call,Alder,Birch\n"
TEXT = "Talks at the lake\n\n3 March 2031\n\nAda Quill called Ben Corde on 2 March 2031.\n"


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """No file may grow above so many bytes: what is beyond them is refused (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def state(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder, hidden ones too, with what it holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a package, a sheet and a text in it."""
    own = tmp_path / "own"
    shutil.copytree(LAKELAND, own / "lakeland")
    (own / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (own / "text.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(own)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return own


WRITING = {
    "init": ["init", "mine/of/talks"],
    "import": ["import", "sheet.csv", "--to", "new/package"],
    "draft": ["import", "sheet.csv", "--to", "new", "--draft", "new.yaml"],
    "add": ["add", "text.txt", "--package", "lakeland", "--id", "new"],
}


@pytest.mark.parametrize("command", WRITING)
def test_what_cannot_be_written_whole_is_not_written(
    command: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(place)
    for size in (0, 100):
        with no_file_above(size):
            status = main(WRITING[command])
        said = capsys.readouterr().err
        assert status == 1, (size, said)
        assert said == "File too large; nothing is left half made\n"
        assert state(place) == before, size
    assert main(WRITING[command]) == 0
    assert state(place) != before


Ended = tuple[int, str]
"""Exit status of a command, and what it says beside its results."""


def as_process(place: Path, command: Sequence[str], out: int) -> Ended:
    """A command as a process, in a folder; what it prints goes to a descriptor."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *command],
        stdout=out, stderr=subprocess.PIPE, text=True, check=False, cwd=place,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Callable[..., Ended]:
    """The same in this process: a traceback is an exception here, and a warning is said too."""

    def ended(place: Path, *command: str, out: int | None = None) -> Ended:
        caplog.clear()
        with chdir(place):
            if out is None:
                status = main(command)
            else:
                # Where something is still held that cannot be written, to close it fails.
                with os.fdopen(os.dup(out), "w") as stream, redirect_stdout(stream):
                    status = main(command)
        warned = [one.getMessage() for one in caplog.records if one.levelname != "INFO"]
        return status, "\n".join([*warned, capsys.readouterr().err])

    return ended


@contextmanager
def read_by_nobody() -> Iterator[int]:
    """A pipe whose reader has gone, as that of `| head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize("command", [["--version"], ["--help"], ["completion", "bash"]])
def test_a_reader_who_has_seen_enough_needs_no_word(place: Path, command: list[str]) -> None:
    with read_by_nobody() as out:
        status, said = as_process(place, command, out)
    assert (status in (0, 1), said) == (True, "")


EVERY = [
    ["check"], ["report"], ["report", "--fresh"], ["brief"], ["editions", "default", "north"],
    ["diff", "reports/default", "reports/north"], ["audit", "reports/default/report.html"],
    ["cite", "reports/default/report.html", "E001"], ["verify"], ["sample"], ["tidy"], ["cache"],
    ["attest", "--builder", "me"], ["init", "mine"], ["import", "sheet.csv", "--to", "new"],
    ["add", "text.txt", "--id", "new"], ["accept", "seeds/texts/worksheets/new.txt"],
]  # fmt: skip


@contextmanager
def full() -> Iterator[int]:
    """A disk that takes nothing more."""
    with Path("/dev/full").open("w") as device:
        yield device.fileno()


@pytest.mark.slow
def test_what_cannot_be_printed_costs_no_report(checkout: Any, run: Callable[..., Ended]) -> None:
    root: Path = checkout.root
    (root / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (root / "text.txt").write_text(TEXT, encoding="utf-8")
    assert run(root, "editions", "default", "north")[0] == 0
    whole = {edition: state(root / "reports" / edition) for edition in ("default", "north")}

    def looked_at(command: Sequence[str], carry_out: Callable[[int], Ended]) -> None:
        with read_by_nobody() as out:
            status, said = carry_out(out)
        assert status in (0, 1, 2), command
        assert "Traceback" not in said, command
        assert "Broken pipe" not in said, command
        with full() as out:
            status, said = carry_out(out)
        assert "Traceback" not in said, command
        assert status != 0, command
        assert said, command

    looked_at(EVERY[2], lambda out: as_process(root, EVERY[2], out))  # how a process ends as well
    for command in EVERY:
        looked_at(command, lambda out, given=command: run(root, *given, out=out))  # type: ignore[misc]
    made = sorted(path.name for path in root.iterdir())
    assert "mine" in made  # what is told at the end is told too late to stop anything
    assert not [name for name in made if name.startswith(("bc-", ".backchannel-"))]
    for edition, held in whole.items():
        assert state(root / "reports" / edition) == held


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where this is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,nr_inodes=60", "tmpfs", str(folder)]
    if os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a disk")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def without_room(disk: Path) -> None:
    with suppress(OSError), (disk / "all").open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 4096)


def with_room_for_half_a_report(disk: Path) -> None:
    without_room(disk)
    os.truncate(disk / "all", (disk / "all").stat().st_size - 100_000)


def without_inodes(disk: Path) -> None:
    with suppress(OSError):
        for number in range(100):
            (disk / str(number)).touch()


def read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil", [without_room, with_room_for_half_a_report, without_inodes, read_only]
)
def test_a_disk_that_takes_nothing_costs_a_line(
    spoil: Callable[[Path], None], checkout: Any, disk: Path, run: Callable[..., Ended]
) -> None:
    root: Path = checkout.root
    (root / "sheet.csv").write_text(SHEET, encoding="utf-8")
    assert run(root, "report", "--out", str(disk / "report"))[0] == 0
    spoil(disk)
    before = state(disk)
    little = spoil is with_room_for_half_a_report
    for command in (
        ["report", "-p", "freq=D", "--out", str(disk / "report")],
        ["report", "--fresh", "--out", str(disk / "other")],
        *([] if little else [["init", str(disk / "mine")]]),
        *([] if little else [["import", "sheet.csv", "--to", str(disk / "new" / "package")]]),
        ["diff", str(disk / "report"), "seeds", "--html", str(disk / "diff.html")],
    ):
        status, said = run(root, *command)
        if command[0] == "diff" and little:
            continue
        assert status in (1, 2), (command, said)
        assert len(said.splitlines()) == 1, (command, said)
        assert state(disk) == before, command


@pytest.mark.slow
def test_two_builds_of_one_place_leave_one_whole_report(
    checkout: Any, run: Callable[..., Ended]
) -> None:
    root: Path = checkout.root
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "analysis", "report", "-p", f"freq={freq}", "--out", "mine"],
            cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for freq in "DW"
    ]  # fmt: skip
    for one in started:
        _, said = one.communicate(timeout=300)
        assert (one.returncode, said) == (0, "")
    record = json.loads((root / "mine" / "provenance.json").read_text(encoding="utf-8"))
    freq = record["parameters"]["freq"]
    assert run(root, "report", "-p", f"freq={freq}", "--out", "alone")[0] == 0
    assert state(root / "mine") == state(root / "alone")
    assert not [path for path in root.iterdir() if path.name.startswith(".backchannel-")]


@pytest.mark.slow
def test_places_that_cannot_be_cost_a_line(checkout: Any, run: Callable[..., Ended]) -> None:
    root: Path = checkout.root
    (root / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (root / "file").touch()
    (root / "round").symlink_to("round")
    before = state(root)
    for place in ("file/report", "file", "n" * 300, "/".join(["long"] * 2000), "round", "/proc/a"):
        for command in (
            ["report", "--out", place],
            ["init", place],
            ["import", "sheet.csv", "--to", place],
        ):
            status, said = run(root, *command)
            assert status in (1, 2), (command, said)
            assert len(said.splitlines()) == 1, (command, said)
            kept = {name: what for name, what in state(root).items() if ".cache" not in name}
            assert kept == before, command
