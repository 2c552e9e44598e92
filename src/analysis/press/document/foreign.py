"""HTML that others wrote, as elements of pandoc's tree: what is on the list, and nothing else.

It stands in outputs and within Markdown. A browser's tolerance is lxml's; what a document must not
carry (scripts, frames, forms) is left out with a word, a style sheet without one, and of any other
element its text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree, html

from analysis.press.document import sheets
from analysis.press.document.colours import parsed
from analysis.press.document.elements import (
    ADDRESS,
    BLOCKS,
    CALLOUT,
    CODE,
    FIELDS,
    INNER,
    MEDIA,
    RUNS,
    SILENT,
    SPACE,
    SPANS,
    WRAPS,
    is_block,
    name_of,
    trimmed,
    unseen,
)
from analysis.press.document.losses import Losses
from analysis.press.document.pictures import sized
from analysis.press.document.tree import Node, code_block, div, link, para, plain, span, text

Pictured = Callable[[str, str, str], Node]
"""(address, alternative text, title) -> an Image with its picture, or a visible word."""


class Reader:
    """Turns HTML into blocks or inlines.

    Parameters
    ----------
    losses : where what is left out is noted.
    pictured : finds the picture of an address.
    inner : nodes that ``<x-inner n="…">`` stands for.
    """

    def __init__(self, losses: Losses, pictured: Pictured, inner: Sequence[Node] = ()) -> None:
        self.losses = losses
        self.pictured = pictured
        self.inner = inner
        self.looks: sheets.Looks = {}

    def blocks(self, source: str) -> list[Node]:
        """The HTML as blocks."""
        root = self._root(source)
        if root is None:
            return []
        self.looks = sheets.looks(root)
        return self._flow(root)

    def inlines(self, source: str) -> list[Node]:
        """The HTML as inlines: what is no phrase gives its text."""
        root = self._root(source)
        if root is None:
            return []
        body = root.find("body")
        return [node for part in (root if body is None else body) for node in self._phrases(part)]

    def _root(self, source: str) -> etree._Element | None:
        # lxml refuses what no document may hold.
        source = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", source)
        if not source.strip():
            return None
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        whole = f"<html><body><div>{source}</div></body></html>"
        return html.document_fromstring(whole.encode(), parser=parser)

    # Blocks

    def _flow(self, element: etree._Element) -> list[Node]:
        """What an element holds, as blocks; loose phrases become paragraphs."""
        out: list[Node] = []
        loose: list[Node] = []

        def close() -> None:
            words = trimmed(loose)
            if words:
                out.append(para(*words))
            loose.clear()

        if element.text:
            loose.append(text(SPACE.sub(" ", element.text)))
        for child in element:
            if is_block(child, self.inner):
                close()
                out += self._block(child)
            else:
                loose += self._phrase(child)
            if child.tail:
                loose.append(text(SPACE.sub(" ", child.tail)))
        close()
        return out

    def _block(self, element: etree._Element) -> list[Node]:
        name = name_of(element)
        if unseen(element):
            return []
        if name == INNER:
            return [self.inner[int(element.get("n", "0"))]]
        if name == "p":
            return self._flow(element)
        if re.fullmatch(r"h[1-6]", name):
            words = trimmed(self._phrases(element))
            head = {"t": "Header", "c": [int(name[1]), [element.get("id", ""), [], []], words]}
            return [head] if words else []
        if name == "pre":
            return [code_block("".join(element.itertext()).strip("\n"))]
        if name in {"ul", "ol", "menu"}:
            return self._list(element, name)
        if name == "dl":
            return self._definitions(element)
        if name == "blockquote":
            return [{"t": "BlockQuote", "c": self._flow(element)}]
        if name == "hr":
            return [{"t": "HorizontalRule"}]
        if name == "table":
            return self._table(element)
        if name == "details":
            return self._details(element)
        if name in MEDIA:
            return [para(*self._medium(element))]
        if name == "svg":
            return [para(*self._svg(element))]
        inside = self._flow(element)
        classes = ["callout"] if CALLOUT.search(element.get("class", "")) else []
        anchor = element.get("id", "")
        return [div(classes, inside, anchor)] if inside and (classes or anchor) else inside

    def _list(self, element: etree._Element, name: str) -> list[Node]:
        items = [self._flow(child) for child in element if name_of(child) == "li"]
        if not items:
            return self._flow(element) if len(element) == 0 else []
        if name == "ol":
            start = element.get("start", "1")
            first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            return [{"t": "OrderedList",
                     "c": [[first, {"t": "Decimal"}, {"t": "Period"}], items]}]  # fmt: skip
        return [{"t": "BulletList", "c": items}]

    def _definitions(self, element: etree._Element) -> list[Node]:
        entries: list[Any] = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt" or not entries:
                entries.append([trimmed(self._phrases(child)) if child.tag == "dt" else [], []])
            if child.tag == "dd":
                entries[-1][1].append(self._flow(child))
        return [{"t": "DefinitionList", "c": entries}] if entries else []

    def _details(self, element: etree._Element) -> list[Node]:
        summary = next((child for child in element if name_of(child) == "summary"), None)
        said = "" if summary is None else " ".join("".join(summary.itertext()).split())
        if summary is not None:
            tail = summary.tail
            element.remove(summary)
            element.text = (element.text or "") + (tail or "")
        return [div(["fold"], self._flow(element), summary=said or "Details")]

    def _table(self, element: etree._Element) -> list[Node]:
        return sheets.table(element, self._flow, self.looks, self.losses)

    # Phrases

    def _phrases(self, element: etree._Element) -> list[Node]:
        out: list[Node] = []
        if element.text:
            out.append(text(SPACE.sub(" ", element.text)))
        for child in element:
            out += self._phrase(child)
            if child.tail:
                out.append(text(SPACE.sub(" ", child.tail)))
        return out

    def _phrase(self, element: etree._Element) -> list[Node]:
        name = name_of(element)
        if not name or name in SILENT or unseen(element):
            return []
        if name == INNER:
            return [self.inner[int(element.get("n", "0"))]]
        if name in RUNS:
            self.losses.note(name, "left out; a document runs nothing")
            return []
        if name == "br":
            return [{"t": "LineBreak"}]
        if name == "img":
            made = self.pictured(element.get("src", ""), element.get("alt", ""),
                                 element.get("title", ""))  # fmt: skip
            if made["t"] == "Image":
                made["picture"] = sized(made["picture"], _width(element))
            return [made]
        if name == "svg":
            return self._svg(element)
        if name in MEDIA:
            return self._medium(element)
        if name in FIELDS:
            return self._field(element, name)
        inside = self._phrases(element)
        anchor = element.get("id") or (element.get("name", "") if name == "a" else "")
        if colour := _colour(element, name):
            inside = [span(["colour"], inside, color=colour)]
        if name in WRAPS:
            inside = [{"t": WRAPS[name], "c": inside}]
        elif name in CODE:
            inside = [{"t": "Code", "c": [["", [], []], plain(inside)]}]
        elif name in SPANS:
            inside = [span([SPANS[name]], inside)]
        elif name == "q":
            inside = [text("“"), *inside, text("”")]
        elif name == "a" and element.get("href"):
            inside = self._linked(element.get("href", ""), inside)
        elif name in BLOCKS:
            inside = [text(" "), *inside, text(" ")]
        return [span([], inside, anchor)] if anchor else inside

    def _linked(self, address: str, inside: list[Node]) -> list[Node]:
        if ADDRESS.match(address):
            return [link(address, inside)]
        if re.match(r"[a-z][a-z0-9+.-]*:", address.strip(), re.IGNORECASE):
            self.losses.note("link", f"to {address.split(':')[0]}: left out; its text stays")
        else:
            self.losses.note("link", f"to {address[:60]}, a file beside; its text stays")
        return inside

    def _field(self, element: etree._Element, name: str) -> list[Node]:
        if element.get("type") in {"checkbox", "radio"}:
            return [text("☑ " if "checked" in element.attrib else "☐ ")]
        self.losses.note(name, "left out; a document takes no input")
        return [] if name == "input" else self._phrases(element)

    def _medium(self, element: etree._Element) -> list[Node]:
        name = name_of(element)
        source = element.get("src") or element.get("data") or ""
        if not source and (inner := element.find("source")) is not None:
            source = inner.get("src", "")
        self.losses.note(name, "a placeholder stands for it")
        said: list[Node] = [text(f"[{MEDIA[name].capitalize()} stood here")]
        if ADDRESS.match(source):
            said += [text(": "), link(source, [text(source)])]
        elif source and not source.startswith("data:"):
            said.append(text(f": {source[:80]}"))
        said.append(text("]"))
        instead = trimmed(self._phrases(element))
        return [span(["loss"], said), *([text(" "), *instead] if instead else [])]

    def _svg(self, element: etree._Element) -> list[Node]:
        alt = element.get("aria-label") or "".join(
            child.text or "" for child in element if name_of(child) == "title"
        )
        for child in list(element.iter()):
            if isinstance(child.tag, str) and child.tag.startswith("xlink:"):
                child.tag = child.tag[6:]
        tail, element.tail = element.tail, None
        source = etree.tostring(element, encoding="unicode").replace("viewbox=", "viewBox=")
        element.tail = tail
        return [self.pictured(source, alt, "")]


def _width(element: etree._Element) -> str:
    style = re.search(
        r"(?:^|[;\s])width:\s*([\d.]+(?:px|%|em|cm|in|pt)?)", element.get("style", "")
    )
    return style[1] if style else str(element.get("width", ""))


def _colour(element: etree._Element, name: str) -> str:
    """The colour that an element gives to its letters; "" for none."""
    if name == "font":
        return parsed(element.get("color", ""))
    style = re.search(r"(?:^|;)\s*color\s*:([^;]+)", element.get("style", ""))
    return parsed(style[1]) if style else ""
