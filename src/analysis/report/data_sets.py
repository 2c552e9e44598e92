"""What rests on data sets: how many of their rows, and as how many events.

A row of a data set is a report, and several may tell of one event. Whoever reads a number that
rests on such rows is told both, wherever it stands; the rule that joins them is among the limits.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.measures.columns import cells
from analysis.measures.view import View, measure
from analysis.package.tables import Tables
from analysis.report.wording import counted_figure

DATASET = "dataset"


class DataSets:
    """The evidence of a package that is a row of a data set.

    Parameters
    ----------
    data : the package.
    """

    def __init__(self, data: Tables) -> None:
        sources = data.sources[data.sources["type"] == DATASET]
        labels = dict(cells(sources, "source_id", "label"))
        rows = data.evidence[data.evidence["source_id"].isin(list(labels))]
        self._rows = {
            id: (labels[source], event)
            for id, source, event in cells(rows, "evidence_id", "source_id", "event_id")
        }

    def told(self, ids: Iterable[str]) -> str:
        """``267 rows of GDELT 2.0 as 95 events``; empty where none of the evidence is a row."""
        if not self._rows:
            return ""
        own = [self._rows[id] for id in dict.fromkeys(ids) if id in self._rows]
        if not own:
            return ""
        labels = dict.fromkeys(label for label, _ in own)
        of = next(iter(labels)) if len(labels) == 1 else counted_figure(len(labels), "data set")
        events = len({event for _, event in own})
        return f"{counted_figure(len(own), 'row')} of {of} as {counted_figure(events, 'event')}"

    def rests(self, ids: Iterable[str]) -> str:
        """The same as a sentence that says where the rule stands."""
        told = self.told(ids)
        return f"Rests on {told}; the rule stands under “Method and limits”." if told else ""


@measure
def data_sets(view: View) -> DataSets:
    """Those of the package that a view is of, with what it tells of earlier days."""
    return DataSets(view.with_earlier.tables)


_shown: list[DataSets | None] = [None]  # one, exchanged whole


def remember(data: Tables) -> None:
    """Whose rows the captions of what is shown tell of from now on. A notebook has one package."""
    _shown[0] = DataSets(data)


def by_rule(caption: str, ids: Iterable[str]) -> str:
    """A caption that says which rows of data sets lie behind, where there are any."""
    rests = _shown[0].rests(ids) if _shown[0] else ""
    return f"{caption} {rests}" if rests else caption


def with_rows(note: str, ids: Iterable[str]) -> str:
    """The note on a number, with the rows of data sets behind it, where there are any."""
    rows = _shown[0].told(ids) if _shown[0] else ""
    return "; ".join(part for part in (note, rows) if part)
