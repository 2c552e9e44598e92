"""The PDF report as a reader meets it: text, tags, bookmarks, links, files inside, same bytes."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from pypdf import PdfReader

from analysis.press.document.attachments import AttachmentError
from analysis.press.pdf.exporter import BackchannelPDFExporter

_spec = importlib.util.spec_from_file_location(
    "pdf_sample", Path(__file__).with_name("pdf_sample.py")
)
assert _spec is not None
assert _spec.loader is not None
sample = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sample)

CSV = b"event_id,date\nev-1,2023-11-14\n"


def export(notebook: Any, **options: Any) -> bytes:
    pdf, resources = BackchannelPDFExporter(**options).from_notebook_node(notebook)
    assert resources["output_extension"] == ".pdf"
    return pdf


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "events.csv").write_bytes(CSV)
    path = folder / "report.pdf"
    path.write_bytes(export(sample.report(folder / "events.csv"), attach_from=[str(folder)]))
    return path


@functools.cache
def words(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def elements(path: Path) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Type and dictionary of every structure element, in reading order."""
    with pikepdf.open(path) as pdf:
        waiting = [pdf.Root.StructTreeRoot.K]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting.extend(reversed(list(node)))
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                yield str(node.S).removeprefix("/"), node
                if "/K" in node:
                    waiting.append(node.K)


def test_the_checker_for_accessible_pdf_finds_no_fault(report: Path) -> None:
    found = pdfua.validate(str(report))
    assert [finding.message for finding in found.findings] == []


def test_the_file_declares_both_standards(report: Path) -> None:
    with pikepdf.open(report) as pdf, pdf.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")


def test_title_language_and_date_are_those_of_the_report(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]).startswith("How often the parties talked")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20231130")


def test_the_first_page_has_title_date_and_contents(report: Path) -> None:
    first = words(report)[0]
    assert "Evidence up to 30 November 2023" in first
    assert "Contacts, people held and stalls" in first
    assert first.index("Contents") < first.index("Method and limits")


def test_the_first_page_is_a_summary_with_the_key_figures(report: Path) -> None:
    first = words(report)[0]
    assert first.index("Contents") < first.index("dated telephone calls")
    assert "days covered" in first
    assert "Evidence: E001, E002, E003, … and 6 more" in first


def test_the_first_page_as_an_image_is_the_same_each_time() -> None:
    notebook = sample.chapter()
    images = [BackchannelPDFExporter().first_page(notebook, ppi=50) for _ in range(2)]
    assert images[0] == images[1]
    assert images[0].startswith(b"\x89PNG")
    width, height = (int.from_bytes(images[0][at : at + 4]) for at in (16, 20))
    assert (width, height) == (pytest.approx(413, abs=1), pytest.approx(585, abs=1))  # A4


def test_pages_are_numbered_and_carry_the_title(report: Path) -> None:
    pages = words(report)
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    assert all(text.count("How often the parties talked") == 1 for text in pages)


def test_bookmarks_are_the_headings_and_open_their_pages(report: Path) -> None:
    reader = PdfReader(report)
    flat: list[tuple[int, str, int]] = []

    def visit(items: list[Any], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                visit(item, depth + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None
                flat.append((depth, str(item.title), page))

    visit(reader.outline, 1)
    titles = [(depth, title) for depth, title, _ in flat if title != "Contents"]
    assert titles == [
        (1, "Key figures"),
        (1, "Contacts"),
        (2, "Dated calls"),
        (2, "Gaps"),
        (1, "Stalls"),
        (1, "Method and limits"),
        (1, "Evidence"),
        (1, "Colophon"),
    ]
    pages = words(report)
    assert all(title in pages[page] for _, title, page in flat)


def test_figures_have_alternative_text_and_our_numbers(report: Path) -> None:
    alts = [str(node.Alt) for kind, node in elements(report) if kind == "Figure"]
    assert alts == [
        "Nine calls in four weeks. One dot for each contact.",
        "Two stalls, one of them open. One dot for each contact.",
    ]
    text = " ".join(words(report))
    assert "Figure 1. Each dot is one dated contact" in text
    assert "Figure 2. Each dot is one dated contact" in text
    assert "Table 1. All evidence, in the order of the table" in text


def test_text_in_figures_stays_text(report: Path) -> None:
    text = " ".join(words(report))
    assert "contacts per day" in text
    assert "Two stalls, one of them open" in text


def test_a_figure_stands_on_the_page_of_its_caption_and_evidence(report: Path) -> None:
    for text in words(report):
        assert ("Nine calls in four weeks" in text) == ("Figure 1. Each" in text)
        assert ("Two stalls, one" in text) == ("Figure 2. Each" in text)
        if "Figure 2. Each" in text:
            assert "Evidence: E001, E002, E003" in text


def test_only_the_fonts_of_the_report_are_used_and_all_are_embedded(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        names = {
            str(font.BaseFont).split("+")[1]
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert {re.split(r"[-]", name)[0] for name in names} <= {
        "SourceSansPro",
        "LibertinusSerif",
        "DejaVuSans",
        "DejaVuSansMono",
    }


def test_the_header_row_of_a_long_table_stands_on_each_of_its_pages(report: Path) -> None:
    of_table = [text for text in words(report) if "call number" in text]
    assert len(of_table) >= 2
    assert all("What the source says" in text for text in of_table)


@pytest.mark.parametrize("paragraphs", [9, 10, 11, 12])
@pytest.mark.slow
def test_headings_and_captions_stay_with_what_follows(paragraphs: int, tmp_path: Path) -> None:
    notebook = sample.report()
    notebook.cells = [
        sample.new_markdown_cell("\n\n".join([sample.PROSE] * paragraphs)),
        *notebook.cells[-3:-1],
    ]
    path = tmp_path / "report.pdf"
    path.write_bytes(export(notebook))
    for text in words(path):
        assert ("Table 1. All evidence" in text) == ("call number 1”" in text)
        assert not re.search(r"Evidence Page \d+ of \d+$", text)


def test_tables_are_tagged_with_header_cells(report: Path) -> None:
    kinds = [kind for kind, _ in elements(report)]
    assert kinds.count("Table") == 2
    assert kinds.count("TH") == 5 + 2
    assert kinds.count("TD") == sample.ROWS * 5 + 2 * 2
    assert "Caption" in kinds


def test_every_internal_link_lands_on_a_page(report: Path) -> None:
    reader = PdfReader(report)
    named = reader.named_destinations
    links = [
        note.get_object()
        for page in reader.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) > 40
    for link in links:
        where = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        page = named[where].page if isinstance(where, str) else where.get_object()[0]
        assert page.get_object()["/Type"] == "/Page"


def test_a_mark_leads_to_its_row_and_the_row_leads_back(report: Path) -> None:
    rows = [text for text in words(report) if "call number 1”" in text]
    assert "E001" in rows[0]
    assert re.search(r"Fig\.\s1, 2\b", rows[0])
    with pikepdf.open(report) as pdf:
        names = {
            str(note.Contents)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.Subtype == "/Link"
        }
    assert {re.sub(r", page \d+$", "", name) for name in names} >= {"Figure 1", "Figure 2"}


def test_a_link_to_nowhere_is_text(report: Path) -> None:
    assert any("gone The parties spoke" in text for text in words(report))


def test_the_data_and_the_provenance_are_inside_the_file(report: Path) -> None:
    with pikepdf.open(report) as pdf:
        inside = {name: file.get_file() for name, file in pdf.attachments.items()}
        assert sorted(inside) == ["events.csv", "provenance.json"]
        assert inside["events.csv"].read_bytes() == CSV
        assert inside["events.csv"].mime_type == "text/csv"
        assert b'"events.csv"' in inside["provenance.json"].read_bytes()
        assert pdf.attachments["events.csv"].description == "The events table"


def test_a_missing_attachment_stops_the_export(tmp_path: Path) -> None:
    with pytest.raises(AttachmentError, match=r"there is no file .*events\.csv"):
        export(sample.report(tmp_path / "events.csv"), attach_from=[str(tmp_path)])


def test_a_notebook_has_no_file_of_the_machine_attached(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("the secret", encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "link.csv").symlink_to(secret)
    for path in (secret, own / "link.csv", own / ".." / "secret.csv", Path("/proc/self/environ")):
        with pytest.raises(AttachmentError, match="lies outside the notebook's folder"):
            export(sample.report(path), attach_from=[str(own)])


def test_a_template_in_the_working_folder_is_no_input(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typst").mkdir()
    (tmp_path / "typst" / "index.typ.j2").write_text("Another page.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    again = export(sample.report(report.with_name("events.csv")), attach_from=[str(report.parent)])
    assert again == report.read_bytes()


@pytest.mark.parametrize("make", ["report", "chapter", "hostile"])
def test_the_same_notebook_gives_the_same_bytes(make: str) -> None:
    notebook = getattr(sample, make)()
    first, second = (hashlib.sha256(export(notebook)).hexdigest() for _ in range(2))
    assert first == second


def test_no_text_of_a_source_can_act_as_code(tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(export(sample.hostile()))
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []
    text = re.sub(r"\s", "", "".join(words(path)))
    expected = re.sub(r"\s", "", sample.HOSTILE)
    # Title, subtitle, table caption, two cells, tile's label and note, error.
    assert text.count(expected) >= 8
    assert "Thispartofthereportfailed" in text
    assert "0123456789abcdef" * 4 in text
    assert "x" * 90 in text
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == sample.HOSTILE
        assert str(pdf.Root.Lang) == "en-GB"


def test_no_text_runs_over_the_edge(tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(export(sample.hostile()))
    for page in PdfReader(path).pages:
        right = float(page.mediabox.right) - 2.3 / 2.54 * 72

        def check(text: str, user: Any, matrix: Any, *_: Any, edge: float = right) -> None:
            if text.strip():
                assert user[0] * matrix[4] + user[4] < edge, text

        page.extract_text(visitor_text=check)


def test_a_chapter_exports_alone() -> None:
    pdf = export(sample.chapter())
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "Contacts"
    assert "See E999 and Figure" in text
    assert "Evidence: E001, E999" in text
    assert "Evidence up to" not in text


@pytest.mark.parametrize(("paper", "width"), [("a4", 595.28), ("us-letter", 612.0)])
def test_paper_comes_from_the_trait_or_the_metadata(paper: str, width: float) -> None:
    notebook = sample.chapter()
    by_trait = PdfReader(io.BytesIO(export(notebook, paper=paper)))
    notebook.metadata["backchannel"] = {"title": "T", "date": "2023-11-30", "paper": paper}
    by_metadata = PdfReader(io.BytesIO(export(notebook)))
    for reader in (by_trait, by_metadata):
        assert float(reader.pages[0].mediabox.width) == pytest.approx(width, abs=0.1)


@pytest.mark.parametrize(("key", "value"), [("paper", "b9"), ("date", "last autumn")])
def test_wrong_settings_are_named(key: str, value: str) -> None:
    notebook = sample.chapter()
    notebook.metadata["backchannel"] = {"title": "T", key: value}
    with pytest.raises(ValueError, match=f'{key}: "{value}"'):
        export(notebook)


def test_jupyterlab_offers_the_exporter() -> None:
    assert BackchannelPDFExporter.export_from_notebook == "Backchannel report (PDF)"
    exporter = BackchannelPDFExporter()
    assert exporter.file_extension == ".pdf"
    assert exporter.output_mimetype == "application/pdf"
