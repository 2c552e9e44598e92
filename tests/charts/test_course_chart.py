"""The course of the talks: a row for each kind, and how what did not happen is told apart."""

from __future__ import annotations

from tests.charts.looks import charts, marked, said
from tests.measures.cases import call, event, view

from analysis.charts import overview


def test_each_kind_has_a_row_and_events_with_the_same_days_share_a_mark() -> None:
    found = charts(
        view(
            event("a", "position", "1997-03-04"),
            event("b", "position", "1997-03-04"),
            event("c", "list", "[1997-03-08..1997-03-10]"),
        )
    )["course"]()
    (ax,) = found.figure.axes
    label = view(call("x", "1997-03-05")).kinds.set_index("kind")["label"]
    assert [t.get_text() for t in ax.get_yticklabels()] == [label["position"], label["list"]]
    (spot,) = marked(found.figure, "event")
    assert str(spot.get_label()).endswith("(2 events)")
    assert "2: 4 Mar" in said(found.figure)
    (bar,) = marked(found.figure, "bound")
    assert bar.get_width() == 3  # 8, 9 and 10 March
    assert found.title == "Three events of two kinds, two of them on one known day"
    assert len(found.table) == 3


def test_what_is_announced_is_hollow_and_what_is_denied_is_crossed() -> None:
    found = charts(
        view(
            event("a", "position", "1997-03-04", modality="planned"),
            event("b", "list", "[1997-03-08..1997-03-10]", modality="denied"),
        )
    )["course"]()
    hollow = marked(found.figure, "planned")
    assert {str(mark.get_label()) for mark in hollow} == {
        "4 March 1997: position (announced or expected)",
        "8–10 March 1997: list (said not to have happened)",
    }
    (cross,) = marked(found.figure, "event")
    assert cross.get_marker() == "X"
    for words in ("announced or expected", "said not to have happened", "not told as one that"):
        assert words in said(found.figure)


def test_a_mark_of_several_kinds_names_each_and_how_they_are_told() -> None:
    same = [
        event("a", "talks_halted", "1997-03-04"),
        event("b", "talks_round", "1997-03-04"),
        event("c", "talks_halted", "1997-03-04"),
        event("d", "truce_start", "1997-03-08", modality="planned"),
        event("e", "truce_start", "1997-03-08", modality="planned"),
    ]
    found = overview(view(*same)).marks.values()
    assert "4 March 1997: talks halted and talks round (3 events)" in found
    assert "8 March 1997: truce start (2 events, announced or expected)" in found


def test_marks_that_are_gathered_name_every_kind_that_they_stand_for() -> None:
    kinds = "talks_halted", "talks_round"
    many = [
        event(f"e{n}", kinds[n % 2], f"[1997-03-{n + 3:02}..1997-03-{n + 9:02}]") for n in range(20)
    ]
    names = [name for name in overview(view(*many)).marks.values() if "events" in name]
    assert names
    assert all("talks halted" in name and "talks round" in name for name in names)


def test_what_has_no_place_in_the_order_is_not_drawn_and_the_caption_says_so() -> None:
    found = charts(view(event("a", "position", "[1997-03-01..1997-03-30]")))["course"]()
    assert found.title == "No event has a place in the order in this window"
    assert "One event told as repeated, or whose days lie further apart, stands" in found.caption
