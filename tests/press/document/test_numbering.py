import nbformat.v4 as v4
import pytest
from nbformat import NotebookNode

from analysis.marks import Cell, Column, Figure, FigureCaption, Run, Table, written
from analysis.press.document.headings import headings
from analysis.press.document.join import only_marked
from analysis.press.document.numbering import ReportPreprocessor
from analysis.press.document.numbers import DuplicateAnchorError
from analysis.press.document.tree import plain
from analysis.press.html.writer import Writer


def numbered(notebook: NotebookNode) -> tuple[NotebookNode, dict]:
    nb, resources = ReportPreprocessor()(notebook, {})
    return nb, resources["backchannel"]


def marks(made: dict, kind: type) -> list:
    return [piece.mark for piece in made["pieces"] if isinstance(piece.mark, kind)]


def table(anchor: str, *rows: tuple[Cell, ...]) -> NotebookNode:
    mark = Table(id=anchor, columns=(Column("A"),), rows=rows)
    output = v4.new_output("display_data", data={"text/plain": ""}, metadata=written(mark))
    return v4.new_code_cell(outputs=[output])


def test_figures_and_tables_are_counted_apart_in_reading_order(report):
    _, made = numbered(report)
    assert [(m.id, m.label) for m in marks(made, Figure)] == [
        ("fig-calls", "Figure 1"),
        ("fig-held", "Figure 2"),
    ]
    assert [m.label for m in marks(made, Table)] == ["Table 1", "Table 2"]


def test_a_reference_ahead_gets_the_number_of_its_target(report):
    _, made = numbered(report)
    page = Writer().blocks(made["pieces"][0].tree + made["pieces"][1].tree)
    assert '<a href="#fig-held">Figure 2</a> and <a href="#tbl-pairs">Table 1</a>' in page


def test_what_the_report_does_not_show_is_dropped(report):
    report.cells = list(only_marked(report.cells))
    _, made = numbered(report)
    assert all(piece.mark is not None for piece in made["pieces"])
    assert not marks(made, FigureCaption)
    assert "a secret parameter" not in str(made["pieces"])


def test_an_error_is_kept_even_in_a_cell_that_is_not_shown():
    failed = v4.new_output("error", ename="KeyError", evalue="'day'", traceback=["one line"])
    cell = v4.new_code_cell(outputs=[failed], metadata={"tags": ["setup"]})
    kept = list(only_marked([cell]))
    _, made = numbered(v4.new_notebook(cells=kept))
    assert "KeyError" in plain(made["pieces"][-1].tree)


def test_evidence_gets_its_backlinks_and_none_to_its_own_table(report):
    _, made = numbered(report)
    evidence = marks(made, Table)[-1]
    first = evidence.rows[0][-1]
    assert Run("1", to="fig-calls", name="Figure 1") in first
    assert Run("1", to="tbl-pairs", name="Table 1") in first
    assert all(Run("2", to="tbl-evidence", name="Table 2") not in row[-1] for row in evidence.rows)


def test_a_chapter_gives_its_first_heading_as_title(chapter):
    _, report = numbered(chapter)
    assert report["title"] == "Contacts in one chapter"
    assert plain(report["pieces"][0].tree) == "How often the two sides talked."
    assert report["contents"] == [{"level": 2, "text": "By telephone", "id": "by-telephone"}]
    assert (report["lang"], report["date"]) == ("en", "")


def test_a_hash_sign_in_code_is_not_the_title():
    cells = [v4.new_markdown_cell("```\n# not this\n```\n\n# This\n\ntext\n\n# Second")]
    _, report = numbered(v4.new_notebook(cells=cells))
    assert report["title"] == "This"
    page = Writer().blocks(report["pieces"][0].tree)
    assert "# not this" in page
    assert '<h2 id="second">Second</h2>' in page


def test_a_notebook_without_any_heading_is_called_by_its_file_name():
    cells = [v4.new_markdown_cell("text")]
    _, resources = ReportPreprocessor()(
        v4.new_notebook(cells=cells), {"metadata": {"name": "contacts"}}
    )
    assert resources["backchannel"]["title"] == "contacts"


def test_contents_follow_the_headings_and_equal_ones_get_their_own_ids(report):
    _, made = numbered(report)
    assert [entry["id"] for entry in made["contents"]] == [
        "overview",
        "contacts",
        "by-telephone",
        "people-held",
        "method-and-limits",
        "rules",
        "rules-2",
        "evidence",
    ]
    assert {"fig-calls", "tbl-pairs", "E001", "rules-2"} <= made["anchors"]
    ids = [node["c"][1][0] for piece in made["pieces"] for node in headings(piece)]
    assert ids == [entry["id"] for entry in made["contents"]]


@pytest.mark.parametrize(
    "cells",
    [
        [table("tbl-a"), table("tbl-a")],
        [table("tbl-a", ((Run("E001", id="E001"),),)), table("tbl-b", ((Run("1", id="E001"),),))],
    ],
)
def test_an_id_given_twice_is_refused(cells):
    with pytest.raises(DuplicateAnchorError, match=r"tbl-a|E001"):
        numbered(v4.new_notebook(cells=cells))
