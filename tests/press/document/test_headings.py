"""What a heading says, its level, and the id that it gets."""

import pytest

from analysis.press.document.headings import (
    headings,
    name_headings,
    settle_levels,
    slug,
    take_title,
    without_empty,
    words,
)
from analysis.press.document.markdown import read_markdown
from analysis.press.document.pieces import Piece


def piece(markdown: str) -> Piece:
    return Piece("a", 1, tree=read_markdown([markdown])[0])


def told(*pieces: Piece) -> list[tuple[int, str]]:
    return [(node["c"][0], words(node)) for p in pieces for node in headings(p)]


def test_headings_are_read_as_plain_text():
    read = piece("## A *b* `c` [d](#e)\n\nSetext\n---\n")
    assert told(read) == [(2, "A b c d"), (2, "Setext")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Method and limits", "method-and-limits"),
        ("Who – when?", "who--when"),
        ("  Two\tblanks ", "two-blanks"),
        ("…", "section"),
    ],
)
def test_slug(text, expected):
    assert slug(text) == expected


@pytest.mark.parametrize("before", ["<!--\n# no\n-->", "    # no", "```\n# no\n```", "- # no"])
def test_the_title_is_the_first_heading_that_the_parser_finds(before):
    read = [piece(f"{before}\n\n# Title *x*\n\ntext")]
    expected = "no" if before.startswith("- ") else "Title x"
    assert take_title(read, "") == expected


def test_a_title_that_was_given_stays_and_the_heading_too():
    read = [piece("# Another")]
    assert take_title(read, "Given") == "Given"
    settle_levels(read)
    assert told(*read) == [(2, "Another")]


def test_no_level_is_skipped_on_the_way_down_and_empty_headings_go():
    read = [piece("## A\n\n#### B\n\n##### C\n\n#### D\n\n##\n\n## E\n\n### F")]
    without_empty(read)
    settle_levels(read)
    assert told(*read) == [(2, "A"), (3, "B"), (4, "C"), (3, "D"), (2, "E"), (3, "F")]


def test_a_heading_is_known_by_the_name_that_jupyter_gives_it():
    contents, aliases = name_headings([piece("## By Phone\n\n## By Phone")], set())
    assert [entry["id"] for entry in contents] == ["by-phone", "by-phone-2"]
    assert aliases["By-Phone"] == "by-phone"
