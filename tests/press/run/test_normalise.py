"""What differs between two runs of one notebook is gone; what it says is not touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from analysis.press.run.normalise import as_json, machine_paths, normalise

V4 = nbformat.v4


def notebook(*outputs: NotebookNode, **cell: Any) -> NotebookNode:
    code = V4.new_code_cell("x", outputs=list(outputs), execution_count=7, **cell)
    return V4.new_notebook(cells=[V4.new_markdown_cell("# A"), code])


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return V4.new_output("stream", name=name, text=text)


def display(**data: str) -> NotebookNode:
    return V4.new_output("display_data", data={k.replace("_", "/"): v for k, v in data.items()})


def first_output(made: NotebookNode, paths: dict[str, str] | None = None) -> NotebookNode:
    return normalise(made, paths or {}).cells[1].outputs[0]


def test_times_ids_and_the_interpreter_leave_no_trace() -> None:
    one = notebook(metadata={"papermill": {"duration": 1}, "execution": {"a": "b"}, "tags": ["t"]})
    one.metadata = {
        "papermill": {"start_time": "now"},
        "widgets": {},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    other = notebook(metadata={"tags": ["t"]})
    assert as_json(normalise(one, {})) == as_json(normalise(other, {}))


def test_the_notebook_given_is_left_as_it_was() -> None:
    made = notebook(stream("0x7f00aabbccdd"))
    before = nbformat.writes(made)
    normalise(made, {})
    assert nbformat.writes(made) == before


def test_runs_are_counted_from_one() -> None:
    assert normalise(notebook(), {}).cells[1].execution_count == 1


def test_memory_addresses_go() -> None:
    made = notebook(display(text_plain="<object at 0x7f2ae3b0>"))
    assert first_output(made).data["text/plain"] == "<object at 0x…>"


def test_the_file_name_that_a_kernel_gives_a_cell_goes() -> None:
    made = notebook(stream("/tmp/ipykernel_123/456.py:2: UserWarning: x", "stderr"))
    assert first_output(made).text == "(cell):2: UserWarning: x"


def test_a_stream_cut_elsewhere_is_the_same_stream() -> None:
    cut = notebook(stream("a"), display(text_plain="b"), stream("c"))
    whole = notebook(stream("ac"), display(text_plain="b"))
    assert as_json(normalise(cut, {})) == as_json(normalise(whole, {}))


def test_random_names_of_styled_tables_are_numbered() -> None:
    html = '<style>#T_a1b2c_row0 {}</style><table id="T_a1b2c">'
    shown = first_output(notebook(display(text_html=html))).data["text/html"]
    assert shown == '<style>#T_00001_row0 {}</style><table id="T_00001">'


def test_what_a_chapter_says_is_not_touched() -> None:
    csv = "colour,T_count\n0x1,3\n"
    assert first_output(notebook(display(text_csv=csv))).data["text/csv"] == csv


def test_paths_of_this_machine_are_shown_from_the_checkout() -> None:
    paths = machine_paths(Path("/somewhere/a checkout"))
    made = notebook(stream("/somewhere/a checkout/src/analysis/view.py:3: Warning"))
    assert first_output(made, paths).text == "src/analysis/view.py:3: Warning"


@pytest.mark.parametrize("text", ["https://example.org/app/x", "a/app/x", "app/x"])
def test_a_path_inside_another_or_a_url_is_left_alone(text: str) -> None:
    assert first_output(notebook(stream(text)), {"/app/": ""}).text == text


def test_a_package_elsewhere_shows_as_its_name_in_the_injected_cell_alone() -> None:
    tagged = V4.new_code_cell('package = "../../x/pkg"')
    tagged.metadata["tags"] = ["injected-parameters"]
    other = V4.new_code_cell('package = "../../x/pkg"')
    made = normalise(V4.new_notebook(cells=[tagged, other]), {"../../x/pkg": "pkg"})
    assert made.cells[0].source == 'package = "pkg"'
    assert made.cells[1].source == 'package = "../../x/pkg"'


def test_the_text_of_the_file_is_a_valid_notebook() -> None:
    text = as_json(normalise(notebook(stream("a\nb\n")), {}))
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert text.endswith("}\n")
