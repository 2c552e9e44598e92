"""What the tests of the exports share: an edition of a package, narrowed without the press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analysis.exports.edition import Edition
from analysis.package.narrow import select
from analysis.package.published.package import opened
from analysis.package.tables import tables_of

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
LAKELAND = ROOT / "tests" / "packages" / "lakeland"
WHOLE = {SEEDS: ("2023-10-07", "2025-01-20"), LAKELAND: ("1997-06-01", "1998-02-15")}

EditionOf = Callable[..., Edition]


def made_edition(package: Path, window: tuple[str, str] = ("", ""), **choice: Any) -> Edition:
    made = opened(package)
    start, end = window if any(window) else WHOLE.get(package, ("1997-06-01", "1998-02-15"))
    view = select(tables_of(made), start=start, end=end, **choice)
    return Edition(view, made, "try", "A title", "a window", "What it is.", "1998-02-01")


@pytest.fixture(scope="session")
def edition_of() -> EditionOf:
    """An edition of a package; each once."""
    kept: dict[str, Edition] = {}

    def of(package: Path, window: tuple[str, str] = ("", ""), **choice: Any) -> Edition:
        key = f"{package} {window} {choice}"
        if key not in kept:
            kept[key] = made_edition(package, window, **choice)
        return kept[key]

    return of


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
