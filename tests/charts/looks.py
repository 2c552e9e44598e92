"""What a reader would see of a figure, for the tests: words and their places, marks, colours.

Also the invented case that the charts are drawn from, in 1997 and 1998, with a year between that
no source covers, and every chart of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import combinations

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from tests.measures.cases import call, event, exactly, people, view

from analysis import charts as draw
from analysis.charts.base import Chart, house_style, svg_bytes
from analysis.measures import Measures

COVERS = {
    "s1": "1997-03-03/1997-03-30",
    "s2": "1997-04-03/1997-04-10",
    "s3": "1998-06-04/1998-06-12",
}
WINDOWS = {
    "whole": ("1997-03-01", "1998-06-30"),
    "two weeks": ("1997-03-10", "1997-03-23"),
    "nothing": ("1996-09-01", "1996-11-30"),
    "one event": ("1997-03-03", "1997-03-05"),
    "end": ("1998-06-01", "1998-06-30"),
}
CASE = (
    people("taken", "capture", "1997-03-03", 60, amount_text="about 60"),
    call("c1", "1997-03-05"),
    call("c2", "1997-03-10"),
    call("c3", "1997-03-11"),
    call("c4", "1997-03-11", a="abel", b="boris"),
    call("c5", "1997-04-04", a="petra"),
    event(
        "visit", "contact", "1997-03-19", channel="in_person", place="Port",
        who={"petra": "participant", "bela": "participant"},
    ),
    call("vague", "[1997-03-05..1997-03-14]", a="petra"),
    call("often", "1997-03-03/1997-03-30", a="aide", amount_of="contacts", amount_text="daily"),
    call("soon", "1998-06-20", modality="planned"),
    people("freed", "release", "1997-03-12", **exactly(2), amount_text="two"),
    people("more", "release", "1997-03", amount_low=26, amount_text="more than 25"),
    people("left", "count_report", "1998-06-11", 18, amount_text="some 18"),
    event("offer", "position", "[1997-03-03..1997-03-06]", amount_of="releases_offered",
          amount_best=30, amount_text="about 30", who={"north": "initiator"}),
    event("names", "list", "1997-03-08", amount_of="names", **exactly(8), amount_text="8 names",
          who={"south": "initiator"}),
    event("stop", "talks_halted", "1997-03-13", who={"north": "initiator"}),
    event("go", "talks_resumed", "[1997-03-18..1997-03-19]", who={"north": "initiator"}),
    event("stop2", "talks_halted", "[1997-04-07..1997-04-08]", who={"north": "initiator"}),
    event("again", "talks_halted", "1997-04-03/1998-06-12", amount_of="occurrences",
          amount_text="several times", who={"north": "initiator"}),
    event("calm", "truce_start", "1997-03-20", who={"north": "participant"}),
    event("calm-ends", "truce_end", "1997-03-25", who={"north": "participant"}),
)  # fmt: skip


@cache
def case(window: str) -> Measures:
    """The measures of the case in one of the windows."""
    start, end = WINDOWS[window]
    return view(*CASE, start=start, end=end, covers=COVERS)


def charts(shown: Measures, freq: str = "W") -> dict[str, Callable[[], Chart]]:
    """Every chart of a view whose package speaks of captives, each yet to be drawn."""
    codebook = replace(shown.tables.codebook, held="captives")
    m = replace(shown, tables=replace(shown.tables, codebook=codebook), freq=freq)
    return {name: partial(getattr(draw, name), m) for name in draw.__all__}


@cache
def chart(name: str, window: str = "whole") -> Chart:
    """One chart of the case, drawn once for all tests that only look at it."""
    return charts(case(window))[name]()


@cache
def narrow(name: str, window: str = "whole") -> Chart:
    """The same chart with its drawing for small screens as its figure."""
    drawn = chart(name, window)
    assert drawn.narrow is not None
    with house_style():
        return replace(drawn, figure=drawn.narrow(), narrow=None)


PAPERS = {"wide": chart, "narrow": narrow}


def words(figure: Figure) -> list[Text]:
    """The texts that are drawn, with tick labels."""
    out = [t for t in figure.texts if t.get_text()]
    for ax in figure.axes:
        ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
        if not ax.xaxis.get_tick_params().get("labelbottom", True):
            ticks = list(ax.get_yticklabels())
        low, high = sorted(ax.get_xlim())
        bottom, top = sorted(ax.get_ylim())
        shown = [
            t
            for t in ticks
            if t.get_text()
            and (
                (t in ax.get_yticklabels() and bottom - 1e-9 <= t.get_position()[1] <= top + 1e-9)
                or (t in ax.get_xticklabels() and low <= t.get_position()[0] <= high)
            )
        ]
        out += [*(t for t in ax.texts if t.get_text()), *shown, ax.xaxis.label]
    return [t for t in out if t.get_text().strip()]


def said(figure: Figure) -> str:
    """All words of a figure, in one text."""
    return "\n".join(t.get_text() for t in words(figure))


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Each text with its box in points of the figure."""
    measure = RendererAgg(1, 1, figure.dpi)
    with house_style():
        figure.draw_without_rendering()  # settles the places of axis labels
        return [(t.get_text(), Text.get_window_extent(t, measure)) for t in words(figure)]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that are printed over each other, by more than half a point."""
    slack = figure.dpi / 72
    found = []
    for (a, box), (b, other) in combinations(boxes(figure), 2):
        width = min(box.x1, other.x1) - max(box.x0, other.x0)
        height = min(box.y1, other.y1) - max(box.y0, other.y0)
        if width > 0.5 * slack and height > 1.5 * slack:
            found.append((a, b))
    return found


def outside(figure: Figure) -> list[str]:
    """Texts that are cut off by the edge of the figure."""
    page = figure.bbox.padded(0.5)
    return [
        text
        for text, box in boxes(figure)
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
    ]


def artists(figure: Figure) -> Iterator[Artist]:
    yield from figure.findobj(lambda a: a.get_visible())


def marked(figure: Figure, gid: str) -> list[Artist]:
    """The marks of one meaning: event, planned, day-not-stated, bound, certain, open, …"""
    return [a for a in artists(figure) if a.get_gid() == gid]


def urls(figure: Figure) -> set[str]:
    return {a.get_url() for a in artists(figure) if a.get_url()}


def colours(drawn: Chart) -> set[str]:
    """Every colour in the figure's SVG."""
    return set(re.findall(r"#[0-9a-f]{6}\b", svg_bytes(drawn, "fig").decode()))


def rows(frame: pd.DataFrame, **cells: object) -> pd.DataFrame:
    """The rows of a table that hold these values."""
    for column, value in cells.items():
        frame = frame[frame[column] == value]
    return frame
