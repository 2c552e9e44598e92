"""The values of a column by the key of another, in table order.

A dictionary of lists is what many measures ask for, and far cheaper to fill than the group of
pandas that would be made for each key.
"""

from __future__ import annotations

import pandas as pd


def grouped(keys: pd.Series, values: pd.Series) -> dict[str, tuple[str, ...]]:
    """Key -> its values in order; keys in order of first appearance.

    >>> grouped(pd.Series(["a", "b", "a"]), pd.Series(["x", "y", "z"]))
    {'a': ('x', 'z'), 'b': ('y',)}
    """
    found: dict[str, list[str]] = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        found.setdefault(key, []).append(value)
    return {key: tuple(own) for key, own in found.items()}
