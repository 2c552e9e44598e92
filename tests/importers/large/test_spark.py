"""Spark makes the package that DuckDB makes, row for row; without it, one sentence says so."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.importers.conftest import Importing
from tests.importers.large.conftest import parquet_of, text_of

pytest.importorskip("ibis", reason="no Ibis here: `make large` adds it")
spark = pytest.importorskip("analysis.importers.large.spark")

_RUN = """
import sys
from pathlib import Path
from analysis.commands.cli import main

aside = Path(sys.argv[1])
for engine in ("duckdb", "spark"):
    for name in ("gdelt", "icews", "parquet"):
        files = [str(path) for path in sorted((aside / name).iterdir())]
        if files:
            assert main(["import", *files, "--to", str(aside / f"{engine}-{name}"),
                         "--engine", engine]) == 0
    files = [str(path) for path in sorted((aside / "gdelt").iterdir())]
    assert main(["import", *files, "--count", str(aside / f"{engine}.csv"),
                 "--engine", engine]) == 0
try:
    raise SystemExit(main(["import", str(aside / "short.CSV"), "--to", str(aside / "short"),
                           "--engine", "spark", "--format", "gdelt-2.0"]))
finally:
    sys.stdout.flush()
"""


@pytest.mark.slow
def test_spark_makes_the_same_package_and_the_same_counts(tmp_path: Path) -> None:
    """In blocks of 5,000 bytes, so that the rows of a file are numbered over many tasks."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("no PySpark here: `make spark` adds it")
    if shutil.which("java") is None:
        pytest.skip("no Java here, which Spark needs")
    for name in ("gdelt", "icews", "parquet"):
        (tmp_path / name).mkdir()
    for number in (0, 1):
        path = tmp_path / "gdelt" / f"{number}.export.CSV"
        path.write_text(text_of("gdelt-2.0", 150, first=150 * number), encoding="utf-8")
    (tmp_path / "icews/icews.tsv").write_text(text_of("icews", 150), encoding="utf-8")
    parquet_of("icews", tmp_path / "parquet/icews.parquet", 150).with_suffix(".tsv").unlink()
    short = text_of("gdelt-2.0", 60).splitlines()
    short[44] = short[44].rpartition("\t")[0]
    (tmp_path / "short.CSV").write_text("\n".join(short), encoding="utf-8")
    settings = tmp_path / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(
        "spark.master local[2]\nspark.sql.files.maxPartitionBytes 5000\n"
        "spark.sql.shuffle.partitions 4\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, str(tmp_path)],
        env={**os.environ, "SPARK_CONF_DIR": str(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert "short.CSV, line 45: has not 61 cells" in ran.stderr
    for name in ("gdelt", "icews", "parquet"):
        made = {path.name: path.read_bytes() for path in (tmp_path / f"spark-{name}").iterdir()}
        same = {path.name: path.read_bytes() for path in (tmp_path / f"duckdb-{name}").iterdir()}
        assert made == same
    counted = (tmp_path / "spark.csv").read_text(encoding="utf-8")
    assert counted == (tmp_path / "duckdb.csv").read_text(encoding="utf-8")
    assert len(counted.splitlines()) > 5


def test_without_pyspark_one_sentence_says_what_to_do(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    run = importing(text_of("icews"), "--engine", "spark")
    assert run.status == 1
    assert "--engine spark: needs PySpark, which is not installed: `make spark`" in run.err
    assert not run.folder.exists()


def test_without_java_one_sentence_says_what_to_do(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("no PySpark here: `make spark` adds it")
    monkeypatch.setattr(spark, "_has_java", lambda: False)
    run = importing(text_of("icews"), "--engine", "spark")
    assert run.status == 1
    assert "--engine spark: needs Java, which is not installed" in run.err
