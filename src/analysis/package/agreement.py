"""How far a second, independent coding of the same texts agrees with the table.

A second coding is one CSV file, ``second_coding.csv``, whose rows name the event of the table
that they describe, or none. It is compared and never merged: differences are for readers to see.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.edtf import parse_edtf
from analysis.package.amounts import Bounds
from analysis.package.tables import Tables

FILE = "second_coding.csv"
GIVEN = ("stated", "relative")
Days = tuple[dt.date | None, dt.date | None]
AMOUNT = ("amount_low", "amount_best", "amount_high")


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
    data : the table, of which those events count that rest on a source of ``second``.
    second : (n,) event_id ("" where the table has no such event), source_id, kind, date (EDTF),
        amount_low, amount_best, amount_high, amount_of, participants ("actor:part" parted by
        blanks), summary.

    Raises
    ------
    ValueError : two rows describe one event, or a row names an event that the table lacks.
    """
    told = data.evidence["event_id"][data.evidence["source_id"].isin(second["source_id"])]
    events = data.events[data.events["event_id"].isin(told)].set_index("event_id")
    matched = second[second["event_id"] != ""]
    twice = matched["event_id"][matched["event_id"].duplicated()]
    unknown = set(matched["event_id"]) - set(events.index)
    if len(twice) or unknown:
        raise ValueError(f"matched twice: {sorted(twice)}; not in the table: {sorted(unknown)}")
    own = events.loc[matched["event_id"]].reset_index()
    compared = _compared(own, matched.reset_index(drop=True))
    return Agreement(
        first=len(events),
        second=len(second),
        both=len(matched),
        actors=_shared_actors(data.participants, matched),
        kappa=_kappa(list(own["kind"]), list(matched["kind"])),
        only_first=tuple(e for e in events.index if e not in set(matched["event_id"])),
        only_second=tuple(second.loc[second["event_id"] == "", "summary"]),
        **{str(criterion): int(met) for criterion, met in compared.sum().items()},
    )


def _compared(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The same (n,) events in both codings: one bool column for each criterion."""
    read = [parse_edtf(date) for date in other["date"]]
    days = [(_day(a), _day(b)) for a, b in own[["earliest", "latest"]].itertuples(index=False)]
    pairs = [(mine, (d.earliest, d.latest)) for mine, d in zip(days, read, strict=True)]
    amounts, others = own[list(AMOUNT)], other[list(AMOUNT)].apply(pd.to_numeric)
    same_unit = (own["amount_of"] == other["amount_of"]) | amounts.isna().all(axis=1)
    same_bounds = [
        Bounds.of(*a) == Bounds.of(*b)
        for a, b in zip(amounts.to_numpy(), others.to_numpy(), strict=True)
    ]
    compared = pd.DataFrame(
        {
            "same_days": [a == b for a, b in pairs],
            "overlapping_days": [_overlap(a, b) for a, b in pairs],
            "given_days": own["date_basis"].isin(GIVEN),
            "same_amount": same_unit & np.array(same_bounds, dtype=bool),
            "same_kind": own["kind"] == other["kind"],
        }
    )
    return compared.assign(same_given_days=compared["same_days"] & compared["given_days"])


def _day(bound: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(bound) else bound.date()


def _overlap(a: Days, b: Days) -> bool:
    return not ((a[1] and b[0] and a[1] < b[0]) or (b[1] and a[0] and b[1] < a[0]))


def _shared_actors(participants: pd.DataFrame, other: pd.DataFrame) -> float:
    """Mean share of the actors that both name of all that either names, NaN without any."""
    named_of = participants.groupby("event_id")["actor_id"].agg(set)
    shares = []
    for event, listed in zip(other["event_id"], other["participants"], strict=True):
        own, named = named_of.get(event, set()), {part.split(":")[0] for part in listed.split()}
        if own | named:
            shares.append(len(own & named) / len(own | named))
    return float(np.mean(shares)) if shares else float("nan")


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
