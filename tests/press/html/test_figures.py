import re

import pytest
from lxml import etree

from analysis.fonts import face
from analysis.press.html.figures import PageFigure, page_figure
from analysis.press.html.fonts import font_css, merge

PALETTE = {"ink": ("#1b2a33", "#e7ecef"), "call": ("#0b6a94", "#5cb8e0")}


def svg(body: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" height="10pt" '
        f'viewBox="0 0 10 10" version="1.1">{body}</svg>'
    )


def fit(body: str, *, figure_id: str = "fig-a", **options: object) -> PageFigure:
    settings = {"title": "T", "anchors": {"E001"}, "palette": PALETTE, **options}
    return page_figure(svg(body), figure_id=figure_id, **settings)


def tree(figure: PageFigure) -> etree._Element:
    return etree.fromstring(figure.svg)


def test_the_svg_has_a_name_a_description_and_no_role_that_hides_its_links():
    root = tree(fit("<g/>", title="Calls & more", described_by="fig-a.alt"))
    assert dict(root.attrib) == {
        "viewBox": "0 0 10 10",
        "role": "graphics-document",
        "aria-label": "Calls & more",
        "aria-describedby": "fig-a.alt",
    }


def test_every_link_gets_the_name_of_its_mark():
    root = tree(
        fit(
            '<a xlink:href="#E001" target="_blank"><title>3 March: A – B, call</title>'
            '<path d="M 0 0"/></a>'
        )
    )
    (link,) = root.findall("a")
    assert dict(link.attrib) == {"href": "#E001"}
    assert link[0].tag == "title"
    assert link[0].text == "3 March: A – B, call"


def test_a_link_to_a_row_that_the_page_lacks_is_dissolved_and_its_drawing_kept():
    root = tree(fit('<a xlink:href="#E002"><path d="M 0 0"/></a>'))
    assert root.find("a") is None
    assert root.find("g/path") is not None


def test_ids_of_two_figures_cannot_collide():
    body = (
        '<defs><clipPath id="p1"><rect x="0" y="0"/></clipPath><path id="m1" d="M 0 0"/></defs>'
        '<g id="axes_1" clip-path="url(#p1)"><use xlink:href="#m1" style="fill: url(#p1)"/></g>'
    )
    first, second = fit(body, figure_id="fig-a").svg, fit(body, figure_id="fig-b").svg
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (first, second)]
    assert ids[0] == {"fig-a.1", "fig-a.2"}
    assert not ids[0] & ids[1]
    for text, own in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= own
        assert set(re.findall(r'href="#([^"]+)"', text)) <= own


def test_nothing_is_left_of_metadata_dates_style_rules_and_unused_ids():
    text = fit(
        "<metadata><date>2031</date></metadata><defs><style>*{fill:red}</style></defs>"
        '<!-- note --><g id="figure_1"><g id="text_1"><text x="1" y="1">a</text></g></g>'
    ).svg
    assert re.sub(r"<svg[^>]*>", "<svg>", text) == '<svg><text x="1" y="1">a</text></svg>'
    assert "xmlns" not in text


def test_palette_colours_become_variables_and_others_stay():
    text = fit(
        '<path style="fill: #0b6a94; stroke: #123456" d="M 0 0"/><rect fill="#1b2a33" x="0"/>'
    ).svg
    assert "fill:var(--c-call);stroke:#123456" in text
    assert 'style="fill:var(--c-ink)"' in text


def test_text_stays_text_and_spaces_between_its_parts_stay():
    text = fit('<text style="font: 9px x">one <tspan>two</tspan> three</text>').svg
    assert ">one <tspan>two</tspan> three</text>" in text


def test_coordinates_keep_two_decimals_and_only_turns_of_nothing_go():
    text = fit(
        '<path d="M 1.23456 -0.0001 L 10.10 2"/><g transform="scale(0.015625)"><path d="M 0 1"/>'
        '</g><text transform="rotate(-0 1.5 2)">a</text><text transform="rotate(-90 1.2345 2)">b'
        "</text>"
    ).svg
    assert 'd="M1.23 0L10.1 2"' in text
    assert "scale(0.015625)" in text
    assert "<text>a</text>" in text
    assert "rotate(-90 1.23 2)" in text


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("font-size: 9px", "regular"),
        ("font: italic 9px 'Source Sans Pro'", "italic"),
        ("font: 600 10px 'Source Sans Pro'", "semibold"),
        ("font-weight: bold; font-size: 9px", "semibold"),
        ("font-style: italic; fill: #1b2a33", "italic"),
    ],
)
def test_face_of_a_style(style, expected):
    assert face(style) == expected


def test_characters_are_counted_for_the_face_that_shows_them():
    figure = fit(
        '<text style="font-size: 9px">ab<tspan style="font-weight: 600">cd</tspan>e</text>'
        '<text style="font: italic 9px x">f</text>'
    )
    assert figure.characters == {
        "italic": frozenset("f"),
        "regular": frozenset("abe"),
        "semibold": frozenset("cd"),
    }


def test_fonts_hold_what_is_used_once_and_are_the_same_bytes_each_time():
    usage = merge([{"regular": frozenset("ab")}, {"regular": frozenset("bc–")}])
    assert usage == {"regular": frozenset("abc–")}
    css = font_css(usage)
    assert css == font_css({"regular": frozenset("–cba")})
    assert css.count("@font-face") == 1
    assert "url(data:font/woff2;base64," in css
    assert len(css) < 4000
    assert font_css({}) == ""
