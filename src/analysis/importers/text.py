"""A text file as rows of cells: its encoding, and the sign that parts its columns, are found out.

UTF-8 and UTF-16 show themselves. The old one-byte encodings do not, and charset-normalizer tells
which of the common ones reads best; the lines that the choice rests on are shown.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from io import StringIO
from typing import Literal

import pandas as pd

from analysis.importers.container import Content
from analysis.importers.decisions import CannotImport, Decision, shown
from analysis.package.other_forms import likely_encoding

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE = 60_000  # characters that the delimiter is found from
_LABELS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252 (cp1252)",
    "mac_roman": "Mac Roman",
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What a user or a mapping says of a text file; None where it is to be found out."""

    encoding: str | None = None
    delimiter: str | None = None
    quoting: bool = True


def rows_of(content: Content, given: Given) -> tuple[pd.DataFrame, list[Decision]]:
    """All records of a text file as text, one column per cell, the first record in row 0.

    Blank lines are rows too, so that a row has the number that a spreadsheet shows.

    Raises
    ------
    CannotImport : the bytes do not have the encoding that was given.
    """
    text, encoding = decoded(content, given.encoding)
    delimiter, parted = delimiter_of(text, given)
    return _records(text, delimiter, given.quoting), [encoding, parted]


def decoded(content: Content, encoding: str | None) -> tuple[str, Decision]:
    """The text of a file, and how it was read.

    Raises
    ------
    CannotImport : the bytes do not have the encoding that was given, or there is no such one.
    """
    data, give = content.data, "--encoding"
    name = encoding or likely_encoding(data)
    try:
        text = data.decode("utf-8-sig" if codecs.lookup(name).name == "utf-8" else name)
    except LookupError:
        raise CannotImport(f"--encoding {name}: is no encoding that is known here") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        likely = likely_encoding(data)
        rule = f"is not {name}: byte {error.start:,}, in line {line:,}; it is likely {likely}"
        raise CannotImport(f"{content.name}: {rule}") from error
    label = _LABELS.get(name.lower(), name)
    if encoding or name in ("utf-8", "utf-16"):
        return text, Decision("encoding", label, "" if encoding else give)
    odd = next((n, line) for n, line in enumerate(text.splitlines(), 1) if not line.isascii())
    words = next(word for word in re.split(r"[\s;,\t|\"]+", odd[1]) if not word.isascii())
    return text, Decision("encoding", f'{label}, as in "{words}" in line {odd[0]:,}', give)


def delimiter_of(text: str, given: Given) -> tuple[str, Decision]:
    """The sign between the columns of a text: the one that was given, or the likeliest."""
    if given.delimiter is not None:
        return given.delimiter, Decision("delimiter", _named(given.delimiter))
    import clevercsv

    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    try:
        dialect = clevercsv.Sniffer().sniff(sample, delimiters=list(DELIMITERS))
    except clevercsv.Error:
        dialect = None
    found = dialect.delimiter if dialect else ""
    delimiter = found or ","
    said = _named(delimiter) if found else "none found, read as one column"
    return delimiter, Decision("delimiter", said, "--delimiter")


def _named(delimiter: str) -> str:
    return DELIMITERS.get(delimiter, f'"{shown(delimiter)}"')


def _records(text: str, delimiter: str, quoting: bool) -> pd.DataFrame:
    width = 1 + max((line.count(delimiter) for line in text.splitlines()), default=0)
    options = {"header": None, "dtype": str, "na_filter": False, "skip_blank_lines": False}
    style: Literal[0, 3] = csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE
    try:
        frame: pd.DataFrame = pd.read_csv(
            StringIO(text, newline=""),
            sep=delimiter,
            names=list(range(width)),
            index_col=False,
            quoting=style,
            engine="c",
            **options,  # type: ignore[call-overload]
        )
    except pd.errors.ParserError:
        # A record of several lines can have more cells than any one line.
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=style))
        frame = pd.DataFrame(rows, dtype="str").fillna("")
    # Quoted delimiters made more columns than there are.
    first = next(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=style), [])
    used = (frame != "").any().to_numpy().nonzero()[0]
    return frame.iloc[:, : max(len(first), 1, *(used + 1))]
