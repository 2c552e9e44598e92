"""Reads the chapters that a report carries, and computes what they show, without running them.

A chapter is somebody's code, and code that came with a file is not run. What a chapter of a report
says is little: which sentence, table or chart of this package is shown, one call each. These calls
are read from the text of the cells and made here, with the measures of the carried data. A cell
that says anything else is named, and what it printed follows from nothing that could be computed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis import charts, notebook
from analysis.measures import Measures, measures, with_each_choice, with_each_left_out
from analysis.notebook import collected
from analysis.package.tables import Tables
from analysis.press.run.normalise import INJECTED, normalise
from analysis.problems import Refused
from analysis.report import data_sets, sentences, tables
from analysis.report.key_figures import key_figures

_SHOWS = {
    name: getattr(notebook, name)
    for name in ("say", "say_each", "show", "show_table", "show_key_figures", "warn")
}
_MODULES: Mapping[str, ModuleType] = {"charts": charts, "sentences": sentences, "tables": tables}
_CALLS: Mapping[str, Callable[..., Any]] = {
    "for_each": notebook.for_each,
    "key_figures": key_figures,
    "measures": measures,
    "with_each_choice": with_each_choice,
    "with_each_left_out": with_each_left_out,
}
_NOT_READ = frozenset({"parameters", "setup"})


class Unreadable(Exception):
    """What stands there is no call of this package that could be made."""


class NotAChapter(Refused):
    """What is carried as a chapter is no notebook."""


@dataclass(frozen=True)
class Unread:
    """A cell that shows what could not be computed: chapter, number of the cell, and its line."""

    chapter: str
    cell: int
    line: str


@dataclass
class Reader:
    """Computes the outputs of chapters from their text.

    Attributes
    ----------
    data, m, chosen : the carried package, its measures, and what they were chosen by.
    unread : the cells that could not be read, filled in as chapters are.
    """

    data: Tables
    m: Measures
    chosen: Mapping[str, Any]
    unread: list[Unread] = field(default_factory=list)

    def chapter(self, name: str, text: str) -> NotebookNode:
        """The chapter with the outputs that a report shows, as the press has it after a run.

        Raises
        ------
        NotAChapter : the text is no notebook.
        """
        try:
            read: NotebookNode = nbformat.reads(text, as_version=4)
        except Exception as error:  # whatever nbformat finds in somebody's text
            raise NotAChapter(f"{name}: what is carried is no notebook ({error})") from error
        data_sets.remember(self.data)
        names: dict[str, Any] = {
            **_MODULES,
            **_CALLS,
            "data": self.data,
            "m": self.m,
            "chosen": dict(self.chosen),
        }
        cells = []
        for number, cell in enumerate(read.cells, 1):
            tags = frozenset(cell.metadata.get("tags", ()))
            if cell.cell_type == "code" and not tags & _NOT_READ:
                cell.outputs = list(self._outputs(name, number, cell.source, names))
            cells.append(cell)
            if "parameters" in tags:  # papermill puts its own cell behind it
                cells.append(nbformat.v4.new_code_cell(metadata={"tags": [INJECTED]}))
        read.cells = cells
        return normalise(read, {})

    def _outputs(
        self, chapter: str, number: int, source: str, names: dict[str, Any]
    ) -> Iterator[NotebookNode]:
        try:
            statements = ast.parse(source).body
        except SyntaxError:
            if any(f"{name}(" in source for name in _SHOWS):
                self.unread.append(Unread(chapter, number, source.partition("\n")[0]))
            return
        for statement in statements:
            shown: list[NotebookNode] = []
            try:
                with collected() as shown:
                    _carried_out(statement, names)
            except Unreadable:
                shown = []
                line = ast.get_source_segment(source, statement) or source
                self.unread.append(Unread(chapter, number, line.partition("\n")[0]))
            yield from shown


def _carried_out(statement: ast.stmt, names: dict[str, Any]) -> None:
    """Carry out a statement: one that shows something, or one that gives a name to a value."""
    if isinstance(statement, ast.Expr) and _is_show(statement.value):
        call = statement.value
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        arguments, named = _arguments(call, names)
        _SHOWS[call.func.id](*arguments, **named)
    elif any(_is_show(node) for node in ast.walk(statement)):
        raise Unreadable
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            for name in (node.id for node in ast.walk(target) if isinstance(node, ast.Name)):
                names.pop(name, None)
        if len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
            try:
                names[statement.targets[0].id] = _value(statement.value, names)
            except Unreadable:
                return  # whoever shows that name is told
    # Anything else is there to be looked at in a notebook, and shows nothing in a report.


def _is_show(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SHOWS


def _arguments(call: ast.Call, names: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    named: dict[str, Any] = {}
    for keyword in call.keywords:
        value = _value(keyword.value, names)
        if keyword.arg is None and not isinstance(value, dict):
            raise Unreadable
        named |= value if keyword.arg is None else {keyword.arg: value}
    return [_value(argument, names) for argument in call.args], named


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression is, where it is made of values, measures and calls of this package."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(element, names) for element in node.elts]
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.Attribute):
        return _attribute(_value(node.value, names), node.attr)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, names), _value(node.right, names)
        if isinstance(left, list) and isinstance(right, list):
            return left + right
        if isinstance(left, str) and isinstance(right, str):
            return left + right
    if isinstance(node, ast.Call):
        called = _value(node.func, names)
        if _may_be_called(called):
            arguments, named = _arguments(node, names)
            try:
                return called(*arguments, **named)
            except TypeError as error:
                raise Unreadable from error
    raise Unreadable


def _attribute(value: Any, name: str) -> Any:
    if isinstance(value, ModuleType) and value in _MODULES.values() and name in value.__all__:
        return getattr(value, name)
    if isinstance(value, Measures) and name[0] != "_" and hasattr(value, name):
        return getattr(value, name)
    raise Unreadable


def _may_be_called(value: Any) -> bool:
    own = [getattr(module, name) for module in _MODULES.values() for name in module.__all__]
    return any(value is one for one in (*own, *_CALLS.values()))
