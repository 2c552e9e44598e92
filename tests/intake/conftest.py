"""A copy of the invented package, and its fourth source with a worksheet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import LAKELAND
from tests.intake.fourth import TEXT

from analysis.commands.cli import main


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))


@pytest.fixture(scope="session")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package for whose fourth source `add` made a worksheet, once; not to be changed."""
    folder = Path(shutil.copytree(LAKELAND, tmp_path_factory.mktemp("added") / "lakeland"))
    assert main(["add", str(TEXT), "--package", str(folder)]) == 0
    return folder


@pytest.fixture
def worksheet(package: Path, added: Path) -> Path:
    """The worksheet of the fourth source, as `add` makes it."""
    shutil.copytree(added / "texts", package / "texts", dirs_exist_ok=True)
    return package / "texts/worksheets/lake-talks-1998-03.txt"


@pytest.fixture
def accept(package: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run `accept`; its exit status, and all that it said."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        status = main(["accept", "--package", str(package), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run
