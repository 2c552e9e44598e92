"""What a kernel's process does first: the imports of the chapters, then ipykernel.

A warm kernel is forked after the imports, an ordinary one makes them itself. Both have imported
the same modules in the same order when the first cell runs, so that no chapter can tell which of
the two it runs in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

# Parts of this package that run reports, or that no chapter needs.
_NOT_FOR_CHAPTERS = {"press", "cli", "__main__", "check", "reading", "documentation", "agreement"}
# What drawing a figure and answering the first request would import only then.
_OTHERS = (
    "numpy",
    "pandas",
    "scipy.stats",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "matplotlib.style",
    "pandas.io.formats.csvs",
    "pandas.io.formats.string",
    "statsmodels.stats.proportion",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "sqlite3.dbapi2",
    "tornado.platform.asyncio",
)


def imports() -> Iterator[str]:
    """Names of the modules that every kernel imports before its first cell."""
    yield from _OTHERS
    package = Path(__file__).resolve().parents[2]
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[0] not in _NOT_FOR_CHAPTERS:
            yield ".".join(("analysis", *(part for part in parts if part != "__init__")))


def import_all(between: Callable[[], None] = lambda: None) -> None:
    """Import them; `between` is called before each."""
    # ipykernel imports debugpy into every kernel, which takes longer than all the rest of its
    # start. With this entry Python says that there is none, and ipykernel does without it.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for name in imports():
        between()
        try:
            import_module(name)
        except (Exception, SystemExit):
            # Whichever cell imports it fails as well, and shows where and why.
            continue
    del sys.modules["debugpy"]


def leave_working_folder_out() -> None:
    """What lies beside the notebooks must not stand in for a module.

    IPython puts the folder back when the imports are done, as for any kernel.
    """
    if sys.path[0] == "" or Path(sys.path[0]).resolve() == Path.cwd():
        del sys.path[0]


def run_kernel(arguments: Sequence[str], parent: int | None = None) -> None:
    """Be a kernel until it is shut down.

    Parameters
    ----------
    arguments : those of ipykernel, ``-f CONNECTION_FILE`` and others.
    parent : process without which this one must not go on; None for that of ``JPY_PARENT_PID``.
    """
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [str(Path(__file__).resolve()), *arguments]
    # ipykernel reads JPY_PARENT_PID when it is imported: before a fork, of another process.
    given = {} if parent is None else {"parent_handle": parent}
    IPKernelApp.launch_instance(argv=list(arguments), **given)


def main() -> None:
    """An ordinary kernel."""
    leave_working_folder_out()
    import_all()
    run_kernel(sys.argv[1:])


if __name__ == "__main__":
    main()
