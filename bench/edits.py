"""Edit a module, make the report, and again: does any of many runs fail?

Imports that race each other show only now and then, and mostly after an edit, when a module has
to be compiled anew. Runs on a copy of the checkout, whose files are edited one after another.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 50


def copy_checkout(folder: Path) -> Path:
    """A copy of what a report is made from, in a new folder."""
    copy = folder / "checkout"
    unwanted = shutil.ignore_patterns("texts", "__pycache__", ".ipynb_checkpoints")
    for name in ("src", "notebooks", "seeds"):
        shutil.copytree(ROOT / name, copy / name, ignore=unwanted)
    shutil.copy(ROOT / "requirements.txt", copy)
    return copy


def after_edits(checkout: Path, runs: int) -> list[str]:
    """Make the report `runs` times, each after a comment was added to another module.

    Returns
    -------
    What was said by those runs that failed: none, if all is well.
    """
    modules = sorted((checkout / "src" / "analysis").rglob("*.py"))
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "analysis", "report"]
    failed = []
    for run in range(runs):
        edited = modules[run * 7 % len(modules)]  # not all of one folder in a row
        with edited.open("a", encoding="utf-8") as file:
            file.write(f"# edit {run}\n")
        done = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed.append(f"run {run}, after an edit of {edited.name}:\n{done.stderr}")
    return failed


def main() -> int:
    """Print how many runs failed, and what they said."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=RUNS, help=f"how many [{RUNS}]")
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="bench-") as aside:
        failed = after_edits(copy_checkout(Path(aside)), runs)
    print("\n".join([*failed, f"after an edit of code: {len(failed)} of {runs} runs failed"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
