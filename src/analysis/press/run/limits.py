"""What a chapter may take: so much time, so much output. The cell that goes beyond it is named.

A chapter that never ends, or that prints without end, is somebody's mistake in a loop; the limits
are generous, and whoever needs more says so (``--seconds``, ``--megabytes``).
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from papermill.clientwrap import PapermillNotebookClient

from analysis.press.run.environment import MEGABYTES, SECONDS, variable
from analysis.problems import Refused

DEFAULTS = {SECONDS: 900.0, MEGABYTES: 64.0}


class NoLimit(Refused):
    """An environment variable that sets a limit is no number above nothing."""


@dataclass(frozen=True)
class Limits:
    """Of one chapter: seconds from its first cell on, and megabytes of all that it shows."""

    seconds: float = DEFAULTS[SECONDS]
    megabytes: float = DEFAULTS[MEGABYTES]

    @classmethod
    def given(cls) -> Limits:
        """As the environment says, or the defaults.

        Raises
        ------
        NoLimit : a variable holds something else than a number above nothing.
        """
        return cls(_number(SECONDS), _number(MEGABYTES))


def _number(name: str) -> float:
    text = variable(name).strip()
    if not text:
        return DEFAULTS[name]
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) or not float(text):
        raise NoLimit(f'{name}: "{text}" is no number above nothing')
    return float(text)


class LimitedClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs a notebook, and ends its kernel when it goes beyond a limit.

    Attributes
    ----------
    beyond : what was too much, in words; "" as long as nothing is.
    """

    def __init__(self, *arguments: Any, limits: Limits, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._limits = limits
        self._shown = 0
        self._ends = 0.0
        self.beyond = ""
        self.timeout_func = self._left

    def _left(self, cell: object) -> float:
        """Seconds that are left, of those that began with the first cell."""
        now = time.monotonic()
        self._ends = self._ends or now + self._limits.seconds
        return max(self._ends - now, 0.001)

    def timed_out(self) -> None:
        """Say that it was the time."""
        self.beyond = (
            f"the chapter took longer than {self._limits.seconds:g} seconds;"
            " --seconds allows it more"
        )

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        self._shown += _size(msg["content"])
        if self._shown > self._limits.megabytes * 10**6:
            if not self.beyond:
                self.beyond = (
                    f"the chapter shows more than {self._limits.megabytes:g} MB;"
                    " --megabytes allows it more"
                )
                pid = getattr(self.km.provisioner, "pid", None)
                if pid:
                    os.kill(pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
            return None
        return super().process_message(msg, cell, cell_index)


def _size(told: Any) -> int:
    """Characters of the texts in a message."""
    if isinstance(told, str):
        return len(told)
    if isinstance(told, Mapping):
        return sum(_size(one) for one in told.values())
    if isinstance(told, list | tuple):
        return sum(_size(one) for one in told)
    return 0
