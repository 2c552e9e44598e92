"""The words that a document says of itself, in its own language: those of pandoc's translations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.json")


@dataclass(frozen=True)
class Words:
    """Contents, Figure, Table, Page, References; `language` is the one that they are of."""

    contents: str
    figure: str
    table: str
    page: str
    references: str
    language: str


@cache
def words(lang: str) -> Words:
    """The words of a language ("pt-BR"); English ones where there are none.

    >>> words("de-AT").figure, words("xx").figure
    ('Abbildung', 'Figure')
    """
    known = json.loads(_FILE.read_text(encoding="utf-8"))
    for name in (lang.lower(), lang.lower().partition("-")[0]):
        if name in known:
            return Words(**known[name], language=name)
    return Words(**known["en"], language="en")
