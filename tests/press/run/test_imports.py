"""No two threads import: half-made modules would be seen, now and then, after an edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.edits import after_edits, copy_checkout

SRC = Path(__file__).resolve().parents[3] / "src"

# Makes a report while it notes each import that is not in the main thread.
WATCHED = """\
import json, sys, threading
late = []
def note(event, arguments):
    if event == "import" and threading.current_thread() is not threading.main_thread():
        late.append(arguments[0])
sys.addaudithook(note)
from analysis.commands.cli import main
status = main(["report", "--fresh"])
print(json.dumps(late))
sys.exit(status)
"""


@pytest.mark.slow
def test_everything_is_imported_in_the_main_thread(checkout: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=checkout.root,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # papermill asks each time for a formatter of code, which is not installed; the standard library
    # imports how it starts a process when it starts the first.
    own = {"multiprocessing.popen_fork", "multiprocessing.popen_forkserver"}
    assert set(json.loads(done.stdout.splitlines()[-1])) <= {"black", *own}


@pytest.mark.long
@pytest.mark.slow
def test_a_report_can_be_made_after_each_edit_of_code(tmp_path: Path) -> None:
    assert after_edits(copy_checkout(tmp_path), 3) == []
