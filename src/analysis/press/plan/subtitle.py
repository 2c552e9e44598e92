"""What stands under a report's title when nobody gave a subtitle: the window, and what was chosen.

A report on one source, or on one side, must not look like one on all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.days import long_day
from analysis.parameters import Parameters

if TYPE_CHECKING:
    from analysis.package.tables import Tables


def default_subtitle(parameters: Parameters, data: Tables) -> str:
    """Of parameters with a window: "1 November 2031 to 30 November 2031, only Source 2"."""
    return ", ".join([window(parameters), *_choices(parameters, data)])


def window(parameters: Parameters) -> str:
    """The window in words: "1 November 2031 to 3 December 2031", one day alone as that day."""
    start, end = parameters.start, parameters.end
    assert start is not None
    assert end is not None
    return f"{long_day(start)} to {long_day(end)}" if start != end else long_day(start)


def _choices(parameters: Parameters, data: Tables) -> list[str]:
    labels = dict(zip(data.sources["source_id"], data.sources["label"], strict=True))
    told = []
    if parameters.sources:
        told.append(f"only {_joined([labels[source] for source in parameters.sources], 'and')}")
    if parameters.sides:
        side = "side" if len(parameters.sides) == 1 else "sides"
        told.append(f"only events of the {side} {_joined(parameters.sides, 'or')}")
    if parameters.channels:
        channels = [channel.replace("_", " ") for channel in parameters.channels]
        told.append(f"only contacts by {_joined(channels, 'or')}")
    return told


def _joined(words: Sequence[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
