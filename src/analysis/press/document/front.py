"""What a notebook says of itself: title, authors, date, language.

From ``metadata.backchannel``, then from front matter (YAML in a first raw cell), then from the
names that other tools put into the metadata.
"""

from __future__ import annotations

from typing import Any

import yaml
from nbformat import NotebookNode

_KNOWN = ("title", "subtitle", "date", "lang", "description")


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
        if isinstance(source.get("language"), str):
            said["lang"] = source["language"]
    own = nb.metadata.get("backchannel")
    if isinstance(own, dict):
        said |= own
        said["ours"] = bool(own.get("date"))
        if names := _names(own.get("authors")):
            said["authors"] = ", ".join(names)
    return said


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
