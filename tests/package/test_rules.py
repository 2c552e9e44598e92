"""The rules beyond the schema: each broken once in a table that otherwise obeys."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd
import pytest

from analysis.package.codebook import Codebook, Field, Table
from analysis.package.reading import RawTable
from analysis.package.rules import check_rules

Row: TypeAlias = dict[str, str]
Tables: TypeAlias = dict[str, list[Row]]

COLUMNS = {
    "sources": [
        *(
            "source_id",
            "type",
            "published",
            "published_basis",
            "published_reason",
            "covers",
            "families",
        ),
    ],
    "actors": ["actor_id", "member_of"],
    "kinds": ["kind", "family", "parts", "participants_min"],
    "events": [
        "event_id",
        "kind",
        "channel",
        "amount_of",
    ],
    "participants": ["event_id", "actor_id", "part"],
    "evidence": [
        *("evidence_id", "event_id", "source_id", "quote", "speaker", "stance"),
        *("date", "date_basis", "date_note", "relation", "anchor", "days"),
        *("amount_low", "amount_best", "amount_high", "amount_text", "repeated"),
    ],
}
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


def codebook() -> Codebook:
    tables = {
        name: Table(
            name,
            f"{name}.csv",
            "",
            "",
            tuple(Field(c, "string", "", "", rdf_type=EDTF if c in DATES else "") for c in columns),
            (),
            (),
        )
        for name, columns in COLUMNS.items()
    }
    return Codebook("lakeland", "", "", "", "detainees", tables)


DATES = {"published", "covers", "date"}


@pytest.fixture
def tables() -> Tables:
    """One call and one halt that break no rule."""
    return {
        "sources": [
            {
                "source_id": "account",
                "type": "text",
                "published": "1997-06-28",
                "published_basis": "stated",
                "covers": "1997-06-02/1997-06-08",
            }
        ],
        "actors": [{"actor_id": "quill"}, {"actor_id": "reave"}],
        "kinds": [
            {
                "kind": "contact",
                "family": "contact",
                "parts": "initiator recipient",
                "participants_min": "2",
            },
            {
                "kind": "talks_halted",
                "family": "talks",
                "parts": "initiator subject",
                "participants_min": "0",
            },
        ],
        "events": [
            {
                "event_id": "call",
                "kind": "contact",
                "channel": "phone",
            },
            {
                "event_id": "halt",
                "kind": "talks_halted",
            },
        ],
        "participants": [
            {"event_id": "call", "actor_id": "quill", "part": "initiator"},
            {"event_id": "call", "actor_id": "reave", "part": "recipient"},
        ],
        "evidence": [
            {
                "evidence_id": "E001",
                "event_id": "call",
                "source_id": "account",
                "quote": "spoke by telephone",
                "speaker": "the source",
                "stance": "asserts",
                "date": "1997-06-03",
                "date_basis": "stated",
            },
            {
                "evidence_id": "E002",
                "event_id": "halt",
                "source_id": "account",
                "quote": "broke off",
                "speaker": "reave",
                "stance": "asserts",
                "date": "1997-06-18",
                "date_basis": "stated",
            },
        ],
    }


def problems(tables: Tables) -> list[str]:
    raw = {
        name: RawTable(
            pd.DataFrame(
                [[row.get(c, "") for c in columns] for row in tables[name]],
                columns=columns,
                dtype="str",
            ),
            f"lakeland/{name}.csv",
            pd.Series(range(2, len(tables[name]) + 2), dtype="int64"),
        )
        for name, columns in COLUMNS.items()
    }
    return sorted(str(p) for p in check_rules(raw, codebook()))


def test_tables_that_obey_give_no_problem(tables: Tables) -> None:
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("table", "column"), [("sources", "published"), ("sources", "covers"), ("evidence", "date")]
)
def test_a_date_that_is_none_is_named_wherever_dates_stand(
    tables: Tables, table: str, column: str
) -> None:
    tables[table][0][column] = "1997-13-01"
    assert problems(tables) == [
        f'lakeland/{table}.csv, line 2, {column}: "1997-13-01" is not an EDTF date: '
        "there is no month 13"
    ]


def test_the_same_broken_date_is_named_in_every_row(tables: Tables) -> None:
    for passage in tables["evidence"]:
        passage["date"] = "June 3"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 2, date: "June 3" is not an EDTF date',
        'lakeland/evidence.csv, line 3, date: "June 3" is not an EDTF date',
    ]


def test_a_date_that_is_not_read_comes_with_what_to_write_instead(tables: Tables) -> None:
    tables["evidence"][0]["date"] = "1997-W23"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 2, date: "1997-W23" is a week, which EDTF does not have; '
        'write "1997-06-02/1997-06-08", or "[1997-06-02..1997-06-08]" for one day in it'
    ]


def test_a_date_of_unknown_year_is_a_problem_and_not_a_crash(tables: Tables) -> None:
    tables["evidence"][0]["date"] = "XXXX-06-03"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 2, date: "XXXX-06-03" names no year, and so bounds no day; '
        "leave the date empty"
    ]


def test_a_source_is_published_once(tables: Tables) -> None:
    tables["sources"][0]["published"] = "{1998-01-05,1998-01-06}"
    assert problems(tables) == [
        'lakeland/sources.csv, line 2, published: "{1998-01-05,1998-01-06}" is several days, and a '
        'source is published once; write "[1998-01-05,1998-01-06]" where it is one of them'
    ]


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        ("{1997-06-02..1997-06-08,1997-06-10}", None),
        ("[1997-06-02]", None),
        ("1997-06", None),
        ("", None),
        (
            "[1997-06-02..1997-06-08]",
            "is one unknown day of several, and so covers none; "
            'write "{1997-06-02..1997-06-08}" if it narrates each of these days',
        ),
        (
            "1997-06-02~",
            "is not known for sure, and so covers no day; "
            "write the days that it narrates without ?, ~, % and X",
        ),
        *(
            (
                covers,
                "is not known for sure, and so covers no day; "
                "write the days that it narrates without ?, ~, % and X",
            )
            for covers in ("1997-06-02/1997-06-08?", "{1997-06-1X}", "[1997-06-1X]")
        ),
    ],
)
def test_a_source_covers_days_that_are_known(tables: Tables, covers: str, said: str | None) -> None:
    tables["sources"][0]["covers"] = covers
    place = f'lakeland/sources.csv, line 2, covers: "{covers}" '
    assert problems(tables) == ([] if said is None else [place + said])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1677-09-20", "2262-04-12"])
def test_a_source_may_be_of_any_year(tables: Tables, day: str) -> None:
    for source in tables["sources"]:
        source |= {"covers": day, "published": day}
    assert problems(tables) == []


@pytest.mark.parametrize("covers", ["1997-06-02/2204-06-08", "2204-06-02", "1997-06-02/1998-06-02"])
def test_no_source_covers_days_after_it_was_published(tables: Tables, covers: str) -> None:
    tables["sources"][0] |= {"covers": covers, "published": "1997-06-28"}
    said = f'lakeland/sources.csv, line 2, covers: "{covers}" ends after the source was published'
    assert f"{said} (1997-06-28)" in problems(tables)


def test_what_is_covered_lies_within_a_hundred_years(tables: Tables) -> None:
    tables["sources"][0] |= {"covers": "1890-06-02/1997-06-08"}
    assert problems(tables) == [
        'lakeland/sources.csv, line 2, covers: "1890-06-02/1997-06-08" begins 107 years before '
        "the last day that is covered; a package spans at most 100 years"
    ]
    tables["sources"][0] |= {"covers": "1897-06-02/1997-06-08"}
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        ("10", "5", "", ['amount_low: "10" is above amount_best (5); low <= best <= high']),
        ("", "10", "5", ['amount_best: "10" is above amount_high (5); low <= best <= high']),
        ("10", "", "5", ['amount_low: "10" is above amount_high (5); low <= best <= high']),
        ("9", "", "10", []),
        ("10", "10", "10", []),
        ("", "10", "", []),
    ],
)
def test_bounds_in_the_wrong_order_are_reported_and_never_repaired(
    tables: Tables, low: str, best: str, high: str, expected: list[str]
) -> None:
    tables["events"][1]["amount_of"] = "detainees"
    tables["evidence"][1] |= {
        "amount_low": low,
        "amount_best": best,
        "amount_high": high,
    }
    assert problems(tables) == [f"lakeland/evidence.csv, line 3, {e}" for e in expected]


def test_an_amount_says_of_what(tables: Tables) -> None:
    tables["evidence"][1]["amount_best"] = "50"
    assert problems(tables) == [
        "lakeland/events.csv, line 3, amount_of: is empty, although lakeland/evidence.csv gives an "
        "amount: say of what"
    ]


def test_what_is_counted_may_stand_without_a_number(tables: Tables) -> None:
    tables["events"][0]["amount_of"] = "contacts"
    assert problems(tables) == []


def test_an_inferred_date_of_publication_has_its_reason(tables: Tables) -> None:
    tables["sources"][0]["published_basis"] = "inferred"
    assert problems(tables) == [
        "lakeland/sources.csv, line 2, published_reason: is empty, although the date of "
        "publication is inferred: say from what"
    ]


@pytest.mark.parametrize("basis", ["relative", "inferred"])
def test_a_date_that_was_worked_out_says_how(tables: Tables, basis: str) -> None:
    tables["evidence"][1]["date_basis"] = basis
    assert problems(tables) == [
        f"lakeland/evidence.csv, line 3, date_note: is empty, although the date is {basis}: "
        "say how it was worked out"
    ]


def test_a_contact_has_a_channel(tables: Tables) -> None:
    tables["events"][0]["channel"] = ""
    assert problems(tables) == [
        "lakeland/events.csv, line 2, channel: is empty, although the event is a contact: "
        '"unknown" where no source says how'
    ]


def test_only_a_contact_has_a_channel(tables: Tables) -> None:
    tables["events"][1]["channel"] = "phone"
    assert problems(tables) == [
        'lakeland/events.csv, line 3, channel: "phone" stands on an event that is not a contact'
    ]


def test_a_channel_is_not_blamed_for_a_kind_that_is_misspelt(tables: Tables) -> None:
    # The kind itself is a problem of the schema (its key); nothing follows from it.
    tables["events"][0]["kind"] = "contct"
    assert problems(tables) == []


def test_every_event_has_evidence(tables: Tables) -> None:
    tables["evidence"].pop()
    assert problems(tables) == [
        'lakeland/events.csv, line 3, event_id: "halt" has no evidence: '
        "no row of lakeland/evidence.csv names it"
    ]


def test_a_quote_has_at_most_twelve_words(tables: Tables) -> None:
    tables["evidence"][0]["quote"] = "a b c d e f g h i j k l"
    assert problems(tables) == []
    tables["evidence"][0]["quote"] = "a b c d e f g h i j k l m"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 2, quote: "a b c d e f g h i j k l m" has 13 words; '
        "a quote has at most 12"
    ]


def test_a_passage_of_a_text_is_quoted_and_a_row_of_a_data_set_is_not(tables: Tables) -> None:
    tables["evidence"][0]["quote"] = ""
    assert problems(tables) == [
        "lakeland/evidence.csv, line 2, quote: is empty, although the source is a text: quote "
        "words that mark the place"
    ]
    tables["sources"][0]["type"] = "dataset"
    assert problems(tables) == []


def test_a_speaker_is_an_actor_or_the_source_itself(tables: Tables) -> None:
    tables["evidence"][0]["speaker"] = "The source"
    tables["evidence"][1]["speaker"] = "reav"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 2, speaker: "The source" is neither "the source" nor an '
        'actor of lakeland/actors.csv; did you mean "the source"?',
        'lakeland/evidence.csv, line 3, speaker: "reav" is neither "the source" nor an actor '
        'of lakeland/actors.csv; did you mean "reave"?',
    ]


def test_a_part_is_one_that_the_kind_has(tables: Tables) -> None:
    tables["participants"][1]["part"] = "subject"
    assert problems(tables) == [
        'lakeland/participants.csv, line 3, part: "subject" is no part of a contact; '
        "allowed: initiator, recipient"
    ]


def test_a_contact_takes_two(tables: Tables) -> None:
    tables["participants"].pop()
    assert problems(tables) == [
        'lakeland/events.csv, line 2, event_id: "call" has 1 participant; a contact has at least 2'
    ]


def test_an_event_without_participants_has_none_of_them(tables: Tables) -> None:
    tables["participants"].clear()
    assert problems(tables) == [
        'lakeland/events.csv, line 2, event_id: "call" has 0 participants; a contact has at least 2'
    ]


def test_one_actor_in_two_parts_is_not_two_participants(tables: Tables) -> None:
    tables["participants"][1]["actor_id"] = "quill"
    assert problems(tables) == [
        'lakeland/events.csv, line 2, event_id: "call" has 1 participant; a contact has at least 2'
    ]


def test_a_participant_of_an_unknown_event_is_left_to_the_keys(tables: Tables) -> None:
    tables["participants"].append({"event_id": "no-such", "actor_id": "quill", "part": "host"})
    assert problems(tables) == []


def test_all_rules_are_reported_together(tables: Tables) -> None:
    tables["events"][0]["channel"] = ""
    tables["evidence"][0] |= {"date": "June 3", "amount_best": "2", "speaker": "somebody"}
    assert [p.split(":")[0] for p in problems(tables)] == [
        "lakeland/events.csv, line 2, amount_of",
        "lakeland/events.csv, line 2, channel",
        "lakeland/evidence.csv, line 2, date",
        "lakeland/evidence.csv, line 2, speaker",
    ]


def test_tables_without_rows_give_no_problem() -> None:
    assert problems({name: [] for name in COLUMNS}) == []


def test_an_order_names_an_event_or_the_publication(tables: Tables) -> None:
    halt = tables["evidence"][1]
    halt |= {"date": "", "relation": "after", "anchor": "published", "days": "2"}
    assert problems(tables) == []
    halt["anchor"] = "cal"
    assert problems(tables) == [
        'lakeland/evidence.csv, line 3, anchor: "cal" is no event of lakeland/events.csv, nor '
        '"published"; did you mean "call"?'
    ]


def test_an_order_is_whole_and_says_what_it_rests_on(tables: Tables) -> None:
    tables["evidence"][1] |= {"relation": "after", "date_basis": ""}
    assert problems(tables) == [
        "lakeland/evidence.csv, line 3, anchor: is empty, although relation is after",
        "lakeland/evidence.csv, line 3, date_basis: is empty, although the passage gives a date "
        "or an order: say what it rests on",
    ]


def test_orders_that_cannot_be_true_together_are_named_by_their_rows(tables: Tables) -> None:
    tables["evidence"][0] |= {"relation": "after", "anchor": "halt"}
    tables["evidence"][1] |= {"relation": "after", "anchor": "call"}
    (problem,) = problems(tables)
    assert problem.startswith("lakeland/evidence.csv, line 2")
    assert "line 3" in problem


def test_an_order_that_contradicts_stated_days_is_named_by_both_rows(tables: Tables) -> None:
    tables["evidence"].append(
        tables["evidence"][0]
        | {"evidence_id": "E003", "date": "", "relation": "after", "anchor": "halt"}
    )
    (problem,) = problems(tables)
    assert problem.startswith('lakeland/evidence.csv, line 4, relation: "after" closes a circle')
    for row in ("E001 (line 2)", "E002 (line 3)", "E003 (line 4)"):
        assert row in problem


def test_a_contradiction_is_found_beside_what_cannot_be_read(tables: Tables) -> None:
    tables["evidence"][0] |= {"relation": "after", "anchor": "halt"}
    tables["evidence"] += [
        tables["evidence"][1] | {"evidence_id": "E003", "date": "June 3"},
        tables["evidence"][1] | {"evidence_id": "E004", "relation": "after", "anchor": "noon"},
    ]
    tables["sources"][0]["published"] = "July"
    assert [p.split(":")[0] for p in problems(tables)] == [
        "lakeland/evidence.csv, line 2, relation",
        "lakeland/evidence.csv, line 4, date",
        "lakeland/evidence.csv, line 5, anchor",
        "lakeland/sources.csv, line 2, published",
    ]


def test_an_event_is_not_after_itself(tables: Tables) -> None:
    tables["evidence"][0] |= {"relation": "after", "anchor": "call"}
    (problem,) = problems(tables)
    assert problem.startswith("lakeland/evidence.csv, line 2, relation:")


@pytest.mark.parametrize(
    ("relation", "days", "said"),
    [
        ("after", "4..2", 'days: "4..2" is no range of days: it ends before it starts'),
        ("after", "two", 'days: "two" is no number of days: write 2, 2..4, 3.. or ..5'),
        (
            "before",
            "9" * 5000,
            f'days: "{"9" * 100}…" is no number of days: it is longer than the calendar',
        ),
        ("same_day", "2", 'relation: "same_day" with days "2" is no order'),
        ("not_before", "2..4", 'relation: "not_before" with days "2..4" is no order'),
    ],
)
def test_days_that_say_nothing_are_named(
    tables: Tables, relation: str, days: str, said: str
) -> None:
    tables["evidence"][1] |= {"relation": relation, "anchor": "call", "days": days}
    assert problems(tables) == [f"lakeland/evidence.csv, line 3, {said}"]


def test_nobody_belongs_to_himself(tables: Tables) -> None:
    bodies = {"quill": "cabinet", "cabinet": "merrow", "merrow": "cabinet", "reave": "reave"}
    tables["actors"] = [{"actor_id": a, "member_of": b} for a, b in bodies.items()]
    assert problems(tables) == [
        'lakeland/actors.csv, line 3, member_of: "merrow" closes a circle, in which each belongs '
        "to the next: cabinet, merrow, cabinet",
        'lakeland/actors.csv, line 5, member_of: "reave" closes a circle, in which each belongs '
        "to the next: reave, reave",
    ]


@pytest.mark.parametrize("column", ["amount_low", "amount_best", "amount_high"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("61.5", "is a part of a person: people are counted in whole numbers"),
        ("-3", "is less than nothing"),
        ("61.0", None),
        ("0", None),
    ],
)
def test_people_are_whole_and_not_fewer_than_none(
    tables: Tables, column: str, value: str, said: str | None
) -> None:
    tables["events"][1]["amount_of"] = "prisoners"
    tables["evidence"][1][column] = value
    place = f'lakeland/evidence.csv, line 3, {column}: "{value}" '
    assert problems(tables) == ([] if said is None else [place + said])


def test_weeks_may_be_in_parts(tables: Tables) -> None:
    tables["events"][1]["amount_of"] = "weeks"
    tables["evidence"][1]["amount_low"] = "2.5"
    assert problems(tables) == []


def test_the_families_of_a_source_are_families_of_kinds(tables: Tables) -> None:
    tables["sources"][0]["families"] = "contact talk"
    assert problems(tables) == [
        'lakeland/sources.csv, line 2, families: "talk" is no family of kinds; '
        'did you mean "talks"?'
    ]


def test_what_a_source_covers_is_not_in_too_many_pieces(tables: Tables) -> None:
    days = [f"19{year}-0{month}-0{day}" for year in (70, 80) for month in range(1, 9)
            for day in range(1, 9, 2)]  # fmt: skip
    pieces = days * 4
    tables["sources"][0]["covers"] = "{" + ",".join(pieces) + "}"
    assert any("names 256 stretches of days; at most 200" in line for line in problems(tables))
