"""The days of a resolved event for formats that know days: as EDTF, and in words.

What an EDTF expression cannot say (a stretch of which one end is not known) is not written as one
that says less or more: there is none, and the bounds stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.days import iso_day
from analysis.edtf import EdtfError
from analysis.package.resolution.days import EPOCH, windows
from analysis.package.resolution.orders import FAR
from analysis.report.wording import sentence, span, when

Day = pd.Timestamp
_Ends = tuple[int, int, int, int]


@dataclass(frozen=True)
class Days:
    """What the evidence leaves possible for an event; NaT where a side is open.

    Attributes
    ----------
    earliest, latest : first and last day on which any of it can lie.
    start_latest, end_earliest : last day on which it can begin, first on which it can end.
    stretch : it certainly lasted from one day to another.
    differs : sources give days that cannot all be true; then the bounds span all of them.
    """

    earliest: Day
    latest: Day
    start_latest: Day
    end_earliest: Day
    stretch: bool
    differs: bool

    @property
    def known(self) -> bool:
        """It lies on one single known day."""
        return bool(self.earliest == self.latest) and not self.differs

    @property
    def bounded(self) -> bool:
        """A day is stated on one side at least."""
        return not (pd.isna(self.earliest) and pd.isna(self.latest))

    def bounds(self) -> dict[str, str]:
        """The four bounds by name, ISO 8601; "" where open."""
        names = ("earliest", "start_latest", "end_earliest", "latest")
        return {name: iso(getattr(self, name)) for name in names}

    def words(self) -> str:
        """In words, as a sentence begins: "Between 12 and 14 November 2023"."""
        told = self._stretch() if self.stretch else when(self.earliest, self.latest)
        return sentence(told) + (" (sources differ)" if self.differs else "")

    def _stretch(self) -> str:
        exact = self.earliest == self.start_latest
        if exact and self.end_earliest == self.latest:
            return span(self.earliest, self.latest, short=False)
        begun = f"begun {when(self.earliest, self.start_latest)}"
        if pd.isna(self.latest):
            at_least = self.end_earliest
            lasted = not pd.isna(at_least) and not bool(at_least == self.start_latest)
            going = f", going on {when(at_least, at_least)}" if lasted else ""
            return f"{begun}{going}, with no end stated"
        return f"{begun}, ended {when(self.end_earliest, self.latest)}"

    def edtf(self, told: Iterable[str] = ()) -> str:
        """The expression that leaves just these days possible; "" where there is none.

        Parameters
        ----------
        told : expressions of its evidence: the first that says the same is taken as it stands.
        """
        own = tuple(
            open_ if pd.isna(day) else day.toordinal() - EPOCH
            for day, open_ in zip(
                (self.earliest, self.start_latest, self.end_earliest, self.latest),
                (-FAR, FAR, -FAR, FAR),
                strict=True,
            )
        )
        return next((text for text in (*told, *self._made()) if _ends(text) == own), "")

    def _made(self) -> Iterator[str]:
        first, last = iso(self.earliest), iso(self.latest)
        if not self.bounded:
            return
        if self.stretch:
            yield f"{first or '..'}/{last or '..'}"
        yield first if first == last else f"[{first}..{last}]"


@lru_cache(maxsize=65536)
def _ends(text: str) -> _Ends | None:
    """Earliest, latest start, earliest end and latest of an expression, in days since 1970."""
    if not text:
        return None
    try:
        read = windows(pd.Series([text]), np.zeros(1, dtype=bool))
    except EdtfError:
        return None
    (low, high), one_day = (read.low[0], read.high[0]), bool(read.one_day[0])
    # An event of one day begins when it ends.
    return (
        int(low[0]),
        int(high[1] if one_day else high[0]),
        int(low[0] if one_day else low[1]),
        int(high[1]),
    )


def iso(day: Day) -> str:
    """ISO 8601; "" where there is no day."""
    return "" if pd.isna(day) else iso_day(day)
