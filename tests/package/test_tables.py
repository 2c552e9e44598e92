"""Tables as measures get them: typed, bounded by their dates, and joined in one flat table."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from analysis.package.tables import Tables, load
from analysis.problems import DataProblems

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"


@pytest.fixture(scope="module")
def data() -> Tables:
    return load(LAKELAND)


def event(data: Tables, event_id: str) -> pd.Series:
    [row] = data.events.index[data.events["event_id"] == event_id]
    return data.events.loc[row]


def package_with(folder: Path, old: str, new: str) -> Path:
    """A copy of the package with one text of the evidence changed."""
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    path = package / "evidence.csv"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    return package


def test_a_package_that_breaks_a_rule_gives_no_tables(tmp_path: Path) -> None:
    package = package_with(tmp_path, "asserts,,1997-06-03,", "asserts,,1997-06-31,")
    with pytest.raises(DataProblems) as raised:
        load(package)
    assert str(raised.value).splitlines() == [
        'lakeland/evidence.csv, line 4, date: "1997-06-31" is not an EDTF date: '
        "1997-06 has no day 31",
        "1 problem in 1 file; nothing was built",
    ]


def test_a_package_can_be_named_by_text(data: Tables) -> None:
    assert load(str(LAKELAND)).events.equals(data.events)


def test_each_table_has_the_columns_of_the_codebook_and_plain_row_numbers(data: Tables) -> None:
    derived = ["family", "earliest", "latest", "start_latest", "end_earliest"]
    derived += ["date_basis", "day_differs"]
    derived += ["amount_low", "amount_best", "amount_high", "about", "number_differs", "repeated"]
    derived += ["day_known", "stretch", "amount_text"]
    for name in data.codebook.tables:
        frame: pd.DataFrame = getattr(data, name)
        expected = [f.name for f in data.codebook.fields(name)]
        assert list(frame.columns) == expected + (derived if name == "events" else [])
        assert frame.index.equals(pd.RangeIndex(len(frame)))


def test_numbers_are_numbers_and_days_are_days(data: Tables) -> None:
    assert data.events["amount_best"].dtype == "float64"
    assert data.evidence["paragraph"].dtype == "int64"
    assert data.kinds["participants_min"].dtype == "int64"
    assert data.actors["level"].dtype == "int64"
    assert data.events["earliest"].dtype == "datetime64[s]"
    assert data.events["day_known"].dtype == "bool"
    assert data.events["stretch"].dtype == "bool"


def test_an_amount_that_is_not_stated_is_missing_and_not_none(data: Tables) -> None:
    capture = event(data, "capture-1997-06-02")
    assert pd.isna(capture["amount_low"])
    assert pd.isna(capture["amount_high"])
    assert capture["amount_best"] == 62


@pytest.mark.parametrize(
    ("event_id", "earliest", "latest", "day_known", "stretch"),
    [
        ("call-1997-06-03-corde-quill", "1997-06-03", "1997-06-03", True, False),
        ("offer-1997-06", "1997-06-02", "1997-06-07", False, False),
        ("release-1997-truce", "1997-06-27", "1997-07-07", False, False),
        ("escape-1997-11", "1997-11-01", "1997-11-30", False, False),
        ("meeting-possible-1997", "1997-09-10", None, False, False),
    ],
)
def test_bounds_come_from_the_date(
    data: Tables,
    event_id: str,
    earliest: str,
    latest: str | None,
    day_known: bool,
    stretch: bool,
) -> None:
    row = event(data, event_id)
    assert row["earliest"] == pd.Timestamp(earliest)
    assert pd.isna(row["latest"]) if latest is None else row["latest"] == pd.Timestamp(latest)
    assert (bool(row["day_known"]), bool(row["stretch"])) == (day_known, stretch)


def test_a_date_open_to_the_past_has_no_earliest_day(tmp_path: Path) -> None:
    data = load(
        package_with(
            tmp_path, "the source,asserts,,[1997-09-10..],", "the source,asserts,,[..1997-09-10],"
        )
    )
    row = event(data, "meeting-possible-1997")
    assert pd.isna(row["earliest"])
    assert row["latest"] == pd.Timestamp("1997-09-10")
    assert data.tidy["event_id"].iloc[0] == "meeting-possible-1997"


@pytest.mark.parametrize("year", ["0001", "1492", "9999"])
def test_days_far_from_today_are_read(tmp_path: Path, year: str) -> None:
    data = load(package_with(tmp_path, "asserts,,1997-06-03,", f"asserts,,{year}-06-03,"))
    [row] = data.events.index[data.events["event_id"] == "call-1997-06-03-corde-quill"]
    assert data.events.loc[row, "earliest"].isoformat()[:10] == f"{year}-06-03"


def test_the_family_of_an_event_is_that_of_its_kind(data: Tables) -> None:
    assert event(data, "halt-1997-06-18")["family"] == "talks"
    assert event(data, "meeting-possible-1997")["family"] == "contact"


def test_a_kind_that_the_package_adds_needs_no_code(data: Tables) -> None:
    assert event(data, "escape-1997-11")["family"] == "outflow"


def test_at_the_end_of_a_cell_it_says_what_there_is(data: Tables) -> None:
    shown = data._repr_html_()
    told = pd.read_html(StringIO(shown))[0]
    assert dict(zip(told["table"], told["rows"], strict=True)) == {
        "sources": 3, "actors": 12, "kinds": 21, "events": 36, "participants": 60, "evidence": 39,
    }  # fmt: skip
    assert f"{data.codebook.title}, version 1.0.0; what its sources cover lies" in shown
    assert repr(data).startswith("<Tables lakeland-talks 1.0.0: 3 sources, 12 actors, 21 kinds, ")


def test_a_package_that_covers_no_day_says_nothing_of_days(data: Tables) -> None:
    bare = replace(data, sources=data.sources.assign(covers=""))
    assert "cover" not in bare._repr_html_()


def test_tidy_has_one_row_for_each_event_in_the_order_of_their_first_day(data: Tables) -> None:
    tidy = data.tidy
    assert sorted(tidy["event_id"]) == sorted(data.events["event_id"])
    assert tidy["event_id"].is_unique
    assert tidy["earliest"].is_monotonic_increasing
    assert tidy.index.equals(pd.RangeIndex(len(tidy)))


def test_tidy_says_of_every_column_what_it_holds(data: Tables) -> None:
    assert list(data.tidy.attrs["about"]) == list(data.tidy.columns)
    assert all(data.tidy.attrs["about"].values())


def test_tidy_joins_actors_sources_and_evidence_in(data: Tables) -> None:
    row = data.tidy.set_index("event_id").loc["halt-1997-09-09"]
    assert row["kind_label"] == "talks halted"
    assert row["actors"] == "Merrow (initiator); Reed Council (participant)"
    assert row["actor_ids"] == "merrow; reed-council"
    assert row["sides"] == "Merrow; Reed Council"
    assert row["sources"] == "Statement; Review"
    assert row["evidence_ids"] == "E033; E034"
    assert row["speakers"] == "the source"


def test_tidy_names_who_speaks(data: Tables) -> None:
    row = data.tidy.set_index("event_id").loc["halt-1997-06-18"]
    assert row["speakers"] == "Official of Corvane, not named; Reed Council"


def test_tidy_of_an_event_without_participants_is_empty_text(data: Tables) -> None:
    row = data.tidy.set_index("event_id").loc["recovery-1997-09-06"]
    assert (row["actors"], row["actor_ids"], row["sides"]) == ("", "", "")


def test_tidy_leaves_out_the_side_of_actors_that_have_none(data: Tables) -> None:
    row = data.tidy.set_index("event_id").loc["release-1997-06-08"]
    assert row["actor_ids"] == "reed-council; relief-society"
    assert row["sides"] == "Reed Council"


def test_tidy_can_be_written_and_read_again(data: Tables, tmp_path: Path) -> None:
    data.tidy.to_csv(tmp_path / "tidy.csv", index=False)
    again = pd.read_csv(tmp_path / "tidy.csv", keep_default_na=False, dtype=str)
    assert list(again["event_id"]) == list(data.tidy["event_id"])
    assert list(again["summary"]) == list(data.tidy["summary"])


def test_making_the_flat_table_leaves_the_tables_as_they_were() -> None:
    data = load(LAKELAND)
    before = {n: getattr(data, n).copy() for n in data.codebook.tables}
    assert len(data.tidy) == len(data.events)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(data, name), frame)
