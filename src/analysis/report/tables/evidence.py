"""The appendices: every piece of evidence with its place, and the codebook."""

from __future__ import annotations

import pandas as pd

from analysis.measures.view import View
from analysis.package.rules import SOURCE_ITSELF
from analysis.report.tables.cells import dates
from analysis.report.tables.listing import Column, Listing, anchor, listing
from analysis.report.wording import quoted


def evidence(view: View) -> Listing:
    """Every piece of evidence that the report uses, by the earliest day of its event."""
    data = view.with_earlier.tables
    names = dict(zip(data.actors["actor_id"], data.actors["short"], strict=True))
    labels = dict(zip(data.sources["source_id"], data.sources["label"], strict=True))
    columns = ["event_id", "kind", "earliest", "latest", "modality", "summary"]
    rows = data.evidence.merge(data.events[columns], on="event_id", how="left", validate="m:1")
    rows = rows.assign(_row=range(len(rows))).sort_values(
        ["earliest", "latest", "_row"], na_position="first", ignore_index=True
    )
    speakers = rows["speaker"].map(lambda s: s if s == SOURCE_ITSELF else names.get(s, s))
    rows = rows.assign(
        when=[dates(e, last) for e, last in zip(rows["earliest"], rows["latest"], strict=True)],
        place=[
            f"{labels[source]}, paragraph {paragraph}"
            for source, paragraph in zip(rows["source_id"], rows["paragraph"], strict=True)
        ],
        said_by=[
            speaker if stance == "asserts" else f"{speaker} ({stance})"
            for speaker, stance in zip(speakers, rows["stance"], strict=True)
        ],
        event=[
            summary if modality == "actual" else f"{summary} ({modality})"
            for summary, modality in zip(rows["summary"], rows["modality"], strict=True)
        ],
    )
    return listing(
        rows,
        [
            Column("evidence_id", "Evidence", 8, anchor),
            Column("when", "When", 12, description="days that bound the event"),
            Column("event", "Event, in our words", 26),
            Column("place", "Source and place", 16, _place),
            Column("quote", "Words of the source", 18, quoted),
            Column("said_by", "Said by", 9),
        ],
        id="tbl-evidence",
        caption=(
            "Evidence, by the earliest day of its event. A paragraph is the n-th non-empty line of "
            "the source's text."
        ),
        small=True,
        shown_in=11,
    )


def _place(value: str) -> str:
    return value.replace("paragraph ", "paragraph\N{NO-BREAK SPACE}")


def kinds(view: View) -> Listing:
    """The vocabulary of event kinds with its CAMEO and PLOVER counterparts."""
    label = view.tables.codebook.label
    rows = view.kinds.assign(
        read_as=[label("kinds", "family", f) for f in view.kinds["family"]],
        coded=view.events["kind"]
        .value_counts()
        .reindex(view.kinds["kind"], fill_value=0)
        .to_list(),
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
        caption="Kinds of event, with the matching CAMEO and PLOVER codes.",
        small=True,
    )


def fields(view: View) -> Listing:
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
        for table in view.tables.codebook.tables.values()
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
        caption="Fields of the tables, from the Table Schema of the data package.",
        small=True,
    )
