"""What the text of one module tells of what it depends on; nothing is imported to find out.

Where the text does not tell, the answer is the larger one: too much in it costs a run, too little
would give an old result for a new one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

EVERYTHING = ".*"  # after the name of a package: all its modules
# Calls that load modules by a name which only a run can tell.
_LOADERS = {"import_module", "__import__", "exec", "eval", "run_module", "run_path"}
# With these a module reads the variables of whoever calls it.
_FRAMES = {"get_ipython", "user_ns", "_getframe", "currentframe"}
_FRAME_MODULES = {"inspect", "__main__", "gc"}
_WORD = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
_LONGEST = 80


@dataclass(frozen=True)
class Facts:
    """What the text of one module says.

    Attributes
    ----------
    imports : dotted names that it loads or reaches for; ``a.b.*`` for all of a package.
    binds : (name, what is imported under it), from which others can reach on.
    words : its strings that could name a file or a module, and the parts of those with slashes.
    opaque : it also loads modules whose names the text does not give.
    acts : importing it does something beside defining names.
    index : a package that does nothing but import its own modules.
    frames : it can read the variables of its callers.
    names : every name in it but keywords and strings: variables, attributes, what it imports.
    """

    imports: frozenset[str]
    binds: frozenset[tuple[str, str]]
    words: frozenset[str]
    opaque: bool
    acts: bool
    index: bool
    frames: bool
    names: frozenset[str]


def facts_of(source: str, module: str = "", *, package: bool = False) -> Facts:
    """Read one module.

    Parameters
    ----------
    source : its text; what IPython alone understands is not Python.
    module : its dotted name, from which relative imports start.
    package : whether it is a package's ``__init__``.

    Raises
    ------
    SyntaxError : it is not Python.
    """
    # A cell of a notebook may await.
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree = compile(source, module or "(cell)", "exec", flags, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    home = module if package else module.rpartition(".")[0]
    nodes = list(_executed(tree))
    bound: dict[str, set[str]] = {}
    imports: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                imports.add(alias.name)
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                bound.setdefault(alias.asname or name, set()).add(name)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, home)
            for alias in node.names:
                imports.add(f"{origin}.{alias.name}")
                bound.setdefault(alias.asname or alias.name, set()).add(f"{origin}.{alias.name}")
    imports |= _reached(nodes, bound)
    names = {_name(node) for node in nodes} | {part for name in imports for part in name.split(".")}
    return Facts(
        imports=frozenset(imports),
        binds=frozenset((name, origin) for name, origins in bound.items() for origin in origins),
        words=frozenset(_words(nodes)),
        opaque=not _LOADERS.isdisjoint(names),
        acts=any(_acts(statement) for statement in tree.body),
        index=package and all(_indexes(statement, module) for statement in tree.body),
        frames=not (_FRAMES.isdisjoint(names) and _FRAME_MODULES.isdisjoint(imports)),
        names=frozenset(names - {"", "*"}),
    )


def _executed(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under ``if TYPE_CHECKING``, which no run enters."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        # A frame of pandas evaluates expressions on its columns, not programs.
        return "" if node.attr == "eval" else node.attr
    return ""


def _origin(node: ast.ImportFrom, home: str) -> str:
    if not node.level:
        return node.module or ""
    base = home.rsplit(".", node.level - 1)[0] if node.level > 1 else home
    return f"{base}.{node.module}" if node.module else base


def _reached(nodes: Iterable[ast.AST], bound: Mapping[str, set[str]]) -> set[str]:
    """What is reached through a bound name: ``prose.contacts`` where ``prose`` is a package.

    A name that stands alone may be handed to anybody, with all that it holds.
    """
    nodes = list(nodes)
    chained: set[int] = set()
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute):
            parts: list[str] = []
            inner: ast.expr = node
            while isinstance(inner, ast.Attribute):
                parts.insert(0, inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name):
                chained.add(id(inner))
                found |= {".".join([name, *parts]) for name in bound.get(inner.id, ())}
    for node in nodes:
        if isinstance(node, ast.Name) and id(node) not in chained:
            found |= {name + EVERYTHING for name in bound.get(node.id, ())}
    return found


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if len(text) <= _LONGEST and _WORD.fullmatch(text):
                yield from {text, *text.split("/")}


def _acts(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module may change something outside of it."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
    if isinstance(statement, ast.If):
        if _is_main(statement.test) or _name(statement.test) == "TYPE_CHECKING":
            return False
        return any(_acts(inner) for inner in (*statement.body, *statement.orelse))
    defining = (
        ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.ClassDef
        | ast.Import
        | ast.ImportFrom
        | ast.Pass
        | ast.Assert
    )
    return not isinstance(statement, defining)


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and _name(test.left) == "__name__"


def _indexes(statement: ast.stmt, package: str) -> bool:
    if isinstance(statement, ast.ImportFrom):
        renamed = any(alias.asname for alias in statement.names)
        return _origin(statement, package) in (package, "__future__") and not renamed
    if isinstance(statement, ast.Assign):
        return all(_name(target) == "__all__" for target in statement.targets)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
