"""Event data made for each machine-coded format: told, merged, not coded, odd and rejected rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from analysis.commands.cli import main
from analysis.importers.forms import Coded, Mapping
from analysis.importers.mapping import formats

MACHINE_CODED = sorted(name for name, mapping in formats().items() if mapping.machine_coded)
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TABLES = ["sources", "actors", "kinds", "events", "participants", "evidence"]


def text_of(name: str, rows: int = 60, first: int = 0) -> str:
    """A file of a format, as its makers write it.

    Codes, days and actors come round in turns of coprime lengths, so that rows repeat events of
    rows before them; some cells are blank, have signs that cannot be seen, or are quoted.
    """
    mapping = formats()[name]
    (form,) = mapping.events
    assert isinstance(form.kind, Coded)
    columns = mapping.file.columns or [*mapping.recognised_by, "City"]
    packed = "2024010{}" if mapping.file.columns else "2024-01-0{}"
    names = ["Merrow", "Corvane", "", "Côte d’Opale", "Reed\u00a0Council", "Tolby"]
    lines = [] if mapping.file.columns else ["\t".join(columns)]
    for number in range(first, first + rows):
        cells = dict.fromkeys(columns, "")
        cells[columns[0]] = str(number)
        for column in mapping.file.numbers[1:]:
            cells[column] = "20240101"
        _coded(cells, mapping, form.kind, number)
        cells[form.date.column[0]] = (
            "" if number - first in (53, 58) else packed.format(1 + number % 7)
        )
        for who, turn in zip(form.who, (number % 6, (number * 5 + 1) % 6), strict=True):
            for column in [*who.name, who.code, who.side]:
                if column:
                    cells[column] = names[turn][:3].upper() if column == who.side else names[turn]
        for column in ("DATEADDED",) if "DATEADDED" in cells else ():
            cells[column] = f"2024010{2 + number % 3}001500"
        if mapping.merge.story:
            cells[mapping.merge.story] = f"https://example.org/{number % 4}"
        if "City" in cells:
            cells["City"] = ['"Tolby, ""Old"" Town"', "Heron", ""][number % 3]
        lines.append("\t".join(cells[column] for column in columns))
    return "\n".join(lines) + "\n"


def parquet_of(name: str, path: Path, rows: int = 60, replaced: str = "") -> Path:
    """The same as a Parquet file, whose first column is of whole numbers."""
    columns = formats()[name].file.columns
    lines = path.with_suffix(".tsv")
    lines.write_text(text_of(name, rows), encoding="utf-8")
    read = duckdb.read_csv(
        str(lines), sep="\t", header=not columns, all_varchar=True, names=columns or None,
        quotechar="" if columns else '"',
    )  # fmt: skip
    first = f'cast("{read.columns[0]}" as integer) as "{read.columns[0]}"'
    read.select(f"* replace ({', '.join(filter(None, [first, replaced]))})").write_parquet(
        str(path)
    )
    return path


def counted(path: Path, out: Path, *more: str) -> pd.DataFrame:
    """How often which pair did what in a file, by `import --count`."""
    assert main(["import", str(path), "--count", str(out), *more]) == 0
    return pd.read_csv(out, dtype={"events": int, "rows": int}, keep_default_na=False)


def _coded(cells: dict[str, str], mapping: Mapping, kind: Coded, number: int) -> None:
    codes = ["040", "042", "043", "190", "\u00a0041", "0841", "010", "042 "]
    if kind.also:
        codes = ["CONSULT/phone", "CONSULT/visit", "PROTEST/demo", "CONSULT", "RETREAT/release"]
    code = codes[number % len(codes)]
    cells[kind.column[0]], _, also = code.partition("/")
    if kind.also:
        cells[kind.also[0]] = also
