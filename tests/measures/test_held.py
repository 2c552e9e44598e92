"""People held: amounts that must not be counted, then interval arithmetic worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.measures.cases import dates, day, event, exactly, people, view

from analysis.measures import measures
from analysis.measures.held.flows import flows, reports
from analysis.measures.held.promised import promised_and_named
from analysis.measures.held.reconciliation import MOST_BEHIND, reconciliation
from analysis.measures.held.stock import (
    FIRST,
    LAST,
    Reckoning,
    baseline,
    filled,
    implied_stock,
    steps,
)
from analysis.measures.view import View
from analysis.package.amounts import Bounds
from analysis.package.tables import load

LAKELAND = Path(__file__).parents[1] / "packages" / "lakeland"


def words(frame: pd.DataFrame, column: str) -> list[str]:
    """Bounds in words, "" where there are none."""
    return ["" if cell is None else cell.words() for cell in frame[column]]


def band(case: View) -> list[tuple[str, float | None, float | None]]:
    """Day of March, low and high of the implied number; None where not stated."""
    return [
        (f"{row.date:%d}", *(None if pd.isna(v) else v for v in (row.low, row.high)))
        for row in implied_stock(case).itertuples(index=False)
    ]


# What is not counted


@pytest.mark.parametrize(
    "cells",
    [
        {"modality": "planned"},
        {"modality": "hypothetical"},
        {"modality": "denied"},
        {"amount_of": "prisoners"},
        {"amount_of": "people_killed"},
        {"amount_of": ""},
    ],
)
def test_other_people_and_what_did_not_happen_change_no_number_held(cells: dict[str, Any]) -> None:
    case = view(
        people("e1", "release", "1997-03-04", 5, 5, **cells),
        people("e2", "count_report", "1997-03-05", 5, 5, **cells),
    )
    assert flows(case).empty
    assert reports(case).empty
    assert reconciliation(case).empty


def test_an_amount_that_is_not_stated_is_not_zero() -> None:
    case = view(people("e1", "rescue", "1997-03-04", amount_text="others"))
    row = flows(case).iloc[0]
    assert not row["quantified"]
    assert row["amount"] == Bounds()
    assert row["amount"].words() == "not stated"
    assert row["wording"] == "others"


def test_flows_carry_their_sign_label_and_days() -> None:
    case = view(
        people("out", "recovery", "1997-03", 2, 2),
        people("in", "capture", "1997-03-01", 9, 9),
        start="1997-03-01",
    )
    rows = flows(case)
    assert list(zip(rows["event_id"], rows["sign"], strict=True)) == [("in", 1), ("out", -1)]
    assert list(rows["label"]) == ["capture", "recovery"]
    assert dates(rows, "earliest", "latest")[1] == ("1997-03-01", "1997-03-31")
    assert list(rows["evidence"]) == [("E002",), ("E001",)]


# The implied number


def test_the_public_check_leaves_59() -> None:
    # 251 taken + 4 held before - 147 released - 41 recovered - 8 rescued = 59.
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(251)),
        people("before", "capture", "1997-03-03", **exactly(4)),
        people("released", "release", "1997-03-10", **exactly(147)),
        people("recovered", "recovery", "1997-03-11", **exactly(41)),
        people("rescued", "rescue", "1997-03-12", **exactly(8)),
    )
    rows = reconciliation(case)
    assert list(rows["role"]) == ["baseline", "flow", "flow", "flow", "flow", "implied"]
    assert words(rows, "running") == ["251", "255", "108", "67", "59", "59"]
    assert list(rows["sign"]) == [0, 1, -1, -1, -1, 0]
    assert rows["evidence"].iloc[-1] == ("E001", "E002", "E003", "E004", "E005")
    assert band(case)[-1] == ("12", 59, 59)
    assert not implied_stock(case)["about"].any()


def test_more_than_100_released_leaves_an_upper_bound_alone() -> None:
    # about 250 - (101 or more) = at most about 149; the least is not stated.
    case = view(
        people("taken", "capture", "1997-03-03", 250),
        people("freed", "release", "1997-03-10", amount_low=101),
    )
    assert band(case) == [("03", 250, 250), ("10", None, 149)]
    assert words(reconciliation(case), "running")[-1] == "at most about 149"


def test_about_travels_from_any_amount_to_the_end() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("some", "release", "1997-03-05", 5),
        people("two", "release", "1997-03-07", **exactly(2)),
    )
    assert list(implied_stock(case)["about"]) == [False, True, True]
    assert words(reconciliation(case), "running") == ["20", "about 15", "about 13", "about 13"]


def test_bounds_on_both_sides_widen_the_band() -> None:
    # 50 to 60 - (4 to 6) = 44 to 56.
    case = view(
        people("taken", "capture", "1997-03-03", 50, 60),
        people("freed", "release", "1997-03-05", 4, 6),
    )
    assert band(case) == [("03", 50, 60), ("05", 44, 56)]


def test_a_release_of_unknown_day_is_a_transition_from_earliest_to_latest() -> None:
    # 20 held; 5 freed some day from 10 to 14 March: 15 to 20 in between, 15 afterwards.
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("freed", "release", "[1997-03-10..1997-03-14]", **exactly(5)),
    )
    assert band(case) == [("03", 20, 20), ("10", 15, 20), ("14", 15, 15)]
    assert list(implied_stock(case)["after"]) == ["capture", "release", "release"]


def test_a_capture_of_unknown_day_raises_the_upper_side_first() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("more", "capture", "[1997-03-10..1997-03-14]", **exactly(5)),
    )
    assert band(case) == [("03", 20, 20), ("10", 20, 25), ("14", 25, 25)]


def test_a_release_without_a_number_takes_the_lower_bound_away_and_nothing_else() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("others", "rescue", "1997-03-10"),
    )
    assert band(case) == [("03", 20, 20), ("10", None, 20)]
    row = reconciliation(case).iloc[1]
    assert (row["role"], row["amount"]) == ("not quantified", None)
    assert row["running"].words() == "at most 20"


def test_a_release_with_an_open_end_never_lowers_the_upper_side() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("freed", "release", "1997-03-10/..", **exactly(5)),
    )
    assert band(case) == [("03", 20, 20), ("10", 15, 20)]


def test_a_contradiction_shows_below_zero_and_is_not_cut_off() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(5)),
        people("freed", "release", "1997-03-10", **exactly(7)),
    )
    assert band(case)[-1] == ("10", -2, -2)


def test_changes_after_the_window_are_not_drawn_into_it() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("freed", "release", "[1997-03-28..1997-04-05]", **exactly(5)),
    )
    assert band(case) == [("03", 20, 20), ("28", 15, 20)]


def test_the_band_only_narrows_to_what_full_knowledge_of_days_would_give() -> None:
    # Whatever the true day inside its bounds, the number on every day lies within the band.
    taken = people("taken", "capture", "1997-03-03", **exactly(20))
    unsure = view(taken, people("freed", "release", "[1997-03-10..1997-03-14]", **exactly(5)))
    rows = implied_stock(unsure).set_index("date")[["low", "high"]]
    days = pd.date_range("1997-03-03", "1997-03-30")
    outer = rows.reindex(days.union(rows.index)).ffill().reindex(days)
    for true_day in range(10, 15):
        held = pd.Series(20, index=days).where(days < pd.Timestamp(1997, 3, true_day), 15)
        assert ((outer["low"] <= held) & (held <= outer["high"])).all()


# Where the reckoning starts


def test_without_a_stated_number_there_is_nothing_to_reckon_from() -> None:
    case = view(
        people("taken", "capture", "1997-03-03"),
        people("freed", "release", "1997-03-10", **exactly(5)),
        people("left", "count_report", "1997-03-12"),
    )
    assert baseline(case) is None
    assert implied_stock(case).empty
    rows = reconciliation(case)
    assert list(rows["role"]) == ["not quantified", "flow", "not quantified"]
    assert words(rows, "running") == ["", "", ""]
    assert words(rows, "amount") == ["", "5", ""]


def test_a_count_is_the_baseline_where_no_capture_is_stated() -> None:
    # 100 held on the 10th. Freed on the 8th: in the count already. Freed on the 9th to 12th: may
    # be. Freed on the 14th: not. So 100 - (0 to 5) = 95 to 100, and then - 3 = 92 to 97.
    case = view(
        people("before", "release", "1997-03-08", **exactly(7)),
        people("around", "release", "[1997-03-09..1997-03-12]", **exactly(5)),
        people("held", "count_report", "1997-03-10", **exactly(100)),
        people("after", "release", "1997-03-14", **exactly(3)),
    )
    start = baseline(case)
    assert start is not None
    assert start.is_report
    rows = reconciliation(case)
    assert list(rows["role"]) == ["baseline", "not applied", "flow", "flow", "implied"]
    assert words(rows, "running") == ["100", "", "95 to 100", "92 to 97", "92 to 97"]
    assert rows["note"][1] == "before the baseline, which is a count of people held"
    assert rows["note"][2] == "may be counted in the baseline already"
    assert band(case) == [("10", 95, 100), ("12", 95, 100), ("14", 92, 97)]


def test_a_release_on_the_day_of_a_count_is_in_the_count() -> None:
    case = view(
        people("held", "count_report", "1997-03-10", **exactly(100)),
        people("freed", "release", "1997-03-10", **exactly(5)),
    )
    assert band(case) == [("10", 100, 100)]
    assert list(reconciliation(case)["role"]) == ["baseline", "not applied", "implied"]


def test_on_the_same_day_a_capture_comes_before_a_count() -> None:
    case = view(
        people("held", "count_report", "1997-03-03", **exactly(18)),
        people("taken", "capture", "1997-03-03", **exactly(20)),
    )
    start = baseline(case)
    assert start is not None
    assert start.event_id == "taken"


# Against what sources count


def test_the_rest_is_implied_minus_reported_as_bounds() -> None:
    # 50 to 60 held, 10 freed: 40 to 50 implied. Reported 38: 2 to 12 more than counted.
    case = view(
        people("taken", "capture", "1997-03-03", 50, 60),
        people("freed", "release", "1997-03-10", **exactly(10)),
        people("held", "count_report", "1997-03-12", **exactly(38)),
    )
    rows = reconciliation(case)
    assert list(rows["role"]) == ["baseline", "flow", "implied", "report", "rest"]
    assert words(rows, "amount") == ["50 to 60", "10", "40 to 50", "38", "2 to 12"]
    assert list(rows["event_id"]) == ["taken", "freed", "", "held", ""]
    assert rows["evidence"].iloc[-1] == ("E001", "E002", "E003")
    assert list(rows["step"]) == [1, 2, 3, 4, 5]


def test_the_rest_keeps_the_sign_where_sources_count_more_than_implied() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("held", "count_report", "1997-03-12", **exactly(23)),
    )
    assert reconciliation(case).iloc[-1]["amount"] == Bounds(-3, -3)


def test_a_release_that_may_follow_the_count_is_taken_from_zero_up() -> None:
    # 20 held; 5 freed on 10 to 14 March; 18 counted on the 12th: implied 15 to 20, rest -3 to 2.
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("freed", "release", "[1997-03-10..1997-03-14]", **exactly(5)),
        people("held", "count_report", "1997-03-12", **exactly(18)),
    )
    rows = reconciliation(case)
    assert list(rows["role"]) == ["baseline", "implied", "report", "rest", "flow", "implied"]
    assert rows["amount"][1] == Bounds(15, 20)
    assert rows["amount"][3] == Bounds(-3, 2)
    assert rows["evidence"][1] == ("E001", "E002")
    assert rows["running"].iloc[-1] == Bounds(15, 15)


def test_an_unquantified_release_leaves_the_rest_without_a_lower_bound() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", 250),
        people("freed", "release", "1997-03-10", amount_low=101),
        people("others", "rescue", "1997-03-11"),
        people("held", "count_report", "1997-03-12", 100),
    )
    rows = reconciliation(case)
    assert words(rows, "amount")[-3:] == ["at most about 149", "about 100", "at most about 49"]


def test_each_report_gets_its_own_implied_number_and_rest() -> None:
    case = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("first", "count_report", "1997-03-05", **exactly(19)),
        people("freed", "release", "1997-03-10", **exactly(5)),
        people("second", "count_report", "1997-03-12", **exactly(15)),
    )
    rest = reconciliation(case).query("role == 'rest'")
    assert words(rest, "amount") == ["1", "0"]


# Promised against named


def offers() -> View:
    list_ = {"who": {"south": "initiator"}}
    return view(
        event("offer", "position", "1997-03-04", amount_of="releases_offered", amount_best=50),
        event("names", "list", "1997-03-05", amount_of="names", **exactly(10), **list_),
        event(
            "criteria", "list", "[1997-03-06..1997-03-08]", amount_of="identified", **exactly(50)
        ),
        event("some-names", "list", "1997-03-09", **list_),
        event("missing", "list", "1997-03-10", modality="denied", amount_of="names"),
        event("planned", "list", "1997-03-11", modality="planned", amount_of="names", **exactly(9)),
        event(
            "supposed",
            "position",
            "1997-03-12",
            modality="hypothetical",
            amount_of="releases_offered",
            **exactly(99),
        ),
        event("other", "position", "1997-03-13", amount_of="weeks", **exactly(3)),
    )


def test_offers_names_and_missing_lists_are_told_apart() -> None:
    rows = promised_and_named(offers())
    assert list(zip(rows["event_id"], rows["what"], strict=True)) == [
        ("offer", "releases offered"),
        ("names", "names on a list"),
        ("criteria", "criteria"),
        ("some-names", "names on a list"),
        ("missing", "list missing"),
    ]
    assert words(rows, "amount") == ["about 50", "10", "50", "", ""]
    assert list(rows["day_known"]) == [True, True, False, True, True]


def test_offers_and_lists_keep_their_speakers_and_who_denies_them() -> None:
    told = {"amount_of": "names", **exactly(10), "said": [("s1", "anna"), ("s1", "south")]}
    rows = promised_and_named(
        view(
            event("names", "list", "1997-03-05", **told),
            event("no-names", "list", "1997-03-06", **told, stance="denies"),
        )
    )
    told_by = dict(zip(rows["event_id"], rows["told_by"], strict=True))
    assert told_by == {"names": "Anna, South", "no-names": "Anna (denies), South (denies)"}


# Nothing at all


def test_empty_results_keep_columns_and_types() -> None:
    full = view(
        people("taken", "capture", "1997-03-03", **exactly(20)),
        people("held", "count_report", "1997-03-05", **exactly(19)),
    )
    for measure in (flows, reports, implied_stock, reconciliation):
        frame = measure(view())
        assert frame.empty
        assert list(frame.dtypes) == list(measure(full).dtypes)
    assert list(promised_and_named(view()).dtypes) == list(promised_and_named(offers()).dtypes)


def test_people_taken_before_the_window_are_held_on_its_first_day() -> None:
    # Lakeland: about 62 taken on 2 June 1997, 2 released: about 60 when the window opens.
    view = measures(load(LAKELAND), start="1997-06-25", end="1997-06-26")
    stock = implied_stock(view)
    assert stock["date"].iloc[0] == pd.Timestamp("1997-06-25")
    assert (stock["low"].iloc[0], stock["high"].iloc[0], stock["about"].iloc[0]) == (60, 60, True)


def test_whose_calls_are_shown_does_not_change_who_is_held() -> None:
    # 10 taken by South, 4 freed by North, 5 counted: 10 - 4 - 5 = 1 is left, for any side.
    events = (
        people("taken", "capture", "1997-03-05", 10, **exactly(10), who={"bela": "initiator"}),
        people("freed", "release", "1997-03-10", 4, **exactly(4), who={"anna": "initiator"}),
        people("held", "count_report", "1997-03-20", 5, **exactly(5)),
    )
    for sides in ([], ["South"], ["Port"]):
        rest = reconciliation(view(*events, sides=sides))
        assert [a.words() for a in rest.loc[rest["role"] == "rest", "amount"]] == ["1"]


def test_band_and_reconciliation_agree_at_the_end_of_every_window() -> None:
    # 10 taken on the 5th; 4 freed on some day from the 10th to the 20th. On the 15th, 6 to 10.
    events = (
        people("taken", "capture", "1997-03-05", 10, **exactly(10)),
        people("freed", "release", "[1997-03-10..1997-03-20]", 4, **exactly(4)),
    )
    for end, low, high in (("1997-03-08", 10, 10), ("1997-03-15", 6, 10), ("1997-03-30", 6, 6)):
        case = view(*events, end=end)
        band, left = case.stock.iloc[-1], case.reconciliation.iloc[-1]
        assert (band["low"], band["high"]) == (low, high)
        assert (left["role"], left["amount"]) == ("implied", Bounds(low, high))


def test_a_rest_is_unnumbered_only_where_a_source_speaks_of_changes_without_a_number() -> None:
    taken, count = (
        people("taken", "capture", "1997-03-05", 60),
        people("c", "count_report", "1997-03-20", 40),
    )
    rescued = people("r", "rescue", "1997-03-10", amount_text="others")
    for events, label in (
        ((taken, count), "rest not itemised"),
        ((taken, rescued, count), "unnumbered rest"),
    ):
        rows = reconciliation(view(*events))
        assert list(rows.loc[rows["role"] == "rest", "label"]) == [label]


# Many flows


def stepwise(start, changing, first, last) -> Bounds:
    """The number held, one flow after the other: what is reckoned for all of them at once."""
    if filled(start.earliest, FIRST) > last:
        return Bounds()
    known = filled(start.latest, LAST) <= first
    held = start.amount if known else Bounds(None, start.amount.high, start.amount.about)
    for step in changing:
        if step.first <= last:
            held = step.applied_to(held, possibly=step.last > first)
    return held


def test_all_flows_at_once_give_what_they_give_one_after_the_other() -> None:
    chance = np.random.default_rng(1997)
    days = pd.date_range("1997-03-01", "1997-03-31").strftime("%Y-%m-%d").tolist()
    for _ in range(40):
        rows = [people("e0", "capture", days[0], 500, 500)]
        for number in range(1, 25):
            at = sorted(chance.integers(0, 31, size=2))
            date = f"[{days[at[0]]}..{days[at[1]]}]" if at[0] < at[1] else days[at[0]]
            amount = [(5, 5), (101,), (3, 8), ()][int(chance.integers(0, 4))]
            kind = str(chance.choice(["capture", "release", "rescue"]))
            rows.append(people(f"e{number}", kind, date, *amount))
        case = view(*rows, start="1997-03-01", end="1997-03-31")
        start, changing = baseline(case), steps(case).values()
        assert start is not None
        reckoning = Reckoning(start, changing)
        for first in chance.integers(0, 28, size=6):
            between = day(days[first]), day(days[first + int(chance.integers(0, 3))])
            assert reckoning.held_between(*between) == stepwise(start, changing, *between)


def test_a_number_that_very_many_flows_imply_names_the_newest_of_them() -> None:
    rows = [people("in", "capture", "1997-03-01", 900, 900)]
    for number in range(MOST_BEHIND + 30):
        rows.append(people(f"out{number}", "release", "1997-03-02", 1, 1))
        if number % 50 == 49:
            rows.append(people(f"count{number}", "count_report", "1997-03-03", 9, 9))
    rows.append(people("late", "release", "1997-03-04", 1, 1))
    rows.append(people("last", "count_report", "1997-03-05", 9, 9))
    found = reconciliation(view(*rows, start="1997-03-01", end="1997-03-31"))
    implied = found[found["role"] == "implied"]
    flowed = len(rows) - 1 - len(implied)
    assert implied["running"].iloc[-1] == Bounds(900 - flowed, 900 - flowed)
    first, *_, last = (len(ids) for ids in implied["evidence"])
    assert first == flowed  # all but the late one, and the baseline
    assert last == 2  # the baseline and the late one
