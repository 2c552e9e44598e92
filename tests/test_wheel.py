"""What somebody has who installs the wheel: no checkout, and the same reports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"
MADE = ("report.html", "report.pdf", "key_figures.json", "tables/datapackage.json")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`backchannel` of a fresh environment, which has the libraries of this one."""
    base = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(base)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = base.glob("*.whl")
    made = base / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(made)], check=True)
    libraries = Path(sysconfig.get_path("purelib"))
    (site,) = made.glob("lib/python*/site-packages")
    # A line names a folder, whose own lines are not read: what is installed here to edit stays out.
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed"]
    subprocess.run([made / "bin" / "python", *install, str(wheel)], check=True)
    return made / "bin" / "backchannel"


def run(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # What Jupyter finds in the environment that its libraries were installed in.
    inherited["JUPYTER_PATH"] = str(Path(sys.prefix) / "share" / "jupyter")
    return subprocess.run(
        [command, *arguments], cwd=folder, env=inherited, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def started(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `backchannel init` has made in an empty one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    said = run(command, folder, "init", "talks")
    assert (said.returncode, said.stderr) == (0, "")
    return folder / "talks"


def test_a_new_folder_has_an_empty_package_that_has_no_problem(
    command: Path, started: Path
) -> None:
    assert len((started / "seeds" / "events.csv").read_text(encoding="utf-8").splitlines()) == 1
    said = run(command, started, "check")
    assert (said.returncode, said.stdout.splitlines()[0]) == (0, "seeds: no problem found")


def test_a_report_can_be_made_at_once(command: Path, started: Path) -> None:
    said = run(command, started, "report", "-v")
    assert said.returncode == 0, said.stderr
    assert all((started / "reports" / "default" / name).stat().st_size for name in MADE)
    assert "nothing has changed" in run(command, started, "report").stdout


def test_a_package_elsewhere_gives_the_report_that_a_checkout_makes(
    command: Path, started: Path, lakeland_report: object
) -> None:
    package = started.parent / "lakeland"
    shutil.copytree(LAKELAND, package)
    window = ["-p", "start=1997-06-01", "-p", "end=1998-02-01"]
    said = run(command, started, "report", "-p", "package=../lakeland", *window, "--out", "mine")
    assert said.returncode == 0, said.stderr
    made = started / "mine"
    theirs = Path(lakeland_report.folder)  # type: ignore[attr-defined]
    tables = sorted(path.name for path in (theirs / "tables").iterdir())
    assert tables == sorted(path.name for path in (made / "tables").iterdir())
    for name in tables:
        assert (made / "tables" / name).read_bytes() == (theirs / "tables" / name).read_bytes()


def test_the_notebooks_run_by_themselves(command: Path, started: Path) -> None:
    papermill = ["-m", "papermill", "notebooks/03_contacts.ipynb", "out.ipynb"]
    said = run(command.with_name("python"), started, *papermill, "--no-progress-bar")
    assert said.returncode == 0, said.stderr


def test_nothing_is_written_over(command: Path, started: Path) -> None:
    said = run(command, started.parent, "init", "talks")
    assert said.returncode == 1
    assert said.stderr == (
        "talks is there already and not empty; name a new folder; nothing was built\n"
    )


def test_outside_of_any_folder_the_way_is_told(command: Path, tmp_path: Path) -> None:
    said = run(command, tmp_path, "report")
    assert said.returncode == 1
    assert "`backchannel init FOLDER` makes a folder to start from" in said.stderr
    assert "Traceback" not in said.stderr
