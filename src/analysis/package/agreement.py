"""How far a second, independent coding of the same texts agrees with the table.

A second coding is one CSV file, ``second_coding.csv``, whose rows name the event of the table
that they describe, or none. It is compared and never merged: differences are for readers to see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.edtf import parse_edtf
from analysis.package.amounts import Bounds
from analysis.package.tables import Tables

FILE = "second_coding.csv"
GIVEN = ("stated", "relative")


@dataclass(frozen=True)
class Agreement:
    """Counts of agreement between a table and a second coding of the same texts.

    Attributes
    ----------
    first, second : events in the table, rows of the second coding.
    both : events that both have.
    same_days : of these, with the same earliest and latest day.
    overlapping_days : of these, with at least one day in common.
    given_days, same_given_days : of these, the events that the table dates as a source states it or
        relative to another day, and those of them with the same earliest and latest day.
    same_amount : of these, with the same bounds, best value and unit, none included.
    actors : mean share of actors that both name, of all that either names (Jaccard, 0..1).
    same_kind : of these, coded as the same kind.
    kappa : Cohen's kappa of the kinds over ``both``.
    only_first : events that the second coding lacks.
    only_second : summaries of its rows that the table lacks.
    """

    first: int
    second: int
    both: int
    same_days: int
    overlapping_days: int
    given_days: int
    same_given_days: int
    same_amount: int
    actors: float
    same_kind: int
    kappa: float
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def read_second_coding(package: Path) -> pd.DataFrame:
    """Rows of a package's second coding, all text.

    Raises
    ------
    FileNotFoundError : the package has none.
    """
    return pd.read_csv(package / FILE, dtype=str, keep_default_na=False)


def agreement(data: Tables, second: pd.DataFrame) -> Agreement:
    """Compare a table with a second coding, event by event.

    Parameters
    ----------
    data : the table.
    second : (n,) event_id ("" where the table has no such event), kind, date (EDTF), amount_low,
        amount_best, amount_high, amount_of, participants ("actor:part" parted by blanks), summary.

    Raises
    ------
    ValueError : two rows describe one event, or a row names an event that the table lacks.
    """
    matched = second[second["event_id"] != ""]
    twice = matched["event_id"][matched["event_id"].duplicated()]
    unknown = set(matched["event_id"]) - set(data.events["event_id"])
    if len(twice) or unknown:
        raise ValueError(f"matched twice: {sorted(twice)}; not in the table: {sorted(unknown)}")
    events = data.events.set_index("event_id")
    taking_part = data.participants.groupby("event_id")["actor_id"].agg(set)
    same_days = overlapping = given = same_given = same_amount = same_kind = 0
    shares = []
    rows: Iterable[Any] = matched.itertuples(index=False)
    for row in rows:
        event = events.loc[row.event_id]
        date, own = parse_edtf(row.date), parse_edtf(event["date"])
        same = (date.earliest, date.latest) == (own.earliest, own.latest)
        same_days += same
        given += event["date_basis"] in GIVEN
        same_given += same and event["date_basis"] in GIVEN
        overlapping += not (
            (date.latest and own.earliest and date.latest < own.earliest)
            or (own.latest and date.earliest and own.latest < date.earliest)
        )
        amounts = [_number(getattr(row, f"amount_{side}")) for side in ("low", "best", "high")]
        own_amounts = [event[f"amount_{side}"] for side in ("low", "best", "high")]
        same_amount += Bounds.of(*amounts) == Bounds.of(*own_amounts) and (
            row.amount_of == event["amount_of"] or not any(map(np.isfinite, own_amounts))
        )
        same_kind += row.kind == event["kind"]
        named = {part.split(":")[0] for part in row.participants.split()}
        own_named = taking_part.get(row.event_id, set())
        if named | own_named:
            shares.append(len(named & own_named) / len(named | own_named))
    return Agreement(
        first=len(events),
        second=len(second),
        both=len(matched),
        same_days=same_days,
        overlapping_days=overlapping,
        given_days=given,
        same_given_days=same_given,
        same_amount=same_amount,
        actors=float(np.mean(shares)) if shares else float("nan"),
        same_kind=same_kind,
        kappa=_kappa(events.loc[matched["event_id"], "kind"].to_list(), list(matched["kind"])),
        only_first=tuple(e for e in events.index if e not in set(matched["event_id"])),
        only_second=tuple(second.loc[second["event_id"] == "", "summary"]),
    )


def _number(text: str) -> float:
    return float(text) if text else float("nan")


def _kappa(first: list[str], second: list[str]) -> float:
    names = sorted({*first, *second})
    if len(names) < 2:
        return float("nan")
    table = pd.crosstab(
        pd.Categorical(first, categories=names),
        pd.Categorical(second, categories=names),
        dropna=False,
    )
    return float(cohens_kappa(table.to_numpy(), return_results=False))
