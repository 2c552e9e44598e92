"""What goes from a drawing on a page, and what must not."""

from lxml import etree

from analysis.press.html.slim import join_labels, loosen, merge_paths, slim

CLIP = '<defs><clipPath id="p"><rect x="10" y="10" width="80" height="40"/></clipPath></defs>'


def drawn(body: str) -> etree._Element:
    return etree.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{body}</svg>"
    )


def text(root: etree._Element) -> str:
    whole = etree.tostring(root, encoding="unicode")
    return whole[whole.index(">") + 1 : -len("</svg>")].replace("xlink:", "")


def link(name: str, inside: str) -> str:
    return f'<a xlink:href="#E001"><title>{name}</title>{inside}</a>'


def test_a_label_is_in_the_link_of_its_mark_with_the_paper_under_it():
    root = drawn(
        f'<g id="axes_1"><g>{link("A call", "<path/>")}</g><g id="text_1"><rect/>'
        f"{link('A call', '<text>3 May</text>')}</g></g>"
    )
    join_labels(root)
    assert text(root) == (
        '<g id="axes_1"><g><a href="#E001"><title>A call</title><path/><rect/>'
        '<text>3 May</text></a></g><g id="text_1"/></g>'
    )


def test_a_label_of_another_mark_or_in_another_panel_keeps_its_own_link():
    for body in (
        f'<g id="axes_1">{link("A call", "<path/>")}<g>{link("A visit", "<text/>")}</g></g>',
        f'<g id="axes_1">{link("A call", "<path/>")}</g>'
        f'<g id="axes_2"><g>{link("A call", "<text/>")}</g></g>',
    ):
        root = drawn(body)
        join_labels(root)
        assert text(root) == text(drawn(body))


def test_a_line_along_an_axis_is_said_by_what_changes():
    root = drawn('<path d="M 1 2 L 1 9 M 3 2 L 8 2"/><path d="M 1 2 L 3 4"/>')
    for path in root:
        slim(path)
    assert [path.get("d") for path in root] == ["M1 2V9M3 2H8", "M1 2L3 4"]


def test_only_what_reaches_over_the_edge_is_clipped():
    stroke = "stroke: #000000; stroke-width: 2"
    inside = [
        ("M11 20H40V11H11z", stroke),
        ("M10 50H40V10H10z", "fill: #000000"),
        ("M10 20H90", stroke),
        ("M20 50V10M30 50V10", stroke),
    ]
    over = [
        ("M10 20H40V11H10z", stroke),
        ("M9 50H40V10H9z", "fill: #000000"),
        ("M10 10H90", stroke),
        ("M20 50V10M95 50V10", stroke),
        ("M20 20C90 90 1 1 20 20", "fill: #000000"),
    ]
    paths = "".join(
        f'<path d="{d}" style="{style}" clip-path="url(#p)"/>' for d, style in (*inside, *over)
    )
    root = drawn(CLIP + paths)
    loosen(root)
    clipped = [path.get("d") for path in root if path.get("clip-path")]
    assert clipped == [d for d, _ in over]
    assert root.find(".//{*}clipPath") is not None
    root = drawn(CLIP + "<g/>")
    loosen(root)
    assert root.find(".//{*}clipPath") is None


def test_lines_of_one_look_are_one_path_and_what_draws_nothing_is_none():
    grid, mark = "fill:none;stroke:#e4e9ec", "fill:#000000"
    root = drawn(
        f'<path style="{grid}" d="M0 0H9"/><path style="fill:none" d="M0 0H9V9H0z"/>'
        f'<path style="{grid}" d="M0 5H9"/><path style="{mark}" d="M1 1H2V2H1z"/>'
        f'<path style="{mark}" d="M3 1H4V2H3z"/><path style="{grid}" d="M0 7H9"/>'
    )
    merge_paths(root)
    assert [path.get("d") for path in root] == [
        "M0 0H9M0 5H9",
        "M1 1H2V2H1z",
        "M3 1H4V2H3z",
        "M0 7H9",
    ]
