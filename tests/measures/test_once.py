"""Whatever a chapter asks of the measures, each is computed once for it."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import nbformat
import pytest

from analysis import measures, notebook
from analysis.package import covers, narrow

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
OF_ROWS = {"pd.DataFrame", "pd.Series"}


def computations() -> Iterator[tuple[CodeType, str]]:
    """All that is computed of a view and its choices alone, measures and their parts."""
    rooms = pkgutil.walk_packages(measures.__path__, f"{measures.__name__}.")
    for room in [covers, narrow, *(import_module(found.name) for found in rooms)]:
        for name, kept in inspect.getmembers(room, inspect.isfunction):
            body = inspect.unwrap(kept)
            if inspect.isgeneratorfunction(body):  # a call for each row that it yields
                continue
            given = {
                parameter.annotation for parameter in inspect.signature(body).parameters.values()
            }
            if given & {"View", "Selection", "Tables"} and not given & OF_ROWS:
                yield body.__code__, name


def _told(value: Any) -> Any:
    """A view by its first day and its sources, as a chapter may leave each of them out in turn."""
    if not hasattr(value, "start"):
        return value
    tables = getattr(value, "tables", None)
    return value.start, *(tables.sources["source_id"] if tables is not None else ())


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_each_measure_is_computed_once_for_a_chapter(
    chapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(computations())
    ran: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in known:
            given = inspect.getargvalues(frame).locals.values()
            told = [_told(value) for value in given]
            ran[f"{known[frame.f_code]}{told}"] += 1

    monkeypatch.setattr(notebook, "publish_display_data", lambda *_, **__: None)
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    sys.setprofile(count)
    try:
        for cell in nbformat.read(chapter, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
    finally:
        sys.setprofile(None)
    assert sum(ran.values()) > 1
    assert [said for said, times in ran.items() if times > 1] == []
