"""Modules and files that some modules bring into play."""

from __future__ import annotations

import pytest

from analysis.press.build.import_graph import ImportGraph, module_of
from analysis.press.build.module_facts import facts_of

SOURCES = {
    "a/__init__.py": "",
    "a/deep.py": "import pandas",
    "a/tables.py": "from a.deep import read",
    "a/prose/__init__.py": "from a.prose import calls, stalls",
    "a/prose/calls.py": "from a.tables import load",
    "a/prose/stalls.py": "import scipy.stats",
    "a/charts/__init__.py": "",
    "a/charts/base.py": 'STYLE = HERE / "house.style"\nFONTS = HERE.parent / "fonts"',
    "a/web/__init__.py": "",
    "a/web/page.py": 'TEMPLATES = HERE / "templates"',
    "a/loader.py": "from importlib import import_module\nimport_module(x)",
    "a/broken.py": None,
    "a/passes_on.py": "from a import prose",
}
OTHERS = [
    "a/fonts/one.ttf",
    "a/charts/house.style",
    "a/web/templates/page/style.css",
    "a/notes.txt",
]


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    facts = {
        path: None
        if text is None
        else facts_of(text, module_of(path), package=path.endswith("__init__.py"))
        for path, text in SOURCES.items()
    }
    return ImportGraph(facts, OTHERS)


def test_imports_are_followed_to_their_end(graph: ImportGraph) -> None:
    found = graph.closure(["a.tables.load"])
    assert found.modules == {"a", "a.tables", "a.deep"}
    assert found.outside == {"pandas"}
    assert found.opaque == set()


def test_of_a_package_that_only_lists_its_modules_those_count_that_are_reached(
    graph: ImportGraph,
) -> None:
    found = graph.closure(["a.prose", "a.prose.stalls.on_stalls"])
    assert found.modules == {"a", "a.prose", "a.prose.stalls"}
    everything = graph.closure(["a.prose.*"])
    assert everything.modules == {
        *("a", "a.prose", "a.prose.calls", "a.prose.stalls", "a.tables", "a.deep"),
    }


@pytest.mark.parametrize("name", ["a.passes_on.prose.stalls.on", "a.passes_on.*"])
def test_what_is_reached_through_another_modules_import_counts(
    graph: ImportGraph, name: str
) -> None:
    assert {"a.passes_on", "a.prose", "a.prose.stalls"} <= graph.closure([name]).modules


@pytest.mark.parametrize("module", ["a.loader", "a.broken"])
def test_a_module_that_does_not_tell_what_it_loads_is_named(
    graph: ImportGraph, module: str
) -> None:
    assert graph.closure([module]).opaque == {module}


def test_a_file_belongs_to_the_modules_that_name_it(graph: ImportGraph) -> None:
    base = graph.files(["a.charts.base"])
    assert {"a/charts/base.py", "a/charts/house.style", "a/fonts/one.ttf"} <= base
    assert "a/web/templates/page/style.css" not in base
    assert "a/web/templates/page/style.css" in graph.files(["a.web.page"])


def test_a_file_that_nobody_names_belongs_to_all(graph: ImportGraph) -> None:
    assert "a/notes.txt" in graph.files(["a.deep"])
