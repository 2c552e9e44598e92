"""Takes out of an executed notebook what differs between two runs of the same thing.

Times, random ids, memory addresses, the interpreter's patch version, paths of this machine: none
of them is a result, and any of them makes the same inputs give other bytes.
"""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analysis.press.plan.tidy import CELL_NOISE, as_text

INJECTED = "injected-parameters"

_KEPT_NOTEBOOK_METADATA = ("kernelspec", "backchannel")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
# ipykernel names the code of a cell after its process: /tmp/ipykernel_123/456.py.
_CELL_FILE = re.compile(r"[^\s\"']*ipykernel_\d+[/\\]\d+\.py")
_STYLER = re.compile(r"\bT_([0-9a-f]{5})(?=[_\"\s{])")


def normalise(notebook: NotebookNode, paths: Mapping[str, str]) -> NotebookNode:
    """A copy of an executed notebook that depends on its inputs alone.

    Parameters
    ----------
    notebook : as papermill returns it.
    paths : path as it may stand in an output -> what a reader sees in its place.
    """
    clean = copy.deepcopy(notebook)
    clean.nbformat, clean.nbformat_minor = 4, 5
    metadata = {k: v for k, v in clean.metadata.items() if k in _KEPT_NOTEBOOK_METADATA}
    clean.metadata = nbformat.from_dict({**metadata, "language_info": {"name": "python"}})
    places = _places(paths)
    runs = 0
    for number, cell in enumerate(clean.cells, start=1):
        cell.id = f"cell-{number:02d}"
        for key in CELL_NOISE:
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.cell_type != "code":
            continue
        if INJECTED in cell.metadata.get("tags", ()):
            cell.source = _replaced(cell.source, places)
        if cell.execution_count is not None:
            runs += 1
            cell.execution_count = runs
        cell.outputs = _whole_streams(cell.outputs)
        for output in cell.outputs:
            _normalise_output(output, places, runs)
    return clean


def as_json(notebook: NotebookNode) -> str:
    """The notebook as the text of a file, the same for the same notebook."""
    nbformat.validate(notebook)
    return as_text(nbformat.v4.rwbase.split_lines(copy.deepcopy(notebook)))


def machine_paths(root: Path) -> dict[str, str]:
    """What a reader sees in the place of folders of this machine: the checkout, Python, home."""
    folders = {
        root: "",
        Path(sys.prefix): "(environment)/",
        Path(sys.base_prefix): "(python)/",
        Path.home(): "~/",
    }
    return {f"{folder}/": shown for folder, shown in folders.items() if folder != folder.parent}


_Place = tuple[str, re.Pattern[str], str]


def _places(paths: Mapping[str, str]) -> list[_Place]:
    """The paths, as patterns too, longest first; one inside a longer one or a URL is left alone."""
    return [
        (
            path,
            re.compile(
                rf"(?<![\w/.:~-]){re.escape(path)}" + ("" if path[-1] in "/" else r"(?![\w-])")
            ),
            shown,
        )
        for path, shown in sorted(paths.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    ]


def _replaced(text: str, places: Sequence[_Place]) -> str:
    for path, pattern, shown in places:
        if path in text:  # looked for first: most texts, and the largest, name no path
            text = pattern.sub(lambda _, shown=shown: shown, text)  # type: ignore[misc]
    return text


def _scrubbed(text: str, places: Sequence[_Place]) -> str:
    text = _CELL_FILE.sub("(cell)", text)
    return _ADDRESS.sub("0x…", _replaced(text, places))


def _whole_streams(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Each stream as one output, at the place of its first: how it was cut is chance."""
    whole: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        whole.append(output)
    return whole


def _normalise_output(output: NotebookNode, places: Sequence[_Place], run: int) -> None:
    if output.output_type == "stream":
        output.text = _scrubbed(output.text, places)
    elif output.output_type == "error":
        output.traceback = [_scrubbed(line, places) for line in output.traceback]
        output.evalue = _scrubbed(output.evalue, places)
    else:
        if output.output_type == "execute_result":
            output.execution_count = run
        for mime, value in output.data.items():
            if not isinstance(value, str):
                continue
            if mime == "text/plain":
                output.data[mime] = _scrubbed(value, places)
            elif mime.startswith("text/"):
                output.data[mime] = _steady_styles(_replaced(value, places))


def _steady_styles(html: str) -> str:
    """pandas' Styler names its tables at random; here they are numbered."""
    found = dict.fromkeys(_STYLER.findall(html) if "T_" in html else ())
    for number, name in enumerate(found, start=1):
        html = html.replace(f"T_{name}", f"T_{number:05d}")
    return html
