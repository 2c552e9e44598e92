"""Each shell completes commands, options, editions and parameters, with what there is now."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from analysis.commands.cli import main
from analysis.parameters import names

# The words that are typed, the last of them being completed, and what must and must not be offered.
TYPED: dict[tuple[str, ...], tuple[set[str], set[str]]] = {
    ("rep",): ({"report"}, {"verify"}),
    ("report", "--ed"): ({"--edition"}, {"--clear"}),
    ("report", "--edition", ""): ({"default", "north"}, {"each"}),
    ("report", "--edition", "no"): ({"north"}, {"default"}),
    ("report", "-p", ""): ({f"{name}=" for name in names()}, {"report"}),
    ("report", "--kernels", "o"): ({"ordinary"}, {"warm"}),
    ("editions", "no"): ({"north"}, {"default"}),
    ("cache", "--"): ({"--clear", "--help"}, {"--edition"}),
    ("completion", "f"): ({"fish"}, {"bash"}),
    ("export", "ti"): ({"timelinejs", "timemap"}, {"ro-crate"}),
    ("export", "--edition", "no"): ({"north"}, {"default"}),
}
ASK = {
    "bash": """\
source {script}
COMP_WORDS=(backchannel {words}) COMP_CWORD={count}
compopt() {{ :; }}
_backchannel
printf '%s\\n' "${{COMPREPLY[@]}}"
""",
    # What zsh itself would take of these is what begins as the word does.
    "zsh": """\
compdef() {{ :; }}
compadd() {{ while [[ $1 != -- ]]; do shift; done; shift; print -l -- ${{(M)@:#$last*}} }}
source {script}
words=(backchannel {words}) CURRENT=$(( {count} + 1 )) last=${{words[-1]}}
_backchannel
""",
    "fish": "source {script}\ncomplete -C 'backchannel {typed}' | cut -f1\n",
}


@pytest.fixture
def here(checkout: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(checkout.root)
    return Path(checkout.root)


@pytest.mark.parametrize("typed", TYPED, ids=" ".join)
@pytest.mark.parametrize("shell", ASK)
def test_a_word_is_completed(
    here: Path, shell: str, typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    assert main(["completion", shell]) == 0
    (here / "script").write_text(capsys.readouterr().out, encoding="utf-8")
    asked = ASK[shell].format(
        script="./script",
        words=" ".join(f"'{word}'" for word in typed),
        count=len(typed),
        typed=" ".join(typed),
    )
    plain = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    ran = subprocess.run(
        [shell, *plain, "-c", asked], cwd=here, capture_output=True, text=True, check=True
    )
    offered = set(ran.stdout.splitlines())
    wanted, unwanted = TYPED[typed]
    assert wanted <= offered, ran.stderr
    assert unwanted.isdisjoint(offered)


@pytest.mark.parametrize("shell", ASK)
def test_every_command_is_known(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = capsys.readouterr().out.partition("COMMAND\n")[2].splitlines()
    commands = {line.split()[0] for line in listed if line.startswith("    ") and line[4] != " "}
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert len(commands) > 5
    assert all(command in script for command in commands)
