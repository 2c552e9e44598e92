"""The chapters run in this process, cell by cell: what they show, without a kernel or a page."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from analysis import charts

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


@dataclass(frozen=True)
class Shown:
    """One output: chapter, MIME type -> content, and its mark as metadata."""

    chapter: str
    data: dict[str, str]
    mark: dict[str, Any]


def shown(package: Path, **parameters: object) -> list[Shown]:
    """Everything that the chapters show of a package, in order; the window is the package's."""
    given = {"package": str(package), "start": None, "end": None} | parameters
    return [one for path in CHAPTERS for one in _chapter(path, given)]


@contextmanager
def undrawn() -> Iterator[None]:
    """Nothing is drawn meanwhile, which takes most of the time."""
    with ExitStack() as stack:
        for name in charts.__all__:
            stack.enter_context(patch.object(charts, name, lambda *of, **given: None))
        stack.enter_context(patch("analysis.notebook.show", lambda *of, **given: None))
        yield


def _chapter(path: Path, given: dict[str, object]) -> list[Shown]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    namespace: dict[str, Any] = {}
    with _caught(path.stem) as caught:
        for cell in code:
            source = "".join(cell["source"])
            value = _run(source, namespace)
            if "parameters" in cell["metadata"].get("tags", ()):
                namespace |= given
            if hasattr(value, "_repr_html_"):
                caught.append(Shown(path.stem, {"text/html": value._repr_html_()}, {}))
    return caught


def _run(source: str, namespace: dict[str, Any]) -> object:
    """What the last expression of a cell gives, if it ends with one."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), namespace)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


@contextmanager
def _caught(chapter: str) -> Iterator[list[Shown]]:
    found: list[Shown] = []

    def catch(data: dict[str, str], metadata: dict[str, Any]) -> None:
        found.append(Shown(chapter, data, metadata.get("backchannel", {})))

    with patch("analysis.notebook.publish_display_data", catch):
        yield found
