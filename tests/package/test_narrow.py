"""The window and the choices of a report: what is kept at the edges, and what never is dropped."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.package.narrow import Selection, select
from analysis.package.tables import Tables, load

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"
FIRST, LAST = "1997-06-01", "1998-02-28"


@pytest.fixture(scope="module")
def data() -> Tables:
    return load(LAKELAND)


def ids(view: Selection) -> set[str]:
    return set(view.events["event_id"])


def with_events(folder: Path, *changes: tuple[str, str]) -> Tables:
    """The invented package with texts of its evidence changed."""
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    path = package / "evidence.csv"
    content = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert content.count(old) == 1
        content = content.replace(old, new)
    path.write_text(content, encoding="utf-8")
    return load(package)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"sides": ["Merow"]}, 'no side "Merow" in the tables; did you mean "Merrow"?'),
        (
            {"sides": ["Elsewhere"]},
            'no side "Elsewhere" in the tables; known: Corvane, Merrow, Pellin, Reed Council',
        ),
        ({"sides": [""]}, 'no side "" in the tables; known: Corvane, Merrow, Pellin, Reed Council'),
        (
            {"sources": ["account-1997-6"]},
            'no source "account-1997-6" in the tables; did you mean "account-1997-06"?',
        ),
        (
            {"channels": ["telephone"]},
            'no channel "telephone" in the tables; did you mean "phone"?',
        ),
        ({"channels": ["fone"]}, 'no channel "fone" in the tables; did you mean "phone"?'),
        (
            {"sides": ["Merrow", "Pelin"]},
            'no side "Pelin" in the tables; did you mean "Pellin"?',
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(
    data: Tables, choice: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        select(data, start=FIRST, end=LAST, **choice)


def test_a_window_that_ends_before_it_starts_is_refused(data: Tables) -> None:
    message = r"the window ends \(1997-06-01\) before it starts \(1998-02-01\)"
    with pytest.raises(ValueError, match=message):
        select(data, start="1998-02-01", end="1997-06-01")


@pytest.mark.parametrize(("start", "end"), [("../1997-06-01", LAST), (FIRST, "1998-02-01/..")])
def test_a_window_with_an_open_side_is_refused(data: Tables, start: str, end: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"the window {start} to {end}")):
        select(data, start=start, end=end)


def test_a_window_that_is_no_date_is_refused_with_what_was_written(data: Tables) -> None:
    with pytest.raises(ValueError, match='"1997-13-01" is not an EDTF date: there is no month 13'):
        select(data, start="1997-13-01", end=LAST)


def test_a_window_that_is_empty_text_is_refused(data: Tables) -> None:
    with pytest.raises(ValueError, match="is not an EDTF date"):
        select(data, start="", end=LAST)


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "days"),
    [
        ("1997-06-01", "1997-06-30", "1997-06-01", "1997-06-30", 30),
        ("1997-06", "1997-06", "1997-06-01", "1997-06-30", 30),
        ("1997", "1998", "1997-01-01", "1998-12-31", 730),
        ("1997-06-05", "1997-06-05", "1997-06-05", "1997-06-05", 1),
    ],
)
def test_both_ends_of_the_window_are_days_of_it(
    data: Tables, start: str, end: str, first: str, last: str, days: int
) -> None:
    view = select(data, start=start, end=end)
    assert (view.start, view.end) == (pd.Timestamp(first), pd.Timestamp(last))
    assert view.days == days


@pytest.mark.parametrize("start", [dt.date(1997, 6, 3), pd.Timestamp("1997-06-03")])
def test_the_window_can_be_given_as_days(data: Tables, start: dt.date) -> None:
    assert select(data, start=start, end=LAST).start == pd.Timestamp("1997-06-03")


def test_an_event_on_the_first_or_last_day_is_kept_and_one_outside_is_not(data: Tables) -> None:
    kept = ids(select(data, start="1997-06-05", end="1997-06-16"))
    assert "call-1997-06-05-corde-quill" in kept
    assert "call-1997-06-16-marl-reave" in kept
    assert "call-1997-06-03-corde-quill" not in kept
    assert "halt-1997-06-18" not in kept


def test_an_event_that_may_lie_in_the_window_is_kept(data: Tables) -> None:
    kept = ids(select(data, start="1997-06-07", end="1997-06-07"))
    assert "offer-1997-06" in kept  # [1997-06-02..1997-06-07]
    assert "contacts-corvane-daily" in kept  # 1997-06-05/1997-06-27
    kept = ids(select(data, start="1997-06-08", end="1997-06-09"))
    assert "offer-1997-06" not in kept
    assert "contacts-corvane-daily" in kept


def test_a_month_is_kept_by_a_window_that_touches_it(data: Tables) -> None:
    assert "escape-1997-11" in ids(select(data, start="1997-11-30", end="1997-12-31"))
    assert "escape-1997-11" not in ids(select(data, start="1997-12-01", end="1997-12-31"))


def test_an_event_open_to_the_future_is_kept_by_every_later_window(data: Tables) -> None:
    # [1997-09-10..]
    assert "meeting-possible-1997" in ids(select(data, start="2020", end="2021"))
    assert "meeting-possible-1997" in ids(select(data, start=FIRST, end="1997-09-10"))
    assert "meeting-possible-1997" not in ids(select(data, start=FIRST, end="1997-09-09"))


def test_an_event_open_to_the_past_is_told_where_its_last_day_lies(tmp_path: Path) -> None:
    data = with_events(tmp_path, ("asserts,,[1997-09-10..],", "asserts,,[..1997-09-10],"))
    assert "meeting-possible-1997" not in ids(select(data, start="1980", end="1981"))
    assert "meeting-possible-1997" in ids(select(data, start="1997-09-10", end=LAST))
    assert "meeting-possible-1997" not in ids(select(data, start="1997-09-11", end=LAST))


def test_no_choice_keeps_everything_that_the_window_touches(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST)
    assert view.events.equals(data.events)
    assert view.evidence.equals(data.evidence)
    assert view.participants.equals(data.participants)


def test_evidence_and_participants_of_dropped_events_are_dropped_too(data: Tables) -> None:
    view = select(data, start="1997-09-01", end="1997-09-05")
    assert set(view.evidence["event_id"]) == ids(view)
    assert set(view.participants["event_id"]) <= ids(view)
    for frame in (view.events, view.evidence, view.participants):
        assert frame.index.equals(pd.RangeIndex(len(frame)))


def test_a_window_without_events_is_an_empty_view(data: Tables) -> None:
    view = select(data, start="1980", end="1981")
    assert ids(view) == set()
    assert len(view.evidence) == 0
    assert list(view.events.columns) == list(data.events.columns)


def test_choosing_sources_drops_events_left_without_evidence(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST, sources=["review-1998-02"])
    assert ids(view) == {
        "capture-1997-06-02",  # retold in the Review
        "halt-1997-09-09",
        "escape-1997-11",
        "letter-1998-01-27-quill-corde",
        "held-1998-01-28",
        "mood-1998-01-30",
        "deadline-1998-02-15",
    }
    assert set(view.evidence["source_id"]) == {"review-1998-02"}
    assert view.evidence_ids("capture-1997-06-02") == ("E002",)
    assert list(view.tables.sources["source_id"]) == ["review-1998-02"]


def test_what_the_coder_notes_of_several_sources_is_not_shown_of_one_alone(data: Tables) -> None:
    noted = data.events.set_index("event_id")["note"]
    view = select(data, start=FIRST, end=LAST, sources=["statement-1997-09"])
    own = view.events.set_index("event_id")["note"]
    assert noted["halt-1997-09-09"] == "Still so in the Review of 1 February 1998."
    assert own["halt-1997-09-09"] == ""
    alone = own.index.difference(view.partly)
    assert len(alone)
    assert own[alone].equals(noted[alone])


def test_an_order_that_leads_to_what_another_source_tells_goes_with_it(data: Tables) -> None:
    evidence = data.evidence.copy()
    row = (
        evidence["evidence_id"]
        == evidence.loc[evidence["event_id"] == "mood-1998-01-30", "evidence_id"].iloc[0]
    )
    evidence.loc[row, ["relation", "anchor", "date_note"]] = ["after", "halt-1997-09-09", "Later."]
    both = replace(data, evidence=evidence)
    for sources, anchor, note in (
        (["review-1998-02"], "halt-1997-09-09", "Later."),
        (["account-1997-06"], "", ""),
    ):
        evidence.loc[row, "source_id"] = sources[0]
        told = select(both, start=FIRST, end=LAST, sources=sources).evidence.set_index("event_id")
        said = told.loc["mood-1998-01-30", ["anchor", "date_note"]]
        assert said.tolist() == [anchor, note]


def test_choosing_channels_touches_only_contacts(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST, channels=["phone"])
    contacts = view.events[view.events["family"] == "contact"]
    assert set(contacts["channel"]) == {"phone"}
    assert len(contacts) == 5
    others = data.events[data.events["family"] != "contact"]
    assert ids(view) - set(contacts["event_id"]) == set(others["event_id"])


def test_choosing_several_channels_keeps_each(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST, channels=["video", "letter"])
    contacts = view.events[view.events["family"] == "contact"]
    assert list(contacts["channel"]) == ["video", "letter"]


def test_choosing_sides_keeps_events_in_which_one_of_them_takes_part(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST, sides=["Pellin"])
    assert ids(view) == {
        "list-proposed-1997-06-06",
        "call-1997-06-16-marl-reave",
        "resumed-1997-06-24",
        "meeting-1997-06-25-marl-quill",
        "round-1997-06",
        "call-1997-09-02-marl-reave",
        "meeting-1997-09-marl-quill",
        "mood-1998-01-30",
        # Who is held does not depend on whose steps are shown.
        "capture-1997-06-02",
        "release-1997-06-08",
        "release-1997-truce",
        "held-1997-09-03",
        "rescue-1997-09-05",
        "recovery-1997-09-06",
        "escape-1997-11",
        "held-1998-01-28",
    }
    # Who else took part stays known.
    assert "quill" in set(view.participants["actor_id"])


def test_an_actor_stands_on_the_side_of_the_body_it_belongs_to(tmp_path: Path) -> None:
    # As when contacts are paired by side.
    package = Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))
    path = package / "actors.csv"
    content = path.read_text(encoding="utf-8")
    old = "person,pellin,Pellin,mediator"
    assert content.count(old) == 1
    path.write_text(content.replace(old, "person,pellin,,mediator"), encoding="utf-8")
    view = select(load(package), start=FIRST, end=LAST, sides=["Pellin"])
    assert "call-1997-09-02-marl-reave" in ids(view)


def test_choices_are_combined(data: Tables) -> None:
    view = select(
        data,
        start="1997-06-01",
        end="1997-06-30",
        sides=["Corvane"],
        sources=["account-1997-06"],
        channels=["phone"],
    )
    assert ids(view) == {
        "call-1997-06-03-corde-quill",
        "call-1997-06-05-corde-quill",
        "call-1997-06-05-corde-reave",
        "call-1997-06-20-corde-quill",
        "round-1997-06",
        "capture-1997-06-02",
        "release-1997-06-08",
    }
    assert (view.sides, view.sources, view.channels) == (
        ("Corvane",),
        ("account-1997-06",),
        ("phone",),
    )


def test_evidence_ids_come_in_the_order_of_the_table(data: Tables) -> None:
    view = select(data, start=FIRST, end=LAST)
    assert view.evidence_ids("halt-1997-06-18") == ("E012", "E013")
    assert view.evidence_ids("no-such-event") == ()


def test_selecting_leaves_the_tables_as_they_were() -> None:
    data = load(LAKELAND)
    before = {n: getattr(data, n).copy() for n in data.codebook.tables}
    select(data, start="1997-09", end="1997-09", sources=["statement-1997-09"])
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(data, name), frame)


def test_what_was_going_on_before_the_window_is_kept_apart_from_it(data: Tables) -> None:
    # The capture of 2 June and the halt of 18 June lie before; the calls of June do not matter.
    view = select(data, start="1997-06-20", end="1997-06-30")
    assert "halt-1997-06-18" not in ids(view)
    earlier = set(view.with_earlier.events["event_id"])
    assert "halt-1997-06-18" in earlier
    assert "call-1997-06-05-corde-quill" not in earlier
    assert ids(view) <= earlier


def test_a_window_with_nothing_before_it_is_its_own_past(data: Tables) -> None:
    view = select(data, start="1996", end="1998")
    assert view.with_earlier is view
