"""Every output of a notebook is carried, or leaves a visible mark and a line."""

import base64
import io

import nbformat.v4 as v4
import pytest
from PIL import Image

from analysis.press.document.losses import NotWhole
from analysis.press.document.numbering import ReportPreprocessor
from analysis.press.html.exporter import BackchannelHTMLExporter
from analysis.press.html.writer import Writer


def png(width=40, height=20) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def shown(data=None, *, source="x", cell=None, output=None, **options):
    """The HTML of one output and the losses, as text."""
    output = output or v4.new_output("display_data", data=data)
    made = v4.new_code_cell(source, outputs=[output], metadata=cell or {})
    _, resources = ReportPreprocessor(code="hide", **options)(v4.new_notebook(cells=[made]), {})
    report = resources["backchannel"]
    page = "\n".join(Writer().blocks(piece.tree) for piece in report["pieces"])
    return page, [str(loss) for loss in report["losses"]]


FRAME = (
    "<div><style scoped>.dataframe td {}</style><table border='1' class='dataframe'><thead>"
    "<tr><th></th><th>city</th><th>units</th></tr></thead><tbody>"
    "<tr><th>0</th><td>Alder &lt;b&gt;</td><td>12</td></tr></tbody></table></div>"
)


def test_a_frame_is_a_table_with_headings_of_rows_and_columns():
    page, losses = shown({"text/html": FRAME, "text/plain": "as text"})
    assert '></td><th scope="col">city</th><th scope="col" style="text-align:right">' in page
    assert '<th scope="row" style="text-align:right">0</th><td>Alder &lt;b&gt;</td>' in page
    assert "as text" not in page
    assert losses == []


def test_rows_that_lack_cells_and_spans_that_run_out_of_the_table_are_mended():
    source = "<table><tr><td rowspan=9>a</td><td colspan=2>b</td></tr><tr><td>c</td></tr></table>"
    page, _ = shown({"text/html": source})
    assert '<tr><td rowspan="2">a</td><td colspan="2">b</td></tr>' in page
    assert "<tr><td>c</td><td></td></tr>" in page


def test_the_colours_of_a_styler_stay_on_their_cells():
    source = (
        "<style>#T_a_row0_col0 {background-color: #d9d8ea; color: red}</style>"
        "<table><tr><td id='T_a_row0_col0'>7</td></tr></table>"
    )
    page, losses = shown({"text/html": source})
    assert 'background:#d9d8ea;color:#bf0000">7</td>' in page
    assert losses == []


@pytest.mark.parametrize(
    ("source", "expected", "kind"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>", "script"),
        ("<p onclick='x()'>a</p>", "<p>a</p>", ""),
        ("<a href='javascript:x()'>a</a>", "<p>a</p>", "link"),
        ("<iframe src='https://example.org'></iframe>", "https://example.org", "iframe"),
        ("<img src='https://example.org/a.png' alt='A'>", "Picture not shown: A", "picture"),
        ("<button>Go</button> b", "Go b", "button"),
        ("<style>p{color:red}</style><p>a</p>", "<p>a</p>", ""),
    ],
)
def test_html_of_others_is_what_is_on_the_list(source, expected, kind):
    page, losses = shown({"text/html": source})
    assert expected in page
    assert "script" not in page
    assert "onclick" not in page
    assert [loss.split(": ")[1] for loss in losses] == ([kind] if kind else [])


def test_pictures_are_carried_with_their_size_and_the_words_of_the_cell():
    source = '#| fig-alt: "A navy field"\nplot()'
    page, losses = shown({"image/png": png(), "text/plain": "<Figure>"}, source=source)
    assert 'alt="A navy field" width="40" height="20"' in page
    assert "&lt;Figure&gt;" not in page
    assert losses == []


def test_of_a_gif_the_first_picture_is_shown():
    out = io.BytesIO()
    frames = [Image.new("RGB", (3, 3), color) for color in ("navy", "white")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    page, losses = shown({"image/gif": base64.b64encode(out.getvalue()).decode()})
    assert 'src="data:image/png;base64,' in page
    assert losses == ["cell 1: image/gif: it moves; its first picture is shown"]


def test_a_broken_picture_gives_way_to_the_text_and_is_named():
    page, losses = shown({"image/png": "bm90IGEgcGljdHVyZQ==", "text/plain": "in words"})
    assert "in words" in page
    assert losses[0].startswith("cell 1: image/png: it cannot be opened as a picture")


def test_a_drawing_runs_nothing_and_fetches_nothing():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2" onload="x()">'
        "<script>x()</script>"
        '<image href="https://example.org/a.png"/><rect width="1" height="1"/></svg>'
    )
    page, losses = shown({"image/svg+xml": svg})
    drawn = base64.b64decode(page.split("base64,")[1].split('"')[0]).decode()
    assert "rect" in drawn
    assert not any(word in drawn for word in ("script", "onload", "example.org"))
    assert losses == ["cell 1: image/svg+xml: without address, onload, script"]


def test_what_needs_a_browser_stands_as_its_picture_or_as_a_word_that_says_how():
    plotly = {"application/vnd.plotly.v1+json": {"data": []}}
    page, losses = shown(plotly)
    assert "A chart of Plotly stood here" in page
    assert losses[0].startswith("cell 1: application/vnd.plotly.v1+json")
    page, losses = shown(plotly | {"image/png": png()})
    assert "<img" in page
    assert losses == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"text/latex": r"$\frac{a}{2}$", "text/plain": "a/2"}, "<mfrac>"),
        ({"text/markdown": "**b** x", "text/plain": "b"}, "<strong>b</strong>"),
        ({"application/json": {"k": 1}, "text/plain": "<JSON>"}, "&quot;k&quot;: 1"),
        ({"text/plain": "42"}, "<code>42</code>"),
        ({"application/x-own": "?"}, "An output of the kind application/x-own stood here"),
    ],
)
def test_other_forms(data, expected):
    assert expected in shown(data)[0]


def test_a_stream_is_what_the_terminal_showed_in_the_end_and_a_long_one_is_folded():
    page, _ = shown(output=v4.new_output("stream", text="1 %\r99 %\rdone\x1b[K\nend"))
    assert "<code>done\nend</code>" in page
    page, losses = shown(output=v4.new_output("stream", text="line\n" * 2000))
    assert "<summary>Output of 2,000 lines</summary>" in page
    assert page.count("line") >= 2000
    assert losses == []


def test_strict_makes_a_loss_an_error_that_names_the_cell():
    with pytest.raises(NotWhole, match="cell 1: application/x-own"):
        shown({"application/x-own": "?"}, strict=True)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({}, {"CODE", "OUT"}),
        ({"tags": ["remove-cell"]}, set()),
        ({"tags": ["remove-input"]}, {"OUT"}),
        ({"tags": ["remove_output"]}, {"CODE"}),
        ({"tags": ["hide-input"]}, {"CODE", "OUT", "<summary>Code</summary>"}),
        ({"tags": ["hide-cell"]}, {"CODE", "OUT", "<summary>Code and output</summary>"}),
        ({"jupyter": {"source_hidden": True}}, {"CODE", "OUT", "<summary>Code</summary>"}),
        ({"jupyter": {"outputs_hidden": True}}, {"CODE", "OUT", "<summary>Output</summary>"}),
    ],
)
def test_tags_say_what_is_shown_folded_and_left_out(metadata, words):
    cell = v4.new_code_cell("CODE", outputs=[v4.new_output("stream", text="OUT")])
    cell.metadata.update(metadata)
    page, _ = BackchannelHTMLExporter().from_notebook_node(v4.new_notebook(cells=[cell]))
    body = page.split("<main")[1]
    every = {"CODE", "OUT", *(f"<summary>{w}</summary>" for w in ("Code", "Output"))}
    every.add("<summary>Code and output</summary>")
    assert {word for word in every if word in body} == words


def test_a_caption_makes_a_picture_a_figure_that_can_be_referred_to():
    source = "#| label: fig-n\n#| fig-cap: Navy.\nplot()"
    drawn = v4.new_output("display_data", data={"image/png": png()})
    cells = [
        v4.new_markdown_cell("see [Figure](#fig-n)"),
        v4.new_code_cell(source, outputs=[drawn]),
    ]
    page, _ = BackchannelHTMLExporter().from_notebook_node(v4.new_notebook(cells=cells))
    assert '<a href="#fig-n">Figure 1</a>' in page
    assert "<b>Figure 1.</b> Navy." in page


def test_the_colours_of_a_terminal_are_those_of_the_page_and_can_be_read():
    page, losses = shown(output=v4.new_output("stream", text="\x1b[1;31mred\x1b[0m and \x1b[43mon"))
    style = "color:#b0392d;color:light-dark(#b0392d,#d3928b);font-weight:600"
    assert f'<span style="{style}">red</span> and ' in page
    assert '<span style="background:#8a6500;color:#ffffff">on</span>' in page
    assert losses == []


def test_the_bars_of_a_styler_stand_behind_the_numbers():
    bar = "linear-gradient(90deg, transparent 20.0%, #d65f5f 20.0%, #d65f5f 50.0%, transparent 50%)"
    page, losses = shown({"text/html": f"<table><tr><td style='background: {bar}'>7</td></tr>"})
    stops = "#ffffff 20%,#d65f5f 20%,#d65f5f 50%,#ffffff 50%"
    assert f"background:linear-gradient(90deg,{stops});color:#000000" in page
    assert losses == []
    fading = "linear-gradient(90deg, red, blue)"
    _, losses = shown({"text/html": f"<table><tr><td style='background: {fading}'>7</td></tr>"})
    assert losses == [
        "cell 1: text/html: colours that fade within the cells of a table are left out"
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text/html": "<div id=a></div><script>Bokeh.embed()</script>"}, "export_png"),
        ({"text/html": "<div></div>", "application/javascript": "root.Bokeh"}, "export_png"),
        ({"text/html": "<div></div><script>vegaEmbed()</script>"}, "renderers.enable"),
        ({"text/html": "<iframe srcdoc='&lt;script src=leaflet.js&gt;'></iframe>"}, "_to_png"),
        ({"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}, "A widget"),
    ],
)
def test_a_placeholder_says_which_library_gives_a_picture_and_how(data, words):
    page, losses = shown(data)
    assert words in page
    assert len(losses) == 1
    assert losses[0].endswith("interactive; a placeholder stands for it")
