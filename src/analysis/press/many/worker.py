"""Makes one edition wherever there is a checkout with the same inputs, and hands its files back.

A job and its result are plain values: they travel to another process, or to another machine. The
worker writes into a folder of its own that nobody else looks at; whoever asked puts the files in
their place. A worker that is killed leaves nothing half written there.
"""

from __future__ import annotations

import functools
import os
import signal
import socket
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.press.build.build import build
from analysis.press.build.record import record_of
from analysis.press.build.verify import differing_data, differing_state
from analysis.press.plan.catalogue import load_package
from analysis.press.plan.inputs import code_hashes, combined, package_hashes
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
from analysis.problems import Refused
from analysis.scratch import scratch

if TYPE_CHECKING:
    from analysis.package.tables import Tables
    from analysis.parameters import Restricted

# What this process runs, whatever becomes of the files afterwards.
_CODE_IN_MEMORY = combined(code_hashes())


class OtherInputs(Refused):
    """This worker would make another report than the one that was asked for."""


@dataclass(frozen=True)
class EditionJob:
    """One edition to make.

    Attributes
    ----------
    edition : its name.
    root : the checkout, where the job was planned. A worker that has no checkout there takes the
        one that its own code belongs to.
    record : the provenance that the report will carry, JSON values: the worker's must be the same.
    chapters : how many of them run side by side (>= 1).
    """

    edition: str
    root: str
    record: Mapping[str, Any]
    chapters: int


@dataclass(frozen=True)
class Made:
    """A finished report.

    Attributes
    ----------
    edition : its name.
    files : path in the report's folder, with forward slashes -> content.
    reads : as in :class:`analysis.press.build.receipt.Built`.
    seconds : that it took.
    """

    edition: str
    files: Mapping[str, bytes]
    reads: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class Result:
    """What became of one edition.

    Attributes
    ----------
    edition : its name; of an entry whose grid could not be spanned, the entry's.
    outcome : one of three.
    window : "2031-03-01 to 2031-03-31", "" where it is not known.
    seconds : that it took, 0 where nothing was done.
    lines : why it failed, for whoever can mend it.
    detail : whole tracebacks, for who has to look further; "" where there is none.
    """

    edition: str
    outcome: Literal["made", "reused", "failed"]
    window: str = ""
    seconds: float = 0.0
    lines: tuple[str, ...] = ()
    detail: str = ""


def make_edition(job: EditionJob) -> Made | Result:
    """Make the report. Whatever goes wrong is returned, for it to travel."""
    began = time.perf_counter()
    try:
        with _interruptible(), scratch("edition") as aside:
            place = aside / job.edition
            plan = make_plan(
                Project.find(Path(job.root)), job.edition, out=place, load=_load_unless_changed
            )
            _check_same(job.record, record_of(plan))
            built = build(plan, jobs=job.chapters)
            files = {name: (place / name).read_bytes() for name in built.hashes}
    except Exception as error:
        return failure(job.edition, error, time.perf_counter() - began)
    return Made(job.edition, files, built.reads, time.perf_counter() - began)


def failure(edition: str, error: Exception, seconds: float = 0.0) -> Result:
    """What to say of an error: in lines what a user can mend, in full what is a defect of ours."""
    lines, detail = tuple(traceback.format_exception(error)), ""
    if isinstance(error, Refused):
        lines, detail = error.lines, error.detail
    return Result(edition, "failed", seconds=seconds, lines=lines, detail=detail)


def _check_same(asked: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    if own["code"]["sha256"] != _CODE_IN_MEMORY:
        raise OtherInputs(
            f"{_here()} was started before its code was changed; start it again, then this edition"
        )
    # The worker's are "there" for whoever reads it.
    found = differing_data(own, asked) + differing_state(own, asked)
    if found:
        shown = ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
        raise OtherInputs(
            f"{_here()} has other inputs than this run began with: {shown}; bring both to one state"
        )


def _here() -> str:
    return f"the worker on {socket.gethostname()}"


def _load_unless_changed(package: Path, restricted: Restricted) -> Tables:
    """The tables of a package; for the next edition of the same tables they are kept."""
    return _load(package, restricted, combined(package_hashes(package, restricted)))


@functools.lru_cache(maxsize=1)
def _load(package: Path, restricted: Restricted, sha256: str) -> Tables:
    return load_package(package, restricted)


# In a process that was started for this alone

_at_work = False
_to_end = False


@contextmanager
def _interruptible() -> Iterator[None]:
    """Marks the time in which there is something to clear up before the process can end."""
    global _at_work
    _at_work = True
    try:
        yield
    finally:
        _at_work = False
        if _to_end:
            # The pool would take the interruption for a result, and wait for the next job.
            os._exit(1)


def prepare_process() -> None:
    """Let this process end with its parent, and when asked to, with all that it started."""
    from multiprocessing import connection, parent_process

    def end(number: int, frame: object) -> None:
        global _to_end
        if not _at_work:
            os._exit(1)
        if not _to_end:  # clearing up is not interrupted again
            _to_end = True
            raise KeyboardInterrupt

    # Ctrl-C at the terminal goes to all processes; what to do then is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="until the parent ends", daemon=True).start()
