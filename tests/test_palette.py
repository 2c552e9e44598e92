"""Colours can be told from the page, and from each other, in light and in dark."""

from __future__ import annotations

import pytest

from analysis.palette import MARKS, PALETTE, TEXT, contrast

MODES = pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])


@MODES
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out_from_the_page(name: str, mode: int) -> None:
    assert contrast(PALETTE[name][mode], PALETTE["paper"][mode]) >= 4.5


@MODES
@pytest.mark.parametrize("name", MARKS)
def test_marks_stand_out_from_the_page(name: str, mode: int) -> None:
    assert contrast(PALETTE[name][mode], PALETTE["paper"][mode]) >= 3


@MODES
def test_the_outline_of_a_tint_stands_out_from_its_fill(mode: int) -> None:
    for name in PALETTE:
        if name.endswith("_tint"):
            outline = PALETTE[name.removesuffix("_tint")][mode]
            assert contrast(PALETTE[name][mode], outline) >= 3


@MODES
@pytest.mark.parametrize("name", ["rest", "ink", "stock"])
def test_words_on_the_band_of_a_stock_can_be_read(name: str, mode: int) -> None:
    assert contrast(PALETTE[name][mode], PALETTE["stock_tint"][mode]) >= 4.5


@MODES
def test_every_value_occurs_once(mode: int) -> None:
    values = [pair[mode] for pair in PALETTE.values()]
    assert len(set(values)) == len(values)
    assert all(len(v) == 7 and v == v.lower() for v in values)
