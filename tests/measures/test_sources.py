"""The sources compared: their words, their speakers, and what rests on one unnamed voice."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tests.measures.cases import call, event, view

from analysis.measures import with_each_choice
from analysis.measures.sources import PRECISIONS, anonymous_share, precision, speakers, terms
from analysis.measures.view import View
from analysis.package.tables import load

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"
COVERS = {"s1": "1997-03-03/1997-03-30", "s2": "1997-03-03/1997-03-30", "s3": "1997-03-03"}


def case() -> View:
    return view(
        # E001-E002: one unnamed speaker twice in s1; E003: the same event, named, in s2
        call("e1", "1997-03-04", said=[("s1", "official"), ("s1", "official"), ("s2", "bela")]),
        # E004: one unnamed speaker alone
        call("e2", "1997-03-05", said=[("s1", "official", "captives")]),
        # E005-E006: two different unnamed speakers
        call("e3", "1997-03-06", said=[("s1", "official", "Captives"), ("s1", "aide")]),
        # E007: the source in its own voice
        event("e4", "position", "1997-03", said=[("s1", "the source", "hostages")]),
        covers=COVERS,
    )


def test_one_unnamed_voice_is_neither_two_nor_the_source_itself() -> None:
    rows = anonymous_share(case())
    assert list(rows["source_id"]) == ["s1", "s2", "s3", ""]
    assert list(rows["events"]) == [4, 1, 0, 4]
    # Within s1 both e1 and e2 rest on one official; over all sources Bela stands behind e1 too.
    assert list(rows["one_unnamed"]) == [2, 0, 0, 1]
    assert list(rows["share"])[:2] == [0.5, 0.0]
    assert math.isnan(rows["share"][2])
    assert rows["evidence"][0] == ("E001", "E002", "E004")
    assert rows["evidence"][3] == ("E004",)


def test_terms_are_counted_by_source_whatever_their_case_and_blanks_are_no_term() -> None:
    rows = terms(case())
    assert rows[["source_id", "term", "count"]].to_numpy().tolist() == [
        ["s1", "captives", 1],  # two pieces of evidence in one paragraph
        ["s1", "hostages", 1],
    ]
    assert rows["evidence"][0] == ("E004", "E005")


def test_speakers_are_listed_by_source_with_whether_they_are_named() -> None:
    rows = speakers(case())
    columns = ["source_id", "speaker", "named", "count", "events"]
    assert rows[columns].to_numpy().tolist() == [
        ["s1", "An official", False, 4, 3],
        ["s1", "An aide", False, 1, 1],
        ["s1", "the source", True, 1, 1],
        ["s2", "Bela", True, 1, 1],
    ]


def test_precision_sorts_every_event_into_one_class_and_keeps_empty_ones() -> None:
    source = view(
        call("day", "1997-03-04"),
        call("seven", "[1997-03-04..1997-03-10]"),
        call("eight", "[1997-03-04..1997-03-11]"),
        call("month", "1997-03"),
        call("two-months", "[1997-03-01..1997-04-30]"),
        call("open", "[..1997-03-10]"),
        call("stretch", "1997-03-04/1997-03-05"),
        covers={"s1": "1997-03-03/1997-03-30", "s2": "1997-03-03"},
    )
    rows = precision(source)
    first, second = rows[rows["source_id"] == "s1"], rows[rows["source_id"] == "s2"]
    assert tuple(first["precision"]) == tuple(second["precision"]) == PRECISIONS
    assert list(first["count"]) == [1, 1, 2, 2, 1]
    assert first["count"].sum() == 7
    assert first["share"].sum() == 1
    assert list(second["count"]) == [0] * 5
    assert second["share"].isna().all()
    assert list(first["evidence"])[1] == ("E002",)


def test_choosing_one_source_leaves_the_others_out() -> None:
    chosen = view(
        call("e1", "1997-03-04", said=[("s1", "official"), ("s2", "bela")]),
        covers=COVERS,
        sources=["s2"],
    )
    assert list(speakers(chosen)["speaker"]) == ["Bela"]
    assert list(anonymous_share(chosen)["source_id"]) == ["s2", ""]


def test_empty_results_keep_columns_and_types() -> None:
    nothing = view(covers={})
    for measure in (terms, speakers, precision):
        assert measure(nothing).empty
        assert list(measure(nothing).dtypes) == list(measure(case()).dtypes)
    assert list(anonymous_share(nothing)["events"]) == [0]
    assert list(anonymous_share(nothing).dtypes) == list(anonymous_share(case()).dtypes)


def test_every_choice_among_few_sources_is_measured_and_of_many_each_left_out() -> None:
    data = load(LAKELAND)
    window = {"start": "1997-06-01", "end": "1998-02-01"}
    labels = tuple(data.sources["label"])
    found = with_each_choice(data, **window)
    assert [len(choice.on) for choice in found] == [1, 1, 1, 2, 2, 2]
    assert {choice.of for choice in found} == {labels}
    for choice, rest in found.items():
        assert tuple(rest.tables.sources["label"]) == choice.on
        assert set(rest.evidence["source_id"]) <= set(rest.tables.sources["source_id"])
    one = data.sources["source_id"][0]
    assert with_each_choice(data, **window, sources=[one]) == {}
    many = pd.concat([data.sources, *(_more(data.sources, n) for n in range(2))])
    left_out = with_each_choice(replace(data, sources=many), **window)
    assert [len(choice.on) for choice in left_out] == [4] * 5
    crowd = pd.concat([data.sources, *(_more(data.sources, n) for n in range(6))])
    assert with_each_choice(replace(data, sources=crowd), **window) == {}


def _more(sources: pd.DataFrame, number: int) -> pd.DataFrame:
    return sources[:1].assign(source_id=f"more-{number}", label=f"More {number}")
