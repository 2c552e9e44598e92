"""What MyST and Quarto write beyond Markdown, found on pandoc's tree: directives, labels, captions.

Found on the tree and not in the text, so that code is never mistaken for it. Whatever has no rule
stays as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.press.document.directives import CALLOUTS, NUMBER, Directive
from analysis.press.document.listed import tabled
from analysis.press.document.phrases import Phrases, said
from analysis.press.document.tree import Node, attributes, code_block, div, para, plain, text

ALERTS = ("note", "tip", "important", "warning", "caution")
TYPED = "typed"
"""Class of a division that has no rule and stands as it was typed."""

_TARGET = re.compile(r"\(([\w:.+-]+)\)=$")


def understood(
    blocks: list[Node],
    directives: Sequence[Directive],
    formulas: Mapping[str, str],
    *,
    cites: bool,
) -> list[Node]:
    """The tree with roles, directives, labels, captions and inline notes as elements.

    Parameters
    ----------
    directives : those that divisions name by their number.
    formulas : label of a formula -> its number, as it is referred to.
    cites : whether there is a bibliography, so that ``[@key]`` is a citation.
    """
    return _Reader(directives, formulas, cites).blocks(blocks)


class _Reader:
    def __init__(
        self, directives: Sequence[Directive], formulas: Mapping[str, str], cites: bool
    ) -> None:
        self.directives = directives
        self.phrases = Phrases(formulas, cites, self.blocks)

    # Blocks

    def blocks(self, nodes: list[Node]) -> list[Node]:
        out: list[Node] = []
        label = ""
        for node in _unfolded(nodes):
            if node["t"] == "Para" and (named := _TARGET.match(plain([node]))):
                label = named[1]
                continue
            made = self._block(node)
            if _captions(out, made):
                continue
            if label and made:
                made = _labelled(made, label)
                label = ""
            out += made
        return [*out, div([], [], label)] if label else out

    def _block(self, node: Node) -> list[Node]:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in {"Para", "Plain"}:
            inside = self.phrases.read(content)
            if kind == "Para" and (figure := _figure(inside)):
                return [figure]
            return [{"t": kind, "c": inside}]
        if kind == "Header":
            return [{"t": kind, "c": [content[0], content[1], self.phrases.read(content[2])]}]
        if kind == "BlockQuote":
            return [{"t": kind, "c": self.blocks(content)}]
        if kind == "BulletList":
            return [{"t": kind, "c": [self.blocks(item) for item in content]}]
        if kind == "OrderedList":
            return [{"t": kind, "c": [content[0], [self.blocks(item) for item in content[1]]]}]
        if kind == "DefinitionList":
            entries = [
                [self.phrases.read(term), [self.blocks(said) for said in described]]
                for term, described in content
            ]
            return [{"t": kind, "c": entries}]
        if kind == "Table":
            return [self._table(node)]
        if kind == "Div":
            return self._div(node)
        return [node]

    def _table(self, node: Node) -> Node:
        def row(one: Any) -> Any:
            return [one[0], [[*cell[:4], self.blocks(cell[4])] for cell in one[1]]]

        attr, caption, columns, (head_attr, head), bodies, (foot_attr, foot) = node["c"]
        made = [[b[0], b[1], list(map(row, b[2])), list(map(row, b[3]))] for b in bodies]
        content = [
            attr, [caption[0], self.blocks(caption[1])], columns,
            [head_attr, list(map(row, head))], made, [foot_attr, list(map(row, foot))],
        ]  # fmt: skip
        return {"t": "Table", "c": content}

    def _div(self, node: Node) -> list[Node]:
        anchor, classes, pairs = attributes(node)
        number = pairs.get(NUMBER, "")
        inside = self.blocks(node["c"][1])
        if number.isdigit() and int(number) < len(self.directives):
            return self._directive(self.directives[int(number)], inside)
        kind = next((c.removeprefix("callout-") for c in classes if c.startswith("callout-")), "")
        if kind in ALERTS:
            title = pairs.get("title", "")
            if not title and inside and inside[0]["t"] == "Header":
                title = plain(inside.pop(0)["c"][2])
            return [_callout(kind, [text(title or kind.capitalize())], inside, anchor)]
        if classes and classes[0] in ALERTS and inside and inside[0]["t"] == "Div":
            first = inside[0]["c"][1]  # pandoc's own title of an alert
            if first and first[0]["t"] in {"Para", "Plain"}:
                return [_callout(classes[0], first[0]["c"], inside[1:], anchor)]
        return [{"t": "Div", "c": [node["c"][0], inside]}]

    def _directive(self, one: Directive, inside: list[Node]) -> list[Node]:
        anchor = one.options.get("name") or one.options.get("label") or ""
        title: list[Node] = []
        if one.titled and inside:
            first = inside.pop(0)
            title = first["c"] if first["t"] in {"Para", "Plain"} else [text(one.said)]
        kind = one.kind
        if kind == "figure" or (kind == "image" and one.options.get("name")):
            return [_drawn(one, inside, anchor)]
        if kind == "image":
            return [para(_image(one.said, [text(one.options.get("alt", ""))], one.options))]
        if kind in {"table", "list", "csv"}:
            made = tabled(one, title, inside, anchor)
            return [_typed(one)] if made is None else made
        if kind == "callout":
            bare = one.name.rpartition(":")[2]
            named = text(bare.replace("-", " ").capitalize())
            if ":" in one.name and title:
                title = [named, text(" ("), *title, text(")")]
            look = CALLOUTS.get(bare, "note")
            hidden = "dropdown" in one.options.get("class", "")
            if hidden:
                summary = plain(title) or plain([named])
                return [div(["fold"], inside, anchor, summary=summary)]
            return [_callout(look, title or [named], inside, anchor)]
        if kind == "fold":
            return [div(["fold"], inside, anchor, summary=plain(title) or "Details")]
        if kind == "quote":
            inside = [{"t": "BlockQuote", "c": [*([para(*title)] if title else []), *inside]}]
        elif kind == "part" and title:
            inside = [para({"t": "Strong", "c": title}), *inside]
        elif kind == "contents":
            return []  # the document has its own
        elif kind == "bibliography":
            return [div([], [], "refs")]
        elif kind == "typed":
            return [_typed(one)]
        elif kind == "code" and one.options.get("caption"):
            inside = [para({"t": "Emph", "c": [text(one.options["caption"])]}), *inside]
        return [div([], inside, anchor)] if anchor else inside


def _typed(one: Directive) -> Node:
    return div([TYPED], [code_block(one.source)], kind=f"directive {one.name}")


def _callout(kind: str, title: list[Node], blocks: list[Node], anchor: str) -> Node:
    head = div(["title"], [para({"t": "Strong", "c": title})])
    return div([kind], [head, *blocks], anchor)


def _labelled(made: list[Node], label: str) -> list[Node]:
    first = made[0]
    if first["t"] == "Header" and not first["c"][1][0]:
        first["c"][1] = [label, *first["c"][1][1:]]
        return made
    if first["t"] in {"Figure", "Table"} and not first["c"][0][0]:
        first["c"][0] = [label, *first["c"][0][1:]]
        return made
    return [div([], [], label), *made]


def _image(address: str, alt: list[Node], options: dict[str, str]) -> Node:
    pairs = [["width", options["width"]]] if options.get("width") else []
    return {"t": "Image", "c": [["", [], pairs], alt, [address, ""]]}


def _drawn(one: Directive, inside: list[Node], anchor: str) -> Node:
    caption = inside[:1] if inside and inside[0]["t"] in {"Para", "Plain"} else []
    alt = one.options.get("alt") or plain(caption)
    image = _image(one.said, said(alt), one.options)
    return _figure_node(anchor, [*caption, *inside[len(caption) :]], image)


def _figure_node(anchor: str, caption: list[Node], image: Node) -> Node:
    return {"t": "Figure", "c": [[anchor, [], []], [None, caption], [para(image)]]}


def _figure(inlines: list[Node]) -> Node | None:
    """A paragraph that is one picture with an id, as Quarto writes a figure."""
    full = [node for node in inlines if node["t"] not in {"Space", "SoftBreak"}]
    if len(full) != 1 or full[0]["t"] != "Image" or not full[0]["c"][0][0]:
        return None
    (anchor, _, pairs), caption, place = full[0]["c"]
    told = dict(pairs)
    alt = said(told["fig-alt"]) if told.get("fig-alt") else caption
    return _figure_node(anchor, [para(*caption)] if caption else [], _image(place[0], alt, told))


def _captions(out: list[Node], made: list[Node]) -> bool:
    """Whether this is ``: words {#tbl-a}`` below a table, whose caption it now is."""
    if not out or out[-1]["t"] != "Table" or len(made) != 1 or made[0]["t"] != "Para":
        return False
    inlines = made[0]["c"]
    if not inlines or inlines[0]["t"] != "Str" or not inlines[0]["c"].startswith((":", "Table:")):
        return False
    anchor = ""
    if inlines[-1]["t"] == "Span" and not plain(inlines[-1:]).strip():
        anchor = inlines[-1]["c"][0][0]
        inlines = inlines[:-1]
    first = inlines[0]["c"].partition(":")[2].lstrip()
    words = [*said(first), *inlines[1:]]
    while words and words[0]["t"] == "Space":
        del words[0]
    table = out[-1]["c"]
    if table[1][1] or not words:
        return False
    table[1] = [None, [{"t": "Plain", "c": words}]]
    table[0] = [anchor or table[0][0], *table[0][1:]]
    return True


def _unfolded(nodes: list[Node]) -> list[Node]:
    """A caption below a picture is no definition of it."""
    out: list[Node] = []
    for node in nodes:
        if node["t"] == "DefinitionList" and any(
            part["t"] == "Image" for term, _ in node["c"] for part in term
        ):
            for term, described in node["c"]:
                if any(part["t"] == "Image" for part in term):
                    out += [para(*term), *(block for words in described for block in words)]
                else:
                    out.append({"t": "DefinitionList", "c": [[term, described]]})
        else:
            out.append(node)
    return out
