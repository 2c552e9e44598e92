"""Directives of MyST (``:::{figure} a.png``, ```` ```{note} ````) as what pandoc can read.

A directive becomes a fenced division that knows its number; what it is made into is decided on the
tree (:mod:`analysis.press.document.dialects`). Code that stands in a fence is never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OPENS = re.compile(r"^(?P<indent>[ ]*)(?P<fence>`{3,}|~{3,}|:{3,})[ ]*(?P<info>.*?)[ ]*$")
_NAMED = re.compile(r"\{(?P<name>[A-Za-z][\w:.+-]*)\}[ ]*(?P<said>.*)$")
_OPTION = re.compile(r"^[ ]*:(?P<name>[\w-]+):(?:[ ]+(?P<value>.*?))?[ ]*$")
_CODE = {"code-block", "code", "sourcecode", "code-cell", "literalinclude", "parsed-literal"}
NUMBER = "directive"
"""The key under which a division says which directive it is."""


@dataclass
class Directive:
    """One directive, without its body.

    Attributes
    ----------
    name : "figure".
    said : what stands after the name: a title, a path, a language.
    options : the lines ``:name: value`` below it.
    source : it as it was typed.
    titled : whether its body begins with a paragraph that is its title.
    """

    name: str
    said: str
    options: dict[str, str] = field(default_factory=dict)
    source: str = ""
    titled: bool = False

    @property
    def kind(self) -> str:
        """What becomes of it."""
        return "code" if self.name in _CODE else KINDS.get(self.name, "callout")


def known(name: str) -> bool:
    """Whether a directive has a rule; any other fence of that name is code."""
    return name in KINDS or name in _CODE or name == "math" or ":" in name


def divided(markdown: str, found: list[Directive]) -> str:
    """The text with a division for each directive, which is added to `found`."""
    if "{" not in markdown or not re.search(r"[`:~]{3}[ ]*\{", markdown):
        return markdown
    return "\n".join(_lines(markdown.split("\n"), found))


def _lines(lines: list[str], found: list[Directive]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(lines):
        opening = _OPENS.match(lines[at])
        if opening is None:
            out.append(lines[at])
            at += 1
            continue
        named = _NAMED.match(opening["info"])
        end = _end(lines, at, opening["fence"])
        if named and known(named["name"]):
            source = "\n".join(lines[at : end + 1])
            directive = Directive(named["name"], named["said"].strip(), source=source)
            body = lines[at + 1 : end]
            out += _directive(directive, body, opening["indent"], found)
            at = end + 1
        elif opening["fence"].startswith(":"):
            out.append(lines[at])
            at += 1
        else:
            out += lines[at : end + 1]
            at = end + 1
    return out


def _end(lines: list[str], at: int, fence: str) -> int:
    """The line that closes a fence; that after the last for none."""
    closing = re.compile(rf"^[ ]*{re.escape(fence[0])}{{{len(fence)},}}[ ]*$")
    opening = re.compile(rf"^[ ]*{re.escape(fence[0])}{{{len(fence)}}}[ ]*\{{")
    depth = 0
    for number in range(at + 1, len(lines)):
        if fence[0] == ":" and opening.match(lines[number]):
            depth += 1  # fences of one length within each other are meant so
        elif closing.match(lines[number]):
            if not depth:
                return number
            depth -= 1
    return len(lines)


def _directive(
    directive: Directive, body: list[str], indent: str, found: list[Directive]
) -> list[str]:
    body = _options(directive, body)
    name = directive.name
    if name == "math":
        label = directive.options.get("label") or directive.options.get("name", "")
        tex = "\n".join(line.strip() for line in [directive.said, *body]).strip()
        inside = [indent + "$$" + tex + (f"\\label{{{label}}}" if label else "") + "$$"]
        return ["", *inside, ""]
    if directive.kind in {"code", "typed", "csv"}:
        longest = max((len(run) for line in body for run in re.findall("`+", line)), default=2)
        ticks = "`" * max(3, longest + 1)
        language = directive.said if directive.kind == "code" else ""
        inside = [f"{indent}{ticks}{language}", *body, f"{indent}{ticks}"]
    else:
        inside = _lines(body, found)
    if directive.said and directive.kind not in _UNTITLED:
        directive.titled = True
        inside = [indent + directive.said, "", *inside]
    colons = max((len(run) for line in inside for run in re.findall(":{3,}", line)), default=2)
    found.append(directive)
    fence = indent + ":" * (colons + 1)
    number = f'{{{NUMBER}="{len(found) - 1}"}}'
    return ["", f"{fence} {number}", "", *inside, "", fence, ""]


def _options(directive: Directive, body: list[str]) -> list[str]:
    """The body without the options that it begins with."""
    at = 0
    while at < len(body) and (option := _OPTION.match(body[at])):
        directive.options[option["name"]] = option["value"] or ""
        at += 1
    if at == 0 and body and body[0].strip() == "---" and "---" in map(str.strip, body[1:]):
        at = [line.strip() for line in body].index("---", 1) + 1
        for line in body[1 : at - 1]:
            name, _, value = line.partition(":")
            directive.options[name.strip()] = value.strip().strip("\"'")
    return body[at:]


_CALLOUTS = {
    "note": "note", "seealso": "note", "admonition": "note", "topic": "note", "sidebar": "note",
    "margin": "note", "aside": "note", "versionadded": "note", "versionchanged": "note",
    "deprecated": "warning", "hint": "tip", "tip": "tip", "important": "important",
    "warning": "warning", "attention": "warning", "caution": "caution", "danger": "caution",
    "error": "caution", "exercise": "note", "solution": "note", "todo": "note",
}  # fmt: skip
_PARTS = {
    "tab-set": "part", "tab-item": "part", "grid": "part", "grid-item": "part",
    "grid-item-card": "part", "card": "part", "div": "part", "container": "part",
    "glossary": "part", "rubric": "part", "centered": "part", "only": "part",
}  # fmt: skip
KINDS = {
    **dict.fromkeys(_CALLOUTS, "callout"),
    **_PARTS,
    **dict.fromkeys(("epigraph", "pull-quote", "highlights", "blockquote"), "quote"),
    "dropdown": "fold",
    "figure": "figure", "image": "image",
    "table": "table", "list-table": "list", "csv-table": "csv",
    "contents": "contents", "tableofcontents": "contents", "bibliography": "bibliography",
    **dict.fromkeys(
        ("toctree", "include", "eval-rst", "raw", "mermaid", "iframe", "embed", "glue", "index",
         "nb-exec-table", "autosummary", "automodule", "autoclass", "autofunction", "video"),
        "typed"),
}  # fmt: skip
"""Directive -> what becomes of it; one with a colon in its name (``prf:theorem``) is a callout."""
CALLOUTS = _CALLOUTS
_UNTITLED = {"code", "typed", "figure", "image", "contents", "bibliography"}
