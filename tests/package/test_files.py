"""What a descriptor calls its files is a file of the package, or is refused before it is read."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.package.check import check
from analysis.package.files import DESCRIPTOR, refusal, table_files
from analysis.press.plan.inputs import package_hashes

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "secret.csv").write_text("the secret\n", encoding="utf-8")
    return Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))


def name_events(package: Path, path: str) -> None:
    """Let the descriptor call the table of events by another path."""
    told = json.loads((package / DESCRIPTOR).read_text(encoding="utf-8"))
    next(one for one in told["resources"] if one["name"] == "events")["path"] = path
    (package / DESCRIPTOR).write_text(json.dumps(told), encoding="utf-8")


def refused(package: Path) -> str:
    """The one problem of the package, which nothing hashes either."""
    [problem] = check(package)
    with pytest.raises((OSError, ValueError)):
        package_hashes(package)
    return str(problem)


OUTSIDE = "leads out of the folder of the package"
ADDRESS = "is an address, and a table is a file in the folder of its package"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("../secret.csv", OUTSIDE),
        ("texts/../../secret.csv", OUTSIDE),
        ("texts/../events.csv", OUTSIDE),
        ("..", OUTSIDE),
        (".", OUTSIDE),
        ("/etc/hostname", OUTSIDE),
        ("/proc/self/environ", OUTSIDE),
        ("/dev/zero", OUTSIDE),
        ("..\\secret.csv", OUTSIDE),
        ("http://example.org/events.csv", ADDRESS),
        ("file:///etc/hostname", ADDRESS),
        ("texts", "is no file that could hold a table"),
        ("", "cannot be the name of a file"),
        ("events.csv\0", "cannot be the name of a file"),
        ("\ud800.csv", "cannot be the name of a file"),
        ("events.csv/x", "cannot be read (Not a directory)"),
        ("n" * 5000, "cannot be read (File name too long)"),
    ],
)
def test_a_path_that_is_no_file_of_the_package_is_refused(
    package: Path, path: str, why: str
) -> None:
    name_events(package, path)
    said = refused(package)
    assert said.startswith("lakeland/datapackage.json, resources[3].path: ")
    assert said.endswith(why)


def queue(path: Path) -> None:
    os.mkfifo(path)


def link_out(path: Path) -> None:
    path.symlink_to(path.parents[1] / "secret.csv")


def link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("put", "why"),
    [
        (queue, "is no file that could hold a table"),
        (link_out, OUTSIDE),
        (link_to_device, OUTSIDE),
        (circle, "cannot be read (Too many levels of symbolic links)"),
    ],
)
@pytest.mark.parametrize("name", ["events.csv", DESCRIPTOR])
def test_what_is_no_file_of_the_package_is_refused_and_not_waited_for(
    package: Path, put: Callable[[Path], None], why: str, name: str
) -> None:
    (package / name).unlink()
    put(package / name)
    assert refused(package).endswith(why)


def test_a_link_to_another_file_of_the_package_is_one_of_its_files(package: Path) -> None:
    (package / "events.csv").rename(package / "of-2024.csv")
    (package / "events.csv").symlink_to("of-2024.csv")
    assert check(package) == []


def test_a_folder_below_the_package_may_hold_its_tables(package: Path) -> None:
    (package / "tables").mkdir()
    (package / "events.csv").rename(package / "tables" / "events.csv")
    name_events(package, "tables/events.csv")
    assert check(package) == []
    assert "tables/events.csv" in package_hashes(package)


def test_only_the_tables_and_the_descriptor_are_the_packages_own(package: Path) -> None:
    told = json.loads((package / DESCRIPTOR).read_text(encoding="utf-8"))
    told["resources"].append({"name": "more", "path": "../secret.csv"})
    (package / DESCRIPTOR).write_text(json.dumps(told), encoding="utf-8")
    assert check(package) == []
    tables = ("sources", "actors", "kinds", "events", "participants", "evidence")
    assert table_files(package) == {name: f"{name}.csv" for name in tables}
    assert set(package_hashes(package)) == {DESCRIPTOR, *(f"{name}.csv" for name in tables)}


def test_a_file_that_is_missing_is_for_its_reader_to_say(tmp_path: Path) -> None:
    assert refusal(tmp_path, "events.csv") == ""
