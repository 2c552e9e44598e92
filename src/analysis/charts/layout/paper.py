"""The papers that a chart is drawn on: a wide one, and a narrow one for small screens.

Both have type and marks of the same size. On the narrow paper a row has its label above it, not at
its left, and the drawing grows downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.charts.base import NARROW_WIDTH, WIDTH
from analysis.charts.layout.labels import clipped, row_label
from analysis.charts.layout.timeaxis import TimeAxis

_LINE, _UNDER = 11.5, 1.5  # points of a line above a row, and under the last of them
_BREAK = 1.35  # times the share that a break has on the wide paper: words must fit in it


@dataclass(frozen=True)
class Paper:
    """The width of a figure, and the room of its row labels.

    Attributes
    ----------
    width : inches.
    labels : points that the label of a row may take.
    above : whether it stands above its row; else at the left of its panel.
    """

    width: float
    labels: float
    above: bool = False

    @property
    def tighter(self) -> float:
        """How much more of a panel the same words take than on the wide paper."""
        return WIDTH / self.width

    def fitted(self, label: str, *, lines: int = 2) -> str:
        """A row's label, broken and cut so that it leaves room for the drawing."""
        if self.above:
            label, lines = label.replace("\n", " "), 3
        return label if "\n" in label else row_label(label, self.labels, lines=lines)

    def axis(self, axis: TimeAxis) -> TimeAxis:
        """The time axis as it is on this paper."""
        return axis.with_broader_breaks(_BREAK) if self.above else axis

    def with_note(self, label: str, note: str) -> str:
        """A row's label with a second line, such as its dates; each cut to the width."""
        parts = [part for part in (label, note) if part]
        if self.above and (whole := ", ".join(parts)) == clipped(whole, self.labels):
            return whole
        return "\n".join(clipped(part, self.labels) for part in parts)

    def head(self, label: str) -> float:
        """Inches above a row that its label takes: none where labels stand at the left."""
        return ((label.count("\n") + 1) * _LINE + _UNDER) / 72 if self.above else 0.0

    def at_left(self, labels: Sequence[str]) -> tuple[str, ...]:
        """Of the labels of rows those for which there must be room at the left of a panel."""
        return () if self.above else tuple(labels)


WIDE = Paper(WIDTH, 132.0)
NARROW = Paper(NARROW_WIDTH, 186.0, above=True)
