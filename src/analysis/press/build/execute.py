"""Has every chapter of a plan executed, now or before: what the cache holds need not run again.

What comes out of the cache is what would have been made, byte for byte: its key is over everything
that a chapter is made from, and what a chapter says that it reads is looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.press.build.cache import Cache
from analysis.press.build.receipt import content_of, unchanged
from analysis.press.build.record import (
    changed,
    chapter_key,
    digest_of,
    file_key,
    record_of,
    state,
)
from analysis.press.plan.inputs import package_hashes
from analysis.press.plan.plan import Plan
from analysis.press.run.chapters import Chapter, ChaptersFailed, run_chapters
from analysis.press.run.normalise import machine_paths, normalise
from analysis.problems import Refused

Progress = Callable[[str], None]


class InputsChanged(Refused):
    """An input changed during the build, so that no checksum of it would be true of the report."""


@dataclass
class Work:
    """One build: what it is made from, and which of its steps were carried out.

    Attributes
    ----------
    plan : of the build.
    cache : None to make everything and keep nothing.
    record : its provenance, from before the chapters run; afterwards with what they read.
    reads : absolute path -> sha256, of what the chapters say that they read beyond their inputs.
    made, reused : the steps of the build, by name, as they were done.
    """

    plan: Plan
    cache: Cache | None
    made: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    reads: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._state = state(self.plan.project)
        self.record = record_of(self.plan, self._state)
        self._paths = _paths(self.plan)

    def chapters(self, executor: Executor, progress: Progress) -> list[tuple[str, NotebookNode]]:
        """File name and normalised notebook of every chapter, in reading order.

        Raises
        ------
        ChaptersFailed : with all that failed.
        InputsChanged : an input is not what it was before they ran.
        """
        jobs = self.plan.jobs
        keys = {j.name: chapter_key(j, self.record, self._state) for j in jobs if self.cache}
        found = self._found(keys)
        for name in found:
            progress(name)
        missing = [job for job in jobs if job.name not in found]
        try:
            ran = run_chapters(missing, executor, progress)
        except ChaptersFailed as failed:
            # Whoever mends the others need not wait for those again that ran to their end.
            if not self._changed(failed.chapters):
                self._keep(failed.chapters, keys)
            raise ChaptersFailed(failed.failures, len(jobs)) from None
        if names := self._changed(ran):
            raise InputsChanged(f"{', '.join(names)} changed while the report was being made")
        found |= self._keep(ran, keys)
        if self.reads:
            shown = {self.plan.project.shown(Path(path)): d for path, d in self.reads.items()}
            self.record["reads"] = {"files": dict(sorted(shown.items()))}
        return [(job.name, found[job.name]) for job in jobs]

    def digest(self, report: NotebookNode) -> str:
        """What the joined report is known by in the cache; "" without one."""
        return digest_of(report) if self.cache else ""

    def file(
        self, name: str, digest: str, report: NotebookNode, export: Callable[[NotebookNode], bytes]
    ) -> bytes:
        """A file that is made of the joined report, whose `digest` is that of above."""
        key = file_key(name, digest, self.record, self._state) if self.cache else ""
        kept = self.cache.get(key) if self.cache else None
        if kept is not None:
            self.reused.append(name)
            return kept
        content = export(report)
        self.made.append(name)
        if self.cache:
            self.cache.put(key, content)
        return content

    def _found(self, keys: Mapping[str, str]) -> dict[str, NotebookNode]:
        found = {}
        for name, key in keys.items():
            kept = self.cache.get(key) if self.cache else None
            if kept and unchanged((told := json.loads(kept))["reads"]):
                found[name] = nbformat.from_dict(told["notebook"])
                self.reads |= told["reads"]
                self.reused.append(name)
        return found

    def _keep(self, chapters: Iterable[Chapter], keys: Mapping[str, str]) -> dict[str, Any]:
        normalised = {}
        for one in chapters:
            notebook = normalised[one.name] = normalise(one.notebook, self._paths)
            reads = self._beyond(one.reads)
            self.reads |= reads
            self.made.append(one.name)
            if self.cache:
                told = {"reads": reads, "notebook": notebook}
                self.cache.put(keys[one.name], json.dumps(told).encode())
        return normalised

    def _beyond(self, reads: Mapping[str, str]) -> dict[str, str]:
        """Of what a chapter reads, that which is no part of the report's own data package."""
        package = self.plan.parameters.package
        named = (".", *self.record["package"]["files"])
        own = {str((package / name).resolve()) for name in named}
        return {path: digest for path, digest in reads.items() if path not in own}

    def _changed(self, chapters: Iterable[Chapter]) -> list[str]:
        """Inputs that are not what they were, and files that are not what a chapter has read."""
        package = self.record["package"]["files"]
        used = self.plan.parameters
        after = package_hashes(used.package, used.restricted), state(self.plan.project)
        told = [self.reads, *(self._beyond(one.reads) for one in chapters)]
        read = [
            Path(path).name
            for reads in told
            for path, digest in reads.items()
            if content_of(Path(path)) != digest
        ]
        return list(dict.fromkeys([*changed((package, self._state), after), *read]))


def _paths(plan: Plan) -> dict[str, str]:
    """What a reader sees in the place of paths of this machine."""
    paths = machine_paths(plan.project.root)
    package = plan.parameters.package
    if not package.is_relative_to(plan.project.root):
        # How the package is reached from here says where this checkout and it happen to lie.
        paths[str(plan.jobs[0].parameters.get("package", package))] = package.name
        paths[str(package)] = package.name
    return paths
