"""A package whose every free text is hostile, and what of it reaches a sink alive."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"

TEXTS = {
    "sources": ("label", "headline", "publisher", "address", "published_reason", "version", "note"),
    "actors": ("name", "short", "side", "note"),
    "kinds": ("label", "definition", "cameo", "plover"),
    "events": ("process", "place", "summary", "note"),
    "evidence": ("quote", "term", "date_note", "amount_text"),
}
"""The fields of the tables that hold any text."""

ALIVE = (
    "<b>x</b><meta http-equiv=refresh content=0><style>*{}</style><img src=x onerror=alert(1)>"
    "*i*_u_**s**~~d~~`c`[l](http://evil.example)![p](//evil.example/p)$m$^t^&amp;\\#|@e[^1]"
    "http://evil.example <https://evil.example>{=html}\"'"
)


def hostile_package(folder: Path) -> Path:
    """A copy of the invented package with :data:`ALIVE` after every filled text."""
    package = Path(shutil.copytree(LAKELAND, folder / "lakeland"))
    shutil.rmtree(package / "texts")
    for table, fields in TEXTS.items():
        path = package / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        for row in rows:
            for field in fields:
                at = head.index(field)
                if row[at]:
                    kept = "word" if field == "quote" else row[at]
                    row[at] = f"{kept}⟦{table}.{field}⟧{ALIVE}"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return package


def alive(text: str) -> set[str]:
    """The fields whose text a reader does not see as it is in the table."""
    parts = text.split("⟦")[1:]
    return {p.split("⟧")[0] for p in parts if not p.partition("⟧")[2].startswith(ALIVE)}
