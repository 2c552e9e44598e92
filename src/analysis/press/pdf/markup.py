"""From pandoc's syntax tree to Typst markup.

Pandoc has a Typst writer, but a link to an absent label stops Typst, its figures number
themselves, and long ids run out of narrow cells. So the tree is taken from pandoc, which knows
Markdown and HTML, and written here. Every text passes through :mod:`analysis.press.pdf.text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.press.pdf.tables import table_arguments
from analysis.press.pdf.text import BREAK, LONG_RUN, markup, string
from analysis.press.pdf.tree import Node, plain

SHORT_LINK = 10
_LINK_SCHEMES = ("https://", "http://", "mailto:")
_WRAPPED = {
    "Emph": "emph",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("\u2018", "\u2019")}


@dataclass
class Writer:
    """Writes blocks and inlines; knows which anchors exist, and which it has already set.

    Parameters
    ----------
    anchors : ids that links may lead to; a link to any other becomes plain text.
    levels : heading level in the notebook -> level in Typst (1 is the first below the title).
    """

    anchors: frozenset[str]
    levels: dict[int, int] = field(default_factory=dict)
    set_already: set[str] = field(default_factory=set)
    capacity: int = LONG_RUN

    def label(self, anchor: str) -> str:
        """`#label("x")` the first time that an anchor is set, then nothing: Typst wants one."""
        if not anchor or anchor not in self.anchors or anchor in self.set_already:
            return ""
        self.set_already.add(anchor)
        return f"#label({string(anchor)})"

    def anchor(self, anchor: str) -> str:
        """An invisible target for links, the first time that it is asked for."""
        return f"#anchor({string(anchor)});" if self.label(anchor) else ""

    def link(self, target: str, content: str) -> str:
        """`content` (markup) as a link; as it is, if the target is absent or no web address."""
        if target.startswith("#"):
            if target[1:] not in self.anchors:
                return content
            # "Figure 3" and "E014" stay on one line, and keep an ordinary space for searching.
            kept = f"#box[{content}]" if 0 < len(content) <= SHORT_LINK else content
            return f"#link(label({string(target[1:])}))[{kept}];"
        if target.lower().startswith(_LINK_SCHEMES):
            return f"#link({string(target)})[{content}];"
        return content

    def evidence(self, found: Sequence[str], at_most: int | None = None) -> str:
        """A Typst expression: the evidence ids as links, or none.

        Of more than `at_most` ids the first few are shown, and how many more there are.
        """
        shown = found if at_most is None or len(found) <= at_most else found[: at_most // 2]
        items = [f"[{self.link('#' + one, markup(one))}]" for one in shown]
        if more := len(found) - len(shown):
            items.append(f"more: {more}")
        return f"evidence({', '.join(items)})" if items else "none"

    def inlines(self, nodes: list[Node]) -> str:
        """Markup of inline elements."""
        out: list[str] = []
        text: list[str] = []
        for node in [*nodes, None]:
            if node is not None and node["t"] == "Str":
                text.append(node["c"])
            elif node is not None and node["t"] in {"Space", "SoftBreak"}:
                text.append(" ")
            else:
                out.append(markup("".join(text), self.capacity))
                text = []
                if node is not None:
                    out.append(self._inline(node))
        return "".join(out)

    def _inline(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in _WRAPPED:
            return f"#{_WRAPPED[kind]}[{self.inlines(content)}];"
        if kind == "LineBreak":
            return "#linebreak();"
        if kind == "Code":
            code = content[1]
            if all(len(word) <= self.capacity for word in code.split()):
                return _raw(code)
            return f"#text(font: mono, size: 0.84em)[{markup(code, self.capacity)}];"
        if kind == "Link":
            return self.link(content[2][0], self.inlines(content[1]))
        if kind == "Span":
            return self._span(content)
        if kind == "Quoted":
            left, right = _QUOTES[content[0]["t"]]
            return f"{left}{self.inlines(content[1])}{right}"
        if kind == "Image":
            return f"#emph[{markup('[Image: ')}{self.inlines(content[1])}{markup(']')}];"
        if kind == "Cite":
            return self.inlines(content[1])
        if kind == "Note":
            return f"#footnote[{self.blocks(content)}];"
        if kind == "RawInline":
            return "#linebreak();" if re.match(r"<br\b", content[1]) else ""
        raise ValueError(f"no rule for the inline element {kind}")

    def _span(self, content: list[Any]) -> str:
        (anchor, classes, pairs), inner = content
        if "math" in classes:
            attributes = dict(pairs)
            return _math(attributes["typst"], attributes["tex"])
        if "checksum" in classes:
            return f"#checksum[{_in_halves(plain(inner))}];"
        return self.anchor(anchor) + self.inlines(inner)

    def body(self, nodes: list[Node]) -> str:
        """Markup of blocks that stand in the report itself: tables may use the whole width."""
        written = (
            f"#wide(plain-table({table_arguments(node['c'], self)}))"
            if node["t"] == "Table"
            else self._block(node)
            for node in nodes
        )
        return "\n\n".join(text for text in written if text)

    def blocks(self, nodes: list[Node]) -> str:
        """Markup of blocks within something else, a blank line between them."""
        if len(nodes) == 1 and nodes[0]["t"] == "Para":
            # Typst tags a lone line of text as a paragraph only when told that it is one.
            return f"#par[{self.inlines(nodes[0]['c'])}]"
        return "\n\n".join(text for node in nodes if (text := self._block(node)))

    def _block(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in {"Para", "Plain"}:
            return self.inlines(content)
        if kind == "Header":
            level, (anchor, _, _), inner = content
            to = self.levels.get(level, level)
            return f"#heading(level: {to})[{self.inlines(inner)}]{self.label(anchor)}"
        if kind == "BulletList":
            return f"#list({self._items(content)})"
        if kind == "OrderedList":
            return f"#enum(start: {content[0][0]}, {self._items(content[1])})"
        if kind == "DefinitionList":
            return self._definitions(content)
        if kind == "BlockQuote":
            return f"#quote(block: true)[{self.blocks(content)}]"
        if kind == "CodeBlock":
            return f"#preformatted({string(_fold(content[1]))})"
        if kind == "HorizontalRule":
            return "#rule"
        if kind == "Div":
            return self.anchor(content[0][0]) + self.blocks(content[1])
        if kind == "LineBlock":
            return "#linebreak();".join(self.inlines(line) for line in content)
        if kind == "Figure":
            return self.blocks(content[2])
        if kind == "Table":
            return f"#plain-table({table_arguments(content, self)})"
        if kind == "RawBlock":
            return ""
        raise ValueError(f"no rule for the block element {kind}")

    def _items(self, items: list[list[Node]]) -> str:
        tight = all(block["t"] == "Plain" for item in items for block in item[:1])
        bodies = ", ".join(f"[{self.blocks(item)}]" for item in items)
        return f"tight: {'true' if tight else 'false'}, {bodies}"

    def _definitions(self, entries: list[Any]) -> str:
        items = []
        for term, described in entries:
            body = self.blocks([block for part in described for block in part])
            items.append(f"terms.item([{self.inlines(term)}], [{body}])")
        return f"#terms({', '.join(items)})"


def _raw(code: str) -> str:
    return f"#raw({string(code)});"


def _math(typst: str, tex: str) -> str:
    if not (typst.startswith("$") and typst.endswith("$")):
        return _raw(tex)
    block = "true" if typst.startswith("$ ") else "false"
    return f"#math.equation(block: {block}, alt: {string(tex)}, {typst}.body);"


def _in_halves(digest: str) -> str:
    """A checksum, to be broken in the middle where it does not fit on a line, nowhere else."""
    digest = "".join(digest.split()).replace("\u200b", "")
    half = max(1, len(digest) // 2)
    return BREAK.join(markup(part, half) for part in (digest[:half], digest[half:]) if part)


def _fold(code: str, width: int = 84) -> str:
    """Lines of code that fit: Typst breaks raw lines at spaces only."""
    return "\n".join(
        line[start : start + width]
        for line in code.split("\n")
        for start in range(0, max(len(line), 1), width)
    )
