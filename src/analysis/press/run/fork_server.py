"""The process that warm kernels are forked from, as seen by the one that builds.

It runs the standard library's fork server (``multiprocessing.forkserver``), with an environment
of its own: what has been imported with other variables, or from other code, is of no use. There
is one for each building process, it ends with it, and so do the kernels.
"""

from __future__ import annotations

import atexit
import hashlib
import multiprocessing
import os
import pickle
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press.run.environment import KERNELS, common, lasting_environment
from analysis.press.run.forked_process import ForkedProcess, read_number, readable

if TYPE_CHECKING:
    from analysis.press.run.warm_server import KernelTask

SOCKET, SAID = "socket", "stderr"


class ForkServerFailed(RuntimeError):
    """The process that kernels are forked from did not answer; says what it wrote at last."""


def can_fork() -> bool:
    """Whether kernels may be forked here.

    macOS offers it, but its own libraries do not survive it.
    """
    return (
        "forkserver" in multiprocessing.get_all_start_methods()
        and sys.platform != "darwin"
        and os.environ.get(KERNELS) != "ordinary"
    )


def warm_up() -> None:
    """Start the process that kernels are forked from, and return while it does its imports.

    Does nothing where kernels are not forked, or when it is running already.
    """
    if can_fork():
        with _lock:
            _current_server(lasting_environment())


class ForkServer:
    """One server process.

    Attributes
    ----------
    key : of :func:`_key`.
    pid : process id of the server.
    """

    def __init__(self, key: str, environment: Mapping[str, str]) -> None:
        self.key = key
        self._kernels = 0
        self._retired = False
        # Only this user may enter the folder, and so only this user can ask for a kernel.
        self._folder = Path(tempfile.mkdtemp(prefix="bc-fork-"))
        alive, self._alive = os.pipe()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self._folder / SOCKET))
            listener.listen()
            kept = (listener.fileno(), alive)
            with (self._folder / SAID).open("wb") as said:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "analysis.press.run.warm_server", *map(str, kept)],
                    env=dict(environment),
                    cwd=self._folder,
                    pass_fds=kept,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    # Ctrl-C at the terminal is for the building process alone.
                    start_new_session=True,
                )
        os.close(alive)
        self.pid = self._process.pid

    def running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    async def fork(self, task: KernelTask, streams: Sequence[int]) -> ForkedProcess:
        """Fork a process for `task`.

        Parameters
        ----------
        task : what it is to do.
        streams : its standard input, output and error, as descriptors of this process.

        Raises
        ------
        ForkServerFailed : the server has ended.
        """
        from multiprocessing.reduction import sendfds

        status, status_end = os.pipe()
        work_end, work = os.pipe()
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self._folder / SOCKET))
                # The places of two descriptors that children of multiprocessing take along. One
                # of them would keep the server alive, which a kernel must not.
                unused = [streams[0]] * 2
                sendfds(client, [work_end, status_end, *unused, *streams])
        except OSError as error:
            os.close(work)
            os.close(status)
            raise ForkServerFailed(self._last_words()) from error
        finally:
            os.close(work_end)
            os.close(status_end)
        try:
            with os.fdopen(work, "wb") as file:
                pickle.dump({}, file)  # what multiprocessing would set up for its own child
                pickle.dump(task, file)
            await readable(status)
            pid = read_number(status)
        except (BrokenPipeError, EOFError) as error:
            os.close(status)
            raise ForkServerFailed(self._last_words()) from error
        return ForkedProcess(pid, status, self.release)

    def take(self) -> None:
        """Count one more kernel."""
        self._kernels += 1

    def release(self) -> None:
        """Count one kernel less; a server that was replaced ends with its last."""
        with _lock:
            self._kernels -= 1
            if self._retired and not self._kernels:
                self.stop()

    def retire(self) -> None:
        """End as soon as no kernel is left."""
        self._retired = True
        if not self._kernels:
            self.stop()

    def stop(self) -> None:
        """End the process, and with it every kernel that was forked from it."""
        self._process.kill()
        self._process.wait()
        self.forget()
        shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of the process: it ends when nobody holds on to it any more."""
        if self._alive >= 0:
            os.close(self._alive)
            self._alive = -1

    def _last_words(self) -> str:
        said = self._folder / SAID
        words = said.read_text(encoding="utf-8", errors="replace") if said.is_file() else ""
        return f"the process that kernels are forked from has ended: {words.strip()}"


_lock = threading.RLock()
_server: ForkServer | None = None


async def fork(
    task: KernelTask, environment: Mapping[str, str], streams: Sequence[int]
) -> ForkedProcess:
    """Fork a kernel from a server that has the environment's lasting part and today's code."""
    with _lock:
        server = _current_server(environment)
        server.take()
    try:
        return await server.fork(task, streams)
    except BaseException:
        server.release()
        raise


def _current_server(environment: Mapping[str, str]) -> ForkServer:
    global _server
    lasting = common(environment)
    key = _key(lasting)
    if _server is not None and (_server.key != key or not _server.running()):
        _server.retire()
        _server = None
    if _server is None:
        _server = ForkServer(key, lasting)
    return _server


def _key(environment: Mapping[str, str]) -> str:
    """One sha256 of all that decides what the server has in memory."""
    from analysis.press.build.provenance import code_hashes, combined

    installed = sorted(
        path.name
        for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        for path in Path(folder).iterdir()
        if path.suffix in (".dist-info", ".pth")
    )
    lock = Path(__file__).resolve().parents[4] / "requirements.txt"
    parts = {
        "code": combined(code_hashes()),
        "lock": lock.read_bytes() if lock.is_file() else b"",
        "installed": installed,
        "python": (sys.executable, sys.version),
        "environment": sorted(environment.items()),
    }
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _stop() -> None:
    global _server
    with _lock:
        if _server is not None:
            _server.stop()
            _server = None


def _leave_to_parent() -> None:
    """A child of the building process makes a server of its own, which lives no longer than it."""
    global _server, _lock
    _lock = threading.RLock()
    if _server is not None:
        _server.forget()
        _server = None


atexit.register(_stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
