"""The process that warm kernels are forked from: it imports, and then forks when it is asked to.

The forking is the standard library's (``multiprocessing.forkserver``). Before it there is nothing
here but imports: no thread, no event loop, no socket of Jupyter's, which a fork would break.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import sys
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from pathlib import Path

from analysis.press.run import kernel_process

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class KernelTask:
    """What a forked process does: be one kernel.

    Attributes
    ----------
    arguments : those of ipykernel.
    environment : all its environment variables.
    folder : absolute working folder.
    """

    arguments: tuple[str, ...]
    environment: dict[str, str]
    folder: str

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Called by multiprocessing in the new process; the return value is its exit status."""
        os.close(parent_sentinel)
        server = os.getppid()
        os.setsid()
        _end_with_parent(server)
        for number, descriptor in enumerate(forkserver.get_inherited_fds() or ()):
            os.dup2(descriptor, number)
            os.close(descriptor)
        # multiprocessing has closed the object, not the descriptor.
        sys.stdin = open(0, errors=sys.stdout.errors, closefd=False)  # noqa: SIM115
        # The descriptor sent in its place leads nowhere; a chapter that needs one starts its own.
        resource_tracker._resource_tracker._fd = None  # type: ignore[attr-defined]
        os.environ.clear()
        os.environ.update(self.environment, JPY_PARENT_PID=str(server))
        os.chdir(self.folder)
        _reseed()
        try:
            kernel_process.run_kernel(self.arguments, server)
        except SystemExit as left:
            return _status(left)
        finally:
            import atexit

            atexit._run_exitfuncs()
        return 0


def serve(listener: int, alive: int) -> None:
    """Import, then fork on request until nobody holds the other end of `alive`.

    Parameters
    ----------
    listener : descriptor of the listening socket, in a folder that is cleared in the end.
    alive : descriptor of the reading end of a pipe.
    """
    folder = Path.cwd()
    status = 1
    try:
        kernel_process.leave_working_folder_out()
        # Nothing that lives now will die; collecting it would only copy its memory in each child.
        gc.disable()
        kernel_process.import_all(lambda: _stop_if_alone(alive))
        gc.enable()
        gc.freeze()
        os.chdir("/")
        forkserver.main(listener, alive, [])
    except SystemExit:
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.flush()
        os._exit(status)


def _stop_if_alone(alive: int) -> None:
    if select.select([alive], [], [], 0)[0]:
        raise SystemExit


def _end_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _reseed() -> None:
    """As in any new process: what a chapter draws without a seed is like nobody else's."""
    import random

    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _status(left: SystemExit) -> int:
    if left.code is None or isinstance(left.code, int):
        return left.code or 0
    print(left.code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    # Under the name by which a request says what is asked for.
    from analysis.press.run import warm_server

    warm_server.serve(int(sys.argv[1]), int(sys.argv[2]))
