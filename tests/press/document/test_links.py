"""Links inside a report: numbered, leading somewhere, and short where there are many."""

import pytest

from analysis.press.document.links import resolve_html_links, resolve_links, with_backlinks


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[E001](#E001) and [E999](#E999)", "[E001](#E001) and E999"),
        ("[Figure](#fig-a)", "[Figure 3](#fig-a)"),
        ("[the figure](#fig-a)", "[the figure](#fig-a)"),
        ("[Figure](#fig-gone)", "Figure"),
        ("[*a* [b]](#fig-a)", "[*a* [b]](#fig-a)"),
        ("`[Figure](#fig-a)` stays", "`[Figure](#fig-a)` stays"),
        ("```\n[Figure](#fig-a)\n```\n", "```\n[Figure](#fig-a)\n```\n"),
        ("[out](https://example.org/#fig-a)", "[out](https://example.org/#fig-a)"),
    ],
)
def test_links_of_markdown(markdown, expected):
    anchors = frozenset({"E001", "fig-a"})
    assert resolve_links(markdown, {"fig-a": "Figure 3"}, anchors) == expected


def test_links_of_a_table_lead_somewhere_or_are_text():
    html = '<td><a href="#E001">E001</a> <a href="#E999"><em>E999</em></a></td>'
    assert (
        resolve_html_links(html, {}, frozenset({"E001"}))
        == '<td><a href="#E001">E001</a> <em>E999</em></td>'
    )


def test_a_row_says_each_kind_once_and_each_link_is_called_in_full():
    users = [
        ("fig-a", frozenset({"E001"})),
        ("tbl-b", frozenset({"E001"})),
        ("fig-c", frozenset({"E001", "E002"})),
    ]
    labels = {"fig-a": "Figure 1", "tbl-b": "Table 4", "fig-c": "Figure 2"}
    row = '<span class="shown-in" data-evidence="E00{}"></span>'
    assert with_backlinks(row.format(1), users, labels) == (
        '<span class="shown-in">Fig.\u00a0<a href="#fig-a" aria-label="Figure 1">1</a>, '
        '<a href="#fig-c" aria-label="Figure 2">2</a>; '
        'Table\u00a0<a href="#tbl-b" aria-label="Table 4">4</a></span>'
    )
    assert with_backlinks(row.format(2), users, labels) == (
        '<span class="shown-in">Fig.\u00a0<a href="#fig-c" aria-label="Figure 2">2</a></span>'
    )


def test_evidence_that_nothing_shows_has_an_empty_place():
    row = '<span class="shown-in" data-evidence="E003"></span>'
    assert with_backlinks(row, [], {}) == '<span class="shown-in"></span>'
