"""The words of a figure, and what those of several figures say alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.measures import Measures
from analysis.report.wording import (
    at_least,
    counted,
    counted_figure,
    length,
    listed,
    no_source,
    plain,
    sentence,
)

NAMES = {"call": "call", "meeting": "meeting", "visit": "visit", "other": "other contact"}
"""The word for one contact of each series."""


def so_many_dated(dated: pd.DataFrame, noun: str, many: str | None = None) -> str:
    """How many dated contacts: ``two calls``; ``at least two calls`` where one stands for more."""
    return at_least(counted(len(dated), noun, many), dated["or_more"].any())


@dataclass(frozen=True)
class Finding:
    """The words of a figure.

    Attributes
    ----------
    title : the finding, one line.
    caption : Markdown sentences: what is shown, by which rule, what is left out.
    alt : one to three sentences for readers who do not see the figure.
    """

    title: str
    caption: str
    alt: str


def uncovered(m: Measures, cut: Sequence[int]) -> str:
    """How much of the window no source covers, as a sentence; empty where all is covered."""
    lost = int(m.uncovered["days"].sum())
    if not lost:
        return ""
    who = sentence(plain(no_source(list(m.tables.sources["label"]), "cover")))
    text = f"{who} {lost:,} of the {counted_figure(m.days, 'day')} (hatched"
    if cut:
        text += f"; {listed([length(days) for days in cut])} of them compressed to a break"
    return f"{text})."
