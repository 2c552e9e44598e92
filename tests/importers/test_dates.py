"""Dates of others: each form to what EDTF says of it, and the column decides what is open."""

from __future__ import annotations

import pytest

from analysis.importers.dates import read_dates
from analysis.importers.decisions import CannotImport


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("14/11/2023", "2023-11-14"),
        ("2023-11-14T10:00:00Z", "2023-11-14"),
        ("2023-11-14 23:59", "2023-11-14"),
        ("20231114", "2023-11-14"),
        ("20231114103000", "2023-11-14"),
        ("14.11.2023", "2023-11-14"),
        ("02 June 1997", "1997-06-02"),
        ("June 2, 1997", "1997-06-02"),
        ("Monday, 2 June 1997", "1997-06-02"),
        ("2-Jun-1997", "1997-06-02"),
        ("1er juin 1997", "1997-06-01"),
        ("3 de mayo de 2010", "2010-05-03"),
        ("June 1997", "1997-06"),
        ("06/1997", "1997-06"),
        ("3//1996", "1996-03"),
        ("?/?/2009", "2009"),
        ("00/05/2009", "2009-05"),
        ("2009-05-00", "2009-05"),
        ("45244", "2023-11-14"),  # Excel: 45244 days after 30 December 1899
        ("1997", "1997"),
        ("[1997-06-01..1997-06-03]", "[1997-06-01..1997-06-03]"),
        ("between 1 and 5 May 1997", "[1997-05-01..1997-05-05]"),
        ("Between May 1 and May 5, 1997", "[1997-05-01..1997-05-05]"),
        ("from 3 to 5 May 1997", "1997-05-03/1997-05-05"),
        ("from 28 May to 2 June 1997", "1997-05-28/1997-06-02"),
    ],
)
def test_a_date_is_what_its_words_say(text: str, edtf: str) -> None:
    assert read_dates([text], "date", "day-month").edtf[text] == edtf


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "not a date"),
        ("31/02/1999", "no day 31"),
        ("2-Jun-97", "two digits"),
        ("12-14 June 1997", "not a date"),
        ("14/13/2023", "no month 13"),
        ("12-14 June 1997", 'write "1997-06-12/1997-06-14" for what lasted'),
        ("June 12-14, 1997", '"[1997-06-12..1997-06-14]" for what was on one of them'),
        ("12.–14. Juni 1997", '"1997-06-12/1997-06-14"'),
        ("28 May – 2 June 1997", '"1997-05-28/1997-06-02"'),
        ("1997-06-12 to 1997-06-14", '"1997-06-12/1997-06-14"'),
        ("12.06.1997-14.06.1997", '"1997-06-12/1997-06-14"'),
        ("14-12 June 1997", "ends on 1997-06-12, before it begins"),
        ("May 1997 to June 1997", "not a date"),
        ("3 May 1997 - today", "not a date"),
    ],
)
def test_what_cannot_be_read_is_listed_and_never_guessed(text: str, why: str) -> None:
    read = read_dates([text], "date", "day-month")
    assert text not in read.edtf
    assert why in read.refused[text]


def test_days_that_a_spreadsheet_has_turned_round_are_asked_about() -> None:
    # 14/11, 3/12 and 5/1, typed where the month stands first: 3 and 5 became months.
    typed = ["14/11/2023", "44997", "2024-05-01 00:00:00"]
    with pytest.raises(CannotImport, match=r"44997 \(2023-03-12\).*--dates day-month"):
        read_dates(typed, "date")
    taken = read_dates(typed, "date", "day-month")
    assert taken.edtf["44997"] == "2023-03-12"
    assert "turns day and month round" in taken.decisions[0].found
    # A counted day after the 12th was not turned round: others may have been, and that is said.
    (said, *_) = [d.found for d in read_dates([*typed, "2023-12-20"], "date").decisions[1:]]
    assert "turns day and month round" in said


def test_dates_that_are_all_text_or_all_counted_are_not_asked_about() -> None:
    for typed in (["14/11/2023", "3/12/2023", "2024-05-01"], ["44997", "2024-05-01"]):
        assert not any("round" in d.found for d in read_dates(typed, "date").decisions)


def test_one_date_decides_for_the_whole_column() -> None:
    assert read_dates(["3/4/1997", "14/4/1997"], "date").edtf["3/4/1997"] == "1997-04-03"
    assert read_dates(["3/4/1997", "4/14/1997"], "date").edtf["3/4/1997"] == "1997-03-04"


def test_where_nothing_decides_it_is_asked() -> None:
    with pytest.raises(CannotImport, match="may begin with the day or the month"):
        read_dates(["3/4/1997", "5/6/1997"], "date")
    assert read_dates(["5/5/1997"], "date").edtf["5/5/1997"] == "1997-05-05"


def test_a_column_of_both_orders_is_asked_for() -> None:
    with pytest.raises(CannotImport, match="--dates"):
        read_dates(["14/4/1997", "4/14/1997"], "date")


def test_an_empty_cell_is_no_date_and_no_fault() -> None:
    read = read_dates(["", "1997-06-02"], "date")
    assert read.edtf[""] == ""
    assert read.refused == {}
