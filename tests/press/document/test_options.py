"""What a user may choose of a document: its look, its numbers, its references, its words."""

import io
import json
import logging

import nbformat.v4 as v4
import pdfua
import pytest
from pypdf import PdfReader
from traitlets import TraitError
from traitlets.config import Config

from analysis.press.document.colours import contrast, readable
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.pdf.exporter import BackchannelPDFExporter

SECTIONS = "# T\n\n## First\n\n### Under\n\n## Second\n\n### Below"
BOOKS = "@book{doe2020, title={Truces}, author={Doe, Jane}, year={2020}, publisher={P}}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
LOGO = f'{SVG}<rect width="4" height="1"/></svg>'


def notebook(*texts, **metadata):
    made = v4.new_notebook(cells=[v4.new_markdown_cell(text) for text in texts])
    made.metadata.update(metadata)
    return made


def page(nb, folder=None, **options):
    about = {"metadata": {"path": str(folder)}} if folder else {}
    return BackchannelHTMLExporter(**options).from_notebook_node(nb, about)


def paper(nb, **options):
    pdf, _ = BackchannelPDFExporter(**options).from_notebook_node(nb)
    read = PdfReader(io.BytesIO(pdf))
    return pdf, read, [" ".join(one.extract_text().split()) for one in read.pages]


def numbered(**options):
    return Config({"ReportPreprocessor": {"number_sections": True, **options}})


def test_look_is_chosen_alike_for_both_formats(tmp_path):
    (tmp_path / "logo.svg").write_text(LOGO)
    chosen = {
        "paper": "a5", "margins": "1cm 2cm 3cm 2cm", "header": "HEAD", "footer": "FOOT",
        "accent": "yellow", "logo": str(tmp_path / "logo.svg"), "heading_font": "DejaVu Serif",
    }  # fmt: skip
    nb = notebook(SECTIONS + "\n\n[x](https://e.org)" + "\n\nwords " * 300)
    source, _ = page(nb, **chosen)
    assert "@page{size:419.53pt 595.28pt;margin:1cm 2cm 3cm 2cm}" in source
    assert '<p class="dateline">HEAD</p>' in source
    assert "<p>FOOT</p>" in source
    assert '<img class="logo" alt="" src="data:image/svg+xml;base64,' in source
    assert f"--link:{readable('#ffff00', '#e1e8eb')}" in source
    assert '--display:"DejaVu Serif",sans-serif' in source
    pdf, read, words = paper(nb, **chosen)
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [420, 595]
    assert words[1].startswith("HEAD")
    assert all("FOOT Page " in one for one in words)
    (tmp_path / "a.pdf").write_bytes(pdf)
    assert [f.message for f in pdfua.validate(str(tmp_path / "a.pdf")).findings] == []
    assert paper(nb, **chosen)[0] == pdf


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("margins", "2", "is not one length, or four"),
        ("accent", "no colour", "no colour"),
        ("text_font", 'a";b', "is not the name of one font"),
        ("paper", "b9", "b9"),
        ("contents_depth", 7, "7"),
    ],
)
@pytest.mark.parametrize("exporter", [BackchannelHTMLExporter, BackchannelPDFExporter])
def test_what_cannot_be_chosen_is_refused_with_the_option(exporter, option, value, words):
    with pytest.raises(TraitError, match=words):
        exporter(**{option: value})


def test_a_logo_that_cannot_be_shown_is_refused(tmp_path):
    with pytest.raises(TraitError, match="cannot be shown"):
        page(notebook("# T"), logo=str(tmp_path / "gone.png"))


@pytest.mark.parametrize("exporter", [BackchannelHTMLExporter, BackchannelPDFExporter])
def test_every_option_has_help(exporter):
    ours = {"accent", "contents_depth", "footer", "header", "logo", "margins", "paper", "text_font"}
    traits = exporter.class_traits(config=True)
    assert ours <= set(traits)
    assert all(len(traits[name].help) > 20 for name in ours)


def test_sections_have_numbers_and_the_contents_end_where_they_are_told():
    nb = notebook(SECTIONS)
    source, _ = page(nb, config=numbered())
    assert '<a href="#under">1.1 Under</a>' in source
    assert '<h2 id="second">2\u2002Second</h2>' in source
    assert 'href="#under"' not in page(nb, contents_depth=1)[0]
    assert 'id="Contents"' not in page(nb, contents_depth=0)[0]
    assert "1.1 Under" in paper(nb, config=numbered())[2][0].replace("\u2002", " ")


def test_citations_are_written_out_and_lead_to_the_references(tmp_path):
    (tmp_path / "books.bib").write_text(BOOKS)
    nb = notebook("# T\n\nAs [@doe2020, p. 3] and {cite:t}`doe2020` say.", bibliography="books.bib")
    source, resources = page(nb, tmp_path)
    assert 'As (<a href="#ref-doe2020">Doe 2020, 3</a>)' in source.replace("\n", " ")
    assert '<h2 id="references">References</h2>' in source
    assert '<div id="ref-doe2020">' in source
    assert list(resources["backchannel"]["losses"]) == []
    config = Config({"ReportPreprocessor": {"bibliography": [str(tmp_path / "books.bib")]}})
    assert "Doe, Jane. 2020. Truces." in paper(nb, config=config)[2][0]


@pytest.mark.parametrize(
    ("named", "text", "loss"),
    [
        ("gone.bib", "[@doe2020]", "bibliography: gone.bib: there is no such file"),
        ("../b.bib", "[@doe2020]", "lies outside the folder of the notebook"),
        ("b.bib", "[@nobody1999]", "citation: nobody1999 is in no bibliography"),
        ("bad.json", "[@doe2020]", "bibliography: "),
    ],
)
def test_what_cannot_be_cited_is_named_and_costs_no_document(tmp_path, named, text, loss):
    (tmp_path / "b.bib").write_text(BOOKS)
    (tmp_path / "bad.json").write_text("{")
    source, resources = page(notebook(f"# T\n\n{text}", bibliography=named), tmp_path)
    assert text[2:-1] in source
    assert any(loss in str(one) for one in resources["backchannel"]["losses"])


def test_without_a_bibliography_an_address_at_somebody_is_no_citation():
    assert "write to [@doe] or @doe" in page(notebook("write to [@doe] or @doe"))[0]


def test_a_template_of_somebody_builds_on_ours(tmp_path):
    for name, mime in (("mine", "text/html"), ("mine_typst", "application/pdf")):
        (tmp_path / name).mkdir()
        base = {"mine": "backchannel", "mine_typst": "typst"}[name]
        conf = {"base_template": base, "mimetypes": {mime: True}}
        (tmp_path / name / "conf.json").write_text(json.dumps(conf))
    (tmp_path / "mine" / "index.html.j2").write_text(
        "{% extends 'backchannel/index.html.j2' %}{% block foot %}<p>MINE</p>{% endblock %}"
    )
    (tmp_path / "mine_typst" / "style.typ").write_text(
        '#import "typst/style.typ": *\n#let callout(body) = [MINE: #body]\n'
    )
    nb = notebook("# T\n\n> [!NOTE]\n> said")
    folders = {"extra_template_basedirs": [str(tmp_path)]}
    source, _ = page(nb, template_name="mine", **folders)
    assert "<p>MINE</p>" in source
    assert '<div class="callout" role="note">' in source
    assert "MINE: Note" in paper(nb, template_name="mine_typst", **folders)[2][0]


def test_the_words_of_a_document_are_those_of_its_language():
    svg = {"a.svg": {"image/svg+xml": LOGO}}
    nb = notebook(SECTIONS, lang="de")
    text = "![A](attachment:a.svg){#fig-a}\n\nsiehe @fig-a"
    nb.cells.append(v4.new_markdown_cell(text, attachments=svg))
    source, _ = page(nb)
    assert '<h2 id="Contents">Inhaltsverzeichnis</h2>' in source
    assert '<a href="#fig-a">Abbildung 1</a>' in source
    assert '<a class="skip" href="#Main" lang="en">' in source
    words = paper(nb)[2][0]
    assert "Inhaltsverzeichnis" in words
    assert "Abbildung 1. A" in words
    assert "Seite 1 / 1" in words


@pytest.mark.parametrize(
    ("metadata", "lang", "told"),
    [
        ({"lang": "pt_BR"}, "pt-BR", 0),
        ({"language": "zh-Hant-TW"}, "zh-Hant-TW", 0),
        (
            {
                "language": "python",
                "kernelspec": {"name": "a", "display_name": "A", "language": "python"},
            },
            "en",
            0,
        ),
        ({"language": "R", "language_info": {"name": "R"}}, "en", 0),
        ({"language": "English"}, "en", 1),
        ({"lang": 'en"><script>'}, "en", 1),
        ({"lang": ""}, "en", 0),
    ],
)
def test_the_language_is_a_tag_and_that_of_the_code_is_none(metadata, lang, told):
    nb = notebook("# T\n\nsaid")
    nb.metadata.update(metadata)
    source, resources = page(nb)
    assert f'<html lang="{lang}"' in source
    losses = [str(loss) for loss in resources["backchannel"]["losses"]]
    assert [loss.startswith("the notebook: language:") for loss in losses] == [True] * told
    assert paper(nb)[1].trailer["/Root"]["/Lang"].casefold() == lang.casefold().replace("-hant", "")


@pytest.mark.parametrize("ink", ["#ffff00", "#000000", "#808080", "#14e0a0"])
def test_letters_of_any_colour_can_be_read_on_any_ground(ink):
    assert all(contrast(readable(ink, ground), ground) >= 4.5 for ground in ("#e1e8eb", "#2b373e"))


@pytest.mark.parametrize(
    "said",
    [
        "הַשָּׁלוֹם",
        "العَرَبِيَّةُ",
        "हिन्दी में",
        "👨‍👩‍👧‍👦 family",
        "Z̶̢̛a̷̧l̸g̵o",
        "ท้ายที่สุด",
        "\u202eabc\u202c",
        "a\u0300\u0301\u0302" * 40,
    ],
)
def test_no_script_ends_a_build_wherever_it_stands(said, caplog):
    svg = f'{SVG}<text y="9">{said}</text></svg>'
    table = f"<table><tr><th>{said}</th></tr><tr><td>{said}</td></tr></table>"
    cells = [
        v4.new_markdown_cell(f"# {said}\n\n{said} `{said}` $\\text{{{said}}}$\n\n- {said}"),
        v4.new_code_cell("x", outputs=[
            v4.new_output("display_data", data={"image/svg+xml": svg}),
            v4.new_output("display_data", data={"text/html": table}),
            v4.new_output("stream", text=said),
        ]),
    ]  # fmt: skip
    nb = v4.new_notebook(cells=cells)
    exporter = BackchannelPDFExporter(log=logging.getLogger("export"))
    assert exporter.from_notebook_node(nb)[0].startswith(b"%PDF")
    assert "set as words alone" not in caplog.text
    assert page(nb)[0].count(said) >= 5
