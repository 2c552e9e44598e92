"""Packages made at random from nothing, every column of every table drawn by hypothesis.

What is drawn follows the rules of a package as far as they are simple (keys, vocabularies, parts),
so that `check` mostly says yes, and strays where a table of somebody else might: days of any year
and form, bounds that are open, nothing stated, sources that cover little, names in any script.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
DESCRIPTOR = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
COLUMNS = {
    one["name"]: [field["name"] for field in one["schema"]["fields"]]
    for one in DESCRIPTOR["resources"]
}
with (SEEDS / "kinds.csv").open(encoding="utf-8", newline="") as _file:
    KINDS = [*csv.DictReader(_file)]

Row = dict[str, str]
Draw = Callable[..., Any]


@dataclass(frozen=True)
class Made:
    """A package that is not written yet, and the parameters of a report on it."""

    tables: dict[str, list[Row]]
    held: str
    parameters: dict[str, Any]

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        own = {"name": "made", "title": "Made at random", "terms": {"held": self.held}}
        (folder / "datapackage.json").write_text(json.dumps(DESCRIPTOR | own), encoding="utf-8")
        for name, columns in COLUMNS.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                table.writeheader()
                table.writerows(self.tables[name])
        return folder


def allowed(table: str, field: str) -> list[str]:
    """The vocabulary of a field."""
    resource = next(one for one in DESCRIPTOR["resources"] if one["name"] == table)
    found = next(one for one in resource["schema"]["fields"] if one["name"] == field)
    return [str(value) for value in found["constraints"]["enum"]]


TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()) or "x")
LONG = st.sampled_from(
    [
        "w" * 400, "word " * 60 + "end", "\u0645\u0631\u062d\u0628\u0627",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
        "\u0928\u092e\u0938\u094d\u0924\u0947", "\U0001f469\u200d\U0001f467", "*a*", "=1+1", "$x$",
    ]
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(["Heron Island", "the lake", "talks"]), TEXT, LONG)
MAYBE = st.one_of(st.just(""), WORDS)


@st.composite
def days(draw: Draw, first: dt.date, span: int) -> dt.date:
    """A day of the time that a package is about, or near it."""
    offset = draw(st.integers(-40, span + 40))
    try:
        return first + dt.timedelta(days=offset)
    except OverflowError:
        return first


@st.composite
def dates(draw: Draw, first: dt.date, span: int) -> str:
    """An EDTF expression of any form about that time."""
    a, b = sorted((draw(days(first, span)), draw(days(first, span))))
    form = draw(st.sampled_from(FORMS))
    return form.format(
        a=a.isoformat(),
        b=b.isoformat(),
        m=a.isoformat()[:7],
        y=a.isoformat()[:4],
        x=a.isoformat()[:9],
    )


FORMS = (
    "{a}", "{a}", "{a}", "{a}/{b}", "[{a}..{b}]", "[{a},{b}]", "{{{a},{b}}}", "{{{a}..{b}}}",
    "{m}", "{y}", "{a}/..", "../{b}", "{a}?", "{m}~", "{a}%", "{x}X", "{m}-XX", "{y}-XX-XX",
    "{m}/{b}", "[..{a}]", "[{a}..]", "{y}-33", "{m}-15", "{m}-15",
)  # fmt: skip
COVERS = (
    "{a}/{b}",
    "{a}/{b}",
    "{a}/{b}",
    "{a}/{b}",
    "{a}/{b}",
    "{a}",
    "{{{a},{b}}}",
    "{m}",
    "{y}",
    "{a}/..",
    "../{b}",
)

PUBLISHED = ("{b}", "{b}", "{b}", "{b}?", "{y}", "{b}/..", "../{b}")
NUMBERS = st.one_of(st.integers(0, 300), st.sampled_from([0, 1, 10**6, 2**53 - 1, 2**53, 10**15]))


@st.composite
def amounts(draw: Draw) -> Row:
    """Bounds of a number, some of them not stated."""
    shape = draw(st.sampled_from(["none", "one", "best", "low", "high", "band"]))
    low, best, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    cells = {
        "none": ("", "", ""), "one": (best, best, best), "best": ("", best, ""),
        "low": (low, "", ""), "high": ("", "", high), "band": (low, best, high),
    }[shape]  # fmt: skip
    return dict(zip(("amount_low", "amount_best", "amount_high"), map(str, cells), strict=True)) | {
        "amount_text": draw(st.sampled_from(["", "about 50", "dozens", "more than 100"]))
    }


@st.composite
def packages(draw: Draw) -> Made:
    year = draw(
        st.sampled_from(
            [1997, 1997, 1997, 2024, 1, 1000, 1600, 1677, 1678, 1900, 2000, 2262, 2263, 9998]
        )
    )
    first = dt.date(year, draw(st.integers(2, 9)), draw(st.integers(1, 28)))
    span = draw(st.sampled_from([0, 1, 9, 40, 90, 400]))
    sources = draw(sources_of(first, span))
    actors = draw(actors_of())
    events, participants, evidence = draw(events_of(first, span, sources, actors))
    made = {
        "sources": sources, "actors": actors, "kinds": KINDS, "events": events,
        "participants": participants, "evidence": evidence,
    }  # fmt: skip
    return Made(
        made,
        draw(st.sampled_from(["hostages", "detainees", "people held"])),
        draw(parameters_of(made)),
    )


@st.composite
def sources_of(draw: Draw, first: dt.date, span: int) -> list[Row]:
    rows = []
    for number in range(draw(st.sampled_from([1, 2, 3, 0]))):
        a, b = sorted((draw(days(first, span)), draw(days(first, span))))
        covers = draw(st.sampled_from(COVERS)).format(
            a=a.isoformat(), b=b.isoformat(), m=a.isoformat()[:7], y=a.isoformat()[:4]
        )
        end = b + dt.timedelta(days=draw(st.sampled_from([0, 0, 1, 31])))
        families = draw(
            st.lists(st.sampled_from(allowed("kinds", "family")), max_size=3, unique=True)
        )
        rows.append(
            {
                "source_id": f"source-{number}",
                "label": f"Source {number}",
                "type": draw(st.sampled_from(["text", "text", "dataset"])),
                "headline": draw(WORDS),
                "publisher": draw(st.sampled_from(["not stated", "The Gazette"])),
                "address": draw(st.sampled_from(["", "", "https://example.org/a"])),
                "published": draw(st.sampled_from(PUBLISHED)).format(
                    b=end.isoformat(), y=end.isoformat()[:4]
                ),
                "published_basis": draw(st.sampled_from(["stated", "inferred"])),
                "published_reason": draw(WORDS),
                "language": draw(st.sampled_from(["en", "ar", "zh-Hans"])),
                "sha256": f"{number:064x}",
                "version": draw(st.sampled_from(["", "24.1"])),
                "covers": covers,
                "families": " ".join(families),
                "access": draw(st.sampled_from(["", "", "", "", "public", "restricted"])),
                "note": draw(MAYBE),
            }
        )
    return rows


@st.composite
def actors_of(draw: Draw) -> list[Row]:
    sides = ["", "North", "South", draw(WORDS)]
    rows: list[Row] = []
    for number in range(draw(st.sampled_from([3, 5, 2, 0, 1]))):
        rows.append(
            {
                "actor_id": f"actor-{number}",
                "name": draw(WORDS),
                "short": draw(WORDS),
                "kind": draw(st.sampled_from(allowed("actors", "kind"))),
                "member_of": draw(st.sampled_from(["", *(row["actor_id"] for row in rows)])),
                "side": draw(st.sampled_from(sides)),
                "role": draw(st.sampled_from(allowed("actors", "role"))),
                "level": draw(st.sampled_from(allowed("actors", "level"))),
                "named": draw(st.sampled_from(["yes", "no"])),
                "note": draw(MAYBE),
            }
        )
    return rows


@st.composite
def events_of(
    draw: Draw, first: dt.date, span: int, sources: list[Row], actors: list[Row]
) -> tuple[list[Row], list[Row], list[Row]]:
    """Events, with those who take part and what is said of each."""
    events: list[Row] = []
    participants: list[Row] = []
    evidence: list[Row] = []
    known = [row["actor_id"] for row in actors]
    kinds = [kind for kind in KINDS if int(kind["participants_min"]) <= len(known)]
    for number in range(draw(st.sampled_from([3, 6, 9, 0, 1])) if sources else 0):
        kind = draw(st.sampled_from(kinds))
        event = f"event-{number}"
        contact = kind["family"] == "contact"
        events.append(
            {
                "event_id": event,
                "kind": kind["kind"],
                "channel": draw(st.sampled_from(allowed("events", "channel"))) if contact else "",
                "modality": draw(st.sampled_from(["actual"] * 4 + allowed("events", "modality"))),
                "process": draw(st.sampled_from(["", "", "north", "south"])),
                "place": draw(MAYBE),
                "amount_of": draw(st.sampled_from(allowed("events", "amount_of"))),
                "topic": draw(st.sampled_from(["", *allowed("events", "topic")])),
                "summary": draw(WORDS),
                "note": draw(MAYBE),
                "access": draw(st.sampled_from(["", "", "public"])),
            }
        )
        fewest = int(kind["participants_min"])
        who = (
            draw(st.lists(st.sampled_from(known), min_size=fewest, max_size=4, unique=True))
            if known
            else []
        )
        for actor in who:
            part = draw(st.sampled_from(kind["parts"].split()))
            participants.append({"event_id": event, "actor_id": actor, "part": part})
        for _ in range(draw(st.integers(1, 2))):
            before = [row["event_id"] for row in events[:-1]]
            evidence.append(
                draw(passage_of(len(evidence) + 1, event, before, first, span, sources, known))
            )
    return events, participants, evidence


@st.composite
def passage_of(
    draw: Draw, number: int, event: str, before: list[str], first: dt.date, span: int,
    sources: list[Row], known: list[str],
) -> Row:  # fmt: skip
    ordered = draw(st.integers(0, 7)) == 7
    relation = draw(st.sampled_from(allowed("evidence", "relation"))) if ordered else ""
    distances = ["", "0", "1", "2", "1..3", "3..", "..9"]
    dated = draw(st.integers(0, 4)) > 0
    return {
        "evidence_id": f"E{number:03}",
        "event_id": event,
        "source_id": draw(st.sampled_from(sources))["source_id"],
        "paragraph": str(draw(st.one_of(st.integers(1, 30), st.just(2**53)))),
        "quote": draw(st.sampled_from(["they spoke", "no talks", "“so” it was"])),
        "speaker": draw(st.sampled_from(["the source", *known])),
        "stance": draw(st.sampled_from(["asserts"] * 3 + allowed("evidence", "stance"))),
        "term": draw(st.sampled_from(["", "", "captives", "hostages"])),
        "date": draw(dates(first, span)) if dated else "",
        "date_basis": draw(st.sampled_from(allowed("evidence", "date_basis"))),
        "date_note": draw(WORDS),
        "relation": relation,
        "anchor": draw(st.sampled_from(["published", *before])) if relation else "",
        "days": draw(st.sampled_from(distances)) if relation in ("after", "before") else "",
        "repeated": draw(st.sampled_from(["", "", "", "yes"])),
        "blames": draw(st.sampled_from(["", "", *known])),
    } | draw(amounts())


@st.composite
def parameters_of(draw: Draw, made: dict[str, list[Row]]) -> dict[str, Any]:
    """Parameters that choose from what is there."""
    sides = sorted({row["side"] for row in made["actors"]} - {""})
    sources = [row["source_id"] for row in made["sources"] if row["access"] != "restricted"]
    chosen: dict[str, Any] = {"freq": draw(st.sampled_from(["D", "W", "M"]))}
    for name, values in (("sides", sides), ("sources", sources)):
        if values and draw(st.integers(0, 3)) == 0:
            chosen[name] = [draw(st.sampled_from(values))]
    if draw(st.integers(0, 3)) == 0:
        chosen["days_without_contact"] = [draw(st.integers(1, 400))]
    chosen["restricted"] = draw(st.sampled_from(["left-out", "left-out", "counted", "shown"]))
    chosen["confidence"] = draw(st.sampled_from([0.95, 0.5, 0.999]))
    return chosen
