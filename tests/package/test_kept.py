"""A package that was loaded before a fork is used as long as its files are what they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.package import kept
from analysis.problems import DataProblems

LAKELAND = Path(__file__).parents[1] / "packages" / "lakeland"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "_kept", {})
    return Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))


def test_what_is_kept_is_given_again_by_whatever_path(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(package)
    monkeypatch.chdir(package)
    assert kept.loaded(package) is kept.loaded(Path("../lakeland"))
    assert kept.loaded(package, "shown") is not kept.loaded(package)


def test_a_package_that_was_changed_since_is_loaded_anew(package: Path) -> None:
    kept.keep(package)
    before, table = kept.loaded(package), package / "events.csv"
    head, first, *rest = table.read_text().splitlines(keepends=True)
    table.write_text("".join([head, *rest, first]))
    after = kept.loaded(package)
    assert after is not before
    assert after.events["event_id"].iloc[-1] == before.events["event_id"].iloc[0]


def test_a_package_that_was_broken_since_is_refused(package: Path) -> None:
    kept.keep(package)
    for name, text in (("events.csv", "event_id\n"), ("datapackage.json", "{")):
        (package / name).write_text(text)
        with pytest.raises(DataProblems):
            kept.loaded(package)
