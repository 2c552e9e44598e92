"""Values for the parameters as somebody gave them: read, checked, and answered all at once.

Where a value came from (a ``-p``, a line of ``editions.yaml``, a cell) travels with it, so that
the message can say so. Nothing here reads a table; :class:`PackageValues` brings what is needed.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from analysis.days import MOST_YEARS
from analysis.parameters import Parameters, in_words, names
from analysis.problems import DataProblems, Problem, nearest, told

# What people call a period, beside the letter that stands for it.
_PERIODS = {"day": "D", "daily": "D", "week": "W", "weekly": "W", "month": "M", "monthly": "M"}


@dataclass(frozen=True)
class Given:
    """A value as somebody gave it, and where.

    Attributes
    ----------
    value : as read, not yet checked.
    file, line, column : the place, as :class:`~analysis.problems.Problem` shows it.
    folder : what a relative path in `value` starts from.
    """

    value: object
    file: str
    line: int
    column: str
    folder: Path

    def problem(self, value: object, rule: str, mend: str = "") -> Problem:
        """A problem of this value, at its place."""
        return Problem(self.file, self.line, self.column, str(value), rule, mend)


class ParameterProblems(DataProblems):
    """Raised with everything that is wrong with the parameters, before anything is computed."""

    def __init__(self, problems: Iterable[Problem], outcome: str = "nothing was built") -> None:
        super().__init__(problems)
        count = len(self.problems)
        self.summary = f"{count} problem{'s' if count != 1 else ''}; {outcome}"
        self.args = ("\n".join([*told(self.problems), self.summary]),)


def read_assignments(
    assignments: Sequence[str], folder: Path
) -> tuple[dict[str, Given], list[Problem]]:
    """Read ``name=value`` strings of the command line; paths in them start from `folder`."""
    given: dict[str, Given] = {}
    problems = []
    for text in assignments:
        name, equals, value = text.partition("=")
        name = name.strip()
        here = Given(value.strip(), f"-p {text}", 0, "", folder)
        if not equals or not name:
            problems.append(here.problem(text, "is not written name=value"))
        elif name in given:
            problems.append(here.problem(name, "is given twice"))
        else:
            given[name] = here
    return given, problems


@dataclass(frozen=True)
class Validated:
    """Parameters, and what was wrong with some of them.

    Attributes
    ----------
    parameters : with the default in the place of each refused value.
    refused : names of the parameters whose value was refused.
    problems : why; empty when all is well.
    """

    parameters: Parameters
    refused: frozenset[str]
    problems: list[Problem]


def validate(given: Mapping[str, Given], default_package: Path) -> Validated:
    """Check names, types and ranges, and the order of the window.

    Parameters
    ----------
    given : name -> value; what is not given has its default.
    default_package : absolute folder of the package when none is given.
    """
    raw = {name: _located(name, one) for name, one in given.items()}
    raw.setdefault("package", default_package)
    problems: list[Problem] = []
    refused: set[str] = set()
    while True:
        try:
            return Validated(Parameters.model_validate(raw), frozenset(refused), problems)
        except ValidationError as errors:
            for error in errors.errors():
                # Only the check of the whole window carries no name: it is the end that is wrong.
                name = str(error["loc"][0]) if error["loc"] else _later_given(given)
                problems.append(_problem(error, name, given))
                refused.add(name)
        # Without the refused values the others can still be checked against each other.
        raw = {name: value for name, value in raw.items() if name not in refused}


def _located(name: str, given: Given) -> object:
    if name == "package":
        path = given.folder / str(given.value)
        try:
            return (path.parent if path.name == "datapackage.json" else path).resolve()
        except (OSError, ValueError):  # no name of a folder, as the model says
            return path
    return given.value


def _later_given(given: Mapping[str, Given]) -> str:
    return "end" if "end" in given else "start"


def _problem(error: ErrorDetails, name: str, given: Mapping[str, Given]) -> Problem:
    place = given.get(name) or Given("", f"parameter {name}", 0, "", Path())
    if error["type"] == "extra_forbidden":
        known = names()
        mend = nearest(name, known) or f"the parameters are {', '.join(known)}"
        return place.problem(name, "is not a parameter", mend)
    value = error["input"] if len(error["loc"]) > 1 else place.value or error["input"]
    shown = in_words(value) if isinstance(value, list | tuple) else value
    return place.problem(shown, _rule(error), _mend(name, value))


def _rule(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "refused":
        return str(context["rule"])
    if kind == "literal_error":
        return (
            f"is not one of {str(context['expected']).replace(' or ', ', ').replace(chr(39), '')}"
        )
    if kind.startswith("int_"):
        return "is not a whole number"
    if kind.startswith("float_"):
        return "is not a number"
    return error["msg"].replace("Input should be", "should be").replace("a valid tuple", "a list")


def _mend(name: str, value: object) -> str:
    if name == "freq":
        letter = _PERIODS.get(str(value).lower(), str(value)[:1].upper())
        return f'did you mean "{letter}"?' if letter in _PERIODS.values() else ""
    if name == "paper":
        papers = {"a4": "a4", "us-letter": "us-letter", "letter": "us-letter"}
        close = difflib.get_close_matches(str(value).lower(), papers, n=1)
        return f'did you mean "{papers[close[0]]}"?' if close else ""
    if name == "confidence":
        try:
            percent = float(str(value).rstrip("% "))
        except ValueError:
            return ""
        return f"did you mean {percent / 100:g}?" if 1 < percent < 100 else ""
    return ""


@dataclass(frozen=True)
class PackageValues:
    """What a data package lets a parameter name.

    Attributes
    ----------
    sides, sources, channels : the values in use.
    first, last : first and last day that it covers.
    hidden : whether restricted sources are left out of these.
    """

    sides: tuple[str, ...]
    sources: tuple[str, ...]
    channels: tuple[str, ...]
    first: dt.date
    last: dt.date
    hidden: bool = False


def check_values(
    parameters: Parameters, given: Mapping[str, Given], values: PackageValues
) -> list[Problem]:
    """Problems of the parameters with this package: unknown names, a window turned round."""
    problems = []
    for name, what in (("sides", "side"), ("sources", "source"), ("channels", "channel")):
        known: tuple[str, ...] = getattr(values, name)
        for value in getattr(parameters, name):
            if value not in known:
                mend = nearest(value, known) or f"known: {', '.join(known)}"
                rule = f"is not a {what} of the data package"
                if values.hidden and name == "sources":
                    rule = "is no public source of the data package"
                    mend += "; a restricted one can be named with restricted=shown"
                problems.append(given[name].problem(value, rule, mend))
    window = parameters.within(values.first, values.last)
    if window.start and window.end and window.end.year - window.start.year > MOST_YEARS:
        name = "start" if "start" in given else "end" if "end" in given else ""
        place = given.get(name) or Given("", "parameter start", 0, "", Path())
        rule = f"makes a window of more than {MOST_YEARS} years"
        problems.append(place.problem(place.value or window.start, rule))
    if window.start and window.end and window.end < window.start:
        if "start" in given:
            name, rule = "start", f"is after {window.end}, the last day that a source covers"
        else:
            name, rule = "end", f"is before {window.start}, the first day that a source covers"
        problems.append(given[name].problem(given[name].value, rule))
    return problems
