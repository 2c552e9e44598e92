"""How a long run behaves towards whoever started it: it shows how far it is, and ends when asked.

Only the standard library is imported here, as in :mod:`analysis.commands.cli`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.problems import seen
from analysis.scratch import remove_all

said = threading.Event()
"""Set when it has been said that this run was interrupted."""
_PATIENCE = 1.2  # seconds in which a run that was interrupted can end by itself


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


class Interrupted(KeyboardInterrupt):
    """A signal has come that asks for the end.

    Where a plain ``KeyboardInterrupt`` has passed through an ``exec`` of a text, which the standard
    library has at imports, Python ends by the signal at last, even though it was caught.
    """


@contextmanager
def ended_by_signals(status: int, *, for_good: bool) -> Iterator[None]:
    """Ctrl-C and a polite end (SIGTERM, a closed terminal) unwind alike, so that nothing is left.

    Parameters
    ----------
    status : of a process that was ended so.
    for_good : whether the process ends soon after, whatever it is doing: in the middle of an
        import, or while threads wait for others, to unwind can take longer than anybody waits.
    """
    waiting = for_good

    def interrupt(number: int, frame: object) -> None:
        nonlocal waiting
        if waiting or not for_good:
            waiting = False
            if for_good:
                threading.Thread(target=_end, args=(status,), daemon=True).start()
            raise Interrupted

    numbers = [
        getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
    ]
    try:
        before = {number: signal.signal(number, interrupt) for number in numbers}
    except ValueError:  # not in the main thread: whoever runs it there handles its own signals
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            if waiting or not for_good:  # else the end is near, and is not to be disturbed
                signal.signal(number, handler)


def kill_children() -> None:
    """Kill all processes that this one has started, and the kernels that were forked for it.

    The process that kernels are forked from would end by itself, once it has done its imports.
    """
    if (kernels := sys.modules.get("analysis.press.run.kernels")) is not None:
        kernels.kill_kernels()
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for child in listed.read_text(encoding="ascii").split():
                with suppress(OSError):
                    os.kill(int(child), signal.SIGKILL)


def _end(status: int) -> None:
    """End this process with all that it started, if it is still there after a while."""
    time.sleep(_PATIENCE)
    kill_children()
    remove_all()
    if not said.is_set():
        os.write(2, b"interrupted; nothing was built\n")
    os._exit(status)
