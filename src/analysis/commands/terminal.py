"""How a long run behaves towards whoever started it: it shows how far it is, and ends when asked.

Only the standard library is imported here, as in :mod:`analysis.commands.cli`.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from analysis.problems import seen


@contextmanager
def progress_bar(steps: int, first: str = "running chapters") -> Iterator[Callable[[str], None]]:
    """A progress bar where somebody is looking, and nothing elsewhere; `first` says what begins."""
    from tqdm import tqdm

    layout = "{desc:<22}{bar:30} {n_fmt} of {total_fmt}"
    with tqdm(
        total=steps, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False,
        bar_format=layout, desc=first,
    ) as bar:  # fmt: skip

        def done(step: str) -> None:
            bar.set_description_str(step, refresh=False)
            bar.update()

        yield done


def tell(text: str, *, aside: bool = False) -> None:
    """Print lines; no sign in them steers the terminal.

    Parameters
    ----------
    aside : where what goes wrong is told.
    """
    lines = "\n".join(seen(line) for line in text.split("\n"))
    print(lines, file=sys.stderr if aside else sys.stdout)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A polite end (SIGTERM, a closed terminal) unwinds as Ctrl-C does, so that nothing is left."""

    def interrupt(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    try:
        before = {number: signal.signal(number, interrupt) for number in numbers}
    except ValueError:  # not in the main thread: whoever runs it there handles its own signals
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
