"""What a page and a PDF carry is found again; what is damaged or leads elsewhere is refused."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pypdf
import pytest

from analysis.press.document.attachments import Attachment, archive
from analysis.proof.carried import NoData, read_carried

RECORD = {"parameters": {"freq": "W"}}
DESCRIPTOR = {"resources": [{"name": "events", "path": "tables/all events.csv"}]}
FILES = {
    "01_one.ipynb": b"{}",
    "datapackage.json": json.dumps(DESCRIPTOR).encode(),
    "events.csv": b"event_id\n",
    "provenance.json": json.dumps(RECORD).encode(),
}


def address(files: dict[str, bytes]) -> str:
    packed = archive([Attachment(name, "", "", "", content) for name, content in files.items()])
    return f"data:application/x-bzip2;base64,{base64.b64encode(packed).decode()}"


def page(folder: Path, href: str) -> Path:
    path = folder / "report.html"
    path.write_text(f'<!DOCTYPE html><p><a id="Data" href="{href}">data</a>', encoding="utf-8")
    return path


def pdf(folder: Path, files: dict[str, bytes]) -> Path:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files.items():
        writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    path = folder / "report.pdf"
    path.write_bytes(out.getvalue())
    return path


def test_a_page_and_a_pdf_carry_the_same(tmp_path: Path) -> None:
    found = [read_carried(page(tmp_path, address(FILES))), read_carried(pdf(tmp_path, FILES))]
    for one in found:
        assert one.record == RECORD
        assert one.chapters == {"01_one.ipynb": "{}"}
        assert one.files.keys() == {"datapackage.json", "events.csv"}
    assert read_carried(tmp_path).name == "report.html"


def test_the_package_is_unpacked_as_its_descriptor_has_it(tmp_path: Path) -> None:
    folder = read_carried(page(tmp_path, address(FILES))).unpack(tmp_path / "out")
    assert (folder / "tables" / "all events.csv").read_bytes() == b"event_id\n"
    assert not (folder / "events.csv").exists()


def test_the_archive_is_always_the_same() -> None:
    assert address(FILES) == address(dict(FILES))


@pytest.mark.parametrize("path", ["../../events.csv", "/tmp/events.csv", "a\\..\\b.csv"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, path: str) -> None:
    told = json.dumps({"resources": [{"name": "events", "path": path}]}).encode()
    carried = read_carried(page(tmp_path, address(FILES | {"datapackage.json": told})))
    with pytest.raises(NoData, match="no file of the package"):
        carried.unpack(tmp_path / "a" / "b")
    carried = read_carried(page(tmp_path, address(FILES | {"../x.csv": b""})))
    with pytest.raises(NoData, match="leads out"):
        carried.unpack(tmp_path / "c" / "d")
    assert not list(tmp_path.rglob("x.csv"))


def test_what_carries_nothing_or_is_damaged_says_so(tmp_path: Path) -> None:
    whole = address(FILES)
    for href, said in (
        ("#", "carries no data of a report; its PDF may"),
        (whole[:-80] + whole[-40:], "damaged"),
        (whole.replace("base64,", "base64,!"), "damaged"),
        (address({**FILES, "provenance.json": b"[]"}), "no record"),
        (address({**FILES, "provenance.json": b"{"}), "not readable"),
        (address({"events.csv": b""}), "carries no data"),
    ):
        with pytest.raises(NoData, match=said):
            read_carried(page(tmp_path, href))
    with pytest.raises(NoData, match="carries no data"):
        read_carried(pdf(tmp_path, {}))
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(NoData, match="cannot be read as a PDF"):
        read_carried(tmp_path / "report.pdf")
