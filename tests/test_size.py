"""A report stays legible however large the table behind it: bounded rows, words and pages.

The packages are made by a fixed seed (`bench/packages.py`); the largest are slow tests.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from bench.packages import Size, write
from tests.charts.looks import outside, overlaps, words

from analysis import charts
from analysis.charts.base import WIDTH, house_style
from analysis.marks import Run
from analysis.measures import Measures, measures
from analysis.notebook import MOST_BEHIND
from analysis.opening import opened
from analysis.report import sentences, tables
from analysis.report.sentences.citing import MOST_LINKS, cite
from analysis.report.tables.listing import MOST_IDS, MOST_ROWS, evidence_links

ROOT = Path(__file__).resolve().parents[1]
LEAST_TYPE = 6.5  # points in print
ROOM = (842 - 136) * 0.8  # points of height that the page leaves to a figure (style.typ)
FRONT = (842 - 136) * 0.48  # the same, on the first page
MEASURE = 465  # points of width
MANY = {
    "many of all": Size(400, sources=450, actors=300, flows=40, evidence_of_first=600),
}
SLOW = {
    "1,000 events": Size(1000),
    "10,000 events": Size(10_000, sources=450, actors=500, evidence_of_first=600),
    "100,000 events": Size(100_000),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory):
    @cache
    def of(name: str) -> Measures:
        folder = write(tmp_path_factory.mktemp("size") / "made", (MANY | SLOW)[name])
        given = dict.fromkeys(("start", "end")) | {
            "freq": "W", "sides": [], "sources": [], "channels": [],
            "days_without_contact": [3, 7, 14], "confidence": 0.95, "package": str(folder),
        }  # fmt: skip
        data, chosen = opened(given)
        return measures(data, **chosen)

    return of


LARGEST = [pytest.param(name, marks=pytest.mark.long) for name in [*SLOW][1:]]
EACH = pytest.mark.parametrize("name", [*MANY, "1,000 events", *LARGEST])


@pytest.mark.slow
@EACH
def test_every_figure_fits_its_page_with_words_that_can_be_read(measured, name: str) -> None:
    for chart in charts.__all__:
        drawn = getattr(charts, chart)(measured(name))
        height = drawn.figure.get_size_inches()[1] * 72
        wide = WIDTH * 72
        room = FRONT if chart == "overview" else ROOM
        scale = min(MEASURE, room * wide / height) / wide
        assert min(t.get_fontsize() for t in words(drawn.figure)) * scale > LEAST_TYPE, chart
        assert overlaps(drawn.figure) == [], chart
        assert outside(drawn.figure) == [], chart
        assert len(drawn.alt) < 2500, chart
        with house_style():
            narrow = drawn.narrow()
        assert min(t.get_fontsize() for t in words(narrow)) >= 7.5, chart
        assert overlaps(narrow) == [], chart
        assert outside(narrow) == [], chart


@pytest.mark.slow
@EACH
def test_sentences_speak_of_the_first_and_say_how_many_there_are_beyond(measured, name) -> None:
    m = measured(name)
    for on in sentences.__all__:
        if on == "on_citing":
            continue
        said = getattr(sentences, on)(m)
        text = " ".join([said] if isinstance(said, str) else said)
        assert len(text.split()) < 700, on


@pytest.mark.slow
@EACH
def test_a_table_shows_so_many_rows_and_its_csv_all_of_them(measured, name: str) -> None:
    m = measured(name)
    found = tables.of_contacts(m)
    assert len(found.frame) == len(m.contacts)
    assert len(found.table.rows) == min(len(m.contacts), MOST_ROWS)
    if len(m.contacts) > MOST_ROWS:
        assert f"The first {MOST_ROWS} of {len(m.contacts):,} rows" in found.table.caption
    for row in found.table.rows:
        assert sum(isinstance(run, Run) for run in row[-1]) <= MOST_IDS


def test_of_600_passages_on_one_call_the_first_are_named_and_the_rest_counted(measured) -> None:
    m = measured("many of all")
    own = m.contacts[[len(ids) >= 600 for ids in m.contacts["evidence"]]]
    assert len(own) == 1
    ids = own["evidence"].iloc[0]
    assert evidence_links(ids)[-1] == f" and {len(ids) - MOST_IDS} more"
    assert cite(m, ids).endswith(f", and {len(ids) - MOST_LINKS} more)")


@pytest.mark.slow
def test_of_450_sources_some_have_a_row_and_the_rest_share_one(measured) -> None:
    drawn = charts.overview(measured("many of all"))
    assert "446 other sources" in {t.get_text() for t in words(drawn.figure)}
    assert len(drawn.evidence) > MOST_BEHIND


@pytest.mark.slow
@pytest.mark.parametrize("name", ["1,000 events", *LARGEST])
def test_a_large_report_is_bounded_and_links_land(tmp_path: Path, name: str) -> None:
    package = write(tmp_path / "made", SLOW[name])
    out = tmp_path / "report"
    command = [sys.executable, "-m", "analysis", "report", "-p", f"package={package}"]
    subprocess.run([*command, "--out", str(out), "--fresh"], cwd=ROOT, check=True, timeout=1500)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 2_000_000
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'\bid="([^"]+)"', page))
    with pikepdf.open(out / "report.pdf") as pdf:
        assert len(pdf.pages) <= 40
    with (out / "tables" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    assert rows == len(pd.read_csv(package / "evidence.csv"))
