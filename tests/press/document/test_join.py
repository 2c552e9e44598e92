"""Chapters become one document, one heading level down, with the colophon last."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest

from analysis.marks import Prose, Run, Table, read, written
from analysis.parameters import names
from analysis.press.document.colophon import colophon
from analysis.press.document.join import demote, join
from analysis.press.document.numbering import ReportPreprocessor

V4 = nbformat.v4


@pytest.mark.parametrize(
    ("markdown", "demoted"),
    [
        ("# Calls", "## Calls"),
        ("text\n\n### Low\n", "text\n\n#### Low\n"),
        ("###### Last", "###### Last"),
        ("#hashtag", "#hashtag"),
        ("```\n# a comment\n```\n# Title", "```\n# a comment\n```\n## Title"),
        ("~~~\n```\n# no\n~~~\n# Yes", "~~~\n```\n# no\n~~~\n## Yes"),
        ("Title\n=====\n\ntext", "## Title\n\ntext"),
        ("Part\n---\ntext", "### Part\ntext"),
        ("above\n\n---\n\nbelow", "above\n\n---\n\nbelow"),
        ("a | b\n--|--", "a | b\n--|--"),
    ],
)
def test_headings_go_one_level_down_and_nothing_else_moves(markdown: str, demoted: str) -> None:
    assert demote(markdown) == demoted


def prose(text: str) -> Any:
    return V4.new_output("display_data", data={"text/markdown": text}, metadata=written(Prose()))


def chapter(title: str, *outputs: Any) -> Any:
    cells = [V4.new_markdown_cell(f"# {title}"), V4.new_code_cell("x", outputs=list(outputs))]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number:02d}"
    return V4.new_notebook(cells=cells)


def test_chapters_stand_in_order_as_sections_and_the_closing_cells_last() -> None:
    chapters = [("01_a.ipynb", chapter("A", prose("# In prose"))), ("02_b.ipynb", chapter("B"))]
    report = join(chapters, [V4.new_markdown_cell("## End")], {"title": "T"})
    assert [c.source for c in report.cells if c.cell_type == "markdown"] == [
        "## A",
        "## B",
        "## End",
    ]
    assert report.cells[1].outputs[0].data["text/markdown"] == "## In prose"
    assert report.metadata.backchannel.title == "T"


def test_what_is_lost_is_told_by_the_chapter_and_the_cell_of_its_file() -> None:
    one = chapter("A", prose("Said <script>alert(1)</script> here"))
    injected = V4.new_code_cell("start = 1", metadata={"tags": ["injected-parameters"]})
    one.cells.insert(1, injected)  # which the file does not have
    report = join([("00_first.ipynb", chapter("0")), ("01_a.ipynb", one)], [], {})
    _, resources = ReportPreprocessor().preprocess(report, {})
    told = [str(loss) for loss in resources["backchannel"]["losses"]]
    assert told
    assert all(line.startswith("01_a.ipynb, cell 2: ") for line in told)


def test_every_cell_has_an_id_of_its_own_and_the_chapters_keep_theirs() -> None:
    one = chapter("A")
    report = join([("01_a b.ipynb", one), ("02_b.ipynb", chapter("B"))], [], {})
    ids = [cell.id for cell in report.cells]
    assert ids[0] == "01_a-b-cell-00"
    assert len(set(ids)) == len(ids)
    nbformat.validate(report)
    assert one.cells[0].source == "# A"


def record(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "backchannel": "1.2.3",
        "edition": "spring",
        "customised": [],
        "parameters": dict.fromkeys(names(), "value") | {"sides": [], "title": "A <b>"},
        "package": {
            "name": "harbour",
            "title": "",
            "version": "",
            "files": {"events.csv": "a" * 64},
            "sha256": "b" * 64,
        },
        "notebooks": {"files": {"01_a.ipynb": "c" * 64}, "sha256": "d" * 64},
        "code": {"files": {"analysis/x.py": "e" * 64}, "sha256": "f" * 64},
        "lock": {"files": {}, "sha256": None},
        "versions": {"pandas": "3"},
    }
    return made | changes


def test_the_colophon_names_every_parameter_and_input() -> None:
    heading, cell = colophon(record())
    assert heading.source == "## Colophon"
    said, parameters, inputs = cell.outputs
    assert "edition “spring”, from the data package “harbour”" in said.data["text/markdown"]
    values = {name: value for (name,), value, _ in read(parameters).rows}
    assert list(values) == list(names())
    assert values["sides"] == ("all",)
    assert values["title"] == ("A <b>",)
    digests = [value for _, value in read(inputs).rows]
    for digest in "abcf":
        assert (Run(digest * 64, look="checksum"),) in digests


def test_the_colophon_says_which_parameters_were_set_anew() -> None:
    _, cell = colophon(record(customised=["end", "freq", "start"]))
    assert "with `end`, `freq` and `start` set anew" in cell.outputs[0].data["text/markdown"]


def test_the_tables_of_the_colophon_are_as_the_exporters_read_them() -> None:
    _, cell = colophon(record())
    tables = [mark for mark in map(read, cell.outputs) if isinstance(mark, Table)]
    assert [table.id for table in tables] == ["tbl-parameters", "tbl-inputs"]
    assert all(table.small and table.caption and table.rows for table in tables)
