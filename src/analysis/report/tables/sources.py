"""Tables on the sources: what they are, their words and voices, how well they date events."""

from __future__ import annotations

from analysis.measures import Measures
from analysis.measures.columns import cells, each
from analysis.measures.sources import PRECISIONS
from analysis.report.tables.listing import Column, Listing, dates, evidence, listing
from analysis.report.wording import quoted


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
            Column("label", "Source", 11),
            Column("headline", "Headline", 20),
            Column("publisher", "Publisher", 11),
            Column("dated", "Published", 26),
            Column("narrates", "Narrates", 18, description="days in the window"),
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
        caption="The sources of this edition.",
    )


def of_terms(m: Measures) -> Listing:
    """The sources' own words for the people held."""
    return listing(
        m.terms,
        [
            Column("label", "Source", 18),
            Column("term", "Word", 32, quoted),
            Column("count", "Uses coded", 16, numeric=True, description="rows of evidence"),
            evidence(34),
        ],
        id="tbl-terms",
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
        caption="How closely the events of each source are dated, and how many rest on one "
        "speaker who is not named.",
    )
