"""A whole copy of this checkout with a finished environment, for tests that change or run it."""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = {".git", ".venv", ".cache", "__pycache__", ".ipynb_checkpoints", "dist"}
MADE |= {".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
_OPENING = re.compile(rb"#!(?:/.*python[\d.]*|/bin/sh\n'''exec' .*\n' ''')\n")


def own_files() -> Iterator[Path]:
    """Every file of the repository: neither made nor fetched nor kept out of it."""
    for folder, folders, names in os.walk(ROOT):
        place = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if name not in MADE]
        if place == Path("reports"):
            folders[:] = ["sample"] if "sample" in folders else []
            continue
        if place == Path("seeds") and "texts" in folders:
            folders.remove("texts")
        yield from (ROOT / place / name for name in names if name != ".git")


def copied(folder: Path) -> Path:
    """The files of this checkout in a new folder, with what is installed here linked to it."""
    for path in own_files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    _link_environment(folder)
    return folder


def _link_environment(root: Path) -> None:
    """A `.venv` that runs the code of `root` and that `make` takes for finished."""
    made, here = root / ".venv", Path(sys.prefix)
    packages = made / Path(sysconfig.get_path("purelib")).relative_to(here)
    packages.mkdir(parents=True)
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.name != "_backchannel.pth":
            (packages / path.name).symlink_to(path)
    (packages / "_backchannel.pth").write_text(f"{root / 'src'}\n", encoding="utf-8")
    for name in ("etc", "include", "share", "pyvenv.cfg"):
        if (here / name).exists():
            (made / name).symlink_to(here / name)
    (made / "bin").mkdir()
    for path in (path for path in (here / "bin").iterdir() if path.is_file()):
        text, script = path.read_bytes(), made / "bin" / path.name
        if opening := _OPENING.match(text):
            # As pip writes it for a path with blanks in it.
            shell = f"#!/bin/sh\n'''exec' \"{made}/bin/python\" \"$0\" \"$@\"\n' '''\n"
            script.write_bytes(shell.encode() + text[opening.end() :])
            script.chmod(0o755)
        else:
            script.symlink_to(path.resolve() if path.name.startswith("python") else path)
    locked = (root / "requirements.txt").read_text(encoding="utf-8")
    (made / "locked").write_text(f"{root.resolve()}\n{locked}", encoding="utf-8")
    shutil.copy(root / "pyproject.toml", made / "declared")
