"""What could not be carried whole: one line each, for the reader of the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nbconvert.utils.exceptions import ConversionException


class NotWhole(ConversionException):
    """Something of the notebook could not be carried whole, and the user asked for all or none."""


@dataclass(frozen=True)
class Loss:
    """One thing that is not in the document as it is in the notebook.

    Attributes
    ----------
    cell : number of the cell in the notebook, from 1; 0 for the notebook as a whole.
    kind : what it is, as a media type or a word ("image/png", "script").
    what : what became of it, as a clause.
    """

    cell: int
    kind: str
    what: str

    def __str__(self) -> str:
        where = f"cell {self.cell}" if self.cell else "the notebook"
        return f"{where}: {self.kind}: {self.what}"


@dataclass
class Losses:
    """The losses of one export, each once, in order; knows which cell is being read."""

    cell: int = 0
    found: dict[Loss, None] = field(default_factory=dict)

    def note(self, kind: str, what: str) -> None:
        """Add one of the cell that is being read."""
        self.found.setdefault(Loss(self.cell, kind, what))

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.found)

    def refuse(self) -> None:
        """Raise :class:`NotWhole` if there is any."""
        if self.found:
            lines = "\n".join(f"  {loss}" for loss in self.found)
            raise NotWhole(f"the notebook cannot be carried whole:\n{lines}")
