"""A table in a database tells what the file of its rows does, and is asked in BigQuery's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.conftest import Importing
from tests.importers.large.conftest import TABLES, counted, text_of

from analysis.commands.cli import main

ibis = pytest.importorskip("ibis", reason="no Ibis here: `make large` adds it")

from analysis.importers.forms import Mapping  # noqa: E402
from analysis.importers.large import expressions  # noqa: E402
from analysis.importers.large.counted import with_pairs  # noqa: E402
from analysis.importers.mapping import formats  # noqa: E402

GDELT = "gdelt-2.0"
KEEP = ("--keep", "Actor1Code=Merrow,Tolby", "--keep", "Actor2Code=Corvane,Merrow,Tolby")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "20240101.export.CSV"
    path.write_text(text_of(GDELT, 300).replace("\u00a0", ""), encoding="utf-8")
    return path


@pytest.fixture
def address(tmp_path: Path, file: Path) -> str:
    """The same rows in a database, in an order of their own, with ids and days as numbers."""
    return _database(tmp_path / "events.db", file, formats()[GDELT])


def _database(path: Path, file: Path, mapping: Mapping, replaced: str = "") -> str:
    connection = ibis.connect(f"duckdb://{path}")
    connection.read_csv(
        str(file), table_name="raw", columns=dict.fromkeys(mapping.file.columns, "VARCHAR"),
        header=False, delim="\t", quote="", auto_detect=False,
    )  # fmt: skip
    numbers = ", ".join(
        f'cast("{name}" as bigint) as "{name}"' for name in mapping.file.numbers[:1]
    )
    more = f", {replaced}" if replaced else ""
    connection.raw_sql(
        f"create table events as select * replace ({numbers}{more}) from raw order by random()"
    )
    connection.disconnect()
    return f"duckdb://{path}#main.events"


def test_contacts_are_counted_there(file: Path, address: str, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    assert (
        main(["import", "--table", address, "--format", GDELT, "--count", str(there), *KEEP]) == 0
    )
    expected = counted(file, tmp_path / "here.csv", *KEEP)
    assert len(expected) > 0
    assert there.read_text("utf-8") == (tmp_path / "here.csv").read_text("utf-8")


def test_the_rows_that_are_saved_make_the_events_of_the_whole_file(
    importing: Importing, file: Path, address: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    saved = tmp_path / "saved.export.CSV"
    asked = ["import", "--table", address, "--format", GDELT]
    assert main([*asked, "--save", str(saved), *KEEP]) == 0
    rows = saved.read_text("utf-8").splitlines()
    assert f"{len(rows)} of 300 rows, read as gdelt-2.0" in capsys.readouterr().out
    assert 0 < len(rows) < 300
    whole = importing(file, *KEEP)
    tables = {name: whole.table(name) for name in TABLES}
    part = importing(saved, "--replace")
    for name, columns in (
        ("events", ["kind", "channel", "summary"]),
        ("actors", ["actor_id", "name"]),
        ("evidence", ["date", "stance"]),
    ):
        ours, theirs = (
            table[columns].sort_values(columns).values.tolist()
            for table in (part.table(name), tables[name])
        )
        assert len(ours) > 0
        assert ours == theirs, name


def test_it_is_the_sql_of_bigquery() -> None:
    mapping = formats()[GDELT]
    table = ibis.table(dict.fromkeys(mapping.file.columns, "string"), name="events")
    events = expressions.merged(table, with_pairs(mapping, GDELT), mapping.names)
    sql = ibis.to_sql(expressions.pairs(events), dialect="bigquery")
    assert "LEAST(" in sql
    assert "EventCode" in sql
    assert "SOURCEURL" not in sql  # a query is paid by the columns that it reads


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("--table {address} --format gdelt-2.0", "goes with --count FILE or with"),
        ("--table {address} --save {new}", "needs --format, one of"),
        ("--table {address} --format pa-x --save {new}", "whose rows are not"),
        ("--table {address} --format polecat --save {new}", "has no column Event ID"),
        ("--table {address}x --format gdelt-2.0 --save {new}", "eventsx"),
        ("--table duckdb:///nowhere --format gdelt-2.0 --save {new}", "a #, and the table"),
        ("--table duckdb:///no/such/place#t --format gdelt-2.0 --save {new}", "place"),
        ("--table bigquery://p#d.t --format gdelt-2.0 --save {new}", "bigquery"),
        ("--table nothing://p#t --format gdelt-2.0 --save {new}", "nothing"),
        ("{file} --save {new}", "--save goes with --table"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_one_line(
    file: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    given: str, told: str,
) -> None:  # fmt: skip
    new = tmp_path / "new.tsv"
    arguments = given.format(address=address, file=file, new=new).split()
    assert main(["import", *arguments]) == (2 if "goes with" in told else 1)
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
    assert not new.exists()


def test_codes_that_became_numbers_are_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replaced = 'try_cast("EventCode" as integer) as "EventCode"'
    address = _database(tmp_path / "numbers.db", file, formats()[GDELT], replaced)
    out = tmp_path / "pairs.csv"
    assert main(["import", "--table", address, "--format", GDELT, "--count", str(out)]) == 1
    assert '"EventCode" is int32, and codes are texts' in capsys.readouterr().err
