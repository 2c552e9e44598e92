"""Warnings: each kind once, what looks like it and is none, and where it is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.measures.cases import call, event, exactly, people, tables

from analysis.package.check import check, read_checked
from analysis.package.doubts import doubts, placed
from analysis.package.tables import typed

ROOT = Path(__file__).resolve().parents[2]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"
COVERS = {"s1": "1997-03-03/1997-03-30"}


def found(*events: dict[str, object], kind: str, covers: dict[str, str] | None = None) -> list[str]:
    return [d.key for d in doubts(tables(events, covers or COVERS)) if d.kind == kind]


def test_a_call_coded_twice_is_named_once_with_the_other() -> None:
    data = tables([call("a", "1997-03-05"), call("b", "1997-03-05", "bela", "anna")], COVERS)
    (doubt,) = doubts(data)
    assert (doubt.kind, doubt.table, doubt.key) == ("twice", "events", "b")
    assert doubt.rule.startswith('may be the same as "a"')


@pytest.mark.parametrize(
    "other",
    [
        call("b", "1997-03-05", channel="video"),
        call("b", "1997-03-06"),
        call("b", "1997-03-05", modality="planned"),
        call("b", "1997-03-05", "petra", "carl"),
        call("b", "1997-03-05", "anna", "petra"),
        call("b", "1997-03-05", amount_of="contacts"),
        call("b", "1997-03-05", repeated="yes"),
    ],
)
def test_what_differs_is_not_the_same_call(other: dict[str, object]) -> None:
    assert found(call("a", "1997-03-05"), other, kind="twice") == []


def test_a_day_within_an_unknown_one_may_be_the_same() -> None:
    vague = call("vague", "[1997-03-04..1997-03-08]")
    assert found(vague, call("b", "1997-03-08"), call("c", "1997-03-09"), kind="twice") == ["b"]


def test_the_same_release_twice_would_be_subtracted_twice() -> None:
    freed = {"who": {"north": "initiator"}, **exactly(2)}
    twice = [people(name, "release", "1997-03-10", **freed) for name in ("a", "b")]
    assert found(*twice, kind="twice") == ["b"]


def test_statements_of_one_day_are_not_taken_for_one() -> None:
    who = {"south": "initiator"}
    halts = [event(name, "talks_halted", "1997-03-10", who=who) for name in ("a", "b")]
    assert found(*halts, kind="twice") == []


def test_what_is_told_as_actual_lies_before_a_source_that_tells_it() -> None:
    # Each source of the case was printed on 1 April 1997.
    late = call("late", "1997-05-01")
    data = tables([call("call", "1997-04-01"), late], COVERS)
    (doubt,) = doubts(data)
    assert (doubt.kind, doubt.key) == ("later", "late")
    assert doubt.rule == (
        "is told as actual and lies on 1 May 1997 at the earliest, after every source that tells "
        "it (the last is of 1 April 1997)"
    )
    planned = call("planned", "1997-05-01", modality="planned")
    assert found(planned, call("month", "1997-04"), kind="later") == []


@pytest.mark.parametrize(
    ("name", "doubted"),
    [
        ("call-1997-03-05-anna", False),
        ("call-1997-03", False),
        ("call-1997", False),
        ("calls-1996-1998", False),
        ("call-46001-names", False),
        ("call-1997-03-06-anna", True),
        ("call-1997-04", True),
        ("call-1996-03-05", True),
        ("call-19970305", False),
    ],
)
def test_an_id_that_names_a_day_names_that_of_its_event(name: str, doubted: bool) -> None:
    assert found(call(name, "1997-03-05"), kind="id") == [name] * doubted


def test_an_id_is_held_against_bounds() -> None:
    vague = [call(f"call-1997-03-0{day}", "[1997-03-04..1997-03-06]") for day in (3, 4, 6, 7)]
    assert found(*vague, kind="id") == ["call-1997-03-03", "call-1997-03-07"]
    open_ = [call("call-1996", "[1997-03-04..]"), call("call-1999", "[1997-03-04..]")]
    assert found(*open_, kind="id") == ["call-1996"]


@pytest.mark.parametrize("covers", ["2204-03-03/2204-03-30", "1000-01-01", "1997-03-03/9999-12-31"])
def test_a_year_far_from_the_rest_is_named(covers: str) -> None:
    calls = [call(f"c{n}", f"1997-03-{n:02}") for n in range(4, 9)]
    assert found(*calls, kind="year", covers={"s1": covers}) == ["s1"]


def test_years_that_lie_apart_as_much_as_all_do_are_not_named() -> None:
    calls = [call(f"c{n}", f"{1900 + n * 10}") for n in range(9)]
    assert found(*calls, kind="year") == []


@pytest.mark.parametrize(
    ("words", "amount", "named"),
    [
        ("more than 100", {"amount_low": 101}, False),
        ("fewer than 1,200", {"amount_high": 1199}, False),
        ("about 50", {"amount_best": 50}, False),
        ("10 to 12", {"amount_low": 100, "amount_high": 120}, False),  # two figures
        ("dozens", {"amount_low": 24}, False),
        ("from 8.30 on, one", {"amount_low": 1, "amount_best": 1, "amount_high": 1}, False),
        ("about 500", {"amount_best": 50}, True),
        ("more than 1,200", {"amount_low": 201}, True),
        ("46 000", {"amount_low": 46, "amount_best": 46, "amount_high": 46}, True),
    ],
)
def test_a_number_that_its_words_do_not_give_is_named(
    words: str, amount: dict[str, float], named: bool
) -> None:
    case = event("e1", "release", "1997-03-05", amount_of="hostages", amount_text=words, **amount)
    assert found(case, kind="words") == ["E001"] * named


def lines(package: Path) -> Iterable[str]:
    codebook, raw = read_checked(package)
    return [str(p) for p in placed(doubts(typed(codebook, raw)), raw)]


def test_the_invented_package_gives_no_warning() -> None:
    assert lines(LAKELAND) == []


def test_a_package_without_rows_gives_no_warning(tmp_path: Path) -> None:
    package = Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))
    for path in package.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert lines(package) == []


def test_a_warning_has_its_place_and_is_no_problem(tmp_path: Path) -> None:
    package = Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))
    evidence = package / "evidence.csv"
    text = evidence.read_text(encoding="utf-8").replace(",1997-06-03,", ",1997-06-04,")
    evidence.write_text(text, encoding="utf-8")
    assert check(package) == []
    assert lines(package) == [
        'lakeland/events.csv, line 3, event_id: "call-1997-06-03-corde-quill" is of other days '
        "than 4 June 1997"
    ]
