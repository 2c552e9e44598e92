"""Statements of a rebuild, in the form of in-toto: who built what again, and got the same bytes.

A statement is plain JSON (in-toto Statement v1 with the predicate SLSA provenance v1) and holds no
time and no path of a machine: the same rebuild by the same builder gives the same bytes. It is not
signed here; whoever needs to know that a builder wrote it signs the file (docs/proof.md).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.press.document.numbering import json_text
from analysis.press.plan.inputs import sha256
from analysis.problems import Refused

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:backchannel:report:v1"
SUFFIX = ".intoto.json"
ENVELOPE = "application/vnd.in-toto+json"
_BUILDER = re.compile(r"[^\x00-\x20\x7f]+")


class BadStatement(Refused):
    """A file is no statement of a rebuild, or none can be written."""


@dataclass(frozen=True)
class Statement:
    """One statement as it was read.

    Attributes
    ----------
    file : where it lies.
    builder : who says that they built it.
    digests : name -> sha256 of what they got.
    signed : it lies in an envelope with signatures, which nobody has checked here.
    """

    file: Path
    builder: str
    digests: Mapping[str, str]
    signed: bool


def statement(files: Mapping[str, str], record: Mapping[str, Any], builder: str) -> str:
    """The text of a statement.

    Parameters
    ----------
    files : name -> sha256, of what the rebuild gave.
    record : the provenance of the report.
    builder : name or address of who built it, without blanks.

    Raises
    ------
    BadStatement : the builder has no name that could be told from another.
    """
    if not _BUILDER.fullmatch(builder):
        raise BadStatement(f'"{builder}" is no name of a builder; write one without blanks')
    used = {
        f"{group}/{name}": digest
        for group in ("package", "notebooks", "lock", "reads")
        for name, digest in record.get(group, {}).get("files", {}).items()
    }
    used["code"] = record["code"]["sha256"]
    return json_text(
        {
            "_type": STATEMENT,
            "subject": [_named(name, digest) for name, digest in sorted(files.items())],
            "predicateType": PREDICATE,
            "predicate": {
                "buildDefinition": {
                    "buildType": BUILD_TYPE,
                    "externalParameters": {
                        "edition": record["edition"],
                        "parameters": record["parameters"],
                    },
                    "internalParameters": {"versions": record["versions"]},
                    "resolvedDependencies": [_named(n, used[n]) for n in sorted(used)],
                },
                "runDetails": {
                    "builder": {"id": builder, "version": {"backchannel": record["backchannel"]}}
                },
            },
        }
    )


def _named(name: str, digest: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": digest}}


def beside(report: Path, builder: str) -> Path:
    """Where the statement on a report's folder or file lies: next to it, never in it."""
    plain = re.sub(r"[^A-Za-z0-9@._-]", "-", builder).strip(".") or "builder"
    return report.with_name(f"{report.name}.{plain}{SUFFIX}")


def statements_beside(report: Path) -> list[Path]:
    """The statements that lie next to a report, by name."""
    found = report.parent.iterdir() if report.parent.is_dir() else ()
    return sorted(
        path
        for path in found
        if path.name.startswith(f"{report.name}.") and path.name.endswith(SUFFIX)
    )


def read_statement(file: Path) -> Statement:
    """A statement, plain or in an envelope (DSSE).

    Raises
    ------
    BadStatement : it is none, or one on something else than a report.
    """
    try:
        told = json.loads(file.read_bytes())
        signed = told.get("payloadType") == ENVELOPE
        if signed:
            told = json.loads(base64.b64decode(told["payload"], validate=True))
        ours = told["_type"] == STATEMENT and told["predicateType"] == PREDICATE
        definition, details = told["predicate"]["buildDefinition"], told["predicate"]["runDetails"]
        ours = ours and definition["buildType"] == BUILD_TYPE
        digests = {str(one["name"]): str(one["digest"]["sha256"]) for one in told["subject"]}
        builder = str(details["builder"]["id"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise BadStatement(f"{file} is no statement in the form of in-toto ({error})") from error
    if not ours:
        raise BadStatement(f"{file} is a statement on something else than a rebuilt report")
    return Statement(file, builder, digests, signed)


@dataclass(frozen=True)
class Agreement:
    """Which builders got these bytes, and which statements say something else.

    Attributes
    ----------
    agreeing : builder -> its statement; one builder counts once.
    other : statements on other bytes, or on none of these files.
    """

    agreeing: Mapping[str, Statement]
    other: tuple[Statement, ...]


def agreement(files: Iterable[Path], statements: Iterable[Statement]) -> Agreement:
    """Compare files with what builders state that they got.

    Parameters
    ----------
    files : the page, the PDF, or both; a statement agrees when it states the bytes of each.
    """
    needed = {sha256(file.read_bytes()) for file in files}
    agreeing: dict[str, Statement] = {}
    other = []
    for one in statements:
        if needed <= set(one.digests.values()):
            agreeing.setdefault(one.builder, one)
        else:
            other.append(one)
    return Agreement(agreeing, tuple(other))
