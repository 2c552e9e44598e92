"""EDTF read without guessing: what is refused, what the bounds are, and when a day is known."""

from __future__ import annotations

import datetime as dt
import re

import edtf
import pytest

from analysis.edtf import EdtfError, Shape, parse_edtf


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-13-01", "is not an EDTF date: there is no month 13"),
        ("2023-00", "is not an EDTF date: there is no month 0"),
        ("2023-02-29", "is not an EDTF date: 2023-02 has no day 29"),
        ("1900-02-29", "is not an EDTF date: 1900-02 has no day 29"),
        ("2023-11-31", "is not an EDTF date: 2023-11 has no day 31"),
        ("2023-11-00", "is not an EDTF date: 2023-11 has no day 0"),
        ("0000", "is not an EDTF date: the calendar used here has no year 0"),
        ("14 November 2023", "is not an EDTF date"),
        ("2023-1-1", "is not an EDTF date"),
        ("14.11.2023", "is not an EDTF date"),
        ("2023/11/14", "is not an EDTF date: an interval is written start/end"),
        ("20231114", "is not an EDTF date"),
        (" 2023-11-14", "is not an EDTF date"),
        ("2023-11-14\n", "is not an EDTF date"),
        ("unknown", "is not an EDTF date"),
        ("2023-11-12..2023-11-14", "is not an EDTF date"),
        (
            "2023-11-19/2023-11-14",
            "is not an EDTF date: it ends (2023-11-14) before it starts (2023-11-19)",
        ),
        (
            "[2023-11-14..2023-11-12]",
            "is not an EDTF date: it ends (2023-11-12) before it starts (2023-11-14)",
        ),
        (
            "2023-11-14?/2023-11-10",
            "is not an EDTF date: it ends (2023-11-10) before it starts (2023-11-14)",
        ),
        ("2023-11-14/soon", "is not an EDTF date ('soon' is not a date)"),
        ("2023-11-14/2023-11-31", "is not an EDTF date: 2023-11 has no day 31"),
        ("/", "is not an EDTF date: an interval is written start/end"),
        ("../..", "is not an EDTF date: an interval is written start/end"),
        ("[2023-11-12..2023-11-14}", "is not an EDTF date: its brackets do not match"),
        ("{2023-11-12]", "is not an EDTF date: its brackets do not match"),
        ("[2023-11-12", "is not an EDTF date"),
        ("[]", "is not an EDTF date ('' is not a date)"),
        ("[..]", "is not an EDTF date ('..' is not a date)"),
        ("[2023-11-12,,2023-11-14]", "is not an EDTF date ('' is not a date)"),
        (
            "[2023-11-12..2023-11-13..2023-11-14]",
            "is not an EDTF date ('2023-11-12..2023-11-13..2023-11-14' is not a date)",
        ),
        ("[2023-11-12..soon]", "is not an EDTF date ('soon' is not a date)"),
        ("2023-13?", "is not an EDTF date: there is no month 13"),
        ("2023-02-3X", "is not an EDTF date: no day has this form"),
        ("2023-2X", "is not an EDTF date: no day has this form"),
        ("2023-02-30?", "is not an EDTF date: 2023-02 has no day 30"),
        ("2023-11-14??", "is not an EDTF date"),
        ("1997-W54", "is not an EDTF date: there is no week 54"),
        ("1997-366", "is not an EDTF date: there is no day 366 in 1997"),
        ("?", "is not an EDTF date"),
        ("[", "is not an EDTF date"),
    ],
)
def test_what_is_not_a_date_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(EdtfError, match=f"^{re.escape(message)}$"):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["", "XXXX", "XXXX-12-XX", "[XXXX]", "Y17000?"])
def test_no_text_gets_past_the_refusal_as_another_error(text: str) -> None:
    with pytest.raises(EdtfError):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["/..", "../"])
def test_an_interval_open_on_both_sides_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(EdtfError, match="an interval is written start/end"):
        parse_edtf(text)


# 2023 in full-width and in Arabic-Indic digits
WIDE, ARABIC = "\uff12\uff10\uff12\uff13", "\u0662\u0660\u0662\u0663"


@pytest.mark.parametrize("text", [WIDE, f"{ARABIC}-11-14", f"2023-11-14/{WIDE}"])
def test_digits_of_other_scripts_are_no_edtf(text: str) -> None:
    with pytest.raises(EdtfError):
        parse_edtf(text)


# text, first day, last day, shape, worked out by hand from ISO 8601-2
READ: list[tuple[str, str | None, str | None, Shape]] = [
    ("2023-11-14", "2023-11-14", "2023-11-14", "day"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
    ("2000-02-29", "2000-02-29", "2000-02-29", "day"),
    ("0001-01-01", "0001-01-01", "0001-01-01", "day"),
    ("9999-12-31", "9999-12-31", "9999-12-31", "day"),
    ("2023-11", "2023-11-01", "2023-11-30", "period"),
    ("2024-02", "2024-02-01", "2024-02-29", "period"),
    ("2023", "2023-01-01", "2023-12-31", "period"),
    ("2023-11-14/2023-11-19", "2023-11-14", "2023-11-19", "stretch"),
    ("2023-11-14/2023-11-14", "2023-11-14", "2023-11-14", "stretch"),
    ("2023-11/2024-02", "2023-11-01", "2024-02-29", "stretch"),
    ("2023-11-14/2023-11", "2023-11-14", "2023-11-30", "stretch"),
    ("2023/2024", "2023-01-01", "2024-12-31", "stretch"),
    ("2023-12-02/..", "2023-12-02", None, "stretch"),
    ("../2023-12-02", None, "2023-12-02", "stretch"),
    ("2023-12-02/", "2023-12-02", None, "stretch"),
    ("/2023-12-02", None, "2023-12-02", "stretch"),
    ("[2023-11-12..2023-11-14]", "2023-11-12", "2023-11-14", "one_of"),
    ("[2023-11-12,2023-11-20]", "2023-11-12", "2023-11-20", "one_of"),
    ("[2023-11-20, 2023-11-12]", "2023-11-12", "2023-11-20", "one_of"),
    ("[2023-11-12,2023-11-14..2023-11-16]", "2023-11-12", "2023-11-16", "one_of"),
    ("[2023-11,2024-02]", "2023-11-01", "2024-02-29", "one_of"),
    ("[..2025-01-11]", None, "2025-01-11", "one_of"),
    ("[2025-01-11..]", "2025-01-11", None, "one_of"),
    ("{2023-11-12..2023-11-14,2023-11-20}", "2023-11-12", "2023-11-20", "all_of"),
    ("{2023-11-12,2023-11-20}", "2023-11-12", "2023-11-20", "all_of"),
    ("2023-11-14?", "2023-11-14", "2023-11-14", "one_of"),
    ("2023-11-14~", "2023-11-14", "2023-11-14", "one_of"),
    ("2023-11%", "2023-11-01", "2023-11-30", "one_of"),
    ("2023-11-XX", "2023-11-01", "2023-11-30", "one_of"),
    ("2024-02-XX", "2024-02-01", "2024-02-29", "one_of"),
    ("2023-XX", "2023-01-01", "2023-12-31", "one_of"),
    ("202X", "2020-01-01", "2029-12-31", "one_of"),
    ("2024-02-2X", "2024-02-20", "2024-02-29", "one_of"),
    ("2023-02-2X", "2023-02-20", "2023-02-28", "one_of"),
    ("1997-06-1X", "1997-06-10", "1997-06-19", "one_of"),
    ("1997-06-3X", "1997-06-30", "1997-06-30", "one_of"),
    ("1997-06-0X", "1997-06-01", "1997-06-09", "one_of"),
    ("1997-06-X1", "1997-06-01", "1997-06-21", "one_of"),
    ("1997-1X", "1997-10-01", "1997-12-31", "one_of"),
    ("1997-0X", "1997-01-01", "1997-09-30", "one_of"),
    ("1997-XX-31", "1997-01-31", "1997-12-31", "one_of"),
    ("1997-XX-XX", "1997-01-01", "1997-12-31", "one_of"),
    ("19XX", "1900-01-01", "1999-12-31", "one_of"),
    ("000X", "0001-01-01", "0009-12-31", "one_of"),
    ("199X-02-29", "1992-02-29", "1996-02-29", "one_of"),
    ("1997-06~", "1997-06-01", "1997-06-30", "one_of"),
    ("1997?", "1997-01-01", "1997-12-31", "one_of"),
    ("1997?-06", "1997-06-01", "1997-06-30", "one_of"),
    ("1997-06-%12", "1997-06-12", "1997-06-12", "one_of"),
    ("1997-06~/2004-08%", "1997-06-01", "2004-08-31", "stretch"),
    ("1997-06-1X/1997-06-15", "1997-06-10", "1997-06-15", "stretch"),
    ("1997-06-12?/1997-06-1X", "1997-06-12", "1997-06-19", "stretch"),
    ("/1997-06-1X", None, "1997-06-19", "stretch"),
    ("[1997-06-1X,1997-07]", "1997-06-10", "1997-07-31", "one_of"),
    ("[..1997-06-1X]", None, "1997-06-19", "one_of"),
    ("2023-11-14?/2023-11-19", "2023-11-14", "2023-11-19", "stretch"),
    ("2023-11-14~/..", "2023-11-14", None, "stretch"),
    ("../2023-11-14?", None, "2023-11-14", "stretch"),
    ("[2023-11-14?,2023-11-16]", "2023-11-14", "2023-11-16", "one_of"),
]


@pytest.mark.parametrize(("text", "first", "last", "shape"), READ)
def test_a_date_is_read_as_the_days_that_bound_it(
    text: str, first: str | None, last: str | None, shape: Shape
) -> None:
    read = parse_edtf(text)
    assert (read.earliest, read.latest, read.shape) == (day(first), day(last), shape)
    assert read.text == text


@pytest.mark.parametrize(("text", "first", "last", "shape"), READ)
def test_the_stretches_lie_within_the_bounds_and_reach_them(
    text: str, first: str | None, last: str | None, shape: Shape
) -> None:
    read = parse_edtf(text)
    starts = [s for s, _ in read.stretches]
    ends = [e for _, e in read.stretches]
    assert read.earliest == (None if None in starts else min(s for s in starts if s))
    assert read.latest == (None if None in ends else max(e for e in ends if e))


# Of an unbounded side, and of spaces in a set, the library gives something else or nothing; so it
# does of one unknown digit of a day or a month, and of years in which the day does not exist.
NOT_IN_THE_LIBRARY = re.compile(r".*(-[0-9]X|-X[0-9]|[?]/).*|0001-01-01|000X|199X-02-29|.*, .*")
AS_THE_LIBRARY = [
    text for text, first, last, _ in READ if first and last and not NOT_IN_THE_LIBRARY.match(text)
]


@pytest.mark.parametrize("text", AS_THE_LIBRARY)
def test_the_bounds_are_the_strict_bounds_of_the_edtf_library(text: str) -> None:
    theirs = edtf.parse_edtf(text)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    ours = parse_edtf(text)
    assert ours.earliest == dt.date(*lower[:3])
    assert ours.latest == dt.date(*upper[:3])


@pytest.mark.parametrize(
    "text", ["2023-11", "2023", "[2023-11-12..2023-11-14]", "2023-11-14?", "2023-11-XX"]
)
def test_an_uncertain_day_is_never_taken_for_a_known_one(text: str) -> None:
    assert not parse_edtf(text).day_known


@pytest.mark.parametrize("text", ["2023-11-14", "[2023-11-14]", "{2023-11-14}"])
def test_a_single_day_is_known_however_it_is_written(text: str) -> None:
    assert parse_edtf(text).day_known


def test_a_stretch_of_one_day_is_a_stretch() -> None:
    read = parse_edtf("2023-11-14/2023-11-14")
    assert read.shape == "stretch"
    assert not read.day_known


def test_a_set_keeps_its_stretches_apart() -> None:
    read = parse_edtf("{1997-06-02..1997-06-08,1997-06-16..1997-06-27}")
    assert read.stretches == (
        (dt.date(1997, 6, 2), dt.date(1997, 6, 8)),
        (dt.date(1997, 6, 16), dt.date(1997, 6, 27)),
    )


def test_an_uncertain_day_in_a_set_does_not_fill_the_days_between() -> None:
    # As "covers", the days between would be claimed as narrated.
    read = parse_edtf("{1997-06-02?,1997-06-27}")
    assert read.shape == "all_of"
    assert read.stretches == (
        (dt.date(1997, 6, 2), dt.date(1997, 6, 2)),
        (dt.date(1997, 6, 27), dt.date(1997, 6, 27)),
    )


@pytest.mark.parametrize("text", ["2023-24", "2023-21"])
def test_a_season_is_not_called_a_month_that_does_not_exist(text: str) -> None:
    # Seasons are EDTF (level 1) and not read here: whoever writes one should hear just that.
    with pytest.raises(EdtfError, match="season"):
        parse_edtf(text)


# text, what is wrong, what to write
INSTEAD = [
    ("1997-33", "is a season or part", 'write "1997-01/1997-03", or "[1997-01..1997-03]" for one'),
    ("1997-41", "is a season or part", 'write "1997-07/1997-12", or "[1997-07..1997-12]" for one'),
    (
        "1997-22",
        "is a season",
        'write the months that the source means, as in "[1997-06..1997-08]"',
    ),
    ("1997-22?", "is a season", "write the months that the source means"),
    ("1997-21/1997-22", "is a season", "write the months that the source means"),
    ("-0044", "lies before the year 1", 'write "[..0001-01-01]", and the year in the note'),
    ("-0044-03-15", "lies before the year 1", 'write "[..0001-01-01]"'),
    ("-004X", "lies before the year 1", 'write "[..0001-01-01]"'),
    ("-0044/0014", "lies before the year 1", 'write "[..0001-01-01]"'),
    ("[-0044,0014]", "lies before the year 1", 'write "[..0001-01-01]"'),
    ("Y-17000", "lies before the year 1", 'write "[..0001-01-01]"'),
    ("Y17000", "lies after the year 9999", 'write "[9999-12-31..]", and the year in the note'),
    ("Y17E7", "lies after the year 9999", 'write "[9999-12-31..]"'),
    ("1950S2", "says how many of its digits count", 'write "19XX"'),
    ("XXXX", "names no year", "leave the date empty"),
    ("XXXX-06-12", "names no year", "leave the date empty"),
    ("1997-06-12T10:00:00Z", "has a time of day", 'write "1997-06-12", and the time in the note'),
    ("1997-06-12T10:00:00+02:00", "has a time of day", 'write "1997-06-12"'),
    ("1997-06-12T10:00", "has a time of day", 'write "1997-06-12"'),
    ("1997-06-12 10:00", "has a time of day", 'write "1997-06-12"'),
    ("1997-06-12T10:00:00/1997-06-13", "has a time of day", 'write "1997-06-12"'),
    ("1997-W23", "is a week", 'write "1997-06-02/1997-06-08", or "[1997-06-02..1997-06-08]" for'),
    ("1997W23", "is a week", 'write "1997-06-02/1997-06-08"'),
    ("1997-W23-4", "is the day of a week", 'write "1997-06-05"'),
    ("1997-163", "is the day of a year", 'write "1997-06-12"'),
    ("1997/open", "has an end called open", 'write ".." for an open end'),
    ("unknown/1997", "has an end called unknown", "write nothing for an unknown end"),
]


@pytest.mark.parametrize(("text", "wrong", "instead"), INSTEAD)
def test_what_is_not_read_is_refused_with_what_to_write_instead(
    text: str, wrong: str, instead: str
) -> None:
    with pytest.raises(EdtfError) as refused:
        parse_edtf(text)
    assert refused.value.rule.startswith(wrong)
    assert refused.value.mend.startswith(instead)
    assert str(refused.value) == f"{refused.value.rule}; {refused.value.mend}"


@pytest.mark.parametrize("instead", [mend for _, _, mend in INSTEAD])
def test_what_is_to_be_written_instead_can_be_read(instead: str) -> None:
    for text in re.findall(r'"([^"]{4,})"', instead):
        assert parse_edtf(text).text == text


@pytest.mark.parametrize("text", ["1997-06-02~", "{1997-06-1X,1997-07-01}", "1997?/1998"])
def test_what_is_not_sure_says_so(text: str) -> None:
    assert not parse_edtf(text).sure


def test_reading_the_same_text_again_gives_the_same_object() -> None:
    assert parse_edtf("2023-11-14") is parse_edtf("2023-11-14")


def test_a_date_as_a_spreadsheet_shows_it_says_what_to_write() -> None:
    with pytest.raises(EdtfError, match=r'Excel .* write "2023-11-14", and give'):
        parse_edtf("14/11/2023")
    with pytest.raises(EdtfError, match='write "2023-04-03" or "2023-03-04"'):
        parse_edtf("3/4/2023")
