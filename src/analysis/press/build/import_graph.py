"""Which modules and files some modules bring into play, by the facts that each states.

A graph of names: nothing is imported or read here (:mod:`analysis.press.build.module_facts` reads).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from analysis.press.build.module_facts import EVERYTHING, Facts


@dataclass(frozen=True)
class Closure:
    """All that some modules bring into play.

    Attributes
    ----------
    modules : of the sources given, by dotted name.
    outside : top-level names of all other modules, the standard library's too.
    opaque : those of `modules` that load more than the text tells.
    """

    modules: frozenset[str]
    outside: frozenset[str]
    opaque: frozenset[str]


class ImportGraph:
    """The modules of some source files, and the other files that lie among them.

    Parameters
    ----------
    facts : path with forward slashes from the folder of the top-level packages -> what the
        module says, None where it is not Python.
    others : paths of the files that are no modules (fonts, templates, styles).
    """

    def __init__(self, facts: Mapping[str, Facts | None], others: Iterable[str] = ()) -> None:
        self.paths = {module_of(path): path for path in facts}
        self._facts = {module_of(path): one for path, one in facts.items()}
        self._packages = {module_of(p) for p in facts if PurePosixPath(p).stem == "__init__"}
        self._others = {path: self._handle(path) for path in others}

    def closure(self, names: Iterable[str]) -> Closure:
        """All that these dotted names bring into play."""
        waiting, seen = list(names), set[str]()
        modules, outside, opaque = set[str](), set[str](), set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            found = self._modules(name)
            if not found or "." not in found[0]:
                outside.add(name.partition(".")[0])
            if found:
                waiting += self._reached_through(found, name)
            for module in found:
                if module in modules:
                    continue
                modules.add(module)
                facts = self._facts[module]
                if facts is None or facts.opaque:
                    opaque.add(module)
                if facts is not None and not facts.index:
                    waiting += facts.imports
        return Closure(frozenset(modules), frozenset(outside - self._packages), frozenset(opaque))

    def _reached_through(self, found: Sequence[str], name: str) -> Iterator[str]:
        """What a name leads on to that a module on its way has imported: ``a.b.prose.calls``."""
        base = name.removesuffix(EVERYTHING)
        for module in found:
            facts = self._facts[module]
            rest = base.removeprefix(f"{module}.") if base != module else ""
            for bound, origin in facts.binds if facts else ():
                if rest == bound or rest.startswith(f"{bound}."):
                    yield origin + rest.removeprefix(bound) + name.removeprefix(base)
                elif not rest and name != base and not (facts and facts.index):
                    yield origin + EVERYTHING

    def acting(self) -> set[str]:
        """Modules that do something as soon as they are imported."""
        return {name for name, facts in self._facts.items() if facts is None or facts.acts}

    def files(self, modules: Iterable[str]) -> set[str]:
        """The files of these modules, and the other files that they name."""
        modules = list(modules)
        words: set[str] = set()
        for module in modules:
            facts = self._facts[module]
            words |= facts.words if facts else set()
        named: set[str] = set()
        for facts in self._facts.values():
            named |= facts.words if facts else set()
        # A file that no module names may be read by any.
        others = {p for p, handle in self._others.items() if handle in words or handle not in named}
        return {self.paths[module] for module in modules} | others

    def framing(self) -> set[str]:
        """Modules that can read the variables of their callers."""
        return {name for name, facts in self._facts.items() if facts is None or facts.frames}

    def _modules(self, name: str) -> list[str]:
        """The modules that a dotted name leads to, the packages around them first."""
        base = name.removesuffix(EVERYTHING)
        parts = base.split(".")
        found = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
        found = [module for module in found if module in self.paths]
        if name != base and base in self._packages:
            found += [module for module in self.paths if module.startswith(f"{base}.")]
        return found

    def _handle(self, path: str) -> str:
        """What a module must name to reach a file: it, or the outermost folder of such files."""
        parts = PurePosixPath(path).parts
        for depth in range(1, len(parts)):
            if ".".join(parts[:depth]) not in self._packages:
                return parts[depth - 1]
        return parts[-1]


def module_of(path: str) -> str:
    """ "analysis/charts/__init__.py" -> "analysis.charts"."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
