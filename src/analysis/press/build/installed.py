"""Which distributions are installed, which of them a module needs, and in what version.

A distribution stands for its version: whoever edits the files of one by hand is not noticed.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ABSENT = "absent"

# What these would import by themselves if it were there, and then other last digits come out.
_TAKEN_UP = {"pandas": ("bottleneck", "numba", "numexpr", "pyarrow")}
# The options that this project installs them with.
_ASKED_FOR = {"fonttools": ("woff",)}

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


class UnknownOrigin(Exception):
    """A module is there that belongs to no distribution, so that nothing says when it changes."""


@dataclass(frozen=True)
class Requirement:
    """One distribution that another one requires.

    Attributes
    ----------
    name : of the distribution, normalised.
    extras : its options that are required.
    only_for : options of the one that requires it; empty when it always does.
    """

    name: str
    extras: tuple[str, ...]
    only_for: tuple[str, ...]


@dataclass(frozen=True)
class Installed:
    """The distributions that this interpreter can import from.

    Attributes
    ----------
    providers : top-level module -> distributions that it comes with.
    requirements : distribution -> what it requires.
    versions : distribution -> version.
    """

    providers: Mapping[str, tuple[str, ...]]
    requirements: Mapping[str, tuple[Requirement, ...]]
    versions: Mapping[str, str]

    @classmethod
    def here(cls) -> Installed:
        """Those of this interpreter, read from their metadata."""
        from importlib import metadata

        requirements: dict[str, tuple[Requirement, ...]] = {}
        versions: dict[str, str] = {}
        for one in metadata.distributions():
            name = _normal(one.metadata["Name"] or "")
            if name not in versions:  # the first on the path is the one that is imported
                versions[name] = one.version
                requirements[name] = tuple(map(_read, one.requires or ()))
        providers = {
            module: tuple(sorted({_normal(name) for name in names}))
            for module, names in metadata.packages_distributions().items()
        }
        return cls(providers, requirements, versions)

    def behind(self, modules: Iterable[str], names: Iterable[str] = ()) -> dict[str, str]:
        """Versions of all that some top-level modules and some distributions rest on.

        What is required and not installed is among them as "absent", since installing it would
        make a difference. The standard library goes by the version of Python.

        Raises
        ------
        UnknownOrigin : a module is there that no distribution accounts for.
        """
        found: dict[str, str] = {}
        waiting: list[tuple[str, tuple[str, ...]]] = [(_normal(name), ()) for name in names]
        for module in modules:
            if module in sys.stdlib_module_names:
                continue
            providers = self.providers.get(module, ())
            if not providers and _is_there(module):
                raise UnknownOrigin(module)
            waiting += [(name, ()) for name in providers or (module,)]
        seen: set[tuple[str, str]] = set()
        while waiting:
            name, extras = waiting.pop()
            found[name] = self.versions.get(name, ABSENT)
            waiting += [(other, ()) for other in _TAKEN_UP.get(name, ()) if other not in found]
            for extra in ("", *extras, *_ASKED_FOR.get(name, ())):
                if (name, extra) not in seen:
                    seen.add((name, extra))
                    waiting += [
                        (required.name, required.extras)
                        for required in self.requirements.get(name, ())
                        if (extra in required.only_for if extra else not required.only_for)
                    ]
        return dict(sorted(found.items()))

    def as_json(self) -> dict[str, Any]:
        """Plain values, from which :meth:`from_json` makes it again."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Installed:
        """What :meth:`as_json` gave."""
        return cls(
            {name: tuple(found) for name, found in told["providers"].items()},
            {
                name: tuple(
                    Requirement(one["name"], tuple(one["extras"]), tuple(one["only_for"]))
                    for one in found
                )
                for name, found in told["requirements"].items()
            },
            told["versions"],
        )


def fingerprint() -> dict[str, Any]:
    """What tells one environment from another without reading a file: Python, names, versions."""
    names: list[list[str]] = []
    for folder in dict.fromkeys(sys.path):
        try:
            found = [path.name for path in Path(folder or ".").iterdir()]
        except OSError:  # an entry of the path need not exist, or may be an archive
            continue
        ends = (".dist-info", ".egg-info", ".egg-link", ".pth")
        names.append(sorted(name for name in found if name.endswith(ends)))
    return {**python(), "installed": names}


def python() -> dict[str, str]:
    """The interpreter and the kind of machine."""
    return {"python": sys.version, "platform": sysconfig.get_platform()}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(text: str) -> Requirement:
    wanted, _, marker = text.partition(";")
    found = _REQUIREMENT.match(wanted)
    assert found is not None, text
    extras = tuple(part.strip() for part in (found[2] or "").split(",") if part.strip())
    return Requirement(_normal(found[1]), extras, tuple(_EXTRA.findall(marker)))


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
