"""An edition of one source says what that source says: no day, number, word or cause of another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.report_reader import Report

from analysis.edtf import parse_edtf
from analysis.measures import measures
from analysis.package.narrow import Selection, select
from analysis.package.resolved import resolved_events
from analysis.package.tables import Tables, load

ROOT = Path(__file__).resolve().parents[1]
WINDOW = {"start": "2023-10-07", "end": "2025-01-20"}
QUOTED = re.compile("“([^“”]+)”")


@pytest.fixture(scope="module")
def data() -> Tables:
    return load(ROOT / "seeds")


SOURCES = list(load(ROOT / "seeds").sources["source_id"])


def alone(data: Tables, source: str) -> Selection:
    return select(data, **WINDOW, sources=[source])


@pytest.mark.parametrize("source", SOURCES)
def test_every_day_number_and_word_is_in_the_source_s_own_passages(
    data: Tables, source: str
) -> None:
    own = data.evidence[data.evidence["source_id"] == source]
    events = alone(data, source).events.set_index("event_id")
    again = resolved_events(data.events[["event_id", "kind"]], own, data.sources)
    again = again.set_index("event_id").loc[events.index]
    for column in ("earliest", "latest", "amount_low", "amount_best", "amount_high"):
        assert events[column].equals(again[column]), column
    words = own.groupby("event_id")["amount_text"].agg(set)
    for event, text in events["amount_text"].items():
        assert text == "" or text in words[event], event
    numbers = own.groupby("event_id")[["amount_low", "amount_best", "amount_high"]].count()
    stated = events[["amount_low", "amount_best", "amount_high"]].notna().any(axis=1)
    assert (numbers.loc[stated[stated].index].sum(axis=1) > 0).all()


@pytest.mark.parametrize("source", SOURCES)
def test_a_day_is_bounded_only_by_days_that_the_source_gives(data: Tables, source: str) -> None:
    own = data.evidence[data.evidence["source_id"] == source]
    given = {day for date in own["date"] if date for day in _ends(date)}
    distances = {0, 1, *(int(n) for n in own["days"] if n.isdecimal())}
    allowed = {day + pd.Timedelta(days=s * n) for day in given for n in distances for s in (-1, 1)}
    bounds = alone(data, source).events[["earliest", "latest"]].stack().dropna()
    assert set(bounds) <= allowed


def _ends(date: str) -> list[pd.Timestamp]:
    read = parse_edtf(date)
    return [pd.Timestamp(day) for day in (read.earliest, read.latest) if day is not None]


@pytest.mark.parametrize("source", SOURCES)
def test_nobody_is_said_to_be_blamed_whom_the_passage_does_not_name(
    data: Tables, source: str
) -> None:
    names = dict(zip(data.actors["actor_id"], data.actors["short"], strict=True))
    blames = dict(zip(data.evidence["evidence_id"], data.evidence["blames"], strict=True))
    found = measures(data, **WINDOW, sources=[source]).causes
    for said, ids in zip(found["said_cause"], found["evidence"], strict=True):
        named = {names[blames[one]] for one in ids if blames[one]}
        assert set(said.split(", ")) == (named or {"not stated"})


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_every_quotation_in_the_report_is_the_source_s_own(
    data: Tables, source: str, edition_report: Callable[[str], Report]
) -> None:
    report = edition_report(f"by-source-{source}")
    own = data.evidence[data.evidence["source_id"] == source]
    said = " ".join([*own["quote"], *own["amount_text"], *own["term"], data.codebook.held])
    # What the method says of all reports: words that are examples.
    examples = {"about", "about 50", "more than 100", "daily"}
    examples |= {data.codebook.title, f"by-source-{source}"}
    text = report.text_of(report.page.find("body"))
    assert not re.search("“[^”]*“|”[,.]?”", text)  # a quotation in a quotation has single marks
    quoted = set(QUOTED.findall(text))
    lost = [words for words in quoted - examples if _plain(words) not in _plain(said)]
    assert not lost
    assert quoted & set(own["quote"])


def _plain(text: str) -> str:
    """The text with one kind of quotation mark, whichever it has."""
    return text.translate(dict.fromkeys(map(ord, '“”‘’"'), "'"))
