"""Where words go: measured with the renderer, and put only where nothing is in the way.

Every label in a chart goes through :class:`Labels`, which knows the marks and labels already
there. A label that fits nowhere is left out (its text is in the table behind the chart), rather
than printed over another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.charts.base import Link, lead
from analysis.palette import colour

_DPI = 144.0
Box = tuple[float, float, float, float]


@lru_cache(maxsize=8)
def _ruler(dpi: float = _DPI) -> RendererAgg:
    """A renderer to measure with; the figure's own canvas stays as it is."""
    return RendererAgg(1, 1, dpi)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def _width(text: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    font = FontProperties(family=list(family), size=size, weight=weight)
    size_ = _ruler().get_text_width_height_descent(text, font, False)  # type: ignore[no-untyped-call]
    return float(size_[0]) * 72 / _DPI


def text_width(text: str, *, size: float = 9, weight: str = "normal") -> float:
    """Width of one line of text in points, in the family that the style names."""
    return _width(text, size, weight, tuple(rcParams["font.family"]))


def root(ax: Axes) -> Figure:
    """The figure that the axes stand in."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def wrap(text: str, width: float, *, size: float = 9, weight: str = "normal") -> list[str]:
    """The text in lines of at most ``width`` points; a longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size=size, weight=weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balanced(text: str, width: float, *, size: float, weight: str = "normal") -> list[str]:
    """The text in as few lines as :func:`wrap` needs, and these of about the same length."""
    lines = wrap(text, width, size=size, weight=weight)
    count = len(lines)
    while count > 1 and len(narrower := wrap(text, width - 8, size=size, weight=weight)) == count:
        lines, width = narrower, width - 8
    return lines


def clipped(text: str, width: float, *, size: float = 9) -> str:
    """The text cut to ``width`` points, with an ellipsis where something is left out."""
    if text_width(text, size=size) <= width:
        return text
    while text and text_width(text.rstrip() + "…", size=size) > width:
        text = text[:-1]
    return text.rstrip(" ,;:–-") + "…"


def row_label(text: str, width: float, *, size: float = 9, lines: int = 2) -> str:
    """A row's label in at most ``lines`` lines, broken before the second name of a pair."""
    if text_width(text, size=size) <= width:
        return text
    if lines == 1:
        return clipped(text, width, size=size)
    first, dash, second = text.partition(" – ")
    parts = [f"{first} –", second] if dash else wrap(text, width, size=size)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], " ".join(parts[lines - 1 :])]
    return "\n".join(clipped(part, width, size=size) for part in parts)


class Labels:
    """Places labels on one axes without overlap.

    Parameters
    ----------
    ax : axes whose place, scale and limits are final.
    reach : points that labels may go beyond the right edge of the axes.
    """

    def __init__(self, ax: Axes, *, reach: float = 0.0) -> None:
        self.ax = ax
        self._renderer = _ruler(root(ax).dpi)
        self.point = root(ax).dpi / 72.0
        box = ax.bbox
        self.room = Bbox.from_extents(
            box.x0 - 1, box.y0 - 1, box.x1 + reach * self.point + 1, box.y1 + 1
        )
        self.taken: list[Box] = []
        self.plain: list[Bbox] = []
        self._words: list[Box] = []
        for text in ax.texts:  # labels of rows, where they stand in the panel
            self.keep(text.get_window_extent(self._renderer))

    def block(self, artist: Artist, *, pad: float = 0.0) -> None:
        """Keep labels off an artist (its box, grown by ``pad`` points)."""
        box = artist.get_window_extent(self._renderer).padded(pad * self.point)
        self.taken.append(_extents(box))

    def block_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep labels off a box given in data coordinates."""
        self.taken.append(_extents(self._pixels(x0, y0, x1, y1)))

    def plain_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Nothing is hatched in this box (data coordinates): labels in it need no patch."""
        self.plain.append(self._pixels(x0, y0, x1, y1).padded(2))

    def _pixels(self, *corners: float) -> Bbox:
        (x0, y0), (x1, y1) = self.ax.transData.transform([corners[:2], corners[2:]])
        return Bbox.from_extents(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def put(
        self,
        texts: str | Sequence[str],
        box: tuple[float, float, float, float],
        *,
        sides: Sequence[str] = ("right", "left", "above", "below"),
        gap: float = 4.0,
        size: float = 8.5,
        color: str = "ink",
        weight: str = "normal",
        style: str = "normal",
        inside: str | None = None,
        link: Link | None = None,
        gid: str | None = None,
        off: Iterable[Box] = (),
    ) -> Text | None:
        """Put the first of ``texts`` that fits beside a box; None when none fits.

        Parameters
        ----------
        texts : wordings, the one preferred first.
        box : ``x0, y0, x1, y1`` of the mark, in data coordinates.
        sides : places to try in order: right, left, above, below, inside (only if it fits
            there), on (centred), and the corners ``above-right``, ``above-left``,
            ``below-right``, ``below-left``.
        gap : points between mark and label.
        inside : colour of a label put inside its mark, where that is filled.
        link : the row that the label speaks of; None where it speaks of several, or of none,
            and ``gid`` says which.
        off : boxes (data coordinates) where these words would seem to speak of another mark.

        A patch of paper under each label keeps hatching and grid lines from crossing it.
        """
        mark = self._pixels(*box)
        others = [_extents(self._pixels(*other)) for other in off]
        for text in [texts] if isinstance(texts, str) else texts:
            label = self.ax.text(
                0, 0, text, size=size, color=colour(color), weight=weight, style=style,
                transform=self.ax.transAxes, zorder=7, ha="left", va="baseline", gid=gid,
            )  # fmt: skip
            base = label.get_window_extent(self._renderer)
            origin = self.ax.transAxes.transform((0, 0))
            for side in sides:
                x, y = _corner(side, mark, base.width, base.height, gap * self.point)
                found = Bbox.from_bounds(x, y, base.width, base.height)
                if side == "inside" and (
                    base.width > mark.width - 4 * self.point
                    or base.height > mark.height - self.point
                ):
                    continue
                if not self.free(found, inside=side == "inside") or _meets(found, others):
                    continue
                shift = (x - (base.x0 - origin[0]), y - (base.y0 - origin[1]))
                label.set_position(tuple(self.ax.transAxes.inverted().transform(shift)))
                if side == "inside":
                    label.set_color(colour(inside or color))
                elif not self._on_plain(found):
                    label.set_bbox({"facecolor": colour("paper"), "edgecolor": "none", "pad": 0.6})
                lead(label, link)
                self.keep(found)
                return label
            label.remove()
        return None

    def free(self, box: Bbox, *, inside: bool = False) -> bool:
        """Whether nothing stands in this box (pixels); ``inside`` of marks, whether no words do."""
        room = self.room
        if box.x0 < room.x0 or box.x1 > room.x1 or box.y0 < room.y0 or box.y1 > room.y1:
            return False
        return not _meets(box, self._words if inside else self.taken)

    def keep(self, box: Bbox) -> None:
        """Keep further labels off the words in this box (pixels)."""
        self.taken.append(_extents(box.padded(1.2 * self.point)))
        self._words.append(self.taken[-1])

    def _on_plain(self, box: Bbox) -> bool:
        shares = (Bbox.intersection(box, plain) for plain in self.plain)
        area = sum(part.width * part.height for part in shares if part is not None)
        return bool(area >= box.width * box.height)


def _meets(box: Bbox, taken: Iterable[Box]) -> bool:
    left, low, right, high = _extents(box)
    return any(left <= x1 and x0 <= right and low <= y1 and y0 <= high for x0, y0, x1, y1 in taken)


def _extents(box: Bbox) -> Box:
    """Left, low, right and high side, as plain numbers: thousands of boxes are compared."""
    x0, y0, x1, y1 = map(float, box.extents)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _corner(side: str, mark: Bbox, width: float, height: float, gap: float) -> tuple[float, float]:
    """Lower left corner of a label of this size at this side of a mark."""
    x = (mark.x0 + mark.x1 - width) / 2
    y = (mark.y0 + mark.y1 - height) / 2
    if side == "right":
        return mark.x1 + gap, y
    if side == "left":
        return mark.x0 - gap - width, y
    if side.startswith("above"):
        y = mark.y1 + gap
    elif side.startswith("below"):
        y = mark.y0 - gap - height
    aside = gap if mark.width < 1 else 0.0
    if side.endswith("-right"):
        x = mark.x0 + aside
    elif side.endswith("-left"):
        x = mark.x1 - width - aside
    return x, y
