"""Tables that MyST writes as directives: of Markdown, of lists, of comma-separated lines."""

from __future__ import annotations

import csv
from typing import Any

from analysis.press.document.directives import Directive
from analysis.press.document.phrases import said
from analysis.press.document.tree import NO_ATTRIBUTES, Node


def tabled(one: Directive, title: list[Node], inside: list[Node], anchor: str) -> list[Node] | None:
    """The table of ``{table}``, ``{list-table}`` and ``{csv-table}``; None where it has no rows."""
    if one.kind == "table":
        for node in inside:
            if node["t"] == "Table":
                if title:
                    node["c"][1] = [None, [{"t": "Plain", "c": title}]]
                node["c"][0] = [anchor or node["c"][0][0], *node["c"][0][1:]]
                break
        return inside
    rows = _rows_of_csv(one, inside) if one.kind == "csv" else _rows_of_lists(inside)
    if not rows:
        return None
    heads = one.options.get("header-rows", "0")
    count = int(heads) if heads.isdigit() else 0
    if one.options.get("header") and one.kind == "csv":
        rows.insert(0, [[_plain(cell)] for cell in next(csv.reader([one.options["header"]]))])
        count = 1
    width = max(map(len, rows))

    def row(cells: list[list[Node]]) -> list[Any]:
        full = [*cells, *[[]] * (width - len(cells))]
        made = [[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, blocks] for blocks in full]
        return [NO_ATTRIBUTES, made]

    content = [
        [anchor, [], []],
        [None, [{"t": "Plain", "c": title}] if title else []],
        [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width,
        [NO_ATTRIBUTES, [row(cells) for cells in rows[:count]]],
        [[NO_ATTRIBUTES, 0, [], [row(cells) for cells in rows[count:]]]],
        [NO_ATTRIBUTES, []],
    ]
    return [{"t": "Table", "c": content}]


def _plain(words: str) -> Node:
    return {"t": "Plain", "c": said(words.strip())}


def _rows_of_csv(one: Directive, inside: list[Node]) -> list[list[list[Node]]]:
    source = "\n".join(node["c"][1] for node in inside if node["t"] == "CodeBlock")
    lines = [line for line in source.splitlines() if line.strip()]
    return [[[_plain(cell)] for cell in row] for row in csv.reader(lines, skipinitialspace=True)]


def _rows_of_lists(inside: list[Node]) -> list[list[list[Node]]]:
    found = next((node for node in inside if node["t"] == "BulletList"), None)
    if found is None:
        return []
    rows = []
    for item in found["c"]:
        inner = next((node for node in item if node["t"] == "BulletList"), None)
        rows.append(inner["c"] if inner else [item])
    return rows
