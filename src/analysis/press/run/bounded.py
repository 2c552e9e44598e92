"""What a cell prints is passed on up to what ends the chapter: the rest would only fill the memory.

A loop that prints without end makes messages faster than anybody can count them. The kernel itself
passes on no more of a stream than twice what a chapter may show, at which it is ended
(:mod:`analysis.press.run.limits`).
"""

from __future__ import annotations

import os
from typing import Any

from ipykernel.iostream import OutStream

SHOWN = "BACKCHANNEL_CHAPTER_SHOWS"
"""Variable of a kernel with the megabytes that its chapter may show."""
STREAM = f"{__name__}.BoundedStream"


class BoundedStream(OutStream):
    """Standard output or error of a kernel, as long as it may go on."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]
        self._left = int(2e6 * float(os.environ.get(SHOWN) or 2**40))

    def write(self, string: str) -> int:
        """Pass on what is left of the bound; nothing says that the rest is dropped."""
        if not isinstance(string, str):
            raise TypeError(f"write() argument must be str, not {type(string)}")
        passed, self._left = string[: self._left], max(self._left - len(string), 0)
        if passed:
            super().write(passed)
        return len(string)
