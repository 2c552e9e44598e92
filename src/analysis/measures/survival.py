"""How long spells last, from those that ended and those still open when observation did.

Below five spells there is no curve: the table of spells says all that is known.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.measures import results
from analysis.package.amounts import Bounds

FEWEST_SPELLS = 5


class TooFewSpells(ValueError):
    """There are fewer spells than a survival curve needs; the message says how many."""


def survival(
    spells: pd.DataFrame,
    *,
    use: Literal["low", "high"] = "low",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Kaplan-Meier estimate of the share of spells that last longer than a number of days.

    Parameters
    ----------
    spells : (n,) rows with open, days_low, days_high, entry_days (elapsed days), as
        ``declared_stalls`` or ``truces`` give them.
    use : which bound of the durations; uncertain days make two curves, and the truth lies
        between them. Open spells count with ``days_low``, up to which they were observed.
    confidence : two-sided pointwise level, in (0, 1).

    Returns
    -------
    (times,) one row per number of days at which a spell ended; columns ``results.SURVIVAL``,
    with a log-log interval. No rows where every spell is open. A left-truncated spell is at risk
    only from ``entry_days`` on.

    Raises
    ------
    TooFewSpells : fewer than five spells.
    ValueError : a confidence outside (0, 1).

    Source: Kaplan and Meier (1958) with delayed entry, as
    `statsmodels.duration.survfunc.SurvfuncRight(entry=)`; interval after Kalbfleisch and
    Prentice (1980) from Greenwood's variance.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence level must lie between 0 and 1, not be {confidence}")
    if len(spells) < FEWEST_SPELLS:
        count = f"{len(spells)} spell{'' if len(spells) == 1 else 's'}"
        raise TooFewSpells(f"{count}: a survival curve needs at least {FEWEST_SPELLS}")
    still_open = spells["open"].to_numpy(dtype=bool)
    days = spells["days_low"] if use == "low" else spells["days_high"].fillna(spells["days_low"])
    # Counted from 1, so that a spell that ended on its first day was at risk on that day.
    inclusive = days.to_numpy(dtype=float) + 1
    entry = np.minimum(spells["entry_days"].to_numpy(dtype=float), inclusive - 1)
    if still_open.all():
        return results.SURVIVAL.table([])
    curve = SurvfuncRight(inclusive, (~still_open).astype(int), entry=entry)
    share, error = np.asarray(curve.surv_prob), np.asarray(curve.surv_prob_se)
    low, high = _log_log(share, error, confidence)
    columns = (curve.surv_times - 1, curve.n_risk, curve.n_events, share, low, high)
    return results.SURVIVAL.table(
        pd.DataFrame(dict(zip(results.SURVIVAL.names, columns, strict=True)))
    )


def median_days(spells: pd.DataFrame) -> Bounds:
    """Days that half of the spells last longer than, between the curves of both their bounds.

    Not stated where neither curve falls to one half: too many spells are open. Raises as
    :func:`survival`.
    """
    curves = [survival(spells, use="low"), survival(spells, use="high")]
    reached = [curve.loc[curve["survival"] <= 0.5, "time"] for curve in curves]
    known = [float(times.iloc[0]) for times in reached if len(times)]
    return Bounds(min(known), max(known)) if known else Bounds()


def _log_log(
    share: np.ndarray, error: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    inside = (share > 0) & (share < 1)
    low, high = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    log = np.log(share[inside])
    width = stats.norm.ppf((1 + confidence) / 2) * error[inside] / (share[inside] * log)
    low[inside], high[inside] = np.exp(log * np.exp(-width)), np.exp(log * np.exp(width))
    return low, high
