import nbformat.v4 as v4
import pytest
from nbformat import NotebookNode

from analysis.press.document.numbering import DuplicateAnchorError, ReportPreprocessor


def numbered(notebook: NotebookNode) -> tuple[NotebookNode, dict]:
    nb, resources = ReportPreprocessor()(notebook, {})
    return nb, resources["backchannel"]


def marks(notebook: NotebookNode, kind: str) -> list[NotebookNode]:
    return [
        output.metadata.backchannel
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.get("metadata", {}).get("backchannel", {}).get("kind") == kind
    ]


def shown(kind: str, **mark: object) -> NotebookNode:
    return v4.new_code_cell(
        outputs=[
            v4.new_output(
                "display_data",
                data={"text/html": mark.pop("html", "<table></table>"), "text/markdown": "text"},
                metadata={"backchannel": {"kind": kind, **mark}},
            )
        ]
    )


def test_figures_and_tables_are_counted_apart_in_reading_order(report):
    nb, _ = numbered(report)
    assert [(m.id, m.number, m.label) for m in marks(nb, "figure")] == [
        ("fig-calls", 1, "Figure 1"),
        ("fig-held", 2, "Figure 2"),
    ]
    assert [m.label for m in marks(nb, "table")] == ["Table 1", "Table 2"]


def test_a_reference_ahead_gets_the_number_of_its_target(report):
    nb, _ = numbered(report)
    assert "[Figure 2](#fig-held) and [Table 1](#tbl-pairs)" in nb.cells[0].source


def test_what_the_report_does_not_show_is_dropped(report):
    nb, _ = numbered(report)
    outputs = [output for cell in nb.cells for output in cell.get("outputs", ())]
    assert all(output.output_type == "display_data" for output in outputs)
    assert not marks(nb, "figure-caption")
    assert "a secret parameter" not in str(nb)


def test_an_error_is_kept_even_in_a_cell_that_is_not_shown():
    failed = v4.new_output("error", ename="KeyError", evalue="'day'", traceback=["one line"])
    cell = v4.new_code_cell(outputs=[failed], metadata={"tags": ["setup"]})
    nb, _ = numbered(v4.new_notebook(cells=[cell]))
    assert [output.output_type for output in nb.cells[0].outputs] == ["error"]


def test_table_captions_get_their_number_and_evidence_its_backlinks(report):
    nb, _ = numbered(report)
    evidence = nb.cells[-1].outputs[0].data["text/html"]
    assert "<caption><b>Table 2.</b> All evidence, by number.</caption>" in evidence
    row = evidence[evidence.index('id="E001"') : evidence.index('id="E002"')]
    assert '<a href="#fig-calls" aria-label="Figure 1">1</a>' in row
    assert '<a href="#tbl-pairs" aria-label="Table 1">1</a>' in row
    assert "#tbl-evidence" not in evidence


def test_a_table_without_a_caption_gets_the_one_of_its_metadata():
    cell = shown("table", id="tbl-a", caption="Words & more", evidence=[])
    nb, _ = numbered(v4.new_notebook(cells=[cell]))
    assert nb.cells[0].outputs[0].data["text/html"] == (
        "<table><caption><b>Table 1.</b> Words &amp; more</caption></table>"
    )


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
    ids = [i for cell in nb.cells for i in cell.metadata.get("backchannel", {}).get("headings", ())]
    assert ids == [entry["id"] for entry in made["contents"]]


@pytest.mark.parametrize(
    "cells",
    [
        [shown("table", id="tbl-a"), shown("table", id="tbl-a")],
        [
            shown("table", id="tbl-a", html='<table><tr><td id="E001"></td></tr></table>'),
            shown("table", id="tbl-b", html='<table><tr><td id="E001"></td></tr></table>'),
        ],
    ],
)
def test_an_id_given_twice_is_refused(cells):
    with pytest.raises(DuplicateAnchorError, match=r"tbl-a|E001"):
        numbered(v4.new_notebook(cells=cells))
