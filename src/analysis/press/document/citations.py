"""Citations and the list of references, by pandoc's citeproc: BibTeX or CSL JSON, any style."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.press.document.losses import Losses
from analysis.press.document.markdown import PandocError, pandoc
from analysis.press.document.tree import Node, div, span, walk

_VERSION = [1, 23]  # of pandoc's tree, as its JSON says it
_REFERENCES = "refs"  # id of the division that pandoc fills
_UNKNOWN = re.compile(r"citation (\S+) not found")


@dataclass(frozen=True)
class Books:
    """Where the references are.

    Attributes
    ----------
    files : BibTeX or CSL JSON; relative paths start at the working folder.
    csl : the style, "" for author and year.
    lang : language of the words in between.
    """

    files: list[str] = field(default_factory=list)
    csl: str = ""
    lang: str = "en"

    def __bool__(self) -> bool:
        return bool(self.files)

    def beside(self, said: Mapping[str, Any], folder: Path | None, losses: Losses) -> Books:
        """These, and those that a notebook in this folder names: files of its own folder."""
        named = said.get("bibliography") or []
        named = [named] if isinstance(named, str) else [str(name) for name in named]
        losses.cell = 0
        files = [*self.files, *(_found(name, folder, losses) for name in named)]
        csl = self.csl
        if not csl and isinstance(said.get("csl"), str):
            csl = _found(said["csl"], folder, losses)
        known = [file for file in files if _is_file(file, losses)]
        return replace(self, files=known, csl=csl if csl and _is_file(csl, losses) else "")


def _found(name: str, folder: Path | None, losses: Losses) -> str:
    if folder is None:
        losses.note("bibliography", f"{name}: the folder of the notebook is not known")
        return ""
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        losses.note("bibliography", f"{name}: it lies outside the folder of the notebook")
        return ""
    return str(place)


def _is_file(file: str, losses: Losses) -> bool:
    if file and not Path(file).is_file():
        losses.note("bibliography", f"{Path(file).name}: there is no such file")
    return bool(file) and Path(file).is_file()


def cited(
    trees: list[list[Node]], books: Books, losses: Losses
) -> tuple[list[list[Node]], list[Node]]:
    """The trees with their citations written out, and the references for the end of the document.

    The references are nothing where nothing is cited, or where a text has a place for them.
    """
    if not any(node["t"] == "Cite" for tree in trees for node in walk(tree)):
        return trees, []
    placed = any(
        node["t"] == "Div" and node["c"][0][0] == _REFERENCES
        for tree in trees
        for node in walk(tree)
    )
    blocks = [div([], tree) for tree in trees]
    if not placed:
        blocks.append(div([], [], _REFERENCES))
    document = {"pandoc-api-version": _VERSION, "meta": {}, "blocks": blocks}
    command = ["--from", "json", "--to", "json", "--citeproc", "--metadata", f"lang={books.lang}"]
    command += ["--metadata", "link-citations=true"]
    command += [f"--bibliography={file}" for file in books.files]
    command += [f"--csl={books.csl}"] if books.csl else []
    losses.cell = 0
    try:
        made, said = pandoc(command, json.dumps(document).encode())
    except PandocError as error:
        losses.note("bibliography", f"{' '.join(str(error).split())}; citations stay as typed")
        return [_without_cites(tree) for tree in trees], []
    for key in dict.fromkeys(_UNKNOWN.findall(said)):
        losses.note("citation", f"{key} is in no bibliography")
    whole = json.loads(made)["blocks"]
    listed = [] if placed else whole[len(trees)]["c"][1]
    return [_without_cites(block["c"][1]) for block in whole[: len(trees)]], listed


def _without_cites(node: Any) -> Any:
    """The tree with each citation as what it says."""
    if isinstance(node, list):
        return [_without_cites(part) for part in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    if node["t"] == "Cite":
        return span([], _without_cites(node["c"][1]))
    return {**node, "c": _without_cites(node["c"])}
