"""The page that a figure is drawn on: key, panels and margins, laid out by measuring.

Sizes are settled before anything is drawn, so that labels can be placed against final positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.charts.layout.labels import balanced, root, text_width, wrap
from analysis.charts.layout.paper import WIDE, Paper
from analysis.palette import colour, tint

_MARGIN = 4.0  # points around the page
_PANEL_TITLE, _NOTE = 9.5, 8.0  # type sizes


@dataclass(frozen=True)
class Key:
    """One entry of the line above the panels that says what a mark means.

    ``look`` is a marker of matplotlib ("o"), or ``bar``, ``dashed``, ``hollow``, ``hatch``,
    ``tint``, ``line``.
    """

    look: str
    name: str
    words: str
    hollow: bool = False


@dataclass(frozen=True)
class Panel:
    """Height of a panel in inches, its labels at the left (to make room), and its own title."""

    height: float
    labels: tuple[str, ...] = ()
    title: str = ""


def lay_out(
    panels: Sequence[Panel],
    *,
    key: Sequence[Key] = (),
    bottom: float = 30.0,
    right: float = 8.0,
    note: str = "",
    paper: Paper = WIDE,
) -> tuple[Figure, list[Axes]]:
    """A figure with its key and empty panels; its title is text of the page around it.

    Parameters
    ----------
    panels : from top to bottom, sharing one left edge.
    bottom : points under the last panel, for ticks and axis label.
    right : points at the right of the panels.
    note : a line under the drawing, broken as needed.
    paper : what it is drawn on.
    """
    wide = paper.width * 72
    rows = _key_rows(key, wide - 2 * _MARGIN)
    notes = wrap(note, wide - 2 * _MARGIN, size=_NOTE)
    labels = [line for p in panels for text in p.labels for line in text.split("\n")]
    left = max([text_width(t) for t in labels], default=0.0) + _MARGIN + 7
    head = _MARGIN + len(rows) * 13 + 5
    titles = [
        balanced(p.title, wide - 2 * _MARGIN, size=_PANEL_TITLE, weight="semibold") for p in panels
    ]
    heads = [len(own) * 12.5 + 7 if own else 0.0 for own in titles]
    foot = bottom + len(notes) * 10.5 + _MARGIN
    body = sum(p.height * 72 for p in panels) + sum(heads) + 8 * (len(panels) - 1)
    tall = head + body + foot
    figure = Figure(figsize=(paper.width, tall / 72))
    y = tall - _MARGIN
    for row in rows:
        _draw_key(figure, row, y - 9.5, wide, tall)
        y -= 13
    y -= 5
    axes = []
    for panel, own, space in zip(panels, titles, heads, strict=True):
        y -= space
        for above, line in zip(reversed(range(len(own))), own, strict=True):
            figure.text(
                _MARGIN / wide, (y + 6 + 12.5 * above) / tall, line, size=_PANEL_TITLE,
                weight="semibold", color=colour("ink"), va="baseline",
            )  # fmt: skip
        high = panel.height * 72
        y -= high
        axes.append(
            figure.add_axes((left / wide, y / tall, (wide - left - right) / wide, high / tall))
        )
        y -= 8
    for index, line in enumerate(notes):
        figure.text(
            _MARGIN / wide, (_MARGIN + 10.5 * (len(notes) - 1 - index) + 2) / tall, line,
            size=_NOTE, color=colour("muted"), va="baseline",
        )  # fmt: skip
    return figure, axes


def sheet(
    ax: Axes | None, title: str, panels: Sequence[Panel], **options: Any
) -> tuple[Figure, list[Axes]]:
    """Axes for the panels: on a page of their own, or the reader's for the first of them.

    Parameters
    ----------
    ax : where to draw the first panel, and nothing else; None makes a page.
    title : the finding, for the reader's own axes.
    panels, options : as :func:`lay_out`.
    """
    if ax is None:
        return lay_out(panels, **options)
    ax.set_title(title)
    return root(ax), [ax]


_KeyRow = list[tuple[Key | None, str, float]]


def _key_rows(key: Sequence[Key], wide: float) -> list[_KeyRow]:
    """The entries with their words and places (points from the left), broken into rows.

    One that is wider than the page goes on in rows of its own, without its mark.
    """
    rows: list[_KeyRow] = []
    x = wide + 1
    for entry in key:
        need = 16 + text_width(entry.words, size=8.5) + 12
        first, *more = [entry.words] if need <= wide + 12 else wrap(
            entry.words, wide - 16, size=8.5
        )  # fmt: skip
        if not rows or x + need > wide:
            rows.append([])
            x = 0.0
        rows[-1].append((entry, first, x))
        rows += [[(None, words, 0.0)] for words in more]
        x += need
    return rows


def _draw_key(figure: Figure, row: _KeyRow, y: float, wide: float, tall: float) -> None:
    for entry, words, x in row:
        left = _MARGIN + x
        if entry is not None:
            _swatch(figure, entry, left / wide, (y + 3) / tall, 12 / wide, 7 / tall)
        figure.text(
            (left + 16) / wide, y / tall, words, size=8.5, color=colour("muted"), va="baseline"
        )


def _swatch(figure: Figure, entry: Key, x: float, y: float, w: float, h: float) -> None:
    line = colour(entry.name)
    if entry.look in ("line", "dotted"):
        style: Any = (0, (1, 1.8)) if entry.look == "dotted" else "solid"
        figure.add_artist(Line2D([x, x + w], [y, y], color=line, linewidth=1.6, linestyle=style))
        return
    if entry.look in ("bar", "dashed", "hollow", "hatch", "tint"):
        face = {"bar": line, "tint": tint(entry.name) if entry.look == "tint" else ""}
        figure.add_artist(
            Rectangle(
                (x, y - h / 2), w, h, facecolor=face.get(entry.look, "none"),
                edgecolor=line, linewidth=0 if entry.look in ("hatch", "bar") else 0.9,
                linestyle=(0, (2.5, 1.8)) if entry.look == "dashed" else "solid",
                hatch="//////" if entry.look == "hatch" else None,
            )
        )  # fmt: skip
        return
    figure.add_artist(
        Line2D(
            [x + w / 2], [y], marker=entry.look, markersize=6.5, linestyle="none",
            markerfacecolor=colour("paper") if entry.hollow else line, markeredgecolor=line,
            markeredgewidth=1.1,
        )
    )  # fmt: skip
