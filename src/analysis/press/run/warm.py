"""Kernels forked where that is safe, and ordinary new processes elsewhere.

For the press, and through the entry point ``backchannel-warm`` (group
``jupyter_client.kernel_provisioners``) for any ``kernel.json`` of this environment that names it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.press.run.forking import fork_kernel, warm_up

# Modules that a kernel's command may run, `python -m MODULE ARGUMENTS`.
COMMAND = "ipykernel_launcher"
_KERNELS = {COMMAND, "ipykernel"}
# What is understood of the options of a kernel's start.
_OPTIONS = {"stdin", "stdout", "stderr", "env", "cwd", "extra_arguments", "kernel_id"}
_END_TIMEOUT = 5  # seconds that a killed process may take to be gone


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel where that is safe, and starts a new process elsewhere."""

    process: Any = None  # a _Forked, or the Popen of an ordinary kernel

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if not (_understood(cmd, kwargs) and warm_up()):
            return await super().launch_kernel(cmd, **kwargs)
        folder = Path(kwargs.get("cwd") or "").absolute()
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        environment, said = kwargs.get("env") or os.environ, kwargs.get("stderr")
        try:
            process = fork_kernel(cmd[3:], environment, folder, Path(said.name) if said else None)
        except (OSError, EOFError):
            self.log.warning("the process that kernels are forked from has ended; a new one starts")
            return await super().launch_kernel(cmd, **kwargs)
        self.process = _Forked(process)
        self.pid = self.pgid = process.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the process, and wait for its end, which others would look for every 0.1 s."""
        await super().kill(restart)
        if isinstance(self.process, _Forked) and not self.process.gone(_END_TIMEOUT):
            self.log.warning("kernel %s was killed and is still there", self.pid)


class _Forked:
    """A process of ``multiprocessing`` with the methods of :class:`subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        """The return code, or None while the process runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for the end of the process and give its return code."""
        self._process.join()
        return self._process.exitcode

    def gone(self, seconds: float) -> bool:
        """Whether the process ends within that time."""
        self._process.join(seconds)
        return self._process.exitcode is not None

    def send_signal(self, number: int) -> None:
        """Send a signal to the process, unless it has ended."""
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End the process."""
        self._process.kill()


def _understood(command: Sequence[str], options: dict[str, Any]) -> bool:
    """Whether this is a kernel of this interpreter whose streams a forked process can have."""
    quiet = (None, subprocess.DEVNULL)
    said = options.get("stderr")
    return (
        len(command) > 3
        and command[0] == sys.executable
        and command[1] == "-m"
        and command[2] in _KERNELS
        and options.keys() <= _OPTIONS
        and options.get("stdin") in quiet
        and options.get("stdout") is None
        and (said is None or isinstance(getattr(said, "name", None), str))
    )
