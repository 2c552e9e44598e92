"""What can be compared: folders, revisions; and what is said of anything else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.problems import DataProblems
from analysis.proof.carried import NoData
from analysis.proof.sides import NoSide, both


def git(folder: Path, *arguments: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(lakeland: Path, fuller: Path, tmp_path: Path) -> Path:
    """Two revisions of one package."""
    if shutil.which("git") is None:
        pytest.skip("no git on this machine")
    root = tmp_path / "repository"
    shutil.copytree(lakeland, root / "tables")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    shutil.copytree(fuller, root / "tables", dirs_exist_ok=True)
    git(root, "add", ".")
    git(root, "commit", "-qm", "two")
    return root


def test_revisions_of_a_package(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    old, new = both("HEAD~1:tables", "HEAD:tables")
    assert len(new.data.sources) == len(old.data.sources) + 1
    assert old.files.keys() == new.files.keys()
    with pytest.raises(NoSide, match="git says"):
        both("HEAD~7:tables", "HEAD:tables")
    with pytest.raises(NoSide, match=r"has no datapackage\.json"):
        both("HEAD:", "HEAD:tables")


def test_a_problem_is_named_by_what_was_given(lakeland: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(lakeland, broken)
    (broken / "kinds.csv").unlink()
    with pytest.raises(DataProblems) as found:
        both(str(lakeland), str(broken))
    assert f"{broken}/kinds.csv: is missing" in str(found.value)
    assert "nothing was compared" in str(found.value)


@pytest.mark.parametrize("name", ["nowhere", "-x:seeds", ":seeds", "--output=x:y"])
def test_what_is_none_of_these_is_refused(name: str, lakeland: Path) -> None:
    with pytest.raises(NoSide, match="write a revision as git does"):
        both(str(lakeland), name)


def test_a_file_of_another_kind_is_refused(lakeland: Path) -> None:
    with pytest.raises(NoData, match="neither an HTML page nor a PDF"):
        both(str(lakeland), str(lakeland / "events.csv"))
