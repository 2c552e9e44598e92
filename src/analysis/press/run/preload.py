"""What a forked kernel is made of: the imports before the fork, and what is its own after it.

Before the fork there are imports and tables alone: a thread, an event loop or a socket would not
survive it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import connection
from pathlib import Path

from analysis.problems import Refused

KEEP, KEEP_AS = "BACKCHANNEL_KEEP", "BACKCHANNEL_KEEP_AS"
"""Variables with the package to load before any fork, and how its restricted sources are taken."""

# Rooms of this package that no chapter needs.
_NOT_FOR_CHAPTERS = {
    "press", "commands", "lab", "explore", "importers", "intake", "exports", "proof", "__main__",
}  # fmt: skip
# The allocator of pyarrow, which pandas imports where it is there, would start a thread.
_WITHOUT_A_THREAD = ("JE_ARROW_MALLOC_CONF", "background_thread:false")
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


def import_all() -> None:
    """Import them. One that fails is left out: the cell that imports it shows where and why."""
    os.environ.setdefault(*_WITHOUT_A_THREAD)
    for name in imports():
        try:
            import_module(name)
        except (Exception, SystemExit):
            continue
    with suppress(Exception):
        import_module("analysis.marks").adapter()  # which each of them would make for itself


def keep_package() -> None:
    """Load the package that is named. Of one that is refused, the chapter that opens it tells."""
    if package := os.environ.get(KEEP):
        from analysis.package.kept import keep
        from analysis.parameters import COUNTED, LEFT_OUT, SHOWN

        ways = {str(way): way for way in (COUNTED, LEFT_OUT, SHOWN)}
        with suppress(OSError, ValueError, KeyError, Refused):
            keep(Path(package), ways[os.environ[KEEP_AS]])


def be_kernel(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str, said: str | None
) -> None:
    """Be a kernel until it is shut down: what a forked process does.

    Parameters
    ----------
    arguments : those of ipykernel.
    environment : all its environment variables.
    folder : absolute working folder.
    said : file that its standard error goes to; None for that of the process it is forked from.
    """
    os.setsid()
    _end_with_parent()
    if said is not None:
        descriptor = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(descriptor, sys.__stderr__.fileno() if sys.__stderr__ else 2)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # As in any new process: what a chapter draws without a seed is like nobody else's.
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    # Imported outside of a notebook, pandas shows as many columns as a terminal has room for.
    if pandas := sys.modules.get("pandas"):
        pandas.set_option("display.max_columns", 20)
    import ipykernel_launcher
    from ipykernel.kernelapp import launch_new_instance

    from analysis.press.run import ready

    sys.path[:] = ready.PATHS
    sys.argv = [str(ipykernel_launcher.__file__), *arguments]
    # Its own parent it would read of variables, before the fork.
    launch_new_instance(parent_handle=os.getppid())


def _end_with_parent() -> None:
    """Whoever asked for this kernel is gone: so must it be, whatever it is doing."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="until the parent ends", daemon=True).start()
