"""How dated contacts are spread: the days between them, the pairs that had them, their level.

What counts as a contact is decided in :mod:`analysis.measures.contacts`.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis.measures import results
from analysis.measures.columns import cells, merged, objects
from analysis.measures.contacts import SERIES, Series, dated_contacts
from analysis.measures.coverage import ONE_DAY, contact_stretches, overlap_days
from analysis.measures.people import actor_labels
from analysis.measures.view import View, measure


@measure
def gaps(view: View, series: Series | None = None) -> pd.DataFrame:
    """Elapsed days between each dated contact, of all series or of one, and the next.

    Returns
    -------
    (n - 1,) columns ``results.GAPS``; ``days`` is 0 on the same day. Where there are uncovered
    days, the gap is one in the record and need not be one in the contacts.
    """
    dated = dated_contacts(view)
    own = dated if series is None else dated[dated["series"] == series]
    last, first = own[:-1].reset_index(drop=True), own[1:].reset_index(drop=True)
    days = (first["date"] - last["date"]).dt.days
    covered = overlap_days(contact_stretches(view), last["date"] + ONE_DAY, first["date"] - ONE_DAY)
    both = zip(last["evidence"], first["evidence"], strict=True)
    return results.GAPS.table(
        pd.DataFrame(
            {
                "previous": last["date"],
                "next": first["date"],
                "days": days,
                "uncovered_days": (days - 1).clip(lower=0) - covered,
                "evidence": objects(map(merged, both), last.index),
            }
        )
    )


@measure
def longest_gap(view: View, series: Series | None = None) -> pd.DataFrame:
    """The longest time between two dated contacts that is covered throughout.

    Returns
    -------
    (1,) columns ``results.GAPS``; no row where no two days of contact have only covered days
    between them.
    """
    rows = gaps(view, series)
    inside = rows[(rows["uncovered_days"] == 0) & (rows["days"] > 0)]
    return results.GAPS.table(inside.nlargest(1, "days"))


@measure
def pair_matrix(view: View, by: Literal["actors", "sides"] = "actors") -> pd.DataFrame:
    """How many dated contacts each unordered pair had, by series.

    Parameters
    ----------
    by : pairs of actors, or of sides (pairs within one side are left out).

    Returns
    -------
    (n,) by falling count of the pair, then pair and series; columns ``results.MATRIX``, ``a``
    before ``b``; pairs with a contact only. A contact of one with two others counts once for
    each of both pairs, so that the counts need not sum to the number of contacts.
    """
    column = {"actors": "pairs", "sides": "side_pairs"}[by]
    met = dated_contacts(view).explode(column).dropna(subset=column)
    rows = _counted(met.assign(a=met[column].str[0], b=met[column].str[1]), ["a", "b", "series"])
    rows["_total"] = -rows.groupby(["a", "b"])["count"].transform("sum")
    return results.MATRIX.table(rows.sort_values(["_total", "a", "b", "_series"]))


@measure
def named_pairs(view: View) -> pd.DataFrame:
    """The rows of :func:`pair_matrix` with the names of the two, and of the pair.

    Returns
    -------
    (n,) by falling count of the pair, then name and series; columns ``results.NAMED_PAIRS``.
    """
    rows, names = pair_matrix(view), actor_labels(view)
    two = [tuple(names.get(x, x) for x in ids) for ids in cells(rows, "a", "b")]
    rows = rows.assign(
        a=[a for a, _ in two], b=[b for _, b in two], pair=[" – ".join(sorted(p)) for p in two]
    )
    rows["_total"] = -rows.groupby("pair")["count"].transform("sum")
    return results.NAMED_PAIRS.table(rows.sort_values(["_total", "pair"], kind="stable"))


@measure
def level_counts(view: View) -> pd.DataFrame:
    """How many dated contacts were held at which level, by series.

    The level of a contact is the lower of what the two sides sent at best: a head of government
    who calls an envoy speaks at the envoy's level. Levels are ordinal: counted, never averaged.

    Returns
    -------
    (n,) highest level first, then by series; columns ``results.LEVELS``; levels with a contact
    only.
    """
    rows = _counted(dated_contacts(view), ["level", "series"])
    label = view.tables.codebook.label
    rows["level_label"] = [label("actors", "level", str(level)) for level in rows["level"]]
    return results.LEVELS.table(rows.sort_values(["level", "_series"], ascending=[False, True]))


def _counted(dated: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The contacts of each group, counted, with their evidence and the place of their series."""
    rows = dated.groupby(by).agg(count=("date", "size"), evidence=("evidence", merged))
    return rows.reset_index().assign(_series=lambda r: r["series"].map(SERIES.index))
