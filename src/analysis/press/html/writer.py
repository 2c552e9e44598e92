"""From pandoc's syntax tree to HTML: an element for each node, every text escaped."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from analysis.press.document.colours import ink_on, on_paper, readable
from analysis.press.document.pictures import Picture
from analysis.press.document.terminal import Look, inks
from analysis.press.document.tree import Node, attributes, plain

_WRAPPED = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "u",
    "Strikeout": "s",
    "Superscript": "sup",
    "Subscript": "sub",
}
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("\u2018", "\u2019")}
_ALIGNED = {"AlignRight": "right", "AlignCenter": "center"}
_SCROLL = '<div class="scroll" role="region" tabindex="0" aria-label="{}">'


@dataclass
class Writer:
    """Writes blocks and inlines of one page; knows its footnotes.

    Attributes
    ----------
    notes : the footnotes so far, as HTML.
    tables : how many tables without a number there are so far: each region needs its own name.
    """

    notes: list[str] = field(default_factory=list)
    tables: int = 0

    def inlines(self, nodes: list[Node]) -> str:
        """HTML of inline elements."""
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return escape(content)
        if kind == "Space":
            return " "
        if kind == "SoftBreak":
            return "\n"
        if kind == "LineBreak":
            return "<br>\n"
        if kind in _WRAPPED:
            return f"<{_WRAPPED[kind]}>{self.inlines(content)}</{_WRAPPED[kind]}>"
        if kind == "Code":
            return f"<code>{escape(content[1])}</code>"
        if kind == "Link":
            return f'<a href="{escape(content[2][0])}">{self.inlines(content[1])}</a>'
        if kind == "Image":
            return self._image(node)
        if kind == "Span":
            return self._span(node)
        if kind == "Quoted":
            left, right = _QUOTES[content[0]["t"]]
            return f"{left}{self.inlines(content[1])}{right}"
        if kind in {"Cite", "SmallCaps"}:
            return self.inlines(content[1] if kind == "Cite" else content)
        if kind == "Note":
            return self._note(content)
        return escape(content[1])  # raw: set as it is typed

    def _image(self, node: Node) -> str:
        picture: Picture = node["picture"]
        title = node["c"][2][1]
        said = f' title="{escape(title)}"' if title else ""
        return (
            f'<img src="{picture.uri}" alt="{escape(plain(node["c"][1]))}"{said} '
            f'width="{picture.width:.0f}" height="{picture.height:.0f}">'
        )

    def _span(self, node: Node) -> str:
        anchor, classes, pairs = attributes(node)
        inner: list[Node] = node["c"][1]
        id_ = f' id="{escape(anchor)}"' if anchor else ""
        if "math" in classes:
            drawn = escape(plain(inner)) if "raw" in classes else pairs["html"]
            if "raw" in classes:
                drawn = f"<code>{drawn}</code>"
            if "display" not in classes:
                return f"<span{id_}>{drawn}</span>" if anchor else drawn
            tag = f'<span class="tag">{escape(pairs["tag"])}</span>' if pairs.get("tag") else ""
            return f'<span class="display"{id_}>{drawn}{tag}</span>'
        if "kbd" in classes or "mark" in classes:
            return f"<{classes[0]}>{self.inlines(inner)}</{classes[0]}>"
        if "colour" in classes:
            return f'<span style="{_letters(pairs["color"])}">{self.inlines(inner)}</span>'
        named = f' class="{classes[0]}"' if "loss" in classes else ""
        if named or anchor:
            return f"<span{id_}{named}>{self.inlines(inner)}</span>"
        return self.inlines(inner)

    def _note(self, blocks: list[Node]) -> str:
        number = len(self.notes) + 1
        self.notes.append("")  # its own notes come after it
        self.notes[number - 1] = self.blocks(blocks)
        return (
            f'<sup><a id="note.{number}.from" href="#note.{number}" role="doc-noteref" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )

    def footnotes(self) -> str:
        """The footnotes of the page, with a link back from each."""
        if not self.notes:
            return ""
        items = "\n".join(
            f'<li id="note.{n}">{body} <a href="#note.{n}.from" aria-label="Back to {n}">↩</a></li>'
            for n, body in enumerate(self.notes, start=1)
        )
        return f'<section class="notes" aria-label="Notes"><ol>\n{items}\n</ol></section>'

    def blocks(self, nodes: list[Node]) -> str:
        """HTML of blocks."""
        return "\n".join(filter(None, map(self._block, nodes)))

    def _block(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Para":
            return f"<p>{self.inlines(content)}</p>"
        if kind == "Plain":
            return self.inlines(content)
        if kind == "Header":
            level, (anchor, _, _), inner = content
            return f'<h{level} id="{escape(anchor)}">{self.inlines(inner)}</h{level}>'
        if kind == "BulletList":
            return f"<ul>\n{self._items(content)}\n</ul>"
        if kind == "OrderedList":
            start = f' start="{content[0][0]}"' if content[0][0] != 1 else ""
            return f"<ol{start}>\n{self._items(content[1])}\n</ol>"
        if kind == "DefinitionList":
            return f"<dl>\n{self._definitions(content)}\n</dl>"
        if kind == "BlockQuote":
            return f"<blockquote>\n{self.blocks(content)}\n</blockquote>"
        if kind == "CodeBlock":
            return f'<pre tabindex="0"><code>{_printed(node)}</code></pre>'
        if kind == "HorizontalRule":
            return "<hr>"
        if kind == "Div":
            return self._div(node)
        if kind == "LineBlock":
            return f"<p>{'<br>'.join(self.inlines(line) for line in content)}</p>"
        if kind == "Figure":
            return self.blocks([*content[2], *content[1][1]])
        if kind == "Table":
            self.tables += 1
            return f"{_SCROLL.format(f'Table of data {self.tables}')}{self.table(content)}</div>"
        return f'<pre tabindex="0"><code>{escape(content[1])}</code></pre>'

    def caption(self, tree: list[Node]) -> str:
        """A caption: one paragraph goes on after its number."""
        if len(tree) == 1 and tree[0]["t"] in {"Para", "Plain"}:
            return self.inlines(tree[0]["c"])
        return self.blocks(tree)

    def _items(self, items: list[list[Node]]) -> str:
        return "\n".join(f"<li>{self.blocks(item)}</li>" for item in items)

    def _definitions(self, entries: list[Any]) -> str:
        out = []
        for term, described in entries:
            out.append(f"<dt>{self.inlines(term)}</dt>")
            out += [f"<dd>{self.blocks(blocks)}</dd>" for blocks in described]
        return "\n".join(out)

    def _div(self, node: Node) -> str:
        anchor, classes, pairs = attributes(node)
        inside = self.blocks(node["c"][1])
        id_ = f' id="{escape(anchor)}"' if anchor else ""
        if "fold" in classes:
            summary = escape(pairs["summary"])
            return f'<details class="fold"{id_}><summary>{summary}</summary>\n{inside}\n</details>'
        kind = next((c for c in classes if c in _ROLES), "")
        if kind:
            more = " stderr" if "stderr" in classes else ""
            return f'<div class="{kind}{more}"{_ROLES[kind]}{id_}>\n{inside}\n</div>'
        if classes and classes[0] in _ALERTS:
            return f'<div class="callout" role="note"{id_}>\n{inside}\n</div>'
        return f"<div{id_}>\n{inside}\n</div>" if anchor else inside

    def table(self, content: list[Any]) -> str:
        """A whole ``<table>`` from the content of a Table."""
        (anchor, _, _), (_, caption), columns, (_, head), bodies, (_, foot) = content
        looks = [_ALIGNED.get(column[0]["t"], "") for column in columns]
        said = f"<caption>{self.blocks(caption)}</caption>" if caption else ""
        top = "".join(self._row(row, looks, len(columns), "col") for row in head)
        rows = []
        for _, heads, between, body in bodies:
            rows += [self._row(row, looks, heads, "row") for row in [*between, *body]]
        rows += [self._row(row, looks, 0, "row") for row in foot]
        id_ = f' id="{escape(anchor)}"' if anchor else ""
        thead = f"<thead>{top}</thead>" if top else ""
        number = len(columns)
        return (
            f'<table class="bc sheet"{id_} style="--columns:{number}">{said}{thead}'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )

    def _row(self, row: Any, looks: list[str], heads: int, scope: str) -> str:
        out = []
        at = 0
        covered = len(looks) - sum(cell[3] for cell in row[1])
        for (anchor, classes, pairs), align, rows, columns, blocks in row[1]:
            # What a span from above covers stands at the left: headings of groups.
            place = at + covered
            head = at < heads if scope == "col" else ("head" in classes or place < heads)
            look = _ALIGNED.get(align["t"]) or (
                looks[min(place, len(looks) - 1)] if looks and columns == 1 else ""
            )
            told = dict(pairs)
            style = [*([f"text-align:{look}"] if look else []), *_cell_look(told)]
            options = "".join(
                [
                    f' id="{escape(anchor)}"' if anchor else "",
                    f' rowspan="{rows}"' if rows > 1 else "",
                    f' colspan="{columns}"' if columns > 1 else "",
                    f' style="{";".join(style)}"' if style else "",
                ]
            )
            inside = self.blocks(blocks)
            if head and plain(blocks).strip():
                group = "group" if (rows > 1 and scope == "row") or (columns > 1) else ""
                out.append(f'<th scope="{scope}{group}"{options}>{inside}</th>')
            else:
                out.append(f"<td{options}>{inside}</td>")
            at += columns
        return f"<tr>{''.join(out)}</tr>"


def _letters(colour: str) -> str:
    """The colour of letters on the page, light or dark."""
    light, dark = on_paper(colour)
    return f"color:{light};color:light-dark({light},{dark})"


def _cell_look(told: dict[str, str]) -> list[str]:
    """The style of a cell that a notebook coloured, its letters dark on a ground of its own."""
    style = []
    ground = told.get("background", "")
    if "bar" in told:
        colour, begins, ends = told["bar"].split()
        rest = ground or "#ffffff"
        stops = f"{rest} {begins}%,{colour} {begins}%,{colour} {ends}%,{rest} {ends}%"
        style.append(f"background:linear-gradient(90deg,{stops})")
        ground = colour
    elif ground:
        style.append(f"background:{ground}")
    if ground:
        style.append(f"color:{readable(told.get('color') or ink_on(ground), ground)}")
    elif "color" in told:
        style.append(_letters(told["color"]))
    return [*style, *(["font-weight:600"] if "weight" in told else [])]


def _printed(node: Node) -> str:
    """What is in a block of text set as it is typed, in the colours of a terminal."""
    if "lines" not in node:
        return escape(node["c"][1])
    return "\n".join("".join(_stretch(*part) for part in line) for line in node["lines"])


def _stretch(words: str, look: Look) -> str:
    colour, ground = inks(look)
    style = []
    if ground:
        style += [f"background:{ground}", f"color:{colour}"]
    elif colour:
        style.append(_letters(colour))
    style += ["font-weight:600"] if look.bold else []
    style += ["font-style:italic"] if look.italic else []
    style += ["text-decoration:underline"] if look.underline else []
    return f'<span style="{";".join(style)}">{escape(words)}</span>' if style else escape(words)


_ROLES = {
    "stream": "",
    "result": "",
    "code": "",
    "picture": "",
    "failure": ' role="note"',
    "callout": ' role="note"',
}
_ALERTS = {"note", "tip", "important", "warning", "caution"}
