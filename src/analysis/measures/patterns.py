"""How dated contacts are spread: the days between them, the pairs that had them, their level.

What counts as a contact is decided in :mod:`analysis.measures.contacts`.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Literal

import pandas as pd

from analysis.measures.columns import COUNT, DAY, OBJECT, TEXT, cells, days_between, merged, table
from analysis.measures.contacts import SERIES, Series, dated_contacts
from analysis.measures.coverage import covered_stretches, overlap_days
from analysis.measures.view import View, measure

_GAP = {
    "previous": DAY,
    "next": DAY,
    "days": COUNT,
    "uncovered_days": COUNT,
    "evidence": OBJECT,
}
_MATRIX = {"a": TEXT, "b": TEXT, "series": TEXT, "count": COUNT, "evidence": OBJECT}
_LEVELS = {
    "level": COUNT,
    "level_label": TEXT,
    "series": TEXT,
    "count": COUNT,
    "evidence": OBJECT,
}


@measure
def gaps(view: View, series: Series | None = None) -> pd.DataFrame:
    """Elapsed days between each dated contact, of all series or of one, and the next.

    Returns
    -------
    (n - 1,) previous, next (days), days (elapsed; 0 on the same day), uncovered_days (days
    strictly between that no source covers: where there are any, the gap is one in the record
    and need not be one in the contacts), evidence (of both).
    """
    stretches = covered_stretches(view)
    dated = dated_contacts(view)
    own = dated if series is None else dated[dated["series"] == series]
    pairs = list(cells(own, "date", "evidence"))
    rows = []
    for (previous, before), (following, after) in pairwise(pairs):
        elapsed, between = days_between(previous, following), pd.Timedelta(days=1)
        covered = overlap_days(stretches, previous + between, following - between)
        rows.append(
            {
                "previous": previous,
                "next": following,
                "days": elapsed,
                "uncovered_days": max(elapsed - 1, 0) - covered,
                "evidence": merged([before, after]),
            }
        )
    return table(rows, _GAP)


@measure
def pair_matrix(view: View, by: Literal["actors", "sides"] = "actors") -> pd.DataFrame:
    """How many dated contacts each unordered pair had, by series.

    Parameters
    ----------
    by : pairs of actors, or of sides (pairs within one side are left out).

    Returns
    -------
    (n,) a, b (actor ids or sides, a < b), series, count (contacts), evidence; pairs with a
    contact only, by falling count of the pair. A contact of one with two others counts once
    for each of both pairs, so that the counts need not sum to the number of contacts.
    """
    column = {"actors": "pairs", "sides": "side_pairs"}[by]
    found: dict[tuple[str, str, str], list[tuple[str, ...]]] = {}
    for pairs, series, evidence in cells(dated_contacts(view), column, "series", "evidence"):
        for a, b in pairs:
            found.setdefault((a, b, series), []).append(evidence)
    total: Counter[tuple[str, str]] = Counter()
    for (a, b, _), contacts in found.items():
        total[a, b] += len(contacts)
    order = sorted(found, key=lambda k: (-total[k[0], k[1]], k[0], k[1], SERIES.index(k[2])))
    return table(
        (
            {
                "a": a,
                "b": b,
                "series": s,
                "count": len(found[a, b, s]),
                "evidence": merged(found[a, b, s]),
            }
            for a, b, s in order
        ),
        _MATRIX,
    )


@measure
def level_counts(view: View) -> pd.DataFrame:
    """How many dated contacts were held at which level, by series.

    The level of a contact is the lower of what the two sides sent at best: a head of government
    who calls an envoy speaks at the envoy's level. Levels are ordinal: counted, never averaged.

    Returns
    -------
    (n,) level (0 = not known), level_label (the codebook's), series, count, evidence; levels
    with a contact only, highest first.
    """
    found: dict[tuple[int, str], list[tuple[str, ...]]] = {}
    for level, series, evidence in cells(dated_contacts(view), "level", "series", "evidence"):
        found.setdefault((int(level), series), []).append(evidence)
    codebook = view.tables.codebook
    return table(
        (
            {
                "level": level,
                "level_label": codebook.label("actors", "level", str(level)),
                "series": series,
                "count": len(found[level, series]),
                "evidence": merged(found[level, series]),
            }
            for level, series in sorted(found, key=lambda k: (-k[0], SERIES.index(k[1])))
        ),
        _LEVELS,
    )
