"""What could not be carried whole: one line each, for the reader of the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nbconvert.utils.exceptions import ConversionException

PLACE = "backchannel_place"
"""Where in the metadata of a cell stands what it is called, where its number does not say: of a
document that was joined of several notebooks."""


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
    place : what the cell is called, where its number does not say.
    """

    cell: int
    kind: str
    what: str
    place: str = ""

    def __str__(self) -> str:
        where = self.place or (f"cell {self.cell}" if self.cell else "the notebook")
        return f"{where}: {self.kind}: {self.what}"


@dataclass
class Losses:
    """The losses of one export, each once, in order; knows which cell is being read.

    Attributes
    ----------
    cell : number of that cell.
    places : number of a cell -> what it is called.
    """

    cell: int = 0
    places: dict[int, str] = field(default_factory=dict)
    found: dict[Loss, None] = field(default_factory=dict)

    def note(self, kind: str, what: str) -> None:
        """Add one of the cell that is being read."""
        self.found.setdefault(Loss(self.cell, kind, what, self.places.get(self.cell, "")))

    def __iter__(self) -> Iterator[Loss]:
        return iter(self.found)

    def refuse(self) -> None:
        """Raise :class:`NotWhole` if there is any."""
        if self.found:
            lines = "\n".join(f"  {loss}" for loss in self.found)
            raise NotWhole(f"the notebook cannot be carried whole:\n{lines}")
