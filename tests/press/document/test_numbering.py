import nbformat.v4 as v4
import pytest
from nbformat import NotebookNode

from analysis.marks import Cell, Column, Figure, FigureCaption, Run, Table, marked, read, written
from analysis.press.document.numbering import DuplicateAnchorError, ReportPreprocessor


def numbered(notebook: NotebookNode) -> tuple[NotebookNode, dict]:
    nb, resources = ReportPreprocessor()(notebook, {})
    return nb, resources["backchannel"]


def marks(notebook: NotebookNode, kind: type) -> list:
    return [mark for _, mark in marked(notebook) if isinstance(mark, kind)]


def table(anchor: str, *rows: tuple[Cell, ...]) -> NotebookNode:
    mark = Table(id=anchor, columns=(Column("A"),), rows=rows)
    output = v4.new_output("display_data", data={"text/plain": ""}, metadata=written(mark))
    return v4.new_code_cell(outputs=[output])


def test_figures_and_tables_are_counted_apart_in_reading_order(report):
    nb, _ = numbered(report)
    assert [(m.id, m.label) for m in marks(nb, Figure)] == [
        ("fig-calls", "Figure 1"),
        ("fig-held", "Figure 2"),
    ]
    assert [m.label for m in marks(nb, Table)] == ["Table 1", "Table 2"]


def test_a_reference_ahead_gets_the_number_of_its_target(report):
    nb, _ = numbered(report)
    assert "[Figure 2](#fig-held) and [Table 1](#tbl-pairs)" in nb.cells[0].source


def test_what_the_report_does_not_show_is_dropped(report):
    nb, _ = numbered(report)
    outputs = [output for cell in nb.cells for output in cell.get("outputs", ())]
    assert all(output.output_type == "display_data" for output in outputs)
    assert not marks(nb, FigureCaption)
    assert "a secret parameter" not in str(nb)


def test_an_error_is_kept_even_in_a_cell_that_is_not_shown():
    failed = v4.new_output("error", ename="KeyError", evalue="'day'", traceback=["one line"])
    cell = v4.new_code_cell(outputs=[failed], metadata={"tags": ["setup"]})
    nb, _ = numbered(v4.new_notebook(cells=[cell]))
    assert [output.output_type for output in nb.cells[0].outputs] == ["error"]


def test_evidence_gets_its_backlinks_and_none_to_its_own_table(report):
    nb, _ = numbered(report)
    evidence = marks(nb, Table)[-1]
    first = evidence.rows[0][-1]
    assert Run("1", to="fig-calls", name="Figure 1") in first
    assert Run("1", to="tbl-pairs", name="Table 1") in first
    assert all(Run("2", to="tbl-evidence", name="Table 2") not in row[-1] for row in evidence.rows)


def test_a_chapter_gives_its_first_heading_as_title(chapter):
    nb, report = numbered(chapter)
    assert report["title"] == "Contacts in one chapter"
    assert nb.cells[0].source == "How often the two sides talked."
    assert report["contents"] == [{"level": 2, "text": "By telephone", "id": "by-telephone"}]
    assert (report["lang"], report["date"]) == ("en", "")


def test_a_hash_sign_in_code_is_not_the_title():
    cells = [v4.new_markdown_cell("```\n# not this\n```\n\n# This\n\ntext\n\n# Second")]
    nb, report = numbered(v4.new_notebook(cells=cells))
    assert report["title"] == "This"
    assert "# not this" in nb.cells[0].source
    assert "\n## Second" in nb.cells[0].source


def test_a_notebook_without_any_heading_is_called_by_its_file_name():
    cells = [v4.new_markdown_cell("text")]
    _, resources = ReportPreprocessor()(
        v4.new_notebook(cells=cells), {"metadata": {"name": "contacts"}}
    )
    assert resources["backchannel"]["title"] == "contacts"


def test_contents_follow_the_headings_and_equal_ones_get_their_own_ids(report):
    nb, made = numbered(report)
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
    read_cells = (read(cell) for cell in nb.cells if cell.cell_type == "markdown")
    ids = [i for mark in read_cells for i in mark.headings]
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
