"""Small cases for the tests of the measures: a view built from rows that a test writes out.

The case is invented: North and South negotiate over a river in 1997, with Port between them.
Every event has one row of evidence, E001 for the first and so on, unless the test says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.measures import Measures, measures
from analysis.package.codebook import read_codebook
from analysis.package.resolution.numbers import AMOUNTS
from analysis.package.resolved import resolved_events
from analysis.package.tables import Tables

CODEBOOK = read_codebook(Path(__file__).resolve().parents[2] / "seeds")

FAMILIES = {
    "contact": "contact",
    "talks_halted": "talks",
    "talks_round": "talks",
    "agreement": "talks",
    "talks_resumed": "talks",
    "truce_start": "truce",
    "truce_end": "truce",
    "position": "context",
    "list": "context",
    "capture": "inflow",
    "release": "outflow",
    "rescue": "outflow",
    "recovery": "outflow",
    "count_report": "stock",
    "count_alive": "stock",
    "death": "context",
}
STATES = {"rescue": "alive", "recovery": "dead", "death": "dead", "count_alive": "alive"}
# id: short name, kind, member of, side, level, named
ACTORS = {
    "north": ("North", "state", "", "North", 0, "yes"),
    "anna": ("Anna", "person", "north", "North", 5, "yes"),
    "abel": ("Abel", "person", "north", "", 3, "yes"),
    "south": ("South", "state", "", "South", 0, "yes"),
    "bela": ("Bela", "person", "south", "South", 4, "yes"),
    "boris": ("Boris", "person", "south", "South", 2, "yes"),
    "port": ("Port", "state", "", "Port", 0, "yes"),
    "petra": ("Petra", "person", "port", "Port", 3, "yes"),
    "official": ("An official", "person", "north", "North", 2, "no"),
    "aide": ("An aide", "person", "south", "South", 2, "no"),
}
EVENT_TEXT = ("channel", "process", "place", "amount_of", "topic", "note")
# What each passage on an event supports: the same for all of them, as a test writes it.
OF_EVIDENCE: dict[str, Any] = {
    **dict.fromkeys(("date", "date_note", "relation", "anchor", "days"), ""),
    **dict.fromkeys(("amount_text", "repeated", "blames"), ""),
    "date_basis": "stated",
    **dict.fromkeys(("amount_low", "amount_best", "amount_high"), None),
}


def event(
    event_id: str,
    kind: str,
    date: str,
    *,
    who: Mapping[str, str] | None = None,
    said: Sequence[tuple[str, ...]] = (("s1", "the source"),),
    **cells: Any,
) -> dict[str, Any]:
    """One event; ``who`` is actor -> part, ``said`` one (source, speaker[, term]) per evidence."""
    return {
        "event_id": event_id,
        "kind": kind,
        "date": date,
        "who": who or {},
        "said": said,
    } | cells


def call(
    event_id: str, date: str, a: str = "anna", b: str = "bela", **cells: Any
) -> dict[str, Any]:
    """A telephone call from ``a`` to ``b``."""
    who = {a: "initiator", b: "recipient"}
    return event(event_id, "contact", date, **({"channel": "phone", "who": who} | cells))


def people(event_id: str, kind: str, date: str, *amount: float, **cells: Any) -> dict[str, Any]:
    """A flow or count of people held: no amount, (best,) or (low, high)."""
    names = {0: (), 1: ("amount_best",), 2: ("amount_low", "amount_high")}[len(amount)]
    given = dict(zip(names, amount, strict=True))
    return event(event_id, kind, date, **({"amount_of": "hostages"} | given | cells))


FLURRY = {"amount_of": "contacts", "amount_low": 1.0, "amount_text": "a flurry"}
"""Of a contact: several on its day, without their number."""


def visit(event_id: str, date: str, who: str = "anna", to: str = "south") -> dict[str, Any]:
    """A journey to a place, of which nobody says who was met."""
    parts = {who: "initiator", to: "host"}
    return event(event_id, "contact", date, channel="in_person", who=parts)


def exactly(number: float) -> dict[str, float]:
    """The three amounts of an exact number."""
    return {"amount_low": number, "amount_best": number, "amount_high": number}


def tables(
    events: Sequence[dict[str, Any]],
    covers: Mapping[str, str],
    families: Mapping[str, str] | None = None,
) -> Tables:
    """The six tables of a case; ``covers`` is source id -> EDTF, ``families`` -> those coded."""
    rows, parts, evidence = [], [], []
    for given in events:
        row = dict.fromkeys(EVENT_TEXT, "") | {
            "modality": "actual",
            "summary": f"{given['event_id']} happened.",
        }
        row |= {k: v for k, v in given.items() if k not in ("who", "said", "stance", *OF_EVIDENCE)}
        rows.append(row | {"family": FAMILIES[given["kind"]]})
        supports = OF_EVIDENCE | {k: v for k, v in given.items() if k in OF_EVIDENCE}
        parts += [(given["event_id"], actor, part) for actor, part in given["who"].items()]
        for source, speaker, *term in given["said"]:
            evidence.append(
                {
                    "evidence_id": f"E{len(evidence) + 1:03}",
                    "event_id": given["event_id"],
                    "source_id": source,
                    "paragraph": 1,
                    "quote": "words",
                    "speaker": speaker,
                    "stance": given.get("stance", "asserts"),
                    "term": "".join(term),
                }
                | supports
            )
    columns = [f.name for f in CODEBOOK.fields("evidence")]
    told = pd.DataFrame(evidence, columns=columns)
    told[list(AMOUNTS)] = told[list(AMOUNTS)].astype("float64")
    sources = _sources(covers)
    sources["families"] = [(families or {}).get(source, "") for source in sources["source_id"]]
    sources["families"] = sources["families"].astype("str")
    own = [*(f.name for f in CODEBOOK.fields("events")), "family"]
    happened = pd.DataFrame(rows, columns=own).astype("str")
    return Tables(
        codebook=CODEBOOK,
        sources=sources,
        actors=pd.DataFrame(
            [(a, r[0], r[0], *r[1:4], "party", *r[4:], "") for a, r in ACTORS.items()],
            columns=[f.name for f in CODEBOOK.fields("actors")],
        ),
        kinds=pd.DataFrame(
            [
                (kind, kind.replace("_", " "), "", family, STATES.get(kind, ""))
                for kind, family in FAMILIES.items()
            ],
            columns=["kind", "label", "definition", "family", "state"],
        ),
        events=resolved_events(happened, told, sources),
        participants=_frame(parts, ["event_id", "actor_id", "part"]),
        evidence=told,
    )


def _frame(rows: list[Any], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype("str")


def _sources(covers: Mapping[str, str]) -> pd.DataFrame:
    fields = [f.name for f in CODEBOOK.fields("sources")]
    rows = [
        dict.fromkeys(fields, "")
        | {
            "source_id": source,
            "label": f"Source {number}",
            "headline": f"Headline {number}",
            "publisher": "not stated",
            "published": "1997-04-01",
            "published_basis": "stated",
            "covers": days,
        }
        for number, (source, days) in enumerate(covers.items(), 1)
    ]
    return pd.DataFrame(rows, columns=fields).astype("str")


def view(
    *events: dict[str, Any],
    start: str = "1997-03-03",
    end: str = "1997-03-30",
    covers: str | Mapping[str, str] = "1997-03-03/1997-03-30",
    families: Mapping[str, str] | None = None,
    **choice: Any,
) -> Measures:
    """The view of a case; 3 March 1997 is a Monday, and the window four weeks of covered days."""
    by_source = {"s1": covers} if isinstance(covers, str) else covers
    return measures(tables(events, by_source, families), start=start, end=end, **choice)


def day(text: str) -> pd.Timestamp:
    """A day of March 1997 ("14"), or any day in full."""
    return pd.Timestamp(text if "-" in text else f"1997-03-{int(text):02}")


def dates(frame: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    """Cells of date columns as ISO text, "" for NaT."""
    shown = [
        ["" if pd.isna(value) else f"{value:%Y-%m-%d}" for value in frame[column]]
        for column in columns
    ]
    return list(zip(*shown, strict=True))
