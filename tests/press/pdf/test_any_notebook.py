"""Any notebook as a PDF: no piece costs the document, and what paper cannot show is named."""

import base64
import io
import logging

import nbformat.v4 as v4
import pdfua
import pytest
import typst
from pypdf import PdfReader

from analysis.press.document.losses import NotWhole
from analysis.press.pdf import exporter as pdf_exporter
from analysis.press.pdf import fonts
from analysis.press.pdf.exporter import BackchannelPDFExporter
from analysis.press.pdf.fonts import missing
from analysis.press.pdf.panels import panels


def export(*cells, caplog=None, **options):
    notebook = v4.new_notebook(cells=list(cells))
    exporter = BackchannelPDFExporter(log=logging.getLogger("export"), **options)
    return exporter.from_notebook_node(notebook)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf)).pages)


def output(**data):
    named = {mime.replace("_", "/", 1): value for mime, value in data.items()}
    return v4.new_code_cell("x", outputs=[v4.new_output("display_data", data=named)])


def test_every_kind_of_piece_gives_an_accessible_archivable_file(tmp_path):
    gif = base64.b64encode(
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01"
        b"\x00\x00\x02\x02D\x01\x00;"
    ).decode()
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    failed = v4.new_output("error", ename="E", evalue="x", traceback=["line"])
    cells = [
        v4.new_markdown_cell("# T\n\n#### deep\n\na[^1] $x$ <kbd>K</kbd>\n\n[^1]: note\n\n- [ ] b"),
        v4.new_markdown_cell("> [!NOTE]\n> said\n\nterm\n: meaning\n\n$$y \\tag{2}$$"),
        output(image_gif=gif),
        output(text_html=table),
        v4.new_code_cell("1/0", outputs=[failed, v4.new_output("stream", text="out")]),
    ]
    path = tmp_path / "any.pdf"
    path.write_bytes(export(*cells)[0])
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []
    assert path.read_bytes() == export(*cells)[0]


def test_characters_that_no_font_has_are_replaced_in_sight_and_named(caplog):
    with caplog.at_level(logging.WARNING):
        pdf, _ = export(v4.new_markdown_cell("# T"), v4.new_markdown_cell("see 中\ufe0f and é"))
    assert "see \ufffd and é" in words(pdf)
    assert "cell 2: characters: no font has 中; give yours by font_paths" in caplog.messages


def test_what_only_varies_other_characters_is_no_loss(caplog):
    with caplog.at_level(logging.WARNING):
        pdf, _ = export(v4.new_markdown_cell("# T"), v4.new_markdown_cell("see x\ufe0f"))
    assert "see x" in words(pdf)
    assert caplog.messages == []


def test_typst_says_which_characters_it_has_no_font_for():
    said = r'the text `"\u{200d}"` could not be displayed, the text `"中"` could not be displayed'
    assert missing(said) == {"\u200d", "中"}


def test_a_piece_that_typst_refuses_is_set_as_words_and_named(monkeypatch, caplog):
    whole = pdf_exporter._compile

    def refusing(files, *args, **form):
        if b"strong[REFUSED]" in files["main"]:
            error = typst.TypstError("no")
            error.diagnostic = "error: no"
            raise error
        return whole(files, *args, **form)

    monkeypatch.setattr(pdf_exporter, "_compile", refusing)
    cells = [v4.new_markdown_cell(text) for text in ("one", "**REFUSED** word", "three")]
    pdf, _ = export(*cells)
    assert "one [Set as words alone:] REFUSED word three" in words(pdf)
    assert "cell 2: PDF: Typst refuses it" in caplog.text


def test_a_long_output_shows_its_ends_and_is_named(caplog):
    lines = "\n".join(f"line {n}" for n in range(1000))
    pdf, _ = export(v4.new_code_cell("x", outputs=[v4.new_output("stream", text=lines)]))
    text = words(pdf)
    assert "line 0 line 1 " in text
    assert "line 999" in text
    assert "Output of 1,000 lines; 960 lines between are left out here" in text
    assert "cell 1: stream: 1,000 lines" in caplog.text


def test_strict_refuses_what_paper_cannot_show():
    from traitlets.config import Config

    config = Config({"ReportPreprocessor": {"strict": True}})
    with pytest.raises(NotWhole, match="characters"):
        export(v4.new_markdown_cell("中"), config=config)


def wide(columns: int):
    """A table of one head row and one row, each cell of ten letters."""

    def row(kind):
        cells = [
            [["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": [
                {"t": "Str", "c": f"{kind}{at:09}"}]}]]
            for at in range(columns)
        ]  # fmt: skip
        return [["", [], []], cells]

    looks = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in range(columns)]
    empty = ["", [], []]
    return [
        empty,
        [None, []],
        looks,
        [empty, [row("h")]],
        [[empty, 1, [], [row("c")]]],
        [empty, []],
    ]


def test_a_table_wider_than_paper_is_cut_into_panels_that_repeat_the_first_column():
    assert len(panels(wide(8))) == 1
    made = panels(wide(30))
    # A line holds 118 letters, a column of ten takes 11.7: the first and nine others.
    assert [len(part[2]) for part in made] == [10, 10, 10, 3]
    first = [part[4][0][3][0][1][0][4][0]["c"][0]["c"] for part in made]
    assert set(first) == {"c000000000"}
    shown = [cell[4][0]["c"][0]["c"] for part in made for cell in part[3][1][0][1][1:]]
    assert shown == [f"h{at:09}" for at in range(1, 30)]


def test_a_date_in_words_is_shown_and_is_none_to_the_file():
    notebook = v4.new_notebook(cells=[v4.new_raw_cell("---\ntitle: T\ndate: spring 2024\n---")])
    pdf, _ = BackchannelPDFExporter().from_notebook_node(notebook)
    assert "T spring 2024" in words(pdf)
    assert "Evidence up to" not in words(pdf)


def test_fonts_of_the_extra_are_used_where_they_are_installed(tmp_path, monkeypatch):
    folder = tmp_path / fonts.EXTRA[0]
    folder.mkdir()
    (folder / "__init__.py").touch()
    assert str(folder) not in fonts.extra()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert str(folder) in fonts.extra()


def test_however_full_a_front_page_is_the_pages_keep_their_numbers(caplog):
    for lines in range(36, 75, 3):  # from one with room for the contents to one that overflows
        told = "".join(f"- line {n}\n" for n in range(lines))
        notebook = v4.new_notebook(
            cells=[
                v4.new_markdown_cell(f"# In brief\n\n{told}"),
                *(v4.new_markdown_cell(f"# Part {n}\n\nSee [above](#Part-0).") for n in range(40)),
            ],
            metadata={"backchannel": {"front": True, "title": "T"}},
        )
        pdf, _ = BackchannelPDFExporter().from_notebook_node(notebook)
        pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]
        assert all(f"Page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1)), lines
    assert "converge" not in caplog.text


def test_a_front_page_that_is_a_little_too_long_is_set_smaller():
    sizes = {}
    for lines in range(61, 70):
        told = "".join(f"- line {n}\n" for n in range(lines))
        notebook = v4.new_notebook(
            cells=[v4.new_markdown_cell(f"# In brief\n\n{told}"), v4.new_markdown_cell("# Next")],
            metadata={"backchannel": {"front": True, "title": "T"}},
        )
        pdf, _ = BackchannelPDFExporter().from_notebook_node(notebook)
        seen: list[float] = []
        PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
            visitor_text=lambda text, _page, _text, _font, size, seen=seen, last=lines - 1: (
                seen.append(round(size, 1)) if text.strip() == f"line {last}" else None
            )
        )
        sizes[lines] = seen
    # Steps of two lines each: at 8.4 points what does not fit runs on.
    assert list(sizes.values()) == [[9], [9], [9], [8.7], [8.7], [8.4], [8.4], [], []]


@pytest.mark.parametrize(("lines", "page"), [(3, 2), (90, 2)])
def test_a_front_page_that_overflows_is_followed_by_the_contents_at_once(lines, page):
    told = "".join(f"- line {n}\n" for n in range(lines))
    notebook = v4.new_notebook(
        cells=[v4.new_markdown_cell(f"# In brief\n\n{told}"), v4.new_markdown_cell("# Next\n\nx")],
        metadata={"backchannel": {"front": True, "title": "T"}},
    )
    pdf, _ = BackchannelPDFExporter().from_notebook_node(notebook)
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]
    (at,) = [n for n, text in enumerate(pages, 1) if "Contents" in text]
    (last,) = [n for n, text in enumerate(pages, 1) if f"line {lines - 1}" in text]
    assert at == page
    assert last == (1 if lines == 3 else page)
    for n, text in enumerate(pages, 1):
        assert f"Page {n} of {len(pages)}" in text
