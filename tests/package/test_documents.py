"""The documents that hold text from the tables are those that the tables give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.package.documents import (
    describe_codebook,
    describe_parameters,
    describe_tables,
    documents,
)
from analysis.parameters import names

ROOT = Path(__file__).resolve().parents[2]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"


def test_the_documents_are_current() -> None:
    made = documents(ROOT)
    assert set(made) == {
        ROOT / "seeds" / "README.md",
        ROOT / "docs" / "codebook.md",
        ROOT / "docs" / "parameters.md",
    }
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


def test_every_parameter_is_described_once() -> None:
    rows = [line for line in describe_parameters().splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(names())


def test_every_table_is_described_with_its_size_and_first_rows() -> None:
    text = describe_tables(LAKELAND)
    for name, rows in (("sources", 3), ("events", 36), ("evidence", 39), ("kinds", 21)):
        section = text.split(f"`{name}.csv`", 1)[1].split("###", 1)[0]
        assert f" {rows} rows, " in section
        assert "The first 3 rows, long cells cut:" in section


def test_the_codebook_has_every_kind_of_the_package() -> None:
    text = describe_codebook(LAKELAND)
    assert "| `escape` | outflow |" in text
    assert text.startswith("# Codebook\n\nContacts, detainees and halts in the Lakeland talks")


def test_rows_of_a_described_table_have_as_many_cells_as_its_head() -> None:
    for text in (describe_tables(LAKELAND), describe_codebook(LAKELAND)):
        width = 0
        for line in text.splitlines():
            cells = line.replace("\\|", "").count("|")
            if line.startswith("|"):
                width = width or cells
                assert cells == width, line
            else:
                width = 0


def test_a_readme_without_a_place_for_the_tables_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "README.md").write_text("# Tables\n", encoding="utf-8")
    with pytest.raises(ValueError, match="make docs"):
        documents(tmp_path)
