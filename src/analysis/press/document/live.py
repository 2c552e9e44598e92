"""What runs only in a browser: which library made it, and how to get a picture of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Live:
    """A kind of output that needs a browser; `how` says how its library gives a picture."""

    name: str
    how: str


_WIDGET = Live("A widget", "a static display of its value")
_KINDS = {
    "plotly": Live("A chart of Plotly", "pio.renderers.default = 'png', or fig.write_image"),
    "vega": Live("A chart of Vega-Altair", "alt.renderers.enable('png'), or chart.save('a.png')"),
    "bokeh": Live("A chart of Bokeh", "bokeh.io.export_png"),
    "holoviews": Live("A chart of HoloViews", "hv.output(fig='png')"),
    "leaflet": Live("A map of Leaflet", "map._to_png() of folium, or a picture of the screen"),
    "deck.gl": Live("A map of deck.gl", "a picture of the screen"),
    "echarts": Live("A chart of ECharts", "make_snapshot of pyecharts"),
    "highcharts": Live("A chart of Highcharts", "its export as PNG"),
    "vis-network": Live("A network of pyvis", "a picture of the screen"),
    "mpld3": Live("A figure of mpld3", "%matplotlib inline"),
    "mermaid": Live("A diagram of Mermaid", "its export as SVG"),
    "widget": _WIDGET,
    "jupyter": _WIDGET,
}
_SCRIPT = Live("A script", "a static display of its result")
_SIGNS = re.compile("|".join(map(re.escape, _KINDS)), re.IGNORECASE)
IDLE = re.compile(
    r"\A(?:Make this Notebook Trusted to load map\S*(?: File -> Trust Notebook)?"
    r"|Loading(?: BokehJS)?\W*|\[A frame stood here\])+\Z",
    re.IGNORECASE,
)
"""What such an output says while nothing runs."""


def recognised(texts: Mapping[str, str]) -> tuple[str, Live] | None:
    """The form that needs a browser, and what it is; None where no form does.

    Parameters
    ----------
    texts : media type -> content, of one output.
    """
    for mime in texts:
        if sign := _SIGNS.search(mime):
            return mime, _KINDS[sign[0].lower()]
    for mime in ("text/html", "application/javascript"):
        source = texts.get(mime, "")
        if mime == "application/javascript" or "<script" in source or "srcdoc" in source:
            sign = _SIGNS.search(source)
            if sign:
                return mime, _KINDS[sign[0].lower()]
    if "application/javascript" in texts:
        return "application/javascript", _SCRIPT
    return None
