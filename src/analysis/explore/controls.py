"""The parameters as controls: for each of the model its widget, by its type alone.

A control holds a value and says what it is for; whether a value is right, the model decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

import ipywidgets as widgets

from analysis.charts.layout.timeaxis import TimeAxis
from analysis.days import long_day
from analysis.explore.zoom import WAYS, Way, moved
from analysis.parameters import Parameters, description_of, in_words, names
from analysis.parameters_given import PackageValues

_WORDS = {
    "freq": "Period",
    "sides": "Sides",
    "sources": "Sources",
    "channels": "Channels",
    "days_without_contact": "Days without contact",
    "confidence": "Level of intervals",
}
_STEPS: dict[Way, tuple[str, str]] = {
    "earlier": ("arrow-left", "move the window half its width towards its first day"),
    "closer": ("search-plus", "show the middle half of the window"),
    "wider": ("search-minus", "show twice as much time"),
    "later": ("arrow-right", "move the window half its width towards its last day"),
    "whole": ("arrows-alt-h", "show all the time that the sources speak of"),
}
_LATER: dict[str, bool] = {"continuous_update": False}  # when it is let go, not at every step


class Controls:
    """The controls of the chapters' parameters.

    Attributes
    ----------
    window : the range of days, start and end in one.
    days : the same in words.
    steps : way -> its button, which moves the window on the axis.
    others : parameter -> its control.
    without : the source to leave out, "" for none.
    """

    def __init__(self, parameters: Parameters, known: PackageValues, axis: TimeAxis) -> None:
        self.package, self.restricted = parameters.package, parameters.restricted
        self.window = _window(parameters, known)
        self.others = {
            name: _control(name, getattr(parameters, name), known)
            for name in names("chapters")
            if name not in ("start", "end", "package", "restricted")
        }
        self.without = widgets.Dropdown(
            options=[("none", ""), *((one, one) for one in known.sources)],
            description="Leave out",
            tooltip="leave one source out and see which key figures change",
            layout=_short(),
        )
        self.steps = {way: _button(way) for way in WAYS}
        for way, button in self.steps.items():
            button.on_click(lambda _, way=way: self._step(way, axis))
        self.days = widgets.HTML()
        self.window.observe(lambda _: self._tell(), names="value")
        self._tell()

    @property
    def values(self) -> dict[str, object]:
        """Parameter -> value, as :func:`analysis.explore.state.state_of` takes them."""
        start, end = self.window.value
        told = {name: one.value for name, one in self.others.items()}
        own = {"package": self.package, "restricted": self.restricted}
        return {"start": start, "end": end, **told, **own}

    def observe(self, changed: Callable[[Any], None]) -> None:
        """Call `changed` whenever a control has another value."""
        for one in (self.window, *self.others.values(), self.without):
            one.observe(changed, names="value")

    def _step(self, way: Way, axis: TimeAxis) -> None:
        self.window.value = moved(self.window.value, way, axis)

    def _tell(self) -> None:
        start, end = self.window.value
        self.days.value = f"{long_day(start)} to {long_day(end)}"

    @property
    def box(self) -> widgets.Widget:
        """The controls laid out."""
        wrap = widgets.Layout(flex_flow="row wrap", align_items="flex-start")
        others = widgets.HBox([*self.others.values(), self.without], layout=wrap)
        steps = widgets.HBox([*self.steps.values(), self.days], layout=wrap)
        return widgets.VBox([self.window, steps, others])


def _button(way: Way) -> widgets.Button:
    icon, tooltip = _STEPS[way]
    layout = widgets.Layout(width="auto")
    return widgets.Button(description=way.capitalize(), icon=icon, tooltip=tooltip, layout=layout)


def whole_time(parameters: Parameters, known: PackageValues) -> tuple[dt.date, dt.date]:
    """First and last day of the package, and of the window where that goes beyond."""
    assert parameters.start is not None
    assert parameters.end is not None
    return min(parameters.start, known.first), max(parameters.end, known.last)


def _window(parameters: Parameters, known: PackageValues) -> widgets.SelectionRangeSlider:
    first, last = whole_time(parameters, known)
    days = [first + dt.timedelta(at) for at in range((last - first).days + 1)]
    return widgets.SelectionRangeSlider(
        options=[(long_day(day), day) for day in days],
        value=(parameters.start, parameters.end),
        description="Window",
        style={"description_width": "initial"},
        layout=widgets.Layout(width="98%"),
        readout=False,
        **_LATER,
    )


def _control(name: str, value: Any, known: PackageValues) -> widgets.Widget:
    kind = Parameters.model_fields[name].annotation
    about: dict[str, Any] = {
        "description": _WORDS.get(name, name),
        "tooltip": description_of(name)["description"],
        "style": {"description_width": "initial"},
    }
    narrow = widgets.Layout(width="auto", margin="2px 20px 2px 2px")
    if get_origin(kind) is Literal:
        del about["tooltip"]
        about["style"]["button_width"] = "40px"
        return widgets.ToggleButtons(options=get_args(kind), value=value, layout=narrow, **about)
    if kind == tuple[str, ...]:
        options = getattr(known, name)
        rows = min(len(options), 6)
        return widgets.SelectMultiple(
            options=options, value=value, rows=rows, layout=narrow, **about
        )
    if kind is float:
        return widgets.FloatText(value=value, step=0.01, layout=_short(), **_LATER, **about)
    return widgets.Text(value=in_words(value), layout=_short(), **_LATER, **about)


def _short() -> widgets.Layout:
    return widgets.Layout(width="230px", margin="2px 20px 2px 2px")
