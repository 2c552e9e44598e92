"""Tables on the sources: what they are, their words and voices, how well they date events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.marks import Run
from analysis.measures import Measures
from analysis.measures.columns import cells, each
from analysis.measures.sources import PRECISIONS
from analysis.report.key_figures import COUNTED, key_figures
from analysis.report.tables.listing import Column, Listing, dates, evidence, listing
from analysis.report.wording import quoted, sentence

NONE_STATED, NOT_COVERED = "not stated", "not covered"
_OF_ANY_DAYS = ("covered_days", "events")


def of_sources(m: Measures) -> Listing:
    """The sources with their dates, the days they narrate, and what rests on them."""
    rows = m.source_summary.merge(m.tables.sources[["source_id", "published_reason"]])
    narrated = {
        source: "; ".join(dates(row.start, row.end) for row in each(own))
        for source, own in m.covered.groupby("source_id", sort=False)
    }
    frame = rows.assign(
        dated=[
            f"{published} (inferred: {reason})" if basis == "inferred" else published
            for published, basis, reason in cells(
                rows, "published", "published_basis", "published_reason"
            )
        ],
        narrates=[narrated.get(source, "no day of this window") for source in rows["source_id"]],
    )
    return listing(
        frame,
        [
            Column("label", "Source", 9),
            Column("headline", "Headline", 18),
            Column("publisher", "Publisher", 9),
            Column("dated", "Published", 36),
            Column("narrates", "Narrates", 14, description="days in the window"),
            Column("events", "Events", 7, numeric=True, description="events it gives evidence for"),
            Column(
                "day_known",
                "With one day",
                7,
                numeric=True,
                description="of these, events with one known day",
            ),
        ],
        id="tbl-sources",
        small=True,
        caption="The sources of this edition.",
    )


def of_left_out(m: Measures, without: Mapping[str, Measures]) -> Listing:
    """Each key figure with each source left out in turn; what then changes is set off.

    Parameters
    ----------
    m : the measures of the edition.
    without : label of a source -> the same measures without it; of very many, not of each.
    """
    whole = {figure.id: figure for figure in key_figures(m)}
    rows, changed = [{"source": "none"} | {id: one.value for id, one in whole.items()}], set()
    for label, rest in without.items():
        found = {figure.id: figure.value for figure in key_figures(rest)}
        told = {id: found.get(id, "0" if id in COUNTED else NONE_STATED) for id in whole}
        if not rest.covered_days:
            # No source that is left covers a day: what is not told is not zero.
            told |= dict.fromkeys(
                (i for i in _not_told(told) if i not in _OF_ANY_DAYS), NOT_COVERED
            )
        rows.append({"source": label} | told)
        changed |= {(label, id) for id, one in whole.items() if rows[-1][id] != one.value}
    frame = pd.DataFrame(rows, columns=["source", *whole])
    table = listing(
        frame,
        [
            Column("source", "Left out", 16, description="source that is left out"),
            *(
                Column(id, sentence(one.label), 84 / len(whole), numeric=True)
                for id, one in whole.items()
            ),
        ],
        id="tbl-left-out",
        caption=_left_out_caption(len(m.tables.sources), len(without)),
        small=True,
    )
    marked = tuple(
        tuple(
            (Run(str(cell[0]), look="em"),) if (row[0][0], id) in changed else cell
            for id, cell in zip(("source", *whole), row, strict=True)
        )
        for row in table.table.rows
    )
    return replace(table, table=replace(table.table, rows=marked))


def _not_told(figures: Mapping[str, str]) -> list[str]:
    """Those of what happens on days, of which nothing is told."""
    return [
        id
        for id, value in figures.items()
        if value in ("0", NONE_STATED) and id not in _OF_ANY_DAYS
    ]


def _left_out_caption(sources: int, without: int) -> str:
    if not without:
        return "The key figures. There is no other source that could be left out."
    some = f" Of {sources:,} sources the {without} that give most evidence are shown."
    return (
        "The key figures with each source left out in turn; in italics what then changes."
        + some * (without < sources)
    )


def of_terms(m: Measures) -> Listing:
    """The sources' own words for the people held."""
    return listing(
        m.terms,
        [
            Column("label", "Source", 18),
            Column("term", "Word", 32, quoted),
            Column("count", "Paragraphs", 16, numeric=True, description="coded, with the word"),
            evidence(34),
        ],
        id="tbl-terms",
        aside=True,
        caption="The sources' own words for the people held.",
    )


def of_speakers(m: Measures) -> Listing:
    """Whom each source lets speak."""
    return listing(
        m.speakers.assign(who=["yes" if named else "no" for named in m.speakers["named"]]),
        [
            Column("label", "Source", 16),
            Column("speaker", "Speaker", 36),
            Column("who", "Named", 16, description="whether the speaker is named"),
            Column("count", "Statements", 16, numeric=True, description="rows of evidence"),
            Column("events", "Events", 16, numeric=True, description="events they speak of"),
        ],
        id="tbl-speakers",
        aside=True,
        caption="Whom the sources let speak.",
    )


def of_dating(m: Measures) -> Listing:
    """How well the events of each source are dated, and what rests on one unnamed speaker."""
    counts = m.precision.pivot(index="source_id", columns="precision", values="count")
    return listing(
        m.anonymous.merge(counts, on="source_id"),
        [
            Column("label", "Source", 15),
            Column("events", "Events", 10, numeric=True),
            *(
                Column(p, p[:1].upper() + p[1:], 12, numeric=True, description="events")
                for p in PRECISIONS
            ),
            Column("one_unnamed", "On one unnamed speaker", 15, numeric=True, description="events"),
        ],
        id="tbl-dating",
        aside=True,
        caption="How closely the events of each source are dated, and how many rest on one "
        "speaker who is not named.",
    )
