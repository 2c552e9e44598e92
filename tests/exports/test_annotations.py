"""The annotations, read as RDF by a library of others, with the terms as W3C defines them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

import pandas as pd
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF
from tests.exports.conftest import SEEDS, EditionOf

from analysis.exports import annotations
from analysis.exports.days import iso
from analysis.exports.edition import Edition

# rdflib itself, where it reads JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

OA, AS = Namespace("http://www.w3.org/ns/oa#"), Namespace("https://www.w3.org/ns/activitystreams#")
SCHEMA = Namespace("http://schema.org/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
BASE = "https://example.org/annotations.jsonld"
AT = Namespace(f"{BASE}#")

# What https://www.w3.org/TR/annotation-vocab/ says of the terms used; what is not here is no term.
TERMS: dict[str, Any] = {
    "oa": str(OA), "as": str(AS), "schema": str(SCHEMA), "dcterms": str(DCTERMS),
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id", "type": "@type",
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource", "TextQuoteSelector": "oa:TextQuoteSelector",
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
    "Text": "http://purl.org/dc/dcmitype/Text", "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "describing": "oa:describing",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "first": {"@id": "as:first", "@type": "@id"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "total": "as:totalItems", "startIndex": "as:startIndex",
    "exact": "oa:exact", "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}  # fmt: skip


def read(edition: Edition) -> Graph:
    told = json.loads(annotations.files(edition)[annotations.NAME])
    assert told.pop("@context") == "http://www.w3.org/ns/anno.jsonld"
    graph = Graph()
    text = json.dumps({"@context": TERMS, **told})
    graph.parse(data=text, format="json-ld", publicID=BASE)
    return graph


@pytest.fixture(scope="module")
def edition(edition_of: EditionOf) -> Edition:
    return edition_of(SEEDS)


@pytest.fixture(scope="module")
def graph(edition: Edition) -> Graph:
    return read(edition)


def test_each_passage_is_an_annotation_that_quotes_its_source(
    edition: Edition, graph: Graph
) -> None:
    sources = edition.view.tables.sources.set_index("source_id")
    evidence = edition.view.tables.evidence
    assert {*graph.subjects(RDF.type, OA.Annotation)} == {AT[id] for id in evidence["evidence_id"]}
    for row in evidence.to_dict("records"):
        target = graph.value(AT[row["evidence_id"]], OA.hasTarget)
        assert str(graph.value(graph.value(target, OA.hasSelector), OA.exact)) == row["quote"]
        named = str(graph.value(target, OA.hasSource))
        source = sources.loc[row["source_id"]]
        assert source["address"] or named.startswith("ni:///sha-256;")
        if not source["address"]:
            digest = urlsafe_b64decode(named.removeprefix("ni:///sha-256;") + "=")
            assert digest.hex() == source["sha256"]


def test_dates_and_bounds_are_those_of_the_edition(edition: Edition, graph: Graph) -> None:
    for row in edition.view.tables.evidence.to_dict("records"):
        stated = AT[f"{row['evidence_id']}-states"]
        assert (stated, SCHEMA.about, AT[row["event_id"]]) in graph
        told = graph.value(stated, DCTERMS.temporal)
        assert told == (Literal(row["date"], datatype=EDTF) if row["date"] else None)
        _same_number(graph, stated, row)
    for row in edition.view.tables.events.to_dict("records"):
        event = AT[row["event_id"]]
        for name in ("earliest", "latest", "start_latest", "end_earliest"):
            told = graph.value(AT[f"{row['event_id']}-{name}"], SCHEMA.value)
            assert ("" if told is None else str(told)) == iso(row[name])
        _same_number(graph, event, row)
        if row["about"]:
            words = graph.value(graph.value(event, SCHEMA.size), SCHEMA.description)
            assert "about" in str(words)


def _same_number(graph: Graph, of: URIRef, row: dict[Any, Any]) -> None:
    number = graph.value(of, SCHEMA.size)
    for bound, name in (("low", "minValue"), ("best", "value"), ("high", "maxValue")):
        told = graph.value(number, SCHEMA[name]) if number is not None else None
        cell = row[f"amount_{bound}"]
        assert (None if told is None else told.toPython()) == (None if pd.isna(cell) else cell)


def test_every_word_of_it_is_a_term(edition: Edition) -> None:
    told = json.loads(annotations.files(edition)[annotations.NAME])
    keys = {key for key in _keys(told) if ":" not in key and not key.startswith("@")}
    assert keys <= {*TERMS}


def _keys(told: Any) -> set[str]:
    if isinstance(told, dict):
        return {*told}.union(*map(_keys, told.values()))
    return set().union(*map(_keys, told)) if isinstance(told, list) else set()
