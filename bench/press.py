"""How fast the press is: ratios within one run, against what a user would do without it.

`make bench` prints the table and the command lines. Absolute times depend on the machine and on
what else it does; only the ratios, each the median over rounds in which both sides ran one after
the other, are worth quoting.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import figures
from bench.edits import RUNS, after_edits, copy_checkout

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
Side = Callable[[Path], float]
EDITIONS = 24
CORES = 2


@dataclass(frozen=True)
class Line:
    """One line of the table: a ratio with its goal, or the reason why there is none."""

    what: str
    ratios: tuple[float, ...]
    goal: float
    why_not: str = ""

    def __str__(self) -> str:
        if self.why_not:
            return f"{self.what:<58} left out: {self.why_not}"
        middle = statistics.median(self.ratios)
        spread = f"{min(self.ratios):.3f} to {max(self.ratios):.3f}"
        met = "met" if middle <= self.goal else "not met"
        return f"{self.what:<58} {middle:6.3f}   goal {self.goal:<5} {met:<8} ({spread})"


def seconds(*commands: Sequence[str], cwd: Path = ROOT) -> float:
    """Wall-clock seconds of commands run one after the other, each of which must succeed."""
    began = time.perf_counter()
    for command in commands:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return time.perf_counter() - began


def backchannel(*arguments: str) -> list[str]:
    """This checkout's command line."""
    return [sys.executable, "-m", "analysis", *arguments]


def report(out: Path, *arguments: str) -> list[str]:
    """The command that makes the default report in a folder."""
    return backchannel("report", "--out", str(out), *arguments)


def stock(folder: Path, start: str | None = None) -> list[list[str]]:
    """What a user would run without this project: papermill, nbconvert, Chromium."""
    commands = []
    for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        done = folder / path.name
        parameters = ["-p", "start", start] if start else []
        commands += [
            [sys.executable, "-m", "papermill", str(path), str(done), "--cwd", str(NOTEBOOKS),
             "--no-progress-bar", *parameters],
            nbconvert("html", done),
            [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
             f"--print-to-pdf={done.with_suffix('.pdf')}", str(done.with_suffix(".html"))],
        ]  # fmt: skip
    return commands


def in_rounds(
    rounds: int, ours: Callable[[Path], float], theirs: Callable[[Path], float]
) -> tuple[float, ...]:
    """The ratio of ours to theirs in each round."""
    ratios = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="bench-") as aside:
            mine = ours(Path(aside))
            other = theirs(Path(aside))
        ratios.append(mine / other)
    return tuple(ratios)


def cold(aside: Path) -> float:
    """Seconds of one report with nothing cached, from the start of Python to its end."""
    return seconds(report(aside / "report", "--fresh"))


def floor(aside: Path) -> float:
    """Seconds of the same figures in one plain process."""
    return seconds([sys.executable, str(ROOT / "bench" / "floor.py"), str(NOTEBOOKS)])


def stock_once(aside: Path) -> float:
    """Seconds of the stock commands for the same notebooks."""
    folder = aside / "stock"
    folder.mkdir()
    return seconds(*stock(folder))


def unchanged(aside: Path) -> float:
    """`report` again when nothing has changed, after one that filled cache and receipt."""
    seconds(report(aside / "again"))
    return seconds(report(aside / "again"))


def first(aside: Path) -> float:
    """Seconds of a first run, with nothing cached."""
    return seconds(report(aside / "first", "--fresh"))


def many(aside: Path) -> float:
    """Seconds per edition for 24 editions, side by side on two cores, nothing cached."""
    names = [f"bench-{n:02d}" for n in range(EDITIONS)]
    checkout = aside / "checkout"
    shutil.copytree(ROOT / "notebooks", checkout / "notebooks")
    shutil.copytree(ROOT / "seeds", checkout / "seeds", ignore=shutil.ignore_patterns("texts"))
    shutil.copy(ROOT / "requirements.txt", checkout)
    days = [f"2023-10-{day:02d}" for day in range(7, 7 + EDITIONS)]
    (checkout / "notebooks" / "editions.yaml").write_text(
        "".join(
            f"{name}:\n  description: A measurement.\n  start: {day}\n  end: 2025-01-20\n"
            for name, day in zip(names, days, strict=True)
        )
    )
    command = backchannel("editions", *names, "--jobs", str(CORES))
    return seconds(command, cwd=checkout) / EDITIONS


def stock_two_at_a_time(aside: Path) -> float:
    """Seconds per edition of the stock commands, two editions at a time."""
    days = [f"2023-10-{day:02d}" for day in range(7, 7 + CORES)]
    folders = [aside / f"stock-{day}" for day in days]
    for folder in folders:
        folder.mkdir()
    began = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(lambda pair: seconds(*stock(*pair)), zip(folders, days, strict=True)))
    return (time.perf_counter() - began) / CORES


def exported(name: str) -> Side:
    """Seconds in which `jupyter nbconvert` exports a notebook of twenty figures by that name."""

    def side(aside: Path) -> float:
        notebook = figures.write(aside / "figures.ipynb")
        return seconds(nbconvert(name, notebook))

    return side


def nbconvert(name: str, notebook: Path) -> list[str]:
    """The command that exports a notebook."""
    return [sys.executable, "-m", "nbconvert", "--to", name, str(notebook)]


def main() -> int:
    """Print the table of the press, and the commands behind it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="rounds for each line [5]")
    rounds = options.parse_args().rounds
    os.environ.pop("PYTHONPATH", None)
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    without = "" if CHROMIUM else "there is no Chromium for the stock commands"
    measured: tuple[tuple[str, float, Side, Side, str], ...] = (
        ("one report from cold, against stock", 0.12, cold, stock_once, without),
        ("one report from cold, against the floor", 1.2, cold, floor, ""),
        (f"{EDITIONS} editions on {CORES} cores, per edition, against stock two at a time",
         0.09, many, stock_two_at_a_time, without),
        ("nothing changed: again, against the first run", 0.02, unchanged, first, ""),
        ("HTML of twenty figures, against nbconvert's", 0.7,
         exported("backchannel-html"), exported("html"), ""),
        ("PDF of twenty figures, against nbconvert's HTML", 1,
         exported("backchannel-pdf"), exported("html"), ""),
    )  # fmt: skip
    for what, goal, ours, theirs, why_not in measured:
        ratios = () if why_not else in_rounds(rounds, ours, theirs)
        print(Line(what, ratios, goal, why_not), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as aside:
        seconds(report(Path(aside) / "report"))
        size = (Path(aside) / "report" / "report.html").stat().st_size / 1000
        print(f"{'HTML of the default report, kB':<58} {size:6.0f}   goal 700")
        failed = len(after_edits(copy_checkout(Path(aside)), RUNS))
        print(f"{f'of {RUNS} runs, each after an edit of code, failed':<58} {failed:6}   goal 0")
    print(
        f"\nmedian of {rounds} rounds; each round runs both sides, one after the other. Commands:"
    )
    print("  report    ", " ".join(report(Path("OUT"), "--fresh")))
    print("  again     ", " ".join(report(Path("OUT"))))
    print("  editions  ", " ".join(backchannel("editions", "NAMES…", "--jobs", "2")))
    print("  figures   ", " ".join(nbconvert("backchannel-html", Path("NOTEBOOK"))))
    print("  floor     ", sys.executable, "bench/floor.py notebooks")
    if CHROMIUM:
        print("  stock     ", "; ".join(" ".join(c) for c in stock(Path("OUT"))[:3]), "; and so on")
    return 0


if __name__ == "__main__":
    sys.exit(main())
