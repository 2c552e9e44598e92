"""What the code relies on in the tables, whatever a descriptor says of them.

A field that a rule or a measure reads has this type, these limits and this vocabulary here; a
descriptor may say more of it and never less. Labels, descriptions and units are the descriptor's,
and so is any vocabulary that only names things (channels, topics, what an amount is of).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.package.descriptor.parts import Column, Schema
from analysis.package.descriptor.reading import Fault
from analysis.problems import nearest

MAY_LACK = {
    "sources": ("families", "access"),
    "kinds": ("state",),
    "events": ("process", "access"),
}
"""Fields that a package need not have; where it has none, every cell of them is empty."""


@dataclass(frozen=True)
class Need:
    """What is needed of one field.

    Attributes
    ----------
    type, required, unique, minimum : as in a Table Schema.
    edtf : its cells are dates.
    words : its vocabulary; any word where there is none.
    pattern : the form of its cells, beside that of the descriptor.
    """

    type: str = "string"
    required: bool = False
    unique: bool = False
    edtf: bool = False
    minimum: float | None = None
    words: tuple[str, ...] = ()
    pattern: str = ""


def _one_of(*words: str, required: bool = True) -> Need:
    return Need(required=required, words=words)


_FREE, _GIVEN = Need(), Need(required=True)
_KEY = Need(required=True, unique=True)
_ID = replace(_KEY, pattern="[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_DATE = Need(edtf=True)
_AMOUNT = Need("number", minimum=0)

NEEDS: Mapping[str, Mapping[str, Need]] = {
    "sources": {
        "source_id": _ID,
        "label": _KEY,
        "type": _one_of("text", "dataset"),
        "headline": _GIVEN,
        "publisher": _GIVEN,
        "address": _FREE,
        "published": replace(_DATE, required=True),
        "published_basis": _one_of("stated", "inferred"),
        "published_reason": _FREE,
        "language": replace(_GIVEN, pattern="[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
        "sha256": replace(_KEY, pattern="[0-9a-f]{64}"),
        "version": _FREE,
        "covers": replace(_DATE, required=True),
        "families": _FREE,
        "access": _one_of("public", "restricted", required=False),
        "note": _FREE,
    },
    "actors": {
        "actor_id": _ID,
        "name": _GIVEN,
        "short": _GIVEN,
        "kind": _one_of("person", "office", "organisation", "state", "unknown"),
        "member_of": _FREE,
        "side": _FREE,
        "role": _one_of("party", "mediator", "guarantor", "humanitarian", "other"),
        "level": replace(_one_of("5", "4", "3", "2", "0"), type="integer"),
        "named": _one_of("yes", "no"),
        "note": _FREE,
    },
    "kinds": {
        "kind": _ID,
        "label": _GIVEN,
        "definition": _GIVEN,
        "family": _one_of("contact", "talks", "truce", "stock", "inflow", "outflow", "context"),
        "state": _one_of("alive", "dead", required=False),
        "cameo": _FREE,
        "plover": _FREE,
        "parts": _GIVEN,
        "participants_min": Need("integer", required=True, minimum=0),
    },
    "events": {
        "event_id": _ID,
        "kind": _GIVEN,
        "channel": _FREE,
        "modality": _one_of("actual", "planned", "hypothetical", "denied"),
        "process": _FREE,
        "place": _FREE,
        "amount_of": _FREE,
        "topic": _FREE,
        "summary": _GIVEN,
        "note": _FREE,
        "access": _one_of("public", required=False),
    },
    "participants": {
        "event_id": _GIVEN,
        "actor_id": _GIVEN,
        "part": _one_of("initiator", "recipient", "participant", "mediator", "host", "subject"),
    },
    "evidence": {
        "evidence_id": _ID,
        "event_id": _GIVEN,
        "source_id": _GIVEN,
        "paragraph": Need("integer", required=True, minimum=1),
        "quote": _FREE,
        "speaker": _GIVEN,
        "stance": _one_of("asserts", "confirms", "disputes", "denies"),
        "term": _FREE,
        "date": _DATE,
        "date_basis": _one_of("stated", "relative", "inferred", "publication", required=False),
        "date_note": _FREE,
        "relation": _one_of(
            "same_day", "after", "before", "not_after", "not_before", required=False
        ),
        "anchor": _FREE,
        "days": replace(_FREE, pattern=r"[0-9]{1,5}|[0-9]{1,5}\.\.[0-9]{0,5}|\.\.[0-9]{1,5}"),
        "amount_low": _AMOUNT,
        "amount_best": _AMOUNT,
        "amount_high": _AMOUNT,
        "amount_text": _FREE,
        "repeated": _one_of("yes", required=False),
        "blames": _FREE,
    },
}

KEYS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "actors": (("member_of", "actors", "actor_id"),),
    "events": (("kind", "kinds", "kind"),),
    "participants": (
        ("event_id", "events", "event_id"),
        ("actor_id", "actors", "actor_id"),
    ),
    "evidence": (
        ("event_id", "events", "event_id"),
        ("source_id", "sources", "source_id"),
        ("blames", "actors", "actor_id"),
    ),
}
"""Table -> field, and the table and its field that hold every value of it."""

PRIMARY = {"participants": ("event_id", "actor_id", "part")}


def unmet(table: str, schema: Schema, place: str) -> Iterator[Fault]:
    """Where a table's schema, at that place of the descriptor, contradicts what is needed."""
    own = {column.name: (number, column) for number, column in enumerate(schema.fields)}
    for name, need in NEEDS[table].items():
        if name not in own:
            if name not in MAY_LACK.get(table, ()):
                mend = nearest(name, own.keys() - NEEDS[table].keys())
                yield f"{place}.fields", name, "is a field that is missing", mend
            continue
        number, column = own[name]
        at = f"{place}.fields[{number}]"
        if column.type != need.type:
            yield f"{at}.type", column.type, f'is not the type of "{name}", {need.type}', ""
        for word in vocabulary(column):
            if need.words and word not in need.words:
                mend = nearest(word, need.words) or f"known: {', '.join(need.words)}"
                yield at, word, f'is a word for "{name}" that nothing here reads', mend


def vocabulary(column: Column) -> dict[str, str]:
    """Each allowed value of a field with its label; empty where any value will do."""
    labels = {one.value: one.label or one.value for one in column.categories}
    return labels or {value: value for value in column.constraints.enum}


def need_of(table: str, field: str) -> Need:
    """What is needed of a field; nothing of one that a package has beyond those named here."""
    return NEEDS[table].get(field, _FREE)
