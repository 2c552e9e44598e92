"""The last section of a report: what it was made with, so that somebody else can make it again.

Everything in it is read from the provenance record; nothing is known here that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.marks import Cell, Column, Mark, Prose, Run, Table, written
from analysis.parameters import description_of, in_words, names


def colophon(record: Mapping[str, Any]) -> list[NotebookNode]:
    """The cells of the colophon, from the record of what the report was made from."""
    package = record["package"]
    changed = record["customised"]
    edition = f"edition “{record['edition']}”"
    if changed:
        edition += f", with {_listed([f'`{name}`' for name in changed])} set anew"
    version = f", version {package['version']}" if package.get("version") else ""
    prose = (
        f"Backchannel {record['backchannel']} made this report, {edition}, from the data package "
        f"“{package['title'] or package['name']}”{version}. Its date is that of the newest "
        "evidence that it draws on; when it was built is no part of it. The full record, with a "
        "checksum for every file, is `provenance.json`: it lies beside the report, inside the PDF, "
        "and at the end of the HTML page."
    )
    heading: NotebookNode = nbformat.v4.new_markdown_cell("## Colophon")
    outputs = [
        _prose(prose),
        _table(
            "tbl-parameters",
            "The parameters that this report was made with.",
            {"Parameter": 18, "Value": 30, "Meaning": 52},
            _parameters(record["parameters"]),
        ),
        _table(
            "tbl-inputs",
            "The inputs, by their SHA-256. Where one checksum stands for many files it is that of "
            "the list which sha256sum prints for them in the order of their names.",
            {"Input": 40, "SHA-256": 60},
            [((name,), (Run(digest, look="checksum"),)) for name, digest in _inputs(record)],
            aside=True,
        ),
    ]
    cell: NotebookNode = nbformat.v4.new_code_cell(outputs=outputs)
    return [heading, cell]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _parameters(values: Mapping[str, Any]) -> Iterable[tuple[Cell, ...]]:
    for name in names():
        about = description_of(name)
        unit = f" ({about['unit']})" if about["unit"] else ""
        value = in_words(values[name]) or Run(about["default"], look="em")
        yield (name,), (value,), (about["description"] + unit,)


def _inputs(record: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    package, folder = record["package"], record["parameters"]["package"]
    yield f"{folder}: the data package, {len(package['files'])} files", package["sha256"]
    for path, digest in package["files"].items():
        yield f"{folder}/{path}", digest
    for path, digest in record["notebooks"]["files"].items():
        yield f"notebooks/{path}", digest
    code = record["code"]
    yield f"analysis: the code, {len(code['files'])} files", code["sha256"]
    for path, digest in record["lock"]["files"].items():
        yield path, digest


def _table(
    anchor: str,
    caption: str,
    widths: Mapping[str, int],
    rows: Iterable[tuple[Cell, ...]],
    aside: bool = False,
) -> NotebookNode:
    table = Table(
        id=anchor,
        caption=caption,
        columns=tuple(Column(title, width) for title, width in widths.items()),
        rows=tuple(rows),
        small=True,
        aside=aside,
    )
    return _output({"text/plain": caption}, table)


def _prose(markdown: str) -> NotebookNode:
    return _output({"text/markdown": markdown, "text/plain": markdown}, Prose())


def _output(data: Mapping[str, str], mark: Mark) -> NotebookNode:
    told = nbformat.from_dict(written(mark))
    return nbformat.v4.new_output("display_data", data=dict(data), metadata=told)  # type: ignore[no-any-return]
