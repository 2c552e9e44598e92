"""The headings of a document: its title, their levels, the id that each gets.

What a heading says and which id it gets must be the same for the list of contents, the HTML page
and the PDF, so it is decided here alone, on the tree that both are written from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from analysis.press.document.pieces import Piece
from analysis.press.document.tree import Node, ids, plain, walk

_LOWEST = 6
SECTION = 2  # level of the headings of sections, below the title


def slug(text: str) -> str:
    """The id of a heading: lower case, spaces to ``-``, other than ``[a-z0-9-]`` removed.

    >>> slug("Method and limits")
    'method-and-limits'
    """
    return re.sub(r"[^a-z0-9-]", "", re.sub(r"\s+", "-", text.strip().lower())) or "section"


def headings(piece: Piece) -> list[Node]:
    """The headings of a piece, in order."""
    return [node for node in walk(piece.tree) if node["t"] == "Header"]


def words(heading: Node) -> str:
    """What a heading says, in plain words."""
    return " ".join(plain(heading["c"][2]).split())


def without_empty(pieces: list[Piece]) -> None:
    """Take out the headings that say nothing."""
    for piece in pieces:
        _prune(piece.tree, lambda n: n["t"] == "Header" and not words(n) and not _drawn(n))


def _drawn(node: Node) -> bool:
    return any(part["t"] == "Image" for part in walk(node))


def _prune(nodes: list[Any], unwanted: Any) -> None:
    nodes[:] = [n for n in nodes if not (isinstance(n, dict) and unwanted(n))]
    for node in nodes:
        if isinstance(node, dict) and node["t"] in {"Div", "BlockQuote"}:
            _prune(node["c"][1] if node["t"] == "Div" else node["c"], unwanted)


def take_title(pieces: list[Piece], given: str) -> str:
    """Remove the first level-one heading from the body and return its text; "" for none.

    Where a title is `given`, only a heading that says the same is removed.
    """
    for piece in pieces:
        for node in headings(piece):
            if node["c"][0] == 1:
                title = words(node)
                if given and title != given:
                    return given
                _prune(piece.tree, lambda n, node=node: n is node)
                return title
    return given


def names_of_title(pieces: list[Piece]) -> list[str]:
    """The names by which links may know the first level-one heading."""
    for piece in pieces:
        for node in headings(piece):
            if node["c"][0] == 1:
                return [name for name in (node["c"][1][0], slug(words(node))) if name]
    return []


def settle_levels(pieces: list[Piece]) -> None:
    """The title is the only level-one heading, and no level is skipped on the way down."""
    found = [node for piece in pieces for node in headings(piece)]
    if any(node["c"][0] == 1 for node in found):
        for node in found:
            node["c"][0] = min(node["c"][0] + 1, _LOWEST)
    open_levels: list[tuple[int, int]] = []
    top = min((node["c"][0] for node in found), default=SECTION)
    for node in found:
        level = node["c"][0]
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        now = open_levels[-1][1] + 1 if open_levels else min(level, max(SECTION, top))
        open_levels.append((level, now))
        node["c"][0] = now


def name_headings(
    pieces: list[Piece], taken: set[str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Give every heading its id, add the ids to `taken`.

    Returns
    -------
    The list of contents (level, text, id), and the other names by which links know a heading:
    Jupyter's own (spaces to ``-``), and an id that its HTML gave.
    """
    contents = []
    aliases: dict[str, str] = {}
    for piece in pieces:
        for node in headings(piece):
            text = words(node)
            anchor = base = slug(text)
            count = 1
            while anchor in taken:
                count += 1
                anchor = f"{base}-{count}"
            taken.add(anchor)
            for other in (node["c"][1][0], re.sub(r"\s", "-", text), base):
                aliases.setdefault(other, anchor)
            node["c"][1][0] = anchor
            contents.append({"level": node["c"][0], "text": text, "id": anchor})
    return contents, aliases


def html_ids(pieces: list[Piece]) -> Iterator[str]:
    """The ids that somebody gave in HTML or to a formula."""
    for piece in pieces:
        named = {n["c"][1][0] for n in headings(piece)}
        yield from (anchor for anchor in ids(piece.tree) if anchor not in named)


def landing(target: str, anchors: set[str], aliases: dict[str, str]) -> str:
    """The id in this document that a link means; "" for none."""
    for name in (target, unquote(target)):
        if name in anchors:
            return name
        if name in aliases:
            return aliases[name]
    return ""
