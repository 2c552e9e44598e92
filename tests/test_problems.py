"""What a coder reads when a table is wrong: one form, all problems at once, a mend where one is."""

from __future__ import annotations

import pytest

from analysis.problems import DataProblems, Problem, nearest


def test_a_problem_names_file_line_column_value_rule_and_mend() -> None:
    problem = Problem(
        "lakeland/participants.csv",
        31,
        "actor_id",
        "quil",
        "is no actor of lakeland/actors.csv",
        'did you mean "quill"?',
    )
    assert str(problem) == (
        'lakeland/participants.csv, line 31, actor_id: "quil" is no actor of '
        'lakeland/actors.csv; did you mean "quill"?'
    )


def test_a_missing_value_is_not_printed_as_a_value() -> None:
    problem = Problem("a/b.csv", 2, "note", None, "is required and is empty")
    assert str(problem) == "a/b.csv, line 2, note: is required and is empty"


def test_an_empty_value_is_printed_as_one() -> None:
    assert str(Problem("a/b.csv", 2, "note", "", "is odd")) == 'a/b.csv, line 2, note: "" is odd'


def test_a_problem_of_a_whole_file_has_neither_line_nor_column() -> None:
    assert str(Problem("a/b.csv", 0, "", None, "is missing")) == "a/b.csv: is missing"


def test_all_problems_are_listed_in_the_order_of_file_line_and_column() -> None:
    found = DataProblems(
        [
            Problem("b.csv", 3, "x", "1", "is wrong"),
            Problem("a.csv", 10, "y", "2", "is wrong"),
            Problem("a.csv", 9, "z", "3", "is wrong"),
            Problem("a.csv", 9, "y", None, "is empty"),
        ]
    )
    assert str(found).splitlines() == [
        "a.csv, line 9, y: is empty",
        'a.csv, line 9, z: "3" is wrong',
        'a.csv, line 10, y: "2" is wrong',
        'b.csv, line 3, x: "1" is wrong',
        "4 problems in 2 files; nothing was built",
    ]
    assert [p.line for p in found.problems] == [9, 9, 10, 3]


def test_problems_with_and_without_a_value_at_one_place_can_be_ordered() -> None:
    found = DataProblems(
        [
            Problem("a.csv", 1, "x", "v", "is wrong"),
            Problem("a.csv", 1, "x", None, "is wrong"),
        ]
    )
    assert len(found.problems) == 2


@pytest.mark.parametrize(
    ("problems", "summary"),
    [
        ([Problem("a", 1, "", None, "x")], "1 problem in 1 file; nothing was built"),
        (
            [Problem("a", 1, "", None, "x"), Problem("a", 2, "", None, "x")],
            "2 problems in 1 file; nothing was built",
        ),
    ],
)
def test_the_summary_counts_in_words_that_agree(problems: list[Problem], summary: str) -> None:
    assert DataProblems(problems).summary == summary


def test_the_outcome_is_what_the_caller_says() -> None:
    found = DataProblems([Problem("a", 1, "", None, "x")], outcome="no kernel was started")
    assert str(found).endswith("1 problem in 1 file; no kernel was started")


@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("nethanyahu", 'did you mean "netanyahu"?'),
        ("quil", 'did you mean "quill"?'),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_word_is_offered_and_none_where_none_is_near(
    word: str, mend: str
) -> None:
    assert nearest(word, ["netanyahu", "quill", "reave"]) == mend


def test_nothing_is_offered_where_nothing_is_known() -> None:
    assert nearest("quill", []) == ""
