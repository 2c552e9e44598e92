"""Where the mathematics of a Markdown text lies, as in Jupyter; money is money.

Found before the Markdown is read, which would eat its backslashes. A ``$`` begins mathematics
only where its end is plain: "$5 to $10", "US$3 and US$4" and "$1,000-$2,000" are amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN, CLOSE = "\U000f0000", "\U000f0001"
PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")

_ENVIRONMENTS = "equation|align|gather|multline|eqnarray|alignat|flalign|displaymath|math|split"
_FOUND = re.compile(
    r"(?P<fence>^[ >]*(?P<ticks>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=ticks)[`~]*[ \t]*$|\Z))"
    r"|\{math\}(?P<quoted>`+)(?P<i4>.+?)(?P=quoted)"
    r"|(?P<block>(?:(?<=\n\n)|\A)(?: {4}|\t)[^\n]*(?:\n(?: {4}|\t)[^\n]*)*)"
    r"|(?P<code>(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|\\\\\[(?P<d1>.+?)\\\\\]|\\\\\((?P<i1>.+?)\\\\\)"
    r"|(?<!\\)\\\[(?P<d2>.+?)\\\]|(?<!\\)\\\((?P<i2>[^\n]+?)\\\)"
    r"|(?P<env>\\begin\{(?P<name>(?:" + _ENVIRONMENTS + r")\*?)\}.*?\\end\{(?P=name)\})"
    r"|(?P<escape>\\.)"
    r"|(?<!\$)\$\$(?P<d3>(?:(?!\n[ \t]*\n).)+?)\$\$(?:[ ]*\{#(?P<quarto>eq-[\w-]+)\})?"
    r"|(?<![\w$])\$(?P<i3>(?=[^\s$])(?:\\.|(?!\n[ \t]*\n)[^$\\])*?)(?<!\s)\$(?![\d$])",
    re.DOTALL | re.MULTILINE,
)
_TAG = re.compile(r"\\tag(\*?)\{([^{}]*)\}")
_LABEL = re.compile(r"\\label\{([^{}]*)\}")
_REFERENCE = re.compile(r"\\(eq)?ref\{([^{}]*)\}")
_QUIET = re.compile(r"\\(?:require|usepackage)\{[^{}]*\}|\\(?:nonumber|notag|displaystyle)\b")
_DEFINED = re.compile(
    r"\\(?:re)?newcommand\*?\{?(?:\\[A-Za-z]+)\}?(?:\[\d\])?\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
    r"|\\def\\[A-Za-z]+(?:#\d)*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\DeclareMathOperator\*?\{\\[A-Za-z]+\}\{[^{}]*\}"
)
_TEX = re.compile(r"[\\^_=+<>{}]|^\s*\w\s*$")


@dataclass
class Formula:
    """One formula: TeX without tag and label, and these; later what pandoc made of it."""

    tex: str
    display: bool
    tag: str = ""
    anchor: str = ""
    macros: str = ""
    typst: str = ""
    html: str = ""


def taken_out(markdown: str, formulas: list[Formula], macros: list[str]) -> str:
    """The text with a mark for each formula, which is added to `formulas`.

    `macros` collects the definitions, which hold from there on in the whole notebook.
    """
    if not re.search(r"\$|\\[\[(b]|\{math\}", markdown):
        return markdown

    def place(found: re.Match[str]) -> str:
        if found["fence"] or found["block"] or found["code"] or found["escape"]:
            return found[0]
        inline = found["i1"] or found["i2"] or found["i3"] or found["i4"]
        display = found["d1"] or found["d2"] or found["d3"] or found["env"]
        tex = display or inline or ""
        tex += f"\\label{{{found['quarto']}}}" if found["quarto"] else ""
        if (found["d2"] or found["i2"]) and not _TEX.search(tex):
            return found[0]
        if found["i3"] and _money(tex):
            return found[0]
        made = _formula(tex, bool(display), macros)
        if not made.tex:  # nothing, or definitions alone
            return ""
        formulas.append(made)
        return f"{OPEN}{len(formulas) - 1}{CLOSE}"

    return _FOUND.sub(place, markdown)


def _money(tex: str) -> bool:
    """Whether it begins as an amount and goes on in words."""
    return bool(re.match(r"[\d.,]*\d", tex)) and bool(re.search(r"(?<!\\)\b[^\W\d_]{2,}\s", tex))


def _formula(tex: str, display: bool, macros: list[str]) -> Formula:
    macros += _DEFINED.findall(tex)
    tex = _QUIET.sub("", _DEFINED.sub("", tex))
    tag = _TAG.search(tex)
    label = _LABEL.search(tex)
    tex = _LABEL.sub("", _TAG.sub("", tex)).strip()
    said = ""
    if tag:
        said = tag[2] if tag[1] else f"({tag[2]})"
    return Formula(tex, display, said, label[1] if label else "", "".join(macros))


def numbered(formulas: list[Formula]) -> dict[str, str]:
    """Number the formulas that have a label and no tag; label -> what a reference to it says."""
    count = 0
    names: dict[str, str] = {}
    for formula in formulas:
        if formula.anchor:
            if not formula.tag:
                count += 1
                formula.tag = f"({count})"
            names.setdefault(formula.anchor, formula.tag)
    return names


def references(markdown: str, names: dict[str, str]) -> str:
    r"""``\eqref{eq:one}`` as a link to the formula, where there is such a one."""
    return _REFERENCE.sub(
        lambda m: f"[{names[m[2]]}](<#{m[2]}>)" if m[2] in names else m[0], markdown
    )
