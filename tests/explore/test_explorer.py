"""The explorer without a browser: its controls, its figures and rows, and what stands still."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from tests.copies import ROOT

from analysis.explore import Explorer, explorer
from analysis.explore.explorer import VIEW
from analysis.explore.figures import FIGURES
from analysis.explore.rows import evidence_of, rows_of
from analysis.package.tables import Tables, load
from analysis.parameters import names

WINDOW = {"start": "2023-10-07", "end": "2023-12-02"}


@pytest.fixture(scope="module")
def data() -> Tables:
    return load(ROOT / "seeds")


@pytest.fixture(scope="module")
def explored(data: Tables) -> Explorer:
    return explorer(data, package=str(ROOT / "seeds"), **WINDOW)


@pytest.fixture
def panel(data: Tables) -> Any:
    pytest.importorskip("itables.widget")
    return explorer(data, package=str(ROOT / "seeds"), **WINDOW).panel


def test_every_parameter_has_a_control_and_they_stand_at_the_state(explored: Explorer) -> None:
    pytest.importorskip("itables.widget")
    panel: Any = explored.panel
    assert set(panel.controls.values) == set(names("chapters"))
    assert panel.controls.values["days_without_contact"] == "3, 7, 14"
    assert [str(day) for day in panel.controls.window.value] == list(WINDOW.values())


def test_only_what_is_in_sight_is_drawn(panel: Any) -> None:
    assert [name for name, one in panel.pictures.items() if one.html] == ["overview"]
    panel.tabs.selected_index = 3
    assert 'id="explore-stalls"' in panel.pictures["stalls"].html
    assert panel.pictures["contacts"].html == ""


def test_a_control_gives_another_figure_and_other_rows(panel: Any) -> None:
    panel.tabs.selected_index = 1
    before, rows = panel.pictures["contacts"].html, len(panel.table.df)
    panel.controls.others["sides"].value = ("Israel",)
    assert panel.pictures["contacts"].html != before
    assert len(panel.table.df) < rows


def test_a_step_closer_and_later_draws_another_window(panel: Any) -> None:
    controls, before = panel.controls, panel.pictures["overview"].html
    controls.steps["closer"].click()
    closer = controls.window.value
    assert (closer[1] - closer[0]).days in range(26, 30)
    assert panel.pictures["overview"].html != before
    controls.steps["later"].click()
    assert controls.window.value[0] > closer[0]
    assert panel.state.parameters.start == controls.window.value[0]
    controls.steps["whole"].click()
    assert controls.window.value[0] <= closer[0]
    assert controls.window.value[1] > closer[1]


def test_a_wrong_value_is_told_and_changes_nothing(panel: Any) -> None:
    before = panel.pictures["overview"].html
    panel.controls.others["days_without_contact"].value = "a week"
    assert "is not a whole number" in panel.said.value
    assert panel.pictures["overview"].html == before
    panel.controls.others["days_without_contact"].value = "7"
    assert panel.said.value == ""


def test_a_chosen_row_has_a_ring_and_a_clicked_mark_its_rows(panel: Any) -> None:
    panel.tabs.selected_index = 1
    figure = panel.pictures["contacts"]
    assert "outline:3px" not in figure.html
    panel.pick("contacts", 0)
    assert len(panel.table.df) == 1
    panel.table.selected_rows = [0]
    assert "outline:3px" in figure.html
    panel.pick("contacts", -1)
    assert len(panel.table.df) > 1
    assert "outline:3px" not in figure.html


def test_the_key_figures_say_what_changes_without_a_source(panel: Any) -> None:
    panel.tabs.selected_index = len(FIGURES)
    panel.controls.without.value = "account-2023-11"
    told = panel.pictures["key figures"].html
    assert "without account-2023-11" in told
    assert "<em>changes</em>" in told


def test_rows_lead_to_all_evidence_of_their_event(explored: Explorer) -> None:
    m = explored.figures.measures(explored.state.used)
    for table in ("events", "evidence"):
        frame = rows_of(m, table)
        for at in (0, len(frame) - 1):
            found = evidence_of(m, frame, [at])
            assert found == set(m.evidence_ids(str(frame.index[at])))
            assert set(rows_of(m, table, found).index) == {frame.index[at]}


def test_the_same_figures_stand_still_beside_the_widgets(explored: Explorer) -> None:
    bundle = explored._repr_mimebundle_()
    assert VIEW in bundle
    for name in FIGURES:
        assert explored.figures.drawn(name, explored.state).html() in bundle["text/html"]


def test_a_page_without_the_state_of_the_widgets_shows_the_figures(explored: Explorer) -> None:
    output = new_output("display_data", data=explored._repr_mimebundle_())
    notebook = new_notebook(cells=[new_code_cell("explorer()", outputs=[output])])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert page.count('src="data:image/svg+xml;base64') == len(FIGURES)
    assert "model_id" not in page


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["ipywidgets", "itables.widget", "anywidget"])
def test_without_a_library_of_the_widgets_the_figures_stand(
    data: Tables, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("panel", "controls"):
        monkeypatch.delitem(sys.modules, f"analysis.explore.{module}", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    still = explorer(data, package=str(ROOT / "seeds"), **WINDOW)
    assert still.panel is None
    bundle = still._repr_mimebundle_()
    assert VIEW not in bundle
    assert bundle["text/html"].count("data:image/svg+xml") == len(FIGURES)
