"""Some rows of each data set, drawn at random, for a reader to look up and to judge the rest by."""

from __future__ import annotations

import re

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells, objects
from analysis.report.data_sets import DATASET
from analysis.report.tables.listing import Column, Listing, evidence, listing, with_days
from analysis.report.wording import counted_figure, place_in

DRAWN = 10
"""Rows that are drawn of each data set."""

MOST_SETS = 6
"""Data sets of which rows are drawn."""

_SEED = 20_231_007  # any number: the same rows each time
_ADDRESS = re.compile(r"https?://\S+")


def of_rows_at_random(m: Measures) -> Listing:
    """Ten rows of each data set that this edition rests on; no row where it rests on none."""
    sources = m.tables.sources[m.tables.sources["type"] == DATASET][:MOST_SETS]
    told = m.evidence[m.evidence["source_id"].isin(list(sources["source_id"]))]
    columns = ["event_id", "earliest", "latest", "summary", "note"]
    told = told.merge(m.events[columns], on="event_id", validate="m:1").sort_values("evidence_id")
    drawn = pd.concat(
        [
            own.sample(min(DRAWN, len(own)), random_state=_SEED)
            for _, own in told.groupby("source_id", sort=True)
        ]
        or [told]
    ).sort_values(["source_id", "paragraph", "evidence_id"])
    labels = {id: own for id, *own in cells(sources, "source_id", "label", "type")}
    rows = with_days(drawn).assign(
        place=[place_in(labels[id], row) for id, row in cells(drawn, "source_id", "paragraph")],
        address=[" ".join(_ADDRESS.findall(note)[:1]) for note in drawn["note"]],
        evidence=objects([(id,) for id in drawn["evidence_id"]], drawn.index),
    )
    return listing(
        rows,
        [
            Column("place", "Row", 14, description="data set, and number of the row in its file"),
            Column("summary", "What it tells", 32),
            Column("when", "Day", 13, description="days that bound the event"),
            Column("address", "First report of the event", 30, description="address, if given"),
            evidence(11),
        ],
        id="tbl-rows-at-random",
        caption=f"{counted_figure(len(drawn), 'row')} of the {len(told):,} that data sets tell "
        "here, drawn at random by a fixed seed.",
        small=True,
    )
