"""What a heading says, and the id that it gets."""

import pytest

from analysis.press.document.headings import headings, lines_outside_code, slug


def test_headings_are_read_as_plain_text():
    assert headings("## A *b* `c` [d](#e)\n\nSetext\n---\n") == [(2, "A b c d"), (2, "Setext")]


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


def test_lines_of_a_fenced_block_are_no_lines_of_the_text():
    source = "a\n~~~\n# b\n```\n~~~\nc"
    assert [line for _, _, line in lines_outside_code(source)] == ["a", "c"]
