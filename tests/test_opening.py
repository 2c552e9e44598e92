"""The first line after a parameters cell: every problem at once, without a traceback."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from analysis.opening import opened
from analysis.parameters import names
from analysis.parameters_given import ParameterProblems
from analysis.problems import DataProblems

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = ROOT / "notebooks" / "07_evidence.ipynb"
LAKELAND = str(ROOT / "tests" / "packages" / "lakeland")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")


def said(namespace: dict[str, Any]) -> list[str]:
    with pytest.raises(ParameterProblems) as refused:
        opened(namespace)
    return str(refused.value).splitlines()


def test_it_gives_the_package_and_the_parameters_as_they_are_used() -> None:
    data, chosen = opened(
        {"package": LAKELAND, "days_without_contact": [14, 3], "start": "1997-07"}
    )
    assert data.codebook.name == "lakeland-talks"
    assert [*chosen] == [n for n in names("chapters") if n not in ("package", "restricted")]
    assert chosen["days_without_contact"] == (3, 14)
    assert (chosen["start"], chosen["end"]) == (dt.date(1997, 7, 1), dt.date(1998, 2, 1))


def test_without_any_it_opens_the_package_of_the_checkout() -> None:
    assert opened({})[0].codebook.held == "hostages"


def test_every_problem_is_told_at_once_with_the_nearest_right_name() -> None:
    wrong = {"freq": "weekly", "sides": ["Isreal"], "start": "2023-13-01", "confidence": 95}
    assert said({**wrong, "package": "../seeds"}) == [
        'parameters cell, confidence: "95" should be less than 1; did you mean 0.95?',
        'parameters cell, freq: "weekly" is not one of D, W, M; did you mean "W"?',
        'parameters cell, sides: "Isreal" is not a side of the data package; '
        'did you mean "Israel"?',
        'parameters cell, start: "2023-13-01" is not an EDTF date: there is no month 13',
        "4 problems; nothing was computed",
    ]


def test_a_package_that_is_not_there_is_told_with_the_others() -> None:
    assert said({"freq": "Y", "package": "../sedes"}) == [
        'parameters cell, freq: "Y" is not one of D, W, M',
        'parameters cell, package: "../sedes" is not a data package: it has no datapackage.json',
        "2 problems; nothing was computed",
    ]


def test_problems_of_the_package_are_told_too(tmp_path: Path) -> None:
    shutil.copytree(LAKELAND, tmp_path / "broken")
    (tmp_path / "broken" / "events.csv").unlink()
    with pytest.raises(DataProblems, match="events"):
        opened({"package": tmp_path / "broken"})
    assert any("events" in line for line in said({"package": tmp_path / "broken", "freq": 1}))


PARAMETERS = 'start = "2023-10-07"\nsides = []\npackage = "../seeds"'
INJECTED = "# Parameters\n"


@pytest.mark.parametrize(
    ("cells", "mend"),
    [
        ([PARAMETERS + '\nstrat = "2023"'], 'did you mean "start"?'),
        (['freq: str = "W"\nstrat: str = "2023"'], 'did you mean "start"?'),
        ([PARAMETERS, INJECTED + 'strat = "2023"\n'], 'did you mean "start"?'),
        ([PARAMETERS, INJECTED + 'strat = "2023"\n', "1 + 1"], 'did you mean "start"?'),
        ([PARAMETERS, INJECTED + 'strat = "2023"\n', INJECTED + "sides = []"], "start"),
    ],
)
def test_a_name_that_is_no_parameter_is_refused(cells: list[str], mend: str) -> None:
    namespace = {"In": ["", *cells, "opened(globals())"], "strat": "2023"}
    [line, _] = said(namespace)
    assert line.startswith('parameters cell: "strat" is not a parameter; ')
    assert mend in line


def test_a_parameter_of_the_whole_report_is_not_one_of_a_notebook() -> None:
    [line, _] = said({"In": ["", PARAMETERS, INJECTED + 'title = "Talks"'], "title": "Talks"})
    assert line.endswith(': "title" is a parameter of the report as a whole, not of a notebook')


@pytest.mark.parametrize(
    "cells",
    [
        [PARAMETERS + '\nstrat = "2023"', PARAMETERS],  # mended and run again
        [PARAMETERS, "strat = 2023"],  # a cell of one's own, further down
        [PARAMETERS, "%matplotlib inline", "start, strat = make()", "for strat in []: pass"],
    ],
)
def test_other_names_are_the_readers_own(cells: list[str]) -> None:
    opened({"In": ["", *cells, "opened(globals())"], "strat": "2023"})


@pytest.mark.slow
def test_in_a_notebook_the_lines_stand_alone_and_papermill_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            CHAPTER, out, {"frq": "D", "freq": "Q"}, cwd=str(CHAPTER.parent), progress_bar=False
        )
    cells = nbformat.read(out, as_version=4).cells
    (error,) = (o for c in cells for o in c.get("outputs", ()) if o.output_type == "error")
    assert error.ename == "ParameterProblems"
    assert error.traceback == [
        'parameters cell: "frq" is not a parameter; did you mean "freq"?',
        'parameters cell, freq: "Q" is not one of D, W, M',
        "2 problems; nothing was computed",
    ]
