"""What a chart is, and the ways out of it.

A chart is a figure together with all that a reader needs who cannot see it: title, caption,
alternative text, evidence, and the table behind. Nothing here knows any particular chart.
Figures are made without pyplot, so that nothing is kept, shown or changed outside of them.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Protocol
from weakref import WeakKeyDictionary

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import screen
from analysis.fonts import FONTS, carrying
from analysis.measures.columns import about
from analysis.palette import colour

WIDTH, NARROW_WIDTH = 7.2, 2.94
"""Width of every figure, and of its drawing for small screens, in inches. The smallest type is 7.5
points: 10 pixels, where the page of a screen of 320 leaves room for 283."""

STYLE = Path(__file__).resolve().parent / "house.mplstyle"


class Window(Protocol):
    """The days that a chart is about, both included, as a view has them."""

    @property
    def start(self) -> pd.Timestamp: ...
    @property
    def end(self) -> pd.Timestamp: ...


@dataclass(frozen=True, repr=False)
class Chart:
    """A figure and what belongs to it.

    Attributes
    ----------
    figure : the drawing, 7.2 in wide.
    title : the finding, one line, to stand above the figure as text.
    caption : Markdown sentences: what is shown, by which rule, what is left out.
    alt : one to three sentences for readers who do not see the figure.
    evidence : ids of the evidence behind every mark, in order of appearance, each once.
    table : what is drawn, one row per mark, values of flat types only; it knows what its columns
        mean (:func:`analysis.measures.columns.about`).
    narrow : draws the same for small screens, 2.94 in wide; None where there is no such drawing.
    """

    figure: Figure
    title: str
    caption: str
    alt: str
    evidence: tuple[str, ...]
    table: pd.DataFrame
    narrow: Callable[[], Figure] | None = None

    def __repr__(self) -> str:
        return f"Chart({self.title!r})"

    def _repr_svg_(self) -> str:
        return self.svg(salt=self.title)

    def _repr_html_(self) -> str:
        return self.html(self._repr_svg_())

    def html(self, svg: str, id: str = "") -> str:
        """The figure on a screen, `svg` as below: its alternative text, and marks that tell."""
        over = [
            (
                spot.link.target.removeprefix("#"),
                spot.link.name,
                f"left:{spot.left:.2%};top:{spot.top:.2%};"
                f"width:{spot.width:.2%};height:{spot.height:.2%}",
            )
            for spot in spots(self.figure)
        ]
        return screen.figure(svg, id=id, title=self.title, alt=self.alt, spots=over)

    def svg(self, salt: str) -> str:
        """The figure as it is shown anywhere: with its own font and paper; `salt` as below."""
        return carrying(svg_bytes(self, salt).decode("utf-8"), paper=colour("paper"))

    def narrow_svg(self, salt: str) -> str:
        """The drawing for small screens, for a page that has the font; "" where there is none."""
        if self.narrow is None:
            return ""
        with house_style():
            figure = self.narrow()
        return svg_bytes(replace(self, figure=figure, narrow=None), salt).decode("utf-8")

    @property
    def columns(self) -> dict[str, str]:
        """Column of the table -> its description, with the unit."""
        return dict(about(self.table))

    @property
    def marks(self) -> dict[str, str]:
        """Evidence id -> name of a mark that leads there, for lists of the evidence.

        Where several do, it is one of the upper panel, and there the one drawn last.
        """
        found: dict[str, str] = {}
        for artist in reversed(linked(self.figure)):
            if not isinstance(artist, Text):
                found.setdefault(str(artist.get_url()).removeprefix("#"), str(artist.get_label()))
        return found


@dataclass(frozen=True)
class Link:
    """Where a mark or a text leads, and what it is for those who do not see it.

    The name belongs to the mark, not to the evidence: one row of evidence may stand behind
    several marks, and each is read aloud as what it shows. ``behind`` are the ids of all evidence
    that the mark rests on.
    """

    target: str
    name: str
    behind: tuple[str, ...] = ()

    @classmethod
    def to(cls, evidence: Iterable[str], name: str) -> Link | None:
        """A link to the first row of evidence; None where there is none."""
        behind = tuple(evidence)
        return cls(f"#{behind[0]}", name, behind) if behind else None


def lead(artist: Artist, link: Link | None) -> None:
    """Make an artist a link."""
    if link is not None:
        artist.set_url(link.target)
        artist.set_label(link.name)
        _behind[artist] = link.behind


_behind: WeakKeyDictionary[Artist, tuple[str, ...]] = WeakKeyDictionary()
"""What marks rest on: matplotlib has a place for an address and a name, and none for this."""

MOST_BEHIND = 120
"""Ids of the evidence that a mark of an SVG names: it has all of them, or says of none."""


def linked(figure: Figure) -> list[Artist]:
    """The artists that :func:`lead` made links, panel by panel from the foot."""
    # matplotlib's own labels begin with an underscore.
    return [
        artist
        for ax in reversed(figure.axes)
        for artist in ax.findobj(lambda a: bool(a.get_url()))
        if not str(artist.get_label()).startswith("_")
    ]


@cache
def _settings() -> mpl.RcParams:
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(FONTS.glob("*.ttf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
    return mpl.rc_params_from_file(STYLE, use_default_template=False)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style; every other setting of matplotlib is its own default.

    A user's matplotlibrc or an earlier cell would otherwise change what the report looks like.
    """
    log = logging.getLogger("matplotlib.font_manager")
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_settings())
        log.addFilter(_no_weight_note)
        try:
            yield
        finally:
            log.removeFilter(_no_weight_note)


def _no_weight_note(record: logging.LogRecord) -> bool:
    # The fallback font has no semibold: nothing that the reader of a notebook could mend.
    return "Failed to find font weight" not in str(record.msg)


def svg_bytes(chart: Chart, salt: str) -> bytes:
    """The figure as SVG, the same bytes in every process.

    Parameters
    ----------
    chart : any chart.
    salt : goes into the ids inside the SVG; the id of the figure, so that several SVGs in one
        page cannot collide.
    """
    out = io.BytesIO()
    links = linked(chart.figure)
    with house_style(), mpl.rc_context({"svg.hashsalt": salt}), _numbered(links):
        # Neither date nor version of the program: both would change the bytes.
        chart.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})

    def named(found: re.Match[str]) -> str:
        artist = links[int(found["number"])]
        name, behind = escape(str(artist.get_label())), _behind.get(artist, ())
        told = f' data-behind="{escape(" ".join(behind))}"' if len(behind) <= MOST_BEHIND else ""
        return f'href="{found["target"]}"{found["rest"]}{told}><title>{name}</title>'

    return _NUMBERED.sub(named, out.getvalue().decode("utf-8")).encode("utf-8")


_NUMBERED = re.compile(r'href="(?P<target>[^"]*)~(?P<number>\d+)"(?P<rest>[^>]*)>')


@contextmanager
def _numbered(links: Sequence[Artist]) -> Iterator[None]:
    """Links that say which artist they come from: matplotlib writes no names into its SVG."""
    targets = [artist.get_url() for artist in links]
    for number, artist in enumerate(links):
        artist.set_url(f"{targets[number]}~{number}")
    try:
        yield
    finally:
        for artist, target in zip(links, targets, strict=True):
            artist.set_url(target)


@dataclass(frozen=True)
class Spot:
    """Where in a figure something can be pointed at: its link and its box.

    ``left``, ``top``, ``width`` and ``height`` are shares of the figure, from its upper left.
    """

    link: Link
    left: float
    top: float
    width: float
    height: float


def spots(figure: Figure) -> list[Spot]:
    """What :func:`lead` made links, in the order drawn: the last lies on top."""
    ruler = RendererAgg(1, 1, figure.dpi)  # type: ignore[no-untyped-call]
    found = []
    with house_style():
        boxes = [(a, a.get_window_extent(ruler)) for a in linked(figure)]
    for artist, box in boxes:
        inside = Bbox.intersection(box, figure.bbox)
        if inside is not None:
            place = inside.transformed(figure.transFigure.inverted())
            link = Link(str(artist.get_url()), str(artist.get_label()))
            found.append(Spot(link, place.x0, 1 - place.y1, place.width, place.height))
    return found
