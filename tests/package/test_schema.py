"""The Table Schema applied: each rule broken once, with the line, the value and the mend."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.package.codebook import Codebook, Field, ForeignKey, Table
from analysis.package.reading import RawTable
from analysis.package.schema import check_schema

ACTORS = Table(
    name="actors",
    path="actors.csv",
    title="",
    description="",
    fields=(
        Field(
            "actor_id",
            "string",
            "",
            "",
            required=True,
            unique=True,
            patterns=("[a-z]+(?:-[a-z]+)*",),
        ),
        Field("member_of", "string", "", ""),
        Field("role", "string", "", "", labels={"party": "party", "mediator": "mediator"}),
        Field("level", "integer", "", "", required=True, minimum=0, maximum=5),
        Field("share", "number", "", ""),
    ),
    primary_key=("actor_id",),
    foreign_keys=(ForeignKey("member_of", "actors", "actor_id"),),
)
PARTS = Table(
    name="participants",
    path="participants.csv",
    title="",
    description="",
    fields=(Field("actor_id", "string", "", ""), Field("part", "string", "", "")),
    primary_key=("actor_id", "part"),
    foreign_keys=(ForeignKey("actor_id", "actors", "actor_id"),),
)
BOOK = Codebook("lakeland", "", "", "", "detainees", {"actors": ACTORS, "participants": PARTS})
QUILL = ("quill", "", "party", "5", "0.5")
REAVE = ("reave", "", "party", "4", "")


def raw(table: Table, *rows: tuple[str, ...]) -> RawTable:
    """Rows as read from a file in which every second line is blank."""
    columns = [f.name for f in table.fields]
    frame = pd.DataFrame(list(rows), columns=columns, dtype="str")
    lines = pd.Series([3 + 2 * n for n in range(len(rows))], dtype="int64")
    return RawTable(frame, f"lakeland/{table.path}", lines)


def problems(
    actors: tuple[tuple[str, ...], ...], parts: tuple[tuple[str, ...], ...] = ()
) -> list[str]:
    tables = {"actors": raw(ACTORS, *actors), "participants": raw(PARTS, *parts)}
    return sorted(str(p) for p in check_schema(tables, BOOK))


def test_rows_that_obey_give_no_problem() -> None:
    rows = (QUILL, REAVE, ("team", "quill", "", "+0", "-1.25"))
    assert problems(rows, (("quill", "host"), ("quill", "subject"))) == []


def test_tables_without_rows_give_no_problem() -> None:
    assert problems(()) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("", "", "party", "5", ""), "actor_id: is required and is empty"),
        (("quill", "", "party", "", ""), "level: is required and is empty"),
        (
            ("Quill!", "", "party", "5", ""),
            'actor_id: "Quill!" does not have the form [a-z]+(?:-[a-z]+)*',
        ),
        (
            ("quill\n", "", "party", "5", ""),
            'actor_id: "quill\\n" does not have the form [a-z]+(?:-[a-z]+)*',
        ),
        (
            ("quill", "", "partey", "5", ""),
            'role: "partey" is not in the vocabulary; did you mean "party"?',
        ),
        (
            ("quill", "", "x", "5", ""),
            'role: "x" is not in the vocabulary; allowed: party, mediator',
        ),
        (
            ("quill", "", "Party", "5", ""),
            'role: "Party" is not in the vocabulary; did you mean "party"?',
        ),
        (("quill", "", "party", "4.5", ""), 'level: "4.5" is not a whole number'),
        (("quill", "", "party", "high", ""), 'level: "high" is not a whole number'),
        (("quill", "", "party", " 4", ""), 'level: " 4" is not a whole number'),
        (("quill", "", "party", "-1", ""), 'level: "-1" is below the least value, 0'),
        (("quill", "", "party", "6", ""), 'level: "6" is above the greatest value, 5'),
        (("quill", "", "party", "5", "about 50"), 'share: "about 50" is not a number'),
        (("quill", "", "party", "5", "1,200"), 'share: "1,200" is not a number'),
        (("quill", "", "party", "5", "nan"), 'share: "nan" is not a number'),
        (("quill", "", "party", "5", "1e3"), 'share: "1e3" is not a number'),
        (("quill", "", "party", "\u0664", ""), 'level: "\u0664" is not a whole number'),
        (("quill", "", "party", "5", "\uff15"), 'share: "\uff15" is not a number'),
        (
            ("quill", "merow", "party", "5", ""),
            'member_of: "merow" is no actor of lakeland/actors.csv',
        ),
    ],
)
def test_a_broken_cell_is_named_with_its_line_column_value_and_rule(
    row: tuple[str, ...], message: str
) -> None:
    assert problems((REAVE, row)) == [f"lakeland/actors.csv, line 5, {message}"]


def test_two_broken_cells_in_one_row_are_both_named() -> None:
    assert problems((("quill", "", "partey", "six", ""),)) == [
        'lakeland/actors.csv, line 3, level: "six" is not a whole number',
        'lakeland/actors.csv, line 3, role: "partey" is not in the vocabulary; '
        'did you mean "party"?',
    ]


def test_every_row_with_the_same_broken_value_is_named() -> None:
    rows = (("quill", "", "x", "5", ""), ("reave", "", "x", "5", ""))
    assert [p.split(":")[0] for p in problems(rows)] == [
        "lakeland/actors.csv, line 3, role",
        "lakeland/actors.csv, line 5, role",
    ]


def test_a_value_that_must_be_unique_is_named_wherever_it_stands() -> None:
    assert problems((QUILL, REAVE, QUILL)) == [
        'lakeland/actors.csv, line 3, actor_id: "quill" stands in another row too, '
        "and must be unique",
        'lakeland/actors.csv, line 7, actor_id: "quill" stands in another row too, '
        "and must be unique",
    ]


def test_two_empty_ids_are_empty_and_not_doubles() -> None:
    rows = (("", "", "party", "5", ""), ("", "", "party", "5", ""))
    assert problems(rows) == [
        "lakeland/actors.csv, line 3, actor_id: is required and is empty",
        "lakeland/actors.csv, line 5, actor_id: is required and is empty",
    ]


def test_a_row_that_stands_twice_is_named_by_the_columns_of_its_key() -> None:
    parts = (("quill", "host"), ("reave", "host"), ("quill", "host"))
    assert problems((QUILL, REAVE), parts) == [
        'lakeland/participants.csv, line 7, actor_id+part: "quill, host" stands in another '
        "row too, and must be unique"
    ]


def test_an_unknown_actor_is_named_with_the_nearest_known_one() -> None:
    assert problems((QUILL, REAVE), (("quill", "host"), ("quil", "subject"))) == [
        'lakeland/participants.csv, line 5, actor_id: "quil" is no actor of '
        'lakeland/actors.csv; did you mean "quill"?'
    ]


def test_an_unknown_actor_with_no_near_one_is_named_without_a_mend() -> None:
    assert problems((QUILL,), (("somebody", "host"),)) == [
        'lakeland/participants.csv, line 3, actor_id: "somebody" is no actor of lakeland/actors.csv'
    ]


def test_an_empty_reference_refers_to_nothing() -> None:
    assert problems((QUILL,), (("", "host"),)) == []


def test_problems_of_all_tables_come_together() -> None:
    found = problems((("quill", "", "x", "5", ""),), (("reave", "host"),))
    assert [p.split(",")[0] for p in found] == ["lakeland/actors.csv", "lakeland/participants.csv"]


@pytest.mark.parametrize("number", ["9007199254740992", "-9007199254740992", "0000000000000000.5"])
def test_numbers_are_read_as_far_as_they_are_exact(number: str) -> None:
    assert problems((("quill", "", "", "5", number),)) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("9007199254740993", "is beyond 9,007,199,254,740,992, up to which numbers are exact here"),
        ("-" + "9" * 19, "is beyond 9,007,199,254,740,992, up to which numbers are exact here"),
        ("0.1000000000000001", "has more than the 15 digits that a number keeps here"),
        ("123456789012345.6", "has more than the 15 digits that a number keeps here"),
    ],
)
def test_a_number_that_would_lose_digits_is_named(number: str, said: str) -> None:
    assert problems((("quill", "", "", "5", number),)) == [
        f'lakeland/actors.csv, line 3, share: "{number}" {said}'
    ]


@pytest.mark.parametrize("digits", [30, 400, 5000])
def test_a_number_of_many_digits_is_cut_in_the_message(digits: int) -> None:
    (problem, *_) = problems((("quill", "", "", "5", "9" * digits),))
    assert "is beyond" in problem
    assert len(problem) < 350
