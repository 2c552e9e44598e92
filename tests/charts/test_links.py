"""Every text of every figure leads to its own row of evidence and speaks of that row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from tests.charts.looks import PAPERS, WINDOWS, case, chart, charts, marked
from tests.measures.cases import exactly, people, view

from analysis.charts.base import MOST_BEHIND, Chart, Link, lead, linked, svg_bytes
from analysis.charts.layout.timeaxis import day_of
from analysis.measures.contacts import dated_contacts

NAMES = sorted(charts(case("whole")))
EACH = pytest.mark.parametrize("name", NAMES)
ON_EACH_PAPER = pytest.mark.parametrize("paper", PAPERS)
AT_EACH_WINDOW = pytest.mark.parametrize("window", sorted(WINDOWS))

FARTHEST = 14
"""Points between a mark and its label."""

SPEAKS_OF_NO_ROW = {
    "break-length", "empty", "none", "heading", "length", "row", "several", "zero",
}  # fmt: skip
"""What a text without a link may be, by its gid."""


def texts(drawn: Chart) -> list[Text]:
    """The texts inside the panels: not the title, the key, the names of rows and the dates."""
    return [t for ax in drawn.figure.axes for t in ax.texts if t.get_text()]


def links(drawn: Chart) -> list[Text]:
    return [t for t in texts(drawn) if t.get_url()]


def box(artist: Artist) -> Bbox:
    figure = artist.get_figure(root=True)
    assert figure is not None
    return artist.get_window_extent(RendererAgg(1, 1, figure.dpi)).padded(0)


def distance(a: Bbox, b: Bbox) -> float:
    across = max(a.x0 - b.x1, b.x0 - a.x1, 0)
    down = max(a.y0 - b.y1, b.y0 - a.y1, 0)
    return float(max(across, down))


def says(artist: Artist) -> tuple[str, str]:
    return str(artist.get_url()), str(artist.get_label())


@EACH
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_a_text_without_a_link_speaks_of_no_row_or_of_several(
    name: str, paper: str, window: str
) -> None:
    silent = [t for t in texts(PAPERS[paper](name, window)) if not t.get_url()]
    assert {t.get_gid() for t in silent} <= SPEAKS_OF_NO_ROW


@EACH
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_a_link_has_a_name_and_leads_to_evidence_of_the_chart(
    name: str, paper: str, window: str
) -> None:
    drawn = PAPERS[paper](name, window)
    for artist in drawn.figure.findobj(lambda a: bool(a.get_url())):
        target, said = says(artist)
        assert target.removeprefix("#") in drawn.evidence
        assert said
        assert not said.startswith(("_", ":"))


BESIDE_A_MARK = ("contacts", "course", "held", "overview", "stalls", "reconciliation")


@pytest.mark.parametrize("name", BESIDE_A_MARK)
@ON_EACH_PAPER
@AT_EACH_WINDOW
def test_a_label_says_and_leads_to_the_same_as_the_mark_that_it_stands_at(
    name: str, paper: str, window: str
) -> None:
    drawn = PAPERS[paper](name, window)
    for text in links(drawn):
        ax = text.axes
        assert ax is not None
        others = [a for a in ax.findobj(lambda a: bool(a.get_url())) if not isinstance(a, Text)]
        near = [a for a in others if distance(box(a), box(text)) <= FARTHEST * ax.figure.dpi / 72]
        # A step of the stock says what a flow does to it; the flow's own mark is not in the panel.
        if name == "overview" and ax is drawn.figure.axes[2] and ":" in text.get_text():
            continue
        if not _only_a_number_left(text, others):
            assert says(text) in [says(a) for a in near], text.get_text()


def _only_a_number_left(text: Text, others: list[Artist]) -> bool:
    """A row that is listed without being drawn, as it changes nothing: it has its text alone."""
    return says(text) not in [says(a) for a in others] and "not stated" in str(text.get_label())


def by_height(table: pd.DataFrame) -> Callable[[Text], pd.DataFrame]:
    """Row n of the table stands at height n, counted from the top."""

    def at(text: Text) -> pd.DataFrame:
        return table.iloc[[int(place(text)[1])]]

    return at


def place(text: Text) -> tuple[float, float]:
    """The middle of a text in data coordinates of its panel."""
    ax = text.axes
    assert ax is not None
    found = box(text)
    middle = ((found.x0 + found.x1) / 2, (found.y0 + found.y1) / 2)
    x, y = ax.transData.inverted().transform(middle)
    return float(x), float(y)


def row_label(ax: Axes, y: float) -> str:
    """The label of the row that a height belongs to."""
    ticks = ax.get_yticklabels()
    return min(ticks, key=lambda t: abs(t.get_position()[1] - y)).get_text().replace("\n", " ")


@AT_EACH_WINDOW
def test_a_value_belongs_to_the_row_of_the_table_at_its_height(window: str) -> None:
    drawn = chart("reconciliation", window)
    row_at = by_height(drawn.table)
    for text in links(drawn):
        row = row_at(text).iloc[0]
        target, said = says(text)
        assert target.removeprefix("#") in row["evidence"].split()
        assert row["label"] in said
    drawn_rows = [row for row in drawn.table["evidence"] if row]
    assert len(links(drawn)) == len(drawn_rows)


def test_steps_of_the_reconciliation_that_share_evidence_are_each_read_as_themselves() -> None:
    shown = view(
        people("taken", "capture", "1997-03-03", **exactly(60), amount_text="60"),
        people("freed", "release", "1997-03-12", **exactly(2), amount_text="two"),
        people("left", "count_report", "1997-03-20", **exactly(50), amount_text="50"),
    )
    drawn = charts(shown)["reconciliation"]()
    assert [says(t) for t in sorted(links(drawn), key=lambda t: place(t)[1])] == [
        ("#E001", "3 Mar 1997: capture, “60”"),
        ("#E002", "12 Mar 1997: release, −2"),
        ("#E001", "20 Mar 1997: implied, 58"),
        ("#E003", "20 Mar 1997: reported as held, “50”"),
        ("#E001", "20 Mar 1997: rest not itemised, 8"),
    ]


@AT_EACH_WINDOW
def test_a_count_of_a_period_leads_to_a_contact_inside_it(window: str) -> None:
    drawn, dated = chart("periods", window), dated_contacts(case(window))
    for text in links(drawn):
        x, y = place(text)
        when = day_of(x)
        target, said = says(text)
        assert text.axes is not None
        series = row_label(text.axes, y).removesuffix(", dated").rstrip("s")
        own = dated[[_has(" ".join(ids), target) for ids in dated["evidence"]]].iloc[0]
        (period,) = [
            r for r in _rows(drawn.table) if r["start"] <= f"{own['date']:%Y-%m-%d}" <= r["end"]
        ]
        assert period["start"] <= f"{when:%Y-%m-%d}" <= period["end"]
        assert series in said
        assert series == own["series"]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _has(evidence: str, target: str) -> bool:
    return target.removeprefix("#") in evidence.split()


@EACH
def test_the_svg_says_each_name_inside_its_link(name: str) -> None:
    drawn = chart(name)
    svg = "{http://www.w3.org/2000/svg}"
    root = etree.fromstring(svg_bytes(drawn, "fig"))
    found = {
        (str(a.get("{http://www.w3.org/1999/xlink}href")), str(a.findtext(f"{svg}title")))
        for a in root.iter(f"{svg}a")
    }
    assert found == {says(a) for a in drawn.figure.findobj(lambda a: bool(a.get_url()))}
    assert marked(drawn.figure, "event") or found or not drawn.evidence


@EACH
def test_a_link_of_the_svg_names_all_evidence_of_its_mark_from_where_it_leads_on(name: str) -> None:
    drawn = chart(name)
    root = etree.fromstring(svg_bytes(drawn, "fig"))
    for link in root.iter("{http://www.w3.org/2000/svg}a"):
        behind = link.get("data-behind", "").split()
        assert behind[0] == str(link.get("{http://www.w3.org/1999/xlink}href")).removeprefix("#")
        assert {*behind} <= {*drawn.evidence}


def test_a_mark_of_very_much_evidence_names_none_of_it_and_not_a_part() -> None:
    drawn = chart("course")
    artist = linked(drawn.figure)[0]
    name = str(artist.get_label())
    lead(artist, Link.to([f"E{n}" for n in range(MOST_BEHIND + 1)], name))
    root = etree.fromstring(svg_bytes(drawn, "fig"))
    links = root.iter("{http://www.w3.org/2000/svg}a")
    told = {
        link.get("data-behind")
        for link in links
        if link.get("{http://www.w3.org/1999/xlink}href") == "#E0"
    }
    assert told == {None}
