"""After `check` says yes, `report` says no traceback: held together on packages made at random.

The chapters run in this process, with all that they measure, say, list and draw; a few packages go
through the press as well.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cells import ROOT, shown, undrawn

from analysis.commands.cli import main
from analysis.package.check import check
from analysis.package.choices import NothingDated
from analysis.press.build.build import build
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
from analysis.problems import DataProblems

if TYPE_CHECKING:
    from tests.made_packages import Made


def each_of(examples: int, look: Callable[[Made], object]) -> None:
    """Look at so many packages, the same on every machine; none is made smaller, which takes long.

    hypothesis takes seconds to import: only who runs such a test does.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from tests.made_packages import packages

    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(packages())
    def looked_at(made: Made) -> None:
        look(made)

    looked_at()


def told(made: Made) -> bool:
    """Whether `check` says yes, and then the chapters run; an exception is the fault looked for."""
    with tempfile.TemporaryDirectory() as folder:
        package = made.write(Path(folder) / "made")
        if check(package):
            return False
        with suppress(NothingDated):  # said in a line: no source covers a day that is stated
            assert shown(package, **made.parameters)
        return True


@pytest.mark.slow
def test_what_is_accepted_can_be_told() -> None:
    with undrawn():
        each_of(2, told)


@pytest.mark.long
@pytest.mark.slow
def test_what_is_accepted_can_be_told_of_many() -> None:
    outcomes: list[bool] = []
    with undrawn():
        each_of(16, lambda made: outcomes.append(told(made)))
    assert set(outcomes) == {True, False}
    assert outcomes.count(True) > 5


@pytest.mark.long
@pytest.mark.slow
def test_what_is_accepted_can_be_drawn() -> None:
    each_of(3, told)


@pytest.mark.long
@pytest.mark.slow
def test_what_is_accepted_becomes_a_report() -> None:
    each_of(2, made_into_a_report)


def made_into_a_report(made: Made) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = made.write(Path(folder) / "made")
        given = [f"package={package}"]
        for name, value in made.parameters.items():
            given.append(
                f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
            )
        if check(package):
            return
        with suppress(NothingDated, DataProblems):
            build(make_plan(Project(ROOT), "default", given, out=Path(folder) / "out", folder=ROOT))
            assert main(["audit", str(Path(folder) / "out" / "report.html")]) == 0
