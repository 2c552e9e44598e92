"""An engine for large files that is not installed: refused where it is asked for, else said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.large.conftest import text_of

from analysis.commands import import_large
from analysis.commands.cli import main


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that counts as large, where Ibis is not installed."""
    monkeypatch.setattr(import_large, "has_ibis", lambda: False)
    monkeypatch.setattr(import_large, "LARGE", 1)
    path = tmp_path / "20240104.export.CSV"
    path.write_text(text_of("gdelt-2.0"), encoding="utf-8")
    return path


@pytest.mark.parametrize(("engine", "more"), [("duckdb", "large"), ("spark", "spark")])
def test_an_engine_that_is_asked_for_is_refused_with_what_adds_it(
    table: Path, engine: str, more: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked in (["--to", str(table.parent / "p")], ["--count", str(table.parent / "c.csv")]):
        assert main(["import", str(table), *asked, "--engine", engine]) == 1
        assert f"needs Ibis, which is not installed: `make {more}`" in capsys.readouterr().err
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_where_none_is_asked_for_pandas_reads_a_large_file_and_says_what_would(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(table), "--to", str(table.parent / "p")]) == 0
    assert "`make large` adds it" in capsys.readouterr().out
