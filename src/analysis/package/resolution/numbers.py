"""What the numbers that passages state leave in common, event by event."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.package.amounts import Bounds
from analysis.package.resolution.orders import Ints

AMOUNTS = ("amount_low", "amount_best", "amount_high")


def resolve_numbers(
    size: int, event: Ints, evidence: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bounds of the number of each of ``size`` events.

    Parameters
    ----------
    event : (m,) which event each row of evidence speaks of.
    evidence : (m,) amount_low, amount_best, amount_high (float64, NaN where empty), repeated.

    Returns
    -------
    (size,) low, best, high, about, number_differs, repeated; and which rows set them: event,
    bound, row.
    """
    low, best, high = (evidence[name].to_numpy("float64") for name in AMOUNTS)
    bounded = ~np.isnan(low) | ~np.isnan(high)
    point = ~np.isnan(best)
    least = np.where(bounded & ~np.isnan(low), low, -np.inf)
    most = np.where(bounded & ~np.isnan(high), high, np.inf)

    lower = _extreme(np.maximum, size, event[bounded], least[bounded], -np.inf)
    upper = _extreme(np.minimum, size, event[bounded], most[bounded], np.inf)
    differs = lower > upper
    if differs.any():
        lower = np.where(
            differs, _extreme(np.minimum, size, event[bounded], least[bounded], np.inf), lower
        )
        upper = np.where(
            differs, _extreme(np.maximum, size, event[bounded], most[bounded], -np.inf), upper
        )

    fits = point & (best >= lower[event]) & (best <= upper[event])
    least_best = _extreme(np.minimum, size, event[fits], best[fits], np.inf)
    most_best = _extreme(np.maximum, size, event[fits], best[fits], -np.inf)
    exact = (lower == upper) & ~differs
    named = np.where(least_best == most_best, least_best, np.nan)
    number = np.where(exact, lower, np.where(differs, np.nan, named))
    several = (least_best < most_best) & ~exact
    approximate = np.ones(size, dtype=bool)
    approximate[event[fits & bounded]] = False
    about = (least_best <= most_best) & approximate & ~exact & ~differs
    # Several approximate values and no bound: these values are all there is.
    loose = several & about & np.isinf(lower) & np.isinf(upper)
    lower, upper = np.where(loose, least_best, lower), np.where(loose, most_best, upper)

    repeated = np.zeros(size, dtype=bool)
    repeated[event[(evidence["repeated"] == "yes").to_numpy(dtype=bool)]] = True
    resolved = pd.DataFrame(
        {
            "low": np.where(np.isinf(lower), np.nan, lower),
            "best": number,
            "high": np.where(np.isinf(upper), np.nan, upper),
            "about": about,
            "number_differs": differs | several,
            "repeated": repeated,
        }
    )
    sets = {
        "low": (bounded & (low == lower[event])) | (loose[event] & fits & (best == lower[event])),
        "best": fits & (best == number[event]),
        "high": (bounded & (high == upper[event])) | (loose[event] & fits & (best == upper[event])),
    }
    rows = [
        pd.DataFrame({"event": event[mask], "bound": bound, "row": np.flatnonzero(mask)})
        for bound, mask in sets.items()
    ]
    return resolved, pd.concat(rows, ignore_index=True)


def words_of_amount(evidence: pd.DataFrame) -> pd.Series:
    """The number that each row states: in the source's words, or as bounds; "" where none."""
    numbers = evidence[list(AMOUNTS)]
    own = evidence["amount_text"]
    bare = numbers[(own == "") & numbers.notna().any(axis=1)]
    group = bare.groupby(list(AMOUNTS), dropna=False, sort=False).ngroup()
    distinct = bare[~group.duplicated()].itertuples(index=False)
    words = np.array([Bounds.of(*row).words() for row in distinct], dtype=object)
    said = pd.Series(words[group], index=bare.index, dtype="str")
    return own.mask(own == "", said).fillna("")


def _extreme(
    ufunc: np.ufunc, size: int, event: Ints, values: np.ndarray, start: float
) -> np.ndarray:
    found = np.full(size, start)
    ufunc.at(found, event, values)
    return found
