"""Who takes part in an event: the parts, and how many, that its kind (a row of kinds) allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.package.codebook import Codebook
from analysis.package.reading import Codes, RawTable, rows_where
from analysis.problems import Problem

Raw = dict[str, RawTable]


def check_participants(raw: Raw, codebook: Codebook) -> Iterator[Problem]:
    """Each participant has a part that the kind has, and each event as many as it needs."""
    codes, named = raw["participants"].distinct("event_id")
    ids = pd.Index(raw["events"].distinct("event_id")[1])
    event = ids.get_indexer(pd.Index(named)).take(codes)
    yield from _parts(raw, event)
    yield from _too_few(raw, event)


def _parts(raw: Raw, event: Codes) -> Iterator[Problem]:
    """Parts that the kind does not have; ``event`` (n,) is each row's, -1 where there is none."""
    events, table, listed = raw["events"], raw["participants"], raw["kinds"].frame
    parts_of = dict(zip(listed["kind"], listed["parts"].map(str.split), strict=True))
    codes, ids = events.distinct("event_id")
    kind = np.full(len(ids) + 1, -1)  # the last is of no event
    kind[codes], kinds = events.distinct("kind")
    part, parts = table.distinct("part")
    both, pairs = pd.factorize(kind[event] * len(parts) + part)
    for pair, (one, said) in enumerate(divmod(int(p), len(parts)) for p in pairs):
        name = kinds[one] if one >= 0 else ""
        allowed = parts_of.get(name)
        if allowed and parts[said] not in allowed:
            rule = f"is no part of a {name}; allowed: {', '.join(allowed)}"
            for row in np.flatnonzero(both == pair).tolist():
                yield Problem(table.file, table.line(row), "part", parts[said], rule)


def _too_few(raw: Raw, event: Codes) -> Iterator[Problem]:
    """Events with fewer participants than their kind needs, each counted once."""
    events, table, listed = raw["events"], raw["participants"], raw["kinds"].frame
    actor, actors = table.distinct("actor_id")
    again = pd.Series(event * len(actors) + actor).duplicated().to_numpy()
    codes, ids = events.distinct("event_id")
    counts = np.bincount(event[~again & (event >= 0)], minlength=len(ids)).take(codes)
    least_of = dict(zip(listed["kind"], listed["participants_min"], strict=True))
    kind, kinds = events.distinct("kind")
    needed = pd.to_numeric(pd.Series([least_of.get(one, "") for one in kinds]), errors="coerce")
    for row in rows_where(pd.Series(counts < needed.to_numpy("float64").take(kind))):
        value, one = events.cell(row, "event_id"), events.cell(row, "kind")
        count = counts[row]
        rule = (
            f"has {count} participant{'' if count == 1 else 's'}; "
            f"a {one} has at least {float(least_of[one]):.0f}"
        )
        yield Problem(events.file, events.line(row), "event_id", value, rule)
