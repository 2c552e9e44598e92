"""CSV as text with the line of each row: what the file looks like never moves a message."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.package.codebook import Codebook, Field, Table
from analysis.package.reading import RawTable, read_tables

FIELDS = ("actor_id", "name", "note")


def codebook(*names: str) -> Codebook:
    """A codebook of tables with three text columns each."""
    fields = tuple(Field(f, "string", f, "") for f in FIELDS)
    tables = {n: Table(n, f"{n}.csv", n, "", fields, ("actor_id",), ()) for n in names}
    return Codebook("lakeland", "", "", "", "detainees", tables)


def read(folder: Path, content: str | bytes) -> tuple[RawTable | None, list[str]]:
    package = folder / "lakeland"
    package.mkdir()
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    (package / "actors.csv").write_bytes(data)
    raw, problems = read_tables(package, codebook("actors"))
    return raw.get("actors"), [str(p) for p in problems]


def rows(folder: Path, content: str | bytes) -> tuple[list[list[str]], list[int]]:
    """Cells and line numbers of a file in which nothing is wrong."""
    table, problems = read(folder, content)
    assert problems == []
    assert table is not None
    return table.frame.to_numpy().tolist(), [table.line(i) for i in range(len(table.frame))]


def refused(folder: Path, content: str | bytes) -> list[str]:
    table, problems = read(folder, content)
    assert table is None
    return problems


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    raw, problems = read_tables(tmp_path, codebook("actors", "events"))
    assert raw == {}
    assert [str(p) for p in problems] == [
        f"{tmp_path.name}/actors.csv: is missing",
        f"{tmp_path.name}/events.csv: is missing",
    ]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "") == [
        "lakeland/actors.csv: is empty: its first line names the columns"
    ]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "actor_id,name,note\nquill,Adé,\n".encode("latin-1"))
    assert problem.startswith("lakeland/actors.csv, line 2: is not UTF-8 (byte ")


def test_unknown_and_missing_columns_are_all_named(tmp_path: Path) -> None:
    assert refused(tmp_path, "actor_id,nmae,colour\nquill,Quill,red\n") == [
        "lakeland/actors.csv, line 1, nmae: is not a column of the codebook",
        "lakeland/actors.csv, line 1, colour: is not a column of the codebook",
        "lakeland/actors.csv, line 1, name: is a column that is missing",
        "lakeland/actors.csv, line 1, note: is a column that is missing",
    ]


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, "actor_id,name,note,note\nquill,Quill,,\n")
    assert len(problems) == 1
    assert problems[0].startswith("lakeland/actors.csv, line 1, note")


def test_problems_of_every_file_come_together(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("actor_id,name\n")
    (tmp_path / "events.csv").write_text("")
    _, problems = read_tables(tmp_path, codebook("actors", "events"))
    assert [p.file.partition("/")[2] for p in problems] == ["actors.csv", "events.csv"]


def test_a_row_with_too_many_cells_is_refused_with_its_line(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill,\nreave,Reave,a,b\ncorde,Corde,\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 3: has 4 cells where the first line names 3"
    ]


def test_rows_that_all_have_one_cell_too_many_are_refused_and_not_moved(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill,a,b\nreave,Reave,c,d\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 2: has 4 cells where the first line names 3",
        "lakeland/actors.csv, line 3: has 4 cells where the first line names 3",
    ]


def test_a_first_row_with_a_cell_too_many_is_refused_and_not_moved(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill,a,b\nreave,Reave,c\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 2: has 4 cells where the first line names 3"
    ]


def test_a_comma_at_the_end_of_every_row_does_not_move_the_cells(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill,a,\nreave,Reave,b,\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 2: has 4 cells where the first line names 3",
        "lakeland/actors.csv, line 3: has 4 cells where the first line names 3",
    ]


def test_a_row_with_too_few_cells_is_refused_with_its_line(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill,\nreave,Reave\n\ncorde\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 3: has 2 cells where the first line names 3",
        "lakeland/actors.csv, line 5: has 1 cell where the first line names 3",
    ]


def test_too_many_and_too_few_cells_are_refused_together(tmp_path: Path) -> None:
    content = "actor_id,name,note\nquill,Quill\nreave,Reave,a,b\n"
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 2: has 2 cells where the first line names 3",
        "lakeland/actors.csv, line 3: has 4 cells where the first line names 3",
    ]


def test_an_uneven_row_is_named_by_the_line_on_which_it_starts(tmp_path: Path) -> None:
    content = 'actor_id,name,note\nquill,"Ada\nQuill",\nreave,"Tomas\nReave",a,b\n'
    assert refused(tmp_path, content) == [
        "lakeland/actors.csv, line 4: has 4 cells where the first line names 3"
    ]


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, 'actor_id,name,note\nquill,"Quill,\nreave,Reave,\n')
    assert problem.startswith("lakeland/actors.csv")


def test_no_value_is_taken_for_a_number_a_date_or_a_missing_one(tmp_path: Path) -> None:
    content = "actor_id,name,note\n007,NA,null\n1.50,nan,2023-11-14\n"
    assert rows(tmp_path, content)[0] == [["007", "NA", "null"], ["1.50", "nan", "2023-11-14"]]


def test_an_empty_cell_is_empty_text(tmp_path: Path) -> None:
    assert rows(tmp_path, "actor_id,name,note\nquill,,\n")[0] == [["quill", "", ""]]


def test_a_table_without_rows_is_read(tmp_path: Path) -> None:
    assert rows(tmp_path, "actor_id,name,note\n") == ([], [])


def test_columns_in_another_order_are_put_into_that_of_the_codebook(tmp_path: Path) -> None:
    assert rows(tmp_path, "note,actor_id,name\nn,quill,Quill\n")[0] == [["quill", "Quill", "n"]]


QUILL, REAVE = ["quill", "Quill", "n"], ["reave", "Reave", "m"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("actor_id,name,note\nquill,Quill,n\nreave,Reave,m\n", [2, 3]),
        ("actor_id,name,note\nquill,Quill,n\nreave,Reave,m", [2, 3]),
        ("actor_id,name,note\r\nquill,Quill,n\r\nreave,Reave,m\r\n", [2, 3]),
        ("\ufeffactor_id,name,note\nquill,Quill,n\nreave,Reave,m\n", [2, 3]),
        ("\ufeffactor_id,name,note\r\n\r\nquill,Quill,n\r\nreave,Reave,m\r\n", [3, 4]),
        ('\ufeff"actor_id","name","note"\nquill,Quill,n\nreave,Reave,m\n', [2, 3]),
        ("actor_id,name,note\n\nquill,Quill,n\n\n\nreave,Reave,m\n", [3, 6]),
        ("actor_id,name,note\nquill,Quill,n\n\nreave,Reave,m", [2, 4]),
        ("actor_id,name,note\nquill,Quill,n\nreave,Reave,m\n\n\n", [2, 3]),
        ("actor_id,name,note\nquill,Quill,n\n   \nreave,Reave,m\n", [2, 4]),
    ],
    ids=[
        "plain",
        "no end of the last line",
        "CRLF",
        "BOM",
        "BOM, CRLF and a blank line",
        "BOM before a quoted heading",
        "blank lines",
        "blank line and no end of the last line",
        "blank lines at the end",
        "line of blanks",
    ],
)
def test_line_numbers_hold_whatever_the_file_looks_like(
    tmp_path: Path, content: str, lines: list[int]
) -> None:
    assert rows(tmp_path, content) == ([QUILL, REAVE], lines)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_in_cells_are_problems_and_keep_line_numbers_right(
    tmp_path: Path, end: str
) -> None:
    content = end.join(
        ["actor_id,name,note", 'quill,Quill,"a', "", 'b"', "", 'reave,"Re\tave",m', ""]
    )
    shown = ascii(end)[1:-1]
    assert refused(tmp_path, content) == [
        'lakeland/actors.csv, line 6, name: "Re\\tave" has a tabulator (U+0009)',
        f'lakeland/actors.csv, line 2, note: "a{shown * 2}b" has a line break '
        f"(U+{ord(end[0]):04X})",
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("a\x1b[31mb", 'name: "a\\x1b[31mb" has a control character (U+001B)'),
        ("a\x85b", 'name: "a\\x85b" has a line break (U+0085)'),
        ("a\u2028b", 'name: "a\\u2028b" has a line break (U+2028)'),
        ("a\x7fb", 'name: "a\\x7fb" has a control character (U+007F)'),
        ("a\ufffeb", 'name: "a\\ufffeb" has a code point that is no character (U+FFFE)'),
        ("a\U0010ffffb", "has a code point that is no character (U+10FFFF)"),
        ("a\ufdd0b", "has a code point that is no character (U+FDD0)"),
        ("a\ufeffb", 'name: "a\\ufeffb" has a code point that is no character (U+FEFF)'),
        ("a\u202eb", 'name: "a\\u202eb" has a character that turns the direction of writing'),
        ("\u2067abc", 'name: "\\u2067abc" has an isolate (U+2066 to U+2069) that is not closed'),
        ("abc\u2069", 'name: "abc\\u2069" has an isolate (U+2066 to U+2069) that is not closed'),
        ("\u2069abc\u2067", "has an isolate (U+2066 to U+2069) that is not closed"),
    ],
)
def test_a_character_that_cannot_be_read_is_a_problem(tmp_path: Path, cell: str, said: str) -> None:
    [line] = refused(tmp_path, f"actor_id,name,note\nreave,Reave,\nquill,{cell},\n")
    assert line.startswith("lakeland/actors.csv, line 3, name: ")
    assert said in line
    assert line.isprintable() or "\U0010ffff" in line or "\ufdd0" in line


@pytest.mark.parametrize(
    "cell",
    [
        "\u2067\u05e9\u05dc\u05d5\u05dd\u2069 of Tolby",
        "\u0627\u064e\u0644\u0633\u064e\u0651\u0644\u064e\u0627\u0645",
        "\u0928\u092e\u0938\u094d\u200d\u0924\u0947",
        "\U0001f469\u200d\U0001f469\u200d\U0001f466",
        "o\u0301\u0323",
        "\u4f60\u597d",
        "a\u200fb",
    ],
)
def test_names_of_every_script_are_right(tmp_path: Path, cell: str) -> None:
    assert rows(tmp_path, f"actor_id,name,note\nquill,{cell},\n")[0] == [["quill", cell, ""]]


def test_a_comma_and_a_quote_in_a_cell_stay_in_it(tmp_path: Path) -> None:
    content = 'actor_id,name,note\nquill,"Quill, Ada","called ""the chair"""\n'
    assert rows(tmp_path, content)[0] == [["quill", "Quill, Ada", 'called "the chair"']]


def test_what_is_asked_of_texts_is_answered_for_every_cell(tmp_path: Path) -> None:
    table, _ = read(tmp_path, "actor_id,name,note\na,1.5,\nb,,x\nc,1.5,x\nd,one,\n")
    assert table is not None
    codes, texts = table.distinct("name")
    assert texts.take(codes).tolist() == ["1.5", "", "1.5", "one"]
    assert table.empty("note").tolist() == [True, False, False, True]
    assert table.among("name", ["1.5", "two"]).tolist() == [True, False, True, False]
    assert table.numbers("name").fillna(-1).tolist() == [1.5, -1, 1.5, -1]


def test_each_text_of_a_column_is_looked_at_once(tmp_path: Path) -> None:
    table, _ = read(tmp_path, "actor_id,name,note\na,x,\nb,y,\nc,x,\n")
    assert table is not None
    seen: list[list[str]] = []

    def is_x(texts: pd.Series) -> pd.Series:
        seen.append(texts.tolist())
        return texts == "x"

    assert table.where("name", is_x).tolist() == [True, False, True]
    assert seen == [["x", "y"]]
