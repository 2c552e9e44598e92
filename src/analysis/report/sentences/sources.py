"""Sentences on the sources: their days, words and voices, and how much rests on unnamed ones."""

from __future__ import annotations

import pandas as pd

from analysis.days import long_day
from analysis.edtf import parse_edtf
from analysis.measures import Measures
from analysis.measures.columns import each, merged
from analysis.report.sentences.citing import cite, none_says, sources_say
from analysis.report.wording import (
    and_more,
    cited,
    counted,
    counted_figure,
    listed,
    number,
    plain,
    sentence,
    share_of,
    span,
    when,
)

MOST_STRETCHES = 8
MOST_SOURCES, MOST_TERMS, MOST_SPEAKERS = 8, 6, 20
"""Stretches, sources, words and voices that are named; of more, how many."""


def _names(people: list[str]) -> str:
    return plain(listed(and_more(people, MOST_SPEAKERS, "one")))


def on_sources(m: Measures) -> list[str]:
    """How many sources there are, and what rests on each."""
    rows = m.source_summary
    if rows.empty:
        return ["No source is in this edition."]
    said = [f"The edition rests on {counted(len(rows), 'source')}."]
    for row in each(rows[:MOST_SOURCES]):
        basis = " (worked out by the coder)" if row.published_basis == "inferred" else ""
        gives = f"gives evidence for {counted(row.events, 'event')}"
        if row.events:
            gives += f", {share_of(row.day_known, 'them')} with one known day"
        said.append(f"{plain(row.label)}, published {published(row.published)}{basis}, {gives}.")
    if (more := len(rows) - MOST_SOURCES) > 0:
        verb = "stands" if more == 1 else "stand"
        further = sentence(counted(more, "further source"))
        said.append(f"{further} {verb} in [Table](#tbl-sources).")
    return said


def published(edtf: str) -> str:
    """The day on which a source was published, in words where it is one day, known or not."""
    read = parse_edtf(edtf)
    if read.day_known and read.latest is not None:
        return long_day(pd.Timestamp(read.latest))
    if read.shape == "one_of" and read.sure and "," not in edtf:
        # An open side is no day: NaT.
        return when(*pd.to_datetime(pd.Series([read.earliest, read.latest], dtype=object)))
    return plain(edtf)


def on_coverage(m: Measures) -> list[str]:
    """Where in the window the sources narrate at all."""
    if m.stretches.empty:
        return [f"{sentence(none_says(m, 'narrate'))} any day of this window."]
    narrate = sources_say(m, "narrate")
    named = listed(
        and_more(
            [span(row.start, row.end, short=False) for row in each(m.stretches)],
            MOST_STRETCHES,
            "stretch",
            "stretches",
        )
    )
    if m.covered_days == m.days:
        return [f"{narrate} every day of the window, {named}."]
    return [
        f"{narrate} {counted_figure(m.covered_days, 'day')} of the "
        f"{counted_figure(m.days, 'day')} of the window: {named}. "
        f"The other days {none_says(m, 'narrate')}: that nothing is reported of one says nothing."
    ]


def on_unnamed(m: Measures) -> list[str]:
    """How many events rest on one speaker who is not named."""
    overall = next(each(m.anonymous[-1:]))
    if not overall.events:
        return []
    if not overall.one_unnamed:
        return ["No event rests on the word of one speaker who is not named, and on nobody else."]
    share = share_of(overall.one_unnamed, counted(overall.events, "event"))
    verb = "rests" if overall.one_unnamed == 1 else "rest"
    return [
        f"{sentence(share)} ({overall.share:.0%}) {verb} on the word of one speaker who is not "
        "named, and on nobody else."
    ]


def on_terms(m: Measures) -> list[str]:
    """The sources' own words for the people held, side by side."""
    said = []
    groups = m.terms.groupby("label", sort=False)
    for label, own in list(groups)[:MOST_SOURCES]:
        words = listed(
            and_more(
                [
                    f"{cited(row.term)} ({number(row.count)}) {cite(m, row.evidence, 3)}"
                    for row in each(own)
                ],
                MOST_TERMS,
                "word",
            )
        )
        said.append(f"{plain(label)} has {words}.")
    if (more := len(groups) - MOST_SOURCES) > 0:
        said.append(f"The words of {counted(more, 'further source')} are in [Table](#tbl-terms).")
    if said:
        said.insert(
            0,
            f"This report calls the people held “{m.tables.codebook.held}”; counted here are the "
            "coded paragraphs with the words of the sources and of those whom they quote.",
        )
    return said


def on_speakers(m: Measures) -> list[str]:
    """Who is quoted, and who is not."""
    rows = m.speakers
    if rows.empty:
        return []
    unnamed = rows[~rows["named"]]
    people = sorted(set(rows["speaker"]))
    verb = "is" if len(people) == 1 else "are"
    said = [f"{sentence(counted(len(people), 'voice'))} {verb} heard: {_names(people)}."]
    if len(unnamed):
        names = _names(sorted(set(unnamed["speaker"])))
        verb = "is" if unnamed["speaker"].nunique() == 1 else "are"
        said.append(f"Not named {verb}: {names} {cite(m, merged(unnamed['evidence']))}.")
    return said
