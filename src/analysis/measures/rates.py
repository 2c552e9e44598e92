"""Rates of contact and their comparison, from counts and days of exposure.

Plain numbers in and out: which contacts count, and which days are covered, is decided in
:mod:`analysis.measures.contacts` and :mod:`analysis.measures.coverage`.
"""

from __future__ import annotations

from dataclasses import dataclass

from statsmodels.stats.rates import (
    confint_poisson,
    test_poisson_2indep,
)

DAYS_A_WEEK = 7


class CoverageError(ValueError):
    """No day is covered where a measure needs one."""


@dataclass(frozen=True)
class Rate:
    """A rate with the count and the exposure that it rests on.

    Attributes
    ----------
    count : contacts.
    exposure_days : covered days in which they were counted.
    per_week, low, high : contacts per week, and the two ends of the interval.
    """

    count: int
    exposure_days: int
    per_week: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """Two rates compared.

    Attributes
    ----------
    count_a, days_a, count_b, days_b : contacts and covered days of each period.
    ratio : rate of a over rate of b; None where b has no contact, so that there is no ratio.
    p_value : two-sided, of the rates being equal.
    """

    count_a: int
    days_a: int
    count_b: int
    days_b: int
    ratio: float | None
    p_value: float


def contact_rate(count: int, exposure_days: int, *, confidence: float = 0.95) -> Rate:
    """Contacts per week, with an exact Poisson interval.

    Parameters
    ----------
    count : contacts on covered days (>= 0).
    exposure_days : days that at least one source covers (> 0).
    confidence : two-sided level, in (0, 1).

    Raises
    ------
    CoverageError : no day is covered, so there is no rate to give.
    ValueError : a negative count or exposure, or a confidence outside (0, 1).

    Source: Garwood (1936), as `statsmodels.stats.rates.confint_poisson(method="exact-c")`.

    >>> contact_rate(3, 30).per_week
    0.7
    """
    _check(count, exposure_days)
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence level must lie between 0 and 1, not be {confidence}")
    low, high = confint_poisson(count, exposure_days, method="exact-c", alpha=1 - confidence)
    return Rate(
        count=count,
        exposure_days=exposure_days,
        per_week=count * DAYS_A_WEEK / exposure_days,
        low=float(low) * DAYS_A_WEEK,
        high=float(high) * DAYS_A_WEEK,
    )


def compare_rates(count_a: int, days_a: int, count_b: int, days_b: int) -> Comparison:
    """Whether two periods differ in their rate of contact, by the exact conditional test.

    Given the sum of both counts, the count of a is binomial under equal rates with the share of
    its days: no approximation enters, which matters for the few contacts that there are. With
    no contact in either period nothing can tell them apart and the p value is 1.

    Parameters
    ----------
    count_a, count_b : contacts on covered days (>= 0).
    days_a, days_b : covered days (> 0).

    Raises
    ------
    CoverageError : one of the periods has no covered day.
    ValueError : a negative count or exposure.

    Source: Przyborowski and Wilenski (1940), as
    `statsmodels.stats.rates.test_poisson_2indep(method="exact-cond")`.
    """
    _check(count_a, days_a)
    _check(count_b, days_b)
    if count_a + count_b == 0:
        p_value = 1.0
    else:
        # The p value is the same either way round; the smaller count comes first because the
        # library also divides by the rate of the second.
        smaller, larger = sorted([(count_a, days_a), (count_b, days_b)])
        p_value = float(test_poisson_2indep(*smaller, *larger, method="exact-cond").pvalue)
    ratio = (count_a / days_a) / (count_b / days_b) if count_b else None
    return Comparison(count_a, days_a, count_b, days_b, ratio, p_value)


def _check(count: int, exposure_days: int) -> None:
    if count < 0 or exposure_days < 0:
        raise ValueError("counts and days of exposure cannot be negative")
    if exposure_days == 0:
        raise CoverageError("no day is covered by a source, so there is no rate to give")
