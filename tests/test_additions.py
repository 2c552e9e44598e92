"""A source, a kind, an edition and a chapter that are added by the docs leave `make test` green."""

from __future__ import annotations

import csv
import os
import re
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
KIND = {
    "kind": "map",
    "label": "map drawn up",
    "definition": "A map that somebody draws up for the talks.",
    "family": "context",
    "parts": "initiator",
    "participants_min": "1",
}
ENTRIES = {
    2: """
event: call
who: Israel, Qatar
quote: spoke by telephone on 14 January 2025
day: 14 January 2025
summary: Israel and Qatar spoke by telephone.
""",
    3: """
event: map
who: Qatar
quote: drew up a map of the crossings
day: the same day
topic: process
summary: Qatar drew up a map of the crossings.
""",
    4: """
event: release-2023-11
quote: more than 100 captives came free
day: November 2023
number: more than 100
term: captives
""",
}
EDITION = """
mid-january-2025:
  description: Two weeks of January 2025.
  start: 2025-01-05
  end: 2025-01-18
"""
CHAPTER = ("m.gaps", 'show(charts.stalls(m), id="fig-routes")')


def add_kind(root: Path) -> None:
    path = root / "seeds/kinds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(KIND)


def add_source(root: Path) -> None:
    """By `add`, a worksheet that is filled in, and `accept`."""
    (root / "notes.txt").write_text(TEXT, encoding="utf-8")
    backchannel = str(root / ".venv/bin/backchannel")
    typed(
        root, backchannel, "add", "notes.txt", "--id", "notes-2025-01", "--published", "2025-01-15"
    )
    worksheet = root / "seeds/texts/worksheets/notes-2025-01.txt"
    text = worksheet.read_text(encoding="utf-8")
    text = text.replace("published_reason:", "published_reason: The day after what it tells.")
    text = text.replace("covers:", "covers: 2025-01-14")
    for number, entry in ENTRIES.items():
        text = re.sub(
            rf"(?m)^> \[{number}\] .*\n", lambda line, own=entry: line[0] + own + "\n", text
        )
    worksheet.write_text(text, encoding="utf-8")
    typed(root, backchannel, "accept", "seeds/texts/worksheets/notes-2025-01.txt")


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


@pytest.mark.long
@pytest.mark.slow
def test_a_source_a_kind_an_edition_and_a_chapter_leave_the_tests_green(tmp_path: Path) -> None:
    root = copied(tmp_path / "checkout")
    add_kind(root)
    add_source(root)
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
