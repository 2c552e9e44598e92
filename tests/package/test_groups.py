"""Values by key, in the order of the table."""

from __future__ import annotations

import pandas as pd

from analysis.package.groups import grouped


def test_values_keep_the_order_of_the_rows_and_are_all_there() -> None:
    keys = pd.Series(["b", "a", "b", "b"], index=[3, 9, 4, 1])
    assert grouped(keys, pd.Series(["1", "2", "3", "1"])) == {"b": ("1", "3", "1"), "a": ("2",)}
    assert grouped(keys[:0], keys[:0]) == {}
