"""Resolution: from passages to what they leave possible, on cases small enough to do by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.package.resolution import Resolution, contradictions, resolve
from analysis.problems import Problem

TEXT = (
    *("evidence_id", "event_id", "source_id", "speaker", "stance", "date", "date_basis"),
    *("relation", "anchor", "days", "amount_text", "repeated"),
)
AMOUNTS = ("amount_low", "amount_best", "amount_high")
SOURCES = pd.DataFrame(
    {"source_id": ["s1", "s2"], "published": ["1997-06-20", "1997-06-25"]}
).assign(published_basis="stated")
DAY_0 = dt.date(1997, 6, 1)


def row(event: str, date: str = "", order: str = "", **cells: Any) -> dict[str, Any]:
    """One passage; ``order`` is "relation anchor days", the days left out where there are none."""
    relation, anchor, days = (*order.split(), "", "", "")[:3]
    base = dict.fromkeys(TEXT, "") | dict.fromkeys(AMOUNTS, np.nan)
    base |= {"event_id": event, "date": date, "relation": relation, "anchor": anchor, "days": days}
    base |= {"source_id": "s1", "speaker": "the source", "stance": "asserts"}
    return base | {"date_basis": "stated" if date or order else ""} | cells


def evidence(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = [
        r | {"evidence_id": r["evidence_id"] or f"E{n:03}", "line": n + 1}
        for n, r in enumerate(rows, 1)
    ]
    frame = pd.DataFrame(numbered, columns=[*TEXT, *AMOUNTS, "line"])
    return frame.astype(dict.fromkeys(TEXT, "str") | dict.fromkeys(AMOUNTS, "float64"))


@dataclass(frozen=True)
class Found(Resolution):
    """A resolution and the circles of its orders."""

    problems: tuple[Problem, ...]


def find(events: pd.DataFrame, frame: pd.DataFrame, sources: pd.DataFrame) -> Found:
    circles = contradictions(events, frame, sources)
    return Found(**vars(resolve(events, frame, sources)), problems=circles)


def resolved(*rows: dict[str, Any], events: list[str] | None = None) -> Found:
    frame = evidence(*rows)
    names = events or list(dict.fromkeys(frame["event_id"]))
    return find(pd.DataFrame({"event_id": names}, dtype="str"), frame, SOURCES)


def days(found: Resolution, event: str) -> tuple[str, str]:
    cell = found.events.set_index("event_id").loc[event]
    return tuple("" if pd.isna(d) else str(d.date())[5:] for d in cell[["earliest", "latest"]])  # type: ignore[return-value]


def rests_on(found: Resolution, event: str, bound: str) -> set[str]:
    kept = (found.support["event_id"] == event) & (found.support["bound"] == bound)
    return set(found.support.loc[kept, "evidence_id"])


def number(found: Resolution, event: str = "a") -> tuple[float | None, ...]:
    cell = found.events.set_index("event_id").loc[event]
    return tuple(None if pd.isna(v) else float(v) for v in cell[["low", "best", "high"]])


def fact(found: Resolution, event: str, column: str) -> Any:
    return found.events.set_index("event_id").loc[event, column]


# --- days ---------------------------------------------------------------------------------------


def test_stated_days_leave_what_they_have_in_common() -> None:
    found = resolved(
        row("a", "1997-06"), row("a", "[1997-06-05..1997-06-12]"), row("a", "[..1997-06-09]")
    )
    assert days(found, "a") == ("06-05", "06-09")
    assert rests_on(found, "a", "earliest") == {"E002"}
    assert rests_on(found, "a", "latest") == {"E003"}


def test_a_side_that_no_evidence_bounds_is_open() -> None:
    assert days(resolved(row("a", "[..1997-06-09]")), "a") == ("", "06-09")
    assert days(resolved(row("a")), "a") == ("", "")
    assert days(resolved(row("a", "1997-06-03"), events=["a", "b"]), "b") == ("", "")


def test_two_days_later_is_two_days_later() -> None:
    found = resolved(row("a", "1997-06-17"), row("b", order="after a 2"))
    assert days(found, "b") == ("06-19", "06-19")
    assert rests_on(found, "b", "earliest") == rests_on(found, "b", "latest") == {"E001", "E002"}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("after a", ("06-11", "")),
        ("after a 2..4", ("06-12", "06-14")),
        ("after a ..4", ("06-11", "06-14")),
        ("after a 0..4", ("06-10", "06-14")),
        ("after a 3..", ("06-13", "")),
        ("before a", ("", "06-09")),
        ("before a 2", ("06-08", "06-08")),
        ("not_before a", ("06-10", "")),
        ("not_before a 3", ("06-07", "")),
        ("not_after a", ("", "06-10")),
        ("not_after a 3", ("", "06-13")),
        ("same_day a", ("06-10", "06-10")),
        ("before published 1", ("06-19", "06-19")),
        ("same_day published", ("06-20", "06-20")),
        ("before published 0..7", ("06-13", "06-20")),
    ],
)
def test_each_order_bounds_as_it_says(order: str, expected: tuple[str, str]) -> None:
    assert days(resolved(row("a", "1997-06-10"), row("b", order=order)), "b") == expected


@pytest.mark.parametrize("order", ["beside a", "after a x", "after a 4..2", "same_day a 2"])
def test_an_order_that_cannot_be_read_is_refused(order: str) -> None:
    with pytest.raises(ValueError, match=r"days|order"):
        resolved(row("a", "1997-06-10"), row("b", order=order))


def test_an_order_bounds_its_anchor_as_well() -> None:
    found = resolved(row("start"), row("freed", "[..1997-06-12]", "after start"))
    assert days(found, "start") == ("", "06-11")
    assert rests_on(found, "start", "latest") == {"E002"}


def test_what_is_after_something_that_lasted_is_after_its_last_day() -> None:
    found = resolved(
        row("a", "1997-06-10/1997-06-14"),
        row("b", order="after a"),
        row("c", order="not_before a"),
        row("d", order="before a 1"),
    )
    assert [days(found, e) for e in "abc"] == [("06-10", "06-14"), ("06-15", ""), ("06-10", "")]
    assert days(found, "d") == ("06-09", "06-09")


def test_something_that_lasted_began_before_what_happened_within_it() -> None:
    found = resolved(
        row("spell", "1997-06/1997-07"), row("x", "1997-06-20", "not_before spell"), row("spell")
    )
    assert days(found, "spell") == ("06-01", "07-31")
    assert fact(found, "spell", "start_latest") == pd.Timestamp("1997-06-20")


def test_an_inferred_stretch_only_holds_the_event() -> None:
    found = resolved(
        row("a", "1997-06-10/1997-06-14", date_basis="inferred"), row("b", order="after a")
    )
    assert days(found, "b") == ("06-11", "")
    assert fact(found, "a", "start_latest") == pd.Timestamp("1997-06-14")


def test_the_days_of_one_event_narrow_another_over_a_third() -> None:
    found = resolved(
        row("call", "1997-06-12"),
        row("list", order="after call"),
        row("offer", "[..1997-06-14]", "after list"),
    )
    assert days(found, "list") == ("06-13", "06-13")
    assert days(found, "offer") == ("06-14", "06-14")
    assert rests_on(found, "offer", "earliest") == {"E001", "E002", "E003"}


def test_an_anchor_whose_evidence_is_gone_still_passes_an_order_on() -> None:
    found = resolved(
        row("a", "1997-06-10", "before gone"), row("b", order="after gone"), events=["a", "b"]
    )
    assert days(found, "b") == ("06-12", "")


def test_what_is_disputed_or_denied_sets_no_bound() -> None:
    found = resolved(
        row("a", "[1997-06-01..1997-06-30]", amount_low=3.0),
        row("a", "1997-06-12", stance="disputes", amount_low=9.0),
        row("a", order="after b", stance="denies"),
        row("b", "1997-06-20"),
    )
    assert days(found, "a") == ("06-01", "06-30")
    assert number(found) == (3, None, None)


def test_what_one_evidence_confirms_binds() -> None:
    assert days(resolved(row("a", "1997-06-12", stance="confirms")), "a") == ("06-12", "06-12")


def test_an_inferred_date_narrows_what_is_stated() -> None:
    found = resolved(row("a", "1997-06"), row("a", "[1997-06-20..]", date_basis="inferred"))
    assert days(found, "a") == ("06-20", "06-30")
    assert fact(found, "a", "date_basis") == "inferred"


@pytest.mark.parametrize("basis", ["inferred", "publication"])
def test_an_inferred_date_yields_to_what_is_stated(basis: str) -> None:
    found = resolved(row("a", "1997-06-12"), row("a", "1997-06-20", date_basis=basis))
    assert days(found, "a") == ("06-12", "06-12")
    assert list(found.set_aside["evidence_id"]) == ["E002"]
    assert not fact(found, "a", "day_differs")


def test_the_basis_is_the_weakest_on_which_a_bound_rests() -> None:
    found = resolved(
        row("a", "1997-06-12"),
        row("a", "1997-06-12", date_basis="inferred"),
        row("b", order="after a 1", date_basis="relative"),
        row("c", order="after b 1", date_basis="inferred"),
        row("d"),
    )
    bases = [fact(found, e, "date_basis") for e in "abcd"]
    assert bases == ["stated", "relative", "inferred", ""]


@pytest.mark.parametrize(
    "told",
    [
        row("a", "1997-06-19", date_basis="relative", source_id="s2"),
        row("a", "1997-06-20", date_basis="publication", source_id="s2"),
        row("a", order="before published 1", date_basis="relative", source_id="s2"),
    ],
)
def test_a_day_that_rests_on_an_inferred_day_of_printing_is_inferred(told: dict[str, Any]) -> None:
    frame = evidence(told, row("b", order="after a 1", date_basis="relative"))
    events = pd.DataFrame({"event_id": ["a", "b"]}, dtype="str")
    for basis in ("stated", "inferred"):
        found = find(events, frame, SOURCES.assign(published_basis=["stated", basis]))
        firm = found.events["date_basis"].tolist()
        assert firm == ["inferred"] * 2 if basis == "inferred" else "inferred" not in firm


def test_a_day_that_a_source_states_does_not_rest_on_its_day_of_printing() -> None:
    frame = evidence(row("a", "1997-06-12", source_id="s2"))
    sources = SOURCES.assign(published_basis=["stated", "inferred"])
    found = find(pd.DataFrame({"event_id": ["a"]}, dtype="str"), frame, sources)
    assert fact(found, "a", "date_basis") == "stated"


def test_sources_that_state_different_days_differ_and_both_stand() -> None:
    found = resolved(
        row("a", "1997-06-12"),
        row("a", "1997-06-16", source_id="s2", speaker="society"),
        row("b", order="after a"),
    )
    assert fact(found, "a", "day_differs")
    assert days(found, "a") == ("06-12", "06-16")
    assert days(found, "b") == ("06-13", "")
    said = found.values[["of", "source_id", "speaker", "value"]].to_numpy().tolist()
    assert said == [
        ["day", "s1", "the source", "1997-06-12"],
        ["day", "s2", "society", "1997-06-16"],
    ]
    assert rests_on(found, "a", "earliest") == {"E001"}
    assert rests_on(found, "a", "latest") == {"E002"}
    assert found.problems == ()


def test_one_day_against_a_stretch_differs() -> None:
    found = resolved(row("a", "1997-06-12"), row("a", "1997-06-10/1997-06-15"))
    assert fact(found, "a", "day_differs")
    assert days(found, "a") == ("06-10", "06-15")


def test_agreeing_sources_do_not_differ() -> None:
    found = resolved(row("a", "1997-06-12"), row("a", "1997-06", source_id="s2"))
    assert not fact(found, "a", "day_differs")
    assert not len(found.values)


# --- numbers ------------------------------------------------------------------------------------


def amounts(low: float | None, best: float | None, high: float | None, **cells: Any) -> Any:
    values = (np.nan if v is None else float(v) for v in (low, best, high))
    return row("a", **dict(zip(AMOUNTS, values, strict=True)), **cells)


@pytest.mark.parametrize(
    ("rows", "expected", "about", "differs"),
    [
        ([], (None, None, None), False, False),
        ([(10, 10, 10)], (10, 10, 10), False, False),
        ([(None, 50, None)], (None, 50, None), True, False),
        ([(101, None, None)], (101, None, None), False, False),
        ([(101, None, None), (None, None, 110)], (101, None, 110), False, False),
        ([(30, None, 40), (None, 35, None)], (30, 35, 40), True, False),
        ([(30, 35, 40), (None, 35, None)], (30, 35, 40), False, False),
        ([(251, 251, 251), (None, 250, None)], (251, 251, 251), False, False),
        ([(101, None, None), (None, 100, None)], (101, None, None), False, False),
        ([(10, 10, 10), (12, 12, 12)], (10, None, 12), False, True),
        ([(None, 50, None), (None, 60, None)], (50, None, 60), True, True),
        ([(20, None, 30), (None, 22, None), (None, 28, None)], (20, None, 30), True, True),
    ],
)
def test_numbers_leave_what_they_have_in_common(
    rows: list[Any], expected: Any, about: bool, differs: bool
) -> None:
    found = resolved(row("a"), *(amounts(*r) for r in rows))
    assert number(found) == expected
    assert (fact(found, "a", "about"), fact(found, "a", "number_differs")) == (about, differs)


def test_numbers_that_differ_stand_with_their_speakers_and_words() -> None:
    found = resolved(
        amounts(10, 10, 10, amount_text="ten"), amounts(12, 12, 12, speaker="society"), row("a")
    )
    said = found.values[["of", "speaker", "value"]].to_numpy().tolist()
    assert said == [["number", "the source", "ten"], ["number", "society", "12"]]


def test_each_bound_of_a_number_has_its_evidence() -> None:
    found = resolved(amounts(101, None, None), amounts(None, 105, None), amounts(90, None, 120))
    bounds = [rests_on(found, "a", bound) for bound in ("low", "best", "high")]
    assert bounds == [{"E001"}, {"E002"}, {"E003"}]


def test_what_is_said_to_have_been_repeated_is_marked() -> None:
    found = resolved(row("a", repeated="yes"), row("b"))
    assert list(found.events["repeated"]) == [True, False]


# --- circles ------------------------------------------------------------------------------------


def test_a_circle_of_orders_is_named_by_its_smallest_circle_of_rows() -> None:
    found = resolved(
        row("a", order="after b"),
        row("b", order="after c"),
        row("c", order="after d"),
        row("d", order="after a"),
        row("c", order="not_before a"),
        row("e", order="after a"),
    )
    (problem,) = found.problems
    assert (problem.file, problem.line, problem.column) == ("evidence.csv", 2, "relation")
    named = [f"E00{n} (line {n + 1})" for n in range(1, 7) if f"E00{n}" in problem.rule]
    assert [n for n in named if n in problem.rule] == named
    assert [n[:4] for n in named] == ["E001", "E002", "E005"]
    assert "a after b" in problem.rule


def test_an_order_that_contradicts_stated_days_is_named_with_them() -> None:
    found = resolved(
        row("a", "1997-06-12"),
        row("b", "1997-06-10"),
        row("b", order="after a"),
        row("c", order="after a"),
    )
    (problem,) = found.problems
    assert {e for e in ("E001", "E002", "E003", "E004") if e in problem.rule} == {
        *("E001", "E002", "E003")
    }
    assert days(found, "b") == ("06-10", "06-10")
    assert days(found, "c") == ("06-13", "")


def test_every_circle_is_named_at_once() -> None:
    found = resolved(
        *(row("a", order="after b"), row("b", order="after a")),
        *(row("c", order="before d"), row("d", order="before c")),
        *(row("e", "1997-06-02", "after f"), row("f", "1997-06-05"), row("g", order="after e")),
    )
    assert len(found.problems) == 3


def test_an_order_on_itself_is_a_circle_of_one_row() -> None:
    (problem,) = resolved(row("a", order="after a")).problems
    assert "E001 (line 2): a after a" in problem.rule


def test_a_planted_circle_of_any_size_is_found_among_true_orders() -> None:
    rng = np.random.default_rng(8)
    for size in (2, 3, 5, 9):
        true = [
            row(f"e{b}", order=f"after e{a}")
            for a, b in (sorted(rng.choice(30, 2, replace=False)) for _ in range(40))
        ]
        circle = [row(f"x{i}", order=f"after x{(i + 1) % size}") for i in range(size)]
        tied = [row("x0", order="after e3")]
        (problem,) = resolved(*true, *circle, *tied).problems
        assert problem.rule.count("line") == size
        assert all(f"x{i} after" in problem.rule for i in range(size))


# --- proofs on random networks ------------------------------------------------------------------

SPAN = 7  # days of the brute force: 0 .. SPAN - 1, every event within


def day(number: int) -> str:
    return str(DAY_0 + dt.timedelta(days=int(number)))


def random_rows(rng: np.random.Generator, events: int, name: str = "e") -> list[dict[str, Any]]:
    """True statements about hidden days, and an outer window for each event."""
    truth = {}
    for e in range(events):
        first = rng.integers(0, SPAN)
        lasts = rng.random() < 0.4
        truth[f"{name}{e}"] = (first, rng.integers(first, SPAN) if lasts else first)
    rows = [
        row(e, f"{day(0)}/{day(SPAN - 1)}", date_basis="inferred", evidence_id=f"W-{e}")
        for e in truth
    ]
    for number in range(rng.integers(2, 3 + events * 2)):
        e = f"{name}{rng.integers(events)}"
        s, t = truth[e]
        if rng.random() < 0.35:
            low, high = max(s - rng.integers(0, 3), 0), min(t + rng.integers(0, 3), SPAN - 1)
            date = f"[{day(low)}..{day(high)}]" if s == t else f"{day(s)}/{day(t)}"
            rows.append(row(e, date, evidence_id=f"E-{name}{number:02}"))
            continue
        anchor = f"{name}{rng.integers(events)}"
        order = random_order(rng, (s, t), truth[anchor])
        rows.append(row(e, order=order.format(anchor), evidence_id=f"E-{name}{number:02}"))
    return rows


def random_order(rng: np.random.Generator, e: Any, x: Any) -> str:
    (s, t), (xs, xt) = e, x
    slack = rng.integers(0, 3)
    possible = []
    if s > xt:
        possible += ["after {}", f"after {{}} {max(s - xt - slack, 0)}..{t - xt + slack}"]
    if t < xs:
        possible += ["before {}", f"before {{}} {xs - t}..{xs - s + slack}"]
    if s >= xs:
        possible.append("not_before {}")
    if t <= xt:
        possible.append("not_after {}")
    if (s, t) == (xs, xt):
        possible.append("same_day {}")
    possible += [f"not_before {{}} {max(xs - s, 0)}", f"not_after {{}} {max(t - xt, 0)}"]
    return str(rng.choice(possible))


SPANS = [(s, t) for s in range(SPAN) for t in range(s, SPAN)]


def brute_force(rows: list[dict[str, Any]], names: list[str]) -> dict[str, tuple[int, int]]:
    """Bounds by trying every first and last day of every event."""
    one = {r["event_id"] for r in rows if r["date"].startswith("[")}
    choices = [[p for p in SPANS if e not in one or p[0] == p[1]] for e in names]
    grid = np.array(list(itertools.product(*(range(len(c)) for c in choices))))
    first = {
        e: np.array(c)[grid[:, i], 0] for i, (e, c) in enumerate(zip(names, choices, strict=True))
    }
    last = {
        e: np.array(c)[grid[:, i], 1] for i, (e, c) in enumerate(zip(names, choices, strict=True))
    }
    holds = np.ones(len(grid), dtype=bool)
    for r in rows:
        s, t = first[r["event_id"]], last[r["event_id"]]
        if r["date"]:
            ends = r["date"].strip("[]").replace("..", "/").split("/")
            a, b = ((dt.date.fromisoformat(d) - DAY_0).days for d in ends)
            lasted = "[" not in r["date"] and r["date_basis"] == "stated"
            holds &= ((s == a) & (t == b)) if lasted else ((s >= a) & (t <= b))
            continue
        x = first[r["anchor"]], last[r["anchor"]]
        holds &= ordered(r["relation"], r["days"], s, t, *x)
    assert holds.any()
    return {e: (first[e][holds].min(), last[e][holds].max()) for e in names}


def ordered(relation: str, days: str, s: Any, t: Any, xs: Any, xt: Any) -> Any:
    low, high = (int(days.split("..")[i]) if days else None for i in (0, -1))
    if relation == "after":
        held = s - xt >= (1 if low is None else low)
        return held if high is None else held & (t - xt <= high)
    if relation == "before":
        held = xs - t >= (1 if low is None else low)
        return held if high is None else held & (xs - s <= high)
    if relation == "not_before":
        return s >= xs - (high or 0)
    if relation == "not_after":
        return t <= xt + (high or 0)
    return (s == xs) & (t == xt)


def test_two_hundred_random_networks_agree_with_brute_force() -> None:
    networks = {
        f"n{seed}-": random_rows(np.random.default_rng(seed), 3, f"n{seed}-") for seed in range(200)
    }
    found = resolved(*(r for rows in networks.values() for r in rows))
    assert found.problems == ()
    resolved_days = {
        e: ((a.date() - DAY_0).days, (b.date() - DAY_0).days)
        for e, a, b in found.events[["event_id", "earliest", "latest"]].itertuples(index=False)
    }
    for name, rows in networks.items():
        names = [f"{name}{e}" for e in range(3)]
        assert {e: resolved_days[e] for e in names} == brute_force(rows, names)


@pytest.mark.slow
def test_the_evidence_named_for_a_bound_suffices_for_it() -> None:
    rng = np.random.default_rng(17)
    rows = [r for n in range(30) for r in random_rows(rng, 5, f"n{n}-")]
    frame, found = evidence(*rows), resolved(*rows)
    named = found.support.groupby(["event_id", "bound"])["evidence_id"].agg(set)
    for (event, bound), ids in list(named.items())[::3]:
        again = resolve(found.events[["event_id"]], frame[frame["evidence_id"].isin(ids)], SOURCES)
        assert fact(again, event, bound) == fact(found, event, bound), (event, bound)


def outcome(found: Found) -> list[Any]:
    frames = (found.events, found.support, found.values, found.set_aside)
    return [
        *(f.sort_values(list(f.columns)).to_csv(index=False) for f in frames),
        sorted({str(p).split(", line")[0] + p.rule[:5] for p in found.problems}),
    ]


@pytest.mark.slow
def test_the_order_of_rows_never_matters() -> None:
    rng = np.random.default_rng(2)
    rows = random_rows(rng, 8)
    rows += [row("e1", "1997-07-01"), row("e1", "1997-07-04"), amounts(3, 3, 3), amounts(4, 4, 4)]
    rows += [row("k", order="after l"), row("l", order="after k"), row("m", order="not_before k")]
    frame = evidence(*rows)
    events = frame[["event_id"]].drop_duplicates()
    expected = outcome(find(events, frame, SOURCES))
    circles = [p.rule for p in find(events, frame, SOURCES).problems]
    for seed in range(200):
        found = find(
            events.sample(frac=1, random_state=seed),
            frame.sample(frac=1, random_state=seed + 1),
            SOURCES.sample(frac=1, random_state=seed),
        )
        assert outcome(found) == expected
        assert [p.rule for p in found.problems] == circles


@pytest.mark.slow
def test_evidence_taken_away_never_narrows_a_bound() -> None:
    rng = np.random.default_rng(500)
    rows = [r for n in range(60) for r in random_rows(rng, 6, f"n{n}-")]
    rows += [
        row(f"n{n}-0", amount_low=float(low), amount_high=float(high))
        for n in range(60)
        for low, high in rng.integers([1, 5], [5, 9], (3, 2))
    ]
    frame = evidence(*rows)
    events = frame[["event_id"]].drop_duplicates()
    whole = resolve(events, frame, SOURCES).events
    assert whole["low"].notna().sum() == 60
    for _ in range(20):
        fewer = resolve(events, frame[rng.random(len(frame)) < 0.7], SOURCES).events
        for lower in ("earliest", "end_earliest", "low"):
            assert (fewer[lower].isna() | (fewer[lower] <= whole[lower])).all(), lower
        for upper in ("latest", "start_latest", "high"):
            assert (fewer[upper].isna() | (fewer[upper] >= whole[upper])).all(), upper


def test_sources_that_differ_keep_what_each_would_say_alone() -> None:
    rows = [row("a", "1997-06-12"), row("a", "1997-06-16", source_id="s2")]
    found = resolved(*rows)
    for alone in rows:
        assert days(found, "a")[0] <= days(resolved(alone), "a")[0]
        assert days(found, "a")[1] >= days(resolved(alone), "a")[1]
