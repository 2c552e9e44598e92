"""A chapter that goes beyond a limit is ended, and its cell is named."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from ipykernel.iostream import OutStream

from analysis.commands.cli import main
from analysis.press.run.bounded import SHOWN, BoundedStream
from analysis.press.run.environment import (
    MEGABYTES,
    SECONDS,
    as_environment,
    lasting_environment,
)
from analysis.press.run.limits import Limits, NoLimit

FOREVER = "import time\n# round and round\nwhile True:\n    time.sleep(0.01)\n"
FLOOD = "line = 'x' * 1_000_000\nwhile True:\n    print(line)\n"


@pytest.mark.parametrize("text", ["0", "-1", "soon", "1e9", "nan"])
def test_a_limit_is_a_number_above_nothing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(SECONDS, text)
    with pytest.raises(NoLimit, match="no number above nothing"):
        Limits.given()


def test_a_limit_is_no_part_of_what_a_kernel_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    before = lasting_environment()
    monkeypatch.setenv(SECONDS, "3")
    monkeypatch.setenv(MEGABYTES, "2.5")
    assert Limits.given() == Limits(3, 2.5)
    assert lasting_environment() == before


def test_a_limit_holds_for_a_chapter_beside_which_a_process_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(SECONDS, "3")
    with ThreadPoolExecutor(1) as beside:
        with as_environment({}):
            limits = beside.submit(Limits.given)
            wait([limits], timeout=0.2)
        assert limits.result() == Limits(seconds=3)


def test_no_more_is_printed_than_twice_what_ends_the_chapter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed: list[str] = []

    class Stream(BoundedStream):
        def close(self) -> None:
            """Nothing was opened."""

    monkeypatch.setattr(OutStream, "__init__", lambda self: None)
    monkeypatch.setattr(OutStream, "write", lambda self, text: passed.append(text))
    monkeypatch.setenv(SHOWN, "1")
    stream = Stream()
    for _ in range(30):
        assert stream.write("x" * 150_000) == 150_000
    assert sum(map(len, passed)) == 2_000_000
    assert len(passed) == 14


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "option", "said", "source"),
    [
        (FOREVER, "--seconds=3", "the chapter took longer than 3 seconds", "(import time)"),
        (FLOOD, "--megabytes=1", "the chapter shows more than 1 MB", "(line = 'x' * 1_000_000)"),
    ],
)
def test_a_chapter_beyond_a_limit_is_named_with_its_cell(
    checkout: Any,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    cell: str,
    option: str,
    said: str,
    source: str,
) -> None:
    checkout.chapter("02_words.ipynb", ["fine = 1", cell])
    for name in (SECONDS, MEGABYTES):
        monkeypatch.setenv(name, "")  # what the command sets is undone with it
        monkeypatch.delenv(name)
    began = time.monotonic()
    with contextlib.chdir(checkout.root):
        assert main(["report", option]) == 1
    told = capfd.readouterr().err
    assert f"notebooks/02_words.ipynb, cell 4 {source}: {said}" in told
    assert "Traceback" not in told
    assert time.monotonic() - began < 120
    assert not (checkout.root / "reports" / "default").exists()
