"""Tables on the sources: what they are, their words and voices, how well they date events."""

from __future__ import annotations

import pandas as pd

from analysis.measures.columns import each
from analysis.measures.coverage import covered
from analysis.measures.sources import (
    PRECISIONS,
    anonymous_share,
    precision,
    source_summary,
    speakers,
    terms,
)
from analysis.measures.view import View
from analysis.report.tables.cells import dates, evidence
from analysis.report.tables.listing import Column, Listing, listing
from analysis.report.wording import quoted


def sources(view: View) -> Listing:
    """The sources with their dates, the days they narrate, and what rests on them."""
    rows, days = source_summary(view), covered(view)
    reasons = dict(
        zip(
            view.tables.sources["source_id"],
            view.tables.sources["published_reason"],
            strict=True,
        )
    )
    narrated = {
        str(source): "; ".join(dates(r.start, r.end) for r in each(own))
        for source, own in days.groupby("source_id", sort=False)
    }
    frame = rows.assign(
        dated=[
            f"{published} (inferred: {reasons[source]})" if basis == "inferred" else published
            for published, basis, source in zip(
                rows["published"], rows["published_basis"], rows["source_id"], strict=True
            )
        ],
        narrates=[narrated.get(s, "no day of this window") for s in rows["source_id"]],
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


def words(view: View) -> Listing:
    """The sources' own words for the people held."""
    return listing(
        terms(view),
        [
            Column("label", "Source", 18),
            Column("term", "Word", 32, quoted),
            Column("count", "Uses coded", 16, numeric=True, description="rows of evidence"),
            evidence(34),
        ],
        id="tbl-terms",
        caption="The sources' own words for the people held.",
    )


def voices(view: View) -> Listing:
    """Whom each source lets speak."""
    rows = speakers(view)
    rows = rows.assign(who=["yes" if named else "no" for named in rows["named"]])
    return listing(
        rows,
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


def dating(view: View) -> Listing:
    """How well the events of each source are dated, and what rests on one unnamed speaker."""
    rows, unnamed = precision(view), anonymous_share(view)
    alone = dict(zip(unnamed["source_id"], unnamed["one_unnamed"], strict=True))
    frame = pd.DataFrame(
        [
            {"label": label}
            | {str(p): int(n) for p, n in zip(own["precision"], own["count"], strict=True)}
            | {"events": int(own["events"].iloc[0]), "one_unnamed": int(alone.get(source, 0))}
            for (source, label), own in rows.groupby(["source_id", "label"], sort=False)
        ],
        columns=["label", "events", *PRECISIONS, "one_unnamed"],
    )
    return listing(
        frame,
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
