"""No command needs a network once everything is installed, and none tries to reach one.

They run where every address but this machine's own is out of reach: a hook in each process of them,
kernels too, writes down and refuses what would leave. Where the system allows it, they run in a
network of their own as well, in which there is nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOOK = """\
import os, sys
def refuse(event, given):
    if event in ("socket.connect", "socket.sendto"):
        place = given[1]
        if isinstance(place, (str, bytes)) or place[0].startswith("127.") or place[0] == "::1":
            return
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        place = given[0]
        if place in (None, "", "localhost", "127.0.0.1", b"127.0.0.1", "::1"):
            return
    elif event != "urllib.Request":
        return
    else:
        place = given[0]
    with open(os.environ["TRIED"], "a") as file:
        file.write(f"{event} {place} {sys.argv}\\n")
    raise OSError(101, "Network is unreachable")
with open(os.environ["HOOKED"], "a") as file:
    file.write(f"{os.getpid()}\\n")
sys.addaudithook(refuse)
"""

SHEET = "date,kind,actor 1,actor 2\n2031-03-03,call,Alder,Birch\n"
TEXT = "Talks at the lake\n\n3 March 2031\n\nAnn Alder called Ben Birch on 2 March 2031.\n"
EVERY = [
    ["check"], ["report"], ["brief"],
    ["editions", "default", "north"], ["sample"], ["tidy"], ["cache"], ["completion", "bash"],
    ["diff", "reports/default", "reports/north"], ["audit", "reports/default/report.pdf"],
    ["cite", "reports/default/report.html", "E001"], ["verify"], ["attest", "--builder", "me"],
    ["init", "mine"], ["import", "sheet.csv", "--to", "new"], ["add", "text.txt", "--id", "new"],
    ["accept", "seeds/texts/worksheets/new.txt"],
    ["report", "--fresh", "--kernels", "ordinary"],
]  # fmt: skip
IN_TURN = """\
import json, sys
from analysis.commands.cli import main
ended = []
for command in json.loads(sys.argv[1]):
    sys.argv[1:] = command
    ended.append(main(command))
print(json.dumps(ended))
"""


def apart() -> list[str]:
    """What runs a command in a network of its own; nothing where that is not allowed."""
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        return []
    return alone


@pytest.mark.slow
def test_no_command_reaches_for_a_network(checkout: Any, tmp_path: Path) -> None:
    root: Path = checkout.root
    (root / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (root / "text.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    tried, hooked = tmp_path / "tried", tmp_path / "hooked"
    env = {
        **os.environ, "TRIED": str(tried), "HOOKED": str(hooked),
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "hook"), *sys.path]),
    }  # fmt: skip
    probe = [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 9))"]
    assert subprocess.run(probe, env=env, capture_output=True, check=False).returncode
    assert "192.0.2.1" in tried.read_text(encoding="utf-8")
    tried.unlink()
    ran = subprocess.run(
        [*apart(), sys.executable, "-c", IN_TURN, json.dumps(EVERY)],
        cwd=root, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for command, status in zip(EVERY, json.loads(ran.stdout.splitlines()[-1]), strict=True):
        # Some may well find something amiss.
        amiss = command[0] in ("attest", "accept", "audit", "diff")
        assert status in ((0, 1) if amiss else (0,)), (command, ran.stderr)
    assert not tried.exists(), tried.read_text(encoding="utf-8")
    # This process, the one that kernels are forked from, and an ordinary kernel for each chapter.
    assert len(set(hooked.read_text(encoding="utf-8").split())) >= 4
