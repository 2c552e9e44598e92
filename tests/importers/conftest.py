"""What the tests of the importers share: an import run as a user runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from analysis.commands.cli import main


@dataclass(frozen=True)
class Run:
    """What an import left behind.

    Attributes
    ----------
    status : exit status.
    out, err : what was printed.
    folder : the package.
    """

    status: int
    out: str
    err: str
    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", dtype=str, na_filter=False)


Importing = Callable[..., Run]


@pytest.fixture
def importing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Importing:
    """Import a text, or files that are there, with more arguments."""

    def run(content: str | bytes | Path | list[Path], *more: str, name: str = "sheet.csv") -> Run:
        path = tmp_path / name
        files = content if isinstance(content, list) else [path]
        if isinstance(content, Path):
            files = [content]
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        folder = tmp_path / "package"
        status = main(["import", *map(str, files), "--to", str(folder), *more])
        told = capsys.readouterr()
        return Run(status, told.out, told.err, folder)

    return run
