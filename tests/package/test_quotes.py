"""Words found again in a text: whatever their marks, and where they were changed."""

from __future__ import annotations

import pytest

from analysis.package.quotes import find, nearest_words, unlike_others

TEXT = [
    "How the talks came back",
    "She told her that “the door is open again”, twice.",
    "He wouldn\u2019t say 10\u2011year… The door is open.",
]


@pytest.mark.parametrize(
    ("pasted", "paragraph", "words"),
    [
        ('that "the door is open again"', 2, "that “the door is open again”"),
        ('"the door is open again"', 2, "“the door is open again”"),
        ("'She told her'", 2, "She told her"),
        ("he wouldn't say", 3, "He wouldn\u2019t say"),
        ("10-year... The  door", 3, "10\u2011year… The door"),
    ],
)
def test_what_was_pasted_takes_the_signs_of_the_text(
    pasted: str, paragraph: int, words: str
) -> None:
    assert [(found.paragraph, found.words) for found in find(pasted, TEXT)] == [(paragraph, words)]


def test_every_paragraph_that_has_the_words_is_found() -> None:
    assert [found.paragraph for found in find("door is open", TEXT)] == [2, 3]


def test_whole_words_come_before_parts_of_words() -> None:
    [found] = find("art", ["The party is an art."])
    assert found.start == 16


@pytest.mark.parametrize("words", ["the window is open", "", " ”"])
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    assert find(words, TEXT) == []


def test_the_nearest_words_are_whole_words_with_their_paragraph() -> None:
    near = nearest_words("told her that the gate is open again", TEXT)
    assert near is not None
    assert near.paragraph == 2
    assert "told her that “the door is open again”" in near.words
    assert 70 <= near.likeness < 100


def test_words_of_another_matter_have_nothing_near() -> None:
    assert nearest_words("lorries with aid and fuel crossed at noon", TEXT) is None


def test_words_that_stand_twice_get_more_around_them_within_the_limit() -> None:
    text = ["He said yes.", "She said yes on Monday.", "They said yes"]
    place = find("said yes", text)[1]
    assert unlike_others(place, text, 12) == "She said yes"
    assert unlike_others(place, text, 2) == "said yes"
    assert unlike_others(find("on Monday", text)[0], text, 12) == "on Monday"
