"""What stands in for a worker when a test needs its process to end in the middle of a job.

A module of its own, which a new process can import by name.
"""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

from analysis.press.many.worker import EditionJob, Made, Result


def record(job: EditionJob) -> bytes:
    return json.dumps(job.record).encode()


def killed(job: EditionJob) -> Made | Result:
    """Ends its process by force for "north", and makes an empty report of anything else."""
    if job.edition == "north":
        os.kill(os.getpid(), signal.SIGKILL)
    files = {"provenance.json": record(job), "of.txt": job.edition.encode()}
    return Made(job.edition, files, {}, 0.1)


def killed_once(job: EditionJob) -> Made | Result:
    """As :func:`killed`, but only the first time."""
    mark = Path(job.root) / "killed"
    if job.edition == "north" and mark.exists():
        return Made("north", {"provenance.json": record(job)}, {}, 0.1)
    mark.touch()
    return killed(job)


def astray(job: EditionJob) -> Made | Result:
    """Hands back a file that would lie outside its report."""
    return Made(job.edition, {"provenance.json": record(job), "../astray": b""}, {}, 0.1)
