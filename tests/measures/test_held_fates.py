"""The living and the dead among the people held: worked out by hand on invented cases."""

from __future__ import annotations

from typing import Any

from tests.measures.cases import exactly, people, view

from analysis.report import sentences

TAKEN = people("taken", "capture", "1997-03-04", **exactly(10))
DIED = people("died", "death", "1997-03-08", **exactly(2), amount_text="two")
FOUND = people("found", "recovery", "1997-03-12", **exactly(1), amount_text="one")
HELD = people("held", "count_report", "1997-03-20", **exactly(9), amount_text="nine")


def told(*events: dict[str, Any]) -> list[tuple[str, str, bool]]:
    rows = view(*events).fates
    return list(zip(rows["event_id"], rows["state"], rows["still_held"], strict=True))


def test_who_died_and_was_recovered_is_taken_from_the_number_held_once() -> None:
    case = view(TAKEN, DIED, FOUND, HELD)
    # Ten taken, two of them died, the remains of one are recovered: nine are held.
    assert [(b.low, b.high) for b in case.stock[["low", "high"]].itertuples(index=False)] == [
        (10, 10),
        (9, 9),
    ]
    rest = case.reconciliation.iloc[-1]
    assert (rest["role"], rest["amount"].low, rest["amount"].high) == ("rest", 0, 0)


def test_deaths_and_recoveries_are_told_apart() -> None:
    assert told(TAKEN, DIED, FOUND, HELD) == [("died", "dead", True), ("found", "dead", False)]


def test_a_count_of_the_living_is_one_that_tells_them_apart() -> None:
    alive = people("alive", "count_alive", "1997-03-20", **exactly(7), amount_text="seven")
    assert told(TAKEN, alive) == [("alive", "alive", True)]
    said = " ".join(sentences.on_fates(view(TAKEN, DIED, alive)))
    assert "Alive and among those held: count alive, “seven”" in said
    assert "tells the living from the dead" not in said
    assert "nobody is taken from it twice" in said


def test_a_count_that_does_not_tell_is_said_not_to() -> None:
    said = sentences.on_fates(view(TAKEN, FOUND, HELD))
    assert said[0].startswith("Dead and no longer held: recovery, “one” (on 12 March 1997)")
    assert said[1].startswith("No count of")
    assert len(said) == 2


def test_deaths_of_others_are_not_of_people_held() -> None:
    others = people("d", "death", "1997-03-08", **exactly(2), amount_of="people_killed")
    assert told(TAKEN, others) == []
