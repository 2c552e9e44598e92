"""A kernel's process that is the child of another one, which tells us of its end.

``multiprocessing.forkserver`` writes a child's process id into a pipe, and later its exit status.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable


class ForkedProcess:
    """A process that the server forked, with the methods of :class:`subprocess.Popen`.

    Parameters
    ----------
    pid : process id.
    status : descriptor that the server writes the exit status to.
    on_end : called once, when the end of the process is noticed.

    Attributes
    ----------
    returncode : None while it runs; the negative number of the signal that ended it.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, status: int, on_end: Callable[[], None]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._status = status
        self._on_end = on_end

    def poll(self) -> int | None:
        """The return code, or None while the process runs."""
        if self.returncode is None and select.select([self._status], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end of the process and give its return code."""
        if self.returncode is None:
            try:
                self.returncode = read_number(self._status)
            except EOFError:
                # The server is gone, and its children are killed with it.
                self.returncode = -signal.SIGKILL
            os.close(self._status)
            self._on_end()
        return self.returncode

    async def ended(self) -> None:
        """Wait for the end of the process, without polling for it."""
        if self.returncode is None:
            await readable(self._status)
            self.wait()

    def send_signal(self, number: int) -> None:
        """Send a signal to the process, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


def read_number(descriptor: int) -> int:
    """The next number that the server has written.

    Raises
    ------
    EOFError : the server is gone.
    """
    from multiprocessing.forkserver import read_signed

    number: int = read_signed(descriptor)
    return number


async def readable(descriptor: int) -> None:
    """Wait until there is something to read, or nobody left to write."""
    import asyncio

    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(descriptor, ready.set_result, None)
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)
