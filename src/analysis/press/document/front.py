"""What a notebook says of itself: title, authors, date, language.

From ``metadata.backchannel``, then from front matter (YAML in a first raw cell), then from the
names that other tools put into the metadata.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from nbformat import NotebookNode

from analysis.press.document.losses import Losses

_KNOWN = ("title", "subtitle", "date", "lang", "description")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def matter(nb: NotebookNode) -> dict[str, Any]:
    """What is said, by name; ``authors`` as one text."""
    stated = _yaml(nb)
    said: dict[str, Any] = {}
    for source in (nb.metadata, stated):
        for name in _KNOWN:
            value = source.get(name)
            if isinstance(value, str | int | float) or hasattr(value, "isoformat"):
                said[name] = str(value)
        if names := _names(source.get("authors") or source.get("author")):
            said["authors"] = ", ".join(names)
        for name in ("bibliography", "csl"):
            if source.get(name):
                said[name] = source[name]
        spoken = source.get("language")
        if isinstance(spoken, str) and spoken.casefold() not in _of_kernel(nb):
            said["lang"] = spoken
    own = nb.metadata.get("backchannel")
    if isinstance(own, dict):
        said |= own
        said["ours"] = bool(own.get("date"))
        if names := _names(own.get("authors")):
            said["authors"] = ", ".join(names)
    return said


def language(stated: str, losses: Losses) -> str:
    """The tag of a language ("pt-BR"), as BCP 47 has it; English where what is stated is none.

    >>> language("zh_Hant_TW", Losses())
    'zh-Hant-TW'
    """
    tag = stated.strip().replace("_", "-")
    if _TAG.fullmatch(tag):
        return tag
    losses.note("language", f'"{stated}" is no tag of a language ("en", "pt-BR"); read as "en"')
    return "en"


def _of_kernel(nb: NotebookNode) -> set[str]:
    """Names of the language that the code is in, which is not the one of the text."""
    told = ((nb.metadata.get("kernelspec"), "language"), (nb.metadata.get("language_info"), "name"))
    return {str(of.get(name)).casefold() for of, name in told if isinstance(of, dict)}


def _yaml(nb: NotebookNode) -> dict[str, Any]:
    first = nb.cells[0] if nb.cells else None
    if first is None or first.cell_type != "raw" or not first.source.lstrip().startswith("---"):
        return {}
    try:
        found = yaml.safe_load(first.source.strip().strip("-"))
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _names(stated: Any) -> list[str]:
    people = stated if isinstance(stated, list) else [stated]
    names = [one.get("name", "") if isinstance(one, dict) else one for one in people]
    return [str(name) for name in names if name]
