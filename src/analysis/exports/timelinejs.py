"""An edition for the TimelineJS of Knight Lab: one JSON object, https://timeline.knightlab.com/docs/json-format.html.

TimelineJS knows years, months and days, and draws what lies between two of them as a bar. A bar
stands for a stretch, and for the days among which an unknown one lies; which of these it is stands
in words above it, as ``display_date``. What the words stand for (the EDTF expression, the bounds,
what each passage states) is kept in ``backchannel`` beside each entry, which TimelineJS passes over
and ``backchannel import`` reads.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from analysis.exports.edition import Edition, Files, json_lines
from analysis.exports.told import Event, events
from analysis.report.wording import counted_figure

NAME = "timeline.json"


def files(edition: Edition) -> Files:
    """The timeline; events of which no day is stated are named on its title slide."""
    told = events(edition)
    undated = [event for event in told if not event.days.bounded]
    timeline = {
        "title": {
            "unique_id": "title",
            "text": {"headline": escape(edition.title), "text": _opening(edition, undated)},
        },
        "events": [_entry(event) for event in told if event.days.bounded],
    }
    return {NAME: json_lines(timeline, 2)}


def _opening(edition: Edition, undated: list[Event]) -> str:
    parts = [edition.subtitle, edition.description]
    if undated:
        parts.append(f"{counted_figure(len(undated), 'event')} of which no day is stated:")
    told = "".join(f"<p>{escape(part)}</p>" for part in parts if part)
    listed = "".join(f"<li>{escape(event.headline)}</li>" for event in undated)
    return told + (f"<ul>{listed}</ul>" if listed else "")


def _entry(event: Event) -> dict[str, Any]:
    days = event.days
    first = days.latest if pd.isna(days.earliest) else days.earliest
    entry: dict[str, Any] = {"unique_id": event.id, "start_date": _date(first)}
    if not pd.isna(days.latest) and days.latest != first:
        entry["end_date"] = _date(days.latest)
    return entry | {
        "display_date": days.words(),
        "group": event.family,
        "text": {"headline": escape(event.headline), "text": _text(event)},
        "backchannel": {
            "date": event.edtf,
            **days.bounds(),
            "kind": event.kind,
            "amount": event.amount,
            "evidence": [
                {"id": one.id, "date": one.date, "amount": one.amount} for one in event.passages
            ],
        },
    }


def _text(event: Event) -> str:
    paragraphs = [" ".join(event.facts()), *(passage.words() for passage in event.passages)]
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def _date(day: pd.Timestamp) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
