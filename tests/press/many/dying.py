"""What stands in for a worker when a test needs its process to end in the middle of a job.

A module of its own, which a new process can import by name.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from analysis.press.many.worker import EditionJob, Failed, Made


def killed(job: EditionJob) -> Made | Failed:
    """Ends its process by force for "north", and makes an empty report of anything else."""
    if job.edition == "north":
        os.kill(os.getpid(), signal.SIGKILL)
    return Made(job.edition, {"provenance.json": b"{}", "of.txt": job.edition.encode()}, False, 0.1)


def killed_once(job: EditionJob) -> Made | Failed:
    """As :func:`killed`, but only the first time."""
    mark = Path(job.root) / "killed"
    if job.edition == "north" and mark.exists():
        return Made("north", {"provenance.json": b"{}"}, False, 0.1)
    mark.touch()
    return killed(job)


def astray(job: EditionJob) -> Made | Failed:
    """Hands back a file that would lie outside its report."""
    return Made(job.edition, {"provenance.json": b"{}", "../astray": b""}, False, 0.1)
