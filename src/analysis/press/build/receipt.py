"""Tells, without importing more than the standard library, that a report is still the right one.

After a build, a receipt names every input and every file of the report with its sha256. When all
of them are still what they were there is nothing to do; whatever differs, the report is built.
Times of files are never looked at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.press.build.cache import Cache
from analysis.press.build.record import FORMAT, state
from analysis.press.plan.inputs import file_hashes, package_hashes, sha256
from analysis.press.plan.project import Project
from analysis.problems import Refused

if TYPE_CHECKING:
    from analysis.parameters import Restricted


@dataclass(frozen=True)
class Request:
    """What somebody asked for.

    Attributes
    ----------
    project : the checkout.
    edition : its name.
    assignments : ``name=value``, in the order given.
    out : the folder named for the report; None where none was.
    folder : absolute folder that relative paths start from.
    """

    project: Project
    edition: str
    assignments: tuple[str, ...]
    out: Path | None
    folder: Path

    def key(self) -> str:
        """Under which its receipt is kept."""
        out = None if self.out is None else str(self.folder / self.out)
        told = [FORMAT, str(self.project.root), self.edition, self.assignments, out]
        return sha256(f"receipt {json.dumps([*told, str(self.folder)])}".encode())


@dataclass(frozen=True)
class Built:
    """A report that has been put in its place.

    Attributes
    ----------
    place : its absolute folder.
    hashes : file of the report, path from there -> sha256 as it was written, in order of path.
    packages : folders of the data packages that were looked at, as they were named, links not
        followed; last the one that it was made from.
    reads : absolute path -> sha256, of what its chapters say that they read beyond their inputs.
    record : its provenance.
    made : steps that were carried out: chapters that ran, files that were exported.
    reused : steps whose outcome came from the cache.
    before : the folder in which the report is kept that was replaced, where that was made from
        other data or parameters; else None.
    """

    place: Path
    hashes: Mapping[str, str]
    packages: Sequence[Path]
    reads: Mapping[str, str]
    record: Mapping[str, Any]
    made: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    before: Path | None = None

    @property
    def files(self) -> list[Path]:
        """The files of the report, absolute, in order of path."""
        return [self.place / name for name in self.hashes]


class Receipt:
    """The receipt for one request: asked for before a build, and written after it.

    What the inputs are is found out here and now, before anything is read for a build.
    """

    def __init__(self, request: Request, cache: Cache) -> None:
        self._request = request
        self._cache = cache
        self._before = state(request.project)

    def standing(self) -> list[Path] | None:
        """The files of the report that was asked for, if it stands and nothing has changed."""
        kept = self._cache.get(self._request.key())
        if kept is None:
            return None
        told = json.loads(kept)
        place = Path(told["place"])
        same = (
            told["inputs"] == self._before
            and told["packages"]
            == [_package(one["named"], told["restricted"]) for one in told["packages"]]
            and unchanged(told["reads"])
            and told["files"] == files_of(place)
        )
        return [place / name for name in told["files"]] if same else None

    def keep(self, built: Built) -> None:
        """Keep a receipt for a report that has just been made.

        None is kept when an input is not what it was before the build, or is not what the report
        says that it was made from.
        """
        before, record = self._before, built.record
        restricted = record["parameters"]["restricted"]
        packages = [_package(str(named), restricted) for named in built.packages]
        notebooks = record["notebooks"]["files"]
        if (
            before == state(self._request.project)
            and before["code"] == record["code"]["files"]
            and before["lock"] == record["lock"]["sha256"]
            and notebooks == {name: before["notebooks"].get(name) for name in notebooks}
            and packages[-1]["files"] == record["package"]["files"]
        ):
            told = {
                "inputs": before,
                "packages": packages,
                "restricted": restricted,
                "reads": dict(built.reads),
                "place": str(built.place),
                "files": dict(built.hashes),
            }
            self._cache.put(self._request.key(), json.dumps(told).encode())


def unchanged(reads: Mapping[str, str]) -> bool:
    """Whether each of these files (absolute path -> sha256) is still what it was."""
    return all(content_of(Path(path)) == digest for path, digest in reads.items())


def content_of(path: Path) -> str | None:
    """sha256 of a file as it is now, or of a package with restricted sources as it is published.

    None where there is none to read.
    """
    try:
        if not path.is_dir():
            return sha256(path.read_bytes())
        from analysis.package.published.package import checksum

        return checksum(path)
    except (OSError, ValueError, Refused):
        return None


def files_of(place: Path) -> dict[str, str]:
    """Every file of a report, path from its folder -> sha256."""
    return file_hashes((path for path in place.rglob("*") if path.is_file()), place)


def _package(named: str, restricted: Restricted) -> dict[str, Any]:
    """What lies under the name of a data package: where links lead, and its files by sha256."""
    folder = Path(os.path.realpath(named))
    if folder.name == "datapackage.json":
        folder = folder.parent
    try:
        files = package_hashes(folder, restricted)
    # Whatever is wrong with it is for a build to say.
    except (OSError, ValueError, TypeError, AttributeError, Refused):
        files = {}
    return {"named": named, "folder": str(folder), "files": files}
