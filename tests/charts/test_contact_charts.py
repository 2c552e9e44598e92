"""Contacts: each event its own mark, what is not stated drawn as such, and counts per period."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from tests.charts.looks import chart, charts, marked, outside, overlaps, said, urls
from tests.measures.cases import FLURRY, call, event, people, view, visit

from analysis.charts import contacts as drawn
from analysis.charts import overview
from analysis.charts.layout.timeaxis import TimeAxis
from analysis.charts.rows.pairs import company, rows_of


def test_each_dated_contact_is_a_filled_mark_with_its_own_link() -> None:
    figure = chart("contacts").figure
    marks = marked(figure, "event")
    assert len(marks) == 6
    assert len({mark.get_url() for mark in marks}) == 6


def test_a_contact_without_a_stated_day_is_a_dashed_outline_and_not_a_mark() -> None:
    found = drawn(view(call("c", "[1997-03-05..1997-03-08]")))
    (bar,) = marked(found.figure, "day-not-stated")
    assert bar.get_width() == 4
    assert not marked(found.figure, "event")
    assert "No dated contact in this window" in said(found.figure)


def test_an_unquantified_claim_stands_in_the_sources_words() -> None:
    found = drawn(view(call("c", "1997-03-05/1997-03-20", amount_of="contacts",
                            amount_text="almost daily")))  # fmt: skip
    assert "“almost daily”" in said(found.figure)


def test_a_planned_contact_is_hollow() -> None:
    found = drawn(view(call("c", "1997-03-05", modality="planned")))
    (mark,) = marked(found.figure, "planned")
    assert mark.get_markerfacecolor() == "#ffffff"


def test_the_title_counts_calls_and_names_the_longest_time_without_one() -> None:
    shown = view(call("a", "1997-03-03"), call("b", "1997-03-20"))
    assert drawn(shown).title == (
        "Two dated calls of one pair; none with a stated day 4–19 Mar 1997"
    )


def test_one_contact_is_told_in_full() -> None:
    assert drawn(view(call("a", "1997-03-05"))).title == "One dated call: Anna – Bela, 5 Mar 1997"


def test_a_silence_is_not_counted_across_days_that_no_source_covers() -> None:
    shown = view(
        call("a", "1997-03-04"), call("b", "1997-03-29"),
        covers={"s1": "1997-03-03/1997-03-06", "s2": "1997-03-28/1997-03-30"},
    )  # fmt: skip
    assert "no call" not in drawn(shown).title


def test_uncovered_days_are_hatched_and_said() -> None:
    found = chart("contacts")
    hatched = marked(found.figure, "not-covered")
    assert hatched
    assert all(patch.get_hatch() for patch in hatched)
    assert "not covered" in said(found.figure)
    assert "compressed to a break" in found.caption


def test_marks_have_accessible_names() -> None:
    found = drawn(view(call("a", "1997-03-05")))
    assert found.marks == {"E001": "5 March 1997: Anna – Bela, call"}
    assert urls(found.figure) == {"#E001"}


def test_a_visit_has_a_mark_and_a_word_of_its_own() -> None:
    found = drawn(view(visit("v", "1997-03-05"), call("m", "1997-03-06", channel="in_person")))
    spot, other = marked(found.figure, "event")
    assert spot.get_marker() != other.get_marker()
    assert found.marks == {
        "E001": "5 March 1997: Anna – South, visit",
        "E002": "6 March 1997: Anna – Bela, meeting",
    }


def test_a_mark_that_stands_for_several_is_read_aloud_as_at_least_one() -> None:
    found = drawn(view(call("c", "1997-03-05", **FLURRY)))
    assert found.marks == {"E001": "5 March 1997: Anna – Bela, at least one call"}


def test_two_hundred_contacts_keep_a_mark_each_and_no_word_over_another() -> None:
    pairs = [("anna", "bela"), ("abel", "boris"), ("petra", "bela"), ("anna", "boris")]
    calls = [call(f"c{i}", f"1997-03-{3 + i * 7 % 28:02}", *pairs[i % 4]) for i in range(200)]
    found = drawn(view(*calls))
    assert len(marked(found.figure, "event")) == 200
    assert overlaps(found.figure) == []
    assert outside(found.figure) == []


def test_many_pairs_share_a_last_row() -> None:
    names = ["anna", "abel", "bela", "boris", "petra", "official", "aide"]
    calls = [
        call(f"{a}-{b}", "1997-03-05", a, b) for i, a in enumerate(names) for b in names[i + 1 :]
    ]
    found = drawn(view(*calls))
    assert "8 other pairs" in said(found.figure)
    assert len(marked(found.figure, "event")) == 21


def test_a_period_without_a_source_has_no_dot_and_no_zero() -> None:
    shown = view(
        call("a", "1997-03-04"), start="1997-03-03", end="1997-03-30",
        covers="1997-03-03/1997-03-16",
    )  # fmt: skip
    found = charts(shown)["periods"]()
    assert [tuple(dot.get_ydata()) for dot in marked(found.figure, "count")] == [(1,), (0,)]
    assert list(found.table["status"]) == ["covered", "covered", "not covered", "not covered"]
    counts = [t.get_text() for t in found.figure.axes[1].texts]
    assert sorted(counts) == ["0", "1"]


def test_what_is_possible_and_what_has_no_number_stand_above_the_dot() -> None:
    # The week of the 3rd has a call on a stated day and perhaps that of the 8th to 11th, as has
    # the next one; the many of the 18th have no number.
    shown = view(
        call("a", "1997-03-04"), call("b", "[1997-03-08..1997-03-11]"),
        call("many", "1997-03-18", amount_of="contacts", amount_text="many"),
        start="1997-03-03", end="1997-03-23", covers="1997-03-03/1997-03-23",
    )  # fmt: skip
    found = charts(shown)["periods"]().figure
    assert [list(dot.get_ydata()) for dot in marked(found, "count")] == [[1], [0], [0]]
    assert [list(line.get_ydata()) for line in marked(found, "possible")] == [[1, 2], [0, 1]]
    (arrow,) = marked(found, "unnumbered")
    assert arrow.get_xdata() == marked(found, "count")[2].get_xdata()
    assert "day not stated" in said(found)
    assert "without a number" in said(found)


@pytest.mark.parametrize("freq", ["D", "W", "M"])
def test_counts_per_day_week_and_month_can_be_read(freq: str) -> None:
    from tests.charts.looks import case

    found = charts(case("whole"), freq)["periods"]()
    assert overlaps(found.figure) == []
    assert found.table["calls"].sum() == 5


def test_a_pair_that_is_folded_with_others_stands_in_one_row() -> None:
    shown = view(*many_pairs())
    axis = TimeAxis.of(shown, shown.stretches, shown.contacts["date"])
    rows = rows_of(shown.contacts, shown.unknown_day_contacts, axis)
    told = [id(record) for row in rows for record, _ in row.outlined]
    assert len(told) == len(set(told)) == len(shown.unknown_day_contacts)
    assert sum(len(row.dated) for row in rows) == len(shown.contacts)


def test_a_label_of_many_names_counts_those_that_it_leaves_out() -> None:
    assert company("A – B; A – C; B – C") == "A, B, C"
    names = [f"Minister of Department {n}" for n in range(5)]
    told = company("; ".join(f"{one} – {names[0]}" for one in names[1:]))
    assert told.replace("\n", " ") == f"{names[1]} and 4 further"


def many_pairs() -> list[dict[str, Any]]:
    """More pairs with a stated day than there is room for, and three without."""
    people = ["anna", "abel", "bela", "boris", "petra", "official", "aide"]
    couples = list(combinations(people, 2))
    dated = [call(f"d{n}", f"1997-03-{n + 3:02}", *couple) for n, couple in enumerate(couples[:16])]
    vague = [call(f"u{n}", "[1997-03-05..1997-03-09]", *c) for n, c in enumerate(couples[16:19])]
    return [*dated, *vague]


def test_the_key_names_each_reason_for_an_outline() -> None:
    lasted = call("s", "1997-03-05/1997-03-09")
    vague = call("v", "[1997-03-05..1997-03-09]")
    daily = call("n", "1997-03-05", amount_of="contacts")
    for calls, words in (
        ([lasted], "a stretch of days"),
        ([lasted, vague], "day not stated, or a stretch of days"),
        ([vague, daily], "day or number not stated"),
    ):
        assert words in said(drawn(view(*calls)).figure)


def test_the_table_of_the_overview_is_what_is_drawn() -> None:
    shown = view(
        call("a", "1997-03-05"),
        event("h", "talks_halted", "1997-02/1997-04"),
        people("taken", "capture", "1997-03-04", 60),
    )
    what = overview(shown).table["what"].value_counts()
    drawn_once = shown.without_contact[shown.without_contact["k"] == 7]
    assert what["no dated contact"] == len(drawn_once)
    assert what["halt without a stated day"] == 1
    assert what["implied number"] == len(shown.stock)


def test_a_week_that_no_source_covers_has_no_dot_at_zero() -> None:
    m = view(
        call("vague", "[1997-03-03..1997-03-12]"),
        call("known", "1997-03-18"),
        covers={"s1": "1997-03-10/1997-03-23"},
        start="1997-03-03",
        end="1997-03-23",
    )
    figure = charts(m)["periods"]().figure
    assert len(marked(figure, "possible")) == 2  # in the first week and in the second
    assert len(marked(figure, "count")) == 2  # in the second, none, and in the third


def test_the_name_of_a_mark_for_several_contacts_tells_the_days_of_each() -> None:
    many = [call(f"c{n}", f"[1997-03-{n + 3:02}..1997-03-{n + 9:02}]") for n in range(20)]
    [name] = [one for one in overview(view(*many)).marks.values() if "contacts (" in one][:1]
    days = [f"Anna – Bela {n}–{n + 6} March 1997" for n in range(3, 23)]
    assert any(one in name for one in days)
    told = " ".join(overview(view(*many)).marks.values())
    assert [one for one in days if one not in told] == []
