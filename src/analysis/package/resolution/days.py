"""What the days that passages state leave in common, event by event.

Every dated passage gives a window for the first and one for the last day of its event. Here the
windows of one event are met; orders between events come after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.edtf import EdtfDate, parse_edtf
from analysis.package.resolution.orders import FAR, Flags, Ints

EPOCH = 719163  # 1970-01-01 as a proleptic ordinal
WEAK = ("inferred", "publication")


@dataclass(frozen=True)
class Windows:
    """(n,) windows of first and last days, in days since 1970; ``-FAR``, ``FAR`` where open.

    Attributes
    ----------
    low, high : (n, 2) bounds of the first day and of the last day.
    one_day : (n,) the event fell on one day, known or not.
    """

    low: Ints
    high: Ints
    one_day: Flags

    def at(self, chosen: Flags | Ints) -> Windows:
        return Windows(self.low[chosen], self.high[chosen], self.one_day[chosen])


def windows(dates: pd.Series, outer: Flags) -> Windows:
    """The window of each EDTF expression ("" is open on all sides).

    Parameters
    ----------
    dates : (n,) EDTF expressions. A day, or one of several in brackets, is one day. A month or a
        year is "some time in it", and may be more than a day.
    outer : (n,) bool; a stretch says only that the event lies within it (an inferred one), and
        not that it lasted from the one end to the other.

    Raises
    ------
    EdtfError : an expression is none.
    """
    # Dates repeat: each expression is read once, whatever the number of rows.
    codes, texts = pd.factorize(dates.astype("str"))
    read = [_window(text) for text in texts]
    low = np.array([w[0] for w in read], dtype="int64").reshape(-1, 2)[codes]
    high = np.array([w[1] for w in read], dtype="int64").reshape(-1, 2)[codes]
    low[outer, 1], high[outer, 0] = low[outer, 0], high[outer, 1]
    return Windows(low, high, np.array([w[2] for w in read], dtype=bool)[codes])


def _window(text: str) -> tuple[tuple[int, int], tuple[int, int], bool]:
    if text == "":
        return (-FAR, -FAR), (FAR, FAR), False
    date = parse_edtf(text)
    if date.shape == "stretch":
        first, last = (parse_edtf(p) if p not in ("", "..") else None for p in text.split("/"))
        low, high = _ends(first), _ends(last)
        return (low[0], max(low[0], high[0])), (min(low[1], high[1]), high[1]), False
    low_, high_ = _ends(date)
    if date.shape == "all_of":
        return (low_, high_), (low_, high_), low_ == high_
    return (low_, low_), (high_, high_), date.shape in ("day", "one_of")


def _ends(date: EdtfDate | None) -> tuple[int, int]:
    if date is None:
        return -FAR, FAR
    low = -FAR if date.earliest is None else date.earliest.toordinal() - EPOCH
    return low, FAR if date.latest is None else date.latest.toordinal() - EPOCH


@dataclass(frozen=True)
class OwnDays:
    """What each event's own dated passages leave, before any order.

    Attributes
    ----------
    windows : (events,) met windows; the hull of all where they have nothing in common.
    differ : (events,) bool, they have nothing in common.
    aside : (rows,) bool, an inferred date or one of publication that contradicts what is stated.
    """

    windows: Windows
    differ: Flags
    aside: Flags


def meet(size: int, event: Ints, told: Windows, weak: Flags) -> OwnDays:
    """Meet the windows of (rows,) passages for each of ``size`` events.

    Passages that state the day are met first. A weak one (inferred, or the day of publication)
    that has nothing in common with them yields to them and is set aside; otherwise it narrows.
    """
    strong = ~weak
    stated = _met(size, event[strong], told.at(strong))
    differ = _empty(stated)
    stated = _where(differ, _hull(size, event[strong], told.at(strong)), stated)
    aside: Flags = weak & _empty(_both(stated.at(event), told))
    also = weak & ~aside
    both = _both(stated, _met(size, event[also], told.at(also)))
    unsure = _empty(both)
    loose = _both(stated, _hull(size, event[also], told.at(also)))
    result = _where(unsure, _where(_empty(loose), stated, loose), both)
    return OwnDays(result, differ | unsure, aside)


def _met(size: int, event: Ints, told: Windows) -> Windows:
    low, high = np.full((size, 2), -FAR), np.full((size, 2), FAR)
    np.maximum.at(low, event, told.low)
    np.minimum.at(high, event, told.high)
    one_day = np.zeros(size, dtype=bool)
    one_day[event[told.one_day]] = True
    return _closed(Windows(low, high, one_day))


def _hull(size: int, event: Ints, told: Windows) -> Windows:
    low, high = np.full((size, 2), FAR), np.full((size, 2), -FAR)
    np.minimum.at(low, event, told.low)
    np.maximum.at(high, event, told.high)
    none = low[:, 0] > high[:, 1]
    low[none], high[none] = -FAR, FAR
    return Windows(low, high, np.zeros(size, dtype=bool))


def _both(a: Windows, b: Windows) -> Windows:
    low, high = np.maximum(a.low, b.low), np.minimum(a.high, b.high)
    return _closed(Windows(low, high, a.one_day | b.one_day))


def _closed(w: Windows) -> Windows:
    """No first day after the last; both the same where the event fell on one day."""
    low, high = w.low.copy(), w.high.copy()
    low[:, 1] = low.max(axis=1)
    high[:, 0] = high.min(axis=1)
    low[w.one_day, 0], high[w.one_day, 1] = low[w.one_day, 1], high[w.one_day, 0]
    return Windows(low, high, w.one_day)


def _empty(w: Windows) -> Flags:
    empty: Flags = np.asarray((w.low > w.high).any(axis=1))
    return empty


def _where(mask: Flags, a: Windows, b: Windows) -> Windows:
    column = mask[:, None]
    return Windows(
        np.where(column, a.low, b.low),
        np.where(column, a.high, b.high),
        np.where(mask, a.one_day, b.one_day),
    )
