"""``backchannel cache``: what it says and what it removes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from analysis.commands.cli import main
from analysis.press.build.cache import LIMIT, Cache


@pytest.fixture(autouse=True)
def cache(checkout: Any, monkeypatch: pytest.MonkeyPatch) -> Cache:
    monkeypatch.chdir(checkout.root)
    return Cache.of(Path(checkout.root))


def test_it_says_where_how_many_and_how_much(
    cache: Cache, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["cache"]) == 0
    assert capsys.readouterr().out == ".cache/backchannel: 0 entries, 0.0 MB of at most 512 MB\n"
    cache.put(hashlib.sha256(b"").hexdigest(), bytes(2_000_000))
    monkeypatch.setenv(LIMIT, "5")
    assert main(["cache"]) == 0
    assert capsys.readouterr().out == ".cache/backchannel: 1 entry, 2.0 MB of at most 5.0 MB\n"


def test_it_clears_and_says_what_was_there(
    cache: Cache, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.put(hashlib.sha256(b"").hexdigest(), bytes(2_000_000))
    assert main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out == ".cache/backchannel: 1 entry, 2.0 MB removed\n"
    assert cache.size().entries == 0
