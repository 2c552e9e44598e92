"""Stalls: uncertain ends lighter, open ones with an arrow, days without contact outlined."""

from __future__ import annotations

from tests.charts.looks import chart, charts, marked, said
from tests.measures.cases import event, view

NORTH = {"north": "initiator"}


def halt(date: str, **cells: object) -> dict[str, object]:
    return event("halt", "talks_halted", date, who=NORTH, **cells)


def resumed(date: str) -> dict[str, object]:
    return event("resumed", "talks_resumed", date, who=NORTH)


def test_a_stall_runs_from_the_day_of_the_halt_to_that_of_the_resumption() -> None:
    found = charts(view(halt("1997-03-10"), resumed("1997-03-15")))["stalls"]()
    assert found.title == "One halt declared: 5 days, 10–15 Mar 1997"
    bars = [b for b in marked(found.figure, "certain") if b.get_url() == "#E001"]
    assert [bar.get_width() for bar in bars] == [5]
    assert not marked(found.figure, "open")


def test_an_uncertain_end_is_a_lighter_part() -> None:
    found = charts(view(halt("1997-03-10"), resumed("[1997-03-15..1997-03-17]")))["stalls"]()
    (part,) = marked(found.figure, "bound")
    assert part.get_width() == 2
    assert "5 to 7 days" in said(found.figure)
    assert "start or end within these days" in said(found.figure)


def test_an_open_stall_ends_in_an_arrow() -> None:
    found = charts(view(halt("[1997-03-27..1997-03-28]")))["stalls"]()
    assert marked(found.figure, "open")
    assert found.title == "One halt declared, from 27 or 28 Mar 1997; no end of it is reported"
    assert "no end reported" in said(found.figure)


def test_a_bar_tells_no_length_of_a_halt_whose_end_nobody_dates() -> None:
    found = charts(view(halt("1997-03-10"), resumed("[1997-03-15..1997-04-20]")))["stalls"]()
    assert "over by 20 Apr 1997" in said(found.figure)
    assert "to 41 days" not in said(found.figure)


def test_each_length_without_contact_has_its_row() -> None:
    text = said(chart("stalls").figure)
    for k in (3, 7, 14):
        assert f"no dated contact, ≥\N{THIN SPACE}{k} days" in text
    assert "none of 14 days or more" in text


def test_halts_without_a_day_are_outlined_with_the_sources_words() -> None:
    found = chart("stalls")
    assert marked(found.figure, "day-not-stated")
    assert "“several times”" in said(found.figure)


def test_a_halt_without_any_bound_is_listed_below() -> None:
    found = charts(view(halt("../1997-03-20", amount_of="occurrences", amount_text="at times")))[
        "stalls"
    ]()
    assert "Not drawn, time not stated: “at times”." in said(found.figure)


def test_silence_is_never_told_of_days_that_no_source_covers() -> None:
    text = said(chart("stalls", "nothing").figure)
    assert text.count("not covered") >= 3
    assert "none of" not in text


def test_two_stalls_are_told_one_by_one() -> None:
    assert chart("stalls").title == (
        "Two halts declared: one of 5 to 6 days, 13–19 Mar 1997 "
        "and one from 7 or 8 Apr 1997 without a reported end"
    )


def test_the_overview_has_a_panel_for_each_measure_on_one_axis() -> None:
    found = chart("overview")
    assert len(found.figure.axes) == 5
    assert len({ax.get_xlim() for ax in found.figure.axes}) == 1
    assert chart("held").title in " ".join(t.get_text() for t in found.figure.texts)
    for name in ("contacts", "held", "stalls"):
        assert chart(name).title in found.alt
    assert found.title.startswith("Five dated calls")
