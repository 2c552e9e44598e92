r"""What pandoc drops of TeX, carried through by marks: colours, and what stands above or below.

``\color{red}{x}`` and ``\overset{a}{=}`` say something by how they look. Before pandoc reads the
TeX, a mark is set at each end of what is meant, as text; in what pandoc wrote the marks are found
again, and become elements of MathML or functions of Typst.
"""

from __future__ import annotations

import re
from html import escape

from analysis.press.document.colours import on_paper, parsed

_OPEN, _CLOSE = "\u27ea", "\u27eb"
_COLOURED = re.compile(
    r"\\(?:text)?color(?:\[(?P<model>HTML|rgb|RGB|gray)\])?\{(?P<colour>[^{}]*)\}\s*"
)
_PLACED = re.compile(r"\\(?:overset|underset|stackrel)\b\s*")
_IN_TYPST = re.compile(rf'upright\("{_OPEN}(?P<what>[^"]*?){_OPEN}"\) ?| ?upright\("{_CLOSE}"\)')
_BRACKET = re.compile(r'\\.|"(?:\\.|[^"\\])*"|[()]')
_IN_MATHML = re.compile(rf"<mtext[^>]*>(?:{_OPEN}(?P<what>[^<]*?){_OPEN}|{_CLOSE})</mtext>")
_ANNOTATION = re.compile(r"(<annotation[^>]*>).*?(</annotation>)", re.DOTALL)
_ARRAY = re.compile(
    r"(?P<begin>\\begin\{(?P<name>array|matrix|smallmatrix)\}(?:\[\w\])?"
    r"(?P<columns>\{(?:[^{}]|\{[^{}]*\})*\})?)(?P<cells>.*?)(?P<end>\\end\{(?P=name)\})",
    re.DOTALL,
)
_BASE = "base"
_MODELS = {"HTML": "#{}", "RGB": "rgb({})"}


def marked(tex: str) -> str:
    """The TeX with marks at the ends of what is coloured, and of what something stands above."""
    if not re.search(r"\\(?:text)?color\b|\\(?:over|under)set\b|\\stackrel\b", tex):
        return tex
    return _placed(_coloured(tex))


def for_paper(tex: str) -> str:
    """The TeX with room between the cells of arrays, which pandoc's Typst sets as one word."""
    return _ARRAY.sub(
        lambda m: m["begin"] + re.sub(r"(?<!\\)&", r"& \\quad ", m["cells"]) + m["end"], tex
    )


def unruled(tex: str) -> bool:
    """Whether it has an array with lines, which neither format draws."""
    return r"\hline" in tex or any(
        found["name"] == "array" and "|" in (found["columns"] or "")
        for found in _ARRAY.finditer(tex)
    )


def _coloured(tex: str) -> str:
    out, at = "", 0
    while found := _COLOURED.search(tex, at):
        colour = parsed(_MODELS.get(found["model"] or "", "{}").format(found["colour"]))
        if tex[found.end() : found.end() + 1] == "{":
            end = _group(tex, found.end())
            inside, after = tex[found.end() + 1 : end - 1], end
        else:  # from here on to the end of the group
            after = _rest(tex, found.end())
            inside = tex[found.end() : after]
        inside = _coloured(inside)
        if colour:
            inside = _between(colour, inside)
        out += tex[at : found.start()] + f"{{{inside}}}"
        at = after
    return out + tex[at:]


def _placed(tex: str) -> str:
    out, at = "", 0
    while found := _PLACED.search(tex, at):
        if tex[found.end() : found.end() + 1] != "{":
            return out + tex[at:]
        middle = _group(tex, found.end())
        start = middle + len(tex[middle:]) - len(tex[middle:].lstrip())
        if tex[start : start + 1] != "{":
            return out + tex[at:]
        end = _group(tex, start)
        above, base = tex[found.end() + 1 : middle - 1], tex[start + 1 : end - 1]
        out += tex[at : found.start()]
        out += f"{found[0].strip()}{{{_placed(above)}}}{{{_between(_BASE, _placed(base))}}}"
        at = end
    return out + tex[at:]


def _between(what: str, tex: str) -> str:
    return rf"\text{{{_OPEN}{what.lstrip('#')}{_OPEN}}} {tex} \text{{{_CLOSE}}}"


def _group(tex: str, at: int) -> int:
    """The place after the group that begins here."""
    depth = 0
    for place in range(at, len(tex)):
        if tex[place - 1 : place] != "\\":
            depth += {"{": 1, "}": -1}.get(tex[place], 0)
            if not depth:
                return place + 1
    return len(tex)


def _rest(tex: str, at: int) -> int:
    """The place where the group ends within which this lies, or its cell."""
    depth = 0
    for place in range(at, len(tex)):
        if tex[place - 1 : place] != "\\":
            depth += {"{": 1, "}": -1}.get(tex[place], 0)
        ends = tex.startswith(("\\\\", "&", "\\end{", "\\right"), place)
        if depth < 0 or (not depth and ends):
            return place
    return len(tex)


def in_typst(written: str) -> str:
    """Pandoc's Typst with the marks as functions."""
    closing: list[str] = []

    def function(found: re.Match[str]) -> str:
        if not found["what"]:
            return closing.pop() if closing else ""
        if found["what"] == _BASE:
            closing.append(")")
            return "limits("
        closing.append("$]")
        return f'#text(fill: rgb("#{on_paper("#" + found["what"])[0].lstrip("#")}"))[$'

    made = _IN_TYPST.sub(function, written)
    return _spaced(made + "".join(reversed(closing)))


def _spaced(written: str) -> str:
    """With room before the conditions of cases, which Typst sets next to the values."""
    out, at = "", 0
    while (start := written.find("cases(delim:", at)) >= 0:
        depth, end = 0, len(written)
        for sign in _BRACKET.finditer(written, start):
            depth += {"(": 1, ")": -1}.get(sign[0], 0)
            if not depth and sign[0] == ")":
                end = sign.end()
                break
        out += written[at:start] + written[start:end].replace(" & ", " &quad ")
        at = end
    return out + written[at:]


def in_mathml(written: str, tex: str) -> str:
    """Pandoc's MathML with the marks as elements, and the TeX as it was typed."""
    closing: list[str] = []

    def element(found: re.Match[str]) -> str:
        if not found["what"]:
            return closing.pop() if closing else ""
        if found["what"] == _BASE:
            closing.append("</mrow>")
            return "<mrow>"
        light, dark = on_paper("#" + found["what"])
        closing.append("</mrow>")
        return f'<mrow style="color:{light};color:light-dark({light},{dark})">'

    made = _IN_MATHML.sub(element, written)
    return _ANNOTATION.sub(lambda m: m[1] + escape(tex, quote=False) + m[2], made)
