"""Each format by rows invented for it: what a row becomes is read off the format's codebook."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from tests.importers.conftest import Importing, Run

from analysis.importers.mapping import code_table, formats
from analysis.package.check import check

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ROOT = Path(__file__).resolve().parents[2]


def rows(columns: list[str], cells: list[dict[str, str]], *, head: bool, sign: str) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, columns, delimiter=sign, restval="", quoting=csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    if head:
        writer.writeheader()
    writer.writerows(cells)
    return text.getvalue()


def columns_of(name: str) -> list[str]:
    mapping = formats()[name]
    return mapping.file.columns or mapping.recognised_by


@pytest.mark.parametrize("name", ["gdelt-2.0", "gdelt-1.0", "gdelt-1.0-historical"])
def test_gdelt(importing: Importing, name: str) -> None:
    day = {"SQLDATE": "20240103", "MonthYear": "202401", "Year": "2024", "DATEADDED": "20240104"}
    merrow = {"Actor1Code": "MER", "Actor1Name": "MERROW", "Actor1CountryCode": "MER"}
    back = {"Actor1Code": "COR", "Actor1Name": "CORVANE", "Actor1CountryCode": "COR"}
    cells = [
        {**day, **merrow, "Actor2Code": "COR", "Actor2Name": "CORVANE", "EventCode": "042"},
        {**day, **back, "Actor2Code": "MER", "Actor2Name": 'THE "OLD" TOWN', "EventCode": "043"},
        {**day, **merrow, "EventCode": "041"},
        {**day, **merrow, "Actor2Code": "COR", "Actor2Name": "CORVANE", "EventCode": "190"},
        {**day, **merrow, "EventCode": "0841"},
    ]
    cells = [{"GLOBALEVENTID": str(n), **cell} for n, cell in enumerate(cells, 1)]
    text = "\n".join("\t".join(c.get(x, "") for x in columns_of(name)) for c in cells)
    run = importing(text, name="20240104.export.CSV")
    assert run.status == 0, run.err
    assert check(run.folder) == []
    report = run.table("import-report")
    assert list(report["outcome"]) == [
        "event", "merged", "rejected", "not coded", "rejected",
    ]  # fmt: skip
    assert report.loc[4, "reason"] == "names 1 of the 2 actors that its kind needs"
    summary = run.table("events").loc[0, "summary"]
    assert summary == "Make a visit, as a machine coded it: MERROW; CORVANE"
    assert report.loc[1, "reason"] == "merged with row 1 of 20240104.export.CSV"
    assert len(run.table("events")) == 1
    # 042 and 043 tell of one visit: Merrow goes, Corvane is the host.
    parts = run.table("participants").set_index("actor_id")["part"].to_dict()
    assert parts == {"mer": "initiator", "cor": "host"}
    assert run.table("sources").loc[0, "covers"] == "2024-01-04/2024-01-04"
    assert run.table("actors").set_index("actor_id").loc["mer", "kind"] == "state"


def test_icews_by_either_spelling_of_its_columns(importing: Importing) -> None:
    names = ["Event ID", "Event Date", "Source Name", "Source Country", "Event Text", "CAMEO Code",
             "Target Name", "Target Country", "Story ID", "City"]  # fmt: skip
    cells = [
        {"Event Date": "2018-06-01", "Source Name": "Merrow", "Source Country": "Merrow",
         "CAMEO Code": "041", "Target Name": "Corvane", "Target Country": "Corvane",
         "Event Text": "Discuss by telephone", "Story ID": str(n)}
        for n in (1, 2)
    ]  # fmt: skip
    for spelt in (names, [name.lower().replace(" ", "_") for name in names]):
        own = [{s: c.get(n, "") for n, s in zip(names, spelt, strict=True)} for c in cells]
        run = importing(rows(spelt, own, head=True, sign="\t"), "--replace")
        assert run.status == 0, run.err
        (event,) = run.table("events").to_dict("records")
        assert (event["kind"], event["channel"]) == ("contact", "phone")
        assert event["note"] == "From 2 rows of the data set, merged, of 2 stories."
        assert set(run.table("participants")["part"]) == {"participant"}
        assert set(run.table("actors")["side"]) == {"Merrow", "Corvane"}


def test_phoenix(importing: Importing) -> None:
    cell = {"EventID": "x", "Date": "20150903", "Year": "2015", "Month": "09", "Day": "03",
            "SourceActorFull": "MERGOV", "SourceActorEntity": "MER", "TargetActorFull": "COR",
            "TargetActorEntity": "COR", "EventCode": "057"}  # fmt: skip
    run = importing(rows(columns_of("phoenix"), [cell] * 2, head=False, sign="\t"))
    assert run.status == 0, run.err
    assert list(run.table("events")["kind"]) == ["agreement"]
    assert list(run.table("actors")["kind"]) == ["unknown", "state"]


def test_polecat(importing: Importing) -> None:
    cell = {"Event ID": "x", "Event Date": "2021-01-02", "Event Type": "CONSULT",
            "Event Mode": "phone", "Actor Name": "A", "Recipient Name": "B; C"}  # fmt: skip
    other = {**cell, "Event Type": "PROTEST", "Event Mode": "demo"}
    run = importing(rows(columns_of("polecat"), [cell, other], head=True, sign="\t"))
    assert run.status == 0, run.err
    assert list(run.table("events")["channel"]) == ["phone"]
    assert list(run.table("import-report")["outcome"]) == ["event", "not coded"]


def test_ucdp_is_background_with_bounds_and_a_day_among_several(importing: Importing) -> None:
    cell = {"date_start": "2013-01-03 00:00:00.000", "date_end": "2013-01-05",
            "side_a": "A", "side_b": "B", "low": "2.0", "best": "3.0", "high": "5.0",
            "dyad_name": "A"}  # fmt: skip
    broken = {**cell, "low": "9.0"}
    columns = [*columns_of("ucdp-ged"), "where_coordinates", "adm_1", "country"]
    run = importing(rows(columns, [cell, broken], head=True, sign=","))
    assert run.status == 0, run.err
    evidence = run.table("evidence")
    assert list(evidence["date"]) == ["[2013-01-03..2013-01-05]"] * 2
    assert list(evidence.loc[0, ["amount_low", "amount_best", "amount_high"]]) == ["2", "3", "5"]
    assert list(evidence.loc[1, ["amount_low", "amount_best", "amount_high"]]) == ["", "", ""]
    assert "1 whose low, best and high contradict each other" in run.out
    assert run.table("sources").loc[0, "families"] == "context"


def test_acled(importing: Importing) -> None:
    cells = [
        {"event_date": "16 May 2024", "sub_event_type": kind, "actor1": "A", "actor2": "B",
         "fatalities": "3"}
        for kind in ("Armed clash", "Abduction/forced disappearance", "Agreement", "Arrests")
    ]  # fmt: skip
    columns = [*columns_of("acled"), "location", "admin1", "country", "source"]
    run = importing(rows(columns, cells, head=True, sign=","))
    assert run.status == 0, run.err
    assert list(run.table("events")["kind"]) == ["violence", "capture", "agreement"]
    assert list(run.table("evidence")["amount_best"]) == ["3", "", ""]


def test_pa_x(importing: Importing) -> None:
    cell = {"Con": "Merrow/Corvane", "PPName": "Tolby process", "Agt": "Tolby accord",
            "Dat": "1997-06-20", "Stage": "Cea", "Status": "Signed"}  # fmt: skip
    run = importing(rows(columns_of("pa-x"), [cell], head=True, sign=","))
    assert run.status == 0, run.err
    (event,) = run.table("events").to_dict("records")
    assert (event["process"], event["summary"]) == ("Tolby process", "Tolby accord")
    assert list(run.table("actors")["name"]) == ["Merrow", "Corvane"]


def test_eth_prio_ceasefires(importing: Importing) -> None:
    """Two sides of one ceasefire, whose end has no day, and one that never took effect."""
    declared = {"cf_dec_yr": "1997", "cf_dec_month": "6", "cf_dec_day": "20"}
    effect = {"cf_effect_yr": "1997", "cf_effect_month": "6", "cf_effect_day": "27"}
    none = {"cf_effect_yr": "-1", "cf_effect_month": "-1", "cf_effect_day": "-1"}
    end = {"end_yr": "1997", "end_month": "7", "end_day": "0"}
    lake = {"cc": "900", "location": "Lakeland", "cf_id": "1", **declared}
    cells = [
        {**lake, "actor_name": "Government of Lakeland", **effect, **end},
        {**lake, "actor_name": "Reed Council", **effect, **end},
        {**lake, "cf_id": "2", "actor_name": "Reed Council", **none, "end_yr": "-1"},
    ]
    columns = [*columns_of("eth-prio-ceasefires"), "end_yr", "end_month", "end_day"]
    run = importing(rows(columns, cells, head=True, sign=","))
    assert run.status == 0, run.err
    assert check(run.folder) == []
    events = run.table("events").set_index("event_id")
    assert list(events["kind"]) == [
        "ceasefire_declared", "truce_start", "truce_end", "ceasefire_declared",
    ]  # fmt: skip
    assert set(events["process"]) == {"Lakeland"}
    evidence = run.table("evidence")
    dates = evidence.groupby(evidence["event_id"].map(events["kind"]))["date"].agg(set)
    assert dates["truce_start"] == {"1997-06-27"}
    assert dates["truce_end"] == {"1997-07"}
    assert dates["ceasefire_declared"] == {"1997-06-20"}
    assert len(evidence) == 7
    took_part = run.table("participants").groupby("event_id").size()
    assert list(took_part.loc[events.index]) == [2, 2, 2, 1]


def test_timelinejs(importing: Importing) -> None:
    events = [
        {"start_date": {"year": 1997, "month": 6}, "text": {"headline": "A", "text": "B"}},
        {"start_date": {"year": 1997, "month": 6, "day": 5}, "text": {"headline": "C"}},
    ]
    run = importing(json.dumps({"title": {}, "events": events}), name="timeline.json")
    assert run.status == 0, run.err
    assert list(run.table("evidence")["date"]) == ["1997-06", "1997-06-05"]


def test_persons_held_are_counted_and_not_named(importing: Importing) -> None:
    """Three taken on one day at one place, one elsewhere; two freed on one day, one died."""
    sheet = """\
name,taken,held_by,place,fate,fate_date
P1,1997-06-02,Reed Council,Ferry,released,1997-06-20
P2,1997-06-02,Reed Council,Ferry,released,1997-06-20
P3,1997-06-02,Reed Council,Ferry,died,
P4,1997-06-02,Reed Council,Harbour,,
"""
    run = importing(sheet)
    assert run.status == 0, run.err
    assert check(run.folder) == []
    evidence = run.table("evidence").merge(run.table("events"), on="event_id")
    counted = evidence[evidence["amount_best"] != ""]
    assert list(zip(counted["kind"], counted["amount_best"], strict=True)) == [
        ("capture", "3"), ("release", "2"), ("death", "1"), ("capture", "1"),
    ]  # fmt: skip
    assert len(evidence) == 7
    everything = "".join(p.read_text(encoding="utf-8") for p in run.folder.glob("*.csv"))
    assert not re.search(r"\bP[1-4]\b", everything)


def test_every_code_is_of_a_kind_and_has_parts_that_the_kind_allows() -> None:
    kinds = pd.read_csv(ROOT / "seeds" / "kinds.csv", dtype=str, na_filter=False).set_index("kind")
    for name in ("cameo", "plover"):
        table = code_table(name)
        assert set(table["kind"]) <= set(kinds.index)
        assert table.index.is_unique
        for _, row in table.iterrows():
            assert {row["first"], row["second"]} <= set(kinds.loc[row["kind"], "parts"].split())


def test_every_format_is_tested_here() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in formats() if name.split("-")[0] not in told] == []


# Real files of others, which stay outside the project


def real(importing: Importing, name: str, *more: str) -> Run:
    if not (DATA / name).is_file():
        pytest.skip(f"no {name} in ../shared/data")
    run = importing(DATA / name, *more)
    assert run.status == 0, run.err
    assert check(run.folder) == []
    return run


def test_calls_of_icews_are_merged_as_measured(importing: Importing) -> None:
    run = real(importing, "icews_sample_2018-06.tsv")
    raw = pd.read_csv(DATA / "icews_sample_2018-06.tsv", sep="\t", dtype=str, na_filter=False)
    codes = raw["cameo_code"].set_axis(raw.index + 2)
    report = run.table("import-report").set_index("row")
    told = report["events"].groupby(codes.reindex(report.index.astype(int)).to_numpy())
    assert (codes == "041").sum() == 22
    assert told.get_group("041").nunique() == 9
    visits = pd.concat([told.get_group("042"), told.get_group("043")])
    assert (len(visits), visits.nunique()) == (435, 137)


def test_rows_of_gdelt_without_a_pair_are_rejected_as_measured(importing: Importing) -> None:
    run = real(importing, "gdelt2_20191024143000.export.CSV")
    report = run.table("import-report")
    assert len(report) == 2_111
    assert (report["outcome"] == "").sum() == 0
    note = run.table("sources").loc[0, "note"]
    assert "2,111 rows" in note
    assert "042 and 043" in note


def test_broken_bounds_of_ucdp_are_as_many_as_measured(importing: Importing) -> None:
    run = real(importing, "ucdp_ged_sample1000.csv")
    assert "13 whose low, best and high contradict each other" in run.out
    assert (run.table("evidence")["amount_best"] == "").sum() == 13
