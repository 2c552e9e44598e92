"""A window moved or made closer and wider, in steps on the axis of the whole time.

A step is one of the axis as it is drawn: the months without a source are a short step there, so
that whoever goes on from one end comes to the other in a few.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.charts.layout.timeaxis import TimeAxis, day_of, number_of

Way = Literal["earlier", "closer", "wider", "later", "whole"]
WAYS: tuple[Way, ...] = get_args(Way)
Window = tuple[dt.date, dt.date]


def moved(window: Window, way: Way, axis: TimeAxis) -> Window:
    """The window after one step.

    Parameters
    ----------
    window : first and last day, both included, within the axis.
    way : half its width earlier or later, half or twice its width around its middle, or all.
    axis : of the whole time.

    Returns
    -------
    At least one day; the same window at the end of the axis, and where it cannot be closer.
    """
    xs, us = axis.knots
    low, high = (number_of(pd.Timestamp(day)) for day in window)
    first, last = (float(place) for place in np.interp([low, high + 1], xs, us))
    middle, half = (first + last) / 2, (last - first) / 2
    if way in ("earlier", "later"):
        step = -half if way == "earlier" else half
        step = min(max(step, -first), 1 - last)
        first, last = first + step, last + step
    else:
        half *= {"closer": 0.5, "wider": 2.0, "whole": np.inf}[way]
        first, last = max(middle - half, 0.0), min(middle + half, 1.0)
    start, end = np.interp([first, last], us, xs).round()
    return day_of(start).date(), day_of(max(end - 1, start)).date()
