"""Which elements of HTML are on the list, and what kind each is.

Whatever is not named here gives its text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from analysis.press.document.tree import Node, text

INNER = "x-inner"  # stands for a node of the tree around the HTML
WRAPS = {
    "b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "cite": "Emph", "dfn": "Emph",
    "var": "Emph", "u": "Underline", "ins": "Underline", "s": "Strikeout", "strike": "Strikeout",
    "del": "Strikeout", "sup": "Superscript", "sub": "Subscript",
}  # fmt: skip
CODE = {"code", "tt", "samp"}
SPANS = {"kbd": "kbd", "mark": "mark"}
DIVISIONS = {
    "div", "section", "article", "center", "main", "header", "footer", "figure", "figcaption",
    "address", "fieldset", "nav", "aside", "form", "body", "html", "dd", "caption", "hgroup",
    "noscript", "legend", "menu", "dialog",
}  # fmt: skip
BLOCKS = DIVISIONS | {
    "p", "pre", "ul", "ol", "dl", "table", "blockquote", "hr", "details", "li", "dt",
    "h1", "h2", "h3", "h4", "h5", "h6", "iframe", "video", "audio", "object", "embed", "canvas",
    "svg",
}  # fmt: skip
SILENT = {"style", "link", "meta", "title", "head", "template", "base", "colgroup", "col"}
RUNS = {"script": "script"}
MEDIA = {"iframe": "a frame", "video": "a video", "audio": "a sound", "object": "an object",
          "embed": "an object", "canvas": "a canvas"}  # fmt: skip
FIELDS = {"input", "select", "textarea", "button"}
ADDRESS = re.compile(r"(?:https?://|mailto:|#)\S*$", re.IGNORECASE)
SPACE = re.compile(r"[ \t\n\r\f]+")
CALLOUT = re.compile(r"\b(?:alert|admonition|callout)\b")


def name_of(element: etree._Element) -> str:
    """The name of an element in lower case; "" for a comment."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def unseen(element: etree._Element) -> bool:
    """Whether a page would not show it."""
    style = element.get("style", "").replace(" ", "")
    return "hidden" in element.attrib or "display:none" in style


def is_block(element: etree._Element, inner: Sequence[Node]) -> bool:
    """Whether it stands by itself, not within a line."""
    name = name_of(element)
    if name == INNER:
        return bool(element.get("b") == "1")
    if name in {"a", "span", "font", "label", "b", "i", "em", "strong"}:
        return any(name_of(child) in {"p", "div", "table", "pre", "ul", "ol"} for child in element)
    return name in BLOCKS


def trimmed(inlines: list[Node]) -> list[Node]:
    """Without spaces at the ends, nor two in a row; nothing where there is nothing else."""
    out: list[Node] = []
    space = True
    for node in inlines:
        if node["t"] == "Str":
            words = node["c"].lstrip(" ") if space else node["c"]
            if not words:
                continue
            space = words.endswith(" ")
            out.append(text(words))
        else:
            space = node["t"] == "LineBreak"
            out.append(node)
    while out and (out[-1]["t"] == "LineBreak" or (out[-1]["t"] == "Str")):
        if out[-1]["t"] == "LineBreak":
            out.pop()
            continue
        last = out[-1]["c"].rstrip(" ")
        if last:
            out[-1] = text(last)
            break
        out.pop()
    return out
