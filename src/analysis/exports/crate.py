"""The run that made a report, as an RO-Crate (1.1, by the profile of process runs).

A crate is a folder with ``ro-crate-metadata.json``, which says of each file what it is, and of the
run what went in, by what it was made, and what came out. No time of the run is told: a report asks
no clock, so that who makes it again has the same crate, byte for byte.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from analysis.exports.edition import Edition, json_lines

NAME = "ro-crate-metadata.json"
PACKAGE, CHAPTERS, REPORT = "package", "chapters", "report"

_SPEC = "https://w3id.org/ro/crate/1.1"
_PROCESS = "https://w3id.org/ro/wfrun/process/0.5"
_TYPES = {".ipynb": "application/x-ipynb+json", ".csv": "text/csv"}
_FOLDERS = {
    PACKAGE: ("Data package", "What the report was made from, as it is published."),
    CHAPTERS: ("Chapters", "The notebooks, as they were before they ran."),
    REPORT: ("Report", "What the run made."),
}

Entity = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What is known of a run.

    Attributes
    ----------
    files : path from the crate -> content; each lies in one of the folders package, chapters and
        report.
    parameters : those that it was made with, by name.
    software : the version of Backchannel.
    code : sha256 over all files of its code.
    versions : the libraries that make a report, by name.
    licence : of the data: its address and title; "" where none is stated.
    """

    files: Mapping[str, bytes]
    parameters: Mapping[str, Any]
    software: str
    code: str
    versions: Mapping[str, str]
    licence: tuple[str, str]


def metadata(edition: Edition, run: Run) -> bytes:
    """The file that makes a crate of the folder in which these files lie."""
    folders = [_folder(name, run.files) for name in _FOLDERS]
    parameters = [_parameter(name, value) for name, value in run.parameters.items()]
    libraries = [
        {"@id": f"#{name}", "@type": "SoftwareApplication", "name": name, "version": version}
        for name, version in run.versions.items()
    ]
    address, title = run.licence
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{edition.title}: {edition.subtitle}",
        "description": edition.description or edition.title,
        "datePublished": edition.date,
        "license": {"@id": address} if address else "not stated",
        "conformsTo": {"@id": _PROCESS},
        "hasPart": _refer(folders),
        "mentions": {"@id": "#run"},
    }
    software = {
        "@id": "#backchannel",
        "@type": "SoftwareApplication",
        "name": "Backchannel",
        "version": run.software,
        "sha256": run.code,
        "softwareRequirements": _refer(libraries),
    }
    action = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"The making of the report {edition.name}",
        "instrument": {"@id": "#backchannel"},
        "object": [{"@id": f"{PACKAGE}/"}, {"@id": f"{CHAPTERS}/"}, *_refer(parameters)],
        "result": [{"@id": f"{REPORT}/"}],
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }
    described = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPEC},
        "about": {"@id": "./"},
    }
    profile = {
        "@id": _PROCESS,
        "@type": ["CreativeWork", "Profile"],
        "name": "Process Run Crate",
        "version": "0.5",
    }
    graph = [described, root, profile, *folders, *map(_file, sorted(run.files.items()))]
    graph += [action, software, *libraries, *parameters]
    if address:
        graph.append({"@id": address, "@type": "CreativeWork", "name": title or address})
    return json_lines({"@context": f"{_SPEC}/context", "@graph": graph}, 2)


def _folder(name: str, files: Mapping[str, bytes]) -> Entity:
    title, about = _FOLDERS[name]
    inside = [{"@id": path} for path in sorted(files) if path.startswith(f"{name}/")]
    kind = {"@id": f"{name}/", "@type": "Dataset", "name": title}
    return kind | {"description": about, "hasPart": inside}


def _file(pair: tuple[str, bytes]) -> Entity:
    path, content = pair
    suffix = PurePosixPath(path).suffix
    return {
        "@id": path,
        "@type": "File",
        "name": PurePosixPath(path).name,
        "encodingFormat": _TYPES.get(suffix) or mimetypes.types_map[suffix],
        "contentSize": str(len(content)),
        "sha256": sha256(content).hexdigest(),
    }


def _parameter(name: str, value: Any) -> Entity:
    told = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return {"@id": f"#parameter-{name}", "@type": "PropertyValue", "name": name, "value": told}


def _refer(entities: Iterable[Entity]) -> list[Entity]:
    return [{"@id": entity["@id"]} for entity in entities]
