"""A report takes its place whole, and nothing that is not one is ever lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.press.plan.place import (
    MARK,
    NotAReport,
    before_of,
    check_place,
    folder_for,
)

RECORD = {
    "backchannel": "1",
    "edition": "default",
    "package": {"files": {"events.csv": "0f"}},
    "parameters": {},
    "notebooks": {"files": {"01_one.ipynb": "0f"}},
}


def fill(folder: Path, text: str = "") -> None:
    """All the files that a report has."""
    for name in ("report.html", "report.pdf", "key_figures.json"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "provenance.json").write_text(json.dumps(RECORD), encoding="utf-8")
    for name in ("notebooks", "tables"):
        (folder / name).mkdir()
    (folder / "notebooks" / "01_one.ipynb").write_text(text, encoding="utf-8")
    (folder / "tables" / "calls.csv").write_text(text, encoding="utf-8")
    told = json.dumps({"resources": [{"name": "calls", "path": "calls.csv"}]})
    (folder / "tables" / "datapackage.json").write_text(told, encoding="utf-8")


def build(place: Path, text: str = "new") -> None:
    with folder_for(place) as folder:
        fill(folder, text)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "mine"
    build(made, "old")
    return made


def said(place: Path) -> str:
    return (place / "report.html").read_text(encoding="utf-8")


def test_a_report_is_replaced_whole(place: Path) -> None:
    (place / "page-1.png").write_bytes(b"")
    build(place)
    assert said(place) == "new"
    assert not (place / "page-1.png").exists()
    assert [path.name for path in place.parent.iterdir()] == ["mine"]


def test_without_an_exchange_of_folders_two_renames_do(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.whole._exchange", lambda one, other: False)
    test_a_report_is_replaced_whole(place)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    build(tmp_path / "mine")
    assert said(tmp_path / "mine") == "new"


@pytest.mark.parametrize("record", ["", "{}", "[]", '{"backchannel": 1}', "[" * 9999, "\0", None])
def test_a_folder_is_no_report_for_a_file_of_that_name(tmp_path: Path, record: str | None) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    if record is not None:
        (tmp_path / "provenance.json").write_text(record, encoding="utf-8")
    with pytest.raises(NotAReport, match="files that are not a report; name another folder"):
        build(tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def note(place: Path, name: str) -> None:
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).write_text("mine", encoding="utf-8")


def link(place: Path, name: str) -> None:
    (place / name).unlink(missing_ok=True)
    (place / name).symlink_to(place / "provenance.json")


def queue(place: Path, name: str) -> None:
    os.mkfifo(place / name)


@pytest.mark.parametrize(
    ("add", "name"),
    [
        (note, "thesis.txt"),
        (note, ".notes"),
        (note, "notebooks/02_mine.ipynb"),
        (note, "tables/mine.csv"),
        (note, "more/report.html"),
        (link, "report.html"),
        (queue, "report.png"),
    ],
)
def test_what_lies_beside_a_report_stops_the_build_by_its_name(
    place: Path, add: Callable[[Path, str], None], name: str
) -> None:
    add(place, name)
    with pytest.raises(NotAReport) as refused:
        check_place(place)
    assert f'"{name.split("/")[0] if name.startswith("more") else name}"' in str(refused.value)
    with pytest.raises(NotAReport):
        build(place)
    assert os.path.lexists(place / name)


def test_what_a_file_manager_writes_is_nobodys(place: Path) -> None:
    (place / "tables" / ".DS_Store").write_bytes(b"")
    build(place)
    assert said(place) == "new"


def test_what_is_put_there_while_a_report_is_made_is_not_lost(place: Path) -> None:
    making = folder_for(place)
    fill(making.__enter__())
    (place / "late.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotAReport, match="late"):
        making.__exit__(None, None, None)
    assert (place / "late.txt").read_text(encoding="utf-8") == "mine"
    assert said(place) == "old"


def test_a_link_is_followed_and_stays(place: Path) -> None:
    shown = place.parent / "shown"
    shown.symlink_to(place, target_is_directory=True)
    build(shown)
    assert shown.is_symlink()
    assert said(place) == "new"
    assert sorted(path.name for path in place.parent.iterdir()) == ["mine", "shown"]


def killed(place: Path) -> Path:
    """The folder that a build of this place leaves behind when it is killed."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from analysis.press.plan.place import folder_for\n"
        "with folder_for(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'report.html').touch(); print(folder, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == -9
    return Path(ran.stdout.strip())


def test_what_a_killed_build_left_is_cleared_by_the_next(place: Path) -> None:
    left = killed(place)
    assert left.is_dir()
    build(place)
    assert not left.exists()


def test_what_a_running_build_has_is_not_cleared(place: Path) -> None:
    with folder_for(place) as folder:
        fill(folder, "first")
        build(place, "second")
        assert folder.is_dir()
    assert said(place) == "first"


def test_a_hidden_folder_of_somebody_else_stays(place: Path) -> None:
    own = killed(place)
    (own / "thesis.txt").write_text("mine", encoding="utf-8")
    for name in (".mine.1.abc", ".mine.2023.notes", f"{own.name[:-8]}notes"):
        (place.parent / name).mkdir()
    before = sorted(path.name for path in place.parent.iterdir())
    build(place)
    assert sorted(path.name for path in place.parent.iterdir()) == before


def test_a_report_caught_between_two_renames_is_put_back(place: Path) -> None:
    left = killed(place)
    (left / "report.html").unlink()
    left.rmdir()
    place.rename(left.with_name(f"{left.name}.old"))
    with pytest.raises(RuntimeError), folder_for(place):
        raise RuntimeError
    assert said(place) == "old"


def test_a_name_may_be_as_long_as_a_name_can_be(tmp_path: Path) -> None:
    build(tmp_path / ("n" * 255))
    assert said(tmp_path / ("n" * 255)) == "new"


def told(text: str, package: str) -> str:
    record = {"backchannel": "1", "edition": "a", "package": package, "parameters": {}}
    return json.dumps(record | {"notebooks": {"files": {"01_one.ipynb": ""}}, "text": text})


def test_the_report_before_is_kept_where_the_data_are_others(tmp_path: Path) -> None:
    place, kept = tmp_path / "mine", before_of(tmp_path / "mine")
    for text, package in (("one", "a"), ("two", "b"), ("three", "b"), ("four", "c")):
        with folder_for(place, kept) as folder:
            fill(folder, text)
            (folder / MARK).write_text(told(text, package), encoding="utf-8")
        # "three" was made by other code alone: what was before the change of data is still there.
        before = {"one": "", "two": "one", "three": "one", "four": "three"}[text]
        assert (said(kept) if kept.exists() else "") == before
        assert said(place) == text
    assert sorted(path.name for path in tmp_path.iterdir()) == [".before", "mine"]


def test_what_is_no_report_is_not_lost_for_the_edition_before(place: Path) -> None:
    kept = before_of(place)
    kept.mkdir(parents=True)
    (kept / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotAReport, match=r"\.before"), folder_for(place, kept) as folder:
        fill(folder, "new")
    assert said(place) == "old"
    assert (kept / "letter.txt").is_file()
