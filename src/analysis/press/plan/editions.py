"""The named parameter sets of ``notebooks/editions.yaml``, with the line that each value is on.

An edition gives values; what they may be is decided in :mod:`analysis.parameters`. An entry
that spans a grid is only read here; its members are made in :mod:`analysis.press.plan.grid`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from analysis.characters import unwanted
from analysis.parameters_given import Given, ParameterProblems
from analysis.problems import Problem, nearest

# Editions are folders under reports/, where these names are taken.
RESERVED = frozenset({"sample", "index"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

DEFAULT_EDITION = "default"
"""The edition that is made where none is named."""

AXES = ("sides", "sources", "months")
"""What a grid can span, in the words of ``each``."""


@dataclass(frozen=True)
class Edition:
    """One named parameter set.

    Attributes
    ----------
    name : lower-case word with hyphens, also the name of its folder under ``reports/``.
    line : where it starts in the file.
    description : one line for lists of editions and for the report's metadata.
    values : parameter name -> value as given, not yet checked.
    each : what a grid spans (a tuple of :data:`AXES`), with its line; None for a single edition.
    """

    name: str
    line: int
    description: str
    values: dict[str, Given]
    each: Given | None = None


_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}
_NOTHING = ("", "~", "null", "Null", "NULL")
_MERGE = "<<"
_MOST_MERGES, _MOST_PAIRS = 20, 500  # mappings merged through each other; entries of an edition


class _Faults(Exception):
    """What is wrong at a node of the file, to follow its line."""

    def __init__(self, node: yaml.Node, rule: str, column: str = "") -> None:
        super().__init__(rule)
        self.line, self.column, self.rule = node.start_mark.line + 1, column, rule


def read_editions(path: Path, shown: str) -> dict[str, Edition]:
    """Read all editions in the order of the file.

    Parameters
    ----------
    path : the YAML file; paths in it start from its folder.
    shown : its name in messages.

    Raises
    ------
    ParameterProblems : not readable, not a mapping of mappings, a name twice or not a name.
    """
    root = _root(path, shown)
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise ParameterProblems([Problem(shown, 1, "", None, "names no edition")])

    problems: list[Problem] = []
    editions: dict[str, Edition] = {}
    for key_node, node in root.value:
        key, line = _text(key_node), key_node.start_mark.line + 1
        if key in editions:
            problems.append(Problem(shown, line, "", key, "is the name of two editions"))
        elif not _NAME.fullmatch(key) or key in RESERVED:
            rule = "cannot name an edition: use a-z, 0-9 and hyphens, and none of " + ", ".join(
                sorted(RESERVED)
            )
            problems.append(Problem(shown, line, "", key, rule))
        elif not isinstance(node, yaml.MappingNode):
            problems.append(Problem(shown, line, key, None, "has no parameters under its name"))
        else:
            edition, found = _edition(key, line, node, shown, path.parent)
            editions[key] = edition
            problems += found
    if problems:
        raise ParameterProblems(problems)
    return editions


def _root(path: Path, shown: str) -> yaml.Node | None:
    """What the file holds, before anything is made of it."""

    def refused(rule: str, line: int = 0) -> ParameterProblems:
        return ParameterProblems([Problem(shown, line, "", None, rule)])

    try:
        if not path.is_file() and path.exists():
            raise refused("is no file")
        # All that stands there is text; what it is for a parameter, the parameter knows.
        root: yaml.Node | None = yaml.BaseLoader(path.read_text("utf-8-sig")).get_single_node()
    except OSError as error:
        raise refused(f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise refused(f"is not UTF-8 (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise refused(f"is not YAML: {error.problem}", line) from error
    except yaml.reader.ReaderError as error:
        raise refused(f"has a character that YAML has not (U+{error.character:04X})") from error
    except RecursionError as error:
        raise refused("is nested too deeply") from error
    return root


def _text(node: yaml.Node) -> str:
    """A key as it is written; "" where it is none."""
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _value(node: yaml.Node, column: str) -> object:
    """A text, nothing, or a list of texts."""
    if node.tag not in _TAGS:
        raise _Faults(node, f"has the tag {node.tag}, and values here have none", column)
    if isinstance(node, yaml.SequenceNode):
        if any(not isinstance(item, yaml.ScalarNode) for item in node.value):
            raise _Faults(node, "holds a list or a mapping, not texts alone", column)
        values = [_value(item, column) for item in node.value]
        if None in values:
            raise _Faults(node, "has an entry that is empty", column)
        return values
    if not isinstance(node, yaml.ScalarNode):
        raise _Faults(node, "is a mapping, and a value is a text or a list", column)
    return None if node.style is None and node.value in _NOTHING else node.value


def _pairs(
    mapping: yaml.MappingNode, under: tuple[yaml.Node, ...] = ()
) -> Iterator[tuple[str, yaml.Node, yaml.Node, bool]]:
    """Key, its node, its value, and whether it stands there itself or is merged (``<<``)."""
    if mapping in under or len(under) > _MOST_MERGES:
        raise _Faults(mapping, "is merged with itself, or through too many others")
    for key, value in mapping.value:
        if _text(key) != _MERGE:
            yield _text(key), key, value, not under
            continue
        merged = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for other in merged:
            if not isinstance(other, yaml.MappingNode):
                raise _Faults(key, "merges what is no mapping", _MERGE)
            yield from _pairs(other, (*under, mapping))


def _edition(
    name: str, line: int, node: yaml.MappingNode, shown: str, folder: Path
) -> tuple[Edition, list[Problem]]:
    own: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    merged: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    problems: list[Problem] = []
    values: dict[str, Given] = {}
    description, each = "", None
    try:
        pairs = list(islice(_pairs(node), _MOST_PAIRS + 1))
        if len(pairs) > _MOST_PAIRS:
            raise _Faults(node, f"has more than {_MOST_PAIRS} entries")
    except _Faults as found:
        pairs = []
        problems.append(Problem(shown, found.line, found.column, None, found.rule))
    for key, key_node, value_node, is_own in pairs:
        if is_own and key in own:
            at = key_node.start_mark.line + 1
            problems.append(Problem(shown, at, key, None, "is given twice"))
        (own if is_own else merged).setdefault(key, (key_node, value_node))
    for key, (key_node, value_node) in {**merged, **own}.items():
        at = key_node.start_mark.line + 1
        try:
            value = _value(value_node, key)
        except _Faults as found:
            problems.append(Problem(shown, found.line, found.column, None, found.rule))
            continue
        if key == "description":
            description = " ".join(str(value or "").split())
            if rule := unwanted(description):
                problems.append(Problem(shown, at, key, description, rule))
        elif key == "each":
            axes, wrong = _axes(value)
            each = Given(axes, shown, at, key, folder)
            problems += [each.problem(*told) for told in wrong]
        else:
            values[key] = Given(value, shown, at, key, folder)
    return Edition(name, line, description, values, each), problems


def _axes(value: object) -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    """What ``each`` names, one or a list; and value, rule and mend of what is wrong with it."""
    named = [str(item) for item in (value if isinstance(value, list) else [value])]
    rule = f"is not what a grid can span: {', '.join(AXES)}"
    wrong = [(name, rule, nearest(name, AXES)) for name in named if name not in AXES]
    wrong += [
        (name, "is named twice", "") for name in dict.fromkeys(named) if named.count(name) > 1
    ]
    if not named:
        wrong.append(("[]", rule, ""))
    return tuple(named), wrong
