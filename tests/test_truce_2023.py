"""What somebody reads off the tables of the edition ``truce-2023``, down to the paragraph.

The expected values were worked out by hand from the articles.
"""

from __future__ import annotations

import re

import pytest
from tests.report_reader import Report


@pytest.fixture(scope="module")
def places(truce_report: Report) -> dict[str, tuple[str, int]]:
    """Evidence id -> source and paragraph."""
    found = {}
    for row in truce_report.table("evidence"):
        source, paragraph = re.fullmatch(r"(.+), paragraph\s(\d+)", row["place"]).groups()  # type: ignore[union-attr]
        found[row["evidence_id"]] = (source, int(paragraph))
    return found


def where(places: dict[str, tuple[str, int]], row: dict[str, str]) -> set[tuple[str, int]]:
    ids = row["evidence"].split()
    assert ids, row
    return {places[item] for item in ids}


@pytest.mark.slow
def test_the_window_ends_with_the_last_day_that_a_source_narrates(truce_report: Report) -> None:
    assert truce_report.json("key_figures.json")["window"] == {
        "start": "2023-10-07",
        "end": "2023-12-02",
    }


@pytest.mark.slow
def test_seven_dated_calls_between_whom_and_on_which_days(
    truce_report: Report, places: dict[str, tuple[str, int]]
) -> None:
    calls = [row for row in truce_report.table("dated_contacts") if row["by"] == "telephone"]
    assert [(row["when"], row["pair"]) for row in calls] == [
        ("20 Oct 2023", "Biden – Netanyahu"),
        ("22 Oct 2023", "Biden – Netanyahu"),
        ("23 Oct 2023", "Biden – Netanyahu"),
        ("25 Oct 2023", "Biden – Netanyahu"),
        ("12 Nov 2023", "Biden – Emir of Qatar"),
        ("14 Nov 2023", "Biden – Netanyahu"),
        ("17 Nov 2023", "Biden – Emir of Qatar"),
    ]
    for row in calls[:4]:
        assert where(places, row) == {("Source 1", 12)}
    for row in calls[4:]:
        assert {source for source, _ in where(places, row)} == {"Source 1"}
    figure = truce_report.key_figures["calls"]
    # The eighth is Qatar's opening call, of which Source 1 gives no day.
    assert (figure["low"], figure["high"]) == (8, None)
    # Of four of the days the text tells of a flurry: at least one call on each.
    assert figure["note"] == "at least seven on a known day: two pairs, 20 Oct – 17 Nov 2023"
    dated = [item for row in calls for item in row["evidence"].split()]
    assert [item for item in figure["evidence"] if item in dated] == dated
    opening = [item for item in figure["evidence"] if item not in dated]
    assert {places[item] for item in opening} == {("Source 1", 6)}


@pytest.mark.slow
def test_no_other_call_is_counted(truce_report: Report) -> None:
    drawn = [row for row in truce_report.table("contacts") if row["series"] == "call"]
    assert sum(row["drawn"] == "dated" for row in drawn) == 7


@pytest.mark.slow
def test_the_november_halt_lasted_five_days_at_most(
    truce_report: Report, places: dict[str, tuple[str, int]]
) -> None:
    (row,) = [r for r in truce_report.table("spells") if r["began"] == "14 Nov 2023"]
    assert (row["ended"], row["lasted"]) == ("14–19 Nov 2023", "at most 5 days")
    assert {source for source, _ in where(places, row)} == {"Source 1"}
    (drawn,) = [r for r in truce_report.table("stalls") if r["start_earliest"] == "2023-11-14"]
    assert (drawn["days_low"], drawn["days_high"], drawn["open"]) == ("0.0", "5.0", "False")


@pytest.mark.slow
def test_the_december_halt_is_open(
    truce_report: Report, places: dict[str, tuple[str, int]]
) -> None:
    (row,) = [r for r in truce_report.table("spells") if r["began"] == "23 Nov – 1 Dec 2023"]
    assert row["ended"].startswith("open on 2 Dec 2023")
    assert {source for source, _ in where(places, row)} == {"Source 2"}
    (drawn,) = [
        r
        for r in truce_report.table("stalls")
        if r["kind"].startswith("declared") and r["start_earliest"] == "2023-11-23"
    ]
    assert (drawn["start_latest"], drawn["end_latest"], drawn["open"]) == ("2023-12-01", "", "True")
    figure = truce_report.key_figures["declared_halts"]
    assert figure["number"] == 2
    assert (
        figure["note"] == "at most 5 days from 14 Nov 2023 and one open since 23 Nov – 1 Dec 2023"
    )


@pytest.mark.slow
def test_what_was_promised_and_what_was_named(
    truce_report: Report, places: dict[str, tuple[str, int]]
) -> None:
    rows = truce_report.table("promised_and_named")
    assert [(row["what"], row["amount"]) for row in rows] == [
        ("releases offered", "about 50"),
        ("names on a list", "10"),
        ("criteria", ""),  # criteria for "the 50": nobody says how many they identify
        ("list missing", ""),
    ]
    assert rows[3]["when"] == "1 Dec 2023"
    assert where(places, rows[0]) == where(places, rows[1]) == {("Source 1", 15)}
    assert where(places, rows[3]) == {("Source 2", 12)}


@pytest.mark.slow
def test_every_piece_of_evidence_in_any_table_has_a_paragraph(
    truce_report: Report, places: dict[str, tuple[str, int]]
) -> None:
    cited = set()
    for path in sorted((truce_report.folder / "tables").glob("*.csv")):
        for row in truce_report.table(path.stem):
            cited |= set(row.get("evidence", "").split())
    for figure in truce_report.key_figures.values():
        cited |= set(figure["evidence"])
    assert len(cited) > 30
    assert cited <= set(places)
    assert all(source and paragraph >= 1 for source, paragraph in places.values())
