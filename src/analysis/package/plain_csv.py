"""Reads a CSV file of the usual form at once: a line a row, no byte out of the ordinary.

What is read here is what the reader of the standard library, which is strict and tells where a
file is broken, would read cell by cell. Whether a file has that form is found out from its bytes
alone; of any other nothing is said, and that reader takes it.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

from analysis.characters import ANY

_COMMA, _QUOTE, _END = ord(","), ord('"'), ord("\n")
_ORDINARY = bytes([_END, *range(ord(" "), ord("~") + 1)])


def read_plainly(content: bytes) -> pd.DataFrame | None:
    """The cells of a file as text, its first row as the names; row n stands on line n + 2.

    None where the file is not UTF-8 in lines that end with a line feed, each of as many cells as
    the first, with quotes around whole cells alone and without characters that no cell may hold.
    """
    if not content.endswith(b"\n") or not _in_lines(np.frombuffer(content, dtype=np.uint8)):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if ANY.search(content.translate(None, _ORDINARY).decode("utf-8")):
        return None
    head = pd.read_csv(io.BytesIO(content), header=None, nrows=1, dtype="str", na_filter=False)
    names = head.iloc[0].tolist()
    if len(set(names)) < len(names):
        return None
    return pd.read_csv(
        io.BytesIO(content),
        header=None,
        skiprows=1,
        names=names,
        dtype="str",
        na_filter=False,
        index_col=False,
        encoding="utf-8",
    )


def _in_lines(signs: np.ndarray) -> bool:
    """Whether every line has as many cells as the first, more than one, and quotes stand right."""
    quotes = np.flatnonzero(signs == _QUOTE)
    places = np.flatnonzero((signs == _COMMA) | (signs == _END))
    ends = signs[places] == _END
    if len(quotes):
        if len(quotes) % 2 or not _around_cells(signs, quotes[::2], quotes[1::2]):
            return False
        inside = np.searchsorted(quotes, places) % 2 == 1
        if ends[inside].any():
            return False
        ends = ends[~inside]
    width = int(ends.argmax()) + 1
    if width == 1 or len(ends) % width or len(ends) == width:
        return False
    lines = ends.reshape(-1, width)
    return bool(lines[:, -1].all() and not lines[:, :-1].any())


def _around_cells(signs: np.ndarray, opening: np.ndarray, closing: np.ndarray) -> bool:
    """Whether quotes open at the beginning of a cell and close at its end, but for doubled ones."""
    before = np.where(opening > 0, signs[opening - 1], _END)
    after = signs[closing + 1]  # the last sign of a file is the end of a line
    return bool(
        np.isin(before, (_COMMA, _END, _QUOTE)).all()
        and np.isin(after, (_COMMA, _END, _QUOTE)).all()
    )
