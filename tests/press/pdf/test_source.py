"""The Typst source: every text stays text, links lead somewhere, one run of pandoc."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typst
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.marks import Callout, Cell, Column, Mark, Run, Table, written
from analysis.press.document import markdown
from analysis.press.document.numbering import ReportPreprocessor
from analysis.press.pdf import source as typst_source
from analysis.press.pdf import tables
from analysis.press.pdf.markup import Writer
from analysis.press.pdf.text import clean, markup, string

HOSTILE = [
    '#panic("x")',
    "$x$ @ref <label> *b* _i_ `c` [d] {e} ~ \\ /",
    "= heading",
    "- item",
    "+ item",
    "/ term: text",
    "1. item",
    "// comment /* comment */",
    "https://example.org/?a=b#c",
    "\\u{41} \\# \\",
    "--- -- ... -? \"quoted\" 'single'",
    "a#brk;b(c)[d].e",
    "",
]


def typst_text(expression: str) -> str:
    """What Typst itself reads in a piece of markup, as plain text."""
    document = f"""
        #let brk = []
        #let divided(it) = it
        #let text-of(it) = if it.has("text") {{ it.text }} else if it.has("children") {{
          it.children.map(text-of).join() }} else if it == [ ] {{ " " }} else {{ "" }}
        #metadata(text-of([{expression}]))<out>
    """
    found = typst.query(document.encode(), "<out>", field="value", one=True)
    return str(json.loads(found) or "")


def body(*cells: Any) -> str:
    _, resources = ReportPreprocessor().preprocess(new_notebook(cells=list(cells)), {})
    told = resources["backchannel"]
    return typst_source.body(told["pieces"], told["anchors"]).source()


def output(data: dict[str, str], mark: Mark) -> Any:
    return new_code_cell(
        "x", outputs=[new_output("display_data", data=data, metadata=written(mark))]
    )


def table(columns: tuple[Column, ...], *rows: tuple[Cell, ...], small: bool = False) -> Any:
    return output({}, Table(id="tbl-a", caption="c", columns=columns, rows=rows, small=small))


@pytest.mark.parametrize("text", HOSTILE)
def test_typst_reads_back_exactly_the_text_that_was_escaped(text: str) -> None:
    assert typst_text(markup(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_string_literal_holds_exactly_its_text(text: str) -> None:
    document = f"#metadata({string(text)})<out>".encode()
    found = typst.query(document, "<out>", field="value", one=True)
    assert json.loads(found) == text


def test_a_long_id_may_break_anywhere_and_a_word_nowhere() -> None:
    assert markup("0" * 30).count("#brk;") == 29
    assert "#brk;" not in markup("extraordinarily long, but words")


def test_a_word_wider_than_its_column_is_divided_and_no_other() -> None:
    assert markup("the organisation of talks", 9) == "the #divided[organisation]; of talks"
    assert markup("events/calls", 9) == "events\\/#brk;calls"


def test_characters_that_the_archive_format_forbids_are_replaced_in_sight() -> None:
    assert clean("a\x00b\ue000c\td") == "ab\ufffdc d"


def test_a_link_without_a_target_becomes_text() -> None:
    writer = Writer(anchors=frozenset({"E001"}))
    assert writer.link("#E001", "x") == '#link(label("E001"))[#box[x]];'
    assert writer.link("#E999", "x") == "x"
    assert writer.link("javascript:alert(1)", "x") == "x"


def test_an_anchor_given_twice_is_set_once() -> None:
    writer = Writer(anchors=frozenset({"E001"}))
    assert writer.anchor("E001") == '#anchor("E001");'
    assert writer.anchor("E001") == ""


def test_an_id_in_a_table_row_is_an_anchor_and_links_to_it_land() -> None:
    made = body(
        new_markdown_cell("[there](#E001)"),
        table((Column("Evidence"),), ((Run("E001", id="E001"),),)),
    )
    assert '#link(label("E001"))[#box[there]];' in made
    assert 'row-head([#anchor("E001");E001])' in made


def test_all_texts_of_a_report_take_one_run_of_pandoc(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = subprocess.run

    def counting(*args: Any, **kw: Any) -> Any:
        runs.append(args)
        return run(*args, **kw)

    monkeypatch.setattr(markdown.subprocess, "run", counting)
    markdown._run.cache_clear()
    body(
        new_markdown_cell("## One"),
        table((Column("a"),), (("x",),)),
        output({"text/markdown": "limit"}, Callout()),
        new_markdown_cell("## Two"),
    )
    assert len(runs) == 1


def test_a_fragment_that_closes_divisions_cannot_leave_its_place() -> None:
    trees = markdown.read_markdown(["</div></div>\n\na\n\n```", "</div>\n\nb"])
    assert len(trees) == 2
    assert trees[1][-1]["t"] == "Para"


def test_pandoc_that_refuses_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(markdown, "_READER", tmp_path / "fragments.lua")
    with pytest.raises(markdown.PandocError, match=r"fragments\.lua"):
        markdown.read_markdown(["a text that nobody has read"])


def test_widths_that_a_table_states_are_kept() -> None:
    made = body(table((Column("a", 12), Column("b", 88)), (("1",), ("2",))))
    assert "columns: (12.00fr, 88.00fr,)" in made
    assert "header: ([a], [b], )" in made
    assert "row-head([1])" in made


def test_no_cell_is_lost_when_a_table_states_the_widths_of_some_columns_only() -> None:
    made = body(table((Column("a", 20), Column("b"), Column("c")), (("1",), ("2",), ("three",))))
    assert "row-head([1]), [2], [three]" in made
    assert "columns: (20.00fr, " in made


def test_a_column_has_room_for_its_heading_and_its_words_beside_columns_of_long_texts() -> None:
    heads = ("event_id", "stretch", "evidence_ids", "actors", "summary")
    row = ("call-a", "False", "E010 E011", "the one and the other " * 9, "they spoke again " * 20)
    made = body(table(tuple(map(Column, heads)), tuple((text,) for text in row)))
    widths = re.search(r"columns: \((.*?),\)", made)
    assert widths
    shares = [float(width.removesuffix("fr")) for width in widths[1].split(", ")]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    for head, share in zip(heads, shares, strict=True):
        assert share / 100 * tables.WIDTH >= len(head) * tables.LETTER * tables.NORMAL.size


def test_a_cell_that_spans_columns_keeps_its_span() -> None:
    html = '<table><tr><th colspan="2">a</th></tr><tr><td>1</td><td>2</td></tr></table>'
    made = body(new_markdown_cell(html))
    assert "table.cell(colspan: 2, [a])" in made
    assert "[1], [2]" in made


def test_the_caption_of_a_table_is_plain_text_with_its_number() -> None:
    made = body(output({}, Table(id="t", caption="*not* [a](#link) $x$", columns=(Column("a"),))))
    assert r"caption: [#strong[Table 1.] \*not\* \[a\]\(\#link\) \$x\$]," in made


def test_heading_levels_start_at_one_and_skip_none() -> None:
    made = body(new_markdown_cell("## A\n\n#### B\n\n## C"))
    assert [line[:18] for line in made.splitlines() if line.startswith("#heading")] == [
        "#heading(level: 1)",
        "#heading(level: 2)",
        "#heading(level: 1)",
    ]


def test_our_prose_gets_typographic_quotes_and_quotes_of_sources_stay() -> None:
    said = 'it\'s "so"'
    ours = body(new_markdown_cell(said), output({"text/markdown": "limit"}, Callout()))
    assert ours.startswith("it\u2019s “so”")
    assert body(new_markdown_cell(said)).strip() == markup(said)  # nobody else's is changed
    made = body(table((Column("a"),), ((said,),)))
    assert f"row-head([{markup(said)}])" in made


def test_links_are_taken_out_of_the_svg_and_its_shape_is_known() -> None:
    made, ratio = typst_source.svg_for_typst(
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="200pt" height="100pt" '
        'viewBox="0 0 200 100"><a xlink:href="#E001"><path d="M0 0"/></a><animate/></svg>'
    )
    assert ratio == 0.5
    assert made.startswith("<svg")
    assert "<a " not in made
    assert "</a>" not in made
    assert "<animate/>" in made


@pytest.mark.parametrize("svg", ["no picture", "<svg></svg>", '<svg width="0" height="0"/>'])
def test_an_svg_without_a_size_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="svg"):
        typst_source.svg_for_typst(svg)


def test_an_output_of_unknown_kind_is_set_like_any_other() -> None:
    cell = new_code_cell("x", outputs=[new_output("display_data", data={"text/plain": "x"})])
    cell.outputs[0].metadata["backchannel"] = {"kind": "hologram"}
    assert body(cell).strip() == '#printed[#preformatted("x")]'


def test_more_evidence_than_asked_for_is_counted() -> None:
    writer = Writer(anchors=frozenset({"E1"}))
    assert writer.evidence(["E1"], at_most=2) == 'evidence([#link(label("E1"))[#box[E1]];])'
    assert writer.evidence(["a", "b", "c"], at_most=2) == "evidence([a], more: 2)"
    assert writer.evidence(["a", "b"], at_most=2) == "evidence([a], [b])"
    assert writer.evidence([]) == "none"


def test_a_checksum_may_be_broken_in_the_middle_only() -> None:
    digest = "0123456789abcdef" * 4
    made = body(table((Column("a"),), ((Run(digest, look="checksum"),),)))
    assert f"#checksum[{digest[:32]}#brk;{digest[32:]}];" in made


@pytest.mark.parametrize(
    ("small", "rows", "columns", "setting"),
    [(False, 3, 2, "normal"), (False, 3, 7, "small"), (False, 25, 2, "fine"), (True, 3, 2, "fine")],
)
def test_what_is_looked_up_is_set_smaller_than_what_is_read(
    small: bool, rows: int, columns: int, setting: str
) -> None:
    row: tuple[Cell, ...] = (("x",),) * columns
    made = body(table((Column("a"),) * columns, *[row] * rows, small=small))
    assert f"setting: settings.{setting}," in made
