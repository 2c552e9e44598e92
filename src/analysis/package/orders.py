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
    known = [*raw["events"].distinct("event_id")[1].tolist(), PUBLISHED]
    lost = ~evidence.empty("anchor") & ~evidence.among("anchor", known)
    mends = Mends(known)
    for row in rows_where(lost):
        value = evidence.cell(row, "anchor")
        rule = f'is no event of {raw["events"].file}, nor "{PUBLISHED}"'
        yield Problem(evidence.file, evidence.line(row), "anchor", value, rule, mends[value])
    for missing, given in (("anchor", "relation"), ("relation", "anchor"), ("relation", "days")):
        for row in rows_where(evidence.empty(missing) & ~evidence.empty(given)):
            rule = f"is empty, although {given} is {evidence.cell(row, given)}"
            yield Problem(evidence.file, evidence.line(row), missing, None, rule)
    broken = yield from _broken_orders(raw, codebook)
    readable = (
        ~(lost | broken | evidence.among("date", [*unreadable(evidence.distinct("date")[1])]))
        & ~evidence.empty("event_id")
        & evidence.among("source_id", sources["source_id"])
    )
    undated = sources["published"].isin(list(unreadable(sources["published"])))
    # Only what is said of events with an order can contradict one.
    orders = frame[readable & ~evidence.empty("relation")]
    tied = pd.concat([orders["event_id"], orders["anchor"]]).drop_duplicates()
    about = readable & evidence.among("event_id", tied)
    yield from contradictions(
        pd.DataFrame({"event_id": tied[tied != PUBLISHED]}),
        frame[about].assign(
            line=evidence.lines[about],
            **{column: evidence.numbers(column)[about] for column in AMOUNTS},
        ),
        sources.assign(published=sources["published"].mask(undated, "")),
        file=evidence.file,
    )


def _broken_orders(raw: Raw, codebook: Codebook) -> Generator[Problem, None, pd.Series]:
    """Problems of relations and days that say nothing together; (m,) which rows have one."""
    table = raw["evidence"]
    frame, listed = table.frame, codebook.field("evidence", "relation").allowed
    broken = table.empty("relation") != table.empty("anchor")
    said = frame.loc[~(table.empty("relation") & table.empty("days")), ["relation", "days"]]
    orders: dict[tuple[str, str], list[int]] = {}
    for row, *order in said.itertuples(name=None):
        orders.setdefault((order[0], order[1]), []).append(row)
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
