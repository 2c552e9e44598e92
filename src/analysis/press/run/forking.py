"""Forks kernels from one process that has done the imports: ready in a tenth of the time.

The forking is the standard library's (``multiprocessing``, start method "forkserver"). Its process
is started with the environment of kernels, not with that of whoever builds.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import sysconfig
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from multiprocessing.util import get_temp_dir
from pathlib import Path

from analysis.press.plan.inputs import code_hashes, combined
from analysis.press.run.environment import KERNELS, as_environment, lasting_environment
from analysis.press.run.preload import KEEP, KEEP_AS, be_kernel
from analysis.scratch import held

_READY = "analysis.press.run.ready"
_COMMAND = Path(sysconfig.get_path("scripts")) / "backchannel"
_lock = threading.Lock()
_code: str | None = None  # sha256 of the code that the process has imported
_environment: dict[str, str] | None = None
_held: ExitStack | None = None  # the folder of its socket, until the end of this process
_kernels: weakref.WeakSet[BaseProcess] = weakref.WeakSet()


def can_fork() -> bool:
    """Whether kernels may be forked here.

    Not on macOS, whose own libraries do not survive it; not from a plain script, which
    ``multiprocessing`` would run again in each child. That of the command ``backchannel`` does
    nothing then: an installer makes it so that it runs the command only as the main program. Not
    from a daemonic process, which may have no children.
    """
    main = sys.modules["__main__"]
    script = hasattr(main, "__file__") and getattr(main, "__spec__", None) is None
    if script and Path(main.__file__ or "").resolve() == _COMMAND.resolve():
        script = False
    return (
        "forkserver" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and os.environ.get(KERNELS) != "ordinary"
        and not script
        and not multiprocessing.current_process().daemon
    )


def warm_up(package: Path | None = None, restricted: str = "left-out") -> bool:
    """Start the process that kernels are forked from, and return while it does its imports.

    It is started once: false where kernels are not forked, and when the code or the environment is
    no longer what it was started with, so that what it has imported is of no use.

    Parameters
    ----------
    package, restricted : what most kernels will open: it is loaded once for all of them.
    """
    global _code, _environment, _held
    with _lock:
        if not can_fork():
            return False
        now, environment = combined(code_hashes()), lasting_environment()
        if _code is None:
            _code, _environment = now, environment
            multiprocessing.get_context("forkserver").set_forkserver_preload([_READY])
        if (now, environment) != (_code, _environment):
            return False
        try:
            kept = {} if package is None else {KEEP: str(package), KEEP_AS: restricted}
            with as_environment(environment | kept):
                forkserver.ensure_running()
        except OSError:  # no place for its socket: the path is too long, or nobody may write there
            return False
        if _held is None:
            _held = ExitStack()
            _held.enter_context(held(Path(get_temp_dir()), removed=False))
            atexit.register(_held.close)
        return True


def fork_kernel(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, said: Path | None
) -> BaseProcess:
    """A new process that is a kernel, once :func:`warm_up` has said that there can be one.

    Parameters are those of :func:`analysis.press.run.preload.be_kernel`.

    Raises
    ------
    OSError, EOFError : the process that kernels are forked from has ended.
    """
    process = multiprocessing.get_context("forkserver").Process(
        target=be_kernel,
        args=(tuple(arguments), dict(environment), str(folder), str(said) if said else None),
    )
    process.start()
    _kernels.add(process)
    return process


def _kill() -> None:
    """At the end of this process, before ``multiprocessing`` would wait for its children."""
    for process in list(_kernels):
        process.kill()


atexit.register(_kill)
