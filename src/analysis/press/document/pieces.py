"""The pieces of a document, in reading order: what a mark says, or any other part of a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.marks import Choice, Mark
from analysis.press.document.pictures import Picture
from analysis.press.document.tree import Node


@dataclass
class Piece:
    """One block of the document before it is written.

    Attributes
    ----------
    cell : id of the cell that it comes from.
    number : that cell's number in the notebook, from 1.
    mark : what was marked; None for everything else, which `tree` says whole.
    tree : running text, or the caption of a figure.
    svg : the drawing of a figure, as it came.
    narrow : the same for small screens; "" where there is none.
    picture : of a figure without a drawing.
    csv : the table behind a figure.
    choice : the choice of sources that it is of; None where it is of no one in particular.
    instead : what stands in its place for other choices.
    pictured : finds the picture of an address in the Markdown of this cell.
    """

    cell: str
    number: int
    mark: Mark | None = None
    tree: list[Node] = field(default_factory=list)
    svg: str = ""
    narrow: str = ""
    picture: Picture | None = None
    csv: str = ""
    choice: Choice | None = None
    instead: list[Piece] = field(default_factory=list)
    pictured: Callable[[str, str, str], Node] | None = None
