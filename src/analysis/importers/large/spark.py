"""Spark: the same expressions where a cluster, or this machine with Java, runs them.

Which cluster is said as Spark wants it, in its own `spark-defaults.conf`; without one it runs on
this machine.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from analysis.importers.decisions import CannotImport
from analysis.importers.large.engines import NUMBER, Engine, Parted
from analysis.importers.large.lines import READS, Lines
from analysis.importers.large.parquet import as_text

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LACKING = "--engine spark"
_LINE, _BLOCK, _ORDER, _CELLS = "line", "block", "order", "cells"
_BROKEN = "broken line"


class Spark:
    """A session of Spark."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        self.connection = ibis.pyspark.connect(session)
        self.tables = 0

    def read(self, lines: Lines, parted: Parted, *, numbered: bool = True) -> ir.Table:
        from pyspark.sql import functions

        if parted.parquet:
            columns = self.session.read.parquet(str(lines.path))
            index = functions.col("_metadata.row_index").alias(_ORDER)
            return as_text(self._named(columns.select("*", index)), _ORDER, parted.columns, NUMBER)
        # A block of the file is read by one task, from its first line on: its lines follow each
        # other in what `monotonically_increasing_id` gives.
        read = self.session.read.option("lineSep", lines.ending).text(str(lines.path))
        frame = read.select(
            functions.col("value").alias(_LINE),
            functions.col("_metadata.file_block_start").alias(_BLOCK),
            functions.monotonically_increasing_id().alias(_ORDER),
        )
        frame = frame.withColumn(_CELLS, _cells(parted))
        blocks = self._blocks(frame, lines, parted)
        frame = frame.join(functions.broadcast(blocks), _BLOCK)
        number = functions.col(_ORDER) - functions.col("first") + functions.col("before") + 1
        frame = frame.withColumn(NUMBER, number).where(functions.col(NUMBER) > parted.header)
        named = [_cell(position, name, parted) for position, name in enumerate(parted.columns)]
        return self._named(frame.select(*named, NUMBER))

    def _named(self, frame: DataFrame) -> ir.Table:
        self.tables += 1
        name = f"rows_{self.tables}"
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def _blocks(self, frame: DataFrame, lines: Lines, parted: Parted) -> DataFrame:
        """By block: the order of its first line, and how many lines there are before it."""
        from pyspark.sql import functions

        order = functions.col(_ORDER)
        counted = frame.groupBy(_BLOCK).agg(
            functions.count("*"),
            functions.min(order),
            functions.min(functions.when(_is_broken(parted), order)),
        )
        before, made = 0, []
        for block, number, first, broken in sorted(counted.collect()):
            line = before + broken - first + 1 if broken is not None else 0
            if line > parted.header:
                told = f"has not {len(parted.columns)} cells"
                raise CannotImport(f"{lines.name}, line {line:,}: {told}; {READS}")
            made.append(f"({block}, {first}, {before})")
            before += number
        values = ", ".join(made)
        return self.session.sql(f"select * from values {values} as t({_BLOCK}, first, before)")

    @contextmanager
    def refusing(self, files: Sequence[Lines]) -> Iterator[None]:
        yield  # `read` has looked at every line


def _cells(parted: Parted) -> Column:
    from pyspark.sql import functions

    if not parted.quoting:
        return functions.split(_LINE, re.escape(parted.delimiter), -1)
    columns = [f"c{number} string" for number, _ in enumerate(parted.columns)]
    options = {
        "sep": parted.delimiter,
        "quote": '"',
        "escape": '"',
        "mode": "PERMISSIVE",
        "columnNameOfCorruptRecord": _BROKEN,
    }
    schema = ", ".join([*columns, f"`{_BROKEN}` string"])
    return functions.from_csv(_LINE, schema, options)


def _cell(position: int, name: str, parted: Parted) -> Column:
    from pyspark.sql import functions

    if parted.quoting:
        return functions.col(f"{_CELLS}.c{position}").alias(name)
    cell = functions.get(_CELLS, functions.lit(position))
    return functions.when(cell != "", cell).alias(name)


def _is_broken(parted: Parted) -> Column:
    from pyspark.sql import functions

    if parted.quoting:
        return functions.col(f"{_CELLS}.`{_BROKEN}`").isNotNull()
    return functions.size(_CELLS) != len(parted.columns)


@contextmanager
def spark() -> Iterator[Engine]:
    """A session of Spark for as long as the block lasts.

    Raises
    ------
    CannotImport : PySpark or Java is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        rule = "needs PySpark, which is not installed: `make spark`, or the extra [spark]"
        raise CannotImport(f"{LACKING}: {rule}") from None
    if not _has_java():
        raise CannotImport(f"{LACKING}: needs Java, which is not installed (default-jre-headless)")
    # Without it Spark asks the network for the name of this machine.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder: Any = SparkSession.builder
    session = (
        builder.appName("backchannel")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        yield Spark(session)
    finally:
        session.stop()


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME", "")
    return bool(shutil.which("java", path=f"{home}/bin") if home else shutil.which("java"))
