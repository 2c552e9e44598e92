"""``backchannel export``: an edition in the forms of others, narrowed as its report is.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.report import split_assignments, warm_up
from analysis.commands.terminal import progress_bar, tell
from analysis.exports import FORMS

if TYPE_CHECKING:
    from analysis.exports.edition import Edition
    from analysis.package.published.package import Opened
    from analysis.package.tables import Tables
    from analysis.parameters import Restricted
    from analysis.press.plan.plan import Plan

DONE = 0

HELP = "write an edition as a data package, timeline, map of events, annotations, or crate of a run"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its own arguments; those that make an edition are those of ``report``."""
    command.add_argument(
        "forms",
        nargs="*",
        type=_form,
        metavar="FORM",
        help=f"of {', '.join(FORMS)} [all of them]; ro-crate makes the report as well",
    )


def _form(text: str) -> str:
    if text not in FORMS:
        from analysis.problems import nearest

        mend = nearest(text, FORMS) or f"there are {', '.join(FORMS)}"
        raise argparse.ArgumentTypeError(f'no form "{text}"; {mend}')
    return text


def run(options: argparse.Namespace) -> int:
    """Write the forms that were asked for, whole or not at all; the exit status is returned.

    Raises
    ------
    ParameterProblems, DataProblems : as ``report``, before anything is written.
    NotAReport : the place is taken by something that is not an export.
    Hidden : the export would hold what a restricted source alone tells.
    """
    forms = [form for form in FORMS if form in options.forms or not options.forms]
    if "ro-crate" in forms:
        warm_up(options)
    from analysis.press.build.hidden import refuse_hidden
    from analysis.press.plan.exported import EXPORT
    from analysis.press.plan.place import folder_for

    plan, edition = _planned(options)
    if plan.note:
        tell(plan.note, aside=True)
    with folder_for(plan.place, product=EXPORT) as folder:
        for form in forms:
            if form != "ro-crate":
                _write(folder / form, _files(form, plan, edition))
        if edition.opened.kept is not None:
            refuse_hidden(plan, folder)
        if "ro-crate" in forms:
            _crate(folder / "ro-crate", plan, edition, options)
        files = _mark(folder, plan, forms)
    _tell(forms, files, plan, edition)
    return DONE


def _planned(options: argparse.Namespace) -> tuple[Plan, Edition]:
    """The plan of the report of the same edition, and what that would be about."""
    from analysis.exports.edition import Edition
    from analysis.package.choices import narrowed
    from analysis.package.published.package import opened
    from analysis.package.tables import tables_of
    from analysis.press.build.contents import description_of, title_of
    from analysis.press.plan.exported import EXPORT
    from analysis.press.plan.plan import make_plan
    from analysis.press.plan.project import Project

    read: dict[Path, tuple[Opened, Tables]] = {}

    def load(folder: Path, restricted: Restricted = "left-out") -> Tables:
        made = opened(folder, restricted)
        read[folder] = made, tables_of(made, restricted)
        return read[folder][1]

    given = (*options.parameters, *split_assignments(options.set))
    project = Project.find(Path.cwd())
    plan = make_plan(project, options.edition, given, out=options.out, load=load, product=EXPORT)
    used = plan.parameters
    made, data = read[used.package]
    view = narrowed(data, used)
    name = plan.edition.name + ("+custom" if plan.customised else "")
    date = plan.evidence_date.isoformat()
    texts = title_of(plan), plan.subtitle, description_of(plan)
    return plan, Edition(view, made, name, *texts, date)


def _files(form: str, plan: Plan, edition: Edition) -> Mapping[str, bytes]:
    from analysis.exports import annotations, data_package, timelinejs, timemap
    from analysis.package.codebook import read_description

    if form == "data-package":
        told = edition.opened.told or read_description(plan.parameters.package)
        return data_package.files(edition, told)
    makers: dict[str, Callable[[Edition], Mapping[str, bytes]]] = {
        "timelinejs": timelinejs.files,
        "timemap": timemap.files,
        "annotations": annotations.files,
    }
    return makers[form](edition)


def _crate(folder: Path, plan: Plan, edition: Edition, options: argparse.Namespace) -> None:
    """The report, what it is made from, and what is to be said of its making."""
    from analysis.exports import crate
    from analysis.package.codebook import read_description
    from analysis.press.build.build import build, steps
    from analysis.press.build.contents import package_of

    folder.mkdir()
    own = replace(plan, place=folder / crate.REPORT)
    with progress_bar(steps(own)) as progress:
        record = build(own, jobs=options.jobs, progress=progress, fresh=options.fresh).record
    with package_of(plan) as package:
        names = record["package"]["files"]
        _write(folder / crate.PACKAGE, {name: (package / name).read_bytes() for name in names})
    _write(folder / crate.CHAPTERS, {job.name: job.source.encode() for job in plan.jobs})
    licences = read_description(plan.parameters.package).get("licenses") or [{}]
    run = crate.Run(
        files=dict(_read(folder)),
        parameters=record["parameters"],
        software=record["backchannel"],
        code=record["code"]["sha256"],
        versions=record["versions"],
        licence=(licences[0].get("path", ""), licences[0].get("title", "")),
    )
    _write(folder, {crate.NAME: crate.metadata(edition, run)})


def _mark(folder: Path, plan: Plan, forms: list[str]) -> list[str]:
    """Write the record of the export; its files, in order of path."""
    from analysis import __version__
    from analysis.exports.edition import json_bytes
    from analysis.press.plan.exported import EXPORTED
    from analysis.press.plan.inputs import combined, package_hashes, sha256

    used = plan.parameters
    package = package_hashes(used.package, used.restricted)
    files = {path: sha256(content) for path, content in _read(folder)}
    told: dict[str, Any] = {
        "backchannel": __version__,
        "edition": plan.edition.name,
        "customised": sorted(plan.customised),
        "parameters": plan.shown_parameters(),
        "evidence_date": plan.evidence_date.isoformat(),
        "package": {"name": plan.codebook.name, "files": package, "sha256": combined(package)},
        "forms": forms,
        "files": files,
    }
    _write(folder, {EXPORTED: json_bytes(told)})
    return [*files]


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _tell(forms: list[str], files: list[str], plan: Plan, edition: Edition) -> None:
    from analysis.exports.timemap import without_a_day
    from analysis.report.wording import counted_figure

    view = edition.view
    events, evidence = len(view.events), len(view.evidence)
    tell(f"{edition.title}, {edition.subtitle}: {events:,} events, {evidence:,} pieces of evidence")
    for form in forms:
        own = [name for name in files if name.startswith(f"{form}/")]
        first = own[0] if len(own) == 1 else f"{form}/"
        count = "" if len(own) == 1 else f"  {counted_figure(len(own), 'file')}"
        tell(f"{os.path.relpath(plan.place / first)}{count}")
    lost = without_a_day(edition) if "timemap" in forms else []
    if lost:
        told = f"{counted_figure(len(lost), 'event')} of which no day is stated: {', '.join(lost)}"
        tell(f"timemap shows nothing without a day, and leaves out {told}", aside=True)
