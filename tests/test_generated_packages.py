"""What `check` accepts, the chapters can tell of: held together on packages made at random.

Each package is the invented one with some cells, rows and tables changed by a fixed seed: a fault
that `check` names is fine, and so is a report; a traceback is neither.
"""

from __future__ import annotations

import csv
import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from tests.cells import shown

from analysis.package.check import check
from analysis.package.choices import NothingDated
from analysis.package.codebook import TABLES

LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"

STRANGE = (
    "", " ", "0", "-1", "61.5", "3.0", "1,000", "9" * 15, "9" * 400, "NA", "yes", "unknown",
    "the source", "[..1997-06-03]", "1997-06-0X", "1997-09/..", "../1997-09", "0001-01-01",
    "9999-12-31", "1997", "{1997-06-02,1997-06-09..1997-06-12}", "1..3", "..9", "99999",
    "=1+1", "$x$ \\frac{1}{0}", "*a* [b](c) <i>d</i>", "\u0645\u0631\u062d\u0628\u0627", "w" * 5000,
    "\u200d", "a\u0301\u0302\u0303", "\x1b[31m", "a\nb",
)  # fmt: skip


def generated(folder: Path, seed: int) -> Path:
    """The package of a seed; the same on every machine."""
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    shutil.rmtree(package / "texts")
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        path = package / f"{chance.choice(TABLES)}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        column = chance.randrange(len(head))
        row = chance.choice(rows) if rows else [""] * len(head)
        own = [other[column] for other in rows] or [""]
        change = chance.randrange(6)
        if change == 0:  # another value of the same column: what passes for right most often
            row[column] = chance.choice(own)
        elif change == 1:
            row[column] = chance.choice(STRANGE)
        elif change == 2:  # one value throughout
            value = chance.choice([*own, ""])
            rows = [[*other[:column], value, *other[column + 1 :]] for other in rows]
        elif change == 3:
            rows = [other for other in rows if other is not row]
        elif change == 4:  # the columns of two rows for each other
            other = chance.choice(rows) if rows else row
            row[column], other[column] = other[column], row[column]
        else:
            rows = chance.sample(rows, len(rows) // 2) if chance.random() < 0.3 else rows[::-1]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])
    return package


def held(package: Path) -> bool:
    """Whether `check` says yes, and then the chapters run; an exception is the fault looked for."""
    if check(package):
        return False
    with suppress(NothingDated):  # said in a line: no source covers a day
        assert shown(package)
    return True


@pytest.mark.parametrize("seed", range(6))
def test_what_is_accepted_can_be_told(tmp_path: Path, seed: int) -> None:
    held(generated(tmp_path, seed))


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6, 16))
def test_what_is_accepted_can_be_told_of_many(tmp_path: Path, seed: int) -> None:
    held(generated(tmp_path, seed))


def test_some_are_accepted_and_some_are_not(tmp_path: Path) -> None:
    outcomes = [bool(check(generated(tmp_path / str(seed), seed))) for seed in range(30)]
    assert {True, False} == set(outcomes)


@pytest.mark.slow
def test_without_sides_there_is_a_report(tmp_path: Path) -> None:
    package = Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))
    with (package / "actors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (package / "actors.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(row | {"side": ""} for row in rows)
    assert held(package)
