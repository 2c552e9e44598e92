"""A file of another form is named once, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.copies import ROOT

from analysis.package.check import check
from analysis.package.other_forms import likely_encoding

LAKELAND = ROOT / "tests/packages/lakeland"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for path in LAKELAND.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def said(package: Path) -> str:
    (problem,) = check(package)
    return str(problem)


def test_semicolons_are_said_once(package: Path) -> None:
    actors = package / "actors.csv"
    actors.write_text(actors.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert "line 1: has its columns parted by semicolons" in said(package)
    assert "backchannel import" in said(package)


@pytest.mark.parametrize(
    ("encoding", "likely"),
    [("cp1252", "cp1252"), ("mac_roman", "mac_roman"), ("utf-16", "utf-16")],
)
def test_an_encoding_is_named_with_its_line(package: Path, encoding: str, likely: str) -> None:
    actors = package / "actors.csv"
    text = actors.read_text(encoding="utf-8").rstrip("\n")
    row = text.splitlines()[-1].split(",")
    text += "\n" + ",".join(["geneve", "Délégation à Genève", *row[2:]]) + "\n"
    actors.write_bytes(text.encode(encoding))
    lines = len(text.splitlines()) if encoding != "utf-16" else 1
    assert f"line {lines}: is not UTF-8" in said(package)
    assert f"it is likely {likely}" in said(package)


def test_a_spreadsheet_under_the_name_of_a_csv_is_called_one(package: Path) -> None:
    (package / "events.csv").write_bytes(b"PK\x03\x04\xff\xfe rest")
    assert "is a spreadsheet or an archive" in said(package)


def test_a_folder_without_a_descriptor_says_what_makes_one(tmp_path: Path) -> None:
    assert "`backchannel init` makes an empty one, `backchannel import`" in said(tmp_path)


def test_a_text_in_utf8_is_that() -> None:
    assert likely_encoding("Genève".encode()) == "utf-8"
