"""The figures and key figures of a state, as HTML; what was drawn once is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from analysis import charts, marks, screen
from analysis.charts.base import Chart, Spot, spots
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.explore.state import State
from analysis.measures import Measures, measures
from analysis.package.tables import Tables
from analysis.parameters import OF_DATA, Parameters, names
from analysis.report.key_figures import key_figures

FIGURES: dict[str, tuple[str, Callable[[Measures], Chart]]] = {
    "overview": ("Overview", charts.overview),
    "contacts": ("Contacts", charts.contacts),
    "hostages": ("People held", charts.held),
    "stalls": ("Halts and truces", charts.stalls),
}
"""Name -> title and chart, in the order of the chapters."""

_KEPT = 64


@dataclass(frozen=True)
class Drawn:
    """A chart as it is shown.

    Attributes
    ----------
    chart : with its title, caption and alternative text.
    svg : with its font and paper inside.
    spots : where its marks are, in the order in which they can be pointed at.
    """

    name: str
    chart: Chart
    svg: str
    spots: tuple[Spot, ...]

    def html(self, chosen: Collection[str] = ()) -> str:
        """The picture and its caption; the marks of the chosen evidence have a ring."""
        over = []
        for spot in self.spots:
            to = spot.link.target.removeprefix("#")
            place = f"left:{spot.left:.2%};top:{spot.top:.2%};"
            place += f"width:{spot.width:.2%};height:{spot.height:.2%}"
            over.append((to, spot.link.name, place + screen.RING if to in chosen else place))
        id = f"explore-{self.name}"
        told = {"title": self.chart.title, "alt": self.chart.alt}
        shown = screen.figure(self.svg, id=id, spots=over, **told)
        return shown + screen.prose(self.chart.caption)


class Figures:
    """The figures of a package in any state, each drawn when it is first asked for."""

    def __init__(self, data: Tables) -> None:
        self.data = data
        self._measured = lru_cache(_KEPT)(self._measure)
        self._drawn = lru_cache(_KEPT)(self._draw)

    def measures(self, parameters: Parameters) -> Measures:
        """The measures with these parameters; the window has both ends."""
        return self._measured(parameters)

    def drawn(self, name: str, state: State) -> Drawn:
        """A figure of :data:`FIGURES` in a state."""
        return self._drawn(name, state.used)

    def axis(self, first: dt.date, last: dt.date) -> TimeAxis:
        """The time axis from one day to another, with room for the days that sources narrate."""
        m = measures(self.data, start=first, end=last)
        return TimeAxis.of(m, m.stretches)

    def static(self, state: State) -> str:
        """All figures and the key figures, for where nothing can be changed."""
        figures = "".join(self.drawn(name, state).html() for name in FIGURES)
        return screen.key_figures(key_figures(self.measures(state.used))) + figures

    def key_figures(self, state: State) -> str:
        """The key figures; where a source is left out, with and without it, changes marked."""
        after = {one.id: one for one in key_figures(self.measures(state.used))}
        if not state.without:
            return screen.key_figures(after.values())
        before = {one.id: one for one in key_figures(self.measures(state.parameters))}
        rows = []
        for id in dict.fromkeys((*before, *after)):
            pair = before.get(id), after.get(id)
            label = next(one.label for one in pair if one)
            was, now = (f"{one.value} ({one.note})" if one else "not stated" for one in pair)
            values = [one.value if one else None for one in pair]
            changed = "changes" if values[0] != values[1] else "rests on less" if was != now else ""
            rows.append(((label,), (was,), (now,), (marks.Run(changed, look="em"),)))
        columns = ("key figure", "with all", f"without {state.without}", "")
        return screen.table(
            marks.Table(
                id="explore-key-figures",
                caption=f"What changes when {state.without} is left out",
                columns=tuple(marks.Column(title) for title in columns),
                rows=tuple(rows),
            )
        )

    def _measure(self, parameters: Parameters) -> Measures:
        given = {n: getattr(parameters, n) for n in names("chapters") if n not in OF_DATA}
        return measures(self.data, **given)

    def _draw(self, name: str, parameters: Parameters) -> Drawn:
        chart = FIGURES[name][1](self.measures(parameters))
        return Drawn(name, chart, chart.svg(salt=f"explore-{name}"), tuple(spots(chart.figure)))
