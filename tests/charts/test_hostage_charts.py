"""People held: bounds are drawn as bounds, reports as points, and the rest is shown as a rest."""

from __future__ import annotations

from tests.charts.looks import chart, charts, marked, said
from tests.measures.cases import exactly, people, view

TAKEN = people("taken", "capture", "1997-03-03", **exactly(60), amount_text="60")


def test_a_release_of_more_than_so_many_leaves_a_band_without_a_lower_line() -> None:
    shown = view(TAKEN, people("f", "release", "1997-03-10", amount_low=26,
                               amount_text="more than 25"))  # fmt: skip
    found = charts(shown)["held"]()
    (band,) = marked(found.figure, "band")
    assert band.get_y() == 0
    assert band.get_height() == 34
    assert "at most 34" in said(found.figure)
    assert "“more than 25”" in said(found.figure)


def test_a_count_is_a_point_with_its_range() -> None:
    shown = view(TAKEN, people("n", "count_report", "1997-03-20", 50, 55, amount_text="50 to 55"))
    found = charts(shown)["held"]()
    (line,) = marked(found.figure, "range")
    assert list(line.get_ydata()) == [50, 55]
    assert "“50 to 55” reported held, 20 Mar" in said(found.figure)


def test_the_title_sets_the_last_count_against_what_the_flows_leave() -> None:
    assert chart("held").title == (
        "The flows reported leave at most about 32 captives; "
        "“some 18” reported held on 11 June 1998"
    )


def test_a_count_that_the_reckoning_starts_from_is_not_set_against_itself() -> None:
    shown = view(people("n", "count_report", "1997-03-20", 50, amount_text="some 50"))
    assert charts(shown)["held"]().title == "Captives: “some 50” reported held on 20 Mar 1997"
    assert "leave" not in charts(shown)["reconciliation"]().title


def test_a_flow_of_an_unstated_day_is_an_outline_over_its_days() -> None:
    shown = view(TAKEN, people("f", "release", "[1997-03-10..1997-03-12]", **exactly(2)))
    (bar,) = marked(charts(shown)["held"]().figure, "day-not-stated")
    assert bar.get_width() == 3


def test_a_flow_without_a_number_is_not_a_zero() -> None:
    shown = view(TAKEN, people("f", "release", "1997-03-10", amount_text="others"))
    found = charts(shown)["held"]()
    assert "“others”, number not stated" in said(found.figure)
    row = found.table[found.table["row"] == "flow"].iloc[-1]
    assert row["amount_words"] == "not stated"


def test_the_waterfall_ends_in_the_rest() -> None:
    found = chart("reconciliation")
    assert found.title == (
        "Against “some 18” reported held, at most about 14 captives are in no flow with a number"
    )
    assert found.table["role"].iloc[-1] == "rest"
    assert "at most about 14" in said(found.figure)
    assert marked(found.figure, "open")


def test_no_rest_is_said_as_such() -> None:
    shown = view(TAKEN, people("n", "count_report", "1997-03-20", **exactly(60), amount_text="60"))
    assert charts(shown)["reconciliation"]().title == (
        "The flows leave the “60” reported held, and no rest"
    )


def test_without_any_number_the_panel_says_so_in_the_words_of_the_package() -> None:
    found = chart("held", "nothing")
    assert "No number of captives to reckon from in this window" in said(found.figure)
