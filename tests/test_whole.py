"""Files appear whole or not at all, and leave nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.whole import folder_made, write_all, write_whole


def test_a_file_is_written_whole_and_a_link_to_it_stays(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "here").symlink_to(tmp_path / "there")
    write_whole(tmp_path / "here", b"new")
    assert (tmp_path / "here").is_symlink()
    assert (tmp_path / "there").read_bytes() == b"new"


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "file").touch()
    files = {"one": b"new", "far/off/two": b"new", "file/three": b"new"}
    with pytest.raises(OSError, match="file"):
        write_all({tmp_path / name: data for name, data in files.items()})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "one"]
    assert (tmp_path / "one").read_bytes() == b"old"


def test_a_file_that_cannot_take_its_place_puts_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "three").mkdir()
    files = {"one": b"new", "two": b"new", "three": b"new"}
    with pytest.raises(IsADirectoryError):
        write_all({tmp_path / name: data for name, data in files.items()})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "three"]
    assert (tmp_path / "one").read_bytes() == b"old"


def test_folders_that_were_made_in_vain_are_taken_away(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    made = folder_made(tmp_path / "a" / "b" / "c")
    made.__enter__()
    (tmp_path / "a" / "mine").touch()
    assert not made.__exit__(KeyError, KeyError(), None)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "mine"]
