"""What changed between two packages: rows, bounds with their passages, spells, key figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.proof import telling
from analysis.proof.changes import Changes, changes
from analysis.proof.said import Said
from analysis.proof.sides import Side, both

Compared = tuple[Changes, Side, Side]


@pytest.fixture(scope="module")
def more(lakeland: Path, fuller: Path) -> Compared:
    old, new = both(str(lakeland), str(fuller))
    return changes(old, new), old, new


@pytest.fixture(scope="module")
def other(lakeland: Path, edited: Path) -> Compared:
    old, new = both(str(lakeland), str(edited))
    return changes(old, new), old, new


def test_the_same_package_differs_in_nothing(more: Compared) -> None:
    _, old, _ = more
    found = changes(old, old)
    assert not found.any
    assert len(found.figures) >= 5
    assert not telling.differs(found, old, old)
    assert telling.in_one_line(found, old, old) == ""


def test_what_a_new_source_brings_is_listed(more: Compared) -> None:
    found, _, _ = more
    assert [row.id for row in found.of("sources")] == ["letter-1998-03"]
    assert [row.id for row in found.of("events", "added")] == ["call-1998-03-01"]
    assert [row.id for row in found.of("evidence", "added")] == ["E900", "E901"]
    assert not found.of("evidence", "removed")
    (said,) = [row.says for row in found.of("evidence") if row.id == "E901"]
    assert said == "Source 4, paragraph 3: “they spoke on March 1”"


def test_what_did_not_happen_is_not_told_as_if_it_had(lakeland: Path) -> None:
    _, side = both(str(lakeland), str(lakeland))
    events = side.told.events
    one = events["event_id"].iloc[0]
    said = Said(
        replace(side.told, events=events.assign(modality="denied"))
    )("events", one)  # fmt: skip
    assert " (said not to have happened), " in said


def test_a_passage_is_told_with_its_speaker(lakeland: Path) -> None:
    _, side = both(str(lakeland), str(lakeland))
    said = Said(side.told)
    rows = side.told.evidence.set_index("evidence_id")
    own = rows.index[rows["speaker"] == "the source"][0]
    assert "said by" not in said("evidence", own)
    other = rows.index[rows["speaker"] != "the source"][0]
    name = side.told.actors.set_index("actor_id")["name"][rows.loc[other, "speaker"]]
    assert said("evidence", other).endswith(f"\u201d, said by {name}")


def test_a_source_without_a_headline_is_said_to_have_none(lakeland: Path) -> None:
    _, side = both(str(lakeland), str(lakeland))
    sources = side.told.sources.assign(headline="not stated")
    said = Said(replace(side.told, sources=sources))
    assert "not stated" not in said("sources", sources["source_id"].iloc[0])
    assert ", without a headline, published " in said("sources", sources["source_id"].iloc[0])


def test_a_bound_that_moved_names_the_new_passage_that_sets_it(more: Compared) -> None:
    (bound,) = more[0].bounds
    assert (bound.event_id, bound.of) == ("capture-1997-06-02", "number")
    assert (bound.old, bound.new) == ("about 62", "58 to 66")
    assert (bound.why[0].evidence_id, bound.why[0].state) == ("E900", "new")


def test_the_other_way_round_the_passage_is_removed(more: Compared) -> None:
    _, old, new = more
    found = changes(new, old)
    (bound,) = found.bounds
    assert (bound.old, bound.new) == ("58 to 66", "about 62")
    assert ("E900", "removed") in [(why.evidence_id, why.state) for why in bound.why]
    assert [row.id for row in found.of("events", "removed")] == ["call-1998-03-01"]


def test_a_day_that_moved_names_the_passage_that_was_changed(other: Compared) -> None:
    found = other[0]
    (bound,) = [one for one in found.bounds if one.event_id == "halt-1997-09-09"]
    assert "E033" in {why.evidence_id for why in bound.why if why.state == "changed"}
    (row,) = found.of("evidence", "changed")
    assert row.cells == (("date", "1997-09-09", "1997-09-08"),)


def test_a_halt_that_ends_is_closed(other: Compared) -> None:
    (halt,) = [s for s in other[0].spells if s.what == "declared halt"]
    assert halt.state == "closed"
    assert "20 Jan 1998" in halt.new
    assert "E910" in halt.evidence


def test_key_figures_stand_before_and_after(more: Compared) -> None:
    (calls,) = [f for f in more[0].figures if f.new and f.new.id == "calls"]
    assert calls.moved
    assert calls.old is not None
    assert calls.new is not None
    assert calls.new.low == calls.old.low + 1


def test_who_took_part_is_compared(other: Compared) -> None:
    told = {(row.state, row.says) for row in other[0].of("participants")}
    assert {state for state, _ in told} == {"added", "removed"}
    assert all("call-1997-06-16-marl-reave" in says for _, says in told)


def test_a_column_that_one_package_lacks_is_as_an_empty_one(more: Compared) -> None:
    _, old, _ = more
    kinds = old.data.kinds
    without = replace(old, data=replace(old.data, kinds=kinds.drop(columns=["cameo"])))
    found = changes(without, old).of("kinds")
    assert {row.id for row in found} == set(kinds.loc[kinds["cameo"] != "", "kind"])
    assert 0 < len(found) < len(kinds)


def test_lines_are_text_in_every_form(other: Compared) -> None:
    said = telling.sections(*other)
    markdown = telling.as_markdown(said, "a", same=False)
    assert r"\*truce\* \<b\>" in markdown
    assert "(http://" not in markdown
    terminal = telling.for_terminal(said, "a", same=False)
    assert "*truce* <b>" in terminal
    assert max(map(len, terminal.splitlines())) <= 100


def test_a_label_that_holds_a_number_stays_with_the_value_of_its_edition(more: Compared) -> None:
    found, old, new = more
    (days,) = [f for f in found.figures if f.new and f.new.id == "covered_days"]
    assert days.old is not None
    before = replace(days.old, value="11", label="of 57 days covered by a source")
    now = replace(days.old, value="5", label="of 10 days covered by a source")
    other_window = replace(found, figures=(replace(days, old=before, new=now),))
    said = "11 of 57 days covered by a source → 5 of 10 days covered by a source"
    assert said in telling.in_one_line(other_window, old, new)
    assert said in telling.for_terminal(telling.sections(other_window, old, new), "", False)
