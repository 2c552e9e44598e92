"""What a row of a package tells, in one line, for whoever names it by its id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.measures.columns import each
from analysis.measures.people import NOT_STATED
from analysis.package.rules import SOURCE_ITSELF
from analysis.package.tables import Tables
from analysis.report.wording import place_in, quoted, within

KEYS = {
    "sources": "source_id",
    "events": "event_id",
    "evidence": "evidence_id",
    "actors": "actor_id",
    "kinds": "kind",
}
"""Table -> the column that identifies a row."""


@dataclass(frozen=True)
class Said:
    """The rows of some tables by their ids."""

    data: Tables

    def __call__(self, table: str, id: str) -> str:
        """One line on a row: "Source 3, paragraph 7: “seized in the …”"."""
        row = getattr(self, table)[id]
        if table == "sources":
            published = f", published {row.published}" if row.published else ""
            stated = row.headline != NOT_STATED
            headline = quoted(row.headline) if stated else "without a headline"
            return f"{row.label}, {headline}{published}"
        if table == "events":
            day = within(row.earliest, row.latest, unknown="on a day that is not stated")
            label = self.kinds[row.kind].label
            if row.modality != "actual":
                label += f" ({self.data.codebook.label('events', 'modality', row.modality)})"
            return f"{label}, {day}: {row.summary}"
        if table == "evidence":
            return f"{self.place(row)}: {quoted(row.quote)}{self.voice(row)}"
        return str(row.name if table == "actors" else row.label)

    def voice(self, row: Any) -> str:
        """Whose words a passage has, where they are not the source's own: ", said by …"."""
        own = row.speaker == SOURCE_ITSELF
        speaker = self.actors[row.speaker].name if row.speaker in self.actors else row.speaker
        stance = "" if row.stance == "asserts" else f" ({row.stance})"
        return stance if own else f", said by {speaker}{stance}"

    def place(self, row: Any) -> str:
        """Where a passage stands: "Source 3, paragraph 7"."""
        source = self.sources.get(row.source_id)
        told = (source.label, source.type) if source is not None else (row.source_id, "text")
        return place_in(told, row.paragraph)

    @cached_property
    def sources(self) -> dict[str, Any]:
        return _by_id(self.data.sources, KEYS["sources"])

    @cached_property
    def events(self) -> dict[str, Any]:
        return _by_id(self.data.events, KEYS["events"])

    @cached_property
    def evidence(self) -> dict[str, Any]:
        return _by_id(self.data.evidence, KEYS["evidence"])

    @cached_property
    def actors(self) -> dict[str, Any]:
        return _by_id(self.data.actors, KEYS["actors"])

    @cached_property
    def kinds(self) -> dict[str, Any]:
        return _by_id(self.data.kinds, KEYS["kinds"])


def _by_id(frame: pd.DataFrame, key: str) -> dict[str, Any]:
    return {str(getattr(row, key)): row for row in each(frame)}
