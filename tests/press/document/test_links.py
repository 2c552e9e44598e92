"""Links inside a report: numbered, leading somewhere, and short where there are many."""

import pytest

from analysis.marks import Column, Run, Table
from analysis.press.document.links import resolve_links, resolve_table, with_backlinks
from analysis.press.document.markdown import read_markdown
from analysis.press.html.writer import Writer
from analysis.table_html import cell_html


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[E001](#E001) and [E999](#E999)", '<a href="#E001">E001</a> and E999'),
        ("[Figure](#fig-a)", '<a href="#fig-a">Figure 3</a>'),
        ("[the figure](#fig-a)", '<a href="#fig-a">the figure</a>'),
        ("[Figure](#fig-gone)", "Figure"),
        ("[*a* [b]](#fig-a)", '<a href="#fig-a"><em>a</em> [b]</a>'),
        ("`[Figure](#fig-a)` stays", "<code>[Figure](#fig-a)</code> stays"),
        ("[out](https://example.org/#fig-a)", '<a href="https://example.org/#fig-a">out</a>'),
        ("[as Jupyter has it](#By-phone)", '<a href="#by-phone">as Jupyter has it</a>'),
    ],
)
def test_links_of_markdown(markdown, expected):
    (tree,) = read_markdown([markdown])
    anchors, aliases = {"E001", "fig-a", "by-phone"}, {"By-phone": "by-phone"}
    made = resolve_links(tree, {"fig-a": "Figure 3"}, anchors, aliases)
    assert Writer().blocks(made) == f"<p>{expected}</p>"


def evidence(*ids: str) -> Table:
    columns = (Column("Evidence"), Column("Shown in", look="shown-in"))
    return Table(id="tbl", columns=columns, rows=tuple(((Run(i, id=i),), ()) for i in ids))


def test_links_of_a_table_lead_somewhere_or_are_text():
    cell = (Run("E001", to="E001"), " ", Run("E999", to="E999", look="em"))
    table = Table(id="tbl", columns=(Column("Evidence"),), rows=((cell,),))
    assert resolve_table(table, frozenset({"E001"})).rows == (
        ((Run("E001", to="E001"), " ", Run("E999", look="em")),),
    )


def test_a_row_says_each_kind_once_and_each_link_is_called_in_full():
    users = [
        ("fig-a", frozenset({"E001"})),
        ("tbl-b", frozenset({"E001"})),
        ("fig-c", frozenset({"E001", "E002"})),
    ]
    labels = {"fig-a": "Figure 1", "tbl-b": "Table 4", "fig-c": "Figure 2"}
    first, second = with_backlinks(evidence("E001", "E002"), users, labels).rows
    assert cell_html(first[1]) == (
        'Fig.\u00a0<a href="#fig-a" aria-label="Figure 1">1</a>, '
        '<a href="#fig-c" aria-label="Figure 2">2</a>; '
        'Table\u00a0<a href="#tbl-b" aria-label="Table 4">4</a>'
    )
    assert second[1] == ("Fig.\u00a0", Run("2", to="fig-c", name="Figure 2"))


def test_of_evidence_that_nothing_shows_it_is_said_that_it_stands_there_alone():
    (row,) = with_backlinks(evidence("E003"), [], {}).rows
    assert row == ((Run("E003", id="E003"),), ("here alone",))
