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


def read_plainly(content: bytes) -> pd.DataFrame | None:
    """The cells of a file as text, its first row as the names; row n stands on line n + 2.

    None where the file is not UTF-8 in lines that end with a line feed, each of as many cells as
    the first, with quotes around whole cells alone and without characters that no cell may hold.
    """
    if not content.endswith(b"\n") or not _in_lines(np.frombuffer(content, dtype=np.uint8)):
        return None
    try:
        distinct = "".join(set(content.decode("utf-8")) - {"\n"})
    except UnicodeDecodeError:
        return None
    if ANY.search(distinct):
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
    quotes, ends = np.flatnonzero(signs == _QUOTE), np.flatnonzero(signs == _END)
    commas = np.flatnonzero(signs == _COMMA)
    if len(quotes):
        if len(quotes) % 2 or not _around_cells(signs, quotes[::2], quotes[1::2]):
            return False
        if _inside(quotes, ends).any():
            return False
        commas = commas[~_inside(quotes, commas)]
    cells = np.diff(np.searchsorted(commas, ends), prepend=0)
    return bool(cells[0] > 0 and (cells == cells[0]).all() and len(cells) > 1)


def _inside(quotes: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(n,) bool: the place lies between a quote that opens and that which closes."""
    return np.asarray(np.searchsorted(quotes, places) % 2, dtype=bool)


def _around_cells(signs: np.ndarray, opening: np.ndarray, closing: np.ndarray) -> bool:
    """Whether quotes open at the beginning of a cell and close at its end, but for doubled ones."""
    before = np.where(opening > 0, signs[opening - 1], _END)
    after = signs[closing + 1]  # the last sign of a file is the end of a line
    return bool(
        np.isin(before, (_COMMA, _END, _QUOTE)).all()
        and np.isin(after, (_COMMA, _END, _QUOTE)).all()
    )
