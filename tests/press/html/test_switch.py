"""Sources switched on and off in a page: what was prepared is there, and shown for one choice."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import nbformat.v4 as v4
import pytest

from analysis.marks import INSTEAD, Choice, Figure, KeyFigure, KeyFigures, Prose, written
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.html.switch import Switch, switch, switch_css

SOURCES = ("North Star", "Gazette", "Courier")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 L 9 9"/></svg>'


def proper(of: tuple[str, ...], sizes: range) -> list[Choice]:
    return [Choice(of, on) for size in sizes for on in combinations(of, size)]


def instead(choice: Choice, mark: Any, data: dict[str, str]) -> dict[str, Any]:
    own = {"of": list(choice.of), "on": list(choice.on)}
    return own | {"metadata": written(mark), "data": data}


def output(data: dict[str, Any], mark: Any, others: list[dict[str, Any]]) -> Any:
    return v4.new_output("display_data", data=data | {INSTEAD: others}, metadata=written(mark))


def told(choice: Choice) -> str:
    return f"Told by {' and '.join(choice.on)}."


def notebook(choices: list[Choice]) -> Any:
    said = [instead(one, Prose(), {"text/markdown": told(one)}) for one in choices]
    number = [
        instead(one, KeyFigures(figures=(KeyFigure("n", f"{len(one.on)}", "calls", ""),)), {})
        for one in choices
    ]
    drawn = [
        instead(one, Figure(id="fig-a", title=told(one), alt="A."), {"image/svg+xml": SVG})
        for one in choices
    ]
    whole = KeyFigures(figures=(KeyFigure("n", "3", "calls", ""),))
    figure = Figure(id="fig-a", title="All of them", alt="A.")
    outputs = [
        output({"text/markdown": "Told by all."}, Prose(), said),
        output({"text/plain": "3"}, whole, number),
        output({"image/svg+xml": SVG}, figure, drawn),
    ]
    cells = [
        v4.new_markdown_cell("# Talks"),
        v4.new_code_cell("1", execution_count=1, outputs=outputs),
        v4.new_markdown_cell("See [Figure](#fig-a)."),
    ]
    return v4.new_notebook(cells=cells)


def page(choices: list[Choice]) -> str:
    return str(BackchannelHTMLExporter().from_notebook_node(notebook(choices))[0])


def test_each_choice_is_in_the_page_and_the_report_itself_is_shown_without_has() -> None:
    choices = proper(SOURCES, range(1, 3))
    html = page(choices)
    for choice in choices:
        assert html.count(told(choice)) >= 2  # its sentence, and the title of its figure
    assert html.count('type="checkbox"') == 3
    assert html.count('class="choice c0 own"') == 3
    css = html[: html.index("</style>")]
    assert css.index(".choice:not(.own),.switch{display:none}") < css.index("@supports selector(")


def test_a_figure_of_another_choice_has_the_same_number_and_an_id_of_its_own() -> None:
    html = page(proper(SOURCES, range(1, 3)))
    assert html.count("<b>Figure 1.</b>") == 7
    assert html.count('id="fig-a"') == 1
    assert 'id="fig-a.of1"' in html
    assert "Figure 2" not in html
    assert '<a href="#fig-a">Figure 1</a>' in html


def test_more_sources_are_left_out_one_at_a_time_from_a_list() -> None:
    of = (*SOURCES, "Herald", "Post")
    html = page(proper(of, range(4, 5)))
    assert html.count('type="radio"') == 6
    for source in of:
        assert f">without {source}</label>" in html


def test_the_rules_show_one_choice_for_every_state_of_the_boxes() -> None:
    choices = (Choice(SOURCES, SOURCES), *proper(SOURCES, range(1, 3)))
    css = switch_css(Switch(SOURCES, choices, combined=True, first=0))
    assert "html:has(.o0:checked):has(.o1:not(:checked)):has(.o2:checked) .c5{" in css
    assert css.count("display:block}") == len(choices) + 2  # what is off, and that nothing is on
    assert switch([]) is None
    assert switch_css(None) == ""


def test_a_page_without_choices_has_no_switch() -> None:
    html = page([])
    assert "Sources read" not in html
    assert 'class="choice' not in html


@pytest.mark.parametrize("broken", [{"of": ["a"]}, {"of": 3, "on": []}, "x", {}])
def test_what_is_no_choice_costs_nothing_but_itself(broken: Any) -> None:
    book = notebook(proper(SOURCES, range(1, 3)))
    book.cells[1].outputs[0].data[INSTEAD] = [broken]
    html, resources = BackchannelHTMLExporter().from_notebook_node(book)
    assert "Told by all." in html
    assert any("choices" in str(loss) for loss in resources["backchannel"]["losses"])
