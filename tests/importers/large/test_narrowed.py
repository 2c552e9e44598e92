"""An import through DuckDB makes the package that pandas makes, byte for byte, or says why not."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from tests.importers.conftest import Importing, Run
from tests.importers.large.conftest import DATA, MACHINE_CODED, parquet_of, text_of

from analysis.commands import import_large
from analysis.package.check import check

pytest.importorskip("ibis", reason="no Ibis here: `make large` adds it")
narrowed = pytest.importorskip("analysis.importers.large.narrowed")


def both(
    importing: Importing, content: str | bytes | Path | list[Path], *more: str
) -> tuple[Run, Run]:
    """The same import by pandas and by DuckDB, whose packages are the same but for the report."""
    pandas = importing(content, *more, "--engine", "pandas", "--replace")
    assert pandas.status == 0, pandas.err
    files = {path.name: path.read_bytes() for path in pandas.folder.iterdir()}
    reported = pandas.table("import-report")
    duckdb = importing(content, *more, "--engine", "duckdb", "--replace")
    assert duckdb.status == 0, duckdb.err
    assert check(duckdb.folder) == []
    own = {path.name: path.read_bytes() for path in duckdb.folder.iterdir()}
    assert {name for name in files if files[name] != own[name]} <= {"import-report.csv"}
    assert_told_alike(reported, duckdb.table("import-report"))
    return pandas, duckdb


def assert_told_alike(small: pd.DataFrame, large: pd.DataFrame) -> None:
    """Rows that were looked at are told as by pandas; the others are as many, for each outcome."""
    if "rows" not in large:
        assert small.equals(large)
        return
    looked_at = large[large["row"] != ""].drop(columns="rows")
    same = small.merge(looked_at, how="inner")
    assert len(same) == len(looked_at)
    counts = large.assign(rows=large["rows"].astype(int)).groupby(["file", "outcome"])["rows"].sum()
    assert counts.to_dict() == small.groupby(["file", "outcome"]).size().to_dict()


@pytest.mark.parametrize("name", MACHINE_CODED)
def test_the_package_is_that_of_pandas_for_every_machine_coded_format(
    importing: Importing, name: str
) -> None:
    _, duckdb = both(importing, text_of(name), "--format", name)
    report = duckdb.table("import-report")
    assert set(report["outcome"]) >= {"event", "merged", "not coded"}
    assert (report["row"] == "").any()


def test_keep_takes_the_same_rows_whatever_signs_are_in_a_cell(importing: Importing) -> None:
    keep = ["--keep", "Actor1Code=Merrow,Reed Council", "--keep", "Actor2CountryCode=COR,CÔT"]
    _, duckdb = both(importing, text_of("gdelt-2.0", 200), *keep)
    assert "Reed Council" in set(duckdb.table("actors")["name"])
    report = duckdb.table("import-report")
    assert (report[report["row"] == ""]["outcome"] == "left out").any()


def test_a_row_that_is_left_out_still_tells_which_of_day_and_month_stands_first(
    importing: Importing,
) -> None:
    text = text_of("icews", 16)
    lines = text.splitlines()
    columns = lines[0].split("\t")
    at, code = columns.index("Event Date"), columns.index("CAMEO Code")
    made = [lines[0]]
    for line in lines[1:]:
        cells = line.split("\t")
        cells[at] = "14/4/2018" if cells[code] == "190" else "3/4/2018"
        made.append("\t".join(cells))
    _, duckdb = both(importing, "\n".join(made))
    assert set(duckdb.table("evidence")["date"]) == {"2018-04-03"}
    assert duckdb.table("sources").loc[0, "covers"] == "2018-04-03/2018-04-14"


def test_archives_and_several_files_are_read_alike(importing: Importing, tmp_path: Path) -> None:
    one, two = text_of("gdelt-2.0", 40), text_of("gdelt-2.0", 50, first=40)
    second = tmp_path / "second.CSV.gz"
    second.write_bytes(gzip.compress(two.encode(), mtime=0))
    first = tmp_path / "first.CSV.zip"
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr("README.txt", "about")
        archive.writestr("first.CSV", one)
    _, duckdb = both(importing, [first, second])
    assert set(duckdb.table("evidence")["source_id"]) == {"first", "second"}
    assert set(duckdb.table("import-report")["file"]) == {"first.CSV.zip", "second.CSV.gz"}


@pytest.mark.parametrize("name", ["gdelt-2.0", "icews"])
def test_parquet_is_read_alike(importing: Importing, tmp_path: Path, name: str) -> None:
    path = parquet_of(name, tmp_path / "events.parquet")
    _, duckdb = both(importing, path, "--format", name)
    assert (duckdb.table("import-report")["row"] == "").any()


def test_a_column_of_parquet_that_engines_write_otherwise_is_refused(
    importing: Importing, tmp_path: Path
) -> None:
    path = parquet_of("icews", tmp_path / "events.parquet", replaced='random() as "Story ID"')
    run = importing(path, "--engine", "duckdb")
    assert run.status == 1
    assert '"Story ID" is float64, which engines write in ways of their own' in run.err


def test_lines_may_end_as_in_windows_and_the_last_need_not_end(importing: Importing) -> None:
    both(importing, text_of("gdelt-2.0").replace("\n", "\r\n").encode())
    both(importing, text_of("icews").rstrip("\n").encode())


@pytest.mark.parametrize(
    "name", ["gdelt2_20191024143000.export.CSV", "icews_sample_2018-06.tsv"]
)  # fmt: skip
def test_real_files_make_the_same_package(importing: Importing, name: str) -> None:
    if not (DATA / name).is_file():
        pytest.skip(f"no {name} in ../shared/data")
    both(importing, DATA / name)


# What is said


def test_the_report_and_what_is_printed_count_what_was_left_out_by_its_reason(
    importing: Importing,
) -> None:
    rows = text_of("gdelt-2.0").splitlines()
    run = importing("\n".join(rows), "--engine", "duckdb")
    report = run.table("import-report")
    left = report[report["row"] == ""].set_index("reason")["rows"].astype(int)
    codes = [row.split("\t")[26] for row in rows]
    assert left['"190" is of no kind here'] == codes.count("190")
    assert left['"010" is of no kind here'] == codes.count("010")
    assert left["names 1 of the 2 actors that its kind needs"] > 0
    assert f"engine: {left.sum()} rows that can tell nothing were left out" in run.out
    assert "of those that were left out first: names 1 of the 2 actors" in run.out


def test_duckdb_looks_through_files_from_some_size_on(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of("gdelt-2.0")
    assert "DuckDB" not in importing(text).out
    monkeypatch.setattr(import_large, "LARGE", len(text.encode()))
    run = importing(text, "--replace")
    assert "DuckDB looks through the files first, as the files have" in run.out
    assert "(--engine gives another)" in run.out


def test_a_large_file_that_is_not_machine_coded_is_left_to_pandas(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = "date,what,who\n1997-06-02,call,A; B\n"
    monkeypatch.setattr(import_large, "LARGE", 1)
    run = importing(sheet)
    assert run.status == 0, run.err
    assert "DuckDB" not in run.out
    asked = importing(sheet, "--engine", "duckdb", "--replace")
    assert asked.status == 1
    assert "a sheet of somebody's own; --engine pandas alone reads such a file" in asked.err


# What is refused, with its line, before anything is written


def broken(line: int, change: str) -> bytes:
    lines = [row.encode() for row in text_of("gdelt-2.0", 30).splitlines()]
    row = lines[line - 1]
    lines[line - 1] = {
        "short": row.rpartition(b"\t")[0],
        "long": row + b"\tmore",
        "blank": b"",
        "not UTF-8": row + b"\xff",
        "NUL": row + b"\0",
        "return": row + b"\r",
    }[change]
    return b"\n".join(lines)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("short", "has 60 cells, and not 61"),
        ("long", "has 62 cells, and not 61"),
        ("blank", "is blank"),
        ("not UTF-8", "is not UTF-8"),
        ("NUL", "holds a NUL"),
        ("return", "ends otherwise than the others"),
    ],
)
def test_a_line_that_engines_read_in_ways_of_their_own_is_refused(
    importing: Importing, change: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.importers.large.lines.HEAD", 2_000)
    run = importing(broken(25, change), "--format", "gdelt-2.0", "--engine", "duckdb")
    assert run.status == 1
    assert f"line 25: {told}" in run.err
    assert "--engine pandas reads this file" in run.err
    assert not run.folder.exists()


def test_a_cell_of_several_lines_is_refused(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.importers.large.lines.HEAD", 2_000)
    text = text_of("icews", 40) + text_of("icews", 1).splitlines()[1].replace("Old", "\n")
    run = importing(text, "--engine", "duckdb")
    assert run.status == 1
    assert "line 42: has a quoted cell that does not end in it" in run.err


def test_more_rows_than_a_package_holds_are_refused_and_keep_is_named(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowed, "MOST_ROWS", 10)
    run = importing(text_of("gdelt-2.0"), "--engine", "duckdb")
    assert run.status == 1
    assert "rows can tell something, and a package is made of 10; --keep takes" in run.err
    assert not run.folder.exists()


def test_keep_by_a_column_that_is_not_there_is_refused(importing: Importing) -> None:
    run = importing(text_of("icews"), "--engine", "duckdb", "--keep", "Land=X")
    assert run.status == 1
    assert "--keep Land: is no column of the file, which has Event ID, Event Date" in run.err
