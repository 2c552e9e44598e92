"""What a report is made from: its record of provenance, and the keys under which work is kept.

One record over everything: the data package, the parameters, the notebooks, all code, the lock
file, the versions. Neither a time nor a name of this machine is an input, so none is recorded; how
long things took goes to the log.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.press.plan.inputs import code_hashes, combined, file_hashes, package_hashes, sha256
from analysis.press.plan.project import EDITIONS, Project
from analysis.press.plan.tidy import NotANotebook, tidied

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.press.plan.chapters import ChapterJob
    from analysis.press.plan.plan import Plan

# To be raised when what is kept, or how it is checked, becomes another.
FORMAT = 2

# Distributions whose code decides what a report says or how it looks.
MAKERS = (
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "edtf",
    "pydantic",
    "papermill",
    "nbclient",
    "nbconvert",
    "nbformat",
    "ipykernel",
    "Jinja2",
    "mistune",
    "lxml",
    "fonttools",
    "typst",
    "pypandoc_binary",
)
_NOT_READ = {"__pycache__", ".ipynb_checkpoints"}


def as_json(record: Mapping[str, Any]) -> str:
    """JSON text with a fixed order of keys."""
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def state(project: Project) -> dict[str, Any]:
    """All that any report of a checkout depends on but its data package.

    Returns
    -------
    code, notebooks : path -> sha256, of every file of the code and of the notebooks' folder; of a
        notebook, that of what it says.
    lock : sha256 of the lock file; None where there is none.
    environment : Python, and the name and version of each distribution that it can import.
    """
    files = (
        path
        for path in project.notebooks.rglob("*")
        if path.is_file() and _NOT_READ.isdisjoint(path.parts)
    )
    installed = {
        found.name
        for folder in map(Path, filter(None, sys.path))
        if folder.is_dir()
        for found in folder.glob("*.dist-info")
    }
    return {
        "code": code_hashes(),
        "notebooks": {
            **file_hashes(files, project.notebooks),
            **{path.name: _of_notebook(path) for path in project.notebooks.glob("*.ipynb")},
        },
        "lock": sha256(project.lock.read_bytes()) if project.lock.is_file() else None,
        "environment": [sys.version, *sorted(installed)],
    }


def _of_notebook(path: Path) -> str:
    """sha256 of what a notebook says: neither a save nor a run changes it."""
    data = path.read_bytes()
    try:
        return sha256(tidied(data.decode()).encode())
    except (UnicodeDecodeError, NotANotebook):
        return sha256(data)


def record_of(plan: Plan) -> dict[str, Any]:
    """The provenance of the report that a plan makes, as its inputs are now; ready for JSON.

    What a chapter says that it reads beyond them is added when it has run, as ``reads``.
    """
    codebook, now = plan.codebook, state(plan.project)
    package = package_hashes(plan.parameters.package)
    notebooks = {job.name: sha256(job.source.encode()) for job in plan.jobs}
    lock = now["lock"]
    return {
        "backchannel": __version__,
        "edition": plan.edition.name,
        "customised": sorted(plan.customised),
        "parameters": plan.shown_parameters(),
        "evidence_date": plan.evidence_date.isoformat(),
        "package": {
            "name": codebook.name,
            "title": codebook.title,
            "version": codebook.version,
            "files": package,
            "sha256": combined(package),
        },
        "notebooks": {"files": notebooks, "sha256": combined(notebooks)},
        "code": {"files": now["code"], "sha256": combined(now["code"])},
        "lock": {"files": {"requirements.txt": lock} if lock else {}, "sha256": lock},
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Versions of the packages that make a report, by name; Python's own is left to the log.

    The lock file fixes these and not Python's patch release, which would make two people with the
    same checkout get different bytes for no difference in what is said.
    """
    from importlib import metadata

    found = {}
    for name in MAKERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items(), key=lambda pair: pair[0].lower()))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Files of two records that are not the same: the chapters read them while they ran."""
    return [
        name
        for group in ("package", "code", "lock")
        for was, now in [(before[group]["files"], after[group]["files"])]
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]


def chapter_key(job: ChapterJob, record: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Under which an executed chapter is kept: one sha256 of all that it is made from.

    Parameters
    ----------
    record : of :func:`record_of`.
    now : of :func:`state`. Of what lies beside the notebook, other notebooks and the editions are
        no part of it.
    """
    beside = {
        name: digest
        for name, digest in now["notebooks"].items()
        if not name.endswith(".ipynb") and name != Path(EDITIONS).name
    }
    chapter = [job.name, job.source, dict(job.parameters), job.epoch, beside]
    return _key("chapter", chapter, record["package"]["files"], record, now)


def file_key(
    name: str, report: NotebookNode, record: Mapping[str, Any], now: Mapping[str, Any]
) -> str:
    """Under which a file is kept that is made of the joined report.

    Where something lies that is attached to it is no part of it; what that holds is.
    """
    plain = json.loads(json.dumps(report))
    for attachment in plain["metadata"]["backchannel"]["attachments"]:
        attachment["path"] = sha256(Path(attachment["path"]).read_bytes())
    return _key("file", name, plain, record, now)


def _key(*parts: Any) -> str:
    *own, record, now = parts
    told = [FORMAT, *own, record["code"]["files"], now["lock"], now["environment"]]
    return sha256(json.dumps(told, sort_keys=True).encode())
