"""`backchannel export`: the forms asked for, of the edition asked for, whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate
from tests.planted import found_in, planted_package

from analysis.commands.cli import main
from analysis.exports import FORMS

ROOT = Path(__file__).resolve().parents[2]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"
QUICK = FORMS[:-1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with its own cache, and the project's notebooks."""
    made = tmp_path / "project"
    shutil.copytree(ROOT / "notebooks", made / "notebooks")
    shutil.copytree(LAKELAND, made / "seeds")
    (made / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    (made / "notebooks" / "editions.yaml").write_text(
        "default:\n  description: All.\n"
        "statement:\n  description: One source.\n  sources: statement-1997-09\n"
    )
    monkeypatch.chdir(made)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_inputs_give_the_same_bytes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *QUICK]) == 0
    said = capsys.readouterr()
    assert "exports/default/timelinejs/timeline.json" in said.out
    made = contents(project / "exports" / "default")
    assert main(["export", *QUICK, "--out", "again"]) == 0
    assert contents(project / "again") == made
    record = json.loads(made.pop("export.json"))
    assert record["files"] == {name: sha256(made[name]).hexdigest() for name in sorted(made)}
    assert record["forms"] == [*QUICK]


def test_an_edition_is_narrowed_as_its_report_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "data-package", "--edition", "statement"]) == 0
    assert main(["export", "data-package", "--set", "start=1997-06-01 end=1997-06-30"]) == 0
    said = capsys.readouterr().out
    assert "only Statement" in said
    with (project / "exports/statement/data-package/evidence.csv").open(encoding="utf-8") as file:
        assert {row["source_id"] for row in csv.DictReader(file)} == {"statement-1997-09"}
    with (project / "exports/default+custom/data-package/tidy.csv").open(encoding="utf-8") as file:
        days = [row["earliest"] for row in csv.DictReader(file)]
    assert days
    assert max(days) <= "1997-06-30"


def test_what_somebody_else_keeps_there_is_not_touched(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = project / "theirs"
    theirs.mkdir()
    (theirs / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["export", "timelinejs", "--out", "theirs"]) == 1
    assert "theirs holds files that are not an export" in capsys.readouterr().err
    assert contents(theirs) == {"notes.txt": b"mine"}
    assert main(["export", "timelinejs", "--out", "own"]) == 0
    (project / "own" / "timelinejs" / "edited.json").write_text("{}", encoding="utf-8")
    before = contents(project / "own")
    assert main(["export", "timemap", "--out", "own"]) == 1
    assert '"timelinejs/edited.json" beside an export' in capsys.readouterr().err
    assert contents(project / "own") == before
    (project / "own" / "timelinejs" / "edited.json").unlink()
    assert main(["export", "timemap", "--out", "own"]) == 0
    assert {name.split("/")[0] for name in contents(project / "own")} == {"export.json", "timemap"}


def test_what_is_wrong_is_said_and_nothing_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "timeline"])
    assert 'no form "timeline"; did you mean "timelinejs"?' in capsys.readouterr().err
    assert main(["export", "-p", "sources=statment-1997-09"]) == 1
    assert 'did you mean "statement-1997-09"?' in capsys.readouterr().err
    (project / "seeds" / "evidence.csv").write_text("evidence_id\n", encoding="utf-8")
    assert main(["export"]) == 1
    assert "seeds/evidence.csv" in capsys.readouterr().err
    assert not (project / "exports").exists()


def test_nothing_that_a_restricted_source_alone_tells_is_in_any_form(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    package, secrets = planted_package(tmp_path, events=3)
    assert main(["export", *QUICK, "-p", f"package={package}", "--out", "made"]) == 0
    said = capfd.readouterr()
    assert "restricted sources left out: 1" in said.err
    assert [word for word in secrets if word in said.out + said.err] == []
    assert found_in(secrets, project / "made") == {}


def test_a_title_that_tells_it_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package, _ = planted_package(tmp_path, events=1)
    with (package / "sources.csv").open(encoding="utf-8", newline="") as file:
        headline = [*csv.DictReader(file)][-1]["headline"]
    given = ["-p", f"package={package}", "-p", f"title=As {headline} says"]
    assert main(["export", "timelinejs", *given, "--out", "made"]) == 1
    assert "a public report must not hold" in capsys.readouterr().err
    assert not (project / "made").exists()


@pytest.mark.slow
def test_a_crate_has_the_report_and_all_that_it_was_made_from(project: Path) -> None:
    for out in ("one", "two"):
        assert main(["export", "ro-crate", "--out", out]) == 0
    assert contents(project / "one") == contents(project / "two")
    read = ROCrate(project / "one" / "ro-crate")
    run = read.dereference("#run")
    assert [one.id for one in run["result"]] == ["report/"]
    told = {one.id for one in read.data_entities if one.type == "File"}
    made = {*contents(project / "one" / "ro-crate")} - {"ro-crate-metadata.json"}
    assert told == made
    assert {"report/report.html", "report/report.pdf", "package/events.csv"} <= made
    with contextlib.chdir(project):
        assert main(["report", "--out", "plain"]) == 0
    for name, content in contents(project / "plain").items():
        assert (project / "one" / "ro-crate" / "report" / name).read_bytes() == content


@pytest.mark.slow
def test_a_chapter_that_fails_leaves_the_last_export(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "timelinejs"]) == 0
    before = contents(project / "exports")
    path = sorted((project / "notebooks").glob("0*.ipynb"))[0]
    told = json.loads(path.read_text(encoding="utf-8"))
    told["cells"][-1] = {
        "cell_type": "code", "id": "broken", "metadata": {}, "outputs": [],
        "execution_count": None, "source": "raise ValueError('no')",
    }  # fmt: skip
    path.write_text(json.dumps(told), encoding="utf-8")
    assert main(["export"]) == 1
    assert "ValueError" in capsys.readouterr().err
    assert contents(project / "exports") == before
