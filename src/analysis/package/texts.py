"""Quotes and paragraphs checked against the sources' texts, where somebody has them.

The texts belong to their publishers and are not part of a package. A text is found by its
sha256, whatever its file is called, so that renaming a file changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

import pandas as pd

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


def check_texts(raw: dict[str, RawTable], folder: Path, *, every: bool = True) -> list[Problem]:
    """Each source's text by its sha256, then each quote at its paragraph.

    Parameters
    ----------
    raw : tables, of which sources and evidence are read.
    folder : holds the texts as files, one a source.
    every : a text that is not there is a problem; else its quotes are not looked up.
    """
    sources, evidence = raw["sources"], raw["evidence"]
    found = _by_digest(folder)
    texts: dict[str, list[str]] = {}
    problems = []
    for row in range(len(sources.frame)):
        cell = sources.frame.iloc[row]
        path = found.get(cell["sha256"])
        if path is None and not every:
            continue
        if path is None:
            rule = f"is the sha256 of no text in {folder.name}/"
            problems.append(
                Problem(
                    sources.file,
                    sources.line(row),
                    "sha256",
                    cell["sha256"],
                    rule,
                )
            )
            continue
        try:
            texts[cell["source_id"]] = paragraphs(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            rule = f"is the sha256 of a text that is not UTF-8 (byte {error.start})"
            problems.append(
                Problem(sources.file, sources.line(row), "sha256", cell["sha256"], rule)
            )
    for row in range(len(evidence.frame)):
        cell = evidence.frame.iloc[row]
        text = texts.get(cell["source_id"])
        if text is None or not _WHOLE.fullmatch(cell["paragraph"]):
            continue
        number, line = int(cell["paragraph"]), evidence.line(row)
        if not 1 <= number <= len(text):
            rule = f"is no paragraph of {cell['source_id']}, which has {len(text)}"
            problems.append(Problem(evidence.file, line, "paragraph", cell["paragraph"], rule))
        elif _plain(cell["quote"]) not in _plain(text[number - 1]):
            rule = f"does not stand in paragraph {number} of {cell['source_id']}"
            here = [n for n, p in enumerate(text, 1) if _plain(cell["quote"]) in _plain(p)]
            mend = f"it stands in paragraph {here[0]}" if here else ""
            problems.append(Problem(evidence.file, line, "quote", cell["quote"], rule, mend))
    return problems


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
