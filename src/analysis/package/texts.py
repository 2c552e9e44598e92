"""Quotes and paragraphs checked against the sources' texts, where somebody has them.

The texts belong to their publishers and are not part of a package. A text is found by its
sha256, whatever its file is called, so that renaming a file changes nothing; a later copy of it is
found by the quotes that it has (:mod:`analysis.package.later`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pandas as pd

from analysis.package.later import Copy, State, copy_of, told
from analysis.package.quotes import one_line
from analysis.package.reading import RawTable
from analysis.problems import Problem

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text, in order: paragraph n is item n - 1."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def at_hand(sources: pd.DataFrame, folder: Path) -> dict[str, list[str]]:
    """The paragraphs of each source whose text lies in the folder, if there is one."""
    found, texts = _by_digest(folder), {}
    for source, digest in zip(sources["source_id"], sources["sha256"], strict=True):
        if digest in found:
            with suppress(UnicodeDecodeError):  # a problem for the check to name
                texts[source] = paragraphs(found[digest].read_text(encoding="utf-8"))
    return texts


def at_hand_by_digest(folder: Path, digest: str) -> list[str] | None:
    """The paragraphs of the text with this sha256; None where the folder has no such text."""
    path = _by_digest(folder).get(digest)
    return paragraphs(path.read_text(encoding="utf-8-sig")) if path else None


def _by_digest(folder: Path) -> dict[str, Path]:
    files = [path for path in sorted(folder.glob("*.txt")) if path.is_file()]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}


def looked_up(raw: dict[str, RawTable], folder: Path) -> int:
    """Of how many quotes the folder, which need not be there, holds the source's text."""
    return int(raw["evidence"].frame["source_id"].isin(at_hand(raw["sources"].frame, folder)).sum())


def later_copies(raw: dict[str, RawTable], folder: Path) -> dict[str, Copy]:
    """For each source whose text is not in the folder, the text there that has its quotes."""
    sources, files = raw["sources"].frame, _by_digest(folder)
    texts = {}
    for digest in files.keys() - set(sources["sha256"]):
        with suppress(UnicodeDecodeError):  # no text that could have been coded
            texts[files[digest].name] = paragraphs(files[digest].read_text(encoding="utf-8"))
    missing = sources.loc[~sources["sha256"].isin(list(files)), "source_id"]
    found = ((source, copy_of(source, raw, texts)) for source in missing) if texts else ()
    return {source: copy for source, copy in found if copy}


def warnings_of_texts(
    raw: dict[str, RawTable], copies: dict[str, Copy], states: Iterable[State] = ("moved",)
) -> list[Problem]:
    """What stops nothing: a text that is a later copy, and its quotes of these fates."""
    sources, found = raw["sources"], []
    for row, (source, digest) in enumerate(
        zip(sources.frame["source_id"], sources.frame["sha256"], strict=True)
    ):
        if copy := copies.get(source):
            rule = f"is not the sha256 of {copy.file}, a later copy of {source}: {copy.sums}"
            found.append(Problem(sources.file, sources.line(row), "sha256", digest, rule))
            found += told(copy, raw, states)
    return found


def check_texts(raw: dict[str, RawTable], folder: Path, *, every: bool = True) -> list[Problem]:
    """Each source's text by its sha256, then each quote at its paragraph.

    Against a later copy of a text, a quote that was changed or is gone is a problem, and one that
    moved is not.

    Parameters
    ----------
    raw : tables, of which sources and evidence are read.
    folder : holds the texts as files, one a source.
    every : a text that is not there is a problem; else its quotes are not looked up.
    """
    sources, evidence = raw["sources"], raw["evidence"]
    found, copies = _by_digest(folder), later_copies(raw, folder)
    texts: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for row in range(len(sources.frame)):
        cell = {column: sources.cell(row, column) for column in ("source_id", "sha256")}
        path, digest, line = found.get(cell["sha256"]), cell["sha256"], sources.line(row)
        if copy := copies.get(cell["source_id"]):
            problems += told(copy, raw, ("changed", "gone"))
        elif path is None and every:
            rule = f"is the sha256 of no text in {folder.name}/"
            problems.append(Problem(sources.file, line, "sha256", digest, rule))
        if path is None:
            continue
        try:
            texts[cell["source_id"]] = paragraphs(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            rule = f"is the sha256 of a text that is not UTF-8 (byte {error.start})"
            problems.append(Problem(sources.file, line, "sha256", digest, rule))
    for row in range(len(evidence.frame)):
        cell = {name: evidence.cell(row, name) for name in ("source_id", "paragraph", "quote")}
        text = texts.get(cell["source_id"])
        if text is None or not _WHOLE.fullmatch(cell["paragraph"]):
            continue
        number, line = int(cell["paragraph"]), evidence.line(row)
        if not 1 <= number <= len(text):
            rule = f"is no paragraph of {cell['source_id']}, which has {len(text)}"
            problems.append(Problem(evidence.file, line, "paragraph", cell["paragraph"], rule))
        elif one_line(cell["quote"]) not in one_line(text[number - 1]):
            rule = f"does not stand in paragraph {number} of {cell['source_id']}"
            here = [n for n, p in enumerate(text, 1) if one_line(cell["quote"]) in one_line(p)]
            mend = f"it stands in paragraph {here[0]}" if here else ""
            problems.append(Problem(evidence.file, line, "quote", cell["quote"], rule, mend))
    return problems
