"""From pandoc's syntax tree to Typst markup.

Pandoc has a Typst writer, but a link to an absent label stops Typst, its figures number
themselves, and long ids run out of narrow cells. So the tree is taken from pandoc, which knows
Markdown and HTML, and written here. Every text passes through :mod:`analysis.press.pdf.text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.press.document.colours import on_paper
from analysis.press.document.pictures import SVG, Picture
from analysis.press.document.tree import Node, attributes, plain
from analysis.press.pdf.panels import panels
from analysis.press.pdf.printed import printed, shortened
from analysis.press.pdf.tables import WIDTH, table_arguments
from analysis.press.pdf.text import LONG_RUN, folded, in_halves, markup, raw, string

SHORT_LINK = 10
_ALERTS = {"note", "tip", "important", "warning", "caution", "callout"}
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
    width : of tables, in points.
    levels : heading level in the notebook -> level in Typst (1 is the first below the title).
    """

    anchors: frozenset[str]
    levels: dict[int, int] = field(default_factory=dict)
    set_already: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    capacity: int = LONG_RUN
    width: float = WIDTH

    def stored(self, picture: Picture) -> str:
        """The name under which the source reads a picture; the same one is stored once."""
        drawn = in_a_drawing(picture)
        name = next((name for name, data in self.files.items() if data == drawn), "")
        if not name:
            name = f"pictures/{len(self.files)}.svg"
            self.files[name] = drawn
        return name

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

    def evidence(self, found: Sequence[str], at_most: int | None = None, beyond: int = 0) -> str:
        """A Typst expression: the evidence ids as links, or none.

        Of more than `at_most` ids the first few are shown, and how many more there are; so many
        as `beyond` are not even named.
        """
        shown = found if at_most is None or len(found) <= at_most else found[: at_most // 2]
        items = [f"[{self.link('#' + one, markup(one))}]" for one in shown]
        if more := len(found) - len(shown) + beyond:
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
                return raw(code)
            return f"#text(font: mono, size: 0.84em)[{markup(code, self.capacity)}];"
        if kind == "Link":
            return self.link(content[2][0], self.inlines(content[1]))
        if kind == "Span":
            return self._span(content)
        if kind == "Quoted":
            left, right = _QUOTES[content[0]["t"]]
            return f"{left}{self.inlines(content[1])}{right}"
        if kind == "Image":
            return self._image(node)
        if kind == "Cite":
            return self.inlines(content[1])
        if kind == "Note":
            return f"#footnote[{self.blocks(content)}];"
        if kind == "RawInline":
            return raw(content[1])
        raise ValueError(f"no rule for the inline element {kind}")

    def _image(self, node: Node) -> str:
        picture: Picture = node["picture"]
        alt = plain(node["c"][1]) or node["c"][2][1] or "Picture without a description"
        return (
            f"#picture({string(self.stored(picture))}, {0.75 * picture.width:.2f}pt, "
            f"{picture.height / picture.width:.4f}, {string(alt)});"
        )

    def _span(self, content: list[Any]) -> str:
        (anchor, classes, pairs), inner = content
        if "math" in classes:
            attributes = dict(pairs)
            if "raw" in classes:
                return self.anchor(anchor) + raw(plain(inner))
            return self.anchor(anchor) + _math(attributes, plain(inner))
        if "checksum" in classes:
            return f"#checksum[{in_halves(plain(inner))}];"
        written = self.anchor(anchor) + self.inlines(inner)
        if "colour" in classes:
            colour = on_paper(dict(pairs)["color"])[0]
            return f"#text(fill: rgb({string(colour)}))[{written}];"
        look = next((one for one in ("loss", "kbd", "mark") if one in classes), "")
        return f"#{look}-words[{written}];" if look else written

    def body(self, nodes: list[Node]) -> str:
        """Markup of blocks that stand in the report itself: tables may use the whole width."""
        written = (
            self._table(node["c"]) if node["t"] == "Table" else self._block(node) for node in nodes
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
            return printed(node)
        if kind == "HorizontalRule":
            return "#rule"
        if kind == "Div":
            return self._div(node)
        if kind == "LineBlock":
            return "#linebreak();".join(self.inlines(line) for line in content)
        if kind == "Figure":
            return self.blocks([*content[2], *content[1][1]])
        if kind == "Table":
            named = self.anchor(content[0][0]) + self._caption(content)
            return f"{named}#plain-table({table_arguments(content, self)})"
        if kind == "RawBlock":
            return f"#preformatted({string(folded(content[1]))})"
        raise ValueError(f"no rule for the block element {kind}")

    def _div(self, node: Node) -> str:
        anchor, classes, pairs = attributes(node)
        blocks = node["c"][1]
        if "long" in classes:
            inside = shortened(blocks[0], pairs["summary"])
        else:
            inside = self.blocks(blocks)
        if "stream" in classes or "result" in classes:
            inside = f"#printed[{inside}]"
        elif "failure" in classes:
            inside = f"#failure[{inside}]"
        elif "fold" in classes and "long" not in classes:
            inside = f"#folded[{markup(pairs['summary'])}][{inside}]"
        elif _ALERTS & set(classes):
            inside = f"#callout[{inside}]"
        return self.anchor(anchor) + inside

    def _table(self, content: list[Any]) -> str:
        """A table in the whole width, in several panels where that is not enough."""
        parts = panels(content, self.width / WIDTH)
        out = []
        for number, part in enumerate(parts, start=1):
            words = f"Part {number} of {len(parts)} of the table"
            said = f"#small[{markup(words)}]\n\n" if len(parts) > 1 else ""
            arguments = table_arguments(part, self)
            named = self.anchor(content[0][0])
            out.append(f"#wide[{named}{said}{self._caption(part)}#plain-table({arguments})]")
        return "\n\n".join(out)

    def _caption(self, content: list[Any]) -> str:
        said = content[1][1]
        return f"#block(sticky: true)[{self.blocks(said)}]\n\n" if said else ""

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


def in_a_drawing(picture: Picture) -> bytes:
    """The picture as SVG: Typst takes files from memory only if they are text."""
    if picture.mime == SVG:
        return picture.data
    size = f'width="{picture.width:g}" height="{picture.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{picture.uri}"/></svg>'
    ).encode()


def _math(told: dict[str, str], tex: str) -> str:
    typst = told["typst"]
    block = "true" if typst.startswith("$ ") else "false"
    equation = f"math.equation(block: {block}, alt: {string(tex)}, {typst}.body)"
    if told.get("tag"):
        return f"#tagged({string(told['tag'])}, {equation});"
    return f"#{equation};"
