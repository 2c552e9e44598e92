"""Grids of editions: what they stand for, how their members are found, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.package.tables import Tables
from analysis.parameters import Restricted
from analysis.parameters_given import ParameterProblems
from analysis.press.plan.catalogue import Catalogue, load_package
from analysis.press.plan.grid import slug
from analysis.press.plan.plan import Plan, make_plan
from analysis.press.plan.project import Project

SHOWN = "notebooks/editions.yaml"
ROOT = Path(__file__).resolve().parents[3]


def catalogue(checkout: Any, text: str = "", **options: Any) -> Catalogue:
    if text:
        (checkout.root / "notebooks" / "editions.yaml").write_text(text, encoding="utf-8")
    return Catalogue(Project(checkout.root), **options)


def spanned(checkout: Any, text: str) -> list[str]:
    """The names of the members of the only entry."""
    found = catalogue(checkout, text)
    [entry] = found.entries.values()
    return [member.name for member in found.members(entry)]


def refused(checkout: Any, text: str) -> list[str]:
    with pytest.raises(ParameterProblems) as raised:
        spanned(checkout, text)
    return [str(problem) for problem in raised.value.problems]


def plan(checkout: Any, edition: str, *assignments: str) -> Plan:
    return make_plan(Project(checkout.root), edition, assignments, folder=checkout.root)


# What a grid stands for


def test_each_source_of_the_package_has_its_edition(checkout: Any) -> None:
    found = catalogue(checkout, "one:\n  description: Alone.\n  each: sources\n  freq: D\n")
    gazette, courier = found.members(found.entries["one"])
    assert (gazette.name, courier.name) == ("one-gazette", "one-courier")
    assert gazette.description == "Alone: Source 1."
    assert gazette.values["sources"].value == ("gazette",)
    assert gazette.values["freq"].value == "D"


def test_each_side_that_takes_part_has_its_edition(checkout: Any) -> None:
    actors = checkout.root / "seeds" / "actors.csv"
    idle = "cedar,Cy Cedar,Cedar,person,,West,party,4,yes,\n"
    actors.write_text(actors.read_text(encoding="utf-8") + idle, encoding="utf-8")
    assert spanned(checkout, "one:\n  each: sides\n") == ["one-north", "one-south"]


def test_each_month_that_is_covered_or_holds_an_event_is_clipped_to_the_window(
    checkout: Any,
) -> None:
    evidence = checkout.root / "seeds" / "evidence.csv"
    text = evidence.read_text(encoding="utf-8")
    # Covered are days of March alone; the second call is known to the month only.
    evidence.write_text(text.replace("2031-03-22", "2031-05"), encoding="utf-8")
    grid = "one:\n  each: months\n  start: 2031-01\n  end: 2031-05-31\n"
    assert spanned(checkout, grid) == ["one-2031-03", "one-2031-05"]
    found = catalogue(checkout, grid.replace("2031-01", "2031-03-02"))
    march, may = found.members(found.entries["one"])
    assert march.values["start"].value.isoformat() == "2031-03-02"
    assert march.values["end"].value.isoformat() == "2031-03-31"
    assert may.description == "May 2031."


def test_a_list_spans_the_combinations_and_months_follow_the_source(checkout: Any) -> None:
    sources = checkout.root / "seeds" / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("2031-03-20/", "2031-02-20/"), encoding="utf-8")
    window = "  start: 2031-02\n  end: 2031-03\n"
    assert spanned(checkout, f"one:\n  each: [sources, months]\n{window}") == [
        "one-gazette-2031-03",
        "one-courier-2031-02",
        "one-courier-2031-03",
    ]
    assert spanned(checkout, f"one:\n  each: [months, sources]\n{window}") == [
        "one-2031-03-gazette",
        "one-2031-02-courier",
        "one-2031-03-courier",
    ]


def test_a_grid_spans_only_what_its_entry_allows(checkout: Any) -> None:
    assert spanned(checkout, "one:\n  each: sources\n  sources: courier\n") == ["one-courier"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("United Nations", "united-nations"), ("Côte", "cote"), ("a_b", "a-b"), ("Север", "value")],
)
def test_a_value_becomes_part_of_a_folder_name(value: str, expected: str) -> None:
    assert slug(value) == expected


def test_values_that_read_the_same_are_told_apart(checkout: Any) -> None:
    path = checkout.root / "seeds" / "actors.csv"
    text = path.read_text(encoding="utf-8").replace("North", "Север").replace("South", "Юг")
    path.write_text(text, encoding="utf-8")
    assert spanned(checkout, "one:\n  each: sides\n") == ["one-value", "one-value-2"]


def test_the_committed_grids_span_the_committed_package() -> None:
    found = Catalogue(Project(ROOT))
    grids = [entry for entry in found.entries.values() if entry.each is not None]
    assert {entry.name for entry in grids} == {"by-source", "by-month", "by-side"}
    for entry in grids:
        assert len(found.members(entry)) > 1
    assert found.find("by-source-account-2023-11").description.endswith("Source 1.")


# One of them as a report


def test_a_member_is_planned_like_any_edition(checkout: Any) -> None:
    catalogue(checkout, "one:\n  each: [sources, months]\n  freq: D\n")
    made = plan(checkout, "one-courier-2031-03")
    assert made.place.name == "one-courier-2031-03"
    assert made.customised == ()
    assert made.parameters.sources == ("courier",)
    assert made.parameters.freq == "D"
    assert made.subtitle == "1 March 2031 to 31 March 2031, only Source 2"


def test_a_customised_member_says_the_window_that_it_has(checkout: Any) -> None:
    catalogue(checkout, "one:\n  each: sides\n")
    made = plan(checkout, "one-north", "end=2031-03-15", "channels=phone,in_person")
    assert made.place.name == "one-north+custom"
    assert made.subtitle == (
        "1 March 2031 to 15 March 2031, only events of the side North, only contacts by phone or "
        "in person"
    )


def test_the_package_is_not_read_for_an_edition_that_is_no_member(checkout: Any) -> None:
    read: list[Path] = []

    def load(folder: Path, restricted: Restricted) -> Tables:
        read.append(folder)
        return load_package(folder, restricted)

    found = catalogue(checkout, "one:\n  each: sides\ntwo:\n  freq: D\n", load=load)
    assert found.find("two").name == "two"
    assert read == []
    assert found.find("one-north").name == "one-north"
    assert found.find("one-south").name == "one-south"
    assert len(read) == 1


# What is refused


def test_an_unknown_edition_gets_the_nearest_name_or_all_of_them(checkout: Any) -> None:
    found = catalogue(checkout, "spring:\n  freq: D\nautumn:\n  each: sources\n")
    with pytest.raises(ParameterProblems, match='did you mean "spring"'):
        found.find("sprung")
    with pytest.raises(ParameterProblems, match='did you mean "autumn-gazette"'):
        found.find("autum-gazete")
    with pytest.raises(ParameterProblems, match="the editions are spring, autumn"):
        found.find("x")


def test_all_unknown_names_are_told_together(checkout: Any) -> None:
    found = catalogue(checkout, "spring:\n  freq: D\nautumn:\n  each: sources\n")
    assert [e.name for e in found.choose(["autumn", "spring", "autumn"])] == ["autumn", "spring"]
    with pytest.raises(ParameterProblems) as raised:
        found.choose(["sprung", "autumn-gazette", "autum"])
    assert len(raised.value.problems) == 2


def test_a_grid_is_not_one_report(checkout: Any) -> None:
    catalogue(checkout, "one:\n  each: sides\n")
    with pytest.raises(ParameterProblems, match=r"is a grid of editions; name one of one-north, "):
        plan(checkout, "one")


def test_wrong_values_of_a_grid_are_told_with_their_line(checkout: Any) -> None:
    assert refused(checkout, "one:\n  each: months\n  fre: D\n  sources: gazete\n") == [
        f'{SHOWN}, line 3, fre: "fre" is not a parameter; did you mean "freq"?'
    ]
    assert refused(checkout, "one:\n  each: months\n  sources: gazete\n") == [
        f'{SHOWN}, line 3, sources: "gazete" is not a source of the data package; '
        'did you mean "gazette"?'
    ]


def test_a_grid_that_spans_nothing_is_refused(checkout: Any) -> None:
    text = "one:\n  each: months\n  start: 2030-01\n  end: 2030-02\n"
    assert refused(checkout, text) == [
        f'{SHOWN}, line 2, each: "months" spans nothing: the data package has none'
    ]


def test_a_member_with_the_name_of_another_edition_is_refused(checkout: Any) -> None:
    found = catalogue(checkout, "one:\n  each: sides\none-north:\n  freq: D\n")
    with pytest.raises(ParameterProblems, match="is also the name of an edition from line 3"):
        found.members(found.entries["one"])
