"""What the HTML and the PDF document must agree on: what is shown, its numbers, its anchors.

A notebook says what it made, and what was marked (:mod:`analysis.marks`); it cannot know what
number a figure gets, nor which evidence rows the rest of the report holds. That is settled here,
once, before either exporter draws anything:

- every cell and output becomes a piece, or a loss that is named;
- all Markdown is read, in one run of pandoc;
- figures and tables are numbered in reading order, headings get their ids;
- ``[Figure](#fig-calls)`` becomes ``[Figure 3](#fig-calls)``, and a link whose target is not part
  of this document becomes plain text, so that no link leads nowhere;
- each evidence row learns in which figures and tables it is used.

No HTML page and no Typst is written here.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, Enum, List, Unicode

from analysis.days import long_day
from analysis.press.document import front
from analysis.press.document.citations import Books, cited
from analysis.press.document.dialects import TYPED
from analysis.press.document.drawn import with_figures
from analysis.press.document.further import draw_further
from analysis.press.document.gather import Manner, gather, said
from analysis.press.document.headings import (
    SECTION,
    headings,
    html_ids,
    name_headings,
    names_of_title,
    settle_levels,
    take_title,
    without_empty,
)
from analysis.press.document.headings import words as words_of
from analysis.press.document.links import resolve_links
from analysis.press.document.losses import Losses
from analysis.press.document.markdown import read_each, with_html
from analysis.press.document.mend import mended
from analysis.press.document.numbers import (
    every,
    finish_tables,
    ids_of_outputs,
    number,
    number_sections,
)
from analysis.press.document.outputs import PENDING
from analysis.press.document.pieces import Piece
from analysis.press.document.tex import unruled
from analysis.press.document.tree import Node, flat, is_deep, para, text, walk
from analysis.press.document.words import Words, words

FALLBACK_TITLE = "Report"
NOTHING_RAN = (
    "Nothing was run: this notebook holds no results. Run all of its cells and export it again."
)
END = "end"
"""In the place of a cell, where everything is the front page."""


class ReportPreprocessor(Preprocessor):
    """Makes an executed notebook into a numbered, cross-referenced document.

    Works for the joined report and for any notebook. Adds to ``resources`` the key
    ``"backchannel"``: pieces (:class:`analysis.press.document.pieces.Piece`, in reading order, the
    marks of figures and tables with their ``label``), losses, strict, title, subtitle, authors,
    lang, date, day (that date in words), dated (what to say
    before it), paper, edition, description, contents (list of ``{"level",
    "text", "id"}``), contents_before (id of the cell before which they stand, where the first
    section is a front page, ``END`` where it is the only one; else ""), anchors (every id that a
    link may lead to), provenance (text of the record), attachments. The notebook itself stays as
    it is.

    Raises
    ------
    DuplicateAnchorError : two figures, tables or rows of this document have the same id.
    NotWhole : something cannot be carried whole, and ``strict`` is set.
    """

    enabled = Bool(True).tag(config=True)
    number_sections = Bool(False, help="Put a number before each heading.").tag(config=True)
    bibliography = List(
        Unicode(),
        help="Files of references (BibTeX or CSL JSON) that [@key] cites, beside those that the "
        "notebook's metadata names.",
    ).tag(config=True)
    csl = Unicode(help="The style of citations, a file of CSL; without it, author and year.").tag(
        config=True
    )
    strict = Bool(False, help="Stop where anything cannot be carried whole.").tag(config=True)
    printed = Bool(False, help="For paper, on which drawings have no links.").tag(config=True)
    code = Enum(
        ("auto", "show", "fold", "hide"),
        default_value="auto",
        help="Show the code, fold it, or hide it; auto hides it where outputs carry marks.",
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Describe `nb` in ``resources["backchannel"]``."""
        report = front.matter(nb)
        about = resources.get("metadata", {})
        ours = _is_ours(nb)
        code = ("hide" if ours else "show") if self.code == "auto" else self.code
        folder = Path(about["path"] or ".") if "path" in about else None
        losses = Losses()
        mended(resources, losses)
        pieces = list(gather(nb, Manner(code, folder, ours), losses))
        if _never_ran(nb):
            pieces.insert(0, said(NOTHING_RAN))
        losses.cell = 0  # of the notebook as a whole
        lang = front.language(str(report.get("lang") or "en"), losses)
        own_words = words(lang)
        books = Books(self.bibliography, self.csl, lang).beside(report, folder, losses)
        _read(pieces, losses, books, own_words, smart=ours)
        pieces = list(with_figures(pieces))
        without_empty(pieces)
        names = names_of_title(pieces)
        title = take_title(pieces, str(report.get("title") or ""))
        title = title or str(about.get("name") or FALLBACK_TITLE)
        settle_levels(pieces)

        draw_further(pieces, printed=self.printed)
        labels = number(pieces, own_words)
        anchors = ids_of_outputs(pieces)
        anchors.update(html_ids(pieces))
        contents, aliases = name_headings(pieces, anchors)
        if self.number_sections:
            number_sections(pieces)
            for entry, node in zip(contents, (n for p in pieces for n in headings(p)), strict=True):
                entry["text"] = words_of(node)
        labels = {entry["id"]: entry["text"] for entry in contents} | labels
        labels = dict.fromkeys(names, title) | labels
        for piece in every(pieces):
            piece.tree = resolve_links(piece.tree, labels, anchors, aliases)
        finish_tables(pieces, labels, frozenset(anchors))

        for loss in losses:
            self.log.warning("%s", loss)
        if self.strict:
            losses.refuse()
        resources["backchannel"] = {
            "pieces": pieces,
            "losses": losses,
            "strict": self.strict,
            "title": title,
            "subtitle": report.get("subtitle", ""),
            "authors": report.get("authors", ""),
            "lang": lang,
            "words": own_words,
            "ours": ours or bool(report.get("ours")),
            "date": report.get("date", ""),
            "day": _in_words(report.get("date", "")),
            "dated": "Evidence up to " if report.get("ours") else "",
            "paper": report.get("paper", ""),
            "edition": report.get("edition", ""),
            "description": report.get("description") or report.get("subtitle") or title,
            "contents": contents,
            "contents_before": (_second_section(pieces) or END) if report.get("front") else "",
            "anchors": frozenset(anchors),
            "provenance": json_text(report.get("provenance", {})),
            "attachments": report.get("attachments", []),
        }
        return nb, resources


def on_a_server() -> bool:
    """Whether it is a Jupyter server that runs here."""
    server = sys.modules.get("jupyter_server.serverapp")
    return server is not None and bool(server.ServerApp.initialized())


def json_text(record: Mapping[str, Any]) -> str:
    """What a report tells of itself, as the text of a file that is always the same; "" for none."""
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n" if record else ""


def _in_words(date: str) -> str:
    """ "2025-01-11" -> "11 January 2025"; anything that is not one day stays as it is."""
    try:
        return long_day(dt.date.fromisoformat(date))
    except ValueError:
        return date


def _is_ours(nb: NotebookNode) -> bool:
    """Whether outputs of the notebook carry marks of this project."""
    outputs = (output for cell in nb.cells for output in cell.get("outputs", ()))
    return any("backchannel" in (output.get("metadata") or {}) for output in outputs)


def _never_ran(nb: NotebookNode) -> bool:
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    ran = any(cell.get("execution_count") or cell.get("outputs") for cell in nb.cells)
    return bool(code) and not ran


def _read(pieces: list[Piece], losses: Losses, books: Books, said: Words, *, smart: bool) -> None:
    """Read all Markdown of the pieces, where it stands, and add the references that it cites."""
    waiting = [
        (piece, node)
        for piece in every(pieces)
        for node in walk(piece.tree)
        if node["t"] == "Div" and node["c"][0][1] == [PENDING]
    ]
    texts = [node["c"][1][0]["c"][1] for _, node in waiting]
    cells = [piece.number for piece, _ in waiting]
    trees = read_each(texts, losses, cells, smart=smart, cites=bool(books))
    if books:
        trees, listed = cited(trees, books, losses)
        if listed:
            head = {"t": "Header", "c": [SECTION, ["", [], []], [text(said.references)]]}
            pieces.append(Piece("references", 0, tree=[head, *listed]))
    for (piece, node), tree in zip(waiting, trees, strict=True):
        losses.cell = piece.number
        if piece.pictured is not None:
            tree = with_html(tree, losses, piece.pictured)
        for formula in (n for n in walk(tree) if n["t"] == "Span" and "raw" in n["c"][0][1]):
            losses.note("mathematics", f"set as it is typed: {formula['c'][1][0]['c'][1][:60]}")
        for formula in (n for n in walk(tree) if n["t"] == "Span" and "math" in n["c"][0][1]):
            if unruled(formula["c"][1][0]["c"][1]):
                losses.note("mathematics", "the lines of an array are left out")
        for typed in (n for n in walk(tree) if n["t"] == "Div" and n["c"][0][1] == [TYPED]):
            losses.note(dict(typed["c"][0][2])["kind"], "has no rule here; set as it is typed")
        node["c"] = [["", [], []], tree]
    for piece in every(pieces):
        if is_deep(piece.tree):
            losses.cell = piece.number
            losses.note("text/html", "nested too deep; its words are set")
            piece.tree = [para(text(flat(piece.tree)))]
        piece.tree = _opened(piece.tree)


def _opened(tree: list[Node]) -> list[Node]:
    """The tree without divisions that say nothing."""
    out: list[Node] = []
    for node in tree:
        if node["t"] == "Div" and node["c"][0] == ["", [], []]:
            out += _opened(node["c"][1])
        elif node["t"] == "Div":
            out.append({"t": "Div", "c": [node["c"][0], _opened(node["c"][1])]})
        else:
            out.append(node)
    return out


def _second_section(pieces: list[Piece]) -> str:
    """Id of the cell that begins the second section of the document; "" where there is none."""
    begun = 0
    for piece in pieces:
        begun += sum(node["c"][0] == SECTION for node in headings(piece))
        if begun > 1:
            return piece.cell
    return ""
