"""The sources compared: what rests on each, their words, whom they quote, how they date events.

Counted side by side and never joined to a score. Which days each source covers is in
:mod:`analysis.measures.coverage`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures import results
from analysis.measures.columns import objects
from analysis.measures.coverage import covered
from analysis.measures.people import actor_labels, resting_on_unnamed, unnamed_speakers
from analysis.measures.view import View, measure

ALL_SOURCES = "All sources"
PRECISIONS = ("one day", "up to 7 days", "up to 31 days", "longer or open", "a stretch of days")


def _of_sources(view: View, rows: pd.DataFrame, *, then: list[str]) -> pd.DataFrame:
    """The rows with the label of their source, by source in table order, then falling count."""
    labelled = view.tables.sources[["source_id", "label"]].merge(rows, on="source_id")
    place = {source: number for number, source in enumerate(view.tables.sources["source_id"])}
    order = labelled.assign(_place=labelled["source_id"].map(place), _count=-labelled["count"])
    return order.sort_values(["_place", "_count", *then])


@measure
def source_summary(view: View) -> pd.DataFrame:
    """Each source of the view and what rests on it, in table order.

    Returns
    -------
    (sources,) columns ``results.SOURCES``.
    """
    unnamed = unnamed_speakers(view)
    evidence = view.evidence.merge(view.events[["event_id", "day_known"]], on="event_id")
    days = covered(view).groupby("source_id")["days"].sum()
    once = evidence.drop_duplicates(["source_id", "event_id"]).groupby("source_id")["day_known"]
    rows = view.tables.sources.set_index("source_id", drop=False)
    known = once.sum().reindex(rows.index, fill_value=0)
    events = once.size().reindex(rows.index, fill_value=0)
    own = [view.evidence[view.evidence["source_id"] == source] for source in rows.index]
    resting = [resting_on_unnamed(told, unnamed)["unnamed_only"].sum() for told in own]
    return results.SOURCES.table(
        rows.assign(
            covered_days=days.reindex(rows.index, fill_value=0),
            events=events,
            day_known=known,
            share_day_known=known / events.where(events > 0),
            anonymous=resting,
            evidence=objects((tuple(told["evidence_id"]) for told in own), rows.index),
        )
    )


@measure
def terms(view: View) -> pd.DataFrame:
    """The sources' own words for the people held, side by side, by the paragraphs that have them.

    A paragraph that several pieces of evidence quote counts once.

    Returns
    -------
    (n,) by source (in table order), then falling count, then term; columns ``results.TERMS``.
    """
    used = view.evidence.assign(term=view.evidence["term"].fillna("").str.strip().str.lower())
    groups = used[used["term"] != ""].groupby(["source_id", "term"])
    rows = groups.agg(count=("paragraph", "nunique"), evidence=("evidence_id", tuple)).reset_index()
    return results.TERMS.table(_of_sources(view, rows, then=["term"]))


@measure
def speakers(view: View) -> pd.DataFrame:
    """Whom each source lets speak, its own voice among them.

    Returns
    -------
    (n,) by source (in table order), then falling count, then name; columns ``results.SPEAKERS``.
    """
    labels, unnamed = actor_labels(view), unnamed_speakers(view)
    rows = (
        view.evidence.groupby(["source_id", "speaker"], sort=False)
        .agg(
            count=("evidence_id", "size"),
            events=("event_id", "nunique"),
            evidence=("evidence_id", tuple),
        )
        .reset_index()
        .rename(columns={"speaker": "speaker_id"})
    )
    rows["speaker"] = [labels.get(speaker, speaker) for speaker in rows["speaker_id"]]
    rows["named"] = ~rows["speaker_id"].isin(unnamed)
    return results.SPEAKERS.table(_of_sources(view, rows, then=["speaker"]))


@measure
def anonymous_share(view: View) -> pd.DataFrame:
    """Share of events that rest on one unnamed speaker alone.

    Returns
    -------
    (sources + 1,) in table order, the last row over all sources together, where a second voice
    in another source counts; columns ``results.ANONYMOUS``. Counted are the events of which
    every piece of evidence comes from one and the same unnamed speaker; the evidence is theirs.
    """
    unnamed, evidence = unnamed_speakers(view), view.evidence
    sources = view.tables.sources
    own = [evidence[evidence["source_id"] == source] for source in sources["source_id"]]
    rows = []
    for source_id, label, told in zip(
        [*sources["source_id"], ""], [*sources["label"], ALL_SOURCES], [*own, evidence], strict=True
    ):
        resting = resting_on_unnamed(told, unnamed)["one_unnamed"]
        alone = resting.index[resting]
        rows.append(
            {
                "source_id": source_id,
                "label": label,
                "events": len(resting),
                "one_unnamed": len(alone),
                "share": len(alone) / len(resting) if len(resting) else float("nan"),
                "evidence": tuple(told.loc[told["event_id"].isin(alone), "evidence_id"]),
            }
        )
    return results.ANONYMOUS.table(rows)


@measure
def precision(view: View) -> pd.DataFrame:
    """How well the events of each source are dated.

    Returns
    -------
    (sources x 5,) by source (in table order), then precision in the order of ``PRECISIONS``,
    those with no event too; columns ``results.PRECISION``. "up to 7 days" is one unknown day
    among so many, both ends counted; "a stretch of days" is an event that lasted.
    """
    told = view.evidence.merge(_precision(view.events), on="event_id")
    cells = pd.MultiIndex.from_product([view.tables.sources["source_id"], PRECISIONS])
    groups = told.groupby(["source_id", "precision"])
    rows = groups.agg(count=("event_id", "nunique"), evidence=("evidence_id", tuple))
    rows = rows.reindex(cells.set_names(["source_id", "precision"])).reset_index()
    rows["count"] = rows["count"].fillna(0)
    found = (ids if isinstance(ids, tuple) else () for ids in rows["evidence"])
    rows["evidence"] = objects(found, rows.index)
    rows["events"] = rows.groupby("source_id")["count"].transform("sum")
    rows["share"] = rows["count"] / rows["events"].where(rows["events"] > 0)
    labels = view.tables.sources.set_index("source_id")["label"]
    return results.PRECISION.table(rows.assign(label=rows["source_id"].map(labels)))


def _precision(events: pd.DataFrame) -> pd.DataFrame:
    span = (events["latest"] - events["earliest"]).dt.days + 1
    named = np.select(
        [events["day_known"], events["stretch"], span <= 7, span <= 31],
        [PRECISIONS[0], PRECISIONS[4], PRECISIONS[1], PRECISIONS[2]],
        PRECISIONS[3],
    )
    return events[["event_id"]].assign(precision=named)
