"""The last look before a public report is made: nothing in it may be what is left out of its data.

A public report is made from the published form of its package, which holds no such text. What is
looked for here is what came in by another way: a title, a description, a notebook that reads files
by itself. Only long texts are looked for, which nobody writes by chance.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.package.published.package import hidden_words
from analysis.press.plan.plan import Plan
from analysis.problems import Refused

_LEAST = 10  # letters and digits by which a text is recognised


class Hidden(Refused):
    """A public report would hold what only a restricted source tells."""


def refuse_hidden(plan: Plan, folder: Path, report: NotebookNode | None = None) -> None:
    """Look through the files of a report, or of an export, and a report's joined notebook.

    Raises
    ------
    Hidden : with the places of what was found, and not with its words.
    """
    words = hidden_words(plan.parameters.package, plan.parameters.restricted)
    if not words:
        return
    texts = [("the pages", text) for text in _strings(report or {})]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, text = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
        told = (
            _strings(json.loads(text)) if path.suffix in (".json", ".jsonld", ".ipynb") else [text]
        )
        texts += [(name, one) for one in told]
    found = dict.fromkeys(
        f"{where} would hold what stands in {place}" for where, place in _found(words, texts)
    )
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise Hidden(
            f"a public report must not hold what a restricted source alone tells: "
            f"{', '.join([*found][:3])}{more}"
        )


def _found(words: Mapping[str, str], texts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Where a text is found, and its place in the tables; in time linear in the texts."""
    by_start: dict[str, list[tuple[str, str]]] = {}
    for word, place in words.items():
        plain = _plain(word)
        if len(plain) >= _LEAST:
            by_start.setdefault(plain[:_LEAST], []).append((plain, place))
    for where, text in texts:
        plain = _plain(text)
        for at in range(len(plain) - _LEAST + 1):
            for word, place in by_start.get(plain[at : at + _LEAST], ()):
                if plain.startswith(word, at):
                    yield where, place


def _plain(text: str) -> str:
    """Letters and digits alone: no markup, no escape and no line break hides a text."""
    return "".join(filter(str.isalnum, html.unescape(text).casefold()))


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for name, value in told.items():
            yield str(name)
            yield from _strings(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _strings(value)
