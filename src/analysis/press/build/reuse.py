"""Takes from the cache what a build need not make again, and keeps what it had to make.

What comes out of the cache is what would have been made, byte for byte; what is not sure to be
that (:mod:`analysis.press.build.dependencies`) is made each time.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.press.build.cache import Cache
from analysis.press.build.dependencies import Dependencies
from analysis.press.plan.plan import Plan
from analysis.press.run.chapters import ChapterJob
from analysis.press.run.normalise import INJECTED, normalise

log = logging.getLogger(__name__)


@dataclass
class Reuse:
    """One build and its cache.

    Attributes
    ----------
    plan : of the build.
    record : its provenance, from before the chapters run.
    paths : what :func:`analysis.press.run.normalise.normalise` puts in the place of paths.
    cache : None to make everything.
    made, reused : the steps of the build, by name, as they were done.
    """

    plan: Plan
    record: Mapping[str, Any]
    paths: Mapping[str, str]
    cache: Cache | None
    made: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)

    def chapters(self) -> dict[str, NotebookNode]:
        """The executed and normalised chapters that need not run, by file name."""
        if self.cache is None:
            return {}
        found = {}
        for job in self.plan.jobs:
            key = self._keys[job.name]
            kept = self.cache.get(key) if key else None
            if kept is not None:
                found[job.name] = self._reworded(json.loads(kept), job)
                self.reused.append(job.name)
        return found

    def keep_chapter(self, name: str, notebook: NotebookNode) -> None:
        """Keep a chapter that ran while nothing that it depends on was changed."""
        self.made.append(name)
        if self.cache is not None and (key := self._keys[name]):
            job = next(job for job in self.plan.jobs if job.name == name)
            told = {"parameters": dict(job.parameters), "notebook": notebook}
            self.cache.put(key, json.dumps(told).encode())

    def file(
        self,
        name: str,
        module: str | None,
        report: NotebookNode,
        export: Callable[[NotebookNode], bytes],
    ) -> bytes:
        """A file of the report, exported anew if it must be.

        Parameters
        ----------
        name : of the file.
        module : the one whose work `export` does; None for an exporter that is not known.
        report : the joined notebook.
        """
        key = None
        if self.cache is not None and module is not None:
            key = self._dependencies.export(module, name, report)
            kept = self.cache.get(key) if key else None
            if kept is not None:
                self.reused.append(name)
                return kept
        content = export(report)
        self.made.append(name)
        if self.cache is not None and key:
            self.cache.put(key, content)
        return content

    @cached_property
    def sure(self) -> bool:
        """Whether all that the chapters depend on is known: their keys say when to run them."""
        return self.cache is not None and all(self._keys.values())

    @cached_property
    def _dependencies(self) -> Dependencies:
        assert self.cache is not None
        code = self.record["code"]["files"]
        root = Path(__file__).resolve().parents[3]
        return Dependencies(code, root, self.plan.project.notebooks, self.cache)

    @cached_property
    def _keys(self) -> dict[str, str | None]:
        began = time.perf_counter()
        package = self.record["package"]["files"]
        shown = self.plan.project.shown(self.plan.parameters.package)
        keys = {job.name: self._dependencies.chapter(job, package, shown) for job in self.plan.jobs}
        for name, key in keys.items():
            if key is None:
                log.info("%s runs each time: what it depends on cannot all be told", name)
        log.info("dependencies: %.2f s", time.perf_counter() - began)
        return keys

    def _reworded(self, told: Mapping[str, Any], job: ChapterJob) -> NotebookNode:
        """The chapter as it would have run: its parameters cell also has what it does not use."""
        notebook: NotebookNode = nbformat.from_dict(told["notebook"])
        if told["parameters"] != json.loads(json.dumps(dict(job.parameters))):
            for cell in notebook.cells:
                if INJECTED in cell.metadata.get("tags", ()):
                    cell.source = _injected(job, self.paths)
        return notebook


def _injected(job: ChapterJob, paths: Mapping[str, str]) -> str:
    """The source of the cell that papermill injects, normalised."""
    from papermill.translators import translate_parameters

    v4 = nbformat.v4
    source = translate_parameters("python3", "python", dict(job.parameters), "Parameters")
    cell = v4.new_code_cell(source, metadata={"tags": [INJECTED]})
    return str(normalise(v4.new_notebook(cells=[cell]), paths).cells[0].source)
