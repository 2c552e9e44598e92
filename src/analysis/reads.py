"""What a chapter reads beyond its parameters: said here, so that the press knows of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

READS = "BACKCHANNEL_READS"
"""Environment variable with the file that a kernel says it in, one line each as of `sha256sum`."""


def reads(path: str | Path) -> Path:
    """Say that this chapter reads a file, so that the press runs it again when that is another.

    Returns the path, to be read: ``pd.read_csv(reads("borders.csv"))``. The package that
    :func:`analysis.notebook.open_package` opens need not be named.

    Raises
    ------
    FileNotFoundError : there is no such file.
    """
    path = Path(path)
    says_it_reads(path, hashlib.sha256(path.read_bytes()).hexdigest())
    return path


def says_it_reads(path: Path, digest: str) -> None:
    """Say that this chapter reads a file, or a restricted package, of that checksum."""
    if told := os.environ.get(READS):
        with Path(told).open("a", encoding="utf-8") as file:
            file.write(f"{digest}  {path.resolve()}\n")
