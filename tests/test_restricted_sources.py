"""No byte of a public report, of its cache or of what is printed tells what is restricted."""

from __future__ import annotations

import contextlib
import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cells import shown
from tests.planted import found_in, planted_package

from analysis.commands.cli import main
from analysis.package.published.package import files_of
from analysis.press.build.hidden import Hidden, refuse_hidden
from analysis.press.build.seen import seen_difference
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder of its own, with its own cache, and the project's notebooks."""
    made = tmp_path / "project"
    shutil.copytree(ROOT / "notebooks", made / "notebooks")
    (made / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    (made / "notebooks" / "editions.yaml").write_text("default:\n  description: All.\n")
    return made


@pytest.mark.slow
def test_all_is_there_where_it_is_asked_for_and_said_to_be(tmp_path: Path) -> None:
    package, secrets = planted_package(tmp_path, events=2)
    told = "\n".join(str(one) for one in shown(package, restricted="shown"))
    assert len([word for word in secrets if word in told]) > 20
    assert "not for publication" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [(), ("restricted=counted",), ("sources=account-1997-06", "freq=M"), ("extent=brief",)],
)
def test_no_byte_tells_a_secret(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    package, secrets = planted_package(tmp_path)
    shutil.move(package, project / "seeds")
    given = [item for option in options for item in ("-p", option)]
    with contextlib.chdir(project):
        assert main(["report", "--verbose", *given]) == 0
        assert main(["report", *given]) == 0
        assert given or main(["export", "ro-crate"]) == 0
    printed = capfd.readouterr()
    assert "restricted sources left out: 1; events left out with them: 14" in printed.err
    assert "nothing has changed" in printed.out
    assert [word for word in secrets if word in printed.out + printed.err] == []
    assert found_in(secrets, project / "reports") == {}
    assert found_in(secrets, project / "exports") == {}
    if "restricted=counted" in options:
        (page,) = (project / "reports").rglob("report.html")
        assert re.search("fourteen events|14 events", page.read_text(encoding="utf-8"), re.I)
    assert len([*(project / ".cache" / "backchannel").iterdir()]) >= 4
    assert found_in(secrets, project / ".cache") == {}


@pytest.mark.slow
def test_the_attached_package_makes_the_same_report(project: Path, tmp_path: Path) -> None:
    package, _ = planted_package(tmp_path)
    shutil.move(package, project / "seeds")
    files = files_of(project / "seeds")
    assert files is not None
    with contextlib.chdir(project):
        for out in ("one", "two"):
            assert main(["report", "--out", out]) == 0
            shutil.rmtree(project / "seeds")
            (project / "seeds").mkdir()
            for name, content in files.items():
                (project / "seeds" / name).write_bytes(content)
    for name in ("report.html", "report.pdf"):
        assert seen_difference(project / "one" / name, project / "two" / name) == ""
    for path in (project / "one" / "tables").iterdir():
        assert (project / "two" / "tables" / path.name).read_bytes() == path.read_bytes()


def test_a_restricted_source_cannot_be_chosen_for_a_public_report(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package, secrets = planted_package(tmp_path, events=1)
    name = next(word for word, field in secrets.items() if field == "sources.source_id")
    with contextlib.chdir(project):
        assert main(["report", "-p", f"package={package}", "-p", f"sources={name}"]) == 1
    said = capsys.readouterr().err
    assert "is no public source of the data package" in said
    assert "restricted=shown" in said


def test_a_report_is_refused_that_tells_by_another_way(project: Path, tmp_path: Path) -> None:
    import nbformat

    package, secrets = planted_package(tmp_path, events=1)
    with (package / "sources.csv").open(encoding="utf-8", newline="") as file:
        headline = [*csv.DictReader(file)][-1]["headline"]
    plan = make_plan(Project(project), "default", [f"package={package}"], out=tmp_path / "out")
    report, folder = nbformat.v4.new_notebook(), tmp_path / "made"
    folder.mkdir()
    refuse_hidden(plan, folder, report)
    report.cells.append(nbformat.v4.new_markdown_cell(f"As *{headline}* says &mdash; so it is."))
    with pytest.raises(Hidden, match=r"lakeland/sources\.csv, line 5, headline") as no:
        refuse_hidden(plan, folder, report)
    assert not [word for word in secrets if word in str(no.value)]


def test_a_total_that_gives_one_event_away_is_named(
    project: Path, tmp_path: Path, make_counted: Callable[[Path], str]
) -> None:
    package, _ = planted_package(tmp_path, events=1)
    assert re.search(r"prints 1 event of the family contacts?:", make_counted(package))


@pytest.fixture
def make_counted(project: Path, tmp_path: Path) -> Callable[[Path], str]:
    def note(package: Path) -> str:
        given = [f"package={package}", "restricted=counted"]
        return make_plan(Project(project), "default", given, out=tmp_path / "out").note

    return note
