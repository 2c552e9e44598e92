"""Does this checkout give the same bytes as a report that exists, or that somebody was sent?

A report carries the record of what it was made from. First the inputs are compared: where one
differs, it is named, and where it is the data or a parameter nothing is built. Otherwise the report
is built again in a fresh folder and compared: byte for byte where all inputs agree, and by what a
reader sees where the code, the notebooks or the packages are of another state.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.press.build.build import HTML, PDF, build
from analysis.press.build.differences import differences
from analysis.press.build.execute import Progress
from analysis.press.build.record import record_of
from analysis.press.build.seen import seen_difference
from analysis.press.plan.place import MARK
from analysis.press.plan.plan import Plan, make_plan
from analysis.press.plan.project import Project
from analysis.problems import Refused
from analysis.scratch import scratch


class NoRecord(Refused):
    """The file is not a report of this kind, or carries no record of what it was made from."""


# Inputs that say who made a report, not of what.
_STATE = ("notebooks", "code", "lock")
_NAMED = 3  # files that are named of those that differ


@dataclass(frozen=True)
class Verdict:
    """What came out of a comparison.

    Attributes
    ----------
    same : the bytes are the same.
    inputs : parameters, tables and other files that differ, in words: a comparison of bytes would
        say no more.
    state : in words, how the code, notebooks and packages differ that the two were made by.
    found : each difference between the two builds, in words: with another state, of what is seen.
    """

    same: bool
    inputs: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def read_record(file: Path) -> dict[str, Any]:
    """The provenance record inside a report's HTML or PDF.

    Raises
    ------
    NoRecord : the file is neither, or has none.
    """
    data = file.read_bytes()
    if data.startswith(b"%PDF-"):
        text = _attached(data)
    elif file.suffix in (".html", ".htm"):
        text = _on_page(data)
    else:
        raise NoRecord(f"{file.name} is neither an HTML page nor a PDF")
    try:
        record = json.loads(text) if text else None
    except json.JSONDecodeError as error:
        raise NoRecord(f"the record in {file.name} is not readable: {error}") from error
    if not isinstance(record, dict) or "parameters" not in record:
        raise NoRecord(f"{file.name} carries no record of what it was made from")
    return record


def _attached(data: bytes) -> str:
    import io

    import pypdf

    attachments = pypdf.PdfReader(io.BytesIO(data)).attachments
    found = attachments.get(MARK, [])
    return found[0].decode("utf-8") if found else ""


def _on_page(data: bytes) -> str:
    from lxml import html

    found = html.fromstring(data).xpath('//pre[@id="Provenance"]')
    return str(found[0].text_content()) if found else ""


def differing_data(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """How the data and the parameters of two records differ, in words: theirs first."""
    said = [
        f"{name}: {theirs.get(name)} there, {ours.get(name)} here"
        for name in ("edition", "evidence_date")
        if theirs.get(name) != ours.get(name)
    ]
    said += _by_name("parameter", theirs.get("parameters", {}), ours["parameters"])
    there, here = _files(theirs, "package"), _files(ours, "package")
    return said + _by_name("package", there, here, values=False)


def differing_state(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """How two states of the project differ, in a line for each kind of input: "code: 3 files"."""
    said = []
    for group in _STATE:
        there, here = _files(theirs, group), _files(ours, group)
        names = [n for n in sorted(there.keys() | here.keys()) if there.get(n) != here.get(n)]
        if names:
            more = ", …" if len(names) > _NAMED else ""
            number = f"{len(names)} file{'s' if len(names) != 1 else ''}"
            said.append(f"{group}: {number} ({', '.join(names[:_NAMED])}{more})")
    return said + _by_name("version of", _versions(theirs), _versions(ours))


def _versions(record: Mapping[str, Any]) -> dict[str, str]:
    return {"backchannel": record.get("backchannel", ""), **record.get("versions", {})}


def _files(record: Mapping[str, Any], group: str) -> Mapping[str, str]:
    files: Mapping[str, str] = record.get(group, {}).get("files", {})
    return files


def _by_name(
    what: str, theirs: Mapping[str, Any], ours: Mapping[str, Any], *, values: bool = True
) -> list[str]:
    said = []
    for name in sorted(theirs.keys() | ours.keys()):
        if name not in ours:
            said.append(f"{what} {name}: only there")
        elif name not in theirs:
            said.append(f"{what} {name}: only here")
        elif theirs[name] != ours[name]:
            tail = f": {theirs[name]} there, {ours[name]} here" if values else " differs"
            said.append(f"{what} {name}{tail}")
    return said


def plan_of(project: Project, record: Mapping[str, Any], package: Path | None = None) -> Plan:
    """The plan that makes the report of a record, in this checkout.

    Parameters
    ----------
    package : folder of the data package, for one that lies outside the checkout: a record knows
        only its name.

    Raises
    ------
    ParameterProblems, DataProblems : what :func:`analysis.press.plan.plan.make_plan` raises.
    """
    parameters = record["parameters"]
    values = {name: parameters[name] for name in record.get("customised", ())}
    if package is not None:
        values["package"] = str(package.resolve())
    elif "package" in values:
        values["package"] = str(project.root / str(values["package"]))
    assignments = [f"{name}={_written(value)}" for name, value in values.items()]
    return make_plan(project, str(record["edition"]), assignments)


def _written(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def verify_file(
    project: Project,
    file: Path,
    *,
    package: Path | None = None,
    jobs: int = 2,
    progress: Progress = lambda step: None,
) -> Verdict:
    """Compare a report that somebody was sent with what this checkout makes of its record.

    Raises
    ------
    NoRecord : the file carries none. Otherwise what a build raises.
    """
    record = read_record(file)
    plan = plan_of(project, record, package)
    name = PDF if file.read_bytes().startswith(b"%PDF-") else HTML
    return _verdict(plan, record, {name: file}, file, name, jobs, progress)


def verify_edition(plan: Plan, *, jobs: int = 2, progress: Progress = lambda step: None) -> Verdict:
    """Build an edition again in a fresh folder and compare it with the one in its place.

    Raises
    ------
    NoRecord : there is no report in its place. Otherwise what a build raises.
    """
    mark = plan.place / MARK
    if not mark.is_file():
        raise NoRecord(f"there is no report in {plan.project.shown(plan.place)}: make it first")
    record = json.loads(mark.read_text(encoding="utf-8"))
    pages = {name: plan.place / name for name in (HTML, PDF)}
    return _verdict(plan, record, pages, plan.place, "", jobs, progress)


def _verdict(
    plan: Plan,
    record: Mapping[str, Any],
    pages: Mapping[str, Path],
    whole: Path,
    part: str,
    jobs: int,
    progress: Progress,
) -> Verdict:
    """Compare `whole` with `part` of a fresh build; where states differ, the `pages` as seen."""
    ours = record_of(plan)
    inputs = tuple(differing_data(record, ours))
    state = tuple(differing_state(record, ours))
    if inputs:
        return Verdict(same=False, inputs=inputs, state=state)
    with scratch("verify") as aside:
        place = aside / "report"
        built = build(replace(plan, place=place), jobs=jobs, progress=progress, fresh=True)
        theirs, own = _files(record, "reads"), _files(built.record, "reads")
        if read := tuple(_by_name("what is read", theirs, own, values=False)):
            return Verdict(same=False, inputs=read, state=state)
        if state:
            seen = ((name, seen_difference(page, place / name)) for name, page in pages.items())
            found = tuple(f"{name}, {said}" for name, said in seen if said)
        else:
            found = tuple(differences(whole, place / part))
    return Verdict(same=not found and not state, state=state, found=found)
