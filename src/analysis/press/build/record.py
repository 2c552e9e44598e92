"""What a report is made from: its record of provenance, and the keys under which work is kept.

One record over everything: the data package, the parameters, the notebooks, all code, the lock
file, the versions. Neither a time nor a name of this machine is an input, so none is recorded; how
long things took goes to the log.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__
from analysis.press.plan.inputs import code_hashes, combined, package_hashes, sha256
from analysis.press.plan.project import EDITIONS, Project
from analysis.press.plan.tidy import NotANotebook, tidied

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.press.plan.chapters import ChapterJob
    from analysis.press.plan.plan import Plan

Hashes = Mapping[str, str]

# To be raised when what is kept, or how it is checked, becomes another.
FORMAT = 3

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


def state(project: Project) -> dict[str, Any]:
    """All that any report of a checkout depends on but its data package.

    Returns
    -------
    code, notebooks : path -> sha256, of every file of the code and of the notebooks' folder; of a
        notebook, that of what it says.
    lock : sha256 of the lock file; None where there is none.
    environment : Python, and the name and version of each distribution that it can import.
    """
    installed = {
        found.name
        for folder in map(Path, filter(None, sys.path))
        if folder.is_dir()
        for found in folder.glob("*.dist-info")
    }
    return {
        "code": code_hashes(),
        "notebooks": dict(
            sorted(
                (path.relative_to(project.notebooks).as_posix(), _digest(path))
                for path in project.notebooks.rglob("*")
                # What is hidden is somebody's file in the making.
                if path.is_file() and _NOT_READ.isdisjoint(path.parts) and path.name[0] != "."
            )
        ),
        "lock": sha256(project.lock.read_bytes()) if project.lock.is_file() else None,
        "environment": [sys.version, *sorted(installed)],
    }


def _digest(path: Path) -> str:
    """sha256 of a file; of a notebook, that of what it says, which no save and no run changes."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        with suppress(NotANotebook):
            return sha256(tidied(data).encode())
    return sha256(data)


def record_of(plan: Plan, now: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The provenance of the report that a plan makes, as its inputs are now; ready for JSON.

    `now` is the :func:`state` of the checkout, where it is known already. What a chapter says that
    it reads beyond them is added when it has run, as ``reads``.
    """
    codebook, now = plan.codebook, now or state(plan.project)
    package = package_hashes(plan.parameters.package, plan.parameters.restricted)
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


def beside(now: Mapping[str, Any]) -> dict[str, str]:
    """Of a :func:`state`, what lies beside the notebooks and any chapter may read."""
    return {
        name: digest
        for name, digest in now["notebooks"].items()
        if not name.endswith(".ipynb") and name != Path(EDITIONS).name
    }


Inputs = tuple[Hashes, Mapping[str, Any]]
"""The files of a data package, and the :func:`state` of the checkout."""


def changed(before: Inputs, after: Inputs) -> list[str]:
    """What is not the same at two times, by name."""

    def groups(package: Hashes, now: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        versions = {"the installed packages": now["environment"]}
        return [package, now["code"], beside(now), {"requirements.txt": now["lock"]}, versions]

    return [
        name
        for was, now in zip(groups(*before), groups(*after), strict=True)
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
    chapter = [job.name, job.source, dict(job.parameters), job.epoch, beside(now)]
    return _key("chapter", chapter, record["package"]["files"], record, now)


def digest_of(report: NotebookNode) -> str:
    """sha256 of a joined report.

    Where something lies that is attached to it is no part of it; what that holds is.
    """
    plain = json.loads(json.dumps(report))
    for attachment in plain["metadata"]["backchannel"]["attachments"]:
        if "path" in attachment:
            attachment["path"] = sha256(Path(attachment["path"]).read_bytes())
    return sha256(json.dumps(plain, sort_keys=True).encode())


def file_key(name: str, digest: str, record: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Under which a file is kept that is made of a joined report, by the digest of that."""
    return _key("file", name, digest, record, now)


def _key(*parts: Any) -> str:
    *own, record, now = parts
    told = [FORMAT, *own, record["code"]["files"], now["lock"], now["environment"]]
    return sha256(json.dumps(told, sort_keys=True).encode())
