"""The font that a figure carries."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from analysis.fonts import CUT, FACES, FONTS, bare, carrying, characters

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def svg(body: str) -> str:
    return f'<?xml version="1.0"?>\n{OPENING}\n {body}\n</svg>\n'


@pytest.mark.parametrize("stem", [stem for stem, _, _ in FACES.values()])
def test_the_cut_of_a_face_is_as_wide_as_the_whole(stem: str) -> None:
    with TTFont(FONTS / f"{stem}.ttf") as whole, TTFont(FONTS / f"{stem}.woff2") as cut:
        assert set(cut.getBestCmap()) == {ord(sign) for sign in CUT} & set(whole.getBestCmap())
        for code, name in cut.getBestCmap().items():
            assert cut["hmtx"][name][0] == whole["hmtx"][whole.getBestCmap()[code]][0]


def test_a_figure_carries_the_faces_that_it_uses_and_a_paper_and_gives_them_back() -> None:
    plain = svg('<text style="font: 600 9px x">Zoë – 3</text>')
    made = carrying(plain, "#ffffff")
    assert re.findall(r"font-weight:(\d+)", made) == ["600"]
    assert 'fill: #ffffff"' in made
    assert etree.fromstring(made.encode()).find("{*}g/{*}rect") is not None
    assert bare(made) == plain


def test_a_figure_with_other_letters_carries_the_whole_face() -> None:
    made = carrying(svg("<text>Łódź</text>"), "#ffffff")
    assert "font/ttf" in made
    assert "font/woff2" not in made


def test_a_picture_without_text_carries_no_font() -> None:
    assert "@font-face" not in carrying(svg('<path d="M0 0"/>'), "#ffffff")


def test_the_characters_are_told_by_face() -> None:
    root = etree.fromstring(svg('<text style="font: italic 9px x">ab</text>').encode())
    assert characters(root)["italic"] == frozenset("ab")
