"""A figure with a drawing for small screens: both in a page, the wide one alone in print."""

from __future__ import annotations

import re
from typing import Any

import nbformat.v4 as v4

from analysis.marks import INSTEAD, NARROW, Figure, written
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.pdf.exporter import BackchannelPDFExporter

LINK = '<a xlink:href="#E001"><title>3 May: a call</title><path d="M 0 0 L 9 9"/></a>'


def drawing(width: int, inside: str = LINK) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}pt" height="90pt" viewBox="0 0 {width} 90">'
        f'<defs><clipPath id="p"><rect width="{width}" height="9"/></clipPath></defs>'
        f'{inside}<path d="M 0 0 L 9 {width}" clip-path="url(#p)"/></svg>'
    )


def notebook(narrow: str | None, others: Any = None) -> Any:
    figure = Figure(id="fig-a", title="One call", alt="A call on 3 May.", caption="Calls.")
    data: dict[str, Any] = {"image/svg+xml": drawing(518), "text/plain": "A call."}
    data |= {NARROW: narrow} if narrow is not None else {}
    data |= {INSTEAD: others} if others else {}
    output = v4.new_output("display_data", data=data, metadata=written(figure))
    cells = [
        v4.new_markdown_cell("# Talks"),
        v4.new_code_cell("1", execution_count=1, outputs=[output]),
        v4.new_markdown_cell('<span id="E001">A row.</span>'),
    ]
    return v4.new_notebook(cells=cells)


def page(book: Any) -> tuple[str, list[str]]:
    html, resources = BackchannelHTMLExporter().from_notebook_node(book)
    return str(html), [str(loss) for loss in resources["backchannel"]["losses"]]


def test_both_drawings_are_in_the_page_with_names_links_and_ids_of_their_own() -> None:
    html, losses = page(notebook(drawing(211)))
    assert losses == []
    wide, narrow = re.findall(r"<svg viewBox.*?</svg>", html)
    assert wide.startswith('<svg viewBox="0 0 518 90"')
    assert narrow.startswith('<svg viewBox="0 0 211 90"')
    for svg in (wide, narrow):
        assert 'aria-label="One call" aria-describedby="fig-a.alt"' in svg
        assert "<title>3 May: a call</title>" in svg
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert '<div class="scroll wide" role="region"' in html
    assert '<div class="narrow"><svg' in html


def test_a_figure_with_one_drawing_shows_it_at_every_width() -> None:
    html, _ = page(notebook(None))
    assert '<div class="scroll" role="region"' in html
    assert 'class="narrow"' not in html


def test_a_drawing_for_small_screens_that_is_none_is_left_out_and_said() -> None:
    html, losses = page(notebook("<svg><script>alert(1)</script>"))
    assert 'class="narrow"' not in html
    assert "alert" not in html
    assert len(losses) == 1


def test_a_choice_of_sources_without_one_says_that_it_scrolls() -> None:
    mark = Figure(id="fig-a", title="No call", alt="Nothing.")
    other = {
        "of": ["A", "B"],
        "on": ["A"],
        "metadata": written(mark),
        "data": {"image/svg+xml": drawing(518)},
    }
    html, _ = page(notebook(drawing(211), [other]))
    assert html.count('<p class="sideways">') == 1
    assert html.index('id="fig-a.of1"') < html.index('<p class="sideways">')
    assert '<p class="sideways">' not in page(notebook(None, [other]))[0]


def test_print_has_the_wide_drawing_alone() -> None:
    def pdf(narrow: str | None) -> bytes:
        made, _ = BackchannelPDFExporter().from_notebook_node(notebook(narrow))
        return bytes(made)

    assert pdf(drawing(211)) == pdf(None)
