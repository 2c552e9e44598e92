"""Which days each source narrates, and which days none does."""

from __future__ import annotations

from matplotlib.axes import Axes

from analysis.charts.base import Chart, house_style
from analysis.charts.layout.sheet import Key, sheet
from analysis.charts.layout.ticks import draw_dates
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.sources import draw, panel_of, rows_of
from analysis.measures import Measures
from analysis.measures.columns import flat
from analysis.report import findings


@house_style()
def coverage(m: Measures, ax: Axes | None = None) -> Chart:
    """Bars of the days that each source narrates, on the same axis as the other charts."""
    axis = TimeAxis.of(m, m.stretches)
    said = findings.coverage(m)
    rows = rows_of(m.covered)
    key = [Key("hatch", "hatch", "not covered by any source")] if axis.gaps else []
    figure, (ax,) = sheet(ax, said.title, [panel_of(rows)], key=key, right=14)
    draw(ax, axis, rows)
    draw_dates(ax, axis)
    return Chart(figure=figure, **vars(said), evidence=(), table=flat(m.covered))
