"""The appendices: every piece of evidence with its place, and the codebook."""

from __future__ import annotations

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.report.tables.listing import Column, Listing, anchor, listing, with_days
from analysis.report.wording import place_in, quoted


def of_evidence(m: Measures) -> Listing:
    """Every piece of evidence that the report uses, by the earliest day of its event."""
    data, names = m.with_earlier.tables, m.labels
    told_by = {id: own for id, *own in cells(data.sources, "source_id", "label", "type")}
    columns = ["event_id", "earliest", "latest"]
    rows = data.evidence.merge(data.events[columns], on="event_id", how="left", validate="m:1")
    rows = rows.sort_values(
        ["earliest", "latest"], kind="stable", na_position="first", ignore_index=True
    )
    rows = with_days(rows).assign(
        place=[
            place_in(told_by[source], paragraph)
            for source, paragraph in cells(rows, "source_id", "paragraph")
        ],
        said_by=[
            names.get(speaker, speaker) + ("" if stance == "asserts" else f" ({stance})")
            for speaker, stance in cells(rows, "speaker", "stance")
        ],
    )
    return listing(
        rows,
        [
            Column("evidence_id", "Id", 5, anchor),
            Column("place", "Source and place", 12, _place),
            Column("quote", "Words of the source", 38, quoted),
            Column("said_by", "Said by", 14),
            Column("when", "Day of the event", 15, description="days that bound the event"),
        ],
        id="tbl-evidence",
        caption=(
            "Evidence, by the earliest day of its event. A paragraph (¶) is the n-th non-empty "
            "line of the source's text, a row that of a data set's file."
        ),
        small=True,
        shown_in=16,
    )


def _place(value: str) -> str:
    return value.replace("paragraph ", "¶\N{NO-BREAK SPACE}")


def of_kinds(m: Measures) -> Listing:
    """The vocabulary of event kinds with its CAMEO and PLOVER counterparts."""
    label = m.tables.codebook.label
    rows = m.kinds.assign(
        read_as=[label("kinds", "family", f) for f in m.kinds["family"]],
        coded=m.events["kind"].value_counts().reindex(m.kinds["kind"], fill_value=0).to_list(),
    )
    return listing(
        rows,
        [
            Column("label", "Kind", 14),
            Column("definition", "Definition", 40),
            Column("read_as", "Read as", 14),
            Column("cameo", "CAMEO", 11),
            Column("plover", "PLOVER", 11),
            Column("coded", "Events here", 10, numeric=True, description="events in this edition"),
        ],
        id="tbl-kinds",
        aside=True,
        caption="Codebook: kinds of event, with the matching CAMEO and PLOVER codes.",
    )


def of_fields(m: Measures) -> Listing:
    """Every field of every table, as the Table Schema describes it."""
    rows = [
        {
            "table": table.title,
            "field": field.name,
            "title": field.title,
            "meaning": field.description,
            "values": "; ".join(
                value if value == words else f"{value}: {words}"
                for value, words in field.labels.items()
            ),
        }
        for table in m.tables.codebook.tables.values()
        for field in table.fields
    ]
    return listing(
        pd.DataFrame(rows, columns=["table", "field", "title", "meaning", "values"]),
        [
            Column("field", "Field", 15),
            Column("table", "Table", 12),
            Column("meaning", "Meaning", 38),
            Column("values", "Values", 35),
        ],
        id="tbl-fields",
        aside=True,
        caption="Codebook: fields of the tables, from the Table Schema of the data package.",
    )
