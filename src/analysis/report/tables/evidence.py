"""The appendices: the evidence with its place, and the codebook."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import marks
from analysis.measures import Measures
from analysis.measures.columns import cells, each
from analysis.report.tables.listing import (
    Column,
    Listing,
    anchor,
    by_day,
    filters,
    listing,
    with_days,
)
from analysis.report.wording import place_in, quoted

WORDS = "Words of the source"

_BEFORE = (
    "Passages on further events, before this window or of others than those shown, tell from what "
    "days and numbers were reckoned, what was going on, and when that was over."
)

MOST_WHOLE = 600
"""Pieces of evidence that a report shows whether or not it cites them."""


def of_evidence(m: Measures) -> Listing:
    """Every piece of evidence that the report uses, by the earliest day of its event.

    Beside the words of the source stand, on a page alone, the event in neutral words and what the
    coder notes on both.

    Of more than ``MOST_WHOLE`` pieces the report shows those that it links to; all are in the CSV.
    """
    data, names = m.with_earlier.tables, m.labels
    told_by = {id: own for id, *own in cells(data.sources, "source_id", "label", "type")}
    columns = ["event_id", "earliest", "latest", "family", "summary", "note"]
    rows = data.evidence.merge(data.events[columns], on="event_id", how="left", validate="m:1")
    rows = by_day(rows)
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
    whole = len(rows) <= MOST_WHOLE
    made = listing(
        rows,
        [
            Column("evidence_id", "Id", 5, anchor),
            Column("place", "Source and place", 12, _place),
            Column("quote", WORDS, 38, quoted),
            Column("said_by", "Said by", 14),
            Column("when", "Day of the event", 15, description="days that bound the event"),
        ],
        id="tbl-evidence",
        caption=(
            "Evidence, by the earliest day of its event. A paragraph (¶) is the n-th non-empty "
            "line of the source's text, a row that of a data set's file."
            + f" {_BEFORE}"
            * (len(rows) > len(m.evidence))
        ),
        small=True,
        shown_in=16,
        most=MOST_WHOLE if whole else 0,
    )
    if not whole:
        return _of_many(made, rows)
    if rows.empty:
        return made
    place = [column.title for column in made.table.columns].index(WORDS)
    beside = [
        tuple(marks.Run(said, look="small") for said in notes) for notes in map(_beside, each(rows))
    ]
    told = tuple(
        (*row[:place], row[place] + more, *row[place + 1 :])
        for row, more in zip(made.table.rows, beside, strict=True)
    )
    own = replace(
        made.table,
        rows=told,
        filters=filters(m, rows),
        steps=tuple(rows["event_id"]),
        told_by=tuple(told_by[source][0] for source in rows["source_id"]),
    )
    return replace(made, table=own)


def _beside(row: Any) -> list[str]:
    """What the coder says of the event and of this passage."""
    notes = [note for note in (row.note, row.date_note) if note]
    return [row.summary, *([f"Coder's note: {' '.join(notes)}"] if notes else [])]


def _of_many(made: Listing, rows: pd.DataFrame) -> Listing:
    """The listing of very many pieces, of which a report shows those that it links to."""
    caption = (
        f"Evidence that this report links to, of {len(rows):,} pieces, by the earliest day of its "
        "event; the CSV of this table has them all. A paragraph (¶) is the n-th non-empty line of "
        "the source's text, a row that of a data set's file."
    )
    table = replace(made.table, caption=caption, rows=(), aside=False, further=_further(rows))
    return replace(made, table=table)


def _further(rows: pd.DataFrame) -> str:
    """The cells of all rows as text, of which the press takes those that are linked to."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(
        (id, _place(place), quoted(quote), said_by, when, "")
        for id, place, quote, said_by, when in cells(
            rows, "evidence_id", "place", "quote", "said_by", "when"
        )
    )
    return lines.getvalue()


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
        most=len(rows),
        aside=True,
        caption="Codebook: fields of the tables, from the Table Schema of the data package.",
    )
