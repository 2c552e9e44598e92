"""Phrases of MyST and Quarto on pandoc's tree: roles, inline notes, references, citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from analysis.press.document.tree import Node, para, plain, span, text

_ROLE = re.compile(r"\{([A-Za-z][\w:.+-]*)\}$")
_AIMED = re.compile(r"(?P<words>.*?)\s*<(?P<target>[^<>]+)>\s*$", re.DOTALL)
_QUARTO = re.compile(r"@((?:fig|tbl|sec|eq|lst|thm)-[\w:-]*\w)")
_CITED = re.compile(r"\[(-?@[^\[\]]+)\]|(?<![\w@/.])@([A-Za-z_][\w:.#$%&+?<>~/-]*\w)")
_KEY = re.compile(
    r"(?P<before>[^@]*?)(?P<quiet>-?)@(?P<key>[\w:.#$%&+?<>~/-]*\w)(?P<after>.*)$", re.DOTALL
)
_LINKS = {"ref", "numref", "eq", "any", "prf:ref", "numref*", "autoref"}
_WRAPS = {
    "sub": "Subscript", "subscript": "Subscript", "sup": "Superscript",
    "superscript": "Superscript", "strong": "Strong", "emphasis": "Emph", "em": "Emph",
    "term": "Emph", "dfn": "Emph", "guilabel": "Strong", "menuselection": "Strong",
    "u": "Underline", "underline": "Underline", "del": "Strikeout", "strike": "Strikeout",
    "sc": "SmallCaps", "smallcaps": "SmallCaps",
}  # fmt: skip
_CODES = {
    "code", "file", "command", "func", "class", "meth", "mod", "attr", "data", "program", "samp",
    "literal", "envvar", "option", "exc", "obj", "const",
}  # fmt: skip


class Phrases:
    """Reads the inlines of a tree.

    Parameters
    ----------
    formulas : label of a formula -> its number, as it is referred to.
    cites : whether there is a bibliography, so that ``[@key]`` is a citation.
    blocks : reads the blocks of a note.
    """

    def __init__(
        self, formulas: Mapping[str, str], cites: bool, blocks: Callable[[list[Node]], list[Node]]
    ) -> None:
        self.formulas = formulas
        self.cites = cites
        self.blocks = blocks

    def read(self, nodes: list[Node]) -> list[Node]:
        """Phrases with their roles, notes and references."""
        out: list[Node] = []
        waiting = [self._within(node) for node in nodes]
        while waiting:
            node = waiting.pop(0)
            if node["t"] != "Str":
                out.append(node)
                continue
            role = _ROLE.search(node["c"])
            if role and waiting and waiting[0]["t"] == "Code":
                made = self._role(role[1], waiting[0]["c"][1])
                if made is not None:
                    waiting.pop(0)
                    out += [*said(node["c"][: role.start()]), *made]
                    continue
            if "^[" in node["c"] and (found := _note(node["c"], waiting)):
                before, inside, waiting = found
                note = {"t": "Note", "c": [para(*self.read(inside))]}
                out += [*said(before.rstrip()), note]
                continue
            out += self._references(node["c"])
        return self._citations(out) if self.cites else out

    def _within(self, node: Node) -> Node:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript",
                    "SmallCaps"}:  # fmt: skip
            return {"t": kind, "c": self.read(content)}
        if kind == "Span" and "math" not in content[0][1]:
            return {"t": kind, "c": [content[0], self.read(content[1])]}
        if kind == "Link" and content[1]:
            return {"t": kind, "c": [content[0], self.read(content[1]), content[2]]}
        if kind == "Note":
            return {"t": kind, "c": self.blocks(content)}
        return node

    def _role(self, name: str, given: str) -> list[Node] | None:
        """What a role makes of its text; None for one without a rule."""
        typed = f"{{{name}}}`{given}`"
        if name in _LINKS:
            aimed = _AIMED.match(given)
            words, target = (aimed["words"], aimed["target"]) if aimed else ("", given.strip())
            if name == "numref" and words and "%s" not in words and "{number}" not in words:
                return [_reference(target, [text(words)], typed)]
            return [_reference(target, said(words or self.formulas.get(target, "")), typed)]
        if name in {"doc", "download", "abbr"}:
            aimed = _AIMED.match(given)
            return [text(aimed["words"] if aimed and aimed["words"] else given)]
        if name.startswith(("cite", "footcite")) or name in {"citep", "citet"}:
            if not self.cites:
                return None
            told = name in {"citet", "cite:t", "cite:ts", "cite:alp", "citealp"}
            keys = [key.strip() for key in given.split(",") if key.strip()]
            mode = "AuthorInText" if told else "NormalCitation"
            return [_cite([(key, mode, "", "") for key in keys], typed)]
        if name in {"kbd", "keyboard"}:
            return [span(["kbd"], [text(given)])]
        if name in _WRAPS:
            return [{"t": _WRAPS[name], "c": [text(given)]}]
        if name in _CODES or name.partition(":")[0] in {"py", "c", "cpp", "js", "rst"}:
            aimed = _AIMED.match(given)
            shown = aimed["words"] if aimed and aimed["words"] else given.lstrip("~!")
            return [{"t": "Code", "c": [["", [], []], shown]}]
        return None

    def _references(self, words: str) -> list[Node]:
        """``@fig-a`` of Quarto as a reference."""
        out: list[Node] = []
        at = 0
        for found in _QUARTO.finditer(words):
            named = said(self.formulas.get(found[1], ""))
            out += [*said(words[at : found.start()]), _reference(found[1], named, found[0])]
            at = found.end()
        return [*out, *said(words[at:])]

    def _citations(self, nodes: list[Node]) -> list[Node]:
        """``[@key, p. 3; @other]`` and ``@key`` as citations."""
        out: list[Node] = []
        run: list[str] = []

        def close() -> None:
            words = "".join(run)
            run.clear()
            at = 0
            for found in _CITED.finditer(words):
                made = _parsed(found)
                if made is None:
                    continue
                out.extend([*said(words[at : found.start()]), made])
                at = found.end()
            out.extend(said(words[at:]))

        for node in nodes:
            if node["t"] == "Str":
                run.append(node["c"])
            elif node["t"] == "Space":
                run.append(" ")
            else:
                close()
                out.append(node)
        close()
        return out


def said(words: str) -> list[Node]:
    """These words; nothing where there are none."""
    return [text(words)] if words else []


def _reference(target: str, words: list[Node], typed: str) -> Node:
    attr = ["", ["ref"], [["typed", typed]]]
    return {"t": "Link", "c": [attr, words, [f"#{target}", ""]]}


def _note(first: str, rest: list[Node]) -> tuple[str, list[Node], list[Node]] | None:
    """What stands before an inline note, what it says, and what follows; None where it has no end.

    A note has more than one word: ``^[a-z]`` is a pattern.
    """
    before, _, words = first.partition("^[")
    depth = 1
    inside: list[Node] = []
    for at, node in enumerate([text(words), *rest]):
        if node["t"] != "Str":
            inside.append(node)
            continue
        for place, sign in enumerate(node["c"]):
            depth += {"[": 1, "]": -1}.get(sign, 0)
            if not depth:
                inside += said(node["c"][:place])
                if len(inside) < 2 and " " not in plain(inside):
                    return None
                return before, inside, [*said(node["c"][place + 1 :]), *rest[at:]]
        inside.append(node)
    return None


def _parsed(found: re.Match[str]) -> Node | None:
    if found[2]:
        return _cite([(found[2], "AuthorInText", "", "")], found[0])
    cited = []
    for part in found[1].split(";"):
        key = _KEY.match(part.strip())
        if key is None:
            return None
        mode = "SuppressAuthor" if key["quiet"] else "NormalCitation"
        cited.append((key["key"], mode, key["before"].strip(), key["after"]))
    return _cite(cited, found[0])


def _cite(cited: list[tuple[str, str, str, str]], typed: str) -> Node:
    items = [
        {
            "citationId": key, "citationMode": {"t": mode}, "citationNoteNum": 0,
            "citationHash": 0, "citationPrefix": said(before), "citationSuffix": said(after),
        }
        for key, mode, before, after in cited
    ]  # fmt: skip
    return {"t": "Cite", "c": [items, [text(typed)]]}
