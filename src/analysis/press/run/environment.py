"""The environment variables of a kernel: the same on every machine, but for where things are.

Nothing of Jupyter is imported here, so that the process that kernels are forked from can be
started before anything else.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analysis.reads import READS

# Where it says "ordinary", kernels are new processes even where they could be forked.
KERNELS = "BACKCHANNEL_KERNELS"
SECONDS, MEGABYTES = "BACKCHANNEL_CHAPTER_SECONDS", "BACKCHANNEL_CHAPTER_MB"
"""What a chapter may take (:mod:`analysis.press.run.limits`)."""
READS_FILE = "reads"  # name of the file that a kernel says in what it reads

# Of the variables that steer Python itself, only these say where things are.
_PYTHON_PATHS = {"PYTHONPATH", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"}
_FIXED = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    # A user's own matplotlibrc must not change a report.
    "MATPLOTLIBRC": os.devnull,
    # ipykernel brings a debugger, which would warn about the interpreter's own modules.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # What lies beside the notebooks must not stand in for a module.
    "PYTHONSAFEPATH": "1",
    # Sums of floating-point numbers depend on how they are divided among threads.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
# What tells of one kernel or one test, and is read when a kernel runs, never at an import.
_OF_ONE_KERNEL = {"SOURCE_DATE_EPOCH", "IPYTHONDIR", READS, "PYTEST_CURRENT_TEST"}


# Held by whoever reads this process's variables while chapters run, or changes them for a while.
_variables = threading.RLock()


def kernel_environment(epoch: int, aside: Path) -> dict[str, str]:
    """The environment variables of a kernel: those of this process, less what differs by machine.

    Parameters
    ----------
    epoch : the evidence date, in seconds since 1970 (UTC): what figures give as their date.
    aside : an empty folder of this kernel: for the file of what it reads, and in the place of the
        user's IPython profile, whose start-up files would run.
    """
    return lasting_environment() | {
        "SOURCE_DATE_EPOCH": str(epoch),
        "IPYTHONDIR": str(aside / "ipython"),
        READS: str(aside / READS_FILE),
    }


def lasting_environment() -> dict[str, str]:
    """What all kernels of this process have in common."""
    with _variables:
        environment = {name: value for name, value in os.environ.items() if _passes(name)}
    # The kernel runs in the notebooks' folder, where relative entries would point elsewhere. It
    # must import the code that is running here, and no other that may be installed.
    code = Path(__file__).resolve().parents[3]
    paths = [p for p in environment.get("PYTHONPATH", "").split(os.pathsep) if p]
    found = dict.fromkeys(str(path) for path in (code, *(Path(p).resolve() for p in paths)))
    environment["PYTHONPATH"] = os.pathsep.join(found)
    return environment | _FIXED


def variable(name: str) -> str:
    """A variable of this process, "" without one; never one of a process that is being started."""
    with _variables:
        return os.environ.get(name, "")


@contextmanager
def as_environment(environment: Mapping[str, str]) -> Iterator[None]:
    """This process's variables, for as long as it takes to start another one."""
    with _variables:
        own = dict(os.environ)
        os.environ.clear()
        os.environ.update(environment)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(own)


def _passes(name: str) -> bool:
    if name in _OF_ONE_KERNEL or name.startswith("JPY_"):
        return False
    if name.startswith("PYTHON"):
        return name in _PYTHON_PATHS
    return not name.startswith("LC_") and name not in {
        *("COLUMNS", "LINES", KERNELS, SECONDS, MEGABYTES),
    }
