"""Notebooks that break their own format, as many do: what lacks is filled in, the rest is named.

nbconvert refuses them whole. Here one bad item costs no more than itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, cast

import nbformat
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines

from analysis.press.document.losses import Losses

MENDED = "backchannel_mended"
"""Where in the resources the losses stand: (number of the cell, kind, what)."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CELLS = ("markdown", "code", "raw")
_LACKING: dict[str, dict[str, Any]] = {
    "stream": {"name": "stdout", "text": ""},
    "display_data": {"metadata": {}, "data": {}},
    "execute_result": {"metadata": {}, "data": {}, "execution_count": None},
    "error": {"ename": "", "evalue": "", "traceback": []},
}
Note = Callable[[str, str], None]


class Mending:
    """For an exporter, before nbconvert's own class: it takes notebooks that break their format."""

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """As nbconvert has it.

        Raises
        ------
        ConversionException : it is no notebook.
        """
        read = file_stream.read()
        text = read.decode("utf-8-sig") if isinstance(read, bytes) else read
        try:
            stated = json.loads(text)
            if isinstance(stated, dict) and stated.get("nbformat") == 4:
                notebook, resources = whole(stated, resources)
            else:
                notebook = nbformat.reads(text, as_version=4)
        except Exception as error:  # nbformat meets what is lacking with errors of every kind
            raise ConversionException(f"is no notebook that can be read: {error}") from error
        return cast(Any, self).from_notebook_node(notebook, resources=resources, **kw)


def whole(nb: Any, resources: dict[str, Any] | None) -> tuple[NotebookNode, dict[str, Any]]:
    """A notebook that keeps its format, and the resources with what that cost (:data:`MENDED`)."""
    metadata = nb.get("metadata")
    metadata = _metadata(metadata) if isinstance(metadata, dict) else {}
    noted = list((resources or {}).get(MENDED, ()))
    cells = []
    for number, cell in enumerate(nb.get("cells") or (), start=1):

        def note(kind: str, what: str, number: int = number) -> None:
            noted.append((number, kind, what))

        cells.append(_cell(cell if isinstance(cell, dict) else {"source": cell}, note))
    if (nb.get("nbformat_minor") or 0) >= 5:
        _name(cells)
    made = nbformat.from_dict({**nb, "metadata": metadata, "cells": cells})
    return rejoin_lines(made), {**(resources or {}), MENDED: noted}


def mended(resources: dict[str, Any], losses: Losses) -> None:
    """Tell the losses what mending cost."""
    for number, kind, what in resources.pop(MENDED, ()):
        losses.cell = number
        losses.note(kind, what)
    losses.cell = 0


def _metadata(stated: dict[str, Any]) -> dict[str, Any]:
    """Without what is no metadata of a kernel, a language, a title or authors."""
    made = dict(stated)
    for name, needed in (("kernelspec", ("name", "display_name")), ("language_info", ("name",))):
        own = made.get(name, {})
        if not isinstance(own, dict) or (
            name in made and not all(isinstance(own.get(key), str) for key in needed)
        ):
            del made[name]
    for name in ("title", "language"):
        if name in made and not isinstance(made[name], str):
            made[name] = str(made[name])
    if isinstance(made.get("authors"), str):
        made["authors"] = [{"name": made["authors"]}]
    return made


def _name(cells: list[dict[str, Any]]) -> None:
    """An id for each cell that has none of its own; nbformat's would be other ones each time."""
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = cell.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in taken:
            name = f"cell-{number}"
            while name in taken:
                name += "-"
            cell["id"] = name
        taken.add(name)


def _cell(stated: dict[str, Any], note: Note) -> dict[str, Any]:
    cell = {"cell_type": "", "source": "", **stated}
    cell["source"] = _text(cell["source"])
    cell["metadata"] = dict(m) if isinstance(m := stated.get("metadata"), dict) else {}
    if isinstance(tags := cell["metadata"].get("tags"), str):
        cell["metadata"]["tags"] = [tags]
    if cell["cell_type"] not in _CELLS:
        note("cell", f'of no kind that notebooks have ("{cell["cell_type"]}"); set as it is typed')
        own = {"id": cell["id"]} if "id" in cell else {}
        cell = {"cell_type": "raw", "source": cell["source"], "metadata": {}, **own}
    if cell["cell_type"] == "code":
        count = cell.get("execution_count")
        cell["execution_count"] = count if isinstance(count, int) else None
        outputs = cell.get("outputs")
        listed = outputs if isinstance(outputs, list) else []
        cell["outputs"] = [_output(one if isinstance(one, dict) else {}) for one in listed]
    if "attachments" in cell and not _is_of_dicts(cell["attachments"]):
        note("attachments", "are none; left out")
        del cell["attachments"]
    return cell


def _output(stated: dict[str, Any]) -> dict[str, Any]:
    kind = str(stated.get("output_type"))
    if kind not in _LACKING:  # a mark stands for what no document carries
        data = {f"output/{kind}": json.dumps(stated, default=str)}
        return {"output_type": "display_data", "metadata": {}, "data": data}
    output = {**_LACKING[kind], **stated}
    for name, lacking in _LACKING[kind].items():
        if lacking is not None and not isinstance(output[name], type(lacking)):
            output[name] = _text(output[name]) if lacking == "" else lacking
    return output


def _text(stated: Any) -> str:
    """A text, which may be kept as a list of its lines."""
    if isinstance(stated, list):
        return "".join(map(str, stated))
    return stated if isinstance(stated, str) else "" if stated is None else str(stated)


def _is_of_dicts(stated: Any) -> bool:
    return isinstance(stated, dict) and all(isinstance(one, dict) for one in stated.values())
