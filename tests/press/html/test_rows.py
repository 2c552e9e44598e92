"""Rows of a table in a page: what can be chosen, and how one card leads to the next."""

from __future__ import annotations

import re

from analysis.marks import Column, Filter, Run, Table
from analysis.press.html.rests import Rests
from analysis.press.html.rows import FEWEST_ROWS, choice_css, choices, headings, page_rows

IDS = [f"E{n}" for n in range(1, 10)]
EVENTS = ("a", "a", "b", "c", "d", "e", "f", "g", "h")


def table(*, filters: tuple[Filter, ...] = (), rows: int = 9) -> Table:
    return Table(
        id="tbl",
        caption="Rows.",
        columns=(Column("Id"), Column('What "they" say')),
        rows=tuple(((Run(id, id=id),), ("x",)) for id in IDS[:rows]),
        filters=filters,
        steps=EVENTS[:rows],
    )


def sides(rows: int = 9) -> Filter:
    return Filter("Side", ((("North",), ("North", "South"), ("South",)) * 3)[:rows])


def test_each_value_has_its_class_and_the_number_of_its_rows() -> None:
    (choice,) = choices(table(filters=(sides(),)))
    assert choice.values == {"North": ("f1", 6), "South": ("f2", 6)}
    html = page_rows(table(filters=(sides(),)), Rests())
    assert html.count('<tr class="card f1 f2">') == 3
    rules = choice_css([table(filters=(sides(),))])
    assert ".table:has(.pick .f1:checked) tbody tr:not(.f1){display:none}" in rules
    assert rules.startswith("@media screen{")  # in print every row is there


def test_nothing_is_chosen_where_nothing_would_be_told_apart() -> None:
    same = Filter("Side", (("North",),) * 9)
    assert choices(table(filters=(same,))) == []
    assert choices(table(filters=(sides(FEWEST_ROWS - 1),), rows=FEWEST_ROWS - 1)) == []
    assert choices(table(filters=(sides(5),))) == []  # a mark that does not fit its rows
    assert choice_css([table()]) == ""


def test_a_card_leads_to_the_events_before_and_after_and_to_other_passages_on_its_own() -> None:
    ways = re.findall(r'<span class="way">(.*?)</span>', page_rows(table(), Rests()))
    link = '<a href="#{}">{}</a>'.format
    assert ways[0] == f"{link('E3', 'Later')} {link('E2', 'E2')} {link('closed', 'Close')}"
    later, earlier = link("E4", "Later"), link("E1", "Earlier")
    assert ways[2] == f"{later} {earlier} {link('closed', 'Close')}"
    assert ways[8] == f"{link('E8', 'Earlier')} {link('closed', 'Close')}"


def test_a_card_has_the_headings_of_its_table_and_no_text_ends_them() -> None:
    assert headings(table()) == ';--head1:"Id";--head2:"What ”they” say"'
    assert headings(Table(id="t", columns=(Column("Id"),))) == ""
