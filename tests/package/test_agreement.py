"""Agreement with a second coding, on a table of four events worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.measures.cases import call, event, exactly, people, tables

from analysis.package.agreement import agreement
from analysis.package.resolved import resolved_events
from analysis.package.tables import load

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
DATA = tables(
    [
        call("call", "1997-03-03"),
        call("vague", "[1997-03-05..1997-03-08]", date_basis="inferred"),
        people("freed", "release", "1997-03-10", **exactly(2)),
        event("halt", "talks_halted", "1997-03-12", who={"south": "initiator"}),
    ],
    {"s1": "1997-03-03/1997-03-30"},
)


def coded(event_id: str, kind: str, date: str, who: str = "", **cells: Any) -> dict[str, str]:
    amounts = dict.fromkeys(("amount_low", "amount_best", "amount_high", "amount_of"), "")
    row = {"event_id": event_id, "kind": kind, "date": date, "participants": who}
    row["source_id"] = "s1"
    return row | amounts | {"summary": f"{kind} on {date}"} | cells


def second(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), dtype="str")


TWO = {"amount_low": "2", "amount_best": "2", "amount_high": "2", "amount_of": "hostages"}
CALLERS = "anna:initiator bela:recipient"


def test_the_same_coding_agrees_in_everything() -> None:
    found = agreement(
        DATA,
        second(
            coded("call", "contact", "1997-03-03", CALLERS),
            coded("vague", "contact", "[1997-03-05..1997-03-08]", CALLERS),
            coded("freed", "release", "1997-03-10", **TWO),
            coded("halt", "talks_halted", "1997-03-12", "south:initiator"),
        ),
    )
    assert (found.first, found.second, found.both) == (4, 4, 4)
    assert found.same_days == found.overlapping_days == found.same_amount == found.same_kind == 4
    assert (found.given_days, found.same_given_days) == (3, 3)
    assert (found.actors, found.kappa) == (1.0, 1.0)
    assert found.only_first == found.only_second == ()


def test_each_difference_is_counted_by_itself() -> None:
    found = agreement(
        DATA,
        second(
            coded("call", "contact", "1997-03-04", "anna:initiator petra:recipient"),
            coded("vague", "contact", "[1997-03-08..1997-03-09]", CALLERS),
            coded("freed", "rescue", "1997-03-10", **TWO | {"amount_high": "3"}),
            coded("", "deadline", "1997-03-20"),
        ),
    )
    assert (found.both, found.same_kind) == (3, 2)
    assert (found.same_days, found.overlapping_days) == (1, 2)
    # Stated days: the call and the release; only the release is dated alike.
    assert (found.given_days, found.same_given_days) == (2, 1)
    assert found.same_amount == 2
    # One of three named by both, then both of both; nobody is named in the release.
    assert found.actors == pytest.approx((1 / 3 + 1) / 2)
    assert found.only_first == ("halt",)
    assert found.only_second == ("deadline on 1997-03-20",)


def test_kappa_is_what_is_left_after_chance() -> None:
    rows = [
        coded("call", "contact", "1997-03-03", CALLERS),
        coded("vague", "release", "[1997-03-05..1997-03-08]", CALLERS),
        coded("freed", "release", "1997-03-10", **TWO),
        coded("halt", "contact", "1997-03-12", "south:initiator"),
    ]
    # Agreed 2 of 4. By chance: contact 2/4 x 2/4, release 1/4 x 2/4, halted 1/4 x 0: 3/8.
    assert agreement(DATA, second(*rows)).kappa == pytest.approx((1 / 2 - 3 / 8) / (5 / 8))


def test_a_single_kind_has_no_kappa() -> None:
    found = agreement(DATA, second(coded("call", "contact", "1997-03-03", CALLERS)))
    assert math.isnan(found.kappa)


@pytest.mark.parametrize("events", [("call", "call"), ("nothing",)])
def test_a_row_that_describes_no_event_or_one_twice_is_refused(events: tuple[str, ...]) -> None:
    rows = [coded(name, "contact", "1997-03-03", CALLERS) for name in events]
    with pytest.raises(ValueError, match=events[0]):
        agreement(DATA, second(*rows))


def test_what_another_source_tells_is_not_compared() -> None:
    later = call("later", "1997-03-20", said=[("s2", "the source")])
    data = tables([call("call", "1997-03-03"), later], {"s1": "1997-03", "s2": "1997-03"})
    found = agreement(data, second(coded("call", "contact", "1997-03-03", CALLERS)))
    assert (found.first, found.both, found.only_first) == (1, 1, ())


ROWS = [
    coded("call", "contact", "1997-03-03", CALLERS),
    coded("vague", "release", "[1997-03-05..1997-03-08]", CALLERS),
    coded("freed", "release", "1997-03-10", **TWO),
    coded("", "deadline", "1997-03-20"),
    coded("", "deadline", "1997-03-21"),
]


def test_what_only_one_coder_found_counts() -> None:
    found = agreement(DATA, second(*ROWS))
    assert (found.both, found.either) == (3, 6)
    assert (found.only_first, len(found.only_second)) == (("halt",), 2)


def test_each_share_has_an_interval_around_it() -> None:
    found = agreement(DATA, second(*ROWS))
    shares = {
        "both": 3 / 6,
        "same_kind": 2 / 3,
        "same_days": 1.0,
        "overlapping_days": 1.0,
        "same_given_days": 1.0,
        "same_amount": 1.0,
        "actors": found.actors,
        "kappa": found.kappa,
    }
    assert set(found.intervals) == set(shares)
    for name, share in shares.items():
        low, high = found.intervals[name]
        assert low <= share <= high <= 1, name
    # Six events of which three are common: the draws are binomial.
    assert found.intervals["both"] == pytest.approx((1 / 6, 5 / 6), abs=0.01)


def test_the_order_of_rows_changes_nothing() -> None:
    shuffled = tables(
        [
            event("halt", "talks_halted", "1997-03-12", who={"south": "initiator"}),
            people("freed", "release", "1997-03-10", **exactly(2)),
            call("vague", "[1997-03-05..1997-03-08]", date_basis="inferred"),
            call("call", "1997-03-03"),
        ],
        {"s1": "1997-03-03/1997-03-30"},
    )
    first = agreement(DATA, second(*ROWS))
    assert agreement(shuffled, second(*ROWS[::-1])) == first
    assert agreement(DATA, second(*ROWS[2:], *ROWS[:2])) == first


def test_a_source_more_changes_nothing() -> None:
    # It dates one event otherwise, and tells of another.
    more = tables(
        [
            call("call", "1997-03-03"),
            call("vague", "[1997-03-05..1997-03-08]", date_basis="inferred"),
            people("freed", "release", "1997-03-10", **exactly(2)),
            event("halt", "talks_halted", "1997-03-12", who={"south": "initiator"}),
            call("later", "1997-03-20", said=[("s2", "the source")]),
        ],
        {"s1": "1997-03-03/1997-03-30", "s2": "1997-03"},
    )
    row = more.evidence[more.evidence["event_id"] == "vague"].assign(
        evidence_id="E900", source_id="s2", date="1997-03-06", date_basis="stated"
    )
    evidence = pd.concat([more.evidence, row], ignore_index=True)
    events = resolved_events(more.events, evidence, more.sources)
    more = replace(more, evidence=evidence, events=events)
    assert bool(more.events.set_index("event_id").loc["vague", "day_known"])
    assert agreement(more, second(*ROWS)) == agreement(DATA, second(*ROWS))


def test_nothing_coded_twice_is_no_crash() -> None:
    empty = second(coded("call", "contact", "1997-03-03")).iloc[:0]
    found = agreement(DATA, empty)
    assert (found.first, found.both, found.either, found.intervals) == (0, 0, 0, {})


def test_the_second_coding_of_the_seeds_finds_the_events() -> None:
    data = load(SEEDS)
    assert data.second is not None
    found = agreement(data, data.second)
    assert found.both / found.first >= 0.9
    assert found.same_given_days / found.given_days >= 0.95
    assert found.same_kind / found.both >= 0.9
    assert len(found.only_first) == found.first - found.both
