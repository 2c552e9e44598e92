"""The evidence of an edition as W3C Web Annotations: each passage, quoted, and what it is about.

An annotation points into its source by a ``TextQuoteSelector`` with the quote that is coded; a row
of a data set, of which nothing is quoted, by its source alone. A source without an address is named
by the checksum of its text (RFC 6920), so that whoever has the text can tell that it is the one.
Beside the words for readers stands the event: what the passage states of its day, as EDTF, and of
its number; and what all passages at hand leave possible.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from analysis.exports.edition import Edition, Files, json_lines
from analysis.exports.told import Event, Passage, events, titled
from analysis.measures.columns import cells

NAME = "annotations.jsonld"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""It has the prefixes ``dcterms`` and ``schema`` as well, for what it has no word for."""


def files(edition: Edition) -> Files:
    """One collection with one page, that holds an annotation for each piece of evidence."""
    sources = _sources(edition)
    items = [
        _annotation(event, passage, sources[passage.source])
        for event in events(edition)
        for passage in event.passages
    ]
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": "#annotations",
        "type": "AnnotationCollection",
        "label": f"{edition.title}: {edition.subtitle}",
        "total": len(items),
        "first": {"id": "#page", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return {NAME: json_lines(collection, 3)}


def _annotation(event: Event, passage: Passage, source: dict[str, str]) -> dict[str, Any]:
    target: dict[str, Any] = {"type": "SpecificResource", "source": source}
    if passage.quote:
        target["selector"] = {"type": "TextQuoteSelector", "exact": passage.quote}
    words = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "language": "en",
        "value": f"{event.headline} ({passage.place}; said by {passage.said})",
    }
    # An event is described once; where it is named again, that is what is meant.
    first = passage is event.passages[0]
    described = _event(event) if first else {"id": f"#{event.id}", "type": "schema:Event"}
    return {
        "id": f"#{passage.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [words, _stated(event, passage), described],
        "target": target,
    }


def _stated(event: Event, passage: Passage) -> dict[str, Any]:
    """What the passage itself states of the event."""
    id = f"#{passage.id}-states"
    return {
        "id": id,
        "type": "schema:Claim",
        "schema:about": {"id": f"#{event.id}"},
        **_temporal(passage.date),
        **_amount(id, event, passage.amount, passage.number),
    }


def _event(event: Event) -> dict[str, Any]:
    """What all passages at hand leave possible for the event."""
    id = f"#{event.id}"
    bounds = {name: day for name, day in event.days.bounds().items() if day}
    return {
        "id": id,
        "type": "schema:Event",
        "schema:identifier": event.id,
        "schema:name": event.headline,
        "schema:description": event.days.words(),
        **_temporal(event.edtf),
        **({"schema:location": event.place} if event.place else {}),
        "schema:additionalProperty": [
            {
                "id": f"{id}-{name}",
                "type": "schema:PropertyValue",
                "schema:name": name,
                "schema:value": {"@value": day, "@type": "xsd:date"},
            }
            for name, day in bounds.items()
        ],
        **_amount(id, event, event.amount, event.number),
    }


def _temporal(edtf: str) -> dict[str, Any]:
    return {"dcterms:temporal": {"@value": edtf, "@type": EDTF}} if edtf else {}


def _amount(id: str, event: Event, amount: Mapping[str, Any], words: str) -> dict[str, Any]:
    """A number by its bounds; the words say of one that it is approximate."""
    names = {"low": "minValue", "best": "value", "high": "maxValue"}
    told = {f"schema:{names[name]}": value for name, value in amount.items() if name in names}
    if not words:
        return {}
    own = {"id": f"{id}-number", "type": "schema:QuantitativeValue", **told}
    unit = {"schema:unitText": event.counted} if event.counted else {}
    return {"schema:size": own | unit | {"schema:description": words}}


def named_by(sha256: str) -> str:
    """The name of a text by its checksum (RFC 6920): ``ni:///sha-256;…``."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _sources(edition: Edition) -> dict[str, dict[str, str]]:
    columns = ("source_id", "label", "type", "headline", "address", "language", "sha256")
    return {
        id: {
            "id": address or named_by(sha256),
            "type": "Dataset" if kind == "dataset" else "Text",
            "label": titled(label, headline),
            "language": language,
        }
        for id, label, kind, headline, address, language, sha256 in cells(
            edition.view.tables.sources, *columns
        )
    }
