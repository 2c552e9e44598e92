"""What cells display, and the marks by which the press finds, numbers and links it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from analysis import notebook, screen
from analysis.charts.base import WIDTH, Chart, Link, lead
from analysis.marks import (
    INSTEAD,
    NARROW,
    Callout,
    Choice,
    Figure,
    FigureCaption,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    read,
)
from analysis.notebook import (
    NoPackage,
    open_package,
    say,
    say_each,
    show,
    show_key_figures,
    show_table,
    warn,
)
from analysis.problems import DataProblems
from analysis.report.tables.listing import Column, listing

TESTS = Path(__file__).resolve().parent
LAKELAND = TESTS / "packages" / "lakeland"

Shown = list[tuple[dict[str, str], Mark | None]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What was displayed so far: data by media type, and the mark."""
    outputs: Shown = []
    screen.remember({})

    def publish(data: dict[str, str], metadata: dict[str, Any]) -> None:
        metadata = json.loads(json.dumps(metadata))  # it goes into a notebook file
        outputs.append((data, read({"metadata": metadata})))

    monkeypatch.setattr(notebook, "publish_display_data", publish)
    return outputs


@pytest.fixture
def chart() -> Chart:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 1.5))
    [mark] = figure.subplots().plot([1, 2], [1, 1], "o")
    lead(mark, Link("#E003", "3 June 1997: Corde – Quill, call"))
    table = pd.DataFrame({"day": ["1997-06-03", "1997-06-05"], "calls": [1, 1]})
    table.attrs["about"] = {"day": "day of the call", "calls": "number of calls"}
    return Chart(
        figure=figure,
        title="Two calls in three days",
        caption="Calls by day. One without a day is left out.",
        alt="Two calls, on 3 and 5 June 1997.",
        evidence=("E003", "E004"),
        table=table,
    )


def test_a_package_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(NoPackage, match='no data package "no-such-package"'):
        open_package("no-such-package")


def test_a_package_that_breaks_a_rule_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lakeland").mkdir()
    (tmp_path / "lakeland" / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataProblems):
        open_package("lakeland")


def test_a_package_is_found_from_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    assert open_package("packages/lakeland").codebook.name == "lakeland-talks"


@pytest.mark.parametrize("folder", ["notebooks", "."])
def test_a_package_is_found_as_seen_from_the_notebooks_wherever_they_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "tables").symlink_to(LAKELAND, target_is_directory=True)
    monkeypatch.chdir(tmp_path / folder)
    assert open_package("../tables").codebook.name == "lakeland-talks"


def test_the_package_of_the_checkout_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_package("../seeds").codebook.held == "hostages"


def test_an_absolute_path_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_package(str(LAKELAND)).codebook.name == "lakeland-talks"


def test_a_chart_is_shown_with_its_table_and_alternative_text(shown: Shown, chart: Chart) -> None:
    show(chart, id="fig-calls")
    (data, mark), (caption, caption_mark) = shown
    assert set(data) == {"text/html", "image/svg+xml", "text/csv", "text/plain"}
    assert data["text/csv"] == "day,calls\n1997-06-03,1\n1997-06-05,1\n"
    assert data["text/plain"] == "Two calls, on 3 and 5 June 1997."
    assert mark == Figure(
        id="fig-calls",
        title="Two calls in three days",
        caption="Calls by day. One without a day is left out.",
        alt="Two calls, on 3 and 5 June 1997.",
        evidence=("E003", "E004"),
        marks={"E003": "3 June 1997: Corde – Quill, call"},
        file="calls",
        fields={"day": "day of the call", "calls": "number of calls"},
    )
    assert caption["text/markdown"] == "Calls by day. One without a day is left out."
    assert caption_mark == FigureCaption(of="fig-calls")


def test_a_drawing_for_small_screens_goes_along_and_none_for_another_choice_of_sources(
    shown: Shown, chart: Chart
) -> None:
    other = replace(chart, narrow=lambda: chart.figure)
    one = Choice(("A", "B"), ("A",))
    show(other, id="fig-calls", instead={one: other})
    data: dict[str, Any] = shown[0][0]
    assert data[NARROW].startswith("<?xml")
    assert "@font-face" in data["image/svg+xml"]
    assert "@font-face" not in data[NARROW]
    assert [set(told["data"]) for told in data[INSTEAD]] == [{"image/svg+xml"}]


def test_a_mark_of_a_chart_links_to_its_evidence(shown: Shown, chart: Chart) -> None:
    show(chart, id="fig-calls")
    svg = etree.fromstring(shown[0][0]["image/svg+xml"].encode("utf-8"))
    links = svg.iterfind(".//{http://www.w3.org/2000/svg}a")
    assert {a.get("{http://www.w3.org/1999/xlink}href") for a in links} == {"#E003"}


def test_the_same_chart_is_the_same_output_and_another_id_shares_no_svg_id(
    shown: Shown, chart: Chart
) -> None:
    show(chart, id="fig-calls")
    show(chart, id="fig-calls")
    show(chart, id="fig-meetings")
    first, _, second, _, other, _ = (data for data, _ in shown)
    assert first == second

    def clips(data: dict[str, str]) -> set[str]:
        svg = etree.fromstring(data["image/svg+xml"].encode("utf-8"))
        return {e.get("id") for e in svg.iter("{http://www.w3.org/2000/svg}clipPath")}

    assert clips(first)
    assert clips(first).isdisjoint(clips(other))


def test_a_table_is_shown_and_saved_under_the_name_given(
    shown: Shown,
) -> None:
    made = listing(
        pd.DataFrame({"day": ["3 June 1997"], "evidence": [("E003", "E004")]}),
        [Column("day", "Day", 60, description="day of the call"), Column("evidence", "E", 40)],
        id="tbl-calls",
        caption="Calls.",
    )
    show_table(made, save_as="calls")
    [(data, mark)] = shown
    assert data["text/html"] == made._repr_html_()
    assert data["text/plain"] == "Calls."
    assert data["text/csv"] == "day,evidence\n3 June 1997,E003 E004\n"
    assert mark == replace(made.table, file="calls")
    assert mark.evidence == ("E003", "E004")
    assert mark.fields == {"day": "day of the call", "evidence": "E"}


def test_a_table_that_is_not_saved_has_no_csv(
    shown: Shown,
) -> None:
    made = listing(pd.DataFrame({"a": ["x"]}), [Column("a", "A", 1)], id="tbl-a", caption="One.")
    show_table(made)
    [(data, mark)] = shown
    assert set(data) == {"text/html", "text/plain"}
    assert mark.file is None


def test_a_csv_with_commas_and_quotes_can_be_read_again(
    shown: Shown,
) -> None:
    said = 'called "the chair", on June 3'
    made = listing(pd.DataFrame({"a": [said]}), [Column("a", "A", 1)], id="tbl-a", caption="")
    show_table(made, save_as="a")
    assert pd.read_csv(io.StringIO(shown[0][0]["text/csv"]))["a"].iloc[0] == said


@pytest.mark.parametrize(
    ("sentences", "markdown"),
    [
        (["One.", "Two [E003](#E003)."], "One. Two [E003](#E003)."),
        (["One.", "Two."], "One. Two."),
        ("One.", "One."),
        ((s for s in ["One."]), "One."),
    ],
)
def test_sentences_are_one_paragraph(
    shown: Shown, sentences: list[str] | str, markdown: str
) -> None:
    say(sentences)
    [(data, mark)] = shown
    assert (data["text/markdown"], mark) == (markdown, Prose())


@pytest.mark.parametrize("nothing", [[], "", ()])
def test_nothing_to_say_displays_nothing(shown: Shown, nothing: list[str] | str) -> None:
    say(nothing)
    say_each(list(nothing))
    assert shown == []


def test_points_are_a_list(shown: Shown) -> None:
    say_each(["One.", "Two."])
    [(data, mark)] = shown
    assert (data["text/markdown"], mark) == ("- One.\n- Two.", Prose())


def test_a_limit_is_a_callout(shown: Shown) -> None:
    warn("Not covered.")
    [(data, mark)] = shown
    assert (data["text/markdown"], mark) == ("Not covered.", Callout())


def test_key_figures_carry_number_bounds_and_evidence(
    shown: Shown,
) -> None:
    figures = (
        KeyFigure("dated_calls", "6", "dated calls", "in June", ("E003", "E004"), number=6),
        KeyFigure(
            "held", "at most about 29", "held <now>", "by the flows", (), high=29, about=True
        ),
    )
    show_key_figures(figures)
    [(data, mark)] = shown
    assert mark == KeyFigures(figures=figures, aside=True)
    assert [type(figure.number) for figure in mark.figures] == [int, type(None)]
    assert data["text/plain"].splitlines()[0] == "6 dated calls (in June)"
    assert "E003 E004" in data["text/html"]
    assert "held &lt;now&gt;" in data["text/html"]
