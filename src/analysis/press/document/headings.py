"""The Markdown of a report, read as nbconvert reads it: its headings, and where code begins.

What a heading says and which id it gets must be the same for the list of contents, the HTML page
and the PDF, so it is decided here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mistune import BlockParser, HTMLRenderer, InlineParser
from nbconvert.filters.markdown_mistune import MarkdownWithMath

_HTML_ID = re.compile(r'<[a-zA-Z][^<>]*?\sid="([^"]+)"')


def slug(text: str) -> str:
    """The id of a heading: lower case, spaces to ``-``, other than ``[a-z0-9-]`` removed.

    >>> slug("Method and limits")
    'method-and-limits'
    """
    return re.sub(r"[^a-z0-9-]", "", re.sub(r"\s+", "-", text.strip().lower())) or "section"


def markdown_parser(renderer: HTMLRenderer | None = None) -> MarkdownWithMath:
    """nbconvert's Markdown without its mathematics: "$5 to $10" is money, there is no MathJax."""
    return MarkdownWithMath(
        renderer,  # type: ignore[arg-type]  # without a renderer, parsing yields the tokens
        block=BlockParser(),
        inline=InlineParser(hard_wrap=False),
    )


def headings(markdown: str) -> list[tuple[int, str]]:
    """Level and plain text of each heading, in order, as nbconvert's own parser reads them."""
    tokens, _ = markdown_parser().parse(markdown)
    return [
        (token["attrs"]["level"], _plain(token))
        for token in _walk(tokens)
        if token["type"] == "heading"
    ]


def html_ids(markdown: str) -> list[str]:
    """The ids that somebody gave in HTML within Markdown."""
    return _HTML_ID.findall(markdown)


def _walk(tokens: Iterable[dict[str, Any]] | str) -> Iterator[dict[str, Any]]:
    for token in tokens:
        if isinstance(token, dict):
            yield token
            yield from _walk(token.get("children") or ())


def _plain(token: dict[str, Any]) -> str:
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    if "children" in token:
        return "".join(_plain(child) for child in token["children"])
    return "" if token["type"] == "inline_html" else str(token.get("raw", ""))


def lines_outside_code(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end (with the line break) and text of each line that is not in a fenced block."""
    at, fence = 0, ""
    for line in source.splitlines(keepends=True):
        start, at = at, at + len(line)
        opening = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if opening and not fence:
            fence = opening[1]
        elif opening and opening[1].startswith(fence):
            fence = ""
        elif not fence:
            yield start, at, line.rstrip("\n")
