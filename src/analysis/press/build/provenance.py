"""What a report was made from: every input by its sha256, the parameters as used, the versions.

Neither a time nor a name of this machine is an input, so none is recorded here; how long things
took goes to the log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis import __version__

# Distributions whose code decides what a report says or how it looks.
MAKERS = (
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "edtf",
    "pandera",
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


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def file_hashes(files: Iterable[Path], root: Path) -> dict[str, str]:
    """Path from `root`, with forward slashes -> sha256, in order of path."""
    hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in files}
    return dict(sorted(hashes.items()))


def combined(hashes: Mapping[str, str]) -> str:
    """One sha256 for many files: of the lines that ``sha256sum`` prints for them, by path."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return sha256(lines.encode())


def code_hashes() -> dict[str, str]:
    """Every file of the ``analysis`` package: code, templates, fonts, styles."""
    package = Path(__file__).resolve().parents[2]
    files = (
        path
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name[0] != "."
    )
    return file_hashes(files, package.parent)


def package_hashes(package: Path) -> dict[str, str]:
    """``datapackage.json`` of a data package and the files of its tables.

    What else lies in the folder (the sources' texts, a README) is not read for a report.
    """
    descriptor = package / "datapackage.json"
    resources = json.loads(descriptor.read_text(encoding="utf-8")).get("resources", [])
    paths = [r["path"] for r in resources if isinstance(r.get("path"), str)]
    return file_hashes([descriptor, *(package / path for path in paths)], package)


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


def provenance(
    *,
    edition: str,
    customised: Iterable[str],
    parameters: Mapping[str, Any],
    evidence_date: str,
    package: Mapping[str, Any],
    notebooks: Mapping[str, str],
    lock: str | None,
) -> dict[str, Any]:
    """The whole record, ready for JSON.

    Parameters
    ----------
    edition : its name.
    customised : names of the parameters that differ from those of the edition.
    parameters : as the chapters were given them.
    evidence_date : ISO date of the newest evidence.
    package : name, title, version and ``files`` (path -> sha256) of the data package.
    notebooks : file name -> sha256.
    lock : sha256 of the lock file, None where there is none.
    """
    code = code_hashes()
    return {
        "backchannel": __version__,
        "edition": edition,
        "customised": sorted(customised),
        "parameters": dict(parameters),
        "evidence_date": evidence_date,
        "package": {**package, "sha256": combined(package["files"])},
        "notebooks": {"files": dict(notebooks), "sha256": combined(notebooks)},
        "code": {"files": code, "sha256": combined(code)},
        "lock": {"files": {"requirements.txt": lock} if lock else {}, "sha256": lock},
        "versions": versions(),
    }


def as_json(record: Mapping[str, Any]) -> str:
    """JSON text with a fixed order of keys."""
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
