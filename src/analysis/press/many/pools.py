"""Where editions are made: in processes on this machine, or on a Dask cluster.

Both are ``concurrent.futures`` executors. What differs is how they begin, how they end when the
user has had enough, and what is known when a process is gone.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from analysis.press.many.worker import prepare_process
from analysis.problems import Refused

CONNECT_TIMEOUT = 15  # seconds that a scheduler may take to answer


class NoCluster(Refused):
    """There is no Dask cluster to give the work to; says what to do."""


class Pool(Protocol):
    """A place to make editions in.

    Attributes
    ----------
    ahead : how many jobs it is given at a time; None for all of them.
    """

    @property
    def ahead(self) -> int | None: ...

    def open(self, alone: bool = False) -> AbstractContextManager[Executor]:
        """An executor; with `alone` it has one process. Leaving by an error ends what runs."""
        ...


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class LocalProcesses:
    """Processes on this machine, each of which makes one edition after another."""

    processes: int

    @property
    def ahead(self) -> int:
        """One more than can run, so that none waits for the next to be planned."""
        return self.processes + 1

    @contextmanager
    def open(self, alone: bool = False) -> Iterator[Executor]:
        others = set(multiprocessing.active_children())
        executor = ProcessPoolExecutor(
            max_workers=1 if alone else self.processes,
            # A fork would take along the threads' locks of whoever builds.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=prepare_process,
        )
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
        executor.shutdown()


@dataclass(frozen=True)
class DaskCluster:
    """A Dask cluster, by the address of its scheduler.

    The scheduler gives a job to another worker when one is lost, and gives up on a job that has
    been with several lost workers.
    """

    address: str

    @property
    def ahead(self) -> None:
        """All: the scheduler keeps them, also for workers that come later."""
        return None

    @contextmanager
    def open(self, alone: bool = False) -> Iterator[Executor]:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise NoCluster(
                "--dask needs the package distributed: .venv/bin/python -m pip install distributed"
            ) from error
        try:
            client = distributed.Client(self.address, timeout=CONNECT_TIMEOUT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(f"no Dask scheduler answers at {self.address}: {error}") from error
        try:
            # Not pure: the same job is done again when it is asked for again.
            executor = client.get_executor(pure=False)
            try:
                yield executor
            except BaseException:
                executor.shutdown(wait=False)
                raise
        finally:
            client.close(timeout=CONNECT_TIMEOUT)
