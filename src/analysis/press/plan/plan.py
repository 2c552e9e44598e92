"""Decides all of a build before any of it is done: parameters, data, chapters, place.

Whatever a user can get wrong is found here, all of it at once, with no kernel started and no
file written.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.package.choices import newest_evidence, package_values
from analysis.parameters import Parameters, names
from analysis.parameters_given import (
    Given,
    PackageValues,
    ParameterProblems,
    Validated,
    check_values,
    read_assignments,
    validate,
)
from analysis.press.plan.catalogue import Catalogue, Load, load_package
from analysis.press.plan.chapters import ChapterJob, find_chapters, make_jobs
from analysis.press.plan.editions import DEFAULT_EDITION, Edition
from analysis.press.plan.place import REPORT, Product, check_place
from analysis.press.plan.project import Project
from analysis.press.plan.restricted import on_restricted
from analysis.press.plan.subtitle import default_subtitle, window
from analysis.problems import DataProblems, Problem

if TYPE_CHECKING:
    from analysis.package.codebook import Codebook

CUSTOM, BRIEF = "+custom", "+brief"

# What an edition says of its own data package and of no other.
_OF_THE_PACKAGE = ("start", "end", "sides", "sources", "channels", "title", "subtitle")


@dataclass(frozen=True)
class Plan:
    """A build in which nothing is left open.

    Attributes
    ----------
    project : the checkout.
    edition : the named edition that it starts from.
    parameters : as used, with the window filled in and the package as an absolute path.
    customised : names of the parameters that differ from those of the edition.
    codebook : that of the data package.
    evidence_date : publication day of the newest evidence.
    jobs : the chapters, in reading order.
    place : absolute folder of the finished report.
    subtitle : what stands under the title: as given, or the window and what was chosen.
    note : which window was taken, where the package is not that of the edition; what is left out
        of restricted sources; else "".
    packages : data packages that were looked at, as they were named, links not followed: the
        edition's own, and last the one of the report.
    """

    project: Project
    edition: Edition
    parameters: Parameters
    customised: tuple[str, ...]
    codebook: Codebook
    evidence_date: dt.date
    jobs: tuple[ChapterJob, ...]
    place: Path
    subtitle: str
    note: str
    packages: tuple[Path, ...]

    def shown_parameters(self) -> dict[str, Any]:
        """The parameters as a report states them: no path of this machine."""
        values = self.parameters.model_dump(mode="json")
        return {**values, "package": self.project.shown(self.parameters.package)}


def make_plan(
    project: Project,
    edition: str | Edition,
    assignments: Sequence[str] = (),
    *,
    out: Path | None = None,
    folder: Path | None = None,
    load: Load = load_package,
    product: Product | None = None,
) -> Plan:
    """Plan the report of an edition, with some parameters set anew.

    Parameters
    ----------
    project : the checkout.
    edition : name of an edition in ``notebooks/editions.yaml``, or of a member of a grid there;
        or the edition itself, from the catalogue.
    assignments : ``name=value`` strings; paths in them start from `folder`.
    out : where the report goes; None for ``reports/EDITION``, or ``reports/EDITION+custom`` when
        a parameter differs from the edition's, so that a named report always is what its name says;
        its brief alone goes to ``reports/EDITION+brief``.
    folder : the user's working folder, None for that of this process.
    load : reads the data package; whoever makes many plans gives one that remembers.
    product : what the place is to hold; None is a report.

    Raises
    ------
    ParameterProblems : everything wrong with parameters, edition and notebooks.
    DataProblems : everything wrong with the data package.
    NothingDated : the package covers no stated day.
    NotAReport : the place is taken by something that is not a report.
    """
    given, problems = read_assignments(assignments, folder or Path.cwd())
    load = functools.cache(load)
    try:
        chosen = edition if isinstance(edition, Edition) else Catalogue(project, load).find(edition)
    except ParameterProblems as found:
        raise ParameterProblems([*found.problems, *problems]) from None
    default_package = project.seeds
    foreign = _is_foreign(chosen, given, default_package)
    left = {k: v for k, v in chosen.values.items() if not (foreign and k in _OF_THE_PACKAGE)}
    combined = {**left, **given}
    asked = validate(combined, default_package)
    problems += asked.problems
    if "package" in asked.refused:
        raise ParameterProblems(problems)
    try:
        data = load(asked.parameters.package, asked.parameters.restricted)
    except DataProblems as found:
        if problems:
            raise ParameterProblems([*problems, *found.problems]) from None
        raise
    values = package_values(data)
    note = ""
    if foreign:
        combined, asked, note = _in_window(chosen, combined, asked, values)
    problems += check_values(asked.parameters, combined, values)
    chapters = find_chapters(project.notebooks)
    if not chapters:
        where = project.shown(project.notebooks)
        problems.append(Problem(where, 0, "", None, "has no numbered notebook"))
    if problems:
        raise ParameterProblems(problems)

    parameters = asked.parameters.within(values.first, values.last)
    customised = _customised(given, asked, validate(chosen.values, default_package))
    if parameters.extent == "brief":
        chapters = chapters[:1]
    product = product or REPORT
    place = out or project.root / product.folder / (chosen.name + _suffix(parameters, customised))
    check_place(place, product)
    evidence_date = newest_evidence(data, parameters)
    midnight = dt.datetime.combine(evidence_date, dt.time(), tzinfo=dt.UTC)
    jobs = make_jobs(
        chapters, _for_kernels(parameters, project.notebooks), int(midnight.timestamp())
    )
    return Plan(
        project=project,
        edition=chosen,
        parameters=parameters,
        customised=customised,
        codebook=data.codebook,
        evidence_date=evidence_date,
        jobs=tuple(jobs),
        place=place.absolute(),
        subtitle=(parameters.subtitle or default_subtitle(parameters, data))
        + (", with restricted sources: not for publication" if data.confidential else ""),
        note="\n".join(filter(None, (note, *on_restricted(data)))),
        packages=tuple(
            _named(values, project.notebooks / "../seeds") for values in (chosen.values, combined)
        ),
    )


def _suffix(parameters: Parameters, customised: Sequence[str]) -> str:
    """What the folder of a report adds to the name of an edition that it differs from."""
    brief = "extent" in customised and parameters.extent == "brief"
    return BRIEF * brief + CUSTOM * bool({*customised} - ({"extent"} if brief else set()))


def _named(given: Mapping[str, Given], default: Path) -> Path:
    package = given.get("package")
    return default if package is None else package.folder.absolute() / str(package.value)


def _is_foreign(edition: Edition, given: Mapping[str, Given], default: Path) -> bool:
    """Whether another package is given than that of the edition."""
    if "package" not in given:
        return False
    own = {name: value for name, value in edition.values.items() if name == "package"}
    other = validate({"package": given["package"]}, default).parameters.package
    return other != validate(own, default).parameters.package


def _in_window(
    edition: Edition, combined: dict[str, Given], asked: Validated, values: PackageValues
) -> tuple[dict[str, Given], Validated, str]:
    """What was asked of another package, in the window of the edition where that fits.

    It fits where it has a covered day in it; that of the default edition, where it has them all.

    Returns
    -------
    Values as given, the same checked, and what to say of the window; "" where it was given.
    """
    own = {name: edition.values[name] for name in ("start", "end") if name in edition.values}
    if asked.problems or own.keys() <= combined.keys():
        return combined, asked, ""
    kept = own | combined
    tried = validate(kept, asked.parameters.package)
    used = tried.parameters.within(values.first, values.last)
    assert used.start is not None
    assert used.end is not None
    some = max(used.start, values.first) <= min(used.end, values.last)
    whole = used.start <= values.first and values.last <= used.end
    if not tried.problems and (whole or (some and edition.name != DEFAULT_EDITION)):
        words = f'window: {window(used)}, that of the edition "{edition.name}"'
        return kept, tried, f"{words}; -p start=… -p end=… set another"
    words = f"window: {window(asked.parameters.within(values.first, values.last))}"
    few = "not all" if some else "none"
    why = f"{few} of its days {'lie' if some else 'lies'} in the window of the edition"
    return combined, asked, f'{words}, that of the data package: {why} "{edition.name}"'


def _customised(given: dict[str, Given], asked: Validated, edition: Validated) -> tuple[str, ...]:
    return tuple(
        name
        for name in names()
        if name in given
        and (
            name in edition.refused
            or getattr(asked.parameters, name) != getattr(edition.parameters, name)
        )
    )


def _for_kernels(parameters: Parameters, notebooks: Path) -> dict[str, Any]:
    """The chapters' parameters as JSON values; the package's path starts at the notebooks."""
    values = parameters.model_dump(mode="json", include=set(names("chapters")))
    package = os.path.relpath(parameters.package, notebooks.resolve())
    return {**values, "package": Path(package).as_posix()}
