"""One flat sheet of somebody's own becomes a package that passes every check.

The sheets are invented. What an event should be is read off its row by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.importers.conftest import Importing

from analysis.commands.cli import main
from analysis.package.check import check
from analysis.package.tables import load

SHEET = """\
Date;What;How;From;To;Number;Source;Link;Place
02/06/1997;hostages taken;;Reed Council;;about 40;Tolby Post;https://example.org/1;Heron Island
14/06/1997;call;phone;President of Corvane;Prime Minister of Merrow;;Tolby Post;;
6//1997;meeting;;President of Corvane;Reed Counsil;;Post;;Tolby
20/06/1997;released;;Reed Council;;10-12;Tolby Post;;
soon;released;;Reed Council;;3;Tolby Post;;
22/06/1997;press review;;Reed Council;;;Tolby Post;;
23/06/1997;call;phone;President of Corvane;;;Tolby Post;;
30/06/1997;number held;;Reed Council;;more than 20;Tolby Post;;
"""


def test_a_sheet_becomes_a_package_without_a_problem(importing: Importing) -> None:
    run = importing(SHEET)
    assert run.status == 0, run.err
    assert check(run.folder) == []
    tidy = load(run.folder).tidy.set_index("event_id")
    assert len(tidy) == 5
    capture = tidy.loc["row-000002"]
    assert (capture["kind"], capture["amount_best"], capture["about"]) == ("capture", 40, True)
    assert capture["note"] == "Source as the sheet gives it: Tolby Post https://example.org/1"
    call = tidy.loc["row-000003"]
    assert (call["kind"], call["channel"]) == ("contact", "phone")
    assert (
        call["actors"] == "President of Corvane (initiator); Prime Minister of Merrow (recipient)"
    )
    meeting = tidy.loc["row-000004"]
    assert f"{meeting['earliest']:%F} {meeting['latest']:%F}" == "1997-06-01 1997-06-30"
    release = tidy.loc["row-000005"]
    assert (release["amount_low"], release["amount_high"]) == (10, 12)
    assert tidy.loc["row-000009", "amount_low"] == 21


def test_every_row_has_its_fate(importing: Importing) -> None:
    report = importing(SHEET).table("import-report").set_index("row")
    assert list(report["outcome"]) == [
        "event", "event", "event", "event", "rejected", "rejected", "rejected", "event",
    ]  # fmt: skip
    assert report.loc["6", "reason"] == 'Date: "soon" is not a date that is read here'
    assert report.loc["7", "reason"] == '"press review" is a kind that the mapping lacks'
    assert report.loc["8", "reason"] == "names 1 of the 2 actors that its kind needs"
    assert report.loc["2", "events"] == "row-000002"


@pytest.mark.parametrize("who", ["Corvane, Merrow", "Corvane and Merrow", "Corvane – Merrow"])
def test_names_that_are_not_parted_are_pointed_out(importing: Importing, who: str) -> None:
    run = importing(f'Date,What,Who\n1997-06-03,call,Corvane;Merrow\n1997-06-04,call,"{who}"\n')
    reason = run.table("import-report").set_index("row").loc["3", "reason"]
    assert reason.startswith(
        "names 1 of the 2 actors that its kind needs; a name in it has a comma"
    )
    assert 'parted at ";"' in reason


def test_the_sheet_is_one_source_of_rows_without_quotes(importing: Importing) -> None:
    run = importing(SHEET)
    (source,) = run.table("sources").to_dict("records")
    assert source["type"] == "dataset"
    assert source["covers"] == "1997-06-02/1997-06-30"
    assert source["published"] == "[1997-06-30..]"
    assert source["families"] == "contact inflow outflow stock"
    evidence = run.table("evidence")
    assert list(evidence["paragraph"]) == ["2", "3", "4", "5", "9"]
    assert set(evidence["quote"]) == {""}


def test_what_was_decided_and_what_is_open_is_printed(importing: Importing) -> None:
    said = importing(SHEET).out
    assert 'the day first, as in "14/06/1997"' in said
    assert '"press review": 1' in said
    assert '"Reed Counsil": "Reed Council"' in said
    assert '"Date" is date; "What" is kind' in said


def test_the_mapping_that_was_printed_can_be_edited(importing: Importing, tmp_path: Path) -> None:
    first = importing(SHEET)
    told = yaml.safe_load((first.folder / "mapping.yaml").read_text(encoding="utf-8"))
    assert told["kinds"]["press review"] == ""
    told["kinds"]["press review"] = "skip"
    told["names"] = {"Reed Counsil": "Reed Council"}
    edited = tmp_path / "mine.yaml"
    edited.write_text(yaml.safe_dump(told), encoding="utf-8")
    second = importing(SHEET, "--mapping", str(edited), "--replace")
    assert second.status == 0, second.err
    assert "Reed Counsil" not in set(second.table("actors")["name"])
    assert second.table("import-report").loc[5, "outcome"] == "not coded"


def test_the_same_file_gives_the_same_bytes(importing: Importing) -> None:
    first = importing(SHEET)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    again = importing(SHEET, "--replace")
    assert {path.name: path.read_bytes() for path in again.folder.iterdir()} == before


def test_a_sheet_whose_kinds_nobody_knows_is_helped_by_a_draft(
    importing: Importing, tmp_path: Path
) -> None:
    sheet = "date,what,who\n1997-06-02,Anruf,A;B\n"
    first = importing(sheet)
    assert first.status == 1
    assert "--draft" in first.err
    assert not first.folder.exists()
    draft = tmp_path / "draft.yaml"
    assert importing(sheet, "--draft", str(draft)).status == 0
    text = draft.read_text(encoding="utf-8")
    assert "Anruf: ''" in text
    assert "is there already" in importing(sheet, "--draft", str(draft)).err
    draft.write_text(text.replace("Anruf: ''", "Anruf: contact/phone"), encoding="utf-8")
    run = importing(sheet, "--mapping", str(draft))
    assert list(run.table("events")["channel"]) == ["phone"]


def test_a_draft_needs_no_folder_and_a_package_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, draft = tmp_path / "sheet.csv", tmp_path / "draft.yaml"
    sheet.write_text("date,what,who\n1997-06-02,Anruf,A;B\n", encoding="utf-8")
    assert main(["import", str(sheet)]) == 1
    assert "--to FOLDER is missing" in capsys.readouterr().err
    assert main(["import", str(sheet), "--draft", str(draft)]) == 0
    assert sorted(tmp_path.iterdir()) == [draft, sheet]


def test_names_are_split_and_differ_by_more_than_capitals(importing: Importing) -> None:
    run = importing("when,what,who\n1997-06-02,talks,A; B ;C\n1997-06-03,talks,a;B\n")
    assert list(run.table("actors")["name"]) == ["A", "B", "C"]
    assert len(run.table("participants")) == 5


def test_what_is_ambiguous_is_asked_and_nothing_is_written(importing: Importing) -> None:
    sheet = "date,what,who\n3/4/1997,call,A;B\n"
    run = importing(sheet)
    assert run.status == 1
    assert "--dates day-month or month-day" in run.err
    assert not run.folder.exists()
    assert importing(sheet, "--dates", "month-day").table("evidence").loc[0, "date"] == "1997-03-04"


def test_a_sheet_without_the_columns_says_which_are_lacking(importing: Importing) -> None:
    run = importing("a,b\nx,y\n")
    assert run.status == 1
    assert "no column is called after the day" in run.err
    assert "Traceback" not in run.err


def test_columns_are_known_by_the_names_that_people_give_them(importing: Importing) -> None:
    head = "Date (dd/mm/yyyy),What happened,Who called,With whom,Contact mode,My notes\n"
    run = importing(head + "14/11/2023,Call,Ana Ferro,Bela Ruiz,phone,short\n")
    assert run.status == 0
    assert list(run.table("events")["channel"]) == ["phone"]
    assert list(run.table("participants")["part"]) == ["initiator", "recipient"]


def test_a_mapping_with_a_slip_is_refused_with_the_right_word(
    importing: Importing, tmp_path: Path
) -> None:
    slip = tmp_path / "mine.yaml"
    slip.write_text("nmae: x\n", encoding="utf-8")
    run = importing(SHEET, "--mapping", str(slip))
    assert run.status == 1
    assert 'did you mean "name"?' in run.err


def test_only_what_an_import_made_is_replaced(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "mine.txt").write_text("mine")
    assert "no import made it" in importing(SHEET).err
    assert [path.name for path in (tmp_path / "package").iterdir()] == ["mine.txt"]


def test_rows_that_are_not_kept_are_told(importing: Importing) -> None:
    run = importing(SHEET, "--keep", "From,To=Reed Council")
    outcomes = run.table("import-report")["outcome"].value_counts()
    assert outcomes["left out"] == 3
    assert outcomes["event"] == 3


def test_a_sheet_with_columns_of_other_names_is_helped_by_two_drafts(
    importing: Importing, tmp_path: Path
) -> None:
    sheet = "held_on,state,parties\n1997-06-02,going on,A;B\n1997-06-05,call,A;B\n"
    refused = importing(sheet)
    assert "--draft mapping.yaml" in refused.err
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    assert importing(sheet, "--draft", str(first)).status == 0
    text = first.read_text(encoding="utf-8")
    assert text.count("column: '?'") == 2
    assert '"?" is named by the mapping' in importing(sheet, "--mapping", str(first)).err
    text = text.replace("column: '?'", "column: state", 1).replace("'?'", "held_on")
    first.write_text(text.replace("{?}", "{state}"), encoding="utf-8")
    assert importing(sheet, "--mapping", str(first), "--draft", str(second)).status == 0
    text = second.read_text(encoding="utf-8")
    assert "going on: ''" in text
    second.write_text(text.replace("going on: ''", "going on: talks_round"), encoding="utf-8")
    events = importing(sheet, "--mapping", str(second)).table("events")
    assert list(events["kind"]) == ["talks_round", "contact"]
