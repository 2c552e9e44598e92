"""What parameters may name in a data package, and the date of a report on it.

The date of a report is that of its newest evidence, never that of the build.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.edtf import parse_edtf
from analysis.parameters import Parameters
from analysis.parameters_given import PackageValues
from analysis.problems import Refused

if TYPE_CHECKING:
    from analysis.package.narrow import Selection
    from analysis.package.tables import Tables


class NothingDated(Refused):
    """No source of the package says what days it covers or when it was published."""


def package_values(data: Tables) -> PackageValues:
    """The sides, sources and channels of a package, and the first and last day covered.

    Raises
    ------
    NothingDated : no source has a covered or publication date with both bounds.
    """
    bounds = _bounds(data.sources["covers"]) or _bounds(data.sources["published"])
    if not bounds:
        raise NothingDated("no source of the data package covers a day that is stated")
    return PackageValues(
        sides=tuple(sorted({str(s) for s in data.actors["side"]} - {""})),
        sources=tuple(str(s) for s in data.sources["source_id"]),
        channels=data.channels,
        first=min(first for first, _ in bounds),
        last=max(last for _, last in bounds),
        hidden=data.kept is not None,
    )


def newest_evidence(data: Tables, parameters: Parameters) -> dt.date:
    """The day on which the newest source that this report draws on was published.

    A publication date that is a stretch counts as its last day. With no evidence in the window it
    is the newest of the chosen sources; with no publication date at all, the end of the window.
    """
    view = narrowed(data, parameters)
    chosen = view.tables.sources
    used = chosen[chosen["source_id"].isin(view.evidence["source_id"])]
    bounds = _bounds(used["published"]) or _bounds(chosen["published"])
    return max((last for _, last in bounds), default=view.end.date())


def narrowed(data: Tables, parameters: Parameters) -> Selection:
    """The tables narrowed to what parameters with a window choose."""
    from analysis.package.narrow import select

    assert parameters.start is not None
    assert parameters.end is not None
    return select(
        data,
        start=parameters.start,
        end=parameters.end,
        sides=parameters.sides,
        sources=parameters.sources,
        channels=parameters.channels,
    )


def _bounds(expressions: Iterable[object]) -> list[tuple[dt.date, dt.date]]:
    read = [parse_edtf(str(text)) for text in expressions if isinstance(text, str) and text]
    return [
        (date.earliest, date.latest)
        for date in read
        if date.earliest is not None and date.latest is not None
    ]
