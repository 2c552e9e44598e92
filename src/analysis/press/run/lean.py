"""Imports that a build need not pay for, and those it can make while it waits.

Half of a short build is imports. What no report uses is left out here, and what the end of a
build needs is imported while the chapters run in their kernels.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterable

# jsonschema compiles this grammar when it is imported, for 1.5 s, to check a format (IRI) that no
# notebook's schema asks for. Without the module it leaves that check out by itself.
_UNUSED = ("rfc3987_syntax",)


def leave_out_unused() -> None:
    """Keep out of this process what no build uses; for processes that only build reports."""
    for name in _UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def import_meanwhile(modules: Iterable[str]) -> None:
    """Import modules in a thread of its own; whoever imports them again waits for it."""
    names = tuple(dict.fromkeys(modules))
    threading.Thread(target=_import, args=(names,), name="imports", daemon=True).start()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
