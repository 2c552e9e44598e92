"""The named parameter sets of ``notebooks/editions.yaml``, with the line that each value is on.

An edition gives values; what they may be is decided in :mod:`analysis.parameters`. An entry
that spans a grid is only read here; its members are made in :mod:`analysis.press.plan.grid`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.given import Given, ParameterProblems
from analysis.problems import Problem, nearest

# Editions are folders under reports/, where these names are taken.
RESERVED = frozenset({"sample", "index"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")

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


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text: an impossible day is a problem to report, not an exception."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


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
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
    except OSError as error:
        rule = f"cannot be read ({error.strerror})"
        raise ParameterProblems([Problem(shown, 0, "", None, rule)]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        rule = f"is not YAML: {error.problem}"
        raise ParameterProblems([Problem(shown, line, "", None, rule)]) from error
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise ParameterProblems([Problem(shown, 1, "", None, "names no edition")])

    problems: list[Problem] = []
    editions: dict[str, Edition] = {}
    for key, node, line in _pairs(loader, root):
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
            edition, found = _edition(loader, key, line, node, shown, path.parent)
            editions[key] = edition
            problems += found
    if problems:
        raise ParameterProblems(problems)
    return editions


def _pairs(
    loader: yaml.SafeLoader, mapping: yaml.MappingNode
) -> Iterator[tuple[str, yaml.Node, int]]:
    for key, node in mapping.value:
        yield str(loader.construct_object(key, deep=True)), node, key.start_mark.line + 1


def _edition(
    loader: yaml.SafeLoader, name: str, line: int, node: yaml.MappingNode, shown: str, folder: Path
) -> tuple[Edition, list[Problem]]:
    values: dict[str, Given] = {}
    problems: list[Problem] = []
    description = ""
    each = None
    for key, value_node, at in _pairs(loader, node):
        value = loader.construct_object(value_node, deep=True)
        if key in values or (key == "each" and each is not None):
            problems.append(Problem(shown, at, key, None, "is given twice"))
        elif key == "description":
            description = " ".join(str(value).split())
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
