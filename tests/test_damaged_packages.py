"""Packages damaged one way each: `check` names the damage, or the chapters tell of what is left.

One kind of damage is done to every table, column or part of the descriptor in turn. A fault that is
named is fine, and so is a report; a traceback is neither.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from tests.cells import shown, undrawn

from analysis.package.check import check
from analysis.problems import Refused

LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"
SAMPLED = 7  # every seventh package is told of, where `check` accepts it
EVERY = 4  # of the damages; by 1 all of them are tried, which takes some minutes

Damage = Callable[[Path], object]
Rows = list[list[str]]

DESCRIPTOR = json.loads((LAKELAND / "datapackage.json").read_text(encoding="utf-8"))
TABLES = {one["name"]: one["path"] for one in DESCRIPTOR["resources"]}
COLUMNS = [
    (one["name"], field["name"])
    for one in DESCRIPTOR["resources"]
    for field in one["schema"]["fields"]
]

CELLS = {
    "a number out of all measure": ["9" * 19, "9" * 30, "9" * 5000, "61.5", "-1", "3.0", "1,000"],
    "a day of another time": [
        "0001-01-01", "1000", "1600-01-01/1600-02-01", "1677-09-21", "2262-04-12", "9999-12-31",
        "../..", "2204-01-15", "{" + ",".join(f"1997-06-{d:02}" for d in range(1, 31)) + "}",
    ],
    "a text that is no word": [
        "NA", "Unknown ", "\u00a0", "\x1b[31m", "a\nb", "\u202e", "w" * 5000, "=1+1", "@x",
        "<style>*{}</style>", "\uffff", "\u0645\u064e",
    ],
}  # fmt: skip
PARTS: list[Any] = [None, 5, "", "x", [], {}, ["x"], [None], {"x": 1}, True, 1e308]


def rewritten(package: Path, table: str, change: Callable[[Rows], Rows]) -> None:
    path = package / TABLES[table]
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(change(rows))


def described(package: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = package / "datapackage.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def cell(table: str, column: str, value: str, throughout: bool) -> Damage:
    def change(rows: Rows) -> Rows:
        at = rows[0].index(column)
        for row in rows[1:] if throughout else rows[1:2]:
            row[at] = value
        return rows

    return lambda package: rewritten(package, table, change)


def schema_of(told: dict[str, Any], table: str) -> dict[str, Any]:
    return next(one["schema"] for one in told["resources"] if one["name"] == table)


def field_of(told: dict[str, Any], table: str, column: str) -> dict[str, Any]:
    return next(f for f in schema_of(told, table)["fields"] if f["name"] == column)


def dropped(table: str, column: str) -> Damage:
    def damage(package: Path) -> None:
        def change(rows: Rows) -> Rows:
            at = rows[0].index(column)
            return [[*row[:at], *row[at + 1 :]] for row in rows]

        def untold(told: dict[str, Any]) -> None:
            schema = schema_of(told, table)
            schema["fields"] = [f for f in schema["fields"] if f["name"] != column]

        rewritten(package, table, change)
        described(package, untold)

    return damage


def without_rows(*tables: str) -> Damage:
    def damage(package: Path) -> None:
        for table in tables:
            rewritten(package, table, lambda rows: rows[:1])

    return damage


def of_field(table: str, column: str, name: str, value: object) -> Damage:
    return lambda package: described(
        package, lambda told: field_of(told, table, column).__setitem__(name, value)
    )


def of_schema(table: str, name: str, value: object) -> Damage:
    return lambda package: described(
        package, lambda told: schema_of(told, table).__setitem__(name, value)
    )


def of_package(name: str, value: object) -> Damage:
    return lambda package: described(package, lambda told: told.__setitem__(name, value))


def damages() -> Iterator[tuple[str, Damage]]:
    """Each kind of damage with one damage of it, some hundreds in all."""
    for place, (table, column) in enumerate(COLUMNS):
        yield "a column dropped from schema and file", dropped(table, column)
        yield "a column that is empty throughout", cell(table, column, "", True)
        for kind, values in CELLS.items():  # each value in some of the columns
            yield kind, cell(table, column, values[place % len(values)], False)
        yield "a field's type another", of_field(table, column, "type", "integer")
        yield (
            "constraints of no use",
            of_field(table, column, "constraints", PARTS[place % len(PARTS)]),
        )
        yield (
            "a pattern of no use",
            of_field(
                table, column, "constraints", {"pattern": ["(", "(a+)+$", 5, "[", "\\q"][place % 5]}
            ),
        )
    for column in ("date", "published", "covers"):
        table = "evidence" if column == "date" else "sources"
        for value in CELLS["a day of another time"]:
            for throughout in (False, True):
                yield "a day of another time", cell(table, column, value, throughout)
    for column in ("amount_low", "amount_best", "amount_high", "paragraph", "days"):
        for value in CELLS["a number out of all measure"]:
            yield "a number out of all measure", cell("evidence", column, value, False)
    for table, path in TABLES.items():
        yield "a header only", without_rows(table)
        yield "a file that is missing", lambda package, path=path: (package / path).unlink()
        yield "a file that is empty", lambda package, path=path: (package / path).write_text("")
        for name in ("fields", "primaryKey", "foreignKeys", "missingValues"):
            for value in (None, 5, ["nobody"], [None]):
                yield "a part of a schema of another kind", of_schema(table, name, value)
    yield "a header only", without_rows(*TABLES)
    yield "a header only", without_rows("events", "participants", "evidence")
    for value in PARTS:
        yield "terms of another kind", of_package("terms", value)
        yield "terms of another kind", of_package("terms", {"held": value})
        yield "resources of another kind", of_package("resources", value)
    for value in ("../x", "/etc/passwd", "https://example.org/x", ".", "a\x00b", "\ud800"):
        yield (
            "a path that leads elsewhere",
            lambda package, value=value: described(
                package, lambda told: told["resources"][0].__setitem__("path", value)
            ),
        )


def outcome(folder: Path, damage: Damage, telling: bool) -> str:
    """What becomes of a damaged package: refused, told, said in a line, or a traceback.

    Where nothing is to be told of it, "accepted" stands for "told".
    """
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    shutil.rmtree(package / "texts")
    try:
        damage(package)
        if found := check(package):
            assert all(str(problem) for problem in found)
            return "refused"
        if not telling:
            return "accepted"
        with undrawn():
            shown(package)
        return "told"
    except Refused:
        return "said"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(folder)


@pytest.mark.long
@pytest.mark.slow
def test_no_damage_ends_in_a_traceback(tmp_path: Path) -> None:
    counted: dict[str, Counter[str]] = {}
    for number, (kind, damage) in enumerate(islice(damages(), 0, None, EVERY)):
        (folder := tmp_path / str(number)).mkdir()
        telling = number % SAMPLED == 0 or kind == "a header only"
        counted.setdefault(kind, Counter())[outcome(folder, damage, telling)] += 1
    ends = {end for counts in counted.values() for end in counts}
    assert ends <= {"refused", "accepted", "told", "said"}, counted
    assert sum(counts.total() for counts in counted.values()) > 150
    assert any(counts["told"] for counts in counted.values())
