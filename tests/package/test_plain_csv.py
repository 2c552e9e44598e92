"""Files of the usual form are read at once, and exactly as the strict reader reads them."""

from __future__ import annotations

import csv
import io

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.package.plain_csv import read_plainly

USUAL = st.text(st.sampled_from(list('ab ,"é\n')), max_size=6)
ANYTHING = st.text(st.sampled_from(list('ab,"\n\r\t\0 é\u202e\ufeff')), max_size=60)


def strictly(content: bytes) -> list[list[str]]:
    with io.StringIO(content.decode("utf-8"), newline="") as file:
        return list(csv.reader(file, strict=True))


@settings(max_examples=400)
@given(st.lists(st.lists(USUAL, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_a_writer_of_csv_wrote_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["one", "two", "three"], *rows])
    read = read_plainly(text.getvalue().encode())
    if any("\n" in cell for row in rows for cell in row):
        assert read is None  # a row on several lines is for the other reader
        return
    assert read is not None
    assert read.columns.tolist() == ["one", "two", "three"]
    assert read.to_numpy().tolist() == rows
    assert read.dtypes.eq(pd.Series("", dtype="str").dtype).all()


@settings(max_examples=1500)
@given(ANYTHING)
def test_any_other_file_is_left_to_the_strict_reader(text: str) -> None:
    content = f"one,two\n{text}\n".encode()
    read = read_plainly(content)
    if read is not None:
        assert [["one", "two"], *read.to_numpy().tolist()] == strictly(content)


def test_a_broken_file_of_each_kind_is_left_to_the_strict_reader() -> None:
    for content in (
        b"", b"one,two", b"one,two\na,b", b"one,two\na\n", b"one,two\na,b,c\n", b"one,two\na,b\n\n",
        b'one,two\n"a,b\n', b'one,two\n"a"b,c\n', b'one,two\na"b,c\n', b"one,two\r\na,b\r\n",
        b"one,two\n\xff,b\n", b"one,two\na\x00,b\n", b"\xef\xbb\xbfone,two\na,b\n", b"one\na\n",
        b"one,one\na,b\n", b'one,two\n"a\nb",c\n', "one,two\n\u202ea,b\n".encode(),
    ):  # fmt: skip
        assert read_plainly(content) is None, content
