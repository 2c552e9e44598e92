"""From the evidence at hand to what it leaves possible for each event.

An event has no day and no number of its own; the passages have. This one pure step takes the
passages that are at hand and gives, for every event, the bounds of its day and of its number, and
for each bound the evidence that sets it. Narrowing to some sources is the same step on fewer rows.

The rules:

- Only evidence that asserts or confirms binds. What is disputed or denied stays as a claim.
- Days that passages state, and orders ("two days after the call"), bind alike: the bounds are what
  all of them leave in common.
- An inferred date, and the day of publication for what is so "now", narrow as well; where one
  contradicts what is stated it yields, and is listed in ``set_aside``. So does a day reckoned from
  a day of printing that is itself inferred: the chain is as good as its weakest link.
- Where stated days have nothing in common the sources differ: the bounds are the hull of all of
  them, and each stands in ``values`` with its speaker. So it is with numbers. Nothing is averaged.
- "About 50" is a best value without bounds. It contradicts no bound, gives the best value where it
  lies within the bounds, and the number, marked ``about``, where there are none.
- Orders that cannot be true together, or not with the stated days, are an error of coding: a
  problem that names the smallest circle of rows; these orders are set aside.

Where nothing differs and no order contradicts, evidence taken away never narrows a bound. The order
of rows never matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.package.resolution.days import OwnDays, meet
from analysis.package.resolution.network import bounds_by_orders, network_of, problems_of
from analysis.package.resolution.numbers import AMOUNTS, resolve_numbers, words_of_amount
from analysis.package.resolution.orders import FAR, Ints
from analysis.package.resolution.told import BASES, Told, set_by_dates, told_by
from analysis.problems import Problem


@dataclass(frozen=True)
class Resolution:
    """What the evidence at hand leaves possible.

    Attributes
    ----------
    events : one row per event, in the order given: event_id;
        earliest, latest (first and last day on which any of it can lie; NaT where open);
        start_latest, end_earliest (last day on which it can begin, first on which it can end; on
        the days between these two, where there are any, it was certainly on);
        date_basis (the weakest basis on which either bound rests; "" without bounds);
        day_differs (stated days have nothing in common);
        low, best, high (of the amount; NaN where not stated); about (low, best and high, as far
        as they are given, are approximate); number_differs; repeated (said to have happened
        again and again: listed, never counted).
    support : event_id, bound (earliest | latest | low | best | high), evidence_id: every row on
        which the bound rests; for a bound by orders, all orders on the way and the day at its end.
    values : event_id, of ("day" | "number"), evidence_id, source_id, speaker, value (the date, or
        the words of the amount): each value where sources differ.
    set_aside : event_id, evidence_id: weak dates that contradict what is stated.
    """

    events: pd.DataFrame
    support: pd.DataFrame
    values: pd.DataFrame
    set_aside: pd.DataFrame


def resolve(
    events: pd.DataFrame,
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
) -> Resolution:
    """Resolve the days and numbers of events from evidence.

    Parameters
    ----------
    events : (n,) event_id, unique.
    evidence : (m,) evidence_id (unique), event_id, source_id, speaker, stance, date (EDTF),
        date_basis, relation, anchor (an event_id or "published"), days ("2", "2..4", "3..",
        "..5"), amount_text, repeated ("yes" or ""): text, "" where empty; amount_low,
        amount_best, amount_high: float64, NaN where empty. Rows on events that are not
        in ``events`` still order those that are.
    sources : source_id, published (EDTF), published_basis (stated | inferred).

    Raises
    ------
    ValueError : a date, a relation or a number of days cannot be read; the checks of a package
        find these first, with their line.
    """
    told = told_by(events, evidence, sources)
    own = meet(len(told.nodes), told.node, told.days, told.weak)
    network = network_of(told, own)
    low, high = own.windows.low.copy(), own.windows.high.copy()
    if network is not None:
        low[network.nodes] = network.solution.lower.reshape(-1, 2)
        high[network.nodes] = network.solution.upper.reshape(-1, 2)
    support = pd.concat(
        [_by_own_days(told, own, low, high), *bounds_by_orders(told, own, network)],
        ignore_index=True,
    )
    count, event = len(events), told.node[: len(told.rows)]
    numbers, number_rows = resolve_numbers(len(told.nodes), event, told.rows)
    resolved = pd.DataFrame(
        {
            "event_id": told.nodes,
            "earliest": _dates(low[:, 0]),
            "latest": _dates(high[:, 1]),
            "start_latest": _dates(high[:, 0]),
            "end_earliest": _dates(low[:, 1]),
            "date_basis": _basis(len(told.nodes), support),
            "day_differs": own.differ,
        }
    ).join(numbers)[:count]
    support = pd.concat([support, number_rows], ignore_index=True)
    support = support[support["event"] < count]
    aside = own.aside[: len(event)] & (event < count)
    ids = told.rows["evidence_id"]
    return Resolution(
        events=resolved,
        support=pd.DataFrame(
            {
                "event_id": told.nodes.take(support["event"].to_numpy()),
                "bound": pd.Series(support["bound"].to_numpy(), dtype="str"),
                "evidence_id": ids.take(support["row"].to_numpy()).to_numpy(),
            }
        ),
        values=_values(told, resolved, own),
        set_aside=told.rows.loc[aside, ["event_id", "evidence_id"]].reset_index(drop=True),
    )


def contradictions(
    events: pd.DataFrame,
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    file: str = "evidence.csv",
) -> tuple[Problem, ...]:
    """Each circle of orders that contradicts itself, named by its fewest rows.

    Parameters are those of :func:`resolve`; ``line`` (int) of the evidence, where given, is the
    line of ``file``.
    """
    told = told_by(events, evidence, sources)
    own = meet(len(told.nodes), told.node, told.days, told.weak)
    network = network_of(told, own)
    return () if network is None else tuple(problems_of(told, own, network, file))


def _dates(days: Ints) -> pd.DatetimeIndex:
    """Days since 1970 as dates, NaT where not bounded."""
    open_ = np.abs(days) >= FAR
    dates = np.where(open_, 0, days).astype("datetime64[D]").astype("datetime64[s]")
    dates[open_] = np.datetime64("NaT", "D")
    return pd.DatetimeIndex(dates)


def _by_own_days(told: Told, own: OwnDays, low: Ints, high: Ints) -> pd.DataFrame:
    """event, bound, row, rank: the dated rows that set a bound of their own event."""
    parts = []
    for bound, side, last, solved in (("earliest", "low", 0, low), ("latest", "high", 1, high)):
        met = getattr(own.windows, side)
        kept = np.flatnonzero(met[:, last] == solved[:, last])
        parts.append(set_by_dates(told, own, kept, side, last).assign(bound=bound))
    return pd.concat(parts, ignore_index=True)


def _basis(size: int, support: pd.DataFrame) -> pd.Series:
    weakest = np.full(size, -1)
    np.maximum.at(weakest, support["event"].to_numpy(), support["rank"].to_numpy("int64"))
    return pd.Series(np.array(["", *BASES])[weakest + 1], dtype="str")


def _values(told: Told, resolved: pd.DataFrame, own: OwnDays) -> pd.DataFrame:
    rows = told.rows
    event = told.node[: len(rows)]
    inside = event < len(resolved)
    place = np.where(inside, event, 0)
    day = inside & resolved["day_differs"].to_numpy()[place] & (rows["date"] != "").to_numpy()
    number = inside & resolved["number_differs"].to_numpy()[place]
    number &= rows[list(AMOUNTS)].notna().any(axis=1).to_numpy()
    kept = ["event_id", "of", "evidence_id", "source_id", "speaker", "value"]
    parts = [
        rows[mask].assign(of=of, value=value)
        for mask, of, value in (
            (day & ~own.aside[: len(rows)], "day", lambda f: f["date"]),
            (number, "number", words_of_amount),
        )
    ]
    return pd.concat(parts, ignore_index=True)[kept]  # type: ignore[no-any-return]
