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

from analysis.measures.columns import cells, objects
from analysis.package.amounts import Bounds
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

    def may_lie_outside(self, first: pd.Series, last: pd.Series) -> pd.Series:
        """(n,) bool: one of the days from the first to the last is none of the window.

        An open side (NaT) reaches beyond it.
        """
        return ~((first >= self.start) & (last <= self.end))

    def told(self, events: pd.DataFrame) -> pd.DataFrame:
        """Rows of the events, by earliest day (open ones first), then latest, as results show them.

        Adds ``amount`` (:class:`Bounds`), ``quantified`` (a number is stated), ``wording`` (the
        source's, of the amount) and ``evidence`` (ids).
        """
        rows = events.sort_values(["earliest", "latest"], kind="stable", na_position="first")
        amounts = [
            Bounds.of(*amount) for amount in cells(rows, "amount_low", "amount_best", "amount_high")
        ]
        return rows.assign(
            amount=objects(amounts, rows.index),
            quantified=[amount.stated for amount in amounts],
            wording=rows["amount_text"],
            evidence=objects(map(self.evidence_ids, rows["event_id"]), rows.index),
        )


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
