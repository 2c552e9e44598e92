"""Pandoc's syntax tree of a text: how to walk it, and what it says in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]


def plain(nodes: Iterable[Node]) -> str:
    """The bare text of inlines or blocks."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Any) -> str:
    if isinstance(node, list):
        return "".join(_plain(part) for part in node)
    if not isinstance(node, dict):
        return ""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        return str(content)
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind in {"Code", "CodeBlock"}:
        return str(content[1])
    return _plain(content) if isinstance(content, list) else ""


def walk(node: Any) -> Iterator[Node]:
    """Every element of a syntax tree, in reading order."""
    if isinstance(node, list):
        for part in node:
            yield from walk(part)
    elif isinstance(node, dict):
        yield node
        yield from walk(node.get("c"))


def ids(blocks: list[Node]) -> Iterator[str]:
    """The ids that these blocks define: of headings, spans, divisions and tables."""
    for node in walk(blocks):
        if node["t"] in {"Span", "Div", "Table"} and node["c"][0][0]:
            yield node["c"][0][0]
        elif node["t"] == "Header" and node["c"][1][0]:
            yield node["c"][1][0]
