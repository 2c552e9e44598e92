"""A rule for every output and every input that nobody marked.

Of the forms that an output has, the first of these that can be carried whole is: HTML, Markdown,
a drawing, TeX, a picture, JSON, text. What runs only in a browser stands as its picture, or as a
visible word that says how to get one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.press.document import live, terminal
from analysis.press.document.foreign import Pictured, Reader
from analysis.press.document.losses import Losses
from analysis.press.document.pictures import CARRIED, SVG, BadPicture, Picture, of_output
from analysis.press.document.tree import Node, code_block, div, para, plain, span, text, walk

LONG = 100  # lines of output above which it is folded
PENDING = "pending"  # class of a division whose Markdown is still to be read
_TEXTS = ("application/json", "application/geo+json", "text/csv", "application/xml", "text/xml")
_OWN = re.compile(r"<.* at 0x[0-9a-f]+>|<IPython\.core\.display\.\w+ object>|<Figure.*>")


def of_picture(picture: Picture, alt: str, title: str = "") -> Node:
    """A picture within a paragraph."""
    content = [["", [], []], [text(alt)] if alt else [], ["", title]]
    return {"t": "Image", "c": content, "picture": picture}


def loss(words: str) -> Node:
    """The visible mark of something that is not here."""
    return para(span(["loss"], [text(f"[{words}]")]))


def pending(markdown: str) -> Node:
    """Markdown that is read later, together with all other."""
    return div([PENDING], [code_block(markdown)])


def stream(name: str, printed: str) -> list[Node]:
    """What a program printed; a long one can be folded."""
    shown = terminal.stripped(terminal.lines(printed))
    if not shown:
        return []
    return [div(["stream", *(["stderr"] if name == "stderr" else [])], [_folded(shown)])]


def printed_block(lines: list[terminal.Line]) -> Node:
    """Text set as it is typed, in the colours of a terminal where it has any."""
    block = code_block(terminal.text_of(lines))
    if any(look != terminal.PLAIN for line in lines for _, look in line):
        block["lines"] = lines
    return block


def _folded(lines: list[terminal.Line]) -> Node:
    block = printed_block(lines)
    if len(lines) <= LONG:
        return block
    summary = f"Output of {len(lines):,} lines"
    return div(["fold", "long"], [block], summary=summary, lines=str(len(lines)))


def _as_typed(words: str) -> Node:
    return _folded([[(line, terminal.PLAIN)] for line in words.strip("\n").split("\n")])


def failure(output: Mapping[str, Any], words: str) -> Node:
    """An error, with where it happened.

    Parameters
    ----------
    output : of type "error".
    words : what the document says of it first.
    """
    said = terminal.shown(str(output.get("evalue", ""))).strip()
    name = str(output.get("ename", "")) or "Error"
    head = para({"t": "Strong", "c": [text(words)]}, text(f" {name}: {said}".rstrip(": ")))
    traced = terminal.stripped(terminal.lines("\n".join(map(str, output.get("traceback") or []))))
    inside = [div(["fold"], [printed_block(traced)], summary="Where it failed")] if traced else []
    return div(["failure"], [head, *inside])


class Bundle:
    """Reads one output of several forms.

    Parameters
    ----------
    losses : where what is left out is noted.
    pictured : finds the picture of an address in HTML.
    alt : alternative text that the cell gives.
    """

    def __init__(self, losses: Losses, pictured: Pictured, alt: str) -> None:
        self.losses = losses
        self.pictured = pictured
        self.alt = alt

    def blocks(self, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> list[Node]:
        """The output as blocks; never nothing where there is something."""
        texts = {mime: as_text(value) for mime, value in data.items()}
        page, dropped = self._page(texts)
        if page and not dropped:
            return page
        if texts.get("text/markdown", "").strip():
            return [pending(texts["text/markdown"])]
        if made := self._picture(texts, metadata, (SVG,)):
            return made
        if (tex := texts.get("text/latex", "").strip()) and _is_formula(tex):
            return [pending(tex)]
        if made := self._picture(texts, metadata, CARRIED):
            return made
        placed = self._live(texts)
        if page and (not placed or _says_something(page)):
            for kind, what in dropped:
                self.losses.note(kind, what)
            return [*page, *placed]
        if placed:
            return placed
        return self._words(texts)

    def _page(self, texts: Mapping[str, str]) -> tuple[list[Node], list[tuple[str, str]]]:
        """The HTML, and what it would lose."""
        if not texts.get("text/html", "").strip():
            return [], []
        aside = Losses(self.losses.cell)
        blocks = Reader(aside, self.pictured).blocks(texts["text/html"])
        lost = [(one.kind, one.what) for one in aside]
        if not blocks and not lost:
            lost = [("text/html", "it shows nothing without its style or its scripts")]
        return blocks, lost

    def _picture(
        self, texts: Mapping[str, str], metadata: Mapping[str, Any], mimes: Iterable[str]
    ) -> list[Node]:
        for mime in mimes:
            if mime not in texts:
                continue
            try:
                picture = of_output(mime, texts[mime])
            except BadPicture as error:
                self.losses.note(mime, f"{error}; another form of it is set, or a mark")
                continue
            if picture.changed:
                self.losses.note(mime, picture.changed)
            about = metadata.get(mime)
            about = about if isinstance(about, Mapping) else {}
            alt = str(about.get("alt") or self.alt or "")
            node = of_picture(_sized(picture, about), alt)
            return [div(["picture"], [para(node)])]
        return []

    def _live(self, texts: Mapping[str, str]) -> list[Node]:
        """The placeholder of what runs only in a browser."""
        found = live.recognised(texts)
        if found is None:
            return []
        mime, kind = found
        self.losses.note(mime, "interactive; a placeholder stands for it")
        said = _plain_words(texts)
        return [
            loss(f"{kind.name} stood here, which needs a browser. For a picture: {kind.how}."),
            *([div(["result"], [code_block(said)])] if said else []),
        ]

    def _words(self, texts: Mapping[str, str]) -> list[Node]:
        for mime in _TEXTS:
            if mime in texts:
                return [div(["result"], [_as_typed(texts[mime])])]
        if "application/pdf" in texts:
            self.losses.note("application/pdf", "a PDF is not carried; a mark stands for it")
            said = _plain_words(texts)
            return [loss("A PDF stood here."),
                    *([div(["result"], [code_block(said)])] if said else [])]  # fmt: skip
        if tex := texts.get("text/latex", "").strip():
            self.losses.note("text/latex", "no formula; set as it is typed")
            return [div(["result"], [code_block(tex)])]
        if "text/plain" in texts:
            shown = terminal.stripped(terminal.lines(texts["text/plain"]))
            others = sorted(set(texts) - {"text/plain"})
            if others:
                self.losses.note(others[0], "only its text is set")
            return [div(["result"], [_folded(shown)])] if shown else []
        if not any(value.strip() for value in texts.values()):
            return []
        kind = next(iter(texts))
        if kind == "text/html":
            self.losses.note(kind, "it shows nothing without its scripts; a mark stands for it")
            return [loss("An output stood here that shows nothing without its scripts.")]
        self.losses.note(kind, "of a kind that cannot be carried; a mark stands for it")
        return [loss(f"An output of the kind {kind} stood here.")]


def _says_something(blocks: list[Node]) -> bool:
    said = plain(blocks).strip()
    return bool(said and not live.IDLE.search(said)) or any(
        n["t"] in {"Table", "Image"} for n in walk(blocks)
    )


def _is_formula(tex: str) -> bool:
    return tex.startswith(("$", "\\begin{", "\\[", "\\("))


def _plain_words(texts: Mapping[str, str]) -> str:
    said = terminal.shown(texts.get("text/plain", "")).strip()
    return "" if _OWN.fullmatch(said) else said


def as_text(value: Any) -> str:
    """What a notebook's file holds as text, lines or JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def _sized(picture: Picture, about: Mapping[str, Any]) -> Picture:
    """At the width that the notebook states (a sharper picture is shown smaller)."""
    width = about.get("width")
    if isinstance(width, int | float) and 0 < width < picture.width:
        ratio = picture.height / picture.width
        return Picture(picture.mime, picture.data, width, width * ratio, picture.changed)
    return picture
