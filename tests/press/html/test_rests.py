"""What rests on sources that are off is told from the rest, and nothing else is called so."""

from __future__ import annotations

from typing import Any

import nbformat.v4 as v4
from tests.press.html.test_switch import SOURCES, notebook, proper

from analysis.marks import Choice, Column, Figure, Run, Table, written
from analysis.press.document.pieces import Piece
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.html.rests import Rests, rests, rests_css
from analysis.press.html.switch import Switch

TOLD = {"E1": "North Star", "E2": "Gazette", "E3": "Courier", "E4": "North Star"}
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9"><a xlink:href="#E1" data-behind="E1 E4"><title>one</title>'
    '<path d="M 0 0 L 9 9"/></a><a xlink:href="#E2" data-behind="E2 E3"><title>two</title>'
    '<path d="M 0 9 L 9 0"/></a><a xlink:href="#E3"><title>many</title>'
    '<path d="M 0 5 L 9 5"/></a></svg>'
)


def known() -> Rests:
    return Rests(SOURCES, TOLD)


def combined() -> Switch:
    return Switch(SOURCES, (Choice(SOURCES, SOURCES), *proper(SOURCES, range(1, 3))), True, 0)


def one_at_a_time() -> Switch:
    return Switch(SOURCES, (Choice(SOURCES, SOURCES), *proper(SOURCES, range(2, 3))), False, 0)


def evidence() -> Table:
    return Table(
        id="tbl-evidence",
        caption="Evidence.",
        columns=(Column("Id"), Column("Words")),
        rows=tuple(((Run(id, id=id),), ("said",)) for id in TOLD),
        told_by=tuple(TOLD.values()),
    )


def steps() -> Table:
    return Table(
        id="tbl-steps",
        caption="Steps.",
        columns=(Column("Day"), Column("Evidence")),
        rows=tuple(((f"{n} May",), (Run("E1", to="E1"), " and more")) for n in range(1, 4)),
        behind=(("E1", "E4"), ("E1", "E2"), ()),
    )


def chapter(*marks: Any) -> Any:
    data = [{"image/svg+xml": DRAWN} if isinstance(m, Figure) else {} for m in marks]
    return v4.new_code_cell(
        "1",
        execution_count=1,
        outputs=[
            v4.new_output("display_data", data=one or {"text/plain": ""}, metadata=written(mark))
            for one, mark in zip(data, marks, strict=True)
        ],
    )


def page(switched: bool = True) -> str:
    book = notebook(proper(SOURCES, range(1, 3)) if switched else [])
    book.cells += [
        v4.new_markdown_cell("# Steps\n\nTold by all."),
        chapter(Figure(id="fig-steps", title="Steps", alt="A."), steps()),
        v4.new_markdown_cell("# Words\n\nNo figure here."),
        v4.new_markdown_cell("# Evidence"),
        chapter(evidence()),
    ]
    return str(BackchannelHTMLExporter().from_notebook_node(book)[0])


def test_marks_rows_and_evidence_have_the_class_of_all_their_sources() -> None:
    html = page()
    assert '<a class="q0" href="#E1"><title>one</title>' in html
    assert '<a class="q12" href="#E2"><title>two</title>' in html
    assert "data-behind" not in html
    assert '<tr class="q0"><th scope="row">1 May' in html
    assert '<tr class="q01"><th scope="row">2 May' in html
    assert '<tr class="q2"><th scope="row"><span id="E3">' in html


def test_what_does_not_name_all_that_it_rests_on_is_never_called_off() -> None:
    html = page()
    assert '<a href="#E3"><title>many</title>' in html
    assert '<tr><th scope="row">3 May' in html
    assert known().name(["E1", "E9"]) == known().name([]) == Rests().name(["E1"]) == ""


def test_each_section_with_such_a_figure_or_table_says_so_once_right_below_its_heading() -> None:
    html = page()
    assert html.count('<p class="told">') == 2
    for heading in ("Steps", "Evidence"):
        after = html.split(f">{heading}</h2>")[1]
        assert after.index('<p class="told">') < after.index("<figure")
    assert '<p class="told">' not in html.split(">Words</h2>")[1].split("</h2>")[0].split("<h2")[0]


def test_a_page_without_a_switch_has_nothing_of_it() -> None:
    html = page(switched=False)
    assert '<p class="told">' not in html
    assert 'class="q' not in html
    assert "data-behind" not in html
    assert rests([Piece("a", 1, evidence())], None) == Rests()


def test_all_sources_of_a_mark_must_be_off_and_one_is_enough_for_a_part() -> None:
    found = known()
    assert [found.name(own) for own in (["E1", "E4"], ["E1", "E3"])] == ["q0", "q02"]
    css = rests_css(found, combined())
    assert "html:has(.o0:not(:checked)) .q0," in css
    assert "html:has(.o0:not(:checked)):has(.o2:not(:checked)) .q02{" in css
    assert "html:has(:is(.o0,.o2):not(:checked)) .q02{" in css
    assert css.index("partly off") < css.index(' off"')
    assert css.startswith("@supports selector(:has(a)){@media screen{")  # print, and without


def test_with_one_source_left_out_at_a_time_what_two_tell_is_never_off() -> None:
    found = known()
    assert [found.name(own) for own in (["E1"], ["E1", "E3"])] == ["q0", "q02"]
    switch = one_at_a_time()
    number = {label: n for n, label in enumerate(map(switch.label, range(4)))}
    off, other = number["without North Star"], number["without Courier"]
    css = rests_css(found, switch)
    assert f"html:has(:is(.o{off}):checked) .q0{{" in css
    assert f"html:has(:is(.o{min(off, other)},.o{max(off, other)}):checked) .q02{{" in css
    assert css.count(".q02") == 1


def test_links_to_evidence_of_a_source_that_is_off_are_struck_and_no_id_ends_the_sheet() -> None:
    hostile = Rests(SOURCES, {'E"]{}</style>': "Gazette", **TOLD})
    css = rests_css(hostile, combined())
    assert 'html:has(:is(.o0):not(:checked)) :is(p,li,td,dd)>:is([href="#E1"],[href="#E4"]){' in css
    assert "</style" not in css
    assert 'E\\22 \\5d \\7b \\7d \\3c \\2f style\\3e "' in css
