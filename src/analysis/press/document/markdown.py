"""Markdown as pandoc's tree: one reader for both formats, and one run of pandoc for a document.

It reads what JupyterLab reads (CommonMark with tables, task lists, footnotes, bare addresses,
mathematics), and HTML within it by the list of :mod:`analysis.press.document.foreign`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypandoc

from analysis.press.document import mathematics, tex
from analysis.press.document.dialects import understood
from analysis.press.document.directives import Directive, divided
from analysis.press.document.elements import INNER
from analysis.press.document.foreign import Pictured, Reader
from analysis.press.document.losses import Losses
from analysis.press.document.mathematics import Formula
from analysis.press.document.pictures import sized
from analysis.press.document.tree import Node, code_block, is_deep, plain, span, text

_READER = Path(__file__).with_name("fragments.lua")
_ATTACHED = re.compile(r"(\]\()(attachment:[^()<>\n\"]* [^()<>\n\"]*)\)")  # a name with spaces
_RAW = {"RawBlock", "RawInline"}


class PandocError(RuntimeError):
    """Pandoc could not be run on the texts of the report."""


def read_markdown(
    texts: Sequence[str], *, smart: bool = False, cites: bool = False
) -> list[list[Node]]:
    """Pandoc's tree of each Markdown text, its mathematics translated; raw HTML is still raw.

    >>> [[block["t"] for block in tree] for tree in read_markdown(["# a", "b"])]
    [['Header'], ['Para']]

    Parameters
    ----------
    texts : read together: footnotes are each text's own, macros and labels are everybody's.
    smart : make typographic quotes and dashes of typed ones.
    cites : whether there is a bibliography, so that ``[@key]`` is a citation.

    Raises
    ------
    PandocError : pandoc cannot be started, or refuses.
    """
    formulas: list[Formula] = []
    macros: list[str] = []
    directives: list[Directive] = []
    clean = (divided(_clean(t), directives) for t in texts)
    marked = [mathematics.taken_out(t, formulas, macros) for t in clean]
    names = mathematics.numbered(formulas)
    if names:
        marked = [mathematics.references(t, names) for t in marked]
    given = {
        "texts": marked,
        "formulas": [_asked(formula) for formula in formulas],
        "smart": smart,
    }
    blocks: list[Node] = json.loads(_run(json.dumps(given)))["blocks"]
    trees: list[list[Node]] = [block["c"][1] for block in blocks[: len(texts)]]
    for formula, block in zip(formulas, blocks[len(texts) :], strict=True):
        made = dict(block["c"][0][2])
        formula.typst = tex.in_typst(made["typst"])
        formula.html = tex.in_mathml(made["html"], formula.macros + formula.tex)
    if formulas:
        for tree in trees:
            _put_formulas(tree, formulas)
    return [understood(tree, directives, names, cites=cites) for tree in trees]


def _asked(formula: Formula) -> dict[str, Any]:
    whole = formula.macros + tex.marked(formula.tex)
    return {"tex": whole, "paper": tex.for_paper(whole), "display": formula.display}


def read_each(
    texts: Sequence[str], losses: Losses, cells: Sequence[int], *, smart: bool, cites: bool
) -> list[list[Node]]:
    """As :func:`read_markdown`, and a text that cannot be read so costs no other.

    Parameters
    ----------
    losses : where such a text is noted.
    cells : number of each text's cell.
    """
    try:
        trees = read_markdown(texts, smart=smart, cites=cites)
    except (PandocError, RecursionError):
        if len(texts) > 1:
            one = zip(texts, cells, strict=True)
            return [read_each([t], losses, [cell], smart=smart, cites=cites)[0] for t, cell in one]
        # Without pandoc nothing can be read, and that is another fault.
        read_markdown(["a"])
        trees = [[]]
    for at, tree in enumerate(trees):
        if (not tree and texts[at].strip()) or is_deep(tree):
            losses.cell = cells[at]
            losses.note("markdown", "nested too deep to be read; set as it is typed")
            trees[at] = [code_block(_clean(texts[at]))]
    return trees


def _clean(markdown: str) -> str:
    """The text without what no document may hold, and without our own marks."""
    whole = markdown.encode("utf-8", "replace").decode("utf-8")
    whole = _ATTACHED.sub(r"\1<\2>)", whole)
    return whole.replace("\x00", "\ufffd").replace(mathematics.OPEN, "\ufffd").replace("\r\n", "\n")


@lru_cache(maxsize=2)  # a report is written twice, as HTML and as PDF
def _run(given: str) -> bytes:
    return pandoc(["--from", str(_READER), "--to", "json"], given.encode())[0]


def pandoc(arguments: list[str], given: bytes) -> tuple[bytes, str]:
    """What pandoc makes of what it is given, and what it says about it.

    Raises
    ------
    PandocError : it cannot be started, or refuses.
    """
    run = subprocess.run([_pandoc(), *arguments], input=given, capture_output=True, check=False)
    said = run.stderr.decode(errors="replace").strip()
    if run.returncode:
        raise PandocError(said)
    return run.stdout, said


def _pandoc() -> str:
    # pypandoc looks for the newest pandoc of the machine, which costs runs of it and makes the
    # report depend on the machine; the one in its wheel is the one the lock file names.
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    carried = Path(pypandoc.__file__).parent / "files" / name
    return str(carried) if carried.exists() else str(pypandoc.get_pandoc_path())


def _put_formulas(node: Any, formulas: list[Formula]) -> None:
    """Put the formulas back where their marks are."""
    if isinstance(node, dict):
        if node["t"] in {"Code", "CodeBlock", "RawInline", "RawBlock"}:
            node["c"][1] = _typed_again(node["c"][1], formulas)
        elif isinstance(node.get("c"), list):
            _put_formulas(node["c"], formulas)
    elif isinstance(node, list):
        out: list[Any] = []
        for part in node:
            if isinstance(part, dict) and part.get("t") == "Str" and mathematics.OPEN in part["c"]:
                pieces = mathematics.PLACE.split(part["c"])
                for at, piece in enumerate(pieces):
                    if at % 2:
                        out.append(_formula_node(formulas[int(piece)]))
                    elif piece:
                        out.append(text(piece))
            else:
                if isinstance(part, str) and mathematics.OPEN in part:
                    part = _typed_again(part, formulas)
                _put_formulas(part, formulas)
                out.append(part)
        node[:] = out


def _typed_again(words: str, formulas: list[Formula]) -> str:
    def typed(found: Any) -> str:
        formula = formulas[int(found[1])]
        return f"$${formula.tex}$$" if formula.display else f"${formula.tex}$"

    return mathematics.PLACE.sub(typed, words)


def _formula_node(formula: Formula) -> Node:
    translated = "<math" in formula.html and formula.typst.startswith("$")
    return span(
        ["math", *(["display"] if formula.display else []), *([] if translated else ["raw"])],
        [{"t": "Code", "c": [["", [], []], formula.tex]}],
        formula.anchor,
        typst=formula.typst,
        html=formula.html.strip(),
        tag=formula.tag,
    )


def with_html(nodes: list[Node], losses: Losses, pictured: Pictured) -> list[Node]:
    """The tree with its raw HTML read; every other raw format set as it is typed."""
    result = _resolved(nodes, losses, pictured)
    assert isinstance(result, list)
    return result


def _resolved(node: Any, losses: Losses, pictured: Pictured) -> Any:
    if isinstance(node, dict):
        if node["t"] == "Image":
            (attr, alt, (address, title)) = node["c"]
            made = pictured(address, plain(alt), title)
            if made["t"] == "Image":
                made["c"][0] = attr
                made["picture"] = sized(made["picture"], dict(attr[2]).get("width", ""))
            return made
        if node["t"] in _RAW or not isinstance(node.get("c"), list):
            return node
        return {**node, "c": _resolved(node["c"], losses, pictured)}
    if not isinstance(node, list):
        return node
    parts = [_resolved(part, losses, pictured) for part in node]
    raw = [p for p in parts if isinstance(p, dict) and p.get("t") in _RAW]
    if not raw:
        return parts
    block = any(p["t"] == "RawBlock" for p in raw)
    inner: list[Node] = []
    source = ""
    for part in parts:
        if part["t"] in _RAW and part["c"][0] == "html":
            source += part["c"][1]
        else:
            source += f'<{INNER} n="{len(inner)}" b="{int(block)}"></{INNER}>'
            inner.append(part)
    reader = Reader(losses, pictured, inner)
    return reader.blocks(source) if block else reader.inlines(source)
