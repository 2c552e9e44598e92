"""The explorer itself: what stands still in a page, and what changes where there are widgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis import screen
from analysis.explore.figures import Figures
from analysis.explore.state import State, state_of
from analysis.notebook import package_folder
from analysis.package.choices import package_values
from analysis.package.tables import Tables

VIEW = "application/vnd.jupyter.widget-view+json"
_STILL = (
    "Controls for these figures stand here where the notebook is run in JupyterLab or VS Code "
    "with `ipywidgets`, `itables` and `anywidget`; without them the figures are the same."
)

_CONFIDENTIAL = "Restricted sources are among these: nothing that is shown here is for publication."


class Explorer:
    """The figures of a state, and the controls that change it where they can be shown.

    Attributes
    ----------
    figures : of the package.
    state : the state at the start.
    panel : the widgets; None where their libraries are missing.
    """

    def __init__(self, data: Tables, state: State) -> None:
        self.figures = Figures(data)
        self.state = state
        self.panel: Any = None
        try:
            from analysis.explore.panel import Panel
        except ModuleNotFoundError as missing:
            if str(missing.name).partition(".")[0] == "analysis":
                raise
        else:
            self.panel = Panel(self.figures, state)

    def _said(self) -> str:
        limit = screen.prose(_CONFIDENTIAL, limit=True) if self.figures.data.confidential else ""
        return limit + screen.prose(_STILL)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """What a page can show best: the widgets, or the figures as they stand."""
        bundle: dict[str, Any] = {
            "text/plain": "The explorer",
            "text/html": self._said() + self.figures.static(self.state),
        }
        if self.panel is not None:
            bundle[VIEW] = self.panel.box._repr_mimebundle_()[VIEW]
        return bundle


def explorer(data: Tables, *, package: str, **chosen: Any) -> Explorer:
    """Explore a package, beginning at some parameters.

    Parameters
    ----------
    data, chosen : as :func:`analysis.opening.opened` gives them.
    package : folder of the package, as the parameters cell names it.

    Raises
    ------
    ParameterProblems : everything wrong with the parameters.
    """
    folder = package_folder(package).resolve()
    given = {**chosen, "package": Path(folder), "restricted": data.restricted}
    return Explorer(data, state_of(given, package_values(data)))
