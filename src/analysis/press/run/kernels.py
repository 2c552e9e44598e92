"""How a chapter's kernel is started: this interpreter, a fixed environment, sockets of its own.

A kernel serves one chapter and is then killed, so that no chapter can see another's state. It is
forked from a process that has done the imports, or a new process, as is decided here alone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import (
    NBClientEngine,
    NotebookExecutionManager,
    papermill_engines,
)
from traitlets import Type, default

from analysis.press.run.bounded import SHOWN, STREAM
from analysis.press.run.environment import READS_FILE, kernel_environment
from analysis.press.run.limits import LimitedClient, Limits
from analysis.press.run.warm import COMMAND, WarmProvisioner
from analysis.scratch import scratch

ENGINE = "backchannel"
READS = "reads"  # where an executed notebook says, in its metadata, which files it has read
START_TIMEOUT = 120  # seconds that a kernel may take to answer for the first time
_LONGEST = 90  # bytes of the path of a folder that sockets can lie in
_NAME = 20  # bytes of the name of a kernel's own folder
_LOOK_AGAIN = 0.5  # seconds after which to see whether a silent kernel is alive

# nbclient logs what it also raises; a failure is told once, by whoever asked for the chapter.
_log = logging.getLogger(f"{__name__}.client")
_log.propagate = False
_log.addHandler(logging.NullHandler())

_running: set[AsyncKernelManager] = set()
_running_lock = threading.Lock()


class KernelStopped(Exception):
    """A kernel ended, or never began, although no cell raised an error.

    Attributes
    ----------
    cell_index : the cell that was running, from 0, the injected one counted; None before the first.
    said : what the kernel's process wrote to its standard error.
    """

    def __init__(self, message: str, cell_index: int | None, said: str) -> None:
        super().__init__(message)
        self.cell_index = cell_index
        self.said = said


class BeyondLimit(KernelStopped):
    """A kernel was ended, since its chapter took more than it may."""


class ChapterClient(AsyncKernelClient):
    """Talks to a kernel that has only just been started, and waits no longer than it must.

    jupyter_client's own waits a fifth of a second for messages that do not come, in each kernel.
    """

    @default("context")
    def _soon_connected(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, 5)  # milliseconds, while the kernel has no sockets
        return context

    def start_channels(self, *_: bool, **__: bool) -> None:
        """Open those two that running a notebook takes; the manager sees whether it is alive."""
        super().start_channels(stdin=False, hb=False, control=False)

    def stop_channels(self) -> None:
        for channel in (self.shell_channel, self.iopub_channel):
            channel.stop()
        self.context.destroy(linger=0)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and nothing that it shows can be lost."""
        deadline = time.monotonic() + (START_TIMEOUT if timeout is None else timeout)
        # From its welcome on, all that the kernel publishes arrives.
        while (await self._next(self.iopub_channel, deadline))["msg_type"] != "iopub_welcome":
            continue
        self.kernel_info()
        while (await self._next(self.shell_channel, deadline))["msg_type"] != "kernel_info_reply":
            continue

    async def _next(self, channel: Any, deadline: float) -> dict[str, Any]:
        while True:
            try:
                message: dict[str, Any] = await channel.get_msg(timeout=_LOOK_AGAIN)
                return message
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("it ended before it was ready") from None
                if time.monotonic() > deadline:
                    raise RuntimeError("it did not answer in time") from None


class ChapterKernelManager(AsyncKernelManager):
    """Starts this very interpreter as a kernel, whatever kernels the user has installed.

    The provisioner is made here and not looked up among the entry points, so that a checkout that
    is not installed has warm kernels too, and a user's JUPYTER_DEFAULT_PROVISIONER_NAME has no say.
    """

    client_factory = Type(klass=ChapterClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel there is."""
        stream = f"--IPKernelApp.outstream_class={STREAM}"
        argv = [sys.executable, "-m", COMMAND, "-f", "{connection_file}", stream]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**options)

    async def _async_interrupt_kernel(self) -> None:
        # Before it kills a kernel, jupyter_client interrupts it, which then says so.
        if not self.shutting_down:
            await super()._async_interrupt_kernel()


class ChapterEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with the kernel's environment, folder and sockets given to it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        epoch: int,
        folder: str,
        **_: Any,
    ) -> None:
        """Run the notebook in a kernel of its own, whose working folder is `folder`."""
        with scratch("kernel", _short_place()) as aside, _event_loop():
            manager = ChapterKernelManager(kernel_name=kernel_name)
            manager.connection_file = str(aside / "kernel.json")
            if os.name == "posix" and len(os.fsencode(aside)) <= _LONGEST:
                # Sockets in a folder that only this user can enter; TCP would be open to all.
                manager.transport = "ipc"
            limits = Limits.given()
            client = LimitedClient(
                nb_man,
                limits=limits,
                km=manager,
                kernel_name=kernel_name,
                record_timing=False,
                store_widget_state=False,
                coalesce_streams=True,
                shutdown_kernel="immediate",
                startup_timeout=START_TIMEOUT,
                timeout=None,
                log=_log,
            )
            said = aside / "stderr"
            with said.open("wb") as stderr:
                _register(manager)
                try:
                    client.execute(
                        cleanup_kc=True,
                        env=kernel_environment(epoch, aside) | {SHOWN: f"{limits.megabytes:g}"},
                        cwd=folder,
                        stderr=stderr,
                    )
                except (DeadKernelError, RuntimeError, CellTimeoutError) as error:
                    if isinstance(error, CellTimeoutError):
                        client.timed_out()
                    if client.beyond:
                        raise BeyondLimit(client.beyond, _last_begun(nb_man.nb), "") from error
                    words = said.read_text(encoding="utf-8", errors="replace").strip()
                    raise KernelStopped(f"{error}", _last_begun(nb_man.nb), words) from error
                finally:
                    _forget(manager)
            nb_man.nb.metadata[READS] = _read(aside / READS_FILE)


def _short_place() -> Path | None:
    """Where a kernel's folder lies: the place for such, or another if sockets cannot lie there."""
    if len(os.fsencode(tempfile.gettempdir())) <= _LONGEST - _NAME:
        return None
    others = (Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm"))
    return next((one for one in others if one.is_dir() and os.access(one, os.W_OK)), None)


def _read(told: Path) -> dict[str, str]:
    """Path -> sha256 of the files that a chapter has said it reads, as it was first read."""
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    return {path: digest for digest, path in (line.split("  ", 1) for line in reversed(lines))}


@contextmanager
def _event_loop() -> Iterator[None]:
    """The event loop that nbclient makes for this thread and would leave open."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        if not loop.is_running():
            # Of a chapter that was ended, somebody still waits for what its kernel says.
            waiting = asyncio.all_tasks(loop)
            for task in waiting:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
            loop.close()
            asyncio.set_event_loop(None)


def _last_begun(notebook: NotebookNode) -> int | None:
    """The last cell that papermill has not left pending; None if it began none."""
    states = [cell.metadata.get("papermill", {}).get("status") for cell in notebook.cells]
    begun = [index for index, state in enumerate(states) if state not in (None, "pending")]
    return begun[-1] if begun else None


papermill_engines.register(ENGINE, ChapterEngine)


def _register(manager: AsyncKernelManager) -> None:
    with _running_lock:
        _running.add(manager)


def _forget(manager: AsyncKernelManager) -> None:
    with _running_lock:
        _running.discard(manager)


def kill_kernels() -> None:
    """Kill every kernel that this process has running, so that whoever waits for one goes on."""
    with _running_lock:
        managers = list(_running)
    for manager in managers:
        pid = getattr(manager.provisioner, "pid", None)
        if pid:
            try:
                os.kill(pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            except ProcessLookupError:
                continue
