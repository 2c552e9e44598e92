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
    ],
)
def test_what_cannot_be_read_is_listed_and_never_guessed(text: str, why: str) -> None:
    read = read_dates([text], "date", "day-month")
    assert text not in read.edtf
    assert why in read.refused[text]


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
