"""Markdown is read once, as Jupyter reads it; money is money, and HTML is what is on the list."""

import base64

import nbformat.v4 as v4
import pytest
from traitlets.config import Config

from analysis.press.document.numbering import ReportPreprocessor
from analysis.press.html.writer import Writer
from analysis.press.pdf.exporter import BackchannelPDFExporter
from analysis.press.pdf.source import body


def both(markdown: str, **cell) -> tuple[str, str, list[str]]:
    """HTML, Typst and losses of one cell of Markdown."""
    made = v4.new_markdown_cell(markdown, **cell)
    _, resources = ReportPreprocessor()(v4.new_notebook(cells=[made]), {})
    report = resources["backchannel"]
    writer = Writer()
    page = "\n".join(writer.blocks(piece.tree) for piece in report["pieces"])
    typst = body(report["pieces"], report["anchors"]).source()
    return page + writer.footnotes(), typst, [str(loss) for loss in report["losses"]]


@pytest.mark.parametrize(
    "said",
    [
        "It costs $5 to $10.",
        "US$3 and US$4",
        "$1,000-$2,000",
        r"escaped \$5 and \$6",
        "between $5 (low) and 10$ it is",
        "`$HOME/$USER`",
    ],
)
def test_money_is_money_in_both_formats(said):
    page, typst, _ = both(said)
    assert "<math" not in page
    assert "equation" not in typst
    assert page.count("$") == said.count("$")


@pytest.mark.parametrize(
    ("said", "display"),
    [
        ("$x^2$", False),
        (r"\\(x^2\\)", False),
        (r"\(x^2\)", False),
        ("$$\nx^2\n$$", True),
        (r"\[ x^2 \]", True),
        ("\\begin{align}\na &= b \\\\\n c &= d\n\\end{align}", True),
        (r"$$\begin{vmatrix} a & b \\ c & d \end{vmatrix}$$", True),
    ],
)
def test_mathematics_as_in_jupyter(said, display):
    page, typst, losses = both(said)
    assert f'<math display="{"block" if display else "inline"}"' in page
    assert f"math.equation(block: {str(display).lower()}" in typst
    assert losses == []


def test_a_formula_has_its_tag_or_number_and_references_lead_to_it():
    said = "$$a \\tag{7}$$\n\n\\begin{equation}\\label{eq:b}b\\end{equation}\n\nsee \\eqref{eq:b}"
    page, typst, _ = both(said)
    assert '<span class="tag">(7)</span>' in page
    assert '<a href="#eq:b">(1)</a>' in page
    assert '#tagged("(7)"' in typst
    assert 'label("eq:b")' in typst


@pytest.mark.parametrize("empty", ["$$ $$", "$$\\newcommand{\\set}{X}$$", r"\[ \]"])
def test_a_formula_of_nothing_or_of_definitions_leaves_nothing(empty):
    page, typst, losses = both(f"before {empty} after, and $x^2$")
    assert not losses
    assert page.count("<math") == 1
    assert typst.count("math.equation(") == 1
    strict = Config({"ReportPreprocessor": {"strict": True}})
    BackchannelPDFExporter(config=strict).from_notebook_node(
        v4.new_notebook(cells=[v4.new_markdown_cell(f"before\n\n{empty}")])
    )


def test_what_cannot_be_translated_is_set_as_it_is_typed_and_named():
    page, typst, losses = both(r"$\ce{H2O}$")
    assert r"<code>\ce{H2O}</code>" in page
    assert r"ce{H2O}" in typst
    assert losses == [r"cell 1: mathematics: set as it is typed: \ce{H2O}"]


@pytest.mark.parametrize(
    ("said", "page", "typst"),
    [
        ("10<sup>6</sup>", "10<sup>6</sup>", "#super[6]"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O", "#sub[2]"),
        ("<s>a</s> ~~b~~", "<s>a</s> <s>b</s>", "#strike[a]"),
        ("<a href='https://e.org'>*a*</a>", '<a href="https://e.org"><em>a</em></a>', "#link("),
        ("<kbd>K</kbd> <mark>m</mark>", "<kbd>K</kbd> <mark>m</mark>", "#kbd-words[K]"),
        ("a<br>b", "a<br>\nb", "#linebreak()"),
        ("<a name='x'></a>see [x](#x)", '<a href="#x">x</a>', 'label("x")'),
        ("https://e.org/a", '<a href="https://e.org/a">', '#link("https://e.org/a")'),
        ("- [x] done", "☒", "☒"),
        ("a[^1]\n\n[^1]: NOTE", '<li id="note.1"><p>NOTE</p>', "#footnote["),
        ("<div>\n\n**a**\n\n</div>", "<strong>a</strong>", "#strong[a]"),
        ("<b>never closed", "<strong>never closed</strong>", "#strong[never closed]"),
    ],
)
def test_both_formats_say_the_same(said, page, typst):
    made = both(said)
    assert page in made[0]
    assert typst in made[1]
    assert made[2] == []


def test_a_script_in_markdown_is_left_out_with_a_word_and_a_style_without():
    page, _, losses = both("a <script>x()</script> b\n\n<style>p{color:red}</style>")
    assert "x()" not in page
    assert "color" not in page
    assert losses == ["cell 1: script: left out; a document runs nothing"]


def test_an_attached_picture_is_carried_and_a_missing_one_is_named():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'
    attached = {"a b.svg": {"image/svg+xml": svg}}
    page, typst, losses = both("![A](attachment:a%20b.svg)", attachments=attached)
    assert 'src="data:image/svg+xml;base64,' in page
    assert "#picture(" in typst
    assert losses == []
    page, typst, losses = both("![A](attachment:gone.png)")
    assert "[Picture not shown: A, attachment:gone.png]" in page
    assert losses == ["cell 1: picture: attachment:gone.png: no such attachment"]


def test_a_picture_beside_the_notebook_is_embedded_and_none_from_outside(tmp_path):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'
    (tmp_path / "a.svg").write_bytes(svg)
    (tmp_path / "in").mkdir()
    cells = [v4.new_markdown_cell("![A](a.svg) ![B](../a.svg)")]
    for folder, carried in ((tmp_path, 1), (tmp_path / "in", 0)):
        _, resources = ReportPreprocessor()(
            v4.new_notebook(cells=cells), {"metadata": {"path": str(folder)}}
        )
        page = Writer().blocks(resources["backchannel"]["pieces"][0].tree)
        assert page.count("<img") == carried
    assert base64.b64encode(svg[:9]).decode() not in page


@pytest.mark.parametrize(
    "said",
    [
        "> [!WARNING]\n> **b**",
        "```{warning}\n**b**\n```",
        ":::{warning}\n:class: x\n**b**\n:::",
        "::: {.callout-warning}\n**b**\n:::",
        '<div class="alert alert-warning">\n\n**b**\n\n</div>',
    ],
)
def test_callouts_of_every_hand(said):
    page, typst, _ = both(said)
    assert '<div class="callout" role="note">' in page
    assert "<strong>b</strong>" in page
    assert typst.startswith("#callout[")


def test_a_text_that_is_nested_too_deep_costs_no_other():
    cells = [v4.new_markdown_cell(text) for text in ("> " * 300 + "deep", "**other**")]
    _, resources = ReportPreprocessor()(v4.new_notebook(cells=cells), {})
    report = resources["backchannel"]
    page = "\n".join(Writer().blocks(piece.tree) for piece in report["pieces"])
    assert "<strong>other</strong>" in page
    assert "deep</code>" in page
    assert [loss.cell for loss in report["losses"]] == [1]


def test_what_no_document_may_hold_is_replaced_in_sight():
    page, _, _ = both("a\x00b\ud800c")
    assert "a\ufffdb?c" in page


SVG = {"a.svg": {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'}}


@pytest.mark.parametrize(
    "said",
    [
        ":::{figure} attachment:a.svg\n:name: fig-x\n:alt: A\nWords *here*\n:::\n\n{numref}`fig-x`",
        '![Words *here*](attachment:a.svg){#fig-x fig-alt="A" width=50%}\n\nsee @fig-x',
    ],
)
def test_figures_of_myst_and_quarto_are_numbered_and_referred_to(said):
    cell = v4.new_markdown_cell(f"# T\n\n{said}", attachments=SVG)
    _, resources = ReportPreprocessor()(v4.new_notebook(cells=[cell]), {})
    pieces = resources["backchannel"]["pieces"]
    marks = [piece.mark for piece in pieces if piece.picture is not None]
    assert [(mark.id, mark.label, mark.alt) for mark in marks] == [("fig-x", "Figure 1", "A")]
    page = "".join(Writer().blocks(piece.tree) for piece in pieces)
    assert "Words <em>here</em>" in page
    assert '<a href="#fig-x">Figure 1</a>' in page


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("# T\n(a-b)=\n## H\n\nto {ref}`a-b` and {ref}`here <a-b>`", '<a href="#h">H</a> and <a'),
        ("(a-b)=\n# Title\n\nto {ref}`a-b`", "<p>to Title</p>"),
        ("$$x$$ {#eq-a}\n\n@eq-a", '<a href="#eq-a">(1)</a>'),
        ("{sub}`2` {sup}`3` {kbd}`K` {py:func}`~a.b`", "<sub>2</sub> <sup>3</sup> <kbd>K</kbd>"),
        ("{math}`x^2`", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("```{math}\n:label: e\nx\n```\n\n{eq}`e`", '<a href="#e">(1)</a>'),
        ("A ^[two *words*] b", "<p>two <em>words</em></p>"),
        ("x ^[a-z] y", "x ^[a-z] y"),
        ("{ref}`nowhere` {odd}`z` @fig-no", "{ref}`nowhere` {odd}<code>z</code> @fig-no"),
        ("| a |\n|---|\n| 1 |\n\n: Said {#tbl-a}\n\n@tbl-a", "<strong>Table 1. </strong>Said"),
        ("```{list-table} Said\n:header-rows: 1\n* - A\n  - B\n* - 1\n  - 2\n```", ">B</th>"),
        ('```{csv-table}\n:header: "A, B"\n1, "2, 3"\n```', "<td>2, 3</td>"),
        ("```{dropdown} More\nhidden\n```", "<summary>More</summary>"),
        ("````{note}\n```{tip}\nin\n```\n````", "<p><strong>Tip</strong></p>"),
        ("````\n```{note}\nx\n```\n````", "<code>```{note}\nx\n```</code>"),
        ("```{code-block} python\nx = '{note}'\n```", "<code>x = &#x27;{note}&#x27;</code>"),
        ("<span style='color: red'>r</span>", "color:#cc0000;color:light-dark("),
    ],
)
def test_what_myst_and_quarto_write_beyond_markdown(said, page):
    made, _, losses = both(said)
    assert page in made
    assert losses == []


def test_a_directive_without_a_rule_stands_as_it_is_typed_and_is_named():
    page, typst, losses = both("```{toctree}\na\n```")
    assert "<code>```{toctree}\na\n```</code>" in page
    assert "toctree" in typst
    assert losses == ["cell 1: directive toctree: has no rule here; set as it is typed"]


def test_colours_and_what_stands_above_are_carried_in_mathematics():
    page, typst, losses = both(r"$\color{red}{x} \overset{!}{=} \textcolor[HTML]{0000FF}{y^2}$")
    assert '<mrow style="color:#cc0000;color:light-dark(#cc0000,#ff7272)"><mi>x</mi>' in page
    assert r">\color{red}{x} \overset" in page
    assert '#text(fill: rgb("#cc0000"))[$x$] limits(=)^(!)' in typst
    assert '#text(fill: rgb("#0000ff"))[$y^2$]' in typst
    assert losses == []


def test_the_cells_of_an_array_stand_apart_and_its_lines_are_named():
    page, typst, losses = both(r"$$\begin{array}{c|c} a & b \\ c & d\end{array}$$")
    assert page.count("<mtd") == 4
    assert "a & quad b" in typst
    assert losses == ["cell 1: mathematics: the lines of an array are left out"]


def test_a_picture_has_the_width_that_is_stated():
    page, typst, _ = both("<img src='attachment:a.svg' width='50'>", attachments=SVG)
    assert 'width="50" height="25"' in page
    assert "37.50pt" in typst
    page, _, _ = both("![](attachment:b c.svg)", attachments={"b c.svg": SVG["a.svg"]})
    assert "<img" in page


def test_a_caption_below_a_picture_is_no_definition_and_a_definition_stays_one():
    page, _, _ = both("![](attachment:a.svg)\n: Said\n\nTerm\n: meaning", attachments=SVG)
    assert page.count("<dt>") == 1
    assert "<dt>Term</dt>\n<dd>meaning</dd>" in page.replace("<p>", "").replace("</p>", "")
