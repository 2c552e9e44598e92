"""Sentences on the sources: their days, words and voices, and how much rests on unnamed ones."""

from __future__ import annotations

import pandas as pd

from analysis.days import long_day
from analysis.edtf import parse_edtf
from analysis.measures.columns import each
from analysis.measures.sources import ALL_SOURCES, anonymous_share, source_summary, speakers, terms
from analysis.measures.view import View
from analysis.report.sentences.citing import cite
from analysis.report.wording import counted, listed, number, quoted, sentence, share_of


def on_sources(view: View) -> list[str]:
    """How many sources there are, and what rests on each."""
    rows = source_summary(view)
    if rows.empty:
        return ["No source is in this edition."]
    said = [f"The edition rests on {counted(len(rows), 'source')}."]
    for row in each(rows):
        basis = " (worked out by the coder)" if row.published_basis == "inferred" else ""
        gives = f"gives evidence for {counted(row.events, 'event')}"
        if row.events:
            gives += f", {share_of(row.day_known, 'them')} with one known day"
        said.append(f"{row.label}, published {_published(row.published)}{basis}, {gives}.")
    return said


def _published(edtf: str) -> str:
    read = parse_edtf(edtf)
    if read.day_known and read.latest is not None:
        return long_day(pd.Timestamp(read.latest))
    return edtf


def on_unnamed(view: View) -> list[str]:
    """How many events rest on one speaker who is not named."""
    rows = anonymous_share(view)
    overall = next(each(rows[rows["label"] == ALL_SOURCES]))
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


def on_terms(view: View) -> list[str]:
    """The sources' own words for the people held, side by side."""
    rows = terms(view)
    said = []
    for label, own in rows.groupby("label", sort=False):
        words = listed(
            [
                f"{quoted(term)} ({number(count)})"
                for term, count in zip(own["term"], own["count"], strict=True)
            ]
        )
        said.append(f"{label} writes {words}.")
    if said:
        said.insert(
            0,
            f"This report says {quoted(view.tables.codebook.held)} throughout; the sources' own "
            "words differ.",
        )
    return said


def on_speakers(view: View) -> list[str]:
    """Who is quoted, and who is not."""
    rows = speakers(view)
    if rows.empty:
        return []
    unnamed = rows[~rows["named"]]
    people = sorted(set(rows["speaker"]))
    verb = "is" if len(people) == 1 else "are"
    said = [f"{sentence(counted(len(people), 'voice'))} {verb} heard: {listed(people)}."]
    if len(unnamed):
        names = listed(sorted(set(unnamed["speaker"])))
        ids = [i for row in unnamed["evidence"] for i in row]
        said.append(f"Not named are: {names} {cite(ids)}.")
    return said
