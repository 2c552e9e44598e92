"""A state of the explorer, and what it becomes: parameters, an edition, a command line."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from typing import Any

import pytest
from tests.copies import ROOT

from analysis.explore.state import State, add_edition, state_of
from analysis.parameters_given import PackageValues, ParameterProblems, read_assignments, validate
from analysis.press.plan.editions import read_editions
from analysis.press.plan.project import Project

SEEDS = ROOT / "seeds"
KNOWN = PackageValues(
    sides=("Egypt", "Qatar"),
    sources=("one", "two", "three"),
    channels=("phone",),
    first=dt.date(2023, 10, 7),
    last=dt.date(2024, 1, 31),
)
EDITIONS = "# Kept as it is.\n\ndefault:\n  start: 2023-10-07  # and this too\n"


def state(without: str = "", **given: Any) -> State:
    return state_of({"package": SEEDS, **given}, KNOWN, without)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "seeds").symlink_to(SEEDS)
    (tmp_path / "notebooks" / "editions.yaml").write_text(EDITIONS, encoding="utf-8")
    return Project(tmp_path)


def test_an_open_window_is_that_of_the_package() -> None:
    used = state().used
    assert (used.start, used.end) == (KNOWN.first, KNOWN.last)


def test_a_source_that_is_left_out_is_a_choice_of_the_others() -> None:
    assert state("two").used.sources == ("one", "three")
    assert state("two", sources=["one", "two"]).used.sources == ("one",)
    assert state("two", sources=["one"]).without == ""


def test_the_last_source_cannot_be_left_out() -> None:
    with pytest.raises(ParameterProblems, match="without it there is none"):
        state("two", sources=["two"])


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(ParameterProblems) as refused:
        state(freq="week", days_without_contact="3, many", sides=["Katar"])
    assert {one.column for one in refused.value.problems} == {
        "freq",
        "days_without_contact",
        "sides",
    }
    assert "did you mean" in str(refused.value)


def test_an_edition_says_what_is_not_the_default_and_reads_back_as_the_same(
    project: Project,
) -> None:
    told = state("two", freq="M", days_without_contact="14, 3", start="2023-11", end="2023-12")
    lines = add_edition(project, told, "two-left-out", "what: # it is about")
    assert lines == (
        "two-left-out:\n"
        "  description: 'what: # it is about'\n"
        "  start: 2023-11-01\n"
        "  end: 2023-12-31\n"
        "  freq: M\n"
        "  sources: [one, three]\n"
        "  days_without_contact: [3, 14]\n"
    )
    assert project.editions.read_text(encoding="utf-8") == EDITIONS + "\n" + lines
    edition = read_editions(project.editions, "editions.yaml")["two-left-out"]
    assert edition.description == "what: # it is about"
    found = validate(edition.values, told.used.package)
    assert found.problems == []
    assert found.parameters == told.used


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("default", "is the name of an edition already"),
        ("Two Words", "cannot name an edition"),
        ("sample", "cannot name an edition"),
        ("", "cannot name an edition"),
        ("a:\n  start: 2023-10-07\nb", "cannot name an edition"),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused_and_nothing_is_written(
    project: Project, name: str, why: str
) -> None:
    with pytest.raises(ParameterProblems, match=why) as refused:
        add_edition(project, state(), name)
    assert "nothing was written" in str(refused.value)
    assert project.editions.read_text(encoding="utf-8") == EDITIONS
    assert [path.name for path in project.notebooks.iterdir()] == ["editions.yaml"]


def test_the_name_of_a_member_of_a_grid_is_taken(project: Project) -> None:
    with project.editions.open("a", encoding="utf-8") as file:
        file.write("by-side:\n  each: sides\n")
    with pytest.raises(ParameterProblems, match="already"):
        add_edition(project, state(), "by-side-qatar")


def test_the_command_line_gives_the_same_parameters() -> None:
    told = state("two", channels=["phone"], confidence=0.9)
    words = shlex.split(told.command_line(Project(ROOT)))
    assert words[:2] == ["backchannel", "report"]
    given, problems = read_assignments(words[3::2], ROOT)
    assert problems == []
    assert validate(given, SEEDS.resolve()).parameters == told.used


def test_a_package_elsewhere_is_named_from_where_the_line_is_typed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to(SEEDS)
    told = State(state().parameters.model_copy(update={"package": tmp_path / "elsewhere"}), KNOWN)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "editions.yaml").write_text("default:\n  freq: D\n")
    line = told.command_line(Project(tmp_path))
    assert "-p package=elsewhere" in line
    # What the edition sets and the state does not is said as well.
    assert "-p freq=W" in line
    assert "  package: ../elsewhere\n" in told.edition("x", "", tmp_path / "notebooks")
