"""Kernels forked from a process that has done the imports: ready in a tenth of the time.

For the press, and through the entry point ``backchannel-warm`` (group
``jupyter_client.kernel_provisioners``) for any ``kernel.json`` of this environment that names it.
Where a fork is not safe, or a command is not ours, the kernel is an ordinary new process.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.press.run import fork_server
from analysis.press.run.forked_process import ForkedProcess
from analysis.press.run.warm_server import KernelTask

# Modules that a kernel's command may run, `python -m MODULE ARGUMENTS`.
COMMAND = "analysis.press.run.kernel_process"
_KERNELS = {COMMAND, "ipykernel_launcher", "ipykernel"}
_STREAMS = ("stdin", "stdout", "stderr")
# What is understood of the options of a kernel's start.
_OPTIONS = {*_STREAMS, "env", "cwd", "extra_arguments", "kernel_id"}
_END_TIMEOUT = 5  # seconds that a killed process may take to be gone


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where that is safe, and starts a new process elsewhere."""

    process: Any = None  # a ForkedProcess, or the Popen of an ordinary kernel

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if not (fork_server.can_fork() and _understood(cmd, kwargs)):
            return await super().launch_kernel(cmd, **kwargs)
        environment = dict(kwargs.get("env") or os.environ)
        folder = Path(kwargs.get("cwd") or "").absolute()
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        task = KernelTask(tuple(cmd[3:]), environment, str(folder))
        with _streams(kwargs) as streams:
            process = await fork_server.fork(task, environment, streams)
        self.process = process
        self.pid = self.pgid = process.pid
        self.cwd = folder
        return self.connection_info

    async def wait(self) -> int | None:
        if isinstance(self.process, ForkedProcess):
            await self.process.ended()
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill the process, and wait for its end, which others would look for every 0.1 s."""
        await super().kill(restart)
        if isinstance(self.process, ForkedProcess):
            try:
                await asyncio.wait_for(self.process.ended(), _END_TIMEOUT)
            except TimeoutError:
                self.log.warning("kernel %s was killed and is still there", self.pid)


def _understood(command: Sequence[str], options: dict[str, Any]) -> bool:
    return (
        len(command) > 3
        and command[0] == sys.executable
        and command[1] == "-m"
        and command[2] in _KERNELS
        and options.keys() <= _OPTIONS
        and subprocess.PIPE not in [options.get(name) for name in _STREAMS]
    )


@contextmanager
def _streams(options: dict[str, Any]) -> Iterator[list[int]]:
    """Descriptors for the standard streams, as `subprocess.Popen` reads its arguments."""
    with ExitStack() as opened:
        nothing = opened.enter_context(Path(os.devnull).open("r+b")).fileno()
        found: list[int] = []
        for number, name in enumerate(_STREAMS):
            given = options.get(name)
            if given == subprocess.STDOUT:
                found.append(found[1])
            elif given == subprocess.DEVNULL or (given is None and not (number and _open(number))):
                found.append(nothing)
            elif given is None:
                found.append(number)
            else:
                found.append(given if isinstance(given, int) else given.fileno())
        yield found


def _open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
