"""A view: what a report is about, and on it each measure that was asked for, computed once.

Sentences, tables and charts ask for the same measures again and again. :func:`measure` keeps a
result on the view that it was computed from, so that whoever asks next takes what is there.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from analysis.package.narrow import Selection

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class View(Selection):
    """The selected tables and window, with the measures already computed of them.

    Attributes
    ----------
    kept : (measure, its arguments) -> result; filled by :func:`measure` alone.
    """

    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict, init=False, repr=False)


def measure(function: Callable[Concatenate[View, P], R]) -> Callable[Concatenate[View, P], R]:
    """Compute a measure once for a view and its other arguments, which are values.

    A table is handed out as a shallow copy: pandas copies on write, so what a caller does to it
    stays with the caller.

    Raises
    ------
    TypeError : an argument is neither hashable nor a list.
    """
    signature = inspect.signature(function)

    @functools.wraps(function)
    def kept(view: View, /, *args: P.args, **kwargs: P.kwargs) -> R:
        given = signature.bind(view, *args, **kwargs)
        given.apply_defaults()
        _, *values = given.arguments.values()
        key = (kept, *(tuple(v) if isinstance(v, list) else v for v in values))
        if key not in view.kept:
            view.kept[key] = function(view, *args, **kwargs)
        result = view.kept[key]
        return cast(R, result.copy(deep=False) if isinstance(result, pd.DataFrame) else result)

    return kept
