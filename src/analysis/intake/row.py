"""One new row of a table, and on which lines of a worksheet its cells were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_KEY_OF = {"actor_id": "who", "part": "who", "amount_of": "of", "amount_low": "number"}
_KEY_OF |= {"amount_best": "number", "amount_high": "number", "amount_text": "number"}
_KEY_OF |= dict.fromkeys(("date", "date_basis", "relation", "anchor", "days"), "day")
_KEY_OF |= {"source_id": "source", "event_id": "id", "name": "actor", "kind": "event"}


@dataclass(frozen=True)
class Row:
    """One new row of a table.

    Attributes
    ----------
    line : of the worksheet, where what it comes from begins.
    lines : key of the worksheet -> its line.
    """

    table: str
    cells: Mapping[str, str]
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, column: str) -> int:
        for key in (column, _KEY_OF.get(column, "")):
            if key in self.lines:
                return self.lines[key]
        return self.line

    def key_of(self, column: str) -> str:
        """What a worksheet calls a column."""
        if column == "event_id":
            return "id" if "id" in self.lines else "event"
        return column if column in self.lines else _KEY_OF.get(column, column)
