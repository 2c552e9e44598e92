"""What cells show: layout that no style sheet breaks, and what evidence says when pointed at."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from analysis import screen
from analysis.marks import Column, KeyFigure, Run, Table
from analysis.notebook import open_package
from analysis.reads import READS

LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"
TABLE = Table(
    id="tbl-a",
    caption="Calls.",
    columns=(Column("Pair"), Column("Calls", look="n"), Column("Evidence")),
    rows=((("A – B",), ("3",), (Run("E003", to="E003"),)),),
)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    screen.remember({})


def tree(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent=True)


def said(html: str) -> list[str]:
    return [" ".join(e.itertext()) for e in tree(html).xpath('//*[@class="bc-said"]')]


def test_an_id_says_quote_source_place_speaker_and_the_paragraph_that_is_at_hand() -> None:
    data = open_package(str(LAKELAND))
    row = data.evidence.set_index("evidence_id").loc["E003"]
    [told] = said(screen.prose("They spoke ([E003](#E003))."))
    assert f"“{row['quote']}”" in told
    assert "Account, paragraph 4" in told
    assert "said by" in told
    text = (LAKELAND / "texts" / "account.txt").read_text(encoding="utf-8")
    paragraph = [line for line in text.splitlines() if line.strip()][3]
    assert paragraph in told


def test_no_text_of_a_source_is_carried_into_a_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(READS, str(tmp_path / "reads"))
    open_package(str(LAKELAND))
    [told] = said(screen.prose("([E003](#E003))"))
    assert "Account, paragraph 4" in told
    text = (LAKELAND / "texts" / "account.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.strip()][3] not in told


def test_what_evidence_says_is_reached_by_the_keyboard_and_no_link_leads_nowhere() -> None:
    screen.remember({"E003": "“They spoke”"})
    html = screen.prose("Once ([E003](#E003), [E999](#E999)), in [Table](#tbl-a).")
    links = tree(html).xpath("//a")
    assert [(a.get("href"), a.get("tabindex")) for a in links] == [(None, "0"), ("#tbl-a", None)]
    assert "E999" in tree(html).text_content()


def test_columns_of_text_stand_left_and_numbers_right_in_the_elements_themselves() -> None:
    cells = tree(screen.table(TABLE)).xpath("//th | //td")
    sides = [re.search(r"text-align:(\w+)", cell.get("style"))[1] for cell in cells]  # type: ignore[index]
    assert sides == ["left", "right", "left"] * 2


def test_what_explains_a_quote_has_a_line_of_its_own_and_no_column_waits_for_the_press() -> None:
    row = (Run("E003", id="E003"),), ("“They spoke”", Run("A call.", look="small")), ()
    columns = Column("Id"), Column("Words"), Column("Shown in", look="shown-in")
    root = tree(screen.table(Table(id="tbl-e", columns=columns, rows=(row,))))
    assert [head.text for head in root.xpath("//thead//th")] == ["Id", "Words"]
    assert len(root.xpath("//tbody//td")) == 1
    assert "display:block" in root.xpath("//small")[0].get("style")


def test_a_note_stands_in_the_card_of_its_number() -> None:
    figures = [
        KeyFigure("calls", "7", "calls", "two pairs <now>", ("E003",)),
        KeyFigure("halts", "2", "halts", "one open"),
    ]
    cards = tree(screen.key_figures(figures)).xpath("./div/div")
    assert [" ".join(" ".join(card.itertext()).split()) for card in cards] == [
        "7 calls two pairs <now> E003",
        "2 halts one open",
    ]


def test_a_figure_is_a_picture_with_its_alternative_and_its_marks_are_pointed_at() -> None:
    screen.remember({"E003": "“They spoke”"})
    spots = [("E003", "3 June: A & B", "left:1%;top:2%;width:3%;height:4%")]
    root = tree(
        screen.figure("<svg/>", id="fig-a", title="Two & more", alt='Two "calls".', spots=spots)
    )
    [picture] = root.xpath("//img")
    assert picture.get("alt") == 'Two "calls".'
    assert picture.get("src").startswith("data:image/svg+xml;base64,")
    [mark] = root.xpath("//a")
    assert "left:1%" in mark.get("style")
    assert mark.text_content() == "3 June: A & B“They spoke”"


def test_markdown_of_a_sentence_brings_no_html_of_its_own() -> None:
    assert tree(screen.prose("a <b>b</b>")).xpath("//b") == []
