"""Statements of a rebuild: their form, who counts, and what is none."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from analysis.press.plan.inputs import sha256
from analysis.proof.attest import (
    PREDICATE,
    STATEMENT,
    BadStatement,
    agreement,
    beside,
    read_statement,
    statement,
    statements_beside,
)

RECORD = {
    "backchannel": "0.1.0",
    "edition": "default",
    "parameters": {"freq": "W"},
    "package": {"files": {"events.csv": "a" * 64}},
    "notebooks": {"files": {"01_one.ipynb": "b" * 64}},
    "code": {"sha256": "c" * 64},
    "lock": {"files": {"requirements.txt": "d" * 64}},
    "versions": {"pandas": "3"},
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text("a page", encoding="utf-8")
    return path


def written(page: Path, builder: str, content: bytes | None = None) -> Path:
    digest = sha256(page.read_bytes() if content is None else content)
    path = beside(page, builder)
    path.write_text(statement({page.name: digest}, RECORD, builder), encoding="utf-8")
    return path


def test_a_statement_has_the_form_of_in_toto(page: Path) -> None:
    path = written(page, "alice@example.org")
    assert path.name == "report.html.alice@example.org.intoto.json"
    told = json.loads(path.read_bytes())
    assert (told["_type"], told["predicateType"]) == (STATEMENT, PREDICATE)
    assert told["subject"] == [
        {"name": "report.html", "digest": {"sha256": sha256(page.read_bytes())}}
    ]
    used = told["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert {one["name"] for one in used} == {
        *("code", "lock/requirements.txt", "notebooks/01_one.ipynb", "package/events.csv")
    }
    assert path.read_text(encoding="utf-8") == statement(
        {"report.html": sha256(page.read_bytes())}, RECORD, "alice@example.org"
    )
    with pytest.raises(BadStatement, match="no name of a builder"):
        statement({}, RECORD, "two words")


def test_builders_count_once_and_other_bytes_do_not(page: Path) -> None:
    written(page, "alice")
    again = written(page, "alice/2")
    again.write_text(statement({"x": sha256(page.read_bytes())}, RECORD, "alice"), encoding="utf-8")
    written(page, "bob", b"another page")
    files = statements_beside(page)
    assert len(files) == 3
    found = agreement([page], map(read_statement, files))
    assert list(found.agreeing) == ["alice"]
    assert [one.builder for one in found.other] == ["bob"]


def test_an_envelope_is_read_and_what_is_no_statement_is_refused(
    page: Path, tmp_path: Path
) -> None:
    plain = written(page, "alice")
    payload = base64.b64encode(plain.read_bytes()).decode()
    envelope = {"payloadType": "application/vnd.in-toto+json", "payload": payload, "signatures": []}
    signed = tmp_path / "signed.json"
    signed.write_text(json.dumps(envelope), encoding="utf-8")
    assert read_statement(signed).signed
    assert read_statement(signed).digests == read_statement(plain).digests
    told = json.loads(plain.read_bytes())
    for other in (
        "[]",
        "no JSON",
        json.dumps(told | {"predicateType": "https://example.org/other"}),
        json.dumps({name: value for name, value in told.items() if name != "subject"}),
    ):
        signed.write_text(other, encoding="utf-8")
        with pytest.raises(BadStatement):
            read_statement(signed)
