"""Orders between events: each names an event that is there, and all can be true together."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np
import pandas as pd

from analysis.edtf import unreadable
from analysis.package.codebook import Codebook
from analysis.package.reading import RawTable, rows_where
from analysis.package.resolution.numbers import AMOUNTS
from analysis.package.resolution.orders import constraints_of, distances
from analysis.package.resolution.resolve import contradictions
from analysis.package.resolution.told import PUBLISHED
from analysis.problems import Mends, Problem

Raw = dict[str, RawTable]


def check_orders(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    """Orders name an event that is there, and can be true together."""
    evidence = raw["evidence"]
    frame, sources = evidence.frame, raw["sources"].frame.drop_duplicates("source_id")
    known = [*raw["events"].frame["event_id"], PUBLISHED]
    lost = (frame["anchor"] != "") & ~frame["anchor"].isin(known)
    mends = Mends(known)
    for row in rows_where(lost):
        value = evidence.cell(row, "anchor")
        rule = f'is no event of {raw["events"].file}, nor "{PUBLISHED}"'
        yield Problem(evidence.file, evidence.line(row), "anchor", value, rule, mends[value])
    for missing, given in (("anchor", "relation"), ("relation", "anchor"), ("relation", "days")):
        for row in rows_where((frame[missing] == "") & (frame[given] != "")):
            rule = f"is empty, although {given} is {evidence.cell(row, given)}"
            yield Problem(evidence.file, evidence.line(row), missing, None, rule)
    broken = yield from _broken_orders(raw, codebook)
    readable = (
        ~(lost | broken | frame["date"].isin(list(unreadable(frame["date"].tolist()))))
        & (frame["event_id"] != "")
        & frame["source_id"].isin(sources["source_id"])
    )
    undated = sources["published"].isin(list(unreadable(sources["published"])))
    numbered = frame.assign(
        line=evidence.lines.to_numpy(),
        **{column: pd.to_numeric(frame[column], errors="coerce") for column in AMOUNTS},
    )
    yield from contradictions(
        raw["events"].frame[["event_id"]].drop_duplicates(),
        numbered[readable],
        sources.assign(published=sources["published"].mask(undated, "")),
        file=evidence.file,
    )


def _broken_orders(raw: Raw, codebook: Codebook) -> Generator[Problem, None, pd.Series]:
    """Problems of relations and days that say nothing together; (m,) which rows have one."""
    table = raw["evidence"]
    frame, listed = table.frame, codebook.field("evidence", "relation").allowed
    broken = (frame["relation"] == "") != (frame["anchor"] == "")
    orders: dict[tuple[str, str], list[int]] = {}
    for row, order in enumerate(
        zip(frame["relation"].tolist(), frame["days"].tolist(), strict=True)
    ):
        orders.setdefault(order, []).append(row)
    for (relation, days), rows in orders.items():
        column, value = "days", days
        try:
            distances(pd.Series([days]))
            if relation == "":
                continue
            column, value = "relation", relation
            node = np.zeros(1, dtype="int64")
            constraints_of(node, pd.Series([relation]), node, pd.Series([days]))
        except ValueError as error:
            broken.loc[rows] = True
            if column == "relation" and listed and relation not in listed:
                continue  # a problem of the schema
            rule = str(error).removeprefix(f'"{value}" ')
            for row in rows:
                yield Problem(table.file, table.line(row), column, value, rule)
    return broken
