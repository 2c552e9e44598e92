"""A source, a kind, an edition and a chapter that are added by the docs leave `make test` green."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
from pathlib import Path

import nbformat
import pytest
from tests.copies import copied

TEXT = """\
A day in January
Israel and Qatar spoke by telephone on 14 January 2025.
On the same day a mediator drew up a map of the crossings.
In November 2023 more than 100 captives came free.
"""
ROWS = {
    "sources": [
        {
            "source_id": "notes-2025-01",
            "label": "Source 4",
            "type": "text",
            "headline": "A day in January",
            "publisher": "not stated",
            "published": "2025-01-15",
            "published_basis": "stated",
            "language": "en",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "covers": "2025-01-14",
        }
    ],
    "kinds": [
        {
            "kind": "map",
            "label": "map drawn up",
            "definition": "A map that somebody draws up for the talks.",
            "family": "context",
            "parts": "initiator",
            "participants_min": "1",
        }
    ],
    "events": [
        {
            "event_id": "call-2025-01-14",
            "kind": "contact",
            "channel": "phone",
            "modality": "actual",
            "topic": "process",
            "summary": "Israel and Qatar spoke by telephone.",
        },
        {
            "event_id": "map-2025-01-14",
            "kind": "map",
            "modality": "actual",
            "topic": "process",
            "summary": "Qatar drew up a map of the crossings.",
        },
    ],
    "participants": [
        {"event_id": "call-2025-01-14", "actor_id": "israel", "part": "participant"},
        {"event_id": "call-2025-01-14", "actor_id": "qatar", "part": "participant"},
        {"event_id": "map-2025-01-14", "actor_id": "qatar", "part": "initiator"},
    ],
    "evidence": [
        {
            "evidence_id": f"E90{number}",
            "event_id": event,
            "source_id": "notes-2025-01",
            "paragraph": str(paragraph),
            "quote": quote,
            "speaker": "the source",
            "stance": "asserts",
            "term": term,
        }
        | ({"date": "2025-01-14", "date_basis": "stated"} if "2025" in event else {})
        for number, (event, paragraph, quote, term) in enumerate(
            [
                ("call-2025-01-14", 2, "spoke by telephone on 14 January 2025", ""),
                ("map-2025-01-14", 3, "drew up a map of the crossings", ""),
                ("release-2023-11", 4, "more than 100 captives came free", "captives"),
            ]
        )
    ],
}
EDITION = """
mid-january-2025:
  description: Two weeks of January 2025.
  start: 2025-01-05
  end: 2025-01-18
"""
CHAPTER = ("m.gaps", 'show(charts.stalls(m), id="fig-routes")')


def add_rows(root: Path) -> None:
    for table, rows in ROWS.items():
        path = root / "seeds" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


def add_edition(root: Path) -> None:
    with (root / "notebooks/editions.yaml").open("a", encoding="utf-8") as file:
        file.write(EDITION)


def add_chapter(root: Path) -> None:
    """A title, what every chapter begins with, a table to look at, and a figure."""
    like = nbformat.read(root / "notebooks/05_stalls.ipynb", as_version=4)
    like.cells = [
        nbformat.v4.new_markdown_cell("# Routes"),
        *(c for c in like.cells if {"parameters", "setup"} & {*c.metadata.get("tags", ())}),
        *map(nbformat.v4.new_code_cell, CHAPTER),
    ]
    nbformat.write(like, root / "notebooks/07_routes.ipynb")


def typed(root: Path, *command: str) -> None:
    """Run a command as from a fresh shell at the top of the checkout."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        command, cwd=root, env=inherited, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


@pytest.mark.slow
def test_a_source_a_kind_an_edition_and_a_chapter_leave_the_tests_green(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    add_rows(root)
    add_edition(root)
    add_chapter(root)

    typed(root, "make", "check")
    typed(root, "make", "docs")
    typed(root, "make", "sample")
    typed(root, "make", "report", "EDITION=mid-january-2025")
    tests = sorted(path.name for path in (root / "tests").glob("test_*.py"))
    own = {Path(__file__).name, "test_docs_commands.py"}  # they make copies
    chosen = [f"tests/{name}" for name in tests if name not in own]
    python = str(root / ".venv/bin/python")
    typed(root, python, "-m", "pytest", "-q", "-n", "2", "-m", "not slow", "tests/package", *chosen)
