"""How JupyterLab keeps the notebooks: what a person typed goes into the file, the rest beside it.

A notebook that was run and saved is the same file as before, so that neither git nor a record of
provenance sees a change. Its outputs are kept in the cache of the checkout, under what the notebook
says, and are there again for whoever opens or exports it. ``backchannel lab`` tells the server of
this by the configuration in ``jupyter/``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.utils import ApiPath, to_os_path
from nbformat import NotebookNode

from analysis.press.build.cache import Cache
from analysis.press.plan.inputs import sha256
from analysis.press.plan.project import NoProject, Project
from analysis.press.plan.tidy import NotANotebook, tidied


class Notebooks(AsyncLargeFileManager):
    """The server's own contents manager, which saves the chapters of a checkout tidy."""

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Save a model, a chapter of the checkout without what running it left."""
        whole = model.get("type") == "notebook" and "content" in model
        if whole and (project := self._project(path)):
            run = nbformat.from_dict(model["content"])
            if said := _said(run):
                self.check_and_sign(run, path)  # type: ignore[no-untyped-call]
                Cache.of(project.root).put(_key(path, said), nbformat.writes(run).encode())
                model = {**model, "content": nbformat.reads(said, as_version=4)}
        saved: dict[str, Any] = await super().save(model, path)  # type: ignore[no-untyped-call]
        return saved

    async def get(
        self,
        path: str,
        content: bool = True,
        type: str | None = None,
        format: str | None = None,
        require_hash: bool = False,
    ) -> dict[str, Any]:
        """The model of a path, a chapter of the checkout with the outputs of its last run."""
        model: dict[str, Any] = await super().get(path, content, type, format, require_hash)  # type: ignore[no-untyped-call]
        if content and model["type"] == "notebook" and (project := self._project(path)):
            on_disk = model["content"]
            kept = Cache.of(project.root).get(_key(path, _said(on_disk)))
            if kept is not None and not any(cell.get("outputs") for cell in on_disk.cells):
                model["content"] = nbformat.reads(kept.decode(), as_version=4)
                self.mark_trusted_cells(model["content"], path)  # type: ignore[no-untyped-call]
        return model

    def _project(self, path: str) -> Project | None:
        """The checkout that a notebook is a chapter of; None for any other, such as a report's."""
        place = Path(to_os_path(ApiPath(path.strip("/")), self.root_dir))
        try:
            project = Project.find(place.parent)
        except NoProject:
            return None
        return project if place.resolve().is_relative_to(project.notebooks.resolve()) else None


def _said(notebook: NotebookNode) -> str:
    """What a notebook says; "" for what is none, on which the server has the word."""
    try:
        return tidied(json.dumps(notebook))
    except NotANotebook:
        return ""


def _key(path: str, said: str) -> str:
    return sha256(f"run {path.strip('/')}\n{said}".encode())
