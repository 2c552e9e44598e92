"""Tables for readers: form, words, links, and agreement with the measures they show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from tests.measures.cases import FLURRY, call, event, exactly, people, view, visit

from analysis.marks import Run
from analysis.measures import Measures, measures, with_each_left_out
from analysis.package.tables import load
from analysis.report import tables
from analysis.report.tables.listing import Listing
from analysis.table_html import table_html

LAKELAND = Path(__file__).resolve().parents[2] / "packages" / "lakeland"
WINDOWS = {
    "whole": ("1997-06-01", "1998-02-01"),
    "two weeks": ("1997-06-16", "1997-06-29"),
    "nothing": ("1997-05-01", "1997-05-31"),
}
LISTINGS: dict[str, Callable[[Measures], Listing]] = {
    name: getattr(tables, name) for name in tables.__all__
}


@cache
def without(start: dt.date, end: dt.date) -> dict[str, Measures]:
    return with_each_left_out(load(LAKELAND), start=start, end=end)


LISTINGS["of_left_out"] = lambda m: tables.of_left_out(m, without(m.start.date(), m.end.date()))
PRINTED = re.compile(r"\bnan\b|\bNaT\b|\bNone\b|Bounds\(|Timestamp\(|00:00:00|\b1 days\b|  ")

each_window = pytest.mark.parametrize("name", WINDOWS)
each_listing = pytest.mark.parametrize("table", LISTINGS)


@cache
def window(name: str) -> Measures:
    start, end = WINDOWS[name]
    return measures(load(LAKELAND), start=start, end=end)


def shown(table: Listing) -> list[list[str]]:
    """The body as a reader sees it."""
    rows = lxml.html.fragment_fromstring(table_html(table.table)).xpath(".//tbody/tr")
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")] for row in rows
    ]


@each_window
@each_listing
def test_a_table_is_whole(table: str, name: str) -> None:
    made = LISTINGS[table](window(name))
    root = lxml.html.fragment_fromstring(table_html(made.table))
    heads = root.xpath(".//thead//th")
    assert all(head.get("scope") == "col" for head in heads)
    assert made.table.caption.endswith(".")
    assert root.findtext("caption") == made.table.caption
    widths = [float(re.search(r"[\d.]+", c.get("style"))[0]) for c in root.xpath(".//col")]  # type: ignore[index]
    # Where an evidence row is shown is for readers alone, and not in the file.
    unsaved = 1 if table == "of_evidence" else 0
    assert len(widths) == len(heads) == len(made.frame.columns) + unsaved
    assert sum(widths) == pytest.approx(100, abs=1)
    none = ["none"] + [""] * (len(heads) - 1)
    assert len(shown(made)) == max(len(made.frame), 1)
    assert (shown(made)[0] == none) == made.frame.empty
    assert set(made.table.fields) == set(made.frame.columns)
    assert all(made.table.fields.values())


@each_window
@each_listing
def test_every_cell_is_worded(table: str, name: str) -> None:
    made = LISTINGS[table](window(name))
    assert [cell for row in shown(made) for cell in row if PRINTED.search(cell)] == []


@each_window
@each_listing
def test_the_file_beside_the_report_holds_what_the_reader_sees(table: str, name: str) -> None:
    made = LISTINGS[table](window(name))
    cells = [str(cell) for row in made.frame.itertuples(index=False) for cell in row]
    assert [cell for cell in cells if PRINTED.search(cell)] == []


@each_window
@each_listing
def test_every_link_leads_to_evidence_of_the_view(table: str, name: str) -> None:
    made = LISTINGS[table](window(name))
    links = set(re.findall(r'href="#(\w+)"', table_html(made.table)))
    known = set(window(name).with_earlier.evidence["evidence_id"])
    assert links == set(made.table.evidence)
    assert links <= known


@each_listing
def test_no_row_is_without_evidence_where_the_table_has_it(table: str) -> None:
    made = LISTINGS[table](window("whole"))
    if "evidence" in made.frame and table != "of_call_rates":  # a stretch without a call has none
        assert (made.frame["evidence"] != "").all()


def test_text_of_a_source_is_escaped() -> None:
    case = view(call("c", "1997-03-03", summary="<b>x</b> & y"))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in table_html(tables.of_contacts(case).table)


def test_dated_contacts_are_those_counted() -> None:
    case = view(
        call("c1", "1997-03-05"), call("c2", "1997-03"), call("c3", "1997-03-03", a="petra")
    )
    rows = tables.of_contacts(case).frame
    assert list(rows["when"]) == ["3 Mar 1997", "5 Mar 1997"]
    assert list(rows["pair"]) == ["Bela – Petra", "Anna – Bela"]


def test_a_row_that_stands_for_several_says_so_in_the_words_of_its_source() -> None:
    case = view(call("c", "1997-03-03", **FLURRY), visit("v", "1997-03-05"))
    rows = tables.of_contacts(case).frame
    assert list(rows["said"]) == ["c happened. (“a flurry”: at least one.)", "v happened."]
    assert list(rows["by"])[1] == "visit"
    rates = tables.of_call_rates(case).frame
    assert rates[["calls", "per_week", "interval"]].to_numpy().tolist() == [
        ["at least 1", "at least 0.25", ""]
    ]


def test_who_took_the_step_and_who_is_blamed_are_two_columns_of_the_spells() -> None:
    case = view(
        event("h", "talks_halted", "1997-03-05", who={"north": "initiator"}, blames="south"),
        event("t", "truce_start", "1997-03-08"),
        event("u", "truce_end", "1997-03-20", who={"south": "initiator"}, date_basis="inferred"),
        start="1997-03-07",
    )
    rows = tables.of_spells(case).frame
    told = rows[["began", "start_basis", "taken_by", "claimed_cause"]].to_numpy().tolist()
    assert told == [
        ["5 Mar 1997 (before this window)", "stated", "North", "South"],
        ["8 Mar 1997", "stated", "South", "not stated"],
    ]


def test_rates_are_by_covered_stretch_and_compared_with_the_one_before() -> None:
    case = view(
        *(call(f"c{n}", f"1997-03-{n:02}") for n in (3, 4, 5, 26)),
        covers="{1997-03-03..1997-03-09,1997-03-24..1997-03-30}",
    )
    rows = tables.of_call_rates(case).frame
    assert list(rows["calls"]) == [3, 1]
    assert list(rows["per_week"]) == ["3.00", "1.00"]
    # Of four calls, three in one of two equal weeks: p = 2 x (4 + 1) / 16.
    assert list(rows["p_value"]) == ["", "0.62"]


def test_the_reckoning_goes_from_those_taken_to_the_rest() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", 60, amount_text="about 60"),
        people("freed", "release", "1997-03-10", amount_low=26, amount_text="more than 25"),
        people("held", "count_report", "1997-03-12", 18, amount_text="some 18"),
    )
    rows = tables.of_reconciliation(case).frame
    assert list(rows["stated"]) == [
        "about 60", "at least 26", "at most about 34", "about 18", "at most about 16",
    ]  # fmt: skip
    assert list(rows["left"])[:2] == ["about 60", "at most about 34"]


def test_offers_and_names_have_their_numbers_in_words() -> None:
    case = view(
        event("o", "position", "1997-03-03", amount_of="releases_offered", amount_best=50,
              amount_text="about 50"),
        event("n", "list", "1997-03-04", amount_of="names", **exactly(10), amount_text="10 names"),
        event("m", "list", "1997-03-05", modality="denied"),
    )  # fmt: skip
    made = tables.of_promises(case)
    assert [row[2] for row in shown(made)] == ["about 50", "10", ""]
    assert list(made.frame["amount"]) == ["about 50", "10", ""]


def test_an_open_spell_says_until_when_it_was_seen() -> None:
    rows = tables.of_spells(view(event("h", "talks_halted", "1997-03-10"))).frame
    assert list(rows["ended"]) == ["open on 30 Mar 1997"]
    assert list(rows["lasted"]) == ["seen for 20 days or more"]


def test_without_a_source_that_covers_a_day_nothing_is_zero() -> None:
    covers = {"s1": "1997-03-03/1997-03-09", "s2": "1996"}
    case = view(call("c", "1997-03-04"), covers=covers)
    rest = measures(case.tables, start="1997-03-03", end="1997-03-30", sources=["s2"])
    left = tables.of_left_out(case, {"Source 1": rest}).frame.iloc[1]
    assert (left["calls"], left["declared_halts"]) == ("not covered", "not covered")
    assert (left["covered_days"], left["events"]) == ("0", "0")


def test_no_length_is_told_of_a_halt_whose_end_nobody_dates() -> None:
    halt = event("h", "talks_halted", "1997-03-10")
    case = view(halt, event("r", "talks_resumed", "[1997-03-15..1997-04-20]"))
    assert list(tables.of_spells(case).frame["lasted"]) == ["end not dated"]


def test_each_stretch_without_contact_stands_once_with_the_lengths_that_it_reaches() -> None:
    case = view(call("a", "1997-03-03"), call("b", "1997-03-11"), call("c", "1997-03-15"))
    rows = tables.of_days_without_contact(case).frame
    assert list(rows["stretch"]) == ["4–10 Mar 1997", "12–14 Mar 1997", "16–30 Mar 1997"]
    assert list(rows["counts_for"]) == ["3, 7", "3", "3, 7, 14"]
    assert list(rows["edges"]) == ["", "", "may have ended later"]


def test_the_evidence_has_one_row_for_each_piece_with_its_place() -> None:
    case = view(
        call("late", "1997-03-20", said=(("s1", "aide"), ("s1", "the source"))),
        call("open", "[..1997-03-25]"),
        call("early", "1997-03-03"),
    )
    rows = tables.of_evidence(case).frame
    assert list(rows["evidence_id"]) == ["E004", "E001", "E002", "E003"]
    assert [place.split() for place in rows["place"]] == [["Source", "1,", "paragraph", "1"]] * 4
    assert list(rows["said_by"])[1:3] == ["An aide", "the source"]
    table = tables.of_evidence(case).table
    assert [row[0] for row in table.rows][1] == (Run("E001", id="E001"),)
    assert table.steps == ("early", "late", "late", "open")
    assert [choice.name for choice in table.filters] == ["Kind", "Side"]
    assert table.columns[-1].look == "shown-in"


def test_what_changes_without_a_source_is_set_off() -> None:
    # One call is told by the first source alone, the other by both.
    told = {"said": (("s1", "the source"), ("s2", "the source"))}
    case = view(call("a", "1997-03-03"), call("b", "1997-03-05", **told))
    without = {
        "Source 1": view(call("b", "1997-03-05", said=(("s2", "the source"),))),
        "Source 2": case,
    }
    made = tables.of_left_out(case, without)
    assert list(made.frame["calls"]) == ["at least 2", "at least 1", "at least 2"]
    looks = [[isinstance(cell[0], Run) for cell in row] for row in made.table.rows]
    assert looks[1][1]
    assert not any(looks[0] + looks[2])
    assert "in turn" in made.table.caption
    assert "no other source" in tables.of_left_out(case, {}).table.caption


def test_a_table_without_a_row_is_no_empty_frame_in_print() -> None:
    assert tables.of_promises(view()).table.aside
    assert not tables.of_listed_contacts(view(call("c", "1997-03"))).table.aside


def test_a_series_that_only_the_source_left_out_tells_of_is_none_and_not_unknown() -> None:
    covers = {"s1": "1997-03-03/1997-03-09", "s2": "1997-03-10/1997-03-16"}
    case = view(call("c", "1997-03-04"), visit("v", "1997-03-05"), covers=covers)
    rest = measures(case.tables, start="1997-03-03", end="1997-03-30", sources=["s2"])
    left = tables.of_left_out(case, {"Source 1": rest}).frame.iloc[1]
    assert (left["calls"], left["visits"]) == ("0", "0")


def test_where_nobody_is_said_to_have_taken_a_step_the_table_says_what_that_means() -> None:
    covers = {"s1": "1997-03-03/1997-03-30", "s2": "1997-03-03/1997-03-30"}
    taken = {"north": "initiator"}
    both = (("s1", "the source"), ("s2", "the source"))
    case = view(
        event("own", "position", "1997-03-04", who=taken),
        event("shared", "position", "1997-03-05", who=taken, said=both),
        event("nobody", "position", "1997-03-06"),
        covers=covers,
    )
    first = measures(case.tables, start="1997-03-03", end="1997-03-30", sources=["s1"])
    made = tables.of_course(first)
    assert [row[3] for row in shown(made)] == ["North", "not told apart", "–"]
    assert "A dash: not said" in made.table.caption
    assert "Not told apart: a source left out" in made.table.caption
    assert (
        "–”"
        not in tables.of_course(
            view(event("own", "position", "1997-03-04", who=taken))
        ).table.caption
    )


def test_what_may_lie_outside_the_window_is_marked_so() -> None:
    case = view(
        event("in", "position", "1997-03-04"),
        event("edge", "position", "[1997-03-01..1997-03-05]"),
        event("open", "position", "[..1997-03-06]"),
    )
    told = [*shown(tables.of_course(case)), *shown(tables.of_unplaced(case))]
    marked = {row[0]: row[2].endswith("(may lie outside)") for row in told}
    assert marked == {"4 Mar 1997": False, "1–5 Mar 1997": True, "by 6 Mar 1997": True}
