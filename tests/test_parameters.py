"""The parameters of a report, and the answers that wrong ones get."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.parameters import (
    Parameters,
    description_of,
    help_text,
    in_words,
    names,
)
from analysis.parameters_given import (
    Given,
    PackageValues,
    Validated,
    check_values,
    read_assignments,
    validate,
)
from analysis.press.plan.chapters import declared, find_chapters

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"

VALUES = PackageValues(
    sides=("North", "South"),
    sources=("gazette", "courier"),
    channels=("phone", "letter"),
    first=dt.date(2031, 3, 1),
    last=dt.date(2031, 3, 31),
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "datapackage.json").write_text("{}", encoding="utf-8")
    return tmp_path / "seeds"


def asked(package: Path, *assignments: str) -> Validated:
    given, problems = read_assignments(assignments, package.parent)
    assert not problems
    return validate(given, package)


def said(package: Path, *assignments: str) -> list[str]:
    return [str(problem) for problem in asked(package, *assignments).problems]


def test_without_any_value_everything_has_its_default(package: Path) -> None:
    parameters = asked(package).parameters
    assert parameters.freq == "W"
    assert parameters.days_without_contact == (3, 7, 14)
    assert parameters.start is None
    assert parameters.package == package


def test_values_from_the_command_line_get_their_types(package: Path) -> None:
    parameters = asked(
        package, "sides=North, South", "days_without_contact=14,3", "confidence=0.9", "title=A = B"
    ).parameters
    assert parameters.sides == ("North", "South")
    assert parameters.days_without_contact == (3, 14)
    assert parameters.confidence == 0.9
    assert parameters.title == "A = B"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2031-03-05", dt.date(2031, 3, 5), dt.date(2031, 3, 5)),
        ("2031-02", dt.date(2031, 2, 1), dt.date(2031, 2, 28)),
        ("2031", dt.date(2031, 1, 1), dt.date(2031, 12, 31)),
    ],
)
def test_a_month_or_year_stands_for_its_first_day_and_its_last(
    package: Path, text: str, start: dt.date, end: dt.date
) -> None:
    parameters = asked(package, f"start={text}", f"end={text}").parameters
    assert (parameters.start, parameters.end) == (start, end)


@pytest.mark.parametrize(
    ("assignment", "line"),
    [
        ("fre=D", '"fre" is not a parameter; did you mean "freq"?'),
        ("freq=week", '"week" is not one of D, W, M; did you mean "W"?'),
        ("start=2031-13-01", '"2031-13-01" is not an EDTF date: there is no month 13'),
        ("start=", '"" is empty'),
        ("end=2031-03-01/2031-03-05", '"2031-03-01/2031-03-05" is not one day, month or year'),
        ("days_without_contact=3,x", '"x" is not a whole number'),
        ("days_without_contact=0", '"0" should be greater than or equal to 1'),
        ("days_without_contact=", '"" names no number of days'),
        ("confidence=high", '"high" is not a number'),
        ("confidence=95", '"95" should be less than 1; did you mean 0.95?'),
        ("paper=letter", '"letter" is not one of a4, us-letter; did you mean "us-letter"?'),
        ("package=nowhere", '"nowhere" is not a data package: it has no datapackage.json'),
    ],
)
def test_a_wrong_value_is_answered_with_its_place_the_rule_and_the_mend(
    package: Path, assignment: str, line: str
) -> None:
    assert said(package, assignment) == [f"-p {assignment}: {line}"]


def test_an_unknown_name_unlike_any_other_is_answered_with_all_names(package: Path) -> None:
    [line] = said(package, "zzzzzz=1")
    assert line.endswith(f"the parameters are {', '.join(names())}")


def test_an_end_before_the_start_is_refused(package: Path) -> None:
    assert said(package, "start=2031-03-05", "end=2031-03-04") == [
        '-p end=2031-03-04: "2031-03-04" is before the start of the window, 2031-03-05'
    ]


def test_all_problems_come_at_once_and_the_window_is_still_checked(package: Path) -> None:
    lines = said(package, "fre=D", "confidence=2", "start=2031-03-05", "end=2031-03-04")
    assert len(lines) == 3
    assert any("before the start" in line for line in lines)


def test_a_refused_start_is_not_compared_with_the_end(package: Path) -> None:
    [line] = said(package, "start=soon", "end=2031-03-04")
    assert "soon" in line


def test_braces_in_a_value_are_shown_as_they_are(package: Path) -> None:
    [line] = said(package, "start={0}")
    assert '"{0}" is not an EDTF date' in line


def test_an_assignment_without_a_value_or_given_twice_is_refused(tmp_path: Path) -> None:
    _, problems = read_assignments(["freq", "=D", "start=2031", "start=2032"], tmp_path)
    assert [str(problem) for problem in problems] == [
        '-p freq: "freq" is not written name=value',
        '-p =D: "=D" is not written name=value',
        '-p start=2032: "start" is given twice',
    ]


def test_a_package_is_found_from_the_folder_of_whoever_names_it(package: Path) -> None:
    given = {"package": Given("../seeds", "editions.yaml", 3, "package", package.parent / "deep")}
    assert validate(given, Path("/nowhere")).parameters.package == package


def test_a_package_may_be_named_by_its_descriptor(package: Path) -> None:
    assert asked(package, "package=seeds/datapackage.json").parameters.package == package


def test_names_that_the_package_does_not_have_get_the_nearest_one(package: Path) -> None:
    given, _ = read_assignments(["sides=Nort", "sources=courrier", "channels=fax"], package)
    parameters = validate(given, package).parameters
    assert [str(problem) for problem in check_values(parameters, given, VALUES)] == [
        '-p sides=Nort: "Nort" is not a side of the data package; did you mean "North"?',
        '-p sources=courrier: "courrier" is not a source of the data package; '
        'did you mean "courier"?',
        '-p channels=fax: "fax" is not a channel of the data package; known: phone, letter',
    ]


def test_a_start_after_all_that_the_package_covers_is_refused(package: Path) -> None:
    given, _ = read_assignments(["start=2032-01-01"], package)
    parameters = validate(given, package).parameters
    [problem] = check_values(parameters, given, VALUES)
    assert "is after 2031-03-31, the last day that a source covers" in str(problem)


def test_a_window_left_open_is_that_of_the_package() -> None:
    parameters = Parameters(start=dt.date(2031, 3, 9)).within(VALUES.first, VALUES.last)
    assert (parameters.start, parameters.end) == (dt.date(2031, 3, 9), dt.date(2031, 3, 31))


def test_help_describes_every_parameter() -> None:
    text = help_text()
    for name in names():
        assert f"  {name} " in text
        assert description_of(name)["description"]
        assert description_of(name)["default"]


def test_an_empty_choice_reads_as_all() -> None:
    assert in_words(()) == "all"
    assert in_words((3, 7)) == "3, 7"


@pytest.mark.parametrize("path", find_chapters(NOTEBOOKS), ids=lambda path: path.name)
def test_every_chapter_declares_the_parameters_of_the_model_with_its_defaults(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert declared(notebook) == names("chapters")
    [cell] = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
    values: dict[str, Any] = {}
    exec(cell.source, values)
    own = ("freq", "sides", "sources", "channels", "days_without_contact", "confidence", "package")
    defaults = Parameters().model_dump(mode="json")
    assert {name: values[name] for name in own} == {name: defaults[name] for name in own}
