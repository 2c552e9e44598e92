"""The first difference is told in words that say where to look."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest

from analysis.press.build.differences import differences


def written(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "id": f"c{i}", "source": s} for i, s in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {}})


def pdf(*, attached: bytes = b"", width: int = 200) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width, 200)
    if attached:
        writer.add_attachment("events.csv", attached)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_equal_folders_have_no_difference(tmp_path: Path) -> None:
    one = written(tmp_path / "one", report_html="<p>a</p>", tables__calls_csv="a\n1\n")
    other = written(tmp_path / "other", report_html="<p>a</p>", tables__calls_csv="a\n1\n")
    assert list(differences(one, other)) == []


def test_a_file_that_only_one_has_is_named_with_its_side(tmp_path: Path) -> None:
    one = written(tmp_path / "one", a_csv="1\n")
    other = written(tmp_path / "other", b_csv="1\n")
    assert list(differences(one, other)) == [
        "a.csv: only in the first",
        "b.csv: only in the second",
    ]


@pytest.mark.parametrize(
    ("name", "one", "other", "said"),
    [
        ("calls.csv", "day\n1\n2\n", "day\n1\n3\n", 'calls.csv: line 3: "2" and "3"'),
        ("calls.csv", "day\n1\n", "day\n", 'calls.csv: line 2: "1" and nothing'),
        (
            "report.html",
            '<h2 id="contacts">C</h2><p>seven</p>',
            '<h2 id="contacts">C</h2><p>eight</p>',
            'report.html: after "#contacts"',
        ),
        (
            "x.ipynb",
            notebook("a = 1", "b = 2"),
            notebook("a = 1", "b = 3"),
            'x.ipynb: cell 2, source: "b = 2" and "b = 3"',
        ),
        ("x.ipynb", notebook("a"), notebook("a", "b"), "x.ipynb: 1 cells and 2 cells"),
        (
            "key_figures.json",
            '{"figures": [{"id": "calls", "number": 7}]}',
            '{"figures": [{"id": "calls", "number": 8}]}',
            "key_figures.json: figures, item 1 > number: 7 and 8",
        ),
        ("p.json", '{"a": 1}', '{"a": 1, "b": 2}', "p.json: b is only in the second"),
    ],
)
def test_the_place_of_a_difference_is_told(
    tmp_path: Path, name: str, one: str, other: str, said: str
) -> None:
    for folder, content in (("one", one), ("other", other)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(content)
    assert next(differences(tmp_path / "one", tmp_path / "other")).startswith(said)


def test_bytes_without_a_form_of_their_own_are_told_by_their_offset(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a", x_bin=b"\0\1\2"), written(tmp_path / "b", x_bin=b"\0\1\3")
    assert list(differences(one, other)) == ["x.bin: the bytes part at 2 of 3 and 3"]


def test_an_attachment_of_a_pdf_is_named(tmp_path: Path) -> None:
    one = written(tmp_path / "a", report_pdf=pdf(attached=b"1"))
    other = written(tmp_path / "b", report_pdf=pdf(attached=b"2"))
    assert list(differences(one, other)) == ["report.pdf: the attachment events.csv"]


def test_two_single_files_are_compared_as_such(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a", t_csv="x\n1\n"), written(tmp_path / "b", t_csv="x\n2\n")
    assert list(differences(one / "t.csv", other / "t.csv")) == ['line 2: "1" and "2"']
