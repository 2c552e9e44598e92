"""Pandoc's syntax tree: what both formats are written from, how to walk it, what it says plainly.

Besides pandoc's own elements there is one key of ours: ``picture`` on an ``Image`` holds what it
shows (:class:`analysis.press.document.pictures.Picture`). What pandoc has no element for is a
``Div`` or ``Span`` with a class: ``stream``, ``failure``, ``loss``, ``fold``, ``code``,
``callout``, ``kbd``, ``mark``, ``math``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

NO_ATTRIBUTES: list[Any] = ["", [], []]


def text(words: str) -> Node:
    """A text as it is, spaces included."""
    return {"t": "Str", "c": words}


def para(*inlines: Node) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(inlines)}


def div(classes: Iterable[str], blocks: list[Node], anchor: str = "", **pairs: str) -> Node:
    """A division with classes, and more about it in pairs."""
    return {"t": "Div", "c": [[anchor, list(classes), [list(p) for p in pairs.items()]], blocks]}


def span(classes: Iterable[str], inlines: list[Node], anchor: str = "", **pairs: str) -> Node:
    """Inlines with classes, and more about them in pairs."""
    return {"t": "Span", "c": [[anchor, list(classes), [list(p) for p in pairs.items()]], inlines]}


def code_block(code: str, language: str = "") -> Node:
    """Text set as it is typed."""
    return {"t": "CodeBlock", "c": [["", [language] if language else [], []], code]}


def link(target: str, inlines: list[Node]) -> Node:
    """A link."""
    return {"t": "Link", "c": [NO_ATTRIBUTES, inlines, [target, ""]]}


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Id, classes and pairs of an element that has them."""
    anchor, classes, pairs = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return anchor, classes, dict(pairs)


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
    if kind in {"Code", "CodeBlock", "Math"}:
        return str(content[1])
    if kind in {"RawInline", "RawBlock", "Note"}:
        return ""
    return _plain(content) if isinstance(content, list) else ""


def walk(node: Any) -> Iterator[Node]:
    """Every element of a syntax tree, in reading order."""
    if isinstance(node, list):
        for part in node:
            yield from walk(part)
    elif isinstance(node, dict) and "t" in node:  # what a Cite says of its works has no kind
        yield node
        yield from walk(node.get("c"))


DEEPEST = 60  # elements within each other; nobody reads more, and writers would run out of stack


def is_deep(tree: Any) -> bool:
    """Whether elements lie within each other further than anybody reads."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        if isinstance(node, list):
            waiting += [(part, depth) for part in node]
        elif isinstance(node, dict):
            waiting.append((node.get("c"), depth + 1))
    return False


def flat(tree: Any) -> str:
    """All that the texts of a tree say, however deep they lie."""
    words = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if node["t"] in {"Str", "Code", "CodeBlock"}:
                words.append(node["c"] if node["t"] == "Str" else node["c"][1])
            else:
                words.append(" " if node["t"] in {"Space", "SoftBreak", "LineBreak"} else "")
                waiting.append(node.get("c"))
    return "".join(words)


def ids(blocks: list[Node]) -> Iterator[str]:
    """The ids that these blocks define: of headings, spans, divisions, tables and their cells."""
    for node in walk(blocks):
        if node["t"] in {"Span", "Div", "Table", "Header"} and (anchor := attributes(node)[0]):
            yield anchor
