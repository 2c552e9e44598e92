"""How far a second, independent coding of the same texts agrees with the table.

A second coding is one CSV file, ``second_coding.csv``, whose rows name the event of the table
that they describe, or none. It is compared and never merged: differences are for readers to see.
Only sources that were coded twice are compared, with what they alone say of days and numbers, so
that a source more changes nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.edtf import parse_edtf
from analysis.package.amounts import Bounds
from analysis.package.resolved import resolved_events
from analysis.package.tables import Tables

GIVEN = ("stated", "relative")
Days = tuple[dt.date | None, dt.date | None]
AMOUNT = ("amount_low", "amount_best", "amount_high")
REPLICATES, SEED = 2000, 1
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Agreement:
    """Counts of agreement between a table and a second coding of the same texts.

    Attributes
    ----------
    first, second : events in the table, rows of the second coding.
    either : events that at least one of the codings has.
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
    intervals : of the share of ``both`` in ``either``, of the shares of ``same_given_days`` in
        ``given_days`` and of the other counts in ``both``, of ``actors`` and ``kappa``: from the
        2.5th to the 97.5th percentile of 2,000 draws of as many events as either has, with
        replacement and a fixed seed; NaN where a draw says nothing.
    """

    first: int
    second: int
    either: int
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
    intervals: Mapping[str, tuple[float, float]]


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
    own_evidence = data.evidence[data.evidence["source_id"].isin(second["source_id"])]
    told = data.events[data.events["event_id"].isin(own_evidence["event_id"])]
    events = resolved_events(told, own_evidence, data.sources).set_index("event_id").sort_index()
    matched = second[second["event_id"] != ""].sort_values("event_id")
    twice = matched["event_id"][matched["event_id"].duplicated()]
    unknown = set(matched["event_id"]) - set(events.index)
    if len(twice) or unknown:
        raise ValueError(f"matched twice: {sorted(twice)}; not in the table: {sorted(unknown)}")
    own = events.loc[matched["event_id"]].reset_index()
    compared = _compared(own, matched.reset_index(drop=True))
    compared["both"] = True
    only_first = tuple(e for e in events.index if e not in set(matched["event_id"]))
    only_second = tuple(sorted(second.loc[second["event_id"] == "", "summary"]))
    either = len(matched) + len(only_first) + len(only_second)
    shared = _shared_actors(data.participants, matched)
    kinds = list(own["kind"]), list(matched["kind"])
    once = np.ones((1, len(matched)))
    return Agreement(
        first=len(events),
        second=len(second),
        either=either,
        actors=float(_share(once, np.nan_to_num(shared), ~np.isnan(shared))[0]),
        kappa=float(_kappa(once, *kinds)[0]),
        only_first=only_first,
        only_second=only_second,
        intervals=_intervals(either, compared, shared, kinds),
        **{str(criterion): int(met) for criterion, met in compared.sum().items()},
    )


def _intervals(
    either: int, compared: pd.DataFrame, shared: Floats, kinds: tuple[list[str], list[str]]
) -> dict[str, tuple[float, float]]:
    """Bootstrap intervals; the events that both have stand first among those that either has."""
    if not either:
        return {}
    draws = np.random.default_rng(SEED).multinomial(either, [1 / either] * either, REPLICATES)
    times = draws[:, : len(compared)].astype("float64")  # how often each common event was drawn
    columns = {name: column.to_numpy("float64") for name, column in compared.items()}
    of = dict.fromkeys(columns, columns["both"]) | {"same_given_days": columns["given_days"]}
    drawn = {
        str(name): _share(times, met, of[name])
        for name, met in columns.items()
        if name not in ("both", "given_days")
    }
    drawn["both"] = times.sum(axis=1) / either
    drawn["actors"] = _share(times, np.nan_to_num(shared), ~np.isnan(shared))
    drawn["kappa"] = _kappa(times, *kinds)
    found = {}
    for name, values in drawn.items():
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
        found[name] = (float(low), float(high))
    return found


def _share(times: Floats, met: Floats, of: npt.ArrayLike) -> Floats:
    """(draws,) the share of ``met`` in ``of``, each event as often as it was drawn; NaN of none."""
    total = times @ np.asarray(of, dtype="float64")
    share: Floats = np.divide(times @ met, total, out=np.full(len(times), np.nan), where=total > 0)
    return share


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


def _shared_actors(participants: pd.DataFrame, other: pd.DataFrame) -> Floats:
    """(n,) share of the actors that both name of all that either names, NaN without any."""
    named_of = participants.groupby("event_id")["actor_id"].agg(set)
    shares = []
    for event, listed in zip(other["event_id"], other["participants"], strict=True):
        own, named = named_of.get(event, set()), {part.split(":")[0] for part in listed.split()}
        shares.append(len(own & named) / len(own | named) if own | named else np.nan)
    return np.array(shares, dtype="float64")


def _kappa(times: Floats, first: list[str], second: list[str]) -> Floats:
    """(draws,) Cohen's kappa of the kinds; NaN where there is but one, or no event."""
    names = sorted({*first, *second})
    a, b = (
        (np.array(kinds, dtype="str")[:, None] == np.array(names, dtype="str")).astype("float64")
        for kinds in (first, second)
    )
    total = times.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        agreed = (times @ (a * b).sum(axis=1)) / total
        by_chance = ((times @ a) * (times @ b)).sum(axis=1) / total**2
        kappa: Floats = (agreed - by_chance) / (1 - by_chance)
    return np.where(np.isfinite(kappa), kappa, np.nan)
