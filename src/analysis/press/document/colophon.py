"""The last section of a report: what it was made with, so that somebody else can make it again.

Everything in it is read from the provenance record; nothing is known here that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.parameters import description_of, in_words, names

_HEX_LINE = 32  # characters after which a checksum may go on below, on a narrow screen


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
        "evidence that it draws on; when it was built is no part of it. The tables below name "
        "everything that it depends on. The full record, with a checksum for every file, is "
        "`provenance.json`: it lies beside the report, inside the PDF, and at the end of the HTML "
        "page."
    )
    used = [f"{name} {number}" for name, number in record["versions"].items()]
    versions = f"The packages used, by version: {_listed(used)}."
    heading: NotebookNode = nbformat.v4.new_markdown_cell("## Colophon")
    outputs = [
        _output({"text/markdown": prose, "text/plain": prose}, {"kind": "prose"}),
        _table(
            "tbl-parameters",
            "The parameters that this report was made with.",
            ("Parameter", "Value", "Meaning"),
            (18, 30, 52),
            _parameters(record["parameters"]),
        ),
        _table(
            "tbl-inputs",
            "The inputs, by their SHA-256. Where one checksum stands for many files it is that of "
            "the list which `sha256sum` prints for them in the order of their names.",
            ("Input", "SHA-256"),
            (40, 60),
            [(name, _checksum(digest)) for name, digest in _inputs(record)],
        ),
        _output({"text/markdown": versions, "text/plain": versions}, {"kind": "prose"}),
    ]
    cell: NotebookNode = nbformat.v4.new_code_cell(outputs=outputs)
    return [heading, cell]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _parameters(values: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for name in names():
        about = description_of(name)
        unit = f" ({about['unit']})" if about["unit"] else ""
        value = escape(in_words(values[name])) or f"<em>{escape(about['default'])}</em>"
        yield name, value, escape(about["description"] + unit)


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


def _checksum(digest: str) -> str:
    parts = [digest[at : at + _HEX_LINE] for at in range(0, len(digest), _HEX_LINE)]
    return f'<span class="checksum">{"<wbr/>".join(parts)}</span>'


def _table(
    anchor: str,
    caption: str,
    header: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str]],
) -> NotebookNode:
    """A table as the exporters read it; the first cell of a row is text, the others are HTML."""
    rows = list(rows)
    columns = "".join(f'<col style="width:{width}%"/>' for width in widths)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    shown = escape(caption.replace("`", ""))
    html = (
        f'<table class="bc small" id="{anchor}"><caption>{shown}</caption>'
        f"<colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    mark: dict[str, Any] = {
        "kind": "table",
        "id": anchor,
        "caption": caption,
        "evidence": [],
        "table": None,
        "columns": {},
    }
    return _output({"text/html": html, "text/plain": caption}, mark)


def _output(data: Mapping[str, str], mark: Mapping[str, Any]) -> NotebookNode:
    told = nbformat.from_dict({"backchannel": dict(mark)})
    return nbformat.v4.new_output("display_data", data=dict(data), metadata=told)  # type: ignore[no-any-return]
