"""The ground that everything stands on: what `make` offers, what the lock file pins, what ships."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.copies import own_files

import analysis

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INTERNAL_TARGETS = {"help", "environment", "install", "declare"}
MODULES = sorted((ROOT / "src").rglob("*.py"))


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a fresh shell: nothing of a surrounding make comes through."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=inherited, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a blank in its name that has the project's Makefile and a finished `.venv`."""
    folder = tmp_path / "with blank"
    (folder / ".venv/bin").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    locked = (folder / "requirements.txt").read_text(encoding="utf-8")
    (folder / ".venv/locked").write_text(f"{folder.resolve()}\n{locked}", encoding="utf-8")
    shutil.copy(folder / "pyproject.toml", folder / ".venv/declared")
    return folder


def planned(folder: Path) -> set[str]:
    """The steps that `make environment` would take now: "install", "declare"."""
    plan = make(folder, "-n", "environment").stdout
    steps = {"install": "-m venv .venv", "declare": "--no-build-isolation"}
    return {step for step, command in steps.items() if command in plan}


# What make offers


def test_make_alone_lists_every_target_with_its_line_and_makes_nothing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    listing = make(tmp_path)
    listed = dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", listing.stdout, flags=re.MULTILINE))
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))

    assert listing.returncode == 0
    assert set(listed) == rules - INTERNAL_TARGETS
    assert set(listed) >= {"report", "test", "test-all", "check", "lab", "sample", "lint", "clean"}
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_make_report_hands_edition_and_parameters_over_as_they_are(copy: Path) -> None:
    setting = "SET=start=2023-10-20 title=The people's talks"
    plan = make(copy, "-n", "report", "EDITION=the people's", setting).stdout
    assert "report --edition 'the people'\\''s' " in plan
    assert "--set 'start=2023-10-20 title=The people'\\''s talks'" in plan


@pytest.mark.parametrize(
    ("target", "setting", "mend"),
    [
        ("report", "EDITON=a", "did you mean EDITION?"),
        ("report", "set=freq=D", "did you mean SET?"),
        ("report", "PACKAGE=mine", "it takes PYTHON, EDITION, SET"),
        ("editions", "EDITION=a", "it takes PYTHON, NAMES, JOBS, DASK"),
    ],
)
def test_a_variable_that_a_target_does_not_take_is_an_error_that_names_the_right_one(
    copy: Path, target: str, setting: str, mend: str
) -> None:
    ran = make(copy, "-n", target, setting)
    assert ran.returncode == 2
    assert ran.stdout == ""
    name = setting.partition("=")[0]
    assert f" {name} is not a variable of `make {target}`; {mend}" in ran.stderr


def test_every_variable_that_the_help_shows_may_be_named(copy: Path) -> None:
    for line in make(copy, "help").stdout.splitlines()[1:]:
        target, *_ = line.split()
        for name in re.findall(r"\[([A-Z]+)=", line):
            assert make(copy, "-n", target, f"{name}=1").returncode == 0, (target, name)
    several = ["report", "check", "EDITION=a", "TEXTS=b", "PIP_INDEX_URL=http://localhost"]
    assert make(copy, "-n", *several).returncode == 0


def test_make_check_names_the_package_and_the_texts_only_when_given(copy: Path) -> None:
    assert make(copy, "-n", "check").stdout.splitlines()[-1].split()[-2:] == ["check", "'seeds'"]
    plan = make(copy, "-n", "check", "PACKAGE=my table", "TEXTS=my texts").stdout
    assert "check 'my table' --texts 'my texts'" in plan


def test_make_editions_names_only_what_is_given(copy: Path) -> None:
    assert make(copy, "-n", "editions").stdout.split()[-1] == "editions"
    plan = make(copy, "-n", "editions", "NAMES=default by-side", "JOBS=2", "DASK=tcp://a:1").stdout
    assert plan.split()[-7:] == [
        "editions", "'default'", "'by-side'", "--jobs", "'2'", "--dask", "'tcp://a:1'",
    ]  # fmt: skip


def test_an_interpreter_that_is_too_old_is_named_and_nothing_is_removed(copy: Path) -> None:
    old = copy / "python2"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 2.7.18\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    (copy / "requirements.txt").write_text("changed\n", encoding="utf-8")
    refused = make(copy, "environment", f"PYTHON={old}")

    assert refused.returncode != 0
    assert "needs Python 3.11 or newer" in refused.stderr
    assert (copy / ".venv/bin/python").exists()


# When the environment is made again


def test_a_finished_environment_is_left_alone(copy: Path) -> None:
    assert planned(copy) == set()


def test_a_changed_lock_file_makes_the_environment_again(copy: Path) -> None:
    (copy / "requirements.txt").write_text("changed\n", encoding="utf-8")
    assert "install" in planned(copy)


def test_an_interrupted_install_is_made_again(copy: Path) -> None:
    (copy / ".venv/locked").rename(copy / ".venv/incomplete")
    assert "install" in planned(copy)


def test_a_moved_folder_makes_the_environment_again(copy: Path) -> None:
    assert "install" in planned(copy.rename(copy.with_name("elsewhere")))


def test_a_vanished_interpreter_makes_the_environment_again(copy: Path) -> None:
    (copy / ".venv/bin/python").unlink()
    (copy / ".venv/bin/python").symlink_to(copy / "gone")
    assert "install" in planned(copy)


def test_a_changed_project_file_declares_the_entry_points_again_and_installs_nothing(
    copy: Path,
) -> None:
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("# changed\n")
    assert planned(copy) == {"declare"}


# What the lock file pins


def locked() -> Iterator[tuple[Requirement, list[str]]]:
    """Each requirement of requirements.txt with its hashes."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    for line in text.splitlines():
        wanted, *hashes = re.split(r"\s+--hash=", line.strip())
        yield Requirement(wanted), hashes


def direct(part: str = "") -> list[Requirement]:
    """The requirements that requirements.in names above the comment `part`, or all of them."""
    text = (ROOT / "requirements.in").read_text(encoding="utf-8")
    if part:
        assert part in text
        text = text.partition(part)[0]
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [Requirement(line) for line in lines if line]


def test_every_requirement_is_pinned_and_has_a_hash() -> None:
    loose = [
        str(wanted)
        for wanted, hashes in locked()
        if not re.fullmatch(r"==[^,*]+", str(wanted.specifier))
        or not hashes
        or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes)
    ]
    assert loose == []


def test_the_lock_file_names_no_index_and_no_address() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    options = re.findall(r"^\s*(-[-\w]+)", text, flags=re.MULTILINE)
    assert set(options) == {"--hash"}
    assert "://" not in text


def test_every_direct_requirement_has_its_reason_in_one_line() -> None:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line.strip() and not line.startswith("#")]
    assert [line for line in named if not re.fullmatch(r"\S+ +# \S.+\S", line)] == []


def test_what_is_installed_is_compared_with_its_hash() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ninstall:")[2]
    installs = re.findall(r"pip install ([^|\n]*)", recipe)
    assert [one for one in installs if "-r requirements.txt" in one and "--require-hashes" in one]
    others = [one for one in installs if "-r " not in one]
    assert all("--no-deps --no-build-isolation --editable ." in one for one in others)


def test_the_lock_file_holds_what_is_asked_for() -> None:
    versions: dict[str, set[str]] = {}
    for wanted, _ in locked():
        name, version = canonicalize_name(wanted.name), str(wanted.specifier).removeprefix("==")
        versions.setdefault(name, set()).add(version)
    build = [Requirement(each) for each in PROJECT["build-system"]["requires"]]
    for asked in [*direct(), *build]:
        pinned = versions.get(canonicalize_name(asked.name), set())
        assert pinned, f"{asked.name} is not locked: run `make lock`"
        assert all(version in asked.specifier for version in pinned)


def test_the_package_requires_what_requirements_in_says_it_does() -> None:
    declared = {str(Requirement(each)) for each in PROJECT["project"]["dependencies"]}
    assert declared == {str(each) for each in direct("# The tests")}


# What ships


def test_the_wheel_carries_everything_the_package_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    package = [
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/analysis").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert set(package) <= shipped
    assert {"analysis/fonts/OFL.txt", "analysis/fonts/SourceSansPro-Regular.ttf"} <= shipped


def test_every_entry_point_leads_somewhere() -> None:
    project = PROJECT["project"]
    groups = [project["scripts"], *project["entry-points"].values()]
    for target in [target for group in groups for target in group.values()]:
        module, _, name = target.partition(":")
        assert callable(getattr(importlib.import_module(module), name)), target


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert PROJECT["project"]["version"] == analysis.__version__ == citation["version"]


# What the files look like


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    pattern = re.compile(rb"(?<![\w.~-])/(?:home|root|Users|work|opt|mnt|srv)/\w|\b[A-Z]:\\Users\\")
    found = {
        str(path.relative_to(ROOT)): match.group().decode()
        for path in own_files()
        if (match := pattern.search(path.read_bytes()))
    }
    assert found == {}


def test_the_texts_of_the_articles_stay_out_of_the_repository() -> None:
    assert "/seeds/texts/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_every_module_that_a_page_names_is_there() -> None:
    there = {path.name for path in (ROOT / "src").rglob("*.py")}
    there |= {path.name for path in (ROOT / "tests").rglob("*.py")}
    there |= {path.name for path in (ROOT / "bench").glob("*.py")}
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        (page.name, name)
        for page in pages
        for name in re.findall(r"`(?:[\w./]*/)?(\w+\.py)`", page.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert [one for one in sorted(named) if one[1] not in there] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_module_says_why_it_exists_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    opening = ast.get_docstring(ast.parse(text))
    assert opening, "no docstring at the top"
    length = len(text.splitlines())
    assert length < 300, "split it where the subject changes"
