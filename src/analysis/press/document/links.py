"""Links inside a report: every one lands on something, and names what it leads to.

A chapter is written before anybody knows the number of a figure or which rows the report will
hold. Links whose target is not part of this document become plain text, references get their
numbers, and each row of the evidence learns where it is used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.marks import Cell, Run, Table
from analysis.press.document.headings import landing
from analysis.press.document.tree import plain, text

_SHORT = {"Figure": "Fig.", "Table": "Table"}
HERE_ONLY = "here alone"
"""What stands for the figures and tables that use a row, where there are none."""


def resolve_links(
    nodes: list[Any], labels: dict[str, str], anchors: set[str], aliases: dict[str, str]
) -> list[Any]:
    """Number the cross-references of a tree; make plain text of links to nowhere."""
    out: list[Any] = []
    for node in nodes:
        if isinstance(node, list):
            out.append(resolve_links(node, labels, anchors, aliases))
            continue
        if not isinstance(node, dict) or not isinstance(node.get("c"), list):
            out.append(node)
            continue
        content = resolve_links(node["c"], labels, anchors, aliases)
        if node["t"] != "Link" or not content[2][0].startswith("#"):
            out.append({**node, "c": content})
            continue
        target = landing(content[2][0][1:], anchors, aliases)
        typed = dict(content[0][2]).get("typed", "")
        if not target and typed and content[2][0][1:] in labels:
            out.append(text(labels[content[2][0][1:]]))  # the title, which stands above all
            continue
        if not target:
            # A reference without words, of MyST or Quarto, stays as it is typed.
            out += [text(typed)] if typed else content[1] or [text(content[2][0])]
            continue
        said = plain(content[1])
        if said in _SHORT or not said:
            content[1] = [text(labels.get(target, said or target))]
        elif typed and ("%s" in said or "{number}" in said):
            number = labels.get(target, target).rpartition(" ")[2]
            content[1] = [text(said.replace("%s", number).replace("{number}", number))]
        content[2] = [f"#{target}", content[2][1]]
        out.append({**node, "c": content})
    return out


def resolve_table(table: Table, anchors: frozenset[str]) -> Table:
    """The table without the links that lead nowhere; what they say stays."""

    def landing(cell: Cell) -> Cell:
        return tuple(
            replace(run, to="", name="") if isinstance(run, Run) and run.to not in anchors else run
            for run in cell
        )

    return replace(table, rows=tuple(tuple(map(landing, row)) for row in table.rows))


def row_id(row: tuple[Cell, ...]) -> str:
    """The id by which others link to a row, "" where it has none."""
    return next((run.id for run in row[0] if isinstance(run, Run) and run.id), "")


def with_backlinks(
    table: Table, users: list[tuple[str, frozenset[str]]], labels: dict[str, str]
) -> Table:
    """Fill in where each row is used, in the columns for it: "Fig. 1, 2; Table 4", all links.

    Of a row that no figure or table uses it is said that it stands here alone.

    The column is narrow and there are many rows: the kind is said once, and whoever hears the
    links one by one hears each in full ("Figure 2").

    Parameters
    ----------
    table : rows of evidence, each with its id.
    users : id of a figure or table and the evidence that it uses, in reading order.
    labels : that id -> "Figure 3".
    """

    def used(row: tuple[Cell, ...]) -> Cell:
        places: dict[str, list[str | Run]] = {}
        for user, evidence in users:
            if row_id(row) in evidence:
                kind, _, number = labels[user].rpartition(" ")
                before = ", " if kind in places else f"{_SHORT.get(kind, kind)}\u00a0"
                places.setdefault(kind, [])
                places[kind] += [before, Run(number, to=user, name=labels[user])]
        named = [runs for runs in places.values() if runs]
        if not named:
            return (HERE_ONLY,)
        return tuple(run for runs in named for run in ("; ", *runs))[1:]

    looks = [column.look for column in table.columns]
    rows = [
        tuple(
            used(row) if look == "shown-in" else cell for cell, look in zip(row, looks, strict=True)
        )
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))
