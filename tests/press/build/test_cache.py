"""The store of what was made: whole entries or none, bounded, and for many at once."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analysis.press.build.cache import DEFAULT_LIMIT, LIMIT, BadLimit, Cache, Size

SRC = Path(__file__).resolve().parents[3] / "src"
DIGEST = 32


def key(name: object) -> str:
    return hashlib.sha256(str(name).encode()).hexdigest()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "store", limit=10**6)


def test_what_was_put_comes_back_and_nothing_else(cache: Cache) -> None:
    assert cache.get(key("a")) is None
    cache.put(key("a"), b"one")
    assert cache.get(key("a")) == b"one"
    assert cache.get(key("b")) is None
    cache.put(key("a"), b"")
    assert cache.get(key("a")) == b""


def test_an_entry_is_known_by_a_sha256_and_by_nothing_else(cache: Cache) -> None:
    for name in ("", "../a", "A" * 64, key("a")[:-1]):
        with pytest.raises(ValueError, match="is not a sha256"):
            cache.put(name, b"")


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_none_and_is_removed(cache: Cache, damage: bytes) -> None:
    cache.put(key("a"), b"content")
    (cache.folder / key("a")).write_bytes(damage)
    assert cache.get(key("a")) is None
    assert list(cache.folder.iterdir()) == []


def test_a_damaged_entry_that_cannot_be_removed_is_none_all_the_same(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(key("a"), b"content")
    (cache.folder / key("a")).write_bytes(b"other")

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert cache.get(key("a")) is None
    assert cache.get(key("a")) is None


def test_one_changed_bit_is_noticed(cache: Cache) -> None:
    cache.put(key("a"), b"content")
    path = cache.folder / key("a")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert cache.get(key("a")) is None


def test_a_write_that_fails_leaves_what_was_there(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache.put(key("a"), b"before")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    with caplog.at_level(logging.WARNING):
        cache.put(key("a"), b"after")
        cache.put(key("b"), b"after")
    assert len(caplog.records) == 1
    assert "nothing can be kept for the next time" in caplog.text
    monkeypatch.undo()
    assert cache.get(key("a")) == b"before"
    assert [path.name for path in cache.folder.iterdir()] == [key("a")]


# Size


def test_what_was_used_least_recently_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=3 * (DIGEST + 100))
    for number, name in enumerate("abc"):
        cache.put(key(name), name.encode() * 100)
        os.utime(tmp_path / key(name), (number, number))
    assert cache.get(key("a"))  # used now, and so the last to go
    cache.put(key("d"), b"d" * 100)
    assert [name for name in "abcd" if cache.get(key(name))] == ["a", "c", "d"]
    assert cache.size() == Size(3, 3 * (DIGEST + 100))


def test_the_size_never_stays_above_the_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=1000)
    for number in range(50):
        cache.put(key(number), bytes(number * 10))
        assert cache.size().bytes <= 1000


def test_an_entry_that_alone_is_too_large_drives_out_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=1000)
    cache.put(key("a"), b"small")
    cache.put(key("b"), bytes(1000))
    assert cache.get(key("b")) is None
    assert cache.get(key("a")) == b"small"


def test_an_entry_that_vanishes_while_others_are_removed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path, limit=300)
    cache.put(key("a"), bytes(200))
    found = os.scandir

    def others_remove(folder: str) -> object:
        listed = list(found(folder))
        (tmp_path / key("a")).unlink(missing_ok=True)
        return listed

    monkeypatch.setattr(os, "scandir", others_remove)
    cache.put(key("b"), bytes(200))
    assert cache.get(key("b")) == bytes(200)


def test_what_a_killed_build_left_half_written_goes_in_the_end(cache: Cache) -> None:
    cache.put(key("a"), b"")
    old, new = cache.folder / ".abandoned", cache.folder / ".being-written"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.put(key("b"), b"")
    assert not old.exists()
    assert new.exists()


def test_clearing_removes_everything_and_says_how_much(cache: Cache) -> None:
    assert cache.clear() == 0
    for name in "abc":
        cache.put(key(name), b"")
    assert cache.clear() == 3
    assert cache.size() == Size(0, 0)
    assert cache.get(key("a")) is None


def test_the_limit_is_half_a_gigabyte_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LIMIT, raising=False)
    assert Cache(tmp_path).limit == DEFAULT_LIMIT * 10**6 == 512 * 10**6
    monkeypatch.setenv(LIMIT, "1.5")
    assert Cache(tmp_path).limit == 1_500_000
    monkeypatch.setenv(LIMIT, "0")
    Cache(tmp_path).put(key("a"), b"")
    assert Cache(tmp_path).size() == Size(0, 0)


@pytest.mark.parametrize("text", ["much", "-1", "1e3", "nan"])
def test_a_limit_that_is_no_number_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(LIMIT, text)
    with pytest.raises(BadLimit, match="is not a number of megabytes"):
        Cache(tmp_path)


# Many at once

# Each entry says its own key many times over, so that a mixture of two would show.
HAMMER = """\
import hashlib, random, sys
from pathlib import Path
from analysis.press.build.cache import Cache
cache = Cache(Path(sys.argv[1]), limit=200_000)
numbers = random.Random(int(sys.argv[2]))
hits = 0
for turn in range(600):
    key = hashlib.sha256(str(numbers.randrange(20)).encode()).hexdigest()
    kept = cache.get(key)
    hits += kept is not None
    assert kept is None or (set(kept.split()) == {key.encode()}), kept
    cache.put(key, b" ".join([key.encode()] * numbers.randrange(1, 500)))
    if turn % 150 == 149:
        cache.clear()
print(hits)
"""


def test_two_processes_can_hammer_one_store(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HAMMER, str(tmp_path / "store")]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    running = [
        subprocess.Popen(
            [*command, seed], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    for process in running:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error.decode()
        assert int(out) > 0
    cache = Cache(tmp_path / "store", limit=200_000)
    assert cache.size().bytes <= 2 * 200_000
    assert not [path for path in cache.folder.iterdir() if path.name.startswith(".")]


def test_many_threads_can_share_one_store(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=50_000)
    wrong: list[bytes] = []

    def work(thread: int) -> None:
        for turn in range(100):
            name = key((thread * turn) % 7)
            kept = cache.get(name)
            if kept is not None and set(kept.split()) != {name.encode()}:
                wrong.append(kept)
            cache.put(name, b" ".join([name.encode()] * (turn + 1)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert cache.size().entries > 0
