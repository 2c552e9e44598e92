"""The controls, figures, rows and buttons of the explorer as one panel that answers to changes.

Only what can be seen is drawn: a figure whose tab is not open waits until it is.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets
from itables.widget import ITable

from analysis.explore.controls import Controls, whole_time
from analysis.explore.figures import FIGURES, Figures
from analysis.explore.rows import TABLES, evidence_of, rows_of
from analysis.explore.state import State, add_edition, state_of
from analysis.press.plan.project import Project
from analysis.problems import DataProblems, Refused

_TABS = (*FIGURES, "key figures")
_HINT = "Rows that are chosen have a ring in the figures; a mark that is clicked shows its rows."
_ONE = "The rows of one mark; a click beside the marks shows all again."
_LOOK: dict[str, Any] = {
    "select": True,
    "showIndex": False,
    "column_filters": "footer",
    "columnDefs": [
        {"className": "dt-left", "targets": "_all"},
        {"className": "dt-left dt-nowrap", "targets": [0, 1]},
    ],
    "layout": {
        "topStart": "pageLength",
        "topEnd": "search",
        "bottomStart": "info",
        "bottomEnd": "paging",
    },
    "scrollX": True,
    "maxBytes": 0,
    "classes": "display compact",
    "style": "font-size:13px;width:100%;margin:0",
}
_STYLE = """<style>
.dt-container tfoot input { width: 100%; min-width: 3em; box-sizing: border-box }
</style>"""


class Picture(anywidget.AnyWidget):
    """HTML with marks. A click is told by a message: the number of its mark, -1 beside them all."""

    _esm = """
    export default { render({ model, el }) {
      const draw = () => { el.innerHTML = model.get("html"); };
      draw();
      model.on("change:html", draw);
      el.addEventListener("click", event => {
        const mark = event.target.closest('[id^="explore-"] > .bc-e');
        const all = [...el.querySelectorAll('[id^="explore-"] > .bc-e')];
        model.send({ mark: mark ? all.indexOf(mark) : -1 });
      });
    } };
    """
    html = traitlets.Unicode().tag(sync=True)


class Panel:
    """The widgets of an explorer.

    Attributes
    ----------
    controls : of the parameters.
    pictures : tab -> what is shown in it.
    table : the rows.
    box : all of it, laid out.
    """

    def __init__(self, figures: Figures, state: State) -> None:
        self.figures = figures
        self.state = state
        axis = figures.axis(*whole_time(state.parameters, state.known))
        self.controls = Controls(state.parameters, state.known, axis)
        self.pictures = {name: Picture() for name in _TABS}
        titles = [FIGURES[name][0] if name in FIGURES else "Key figures" for name in _TABS]
        self.tabs = widgets.Tab(list(self.pictures.values()), titles=titles, selected_index=0)
        self.said = widgets.HTML()
        self.which = widgets.ToggleButtons(
            options=[(name.capitalize(), name) for name in TABLES], style={"button_width": "90px"}
        )
        self.hint = widgets.HTML(_STYLE + _HINT)
        self._picked: tuple[str, ...] = ()
        self._frame = rows_of(figures.measures(state.used), TABLES[0])
        self.table = ITable(self._frame, **_LOOK)
        self._draw()
        self._listen()
        self.box = widgets.VBox(
            [
                self.controls.box,
                self.said,
                self.tabs,
                widgets.HBox([self.which, self.hint]),
                self.table,
                self._ways_out(),
            ]
        )

    def _listen(self) -> None:
        self.controls.observe(self._changed)
        self.tabs.observe(lambda _: self._draw(), names="selected_index")
        self.which.observe(lambda _: self._fill(), names="value")
        self.table.observe(lambda _: self._draw(), names="selected_rows")
        for name in FIGURES:
            self.pictures[name].on_msg(
                lambda _, told, __, name=name: self.pick(name, int(told["mark"]))
            )

    def _ways_out(self) -> widgets.Widget:
        self.name = widgets.Text(description="Edition", placeholder="name-of-the-edition")
        self.description = widgets.Text(placeholder="what it is about, in one line")
        self.save = widgets.Button(description="Write edition", icon="save")
        self.command = widgets.Button(
            description="As a command line", icon="terminal", layout=widgets.Layout(width="auto")
        )
        self.out = widgets.HTML()
        self.save.on_click(lambda _: self._save())
        self.command.on_click(lambda _: self._command())
        wrap = widgets.Layout(flex_flow="row wrap")
        buttons = [self.name, self.description, self.save, self.command]
        return widgets.VBox([widgets.HBox(buttons, layout=wrap), self.out])

    def _changed(self, _: Any) -> None:
        """Take up what the controls say, or tell what is wrong with it."""
        try:
            self.state = state_of(
                self.controls.values, self.state.known, self.controls.without.value
            )
        except DataProblems as wrong:
            self.said.value = _listed(wrong)
            return
        self.said.value = ""
        self.out.value = ""
        self._picked = ()
        self._fill()
        self._draw()

    def _draw(self) -> None:
        """Draw what the open tab shows."""
        name = _TABS[self.tabs.selected_index or 0]
        if name not in FIGURES:
            self.pictures[name].html = self.figures.key_figures(self.state)
            return
        m = self.figures.measures(self.state.used)
        chosen = evidence_of(m, self._frame, self.table.selected_rows)
        self.pictures[name].html = self.figures.drawn(name, self.state).html(chosen)

    def _fill(self) -> None:
        """Put the rows of the state, or those of the mark that was clicked, into the table."""
        m = self.figures.measures(self.state.used)
        self._frame = rows_of(m, self.which.value, self._picked)
        self.hint.value = _STYLE + (_ONE if self._picked else _HINT)
        self.table.update(self._frame, selected_rows=[], **_LOOK)

    def pick(self, name: str, mark: int) -> None:
        """Show the rows of a mark of a figure, by its number; all rows where there is no such."""
        spots = self.figures.drawn(name, self.state).spots
        inside = 0 <= mark < len(spots)
        self._picked = (spots[mark].link.target.removeprefix("#"),) if inside else ()
        self._fill()

    def _save(self) -> None:
        try:
            project = Project.find(Path.cwd())
            lines = add_edition(
                project, self.state, self.name.value.strip(), self.description.value
            )
        except DataProblems as wrong:
            self.out.value = _listed(wrong)
        except (Refused, OSError) as wrong:
            self.out.value = f"<p>{escape(str(wrong))}</p>"
        else:
            at = project.shown(project.editions)
            self.out.value = f"<p>Written to {escape(at)}:</p><pre>{escape(lines)}</pre>"

    def _command(self) -> None:
        try:
            line = self.state.command_line(Project.find(Path.cwd()))
        except Refused as wrong:
            self.out.value = f"<p>{escape(str(wrong))}</p>"
            return
        self.out.value = f'<pre style="white-space:pre-wrap;user-select:all">{escape(line)}</pre>'


def _listed(wrong: DataProblems) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in str(wrong).splitlines())
