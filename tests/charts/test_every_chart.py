"""What holds for every chart at every window: legible words, palette, links, alternative text."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from html import escape
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from tests.charts.looks import (
    PAPERS,
    WINDOWS,
    case,
    chart,
    charts,
    colours,
    narrow,
    outside,
    overlaps,
    said,
    urls,
    words,
)

from analysis.charts.base import NARROW_WIDTH, WIDTH, svg_bytes
from analysis.palette import PALETTE

NAMES = sorted(charts(case("whole")))
EACH = pytest.mark.parametrize("name", NAMES)
ON_EACH_PAPER = pytest.mark.parametrize("paper", PAPERS)
AT_EACH_WINDOW = pytest.mark.parametrize("window", sorted(WINDOWS))
ROOT = Path(__file__).resolve().parents[2]


@EACH
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_no_word_is_printed_over_another_or_cut_off(name: str, paper: str, window: str) -> None:
    drawn = PAPERS[paper](name, window)
    assert overlaps(drawn.figure) == []
    assert outside(drawn.figure) == []


@EACH
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_only_colours_of_the_palette_are_drawn(name: str, paper: str, window: str) -> None:
    assert colours(PAPERS[paper](name, window)) <= {light for light, _ in PALETTE.values()}


@EACH
@AT_EACH_WINDOW
def test_the_title_is_left_to_the_page_and_the_alternative_text_is_short(
    name: str, window: str
) -> None:
    drawn = chart(name, window)
    drawn_words = " ".join(t.get_text() for t in drawn.figure.texts)
    assert drawn.title not in drawn_words.replace("\n", " ")
    assert "\n" not in drawn.title + drawn.alt
    assert drawn.alt.count(". ") < 3
    assert drawn.alt.endswith(".")
    assert drawn.caption.endswith(".")
    assert drawn.figure.get_size_inches()[0] == pytest.approx(WIDTH)


@EACH
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_links_and_names_of_marks_lead_to_evidence_of_the_chart(
    name: str, paper: str, window: str
) -> None:
    drawn = PAPERS[paper](name, window)
    ids = {f"#{evidence}" for evidence in drawn.evidence}
    assert urls(drawn.figure) <= ids
    assert {f"#{evidence}" for evidence in drawn.marks} <= ids
    assert len(set(drawn.evidence)) == len(drawn.evidence)


@EACH
@AT_EACH_WINDOW
def test_the_table_is_described_and_flat(name: str, window: str) -> None:
    drawn = chart(name, window)
    assert list(drawn.table.columns) == list(drawn.columns)
    assert all(drawn.columns.values())
    kinds = (str, int, float, bool, type(None))
    for value in drawn.table.to_numpy(dtype=object).ravel():
        plain = value.item() if hasattr(value, "item") else value
        assert isinstance(plain, kinds) or pd.isna(value)


@EACH
def test_a_chart_at_the_end_of_a_cell_is_seen_and_told_in_a_line(name: str) -> None:
    drawn = chart(name)
    assert drawn._repr_svg_().rstrip().endswith("</svg>")
    assert f'alt="{escape(drawn.alt)}"' in drawn._repr_html_()
    assert repr(drawn) == f"Chart({drawn.title!r})"


@EACH
@AT_EACH_WINDOW
def test_the_narrow_drawing_has_every_mark_and_row_of_the_wide_one(name: str, window: str) -> None:
    wide, slim = chart(name, window), narrow(name, window)
    assert slim.figure.get_size_inches()[0] == pytest.approx(NARROW_WIDTH)
    assert slim.marks == wide.marks
    assert urls(slim.figure) == urls(wide.figure)
    labels = {t.get_text() for ax in wide.figure.axes for t in ax.get_yticklabels()}
    rows = [text for text in labels if not text.strip("−").replace(",", "").isdecimal()]
    told = said(slim.figure)
    assert [text for text in rows if not _told(text, told)] == []


def _told(row: str, told: str) -> bool:
    """Whether a row of the wide drawing, which may be cut, has its label in the narrow one."""
    plain = " ".join(told.replace(",", "").split())
    parts = row.replace(",", "").split("\n")
    return all(" ".join(part.rstrip("…").split()) in plain for part in parts)


@EACH
@ON_EACH_PAPER
def test_every_mark_of_a_dated_event_is_a_link(name: str, paper: str) -> None:
    drawn = PAPERS[paper](name)
    if drawn.evidence:
        assert urls(drawn.figure)
        assert drawn.marks


@EACH
def test_a_window_without_an_event_says_so_in_the_panel(name: str) -> None:
    text = said(chart(name, "nothing").figure).lower()
    assert any(phrase in text for phrase in ("no dated", "no number", "no source", "no offer",
                                             "not covered", "none"))  # fmt: skip


@EACH
def test_no_setting_of_matplotlib_is_left_changed(name: str) -> None:
    before = dict(mpl.rcParams)
    charts(case("whole"))[name]()
    assert dict(mpl.rcParams) == before


def test_the_users_own_settings_do_not_change_a_figure() -> None:
    plain = svg_bytes(chart("contacts"), "fig-contacts")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert svg_bytes(charts(case("whole"))["contacts"](), "fig-contacts") == plain


def test_text_stays_text_and_ids_carry_the_salt() -> None:
    drawn = chart("contacts")
    first, second = svg_bytes(drawn, "fig-a").decode(), svg_bytes(drawn, "fig-b").decode()
    assert "Anna – Bela" in first
    assert "Source Sans Pro" in first
    assert "dc:date" not in first
    ids = [{part.split('"')[0] for part in svg.split('<clipPath id="')[1:]} for svg in
           (first, second)]  # fmt: skip
    assert ids[0]
    assert not ids[0] & ids[1]


@pytest.mark.slow
def test_two_processes_give_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.charts.looks import case, charts;"
        "from analysis.charts.base import svg_bytes;"
        "print([hashlib.sha256(svg_bytes(draw(), name)).hexdigest()"
        " for name, draw in charts(case('whole')).items()])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@ON_EACH_PAPER
def test_words_are_at_least_seven_and_a_half_points_high(paper: str) -> None:
    for name in NAMES:
        assert min(t.get_fontsize() for t in words(PAPERS[paper](name).figure)) >= 7.5


def test_the_drawing_for_small_screens_is_without_font_and_the_same_each_time() -> None:
    first = chart("held").narrow_svg("fig-held.narrow")
    assert 'width="211.68pt"' in first
    assert "@font-face" not in first
    assert first == charts(case("whole"))["held"]().narrow_svg("fig-held.narrow")
    assert replace(chart("held"), narrow=None).narrow_svg("x") == ""
