"""The crate of a run, read by the library of RO-Crate."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from rocrate.rocrate import ROCrate
from tests.exports.conftest import LAKELAND, EditionOf, written

from analysis.exports import crate

FILES = {
    "package/events.csv": b"event_id\n",
    "chapters/01_overview.ipynb": b"{}",
    "report/report.pdf": b"%PDF",
    "report/tables/calls.csv": b"a\n",
}
RUN = crate.Run(
    files=FILES,
    parameters={"start": "1997-06-01", "sources": ["a", "b"]},
    software="1.2",
    code="ab" * 32,
    versions={"pandas": "3.0"},
    licence=("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
)


def test_the_library_finds_the_run_with_what_went_in_and_came_out(
    edition_of: EditionOf, tmp_path: Path
) -> None:
    written(tmp_path, FILES | {crate.NAME: crate.metadata(edition_of(LAKELAND), RUN)})
    read = ROCrate(tmp_path)
    assert read.name == "A title: a window"
    assert read.license.id == "https://creativecommons.org/licenses/by/4.0/"
    assert str(read.root_dataset["datePublished"]).startswith("1998-02-01")
    run = read.dereference("#run")
    assert run["instrument"]["version"] == "1.2"
    assert [one.id for one in run["result"]] == ["report/"]
    used = {one.id: one for one in run["object"]}
    assert {"package/", "chapters/", "#parameter-start", "#parameter-sources"} == {*used}
    assert used["#parameter-sources"]["value"] == "a, b"
    assert {one["name"] for one in run["instrument"]["softwareRequirements"]} == {"pandas"}


def test_every_file_is_described_by_its_own_bytes(edition_of: EditionOf, tmp_path: Path) -> None:
    written(tmp_path, FILES | {crate.NAME: crate.metadata(edition_of(LAKELAND), RUN)})
    read = ROCrate(tmp_path)
    told = {one.id: one for one in read.data_entities if one.type == "File"}
    assert {*told} == {*FILES}
    for path, content in FILES.items():
        assert told[path]["sha256"] == sha256(content).hexdigest()
        assert told[path]["contentSize"] == str(len(content))
    folders = [read.dereference(f"{name}/") for name in ("package", "chapters", "report")]
    parts = [part.id for folder in folders for part in folder["hasPart"]]
    assert sorted(parts) == sorted(FILES)
